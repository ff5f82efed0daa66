"""A list of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import house
from duediligence.model import Kind
from list_files import LISTS

DOCS = Path(__file__).resolve().parents[2] / "docs" / "house_lists.md"


def test_every_column_is_read() -> None:
    """Under its own name or a documented other one; several values stand between `|`."""
    first, second = house.read(LISTS / "house.csv").rows
    assert (first.list, first.name, first.name_native) == ("house", "Lantern University", "灯笼大学")
    assert (first.aliases, first.acronyms, first.former) == (
        ("University of Lanterns", "Lamp University"),
        ("LU",),
        ("Lantern College",),
    )
    assert (first.countries, first.kind, first.rating, first.since) == (
        ("CN",),
        Kind.UNIVERSITY,
        "stop",
        "2024-05",
    )
    assert (first.as_of, first.cite, first.url) == ("2026-01-02", "Board decision 7", "https://example.org/7")
    assert first.ids == {"ror": "00abc1234"}
    assert (second.list, second.countries, second.until) == ("partners-we-left", ("IR", "AE"), "2025")
    assert (second.kind, second.parent) == (Kind.COMPANY, "Harbour Holding")


def test_a_wrong_field_is_named_with_its_row() -> None:
    """File, row, field, what was expected and what was found."""
    problems = [str(problem) for problem in house.read(LISTS / "house.csv").problems]
    assert problems[0] == (
        "house.csv, row 5, field country: expected an ISO code or a country's name, found 'Atlantis'"
    )
    assert problems[1].startswith("house.csv, row 6, field since: expected YYYY")
    assert problems[2].startswith("house.csv, row 7, field kind: expected one of university,")
    assert problems[3].startswith("house.csv, row 8, field list: expected letters")


@pytest.mark.parametrize(
    "day", ["2023-13", "2023-02-30", "2023-1-2", "0000", "2023-00-01", "２０２３", "2023-02-01x"]
)
def test_a_day_that_never_was_is_refused(tmp_path: Path, day: str) -> None:
    """A listing must not begin or end on it."""
    path = tmp_path / "mine.csv"
    path.write_text(f"name,since,until,as_of\nWick Works,{day},{day},{day}\n", "utf-8")
    result = house.read(path)
    assert result.rows == ()
    assert [problem.field for problem in result.problems] == ["since", "until", "as_of"]


@pytest.mark.parametrize("day", ["2024", "2024-02", "2024-02-29"])
def test_a_day_may_stop_at_the_month_or_the_year(tmp_path: Path, day: str) -> None:
    """Where the list knows no more."""
    path = tmp_path / "mine.csv"
    path.write_text(f"name,since\nWick Works,{day}\n", "utf-8")
    assert [row.since for row in house.read(path).rows] == [day]


def test_all_faults_of_a_row_are_named_and_the_row_counts_once(tmp_path: Path) -> None:
    """An unknown rating is none of what a listing can lead to; it is not taken for the usual one."""
    path = tmp_path / "mine.csv"
    path.write_text("name,rating,kind,since\nWick Works,stopp,castle,never\nEbb Works,Review,,\n", "utf-8")
    result = house.read(path)
    assert [str(problem) for problem in result.problems][1] == (
        "mine.csv, row 2, field rating: expected one of stop, escalate, review, found 'stopp'"
    )
    assert [problem.field for problem in result.problems] == ["since", "rating", "kind"]
    assert (result.skipped, [row.rating for row in result.rows]) == ({"broken row": 1}, ["review"])


def test_the_newest_whole_day_is_the_date_of_the_list(tmp_path: Path) -> None:
    """A row that knows only the year dates no list."""
    path = tmp_path / "mine.csv"
    path.write_text("name,as_of\nA Works,2026-01-02\nB Works,2026-03-04\nC Works,2026\n", "utf-8")
    assert house.read(path).as_of == "2026-03-04"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_told_from_the_header(tmp_path: Path, delimiter: str) -> None:
    """Comma, semicolon or tab."""
    path = tmp_path / "mine.csv"
    path.write_text(f"name{delimiter}country\nLantern University{delimiter}CN\n{delimiter}CN\n", "utf-8")
    result = house.read(path)
    assert [(row.name, row.countries) for row in result.rows] == [("Lantern University", ("CN",))]
    assert result.skipped == {"no name": 1}


@pytest.mark.parametrize(
    ("header", "said"),
    [("title,country", "column name missing"), ("name,colour", "unknown column colour")],
)
def test_an_undocumented_header_is_refused(tmp_path: Path, header: str, said: str) -> None:
    """A column that would be ignored in silence is a column that was misspelt."""
    path = tmp_path / "mine.csv"
    path.write_text(f"{header}\na,b\n", "utf-8")
    with pytest.raises(ImporterError, match=said):
        house.read(path)


def test_the_page_names_every_column() -> None:
    """The documented header is the header."""
    page = DOCS.read_text("utf-8")
    assert [column for column in house.COLUMNS if f"`{column}`" not in page] == []
