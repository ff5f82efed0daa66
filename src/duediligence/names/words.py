"""Words of institution names: one canonical form per word, and the class a word belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from duediligence.names.fold import TABLES

_ORDINAL: Final = re.compile(r"0*([1-9][0-9]*)(?:st|nd|rd|th)?")
_LONGEST_ENDING: Final = 4  # letters
_SHORTEST_STEM: Final = 3
NAMED_AFTER: Final = frozenset(("им", "имени", "імені", "named", "imeni"))
"""Linking words before the person whom a body is named after."""

# A word that is printed in capitals, and no letters: SUKHOI.
_SPEAKABLE: Final = re.compile(
    r"(?=.{5,})[^AEIOUY]{0,2}[AEIOUY]{1,2}(?:[^AEIOUY]{1,2}[AEIOUY]{1,2})+[^AEIOUY]{0,2}"
)
_LONGEST_LETTERS: Final = 6


class WordClass(StrEnum):
    """What part a word plays in a name; words outside the table are `rare` until a gazetteer says `place`."""

    FORM = "form"
    UNIT = "unit"
    FIELD = "field"
    DIRECTION = "direction"
    LEGAL = "legal"
    LINK = "link"
    RANK = "rank"
    PLACE = "place"
    NUMBER = "number"
    RARE = "rare"


_LINK: Final = WordClass.LINK
_NUMBER: Final = WordClass.NUMBER
_RARE: Final = WordClass.RARE


@lru_cache(maxsize=16384)
def canonical(folded: str) -> str:
    """Return the one form that stands for a folded word, empty for a word without meaning of its own.

    Abbreviations, spellings and translations come from `tables/words.tsv`; ordinals become numbers,
    other English words lose their plural s, other Cyrillic words their case ending. Applying it
    twice changes nothing.
    """
    entry = _entry(folded)
    if entry is None and _is_cyrillic(folded):
        return _latin_key(_russian_stem(folded))
    if entry is None and folded[:1].isdigit() and (ordinal := _ORDINAL.fullmatch(folded)):
        return ordinal[1]
    stem = _stem(folded)
    if entry is None and stem != folded:
        entry = _entry(stem)
    if entry is None:
        return stem
    return "" if entry[1] is _LINK else entry[0]


@lru_cache(maxsize=16384)
def word_class(key: str) -> WordClass:
    """Return the class of a canonical word."""
    entry = _table().get(key)
    if entry is not None:
        return entry[1]
    return _NUMBER if not key.isalpha() and any(map(str.isdigit, key)) else _RARE


def is_link(folded: str) -> bool:
    """Tell whether a folded word only links others: of, the, und, имени."""
    entry = _table().get(folded)
    return entry is not None and entry[1] is _LINK


def spelt_forms() -> frozenset[str]:
    """Return the Latin spellings in the table that are long enough to be misspelt recognisably."""
    classes = (
        WordClass.FORM,
        WordClass.FIELD,
        WordClass.UNIT,
        WordClass.RANK,
        WordClass.PLACE,
        WordClass.LEGAL,
    )
    return frozenset(
        form
        for form, (_, kind) in _table().items()
        if len(form) >= 7 and form.isascii() and form.isalpha() and kind in classes
    )


@cache
def _table() -> dict[str, tuple[str, WordClass]]:
    # The table is written folded: folding it here would cost every start a tenth of its time.
    raw = (TABLES / "words.tsv").read_text("utf-8")
    table: dict[str, tuple[str, WordClass]] = {}
    for line in raw.splitlines():
        if line and not line.startswith("#"):
            cls, form, *variants = line.split("\t")
            entry = (form, WordClass(cls))
            table.update(dict.fromkeys((form, *variants[0].split()) if variants else (form,), entry))
    return table


def _entry(folded: str) -> tuple[str, WordClass] | None:
    return _table().get(folded) or _inflected(folded)


def _inflected(folded: str) -> tuple[str, WordClass] | None:
    """Return the entry of the longest stem in the table (written `stem-`) that the word is a form of."""
    if folded[:_SHORTEST_STEM] not in _stem_openings():
        return None
    table = _table()
    for cut in range(min(_LONGEST_ENDING, len(folded) - _SHORTEST_STEM) + 1):
        end = len(folded) - cut
        entry = table.get(folded[:end] + "-")
        if entry is not None and (not cut or folded[end:] in _endings()):
            return entry
    return None


@cache
def _stem_openings() -> frozenset[str]:
    """Return the first letters of every stem in the table: few words begin like one."""
    return frozenset(word[:_SHORTEST_STEM] for word in _table() if word.endswith("-"))


@cache
def _endings() -> frozenset[str]:
    raw = (TABLES / "endings.txt").read_text("utf-8")
    return frozenset(word for line in raw.splitlines() if not line.startswith("#") for word in line.split())


def honoured(folded: str) -> str:
    """Return the canonical form of a name in the genitive: the person after whom a body is named.

    `Баумана` after `имени` is Bauman, where the case rules for other words would cut deeper.
    """
    if not _is_cyrillic(folded):
        return canonical(folded)
    return _latin_key(folded[:-1] if folded[-1] in "ая" and len(folded) > 4 else folded)


def looks_like_letters(text: str) -> bool:
    """Tell whether a word in capitals is not one that can be spoken, but letters that stand for a name."""
    capitals = text.isupper() and len(text) <= _LONGEST_LETTERS and text.isalpha()
    return capitals and not _SPEAKABLE.fullmatch(text)


def expansions(key: str) -> tuple[str, ...]:
    """Return the words an abbreviation may stand for, commonest first; none for most words."""
    return _abbreviations().get(key, ())


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    raw = (TABLES / "abbreviations.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in raw.splitlines() if line and not line.startswith("#"))
    return {key: tuple(words.split()) for key, words in lines}


def _stem(word: str) -> str:
    return _singular(word) if word.isascii() else word


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u04ff"


def _latin_key(word: str) -> str:
    """Canonical Latin letters for a Cyrillic word, so that names meet their English forms."""
    entry = _table().get(word)
    if entry is not None:
        return "" if entry[1] is _LINK else entry[0]
    latin = "".join(char for char in _anyascii()(word).lower() if char.isalnum())
    # A word that would read as an English article stays itself.
    return (canonical(latin) if latin else "") or word


@cache
def _anyascii() -> Callable[[str], str]:
    from anyascii import anyascii

    transliterate: Callable[[str], str] = anyascii
    return transliterate


def _singular(word: str) -> str:
    if len(word) < 5 or not word.endswith("s") or word[-2] in "sui":
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _russian_stem(word: str) -> str:
    # Case endings of nouns and adjectives, by the Snowball rules for Russian; idempotence by iteration.
    stem = _snowball()
    for _ in range(4):
        shorter = stem(word)
        if shorter == word or len(shorter) < 4:
            break
        word = shorter
    return word


@cache
def _snowball() -> Callable[[str], str]:
    from Stemmer import Stemmer

    stem: Callable[[str], str] = Stemmer("russian").stemWord
    return stem
