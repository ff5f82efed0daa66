"""What continuous integration reads: JUnit XML and GitHub's workflow commands."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

import hostile
from duediligence.cli import ExitCode
from duediligence.cli.gate import Outcome
from duediligence.formats import render
from duediligence.formats.gate import gate_of
from duediligence.model import DecisionMark, Level, Report
from samples import ambiguous_result, hostile_result, known_result, listed_result, sample_report


def rendered(report: Report, fmt: str) -> str:
    """Render a text format."""
    made = render(report, fmt)
    assert isinstance(made, str)
    return made


def gated(report: Report, fail_on: str | None) -> Report:
    """Return the report as of a run with another gate."""
    run = report.run.model_copy(update={"options": {"fail_on": fail_on}})
    return report.model_copy(update={"run": run})


def suite(report: Report) -> ET.Element:
    """Render and read back the one suite."""
    found = ET.fromstring(rendered(report, "junit").encode()).find("testsuite")
    assert found is not None
    return found


def outcomes(report: Report) -> list[str]:
    """Return how each case ended."""
    kinds = ("failure", "error", "skipped")
    return [
        next((kind for kind in kinds if case.find(kind) is not None), "passed")
        for case in suite(report).iter("testcase")
    ]


@pytest.mark.parametrize(
    ("fail_on", "expected"),
    [
        (None, ["failure", "passed", "failure", "passed", "error"]),
        ("review", ["failure", "passed", "failure", "passed", "error"]),
        ("stop", ["failure", "passed", "passed", "passed", "error"]),
        ("never", ["passed", "passed", "passed", "passed", "error"]),
    ],
)
def test_a_case_fails_at_or_above_the_gate(fail_on: str | None, expected: list[str]) -> None:
    """The gate is that of the run; an input not screened is an error whatever the gate."""
    report = gated(sample_report(), fail_on)
    assert outcomes(report) == expected
    counts = suite(report).attrib
    assert counts["tests"] == "5"
    assert counts["failures"] == str(expected.count("failure"))
    assert counts["errors"] == "1"


def test_a_decided_finding_is_skipped_with_its_reason() -> None:
    """It stays in the report and does not fail."""
    assert outcomes(hostile.report())[0] == "skipped"
    skipped = suite(hostile.report()).find(".//skipped")
    assert skipped is not None
    assert "Language exchange only" in skipped.attrib["message"]


@pytest.mark.parametrize(
    ("state", "leaves", "fail_on", "kind"),
    [
        ("in-force", Level.NONE, "review", "skipped"),
        ("partial", Level.REVIEW, "review", "failure"),
        ("partial", Level.REVIEW, "stop", "passed"),
        ("expired", Level.STOP, "stop", "failure"),
        ("invalidated", Level.STOP, "stop", "failure"),
    ],
)
def test_decisions_count_as_for_the_exit_code(state: str, leaves: Level, fail_on: str, kind: str) -> None:
    """What decisions in force leave open is what is measured at the gate, in both formats."""
    mark = DecisionMark(
        institution="beihang-university",
        decision="not-the-same",
        reason="Checked.",
        by="A",
        expires="2027-01-01",
        state=state,
        leaves=leaves,
    )
    result = listed_result().model_copy(update={"decision": mark})
    report = gated(sample_report(result), fail_on)
    assert outcomes(report) == [kind]
    command = {"skipped": "notice", "failure": "error", "passed": "warning"}[kind]
    assert rendered(report, "github").startswith(f"::{command} ")
    watch = Outcome(gate_of(report))
    assert len(list(watch.watch(report.results))) == 1
    assert watch.code == (ExitCode.FINDINGS if kind == "failure" else ExitCode.CLEAN)


def test_names_not_told_apart_fail_when_the_gate_asks() -> None:
    """`--fail-on-ambiguous` is a failure in both formats, which say that the name was not identified."""
    report = sample_report(known_result(), hostile_result())
    run = report.run.model_copy(update={"options": {"fail_on": "never", "fail_on_ambiguous": True}})
    report = report.model_copy(update={"run": run})
    assert outcomes(report) == ["passed", "failure"]
    failure = suite(report).find(".//failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("NOT IDENTIFIED: ")
    assert rendered(report, "github").startswith("::error title=NOT IDENTIFIED")


def test_warnings_are_told() -> None:
    """What a report warns of, such as a decision that lapsed, reaches those who read these formats."""
    report = sample_report(known_result()).model_copy(update={"warnings": ("a decision expired",)})
    assert "::warning title=partner screening::a decision expired\n" in rendered(report, "github")
    assert suite(report).findtext("system-err") == "a decision expired"


def test_a_failure_explains_itself() -> None:
    """Verdict in the message; identification, reasons and sources in the text."""
    failure = suite(sample_report(listed_result())).find(".//failure")
    assert failure is not None
    assert failure.attrib["type"] == "stop"
    assert failure.attrib["message"].startswith("STOP: ")
    assert "[1] Entity List, Supplement No. 4 to Part 744 https://www.example.org/entity-list" in (
        failure.text or ""
    )


def test_cases_are_named_by_partner_and_place() -> None:
    """A name on two rows makes two cases."""
    case = suite(sample_report(listed_result())).find("testcase")
    assert case is not None
    assert case.attrib["name"] == "Beihang Univeristy (partners.csv, row 2)"
    assert case.attrib["classname"] == "partners.csv"


def test_hostile_names_leave_the_xml_whole() -> None:
    """Markup, end markers and characters XML cannot hold are no danger."""
    names = [case.attrib["name"] for case in suite(hostile.report()).iter("testcase")]
    assert len(names) == len(hostile.report().results) + len(hostile.report().skipped)
    assert any("<script>alert(1)</script>" in name for name in names)


def test_an_unknown_gate_fails_nothing() -> None:
    """`never`, or a gate of another kind, is none."""
    assert gate_of(gated(sample_report(), "never")).level is None
    assert gate_of(gated(sample_report(), "escalate")).level is Level.ESCALATE


def commands(report: Report) -> list[str]:
    """Return the workflow commands."""
    return rendered(report, "github").splitlines()


def test_findings_are_annotations_beside_their_row() -> None:
    """Errors at or above the gate, warnings below it, nothing for the rest, a summary last."""
    made = commands(gated(sample_report(), "stop"))
    assert made[0].startswith("::error file=partners.csv,line=6,title=NOT SCREENED%3A row without a name::")
    assert made[1].startswith("::error file=partners.csv,line=2,title=STOP%3A Beihang Univeristy::")
    assert made[2].startswith("::warning file=partners.csv,line=4,title=REVIEW%3A 清華大學::")
    assert made[3].startswith(
        "::notice title=partner screening::4 partners screened (1 stop, 0 escalate, 1 review"
    )
    assert len(made) == 4


def test_a_decided_finding_is_a_notice() -> None:
    """It is shown, after the others, and is no error."""
    assert any(
        line.startswith("::notice file=partners.csv,line=2,title=decided%3A")
        for line in commands(hostile.report())
    )


def test_a_stopped_run_is_an_error() -> None:
    """What is missing must not read as passed."""
    run = sample_report().run.model_copy(update={"partial": True})
    made = commands(sample_report(known_result()).model_copy(update={"run": run}))
    assert made[0] == "::error title=partner screening::the run was stopped before its last row"


def test_no_name_starts_a_command_or_adds_a_property() -> None:
    """Line ends, commas and colons of names stay inside their place."""
    report = hostile.report()
    made = commands(report)
    findings = sum(result.verdict.level is not Level.NONE for result in report.results)
    assert len(made) == findings + len(report.skipped) + len(report.warnings) + 1
    for line in made:
        head, _, _ = line.removeprefix("::").partition("::")
        kind, _, properties = head.partition(" ")
        assert kind in {"error", "warning", "notice"}
        assert {part.split("=", 1)[0] for part in properties.split(",")} <= {"file", "line", "title"}


def test_without_a_file_there_is_no_place() -> None:
    """A name given as an argument is annotated without file and line."""
    result = ambiguous_result()
    partner = result.partner.model_copy(update={"source": None})
    assert commands(sample_report(result.model_copy(update={"partner": partner})))[0].startswith(
        "::error title=REVIEW"
    )
