"""The shipped institutions: complete, cited, one record a body, look-alikes apart."""

from __future__ import annotations

from collections import Counter

import pytest

from conftest import ROOT
from duediligence.catalogue import Catalogue
from duediligence.curation import Severity, validate
from duediligence.model import Institution, Kind, NameKind

ACADEMIC = {Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE, Kind.MILITARY, Kind.SECURITY}


@pytest.fixture(scope="module")
def institutions(catalogue: Catalogue) -> dict[str, Institution]:
    """Every shipped institution by id."""
    return {institution.id: institution for institution in catalogue.institutions()}


@pytest.fixture(scope="module")
def by_ror(institutions: dict[str, Institution]) -> dict[str, Institution]:
    """Every shipped institution with a ROR id, by it."""
    return {i.ids["ror"]: i for i in institutions.values() if "ror" in i.ids}


def _lists(institution: Institution) -> set[str]:
    return {listing.list for listing in institution.listings if listing.until is None}


def test_nothing_is_wrong_with_the_shipped_data(catalogue: Catalogue) -> None:
    """Schema, ids, ties, citations, dates, shared names, look-alikes listed elsewhere: no error."""
    dates = {one.id: one.as_of for one in catalogue.lists}
    problems = validate(ROOT / "data" / "institutions.yaml", dates)
    assert [str(p) for p in problems if p.severity is Severity.ERROR] == []


def test_beihang_is_one_record_with_its_listings_names_and_domain(by_ror: dict[str, Institution]) -> None:
    """Seven or so listings make one institution; its city institutes are units, not names."""
    beihang = by_ror["00wk2mp56"]
    assert {"aspi-tracker", "us-bis-entity-list", "us-dod-1286", "ca-nro", "jp-meti-eul"} <= _lists(beihang)
    assert (beihang.country, beihang.kind, beihang.domains) == ("CN", Kind.UNIVERSITY, ("buaa.edu.cn",))
    names = {name.text: name.kind for name in beihang.names}
    assert names["北京航空航天大学"] is NameKind.NATIVE
    assert names["BUAA"] is NameKind.ACRONYM
    assert "Beijing University of Aeronautics and Astronautics" in names
    assert "Beihang University Hangzhou Innovation Institute" not in names
    entity_list = next(x for x in beihang.listings if x.list == "us-bis-entity-list")
    assert entity_list.since == "2001-05-14"


def test_the_tracker_is_complete_and_dated(institutions: dict[str, Institution]) -> None:
    """167 entries, 166 of them rated, each as of the day it was seen."""
    entries = [x for i in institutions.values() for x in i.listings if x.list == "aspi-tracker"]
    ratings = Counter(entry.rating for entry in entries)
    assert ratings == {"very-high": 93, "high": 24, "medium": 39, "low": 10, "unrated": 1}
    assert all(entry.as_of and entry.url and entry.category for entry in entries)


def test_the_seven_sons_are_seven(institutions: dict[str, Institution]) -> None:
    """The group is marked on its members and on nobody else."""
    assert sum("seven-sons" in i.groups for i in institutions.values()) == 7


@pytest.mark.parametrize(
    ("ror", "rating"),
    [
        ("00a2xv884", "high"),  # Zhejiang
        ("0220qvk04", "high"),  # Shanghai Jiao Tong
        ("02v51f717", "high"),  # Peking
        ("011ashp19", "very-high"),  # Sichuan
        ("03cve4549", "very-high"),  # Tsinghua
        ("01rxvg760", "medium"),  # Nanjing
    ],
)
def test_ratings_agree_with_a_published_paper(by_ror: dict[str, Institution], ror: str, rating: str) -> None:
    """A paper of July 2025 quotes these levels; Nanjing is the look-alike of two very-high ones."""
    assert next(x.rating for x in by_ror[ror].listings if x.list == "aspi-tracker") == rating


@pytest.mark.parametrize(
    "ror",
    [
        "037b1pp87",  # Beijing University of Technology, not Beijing Institute of Technology
        "00zdnkx70",  # National Tsing Hua University, Taiwan
        "000e0be47",  # Northwestern University
        "02jeykk09",  # Imam Khomeini International University
        "05bxbmy32",  # Chinese Academy of Social Sciences
        "04hnf9a51",  # Islamic Azad University of Tabriz
    ],
)
def test_look_alikes_are_known_and_not_listed(by_ror: dict[str, Institution], ror: str) -> None:
    """They answer for themselves, so that they are not taken for the listed ones."""
    assert not by_ror[ror].listings


