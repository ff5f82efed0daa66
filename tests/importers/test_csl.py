"""The US Consolidated Screening List, in each of its forms."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import csl
from duediligence.importers.base import ImportResult
from duediligence.model import Kind, ListingRow
from list_files import LISTS


@pytest.fixture(scope="module")
def result() -> ImportResult:
    """The CSV with `_id`, read once."""
    return csl.read(LISTS / "csl_with_id.csv")


def _row(result: ImportResult, name: str) -> ListingRow:
    return next(row for row in result.rows if row.name == name)


def test_an_entry_keeps_names_countries_and_citation(result: ImportResult) -> None:
    """Aliases split at every kind of semicolon, acronyms apart, two rows of one party are one."""
    row = _row(result, "Harbour University of Rocketry")
    assert row.list == "us-bis-entity-list"
    assert row.printed == "Harbour University of Rocketry (HUR)"
    assert row.aliases == (
        "Harbour Rocketry College",
        "Quay Institute of Propulsion",
        "HRC Institute",
        "Harbour Rocketry Academy",
    )
    assert row.acronyms == ("HUR",)
    assert row.countries == ("CN", "HK", "PK")
    assert row.kind is Kind.UNIVERSITY
    assert row.since == "2018-08-01"
    assert row.cite == "15 CFR Part 744, Supplement No. 4; 83 FR 37423; 87 FR 77505"
    assert row.url == "https://example.org/el"


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("Lantern Instruments", "Harbour Electronics Group 9th Research Institute"),
        (
            "Harbour Electronics Group 9th Research Institute 201 Research Institute",
            "Harbour Electronics Group 9th Research Institute",
        ),
        ("Beacon Cable Works", "Beacon Networks Co., Ltd. (Beacon)"),
    ],
)
def test_a_subordinate_institution_is_the_listed_party(result: ImportResult, name: str, parent: str) -> None:
    """The heading names the parent; a bare number is a name only with it."""
    row = _row(result, name)
    assert row.parent == parent
    assert row.printed is not None
    assert row.printed != name


@pytest.mark.parametrize(
    ("reason", "count"),
    [
        ("natural person", 2),
        ("looks like a natural person (the publisher does not say)", 1),
        ("vessel", 1),
        ("aircraft", 1),
        ("bare address", 1),
        ("printed again for the same party, merged", 1),
        ("broken row", 3),
    ],
)
def test_what_is_no_organisation_is_left_out_and_counted(
    result: ImportResult, reason: str, count: int
) -> None:
    """Persons, vessels, aircraft and bare addresses never become rows."""
    assert result.skipped[reason] == count


def test_counts_add_up_and_problems_have_a_place(result: ImportResult) -> None:
    """Entries in are rows out plus skipped; a problem names file, row and field."""
    assert result.entries_in == len(result.rows) + sum(result.skipped.values()) == 18
    assert [str(problem).split(":")[0] for problem in result.problems] == [
        "csl_with_id.csv, row 17, field source",
        "csl_with_id.csv, row 18, field name",
        "csl_with_id.csv, row 19",
    ]


def test_dates_come_in_every_form_the_file_uses(result: ImportResult) -> None:
    """ISO, US style, and inside a Federal Register notice."""
    assert _row(result, "Lantern Instruments").since == "2017-10-20"
    assert _row(result, "Anchor Freight Ltd").since == "2015-08-11"


def test_an_order_ends_only_when_its_end_has_come(result: ImportResult) -> None:
    """A denial order that ends in the future is in force."""
    assert _row(result, "Anchor Freight Ltd").until is None
    assert _row(result, "Old Anchor Freight Ltd").until == "2011-01-01"
    assert _row(result, "Old Anchor Freight Ltd").countries == ("TR",)


def test_a_place_in_brackets_is_no_acronym_and_a_country_no_alias(result: ImportResult) -> None:
    """Where everything is in capitals, only initials are taken for an acronym."""
    row = _row(result, "LIGHTHOUSE TRADING BANK (KIEV)")
    assert row.aliases == ("LIGHTHOUSE BANK",)
    assert row.acronyms == ("LTB",)
    assert row.programme == "NPWMD; IFSR"
    assert row.countries == ("IR",)


def test_a_state_entry_loses_its_tail_and_gains_its_country(result: ImportResult) -> None:
    """The tail "and any successor" is no name, "(PRC entity)" is a country, and commas divide its aliases."""
    row = _row(result, "Tidewater Import Company")
    assert row.countries == ("CN",)
    assert row.aliases == ("Tidewater Works", "Tidal Imports")
    assert row.since == "2023-08-08"


def test_the_file_without_id_reads_the_same() -> None:
    """Files of 2019 have no `_id` column."""
    result = csl.read(LISTS / "csl_without_id.csv")
    assert [row.name for row in result.rows] == ["Harbour University of Rocketry"]
    assert result.skipped == {"natural person": 1}


def test_json_reads_like_csv_and_has_a_date() -> None:
    """Arrays instead of joined texts, `id` instead of `_id`; what is no object is reported."""
    from_json = csl.read(LISTS / "csl.json")
    assert from_json.as_of == "2026-07-31"
    row = _row(from_json, "Harbour University of Rocketry")
    assert row.countries == ("CN", "HK")
    assert row.acronyms == ("HUR",)
    assert "results" in str(from_json.problems[0])
    assert from_json.skipped["looks like a natural person (the publisher does not say)"] == 1


def test_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    """A local copy may stay packed."""
    packed = tmp_path / "csl.csv.gz"
    packed.write_bytes(gzip.compress((LISTS / "csl_with_id.csv").read_bytes()))
    assert csl.read(packed).entries_in == 18


def test_a_heading_the_file_cuts_off_is_made_whole(tmp_path: Path) -> None:
    """The file prints the parent's bare name for one of its institutes; the group itself is not listed."""
    lines = (LISTS / "csl_with_id.csv").read_text("utf-8").splitlines()
    cut = lines[1].replace(
        "Harbour University of Rocketry (HUR)", "China Aerospace Science and Technology Corporation (CASC)"
    )
    cut = cut.replace("Harbour Rocketry College;", "13th Institute; ")
    path = tmp_path / "csl.csv"
    path.write_text("\n".join([lines[0], cut]) + "\n", "utf-8")
    (row,) = csl.read(path).rows
    assert row.name.endswith("9th Academy 13 Research Institute")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "column source"),
        ("{}", "no `results` array"),
        ("{", "not readable JSON"),
        ("", "empty file"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """The message says what is missing."""
    path = tmp_path / "other.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ImporterError, match=said):
        csl.read(path)
