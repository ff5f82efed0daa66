"""Abbreviations: learned where a document explains them, used only after that."""

from __future__ import annotations

import pytest

from duediligence.model import Institution, Kind, Name, NameKind
from duediligence.scanning.abbreviations import (
    Definition,
    defined_beside,
    defined_for_others,
    implied,
    settled,
    uses,
)

SICHUAN = Institution(id="scu", name="Sichuan University", kind=Kind.UNIVERSITY)
BEIHANG = Institution(
    id="buaa",
    name="Beihang University",
    names=(Name(text="BUAA", kind=NameKind.ACRONYM), Name(text="BU", kind=NameKind.ACRONYM)),
)
SOOCHOW = Institution(
    id="soochow", name="Soochow University", names=(Name(text="SCU", kind=NameKind.ACRONYM),)
)
GEOSUN = Institution(id="geosun", name="Wuhan Geosun Navigation Technology", kind=Kind.COMPANY)


def learned(text: str, name: str, institution: Institution) -> list[str]:
    """Return what a text defines beside a name."""
    start = text.index(name)
    found = list(defined_beside(text, (start, start + len(name)), institution))
    assert all(text[end - len(short) : end] == short for short, end in found)
    return [short for short, _ in found]


@pytest.mark.parametrize(
    ("text", "shorts"),
    [
        ("Sichuan University (SCU) is", ["SCU"]),
        ("Sichuan University, (SCU)", ["SCU"]),
        ("Sichuan University’s (SCU)", ["SCU"]),
        ("Sichuan University in Chengdu (SCU)", ["SCU"]),
        ("Sichuan University (“SCU”)", ["SCU"]),
        ("Sichuan University (hereinafter referred to as “SCU”)", ["SCU"]),
        ("Sichuan University（以下简称“川大”）", ["川大"]),
        ("Sichuan University (四川大学; SCU)", ["SCU"]),
        ("SCU (Sichuan University) is", ["SCU"]),
        ("Sichuan University (далее — СУ)", ["СУ"]),
        ("Sichuan University (далее «СычУ»)", ["СычУ"]),
        ("Sichuan University (China)", []),
        ("Sichuan University (PRC)", []),
        ("Sichuan University (USTC)", []),
        ("Sichuan University. (SCU)", []),
        ("Sichuan University (the University)", []),
        ("Sichuan University (“Sichuan”)", []),
        ("Sichuan University (founded 1896)", []),
        ("Sichuan University", []),
    ],
)
def test_a_definition_is_learned_only_where_it_is_one(text: str, shorts: list[str]) -> None:
    """Brackets behind a name hold many things; only what abbreviates the name counts."""
    assert learned(text, "Sichuan University", SICHUAN) == shorts


def test_a_known_acronym_need_not_be_made_of_the_names_letters() -> None:
    """BUAA is Beihang's, from a former name."""
    assert learned("Beihang University (BUAA)", "Beihang University", BEIHANG) == ["BUAA"]


def test_a_company_may_shorten_itself_to_one_of_its_words() -> None:
    """Contracts do this on their first page."""
    assert learned("Wuhan Geosun Navigation Technology (“Geosun”)", GEOSUN.name, GEOSUN) == ["Geosun"]


def test_abbreviations_of_others_are_noticed() -> None:
    """A body nobody knows owns its abbreviation in this document."""
    text = "the People’s Liberation Army (PLA) and Swiss Business School (SBS), see (ABC)"
    assert [short for short, _ in defined_for_others(text)] == ["PLA", "SBS"]


def test_acronyms_are_implied_by_the_full_name_from_three_letters() -> None:
    """Two letters are too few to count unexplained."""
    assert list(implied(BEIHANG)) == ["BUAA"]


def test_what_the_document_says_outranks_what_is_implied() -> None:
    """SCU is whose the document says it is; one implied for two is nobody's."""
    said = Definition("SCU", SICHUAN, (0, 10))
    other = Definition("SCU", SOOCHOW, (1, 5), implied=True)
    lone = Definition("BUAA", BEIHANG, (2, 1), implied=True)
    assert settled([said, other, lone]) == [said, lone]
    clash = [Definition("X", SICHUAN, (0, 1), implied=True), Definition("X", SOOCHOW, (0, 2), implied=True)]
    assert settled(clash) == []


def test_uses_count_from_the_definition_on() -> None:
    """A bare acronym before its expansion, or inside a word, is no mention; the last definition holds."""
    texts = [
        "SCU first. Sichuan University (SCU).",
        "SCU’s team, SCUBA, x@SCU.org, SCU-led and SCU.",
        "Soochow (SCU) SCU",
    ]
    definitions = [Definition("SCU", SICHUAN, (0, 34)), Definition("SCU", SOOCHOW, (2, 12))]
    found = [
        (who.id, number, texts[number][slice(*span)], span[0])
        for who, number, span in uses(texts, definitions)
    ]
    assert found == [
        ("scu", 0, "SCU", 31),
        ("scu", 1, "SCU", 0),
        ("scu", 1, "SCU", 42),
        ("soochow", 2, "SCU", 9),
        ("soochow", 2, "SCU", 14),
    ]


def test_an_abbreviation_of_an_unknown_body_is_no_mention() -> None:
    """From its definition on it belongs to that body."""
    definitions = [Definition("SCU", SICHUAN, (0, 0)), Definition("SCU", None, (0, 20))]
    found = [span for _, _, span in uses(["SCU and Some College (SCU) SCU"], definitions)]
    assert found == [(0, 3)]


def test_without_definitions_there_are_no_uses() -> None:
    """Nothing is searched for nothing."""
    assert list(uses(["SCU"], [])) == []