@pytest.mark.parametrize(
    ("ror", "list_id"),
    [
        ("00hs7dr46", "us-dod-1286"),  # Ural Federal University, its president in another order
        ("00z65ng94", "us-ofac-sdn"),  # Landau Institute, printed with initials and academy
        ("013w2d378", "ca-nro"),  # Kharkevich institute
        ("05cvf7v30", "us-dod-1286"),  # the academy's Institute of Physics
        ("00n1nz186", "us-bis-entity-list"),  # Kurchatov
        ("00v0z9322", "us-ofac-sdn"),  # Moscow Institute of Physics and Technology
        ("04yn6kj97", "us-dod-1286"),  # Imam Khomeini naval university
    ],
)
def test_listed_bodies_carry_their_registry_record(
    by_ror: dict[str, Institution], ror: str, list_id: str
) -> None:
    """Printed names differ from registry names; the link is by name, alias or a reviewed decision."""
    assert list_id in _lists(by_ror[ror])


def test_ended_listings_are_kept_as_history(institutions: dict[str, Institution]) -> None:
    """Ukraine's register was closed in March 2024: every entry ended, none in force."""
    register = [x for i in institutions.values() for x in i.listings if x.list == "ua-war-sponsors"]
    assert len(register) == 46
    assert {x.until for x in register} == {"2024-03-20"}


def test_moscow_state_university_was_never_dropped(institutions: dict[str, Institution]) -> None:
    """The newest edition prints its full name as an alias."""
    university = next(
        i for i in institutions.values() if "Moscow State University" in {x.printed for x in i.listings}
    )
    assert all(listing.until is None for listing in university.listings)


def test_rows_from_memory_are_context_only(institutions: dict[str, Institution]) -> None:
    """What has no source is a note about a body, never a listing."""
    memory = [x.list for i in institutions.values() for x in i.listings if x.confidence == "memory"]
    assert set(memory) <= {"context"}


def test_names_that_many_bear_are_marked(by_ror: dict[str, Institution]) -> None:
    """`Institute of Physics` is no evidence by itself; the display name says whose it is."""
    physics = by_ror["05cvf7v30"]
    assert physics.name == "Institute of Physics, Chinese Academy of Sciences"
    assert {n.kind for n in physics.names if n.text == "Institute of Physics"} == {NameKind.GENERIC}


def test_constituents_are_units_of_their_listed_parent(institutions: dict[str, Institution]) -> None:
    """Institutes printed as aliases of the nuclear-weapons academy, numbered institutes, city institutes."""
    parents = {
        i: {t.id for t in institutions[i].related}
        for i in (
            "southwest-institute-of-fluid-physics",
            "beijing-computational-science-research-center",
            "beihang-university-hangzhou-innovation-institute",
        )
    }
    assert list(parents.values()) == [
        {"china-academy-of-engineering-physics"},
        {"china-academy-of-engineering-physics"},
        {"beihang-university"},
    ]


def test_chinese_russian_and_iranian_academic_bodies_mostly_have_native_names(
    institutions: dict[str, Institution],
) -> None:
    """Every tracked Chinese body has its Chinese name."""
    tracked = [i for i in institutions.values() if "aspi-tracker" in _lists(i)]
    assert [i.id for i in tracked if not any(n.kind is NameKind.NATIVE for n in i.names)] == []


def test_the_countries_of_concern_are_known_whole(institutions: dict[str, Institution]) -> None:
    """Their universities are there, listed or not."""
    universities = Counter(i.country for i in institutions.values() if i.kind is Kind.UNIVERSITY)
    assert universities["CN"] > 1000
    assert universities["RU"] > 800
    assert universities["IR"] > 300
    assert universities["TW"] > 100


def test_armed_forces_are_a_group_only_where_no_list_says_more(institutions: dict[str, Institution]) -> None:
    """The group holds the Chinese army and its hospitals, and no body that a list rates by itself."""
    grouped = [i for i in institutions.values() if "armed-forces" in i.groups]
    assert {"Chinese People's Liberation Army", "Chinese PLA General Hospital"} <= {i.name for i in grouped}
    assert not [i.name for i in grouped if _lists(i)]
