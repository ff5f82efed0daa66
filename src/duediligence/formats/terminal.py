"""The report on the terminal: one partner in full, many as a table, and the state of the data under both."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.text import Text

from duediligence.formats.terminal_parts import QUIET, joined, plain, rows, section
from duediligence.formats.terminal_result import result_view
from duediligence.formats.wording import counted, encoding_told
from duediligence.model import Report

if TYPE_CHECKING:
    from duediligence.portfolio import Exposure

IN_FULL_AT_MOST = 5  # partners; more are shown as a table


def render(
    report: Report, *, width: int = 100, in_full: bool | None = None, exposure: Exposure | None = None
) -> str:
    """Return the report as plain text of a given width, without colour: for files and for tests."""
    console = Console(
        file=io.StringIO(), width=width, color_system=None, highlight=False, legacy_windows=False
    )
    console.print(report_view(report, in_full=in_full, exposure=exposure))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def report_view(
    report: Report, *, in_full: bool | None = None, exposure: Exposure | None = None
) -> RenderableType:
    """Lay out a report.

    Args:
        report: The finished report.
        in_full: Dossiers or the table; by default the number of partners decides.
        exposure: Tables of a portfolio, shown after the partners.
    """
    if in_full is None:
        in_full = len(report.results) <= IN_FULL_AT_MOST
    body = _in_full(report) if in_full else _as_table(report)
    return Group(*body, *_exposed(exposure), *_foot(report))


def _in_full(report: Report) -> Iterator[RenderableType]:
    for result in report.results:
        yield result_view(result)
    if len(report.results) == 1 and not report.skipped:
        return
    from duediligence.formats.terminal_table import skipped_view, summary_view

    if report.skipped:
        yield skipped_view(report)
    if len(report.results) > 1:
        yield summary_view(report)


def _as_table(report: Report) -> Iterator[RenderableType]:
    from duediligence.formats.terminal_table import skipped_view, summary_view, table_view

    if report.results:
        yield table_view(report)
    if report.skipped:
        yield skipped_view(report)
    yield summary_view(report)


def _exposed(exposure: Exposure | None) -> Iterator[RenderableType]:
    if exposure is not None:
        from duediligence.formats.terminal_portfolio import exposure_view

        yield exposure_view(exposure)


def _foot(report: Report) -> Iterator[RenderableType]:
    """What the verdict rests on and what it cannot tell; the same under every report."""
    grid = rows()
    grid.add(Text("data", style=QUIET), _data_age(report))
    grid.add(Text("policy", style=QUIET), plain(f"profile {report.policy.profile}", QUIET))
    for given in report.run.inputs:
        if told := encoding_told(given):
            grid.add(Text("input", style=QUIET), plain(f"{given.file}, read as {told}", QUIET))
    for limit in report.limits:
        grid.add(Text("limit", style=QUIET), plain(limit, QUIET))
    for warning in report.warnings:
        grid.add(Text("warning", style="bold"), plain(warning))
    yield section("What this rests on", grid)


def _data_age(report: Report) -> Text:
    aged = [state for state in report.data.lists if state.age_days is not None and state.ages]
    parts: list[Text | str] = [
        plain(f"version {report.data.version}"),
        counted(len(report.data.lists), "list"),
    ]
    if aged:
        oldest = max(aged, key=lambda state: (state.age_days or 0, state.id))
        newest = min(aged, key=lambda state: (state.age_days or 0, state.id))
        parts.append(plain(f"newest {newest.as_of}, {counted(newest.age_days or 0, 'day')} old"))
        parts.append(
            plain(f"oldest {oldest.as_of}, {counted(oldest.age_days or 0, 'day')} old ({oldest.title})")
        )
    text = joined(parts)
    text.stylize(QUIET)
    return text
