"""Annotations for GitHub Actions: one workflow command a finding, shown beside the row of the file.

Partner names cannot start a command of their own: line ends and the signs that part a command are escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from duediligence.formats.gate import Gate, alarm, decided, gate_of
from duediligence.formats.rows import decision_text, place_of
from duediligence.formats.wording import LEVEL_WORD, counted
from duediligence.model import Level, Report, Result, Skipped, Source
from duediligence.names.harmless import harmless
from duediligence.portfolio import Exposure


def render(report: Report, exposure: Exposure | None = None) -> str:  # noqa: ARG001 - has no place for it
    """Return the annotations, worst first (services show only the first few), then a summary."""
    gate = gate_of(report)
    found = [
        result for result in report.results if result.verdict.level is not Level.NONE or gate.fails(result)
    ]
    found.sort(key=lambda result: (decided(result), -result.verdict.level.rank))
    lines = [_not_screened(item) for item in report.skipped]
    lines += [_annotation(result, gate) for result in found]
    lines += [_command("warning", Source(), "partner screening", warning) for warning in report.warnings]
    return "\n".join([*lines, *_summary(report)]) + "\n"


def _annotation(result: Result, gate: Gate) -> str:
    text = " ".join(reason.text for reason in result.verdict.reasons)
    if decided(result):
        return _command(
            "notice", place_of(result), f"decided: {result.partner.name}", decision_text(result.decision)
        )
    kind = "error" if gate.fails(result) else "warning"
    title = f"{alarm(result)[0]}: {result.partner.name}"
    return _command(kind, place_of(result), title, f"{result.identification.explanation} {text}".strip())


def _not_screened(item: Skipped) -> str:
    return _command("error", item.source, f"NOT SCREENED: {item.name or 'row without a name'}", item.reason)


def _summary(report: Report) -> Iterator[str]:
    summary = report.summary
    counts = [
        f"{summary.by_verdict.get(level.value, 0):,} {LEVEL_WORD[level].lower()}"
        for level in sorted(Level, key=lambda level: -level.rank)
    ]
    screened = f"{counted(summary.screened, 'partner')} screened ({', '.join(counts)})"
    text = f"{screened}, {summary.skipped:,} not screened"
    if report.run.partial:
        yield _command("error", Source(), "partner screening", "the run was stopped before its last row")
    yield _command("notice", Source(), "partner screening", f"{text}; data {report.data.version}")


def _command(kind: str, source: Source, title: str, message: str) -> str:
    line = source.line or source.row
    properties = {"file": source.file, "line": str(line) if line and source.file else None, "title": title}
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{kind} {shown}::{_data(message)}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
