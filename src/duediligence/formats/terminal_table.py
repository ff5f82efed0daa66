"""Many partners on the terminal: a table, worst first, what could not be screened, and the counts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from duediligence.formats.terminal_parts import LEVEL_STYLE, QUIET, joined, level_tag, plain, rows, section
from duediligence.formats.wording import LEVEL_WORD, RELATION_PHRASE, STATUS_WORD, counted, rating_words
from duediligence.formats.worst import SHOWN_AT_MOST
from duediligence.model import Level, Relation, Report, Result, Status

_BAR_WIDTH = 24
_FIRST_CLAUSE = re.compile(r"[;.]\s|:\s(?=[a-z])")  # "is on: US 1286" stays whole


def table_view(report: Report) -> RenderableType:
    """One line a partner, worst verdict first, input order within a verdict."""
    ordered = sorted(report.results, key=lambda result: -result.verdict.level.rank)
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, header_style=QUIET)
    table.add_column("row", justify="right", style=QUIET, no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("partner", ratio=3, overflow="fold")
    table.add_column("recognised as", ratio=3, overflow="fold")
    table.add_column("on", ratio=3, overflow="fold")
    shorts = {state.id: state.short for state in report.data.lists if state.short}
    for result in ordered[:SHOWN_AT_MOST]:
        table.add_row(
            _row_number(result),
            _tag(result),
            plain(result.partner.name),
            _recognised(result),
            _on(result, shorts),
        )
    left = report.summary.screened - min(len(ordered), SHOWN_AT_MOST)
    if left <= 0:
        return table
    return Group(
        table, Text(f"… and {counted(left, 'row')} more; write them with -f csv -o FILE", style=QUIET)
    )


def skipped_view(report: Report) -> RenderableType:
    """The inputs that could not be screened, with the reason."""
    grid = rows()
    for item in report.skipped[:SHOWN_AT_MOST]:
        place = f"row {item.source.row}" if item.source.row is not None else item.source.file or "input"
        shown = (item.name or "")[:60]
        grid.add(Text(place, style=QUIET), joined([plain(shown), plain(item.reason)]))
    return section(f"Not screened ({report.summary.skipped:,})", grid)


def summary_view(report: Report) -> RenderableType:
    """How many partners at each level, with a bar, and how the names were identified."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right")
    grid.add_column(no_wrap=True)
    total = max(report.summary.screened, 1)
    for level in sorted(Level, key=lambda one: -one.rank):
        count = report.summary.by_verdict.get(level.value, 0)
        grid.add_row(
            Text(LEVEL_WORD[level], style=f"bold {LEVEL_STYLE[level]}"),
            f"{count:,}",
            _bar(count, total, level),
        )
    statuses = [
        f"{count:,} {STATUS_WORD[status]}"
        for status in Status
        if (count := report.summary.by_status.get(status.value, 0))
    ]
    screened = f"{counted(report.summary.screened, 'partner')} screened, {report.summary.skipped:,} not"
    return section("Summary", grid, joined([screened, *statuses]))


def _bar(count: int, total: int, level: Level) -> Text:
    filled = round(_BAR_WIDTH * count / total)
    if count and not filled:
        filled = 1
    return Text("█" * filled, style=LEVEL_STYLE[level])


def _row_number(result: Result) -> str:
    source = result.partner.source
    return str(source.row) if source and source.row is not None else ""


def _tag(result: Result) -> Text:
    tag = level_tag(result.verdict.level)
    if result.decision:
        tag.append(f" ({result.decision.decision})", style=QUIET)
    return tag


def _recognised(result: Result) -> Text:
    found = result.identification
    if found.institution is None:
        return Text(STATUS_WORD[found.status], style=QUIET)
    name = plain(found.institution.name)
    if found.relation not in {None, Relation.SAME}:
        name = joined(
            [
                name,
                Text(
                    RELATION_PHRASE[found.relation or Relation.SAME]
                    .removesuffix(" the institution")
                    .removesuffix(" of"),
                    style=QUIET,
                ),
            ]
        )
    return name


def _on(result: Result, shorts: Mapping[str, str]) -> Text:
    """The lists in force, each once with its rating; else what the verdict rests on, in brief."""
    on: dict[str, None] = {}
    for match in result.matches:
        for view in match.listings:
            if not view.until:
                on.setdefault(
                    " ".join(filter(None, [shorts.get(view.list, view.list), rating_words(view.rating)]))
                )
    if on:
        return plain(", ".join(on))
    if result.verdict.level is not Level.NONE and result.verdict.reasons:
        return plain(_FIRST_CLAUSE.split(result.verdict.reasons[0].text, maxsplit=1)[0])
    return Text(STATUS_WORD[result.identification.status], style=QUIET)
