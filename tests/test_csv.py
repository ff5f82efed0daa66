"""One row a partner, harmless to the spreadsheet program that opens it."""

from __future__ import annotations

import csv
import io

import pytest

import hostile
from duediligence.formats import render
from duediligence.formats.csv_ import carried_titles, neutral
from duediligence.model import Report
from samples import listed_result, sample_report


def rows(report: Report) -> list[dict[str, str]]:
    """Render and read back."""
    made = render(report, "csv")
    assert isinstance(made, str)
    return list(csv.DictReader(io.StringIO(made, newline="")))


def test_a_row_says_who_what_and_why() -> None:
    """Verdict, identity, lists with ratings, reasons and the data they rest on are columns of their own."""
    first = rows(sample_report())[0]
    assert (first["file"], first["row"], first["partner"]) == ("partners.csv", "2", "Beihang Univeristy")
    assert (first["verdict"], first["status"], first["relation"], first["confidence"]) == (
        "stop",
        "listed",
        "same",
        "97.2",
    )
    assert first["lists"] == "us-bis-entity-list; aspi-tracker (very-high)"
    assert first["listed"] == "Beihang University"
    assert first["rules"] == "us-entity-list; aspi-very-high"
    assert first["sources"] == "https://www.example.org/entity-list; https://tracker.example.org/b"
    assert (first["tool_version"], first["data_version"], first["data_sha256"]) == (
        "0.1.0",
        "2026.11.20",
        "0" * 64,
    )


def test_the_inputs_columns_stand_behind_ours() -> None:
    """Other columns come through; one of a name we use is told apart."""
    result = listed_result()
    partner = result.partner.model_copy(update={"columns": {"faculty": "Law", "verdict": "old"}})
    row = rows(sample_report(result.model_copy(update={"partner": partner})))[0]
    assert (row["faculty"], row["input verdict"], row["verdict"]) == ("Law", "old", "stop")


def test_a_row_that_was_not_screened_is_a_row() -> None:
    """It stands in its place, with the reason."""
    last = rows(sample_report())[-1]
    assert (last["row"], last["verdict"], last["explanation"]) == ("6", "not-screened", "the name is empty")


def test_a_decision_is_told() -> None:
    """What was decided, by whom, until when and why."""
    assert rows(hostile.report())[0]["decision"] == (
        "accepted risk (in force, until 2027-06-30, by R. Officer): Language exchange only | reviewed"
    )


def test_a_stopped_run_is_marked() -> None:
    """The last row says that rows are missing."""
    run = sample_report().run.model_copy(update={"partial": True})
    assert rows(sample_report().model_copy(update={"run": run}))[-1]["row"].startswith("PARTIAL")


def test_no_cell_is_a_formula() -> None:
    """No cell begins with a sign that starts a formula, whatever the names were."""
    made = render(hostile.report(), "csv")
    assert isinstance(made, str)
    for row in csv.reader(io.StringIO(made, newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "|")), cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        (" @x", "'@x"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-2+3", "'-2+3"),
        ("12 %", "12 %"),
        ("a=b", "a=b"),
        ("", ""),
        (97.2, "97.2"),
        ("\t=1", "'=1"),
    ],
)
def test_numbers_stay_numbers_and_formulas_become_text(text: object, expected: str) -> None:
    """Only what a program would evaluate is disarmed."""
    assert neutral(text) == expected


def test_titles_never_collide() -> None:
    """However the input names its columns, every title is there once."""
    assert carried_titles(["a", "a", "", "\x1b"], ["a"]) == [
        "input a",
        "input input a",
        "column",
        "input column",
    ]
