"""The UK Sanctions List."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import uk
from duediligence.importers.base import ImportResult
from list_files import LISTS


@pytest.fixture(scope="module")
def result() -> ImportResult:
    """The official layout with its report date."""
    return uk.read(LISTS / "uk.csv")


def test_the_lines_of_one_designation_are_one_organisation(result: ImportResult) -> None:
    """Primary name, aliases, former names, other scripts, and the countries of all lines."""
    row = result.rows[0]
    assert row.name == "LANTERN DESIGN BUREAU"
    assert row.aliases == ("LANTERN BUREAU", "КБ Маяк")
    assert row.former == ("OLD LAMP BUREAU",)
    assert row.name_native == "КБ Фонарь"
    assert row.countries == ("RU", "BY")
    assert row.parent == "LANTERN HOLDING"
    assert (row.since, row.programme, row.as_of) == ("2022-02-24", "Russia", "2026-09-21")
    assert row.category == "Asset freeze; Trust Services Sanctions"
    assert row.cite == "UK Sanctions List, RUS0001"


def test_a_name_in_parts_is_joined(result: ImportResult) -> None:
    """Names 1 to 6 in their order; a date that is none is left out."""
    assert (result.rows[1].name, result.rows[1].since) == ("SPLIT NAME TRADING LLC", None)


def test_persons_and_ships_are_counted(result: ImportResult) -> None:
    """So are entries without a name, and entries that cannot be understood."""
    assert result.skipped == {"broken row": 2, "natural person": 1, "vessel": 1, "no name": 1}
    assert [str(p) for p in result.problems] == [
        "uk.csv, row 11, field Unique ID: empty",
        "uk.csv, row 10, field Designation Type: expected Individual, Entity or Ship, found 'submarine'",
    ]


def test_the_file_without_a_report_date_reads_too(tmp_path: Path) -> None:
    """Rows are counted from the first line of the file."""
    path = tmp_path / "uk.csv"
    path.write_text((LISTS / "uk.csv").read_text("utf-8").partition("\n")[2], "utf-8")
    result = uk.read(path)
    assert result.as_of is None
    assert result.rows[0].line == 2


def test_a_report_date_that_is_none_is_left_out(tmp_path: Path) -> None:
    """The line above the header is dropped all the same."""
    path = tmp_path / "uk.csv"
    path.write_text("Report\n" + (LISTS / "uk.csv").read_text("utf-8").partition("\n")[2], "utf-8")
    assert uk.read(path).as_of is None


def test_another_file_is_refused(tmp_path: Path) -> None:
    """The missing columns are named."""
    path = tmp_path / "other.csv"
    path.write_text("Report Date: 1/2/2026\na,b\n", "utf-8")
    with pytest.raises(ImporterError, match="column Unique ID"):
        uk.read(path)
