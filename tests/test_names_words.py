"""Promises of names/words: one form for every word that means the same, in twenty languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.names.fold import fold
from duediligence.names.words import WordClass, canonical, expansions, honoured, is_link, word_class

WORDS = st.text(min_size=1, max_size=16) | st.text(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїє", min_size=1, max_size=16
)

MEANINGS = [
    # German
    ("Universität", "university"),
    ("Akademie", "academy"),
    ("Wissenschaften", "science"),
    ("Technischen", "technical"),
    ("Staatliches", "state"),
    ("Chinesische", "china"),
    ("Moskauer", "moscow"),
    ("Raumfahrt", "astronautical"),
    # French
    ("université", "university"),
    ("Pékin", "beijing"),
    ("chinoise", "china"),
    ("sciences", "science"),
    ("sociales", "social"),
    ("aéronautique", "aeronautical"),
    ("Téhéran", "tehran"),
    # Spanish, Portuguese and Italian
    ("Tecnología", "technology"),
    ("Ciencias", "science"),
    ("Aeronáutica", "aeronautical"),
    ("Pequim", "beijing"),
    ("Nankín", "nanjing"),
    ("engenharia", "engineering"),
    ("Pechino", "beijing"),
    ("Scienze", "science"),
    ("Nanchino", "nanjing"),
    # Turkish and Azerbaijani
    ("Üniversitesi", "university"),
    ("Enstitüsü", "institute"),
    ("Bilimler", "science"),
    ("Çin", "china"),
    ("Şanghay", "shanghai"),
    ("Havacılık", "aviation"),
    ("Elmlər", "science"),
    ("Akademiyası", "academy"),
    ("Dövlət", "state"),
    # Kazakh
    ("университеті", "university"),
    ("ұлттық", "national"),
    ("мемлекеттік", "state"),
    ("Қытай", "china"),
    # Ukrainian
    ("Шанхайський", "shanghai"),
    ("Пекінського", "beijing"),
    ("Китайська", "china"),
    ("академії", "academy"),
    ("університетів", "university"),
    ("технологічний", "technology"),
    ("Харбінський", "harbin"),
    ("державного", "state"),
    ("унiверситет", "university"),  # a Latin i among Cyrillic letters
    # Russian
    ("Московским", "moscow"),
    ("институтом", "institute"),
    ("Шанхайский", "shanghai"),
    ("Сычуаньского", "sichuan"),
    ("авиационная", "aviation"),
    ("полупроводников", "semiconductor"),
    ("Цинхуа", "tsinghua"),
    # Polish
    ("Uniwersytetu", "university"),
    ("Moskiewski", "moscow"),
    ("Pekińskiego", "beijing"),
    ("Chińska", "china"),
    ("Nauk", "science"),
    ("państwowy", "state"),
    ("lotniczy", "aviation"),
    # Czech and Slovak
    ("univerzity", "university"),
    ("Pekingská", "beijing"),
    ("Moskevský", "moscow"),
    ("letecký", "aviation"),
    ("věd", "science"),
    ("Teheránská", "tehran"),
    ("Čínská", "china"),
    # Other languages of Europe
    ("Universiteit", "university"),
    ("Wetenschappen", "science"),
    ("Kinesiska", "china"),
    ("egyetem", "university"),
    ("Tudományos", "science"),
    ("Știinţe", "science"),
    ("Sveučilište", "university"),
    ("yliopisto", "university"),
    ("науките", "science"),
    # Russian and Persian in Latin letters
    ("GOSUDARSTVENNYY", "state"),
    ("MOSKOVSKIY", "moscow"),
    ("TEKHNICHESKII", "technical"),
    ("Daneshgah", "university"),
    # Persian and Arabic
    ("دانشگاه", "university"),
    ("صنعتی", "technology"),
    ("صنعتي", "technology"),
    ("تهران", "tehran"),
    ("شریف", "sharif"),
    ("الجامعة", "university"),
    ("بكين", "beijing"),
    # Abbreviations of bibliographic databases
    ("Technol", "technology"),
    ("Engn", "engineering"),
    ("Aeronaut", "aeronautical"),
    ("Astronaut", "astronautical"),
    ("Astron", "astronomy"),
    ("Polytech", "polytechnic"),
    ("Telecommun", "telecommunication"),
    ("Commun", "communication"),
    ("Agr", "agriculture"),
    ("Petr", "petroleum"),
    ("Natl", "national"),
    ("Def", "defence"),
    ("Mil", "military"),
    ("Tradit", "traditional"),
    ("Coll", "college"),
    # Older spellings
    ("Chekiang", "zhejiang"),
    ("Szechwan", "sichuan"),
    ("Shensi", "shaanxi"),
    ("Shansi", "shanxi"),
]


@pytest.mark.parametrize(("word", "meaning"), MEANINGS)
def test_words_of_many_languages_mean_the_english_word(word: str, meaning: str) -> None:
    """A word of an institution's name is read as the English word it translates."""
    assert canonical(fold(word)) == meaning


