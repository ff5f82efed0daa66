"""The workbook, read back with a real reader."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

import hostile
from duediligence.formats import render, xlsx
from duediligence.formats.palette import FILLS
from duediligence.formats.xlsx import cell_text
from duediligence.model import Citation, Level, Report
from duediligence.portfolio import Exposure, Portfolio
from samples import known_result, listed_result, sample_report


def workbook(report: Report, exposure: Exposure | None = None) -> Any:  # noqa: ANN401 - as the stubs have it
    """Render and read back, formulas as formulas."""
    made = render(report, "xlsx", exposure=exposure)
    assert isinstance(made, bytes)
    return openpyxl.load_workbook(io.BytesIO(made))


def column(sheet: Any, title: str) -> list[Any]:  # noqa: ANN401
    """Return the cells below a title."""
    titles = [cell.value for cell in sheet[1]]
    return [row[titles.index(title)] for row in sheet.iter_rows(min_row=2)]


def test_the_sheets_are_those_promised() -> None:
    """Results, citations, what was not screened, and the run."""
    assert workbook(sample_report()).sheetnames == ["Results", "Citations", "Not screened", "Run"]
    assert workbook(sample_report(known_result())).sheetnames == ["Results", "Citations", "Run"]


def test_verdicts_are_words_in_colour() -> None:
    """Each level has its fill, and a row not screened has one of its own."""
    cells = column(workbook(sample_report())["Results"], "Verdict")
    assert [cell.value for cell in cells] == [
        "STOP",
        "NOTHING FOUND",
        "REVIEW",
        "NOTHING FOUND",
        "NOT SCREENED",
    ]
    assert cells[0].fill.fgColor.rgb.endswith(FILLS[Level.STOP][0])
    assert len({cell.fill.fgColor.rgb for cell in cells}) == 4


def test_the_header_is_frozen_and_filterable() -> None:
    """Scrolling keeps header and partner in sight; filters cover every row."""
    sheet = workbook(sample_report())["Results"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    assert sheet.max_row == 6


def test_rows_and_confidence_are_numbers() -> None:
    """They sort and filter as numbers do."""
    sheet = workbook(sample_report())["Results"]
    assert [cell.value for cell in column(sheet, "Row")] == [2, 3, 4, 5, 6]
    assert column(sheet, "Confidence")[0].value == 97.2


def test_no_cell_is_a_formula() -> None:
    """Every text is stored as text, and stays text when someone edits the cell."""
    for sheet in workbook(hostile.report()):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "d"} or cell.value is None, (sheet.title, cell.coordinate)
    cells = [cell for cell in column(workbook(hostile.report())["Results"], "Partner") if cell.value]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert len(risky) >= 6
    assert all(cell.quotePrefix for cell in risky)


def test_citations_are_links_only_to_the_web() -> None:
    """An address of another kind is text."""
    result = listed_result()
    citations = (*result.citations, Citation(n=4, title="x", url="javascript:alert(1)"))
    sheet = workbook(sample_report(result.model_copy(update={"citations": citations})))["Citations"]
    cells = column(sheet, "Address")
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, False, False]
    assert cells[3].value == "javascript:alert(1)"


def test_other_columns_come_through() -> None:
    """With their titles, told apart from ours."""
    result = listed_result()
    partner = result.partner.model_copy(update={"columns": {"faculty": "Law", "Verdict": "old"}})
    sheet = workbook(sample_report(result.model_copy(update={"partner": partner})))["Results"]
    assert column(sheet, "faculty")[0].value == "Law"
    assert column(sheet, "input Verdict")[0].value == "old"


def test_the_run_can_be_repeated_from_its_sheet() -> None:
    """Tool, data, hashes, options, lists with dates, warnings and limits are there."""
    report = hostile.report()
    run = report.run.model_copy(update={"partial": True, "inputs": sample_inputs()})
    texts = [
        str(cell.value)
        for row in workbook(report.model_copy(update={"run": run}))["Run"].iter_rows()
        for cell in row
    ]
    joined = "\n".join(texts)
    for expected in (
        "PARTIAL",
        "duediligence 0.1.0",
        "0" * 64,
        "1" * 64,
        "partners.csv (gb18030, CSV",
        "2026-07-09",
        "Warning",
    ):
        assert expected in joined


def test_options_of_the_run_are_words() -> None:
    """Nobody has to read the notation of a programming language."""
    report = sample_report()
    options: dict[str, Any] = {
        "lists": (),
        "country": None,
        "fail_on_ambiguous": False,
        "exit_zero": True,
        "profile": "eu",
    }
    options["house_lists"] = ["a.csv", "b.csv"]
    run = report.run.model_copy(update={"options": options})
    rows = workbook(report.model_copy(update={"run": run}))["Run"].iter_rows(values_only=True)
    said = {row[0]: row[1] for row in rows if str(row[0]).startswith("Option ")}
    assert [*said.values()] == ["not set", "not set", "no", "yes", "eu", "a.csv, b.csv"]


def sample_inputs() -> tuple[Any, ...]:
    """One input as a run records it."""
    from duediligence.model import InputInfo

    return (InputInfo(file="partners.csv", sha256="2" * 64, encoding="gb18030", dialect="CSV"),)


def test_exposure_fills_three_sheets() -> None:
    """Links, partners, and the lists and institutions that drive them."""
    portfolio = Portfolio("faculty")
    report = sample_report()
    list(portfolio.watch(report.results))
    made = workbook(report, portfolio.exposure)
    assert {"Exposure, links", "Exposure, partners", "Drivers"} <= set(made.sheetnames)
    links = [cell.value for cell in made["Exposure, links"][1]]
    assert links[:3] == ["faculty", "links", "stop"]
    assert [cell.value for cell in made["Exposure, links"][2]][:3] == ["all", 4, 1]
    assert [cell.value for cell in made["Drivers"][2]] == [
        "List",
        "China Defence Universities Tracker",
        "aspi-tracker",
        1,
        1,
    ]


def test_a_full_sheet_continues_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """No row is lost at the end of a sheet."""
    monkeypatch.setattr(xlsx, "_LAST_ROW", 3)
    made = workbook(sample_report())
    titles = [title for title in made.sheetnames if title.startswith("Results")]
    assert titles == ["Results", "Results 2", "Results 3"]
    assert sum(made[title].max_row - 1 for title in titles) == 5


def test_a_cell_holds_what_a_cell_can_hold() -> None:
    """Too long a text is cut with a sign; what XML cannot carry is replaced."""
    assert len(cell_text("x" * 40_000)) == 32_767
    assert cell_text("x" * 40_000).endswith("…")
    assert cell_text("a\x00b\ufffe") == "ab\ufffd"
