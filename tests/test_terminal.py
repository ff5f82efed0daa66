"""The report on the terminal: whole outputs as they were looked at and found right, and hostile names."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from duediligence.formats.terminal import IN_FULL_AT_MOST, render, report_view
from duediligence.formats.worst import SHOWN_AT_MOST
from duediligence.model import (
    DecisionMark,
    Evidence,
    EvidenceKind,
    InputInfo,
    Level,
    Relation,
    Report,
    Result,
    Skipped,
    Source,
    Summary,
)
from samples import ambiguous_result, hostile_result, known_result, listed_result, sample_report

GOLDEN = Path(__file__).parent / "golden"

REPORTS = {
    "listed": (sample_report(listed_result()), True),
    "known": (sample_report(known_result()), True),
    "ambiguous": (sample_report(ambiguous_result()), True),
    "table": (sample_report(), False),
    "several": (sample_report(), True),
}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("name", REPORTS)
def test_golden(name: str, width: int) -> None:
    """The output is, letter by letter, the one that was looked at; UPDATE_GOLDEN=1 writes it anew."""
    report, in_full = REPORTS[name]
    text = render(report, width=width, in_full=in_full)
    path = GOLDEN / f"{name}_{width}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """However long names, addresses and reasons are, nothing runs over the right edge."""
    from rich.cells import cell_len

    for in_full in (True, False):
        lines = render(sample_report(), width=width, in_full=in_full).splitlines()
        assert max(cell_len(line) for line in lines) <= width


def test_hostile_name_is_shown_without_its_escapes() -> None:
    """Markup stays text, and escapes, control characters and direction marks never reach the terminal."""
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="truecolor")
    console.print(report_view(sample_report(hostile_result()), in_full=True))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "[/red]=cmd|' /C calc'!A0 <b>evil red" in text
    assert "\x1b[31mred" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("level", list(Level))
def test_every_level_is_said_in_words(level: Level) -> None:
    """The banner says the verdict in words: a reader without colours misses nothing."""
    result = listed_result()
    text = render(
        sample_report(
            result.model_copy(update={"verdict": result.verdict.model_copy(update={"level": level})})
        )
    )
    expected = {"none": "NOTHING FOUND ON THE LISTS CHECKED"}.get(level.value, level.value.upper())
    assert f"┃  {expected}  " in text


def test_it_says_when_nobody_was_identified() -> None:
    """Nothing found about a name that nobody bears is no answer about an institution."""
    assert "Nobody was identified by this name" in render(sample_report(hostile_result()))
    assert "Nobody was identified" not in render(sample_report(known_result()))


@pytest.mark.parametrize(("encoding", "told"), [("gb18030", True), ("utf-8", False), (None, False)])
def test_an_unusual_encoding_is_named(encoding: str | None, told: bool) -> None:
    """A reader of names that were guessed from bytes should know; plain UTF-8 goes without saying."""
    report = sample_report(known_result())
    given = InputInfo(file="p.csv", encoding=encoding)
    report = report.model_copy(update={"run": report.run.model_copy(update={"inputs": (given,)})})
    assert (f"p.csv, read as {encoding}" in render(report)) == told


def test_nothing_is_ever_called_an_all_clear() -> None:
    """No report says safe, clear(ed) or approved about a partner."""
    text = " ".join(render(report, in_full=in_full) for report, in_full in REPORTS.values()).lower()
    assert not {"safe", "clear", "cleared", "approved"} & set(
        text.replace(".", " ").replace(",", " ").split()
    )


def test_few_partners_in_full_many_as_a_table() -> None:
    """Without being told, a report of a few partners is written in full and a longer one as a table."""
    few = render(sample_report(*[known_result()] * IN_FULL_AT_MOST))
    many = render(sample_report(*[known_result()] * (IN_FULL_AT_MOST + 1)))
    assert "Who this is" in few
    assert "Who this is" not in many
    assert "recognised as" in many


def test_table_shows_the_worst_first() -> None:
    """A reader who stops after the first lines has seen the partners that matter most."""
    text = render(sample_report(known_result(), ambiguous_result(), listed_result()), in_full=False)
    assert text.index("STOP") < text.index("REVIEW") < text.index("NOTHING FOUND")


def test_long_table_is_cut_and_says_so() -> None:
    """Beyond the limit the table ends with how many rows are missing and how to get them."""
    text = render(sample_report(*[known_result()] * (SHOWN_AT_MOST + 7)), in_full=False)
    assert "7 rows more" in text
    assert "-f csv -o FILE" in text


def test_rare_verdict_still_has_a_bar() -> None:
    """One finding among thousands is visible in the summary."""
    report = sample_report(known_result()).model_copy(
        update={"summary": Summary(screened=10_000, by_verdict={"none": 9_999, "stop": 1})}
    )
    line = next(
        line for line in render(report, in_full=False).splitlines() if line.strip().startswith("STOP")
    )
    assert line.count("█") == 1


def test_decision_on_file_is_shown() -> None:
    """A decided finding stays in the report, with who decided, why and until when."""
    mark = DecisionMark(
        institution="beihang-university",
        decision="accepted-risk",
        reason="signed before",
        by="J. Doe",
        expires="2027-01-01",
    )
    result = listed_result().model_copy(update={"decision": mark})
    full = render(sample_report(result), in_full=True)
    assert "Decision on file" in full
    assert "signed before" in full
    assert "accepted-risk" in render(sample_report(result), in_full=False)


def test_evidence_says_what_differs_and_is_missing() -> None:
    """A person who disagrees sees the words on which the match rests."""
    evidence = (
        Evidence(kind=EvidenceKind.DIFFERENT, query="technology", name="science"),
        Evidence(kind=EvidenceKind.DIFFERENT, query=None, name="north"),
        Evidence(kind=EvidenceKind.MISSING, name="harbin"),
        Evidence(kind=EvidenceKind.EXTRA, query="campus"),
    )
    text = render(sample_report(_with_first_match(listed_result(), evidence=evidence)), in_full=True)
    assert "technology is not science" in text
    assert "(nothing) is not north" in text
    assert "harbin" in text
    assert "campus" in text


def test_unit_is_told_from_its_parent() -> None:
    """A listing of the parent is shown as the parent's, with the unit that was named."""
    parent = listed_result()
    unit = parent.matches[0].institution.model_copy(update={"id": "unit", "name": "Some Institute"})
    result = _with_first_match(parent, via=unit, relation=Relation.UNIT_OF)
    found = parent.identification.model_copy(update={"relation": Relation.UNIT_OF})
    text = render(sample_report(result.model_copy(update={"identification": found})), in_full=True)
    assert "Beihang University, over Some Institute" in text
    assert "a unit of the institution" in text
    assert "unit" in render(sample_report(result.model_copy(update={"identification": found})), in_full=False)


def test_skipped_inputs_are_named() -> None:
    """What was not screened is listed with its place and reason, in full reports and tables alike."""
    skipped = (
        Skipped(source=Source(file="a.csv", row=7), reason="the name is empty"),
        Skipped(source=Source(file="b.csv"), reason="broken"),
        Skipped(source=Source(), reason="no name at all", name="?"),
    )
    report = sample_report(listed_result(), skipped=skipped)
    for in_full in (True, False):
        text = render(report, in_full=in_full)
        assert "Not screened (3)" in text
        assert "row 7 the name is empty" in text
        assert "b.csv" in text
        assert "no name at all" in text


def test_data_without_lists_or_ages() -> None:
    """A report on data without a dated list still renders."""
    report: Report = sample_report(known_result())
    bare = report.model_copy(
        update={"data": report.data.model_copy(update={"lists": ()}), "warnings": ("mind this",)}
    )
    text = render(bare)
    assert "0 lists" in text
    assert "mind this" in text


def _with_first_match(result: Result, **changes: object) -> Result:
    return result.model_copy(
        update={"matches": (result.matches[0].model_copy(update=changes), *result.matches[1:])}
    )
