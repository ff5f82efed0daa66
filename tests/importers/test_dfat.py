"""Australia's Consolidated List."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from duediligence.importers import dfat
from duediligence.importers.base import ImportResult
from list_files import write_xlsx

HEADER = (
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Control Date",
)  # fmt: skip
IRAN = "Autonomous (Iran)"


def _line(reference: object, name: object, kind: str, name_type: str, **more: object) -> list[object]:
    cells: dict[str, object] = {
        "Reference": reference,
        "Name of Individual or Entity": name,
        "Type": kind,
        "Name Type": name_type,
    }
    cells.update({key.replace("_", " "): value for key, value in more.items()})
    return [cells.get(column) for column in HEADER]


@pytest.fixture
def result(tmp_path: Path) -> ImportResult:
    """A workbook of the official layout."""
    rows = [
        HEADER,
        _line("10", "Lantern University (LU)", "Entity", "Primary Name", Committees=IRAN,
              Address="a) 1 Dock, Tehran, Iran; b) 2 Pier, Iraq", Control_Date=datetime(2024, 5, 6)),  # noqa: DTZ001
        _line("10a", "Lamp University", "Entity", "Aka"),
        _line("10b", "Old Lamp School", "Entity", "Formerly known as"),
        _line("10c", "دانشگاه فانوس", "Entity", "Original Script"),
        _line(11, "Richard Roe", "Individual", "Primary Name"),
        _line(12, "Sea Horse", "Vessel", "Primary Name"),
        _line(13, "Harbour Trading", "Entity", "Primary", Committees="1 (DPRK)", Control_Date="6 May 2024"),
        _line(14, "Undated Works", "Entity", "Primary", Citizenship="Syria", Control_Date=date(2024, 5, 6)),
        _line(15, None, "Entity", "Primary Name", Address="x"),
        _line(16, "Riddle", "Sphinx", "Primary Name"),
        _line("none", "Unnumbered", "Entity", "Primary Name"),
        _line(17, "Placeless Works", "Entity", "", Control_Date="long ago", Committees="Thematic"),
    ]  # fmt: skip
    return dfat.read(write_xlsx(tmp_path / "list.xlsx", rows))


def test_rows_of_one_reference_are_one_organisation(result: ImportResult) -> None:
    """`10`, `10a`, `10b` are names of entry 10."""
    row = result.rows[0]
    assert (row.name, row.acronyms, row.aliases) == ("Lantern University", ("LU",), ("Lamp University",))
    assert (row.former, row.name_native) == (("Old Lamp School",), "دانشگاه فانوس")
    assert (row.countries, row.since, row.programme) == (("IR", "IQ"), "2024-05-06", "Autonomous (Iran)")
    assert row.cite == "DFAT Consolidated List, reference 10"


def test_country_and_date_come_from_where_they_are(result: ImportResult) -> None:
    """From the committee's name or the citizenship when there is no address; dates in three forms."""
    rows = {row.name: row for row in result.rows}
    assert (rows["Harbour Trading"].countries, rows["Harbour Trading"].since) == (("KP",), "2024-05-06")
    assert (rows["Undated Works"].countries, rows["Undated Works"].since) == (("SY",), "2024-05-06")
    assert (rows["Placeless Works"].countries, rows["Placeless Works"].since) == ((), None)


def test_all_else_is_counted(result: ImportResult) -> None:
    """Persons, vessels, nameless entries, and what cannot be understood."""
    assert result.skipped == {"broken row": 2, "natural person": 1, "vessel": 1, "no name": 1}
    assert [str(p) for p in result.problems] == [
        "list.xlsx, row 12, field Reference: no number in 'none'",
        "list.xlsx, row 11, field Type: expected Individual, Entity or Vessel, found 'sphinx'",
    ]
