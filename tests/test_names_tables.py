"""Promises of the tables under names/: each word under one meaning, written as the code looks it up."""

from __future__ import annotations

from collections import Counter

import pytest

from duediligence.names.fold import TABLES, fold, simplified
from duediligence.names.words import WordClass, canonical, expansions, is_link, spelt_forms, word_class


def _rows(name: str) -> list[list[str]]:
    lines = (TABLES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


WORDS = _rows("words.tsv")
VARIANTS = [
    (variant, row[1])
    for row in WORDS
    for variant in (row[2].split(" ") if len(row) > len(("class", "form")) else [])
]


def test_every_line_has_a_known_class_a_form_and_at_most_one_column_more() -> None:
    """A slip of the tabulator or a class that does not exist is found here, not by a user."""
    classes = {kind.value for kind in WordClass} - {WordClass.NUMBER.value}
    wrong = [row for row in WORDS if len(row) not in {2, 3} or row[0] not in classes or not all(row)]
    assert not wrong


def test_a_word_stands_under_one_meaning_only() -> None:
    """No two lines give the same word different meanings, and no line gives it twice."""
    counts = Counter(variant for variant, _ in VARIANTS)
    forms = {row[1] for row in WORDS}
    assert [variant for variant, count in counts.items() if count > 1] == []
    assert [variant for variant in counts if variant in forms] == []


def test_a_meaning_has_one_class_in_every_language() -> None:
    """The sections of the table agree on what sort of word a canonical form is."""
    classes: dict[str, set[str]] = {}
    for row in WORDS:
        classes.setdefault(row[1], set()).add(row[0])
    assert {form: kinds for form, kinds in classes.items() if len(kinds) > 1} == {}


def test_words_are_written_as_they_are_looked_up() -> None:
    """A word with an accent or a capital in the table would never be found."""
    written = [row[1] for row in WORDS] + [variant.removesuffix("-") for variant, _ in VARIANTS]
    assert [word for word in written if fold(word) != word] == []


def test_every_variant_means_its_canonical_form() -> None:
    """A word is read as its line says, and a stem too; words that link others mean nothing."""
    kinds = {row[1]: row[0] for row in WORDS}
    for variant, form in VARIANTS:
        expected = "" if kinds[form] == WordClass.LINK else form
        assert canonical(variant.removesuffix("-")) == expected, variant


def test_canonical_forms_are_canonical_and_keep_their_class() -> None:
    """The form that stands for others stands for itself."""
    for kind, form, *_ in WORDS:
        assert canonical(form) == ("" if kind == WordClass.LINK else form), form
        assert word_class(form).value == kind
        assert is_link(form) == (kind == WordClass.LINK)


def test_stems_are_long_enough_to_be_recognised() -> None:
    """A stem of two letters with an ending would swallow unrelated words."""
    assert [variant for variant, _ in VARIANTS if variant.endswith("-") and len(variant) < len("xxx-")] == []


def test_abbreviations_stand_for_canonical_words() -> None:
    """An abbreviation is a word no line turns into another, and its readings are canonical."""
    for row in _rows("abbreviations.tsv"):
        key, readings = row[0], row[1].split()
        assert canonical(key) == key
        assert expansions(key) == tuple(readings)
        assert len(readings) > 1
        assert [word for word in readings if canonical(word) != word] == []


def test_endings_are_folded_and_no_longer_than_is_looked_for() -> None:
    """An ending of five letters would never be cut off."""
    endings = [word for row in _rows("endings.txt") for word in row[0].split()]
    assert [word for word in endings if fold(word) != word or len(word) > len("xxxx")] == []
    assert [word for word, count in Counter(endings).items() if count > 1] == []


def test_simplified_characters_are_not_simplified_further() -> None:
    """Folding a Han character twice changes nothing."""
    table = simplified()
    assert [chr(old) for old, new in table.items() if new in table] == []


def test_spelt_forms_are_long_latin_words() -> None:
    """Only words long enough to be recognised with a slip are offered as corrections."""
    assert {"university", "technology", "institute"} <= spelt_forms()
    assert [word for word in spelt_forms() if not word.isascii() or not word.isalpha()] == []


# Pairs of words that tell institutions named in English apart.
APART = [
    ("technology", "technical"),
    ("technology", "technological"),
    ("university", "institute"),
    ("university", "college"),
    ("college", "school"),
    ("medicine", "medical"),
    ("north", "northern"),
    ("northwest", "northwestern"),
    ("south", "southern"),
    ("east", "eastern"),
    ("henan", "hunan"),
    ("hebei", "hubei"),
    ("shanxi", "shaanxi"),
    ("zhejiang", "zhenjiang"),
    ("jiangsu", "jiangxi"),
    ("guangdong", "guangxi"),
    ("suzhou", "soochow"),
    ("jinan", "tsinan"),
    ("normal", "pedagogical"),
    ("agricultural", "agrarian"),
    ("social", "society"),
    ("science", "scientific"),
    ("aerospace", "aeronautics"),
    ("aviation", "aeronautics"),
    ("petroleum", "petrochemical"),
    ("Хунань", "Хэнань"),
    ("Хэбэй", "Хубэй"),
    ("Шаньси", "Шэньси"),
    ("Чжэцзян", "Чжэньцзян"),
    ("Цзянсу", "Цзянси"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_that_tell_institutions_apart_stay_apart(one: str, other: str) -> None:
    """Two words that distinguish institutions never become one."""
    assert canonical(fold(one)) != canonical(fold(other))