@pytest.mark.parametrize(
    "word", ["of", "und", "des", "della", "імені", "и", "və", "og", "w", "атындағы", "و"]
)
def test_linking_words_mean_nothing_of_their_own(word: str) -> None:
    """Articles, prepositions and "named after" are left out, and known as links."""
    assert canonical(fold(word)) == ""
    assert is_link(fold(word))


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("38th", "38"),
        ("038", "38"),
        ("1st", "1"),
        ("2nd", "2"),
        ("3rd", "3"),
        ("0", "0"),
        ("laboratories", "laboratory"),
        ("galaxies", "galaxy"),
        ("rockets", "rocket"),
        ("campus", "campus"),
        ("glass", "glass"),
        ("tennis", "tennis"),
        ("gas", "gas"),
        ("Severn", "severn"),
        ("Occidental", "occidental"),
        ("Lebedev", "lebedev"),
    ],
)
def test_other_words_lose_only_their_ending(word: str, meaning: str) -> None:
    """Ordinals become numbers, English plurals singular; names of persons and places elsewhere stay."""
    assert canonical(fold(word)) == meaning


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("university", WordClass.FORM),
        ("department", WordClass.UNIT),
        ("technology", WordClass.FIELD),
        ("northwestern", WordClass.DIRECTION),
        ("ltd", WordClass.LEGAL),
        ("state", WordClass.RANK),
        ("beijing", WordClass.PLACE),
        ("38", WordClass.NUMBER),
        ("863a", WordClass.NUMBER),
        ("tsinghua", WordClass.RARE),
        ("lobachevsky", WordClass.RARE),
        ("of", WordClass.LINK),
    ],
)
def test_every_word_has_the_class_of_its_part_in_a_name(word: str, kind: WordClass) -> None:
    """Words outside the table are rare, or numbers when they hold a digit."""
    assert word_class(word) is kind


@pytest.mark.parametrize(
    ("word", "person"),
    [("баумана", "bauman"), ("ломоносова", "lomonosov"), ("иоффе", "ioffe"), ("bauman", "bauman")],
)
def test_the_person_honoured_is_read_from_the_genitive(word: str, person: str) -> None:
    """After "имени" a surname loses the ending of its case and nothing more."""
    assert honoured(word) == person


def test_an_abbreviation_may_stand_for_several_words() -> None:
    """`Tech` is technology or technical; a word that is none has no readings."""
    assert expansions("tech")[:2] == ("technology", "technical")
    assert expansions("university") == ()


@given(WORDS)
@settings(deadline=None, max_examples=1000, derandomize=True)
def test_canonical_is_idempotent(word: str) -> None:
    """The form of a form is the form itself, whatever the script."""
    folded = fold(word)
    if folded and (once := canonical(folded)):
        assert canonical(once) == once


@given(st.sampled_from([word for word, _ in MEANINGS]), st.sampled_from([str.upper, str.lower, str.title]))
@settings(deadline=None, derandomize=True)
def test_case_changes_no_meaning(word: str, dress: Callable[[str], str]) -> None:
    """A word means the same in capitals."""
    assert canonical(fold(dress(word))) == canonical(fold(word))
