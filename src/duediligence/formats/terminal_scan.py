"""A scanned document on the terminal: who is named, worst first, then every mention in its sentence."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from duediligence.formats import scan_parts as parts
from duediligence.formats.terminal import report_view
from duediligence.formats.terminal_parts import (
    LEVEL_STYLE,
    QUIET,
    TITLE,
    joined,
    level_tag,
    marks,
    plain,
    rows,
    section,
    sources,
)
from duediligence.formats.wording import counted
from duediligence.model import Candidate, Report, Result

SENTENCES_AT_MOST = 6  # of one institution; the files hold them all
CANDIDATES_AT_MOST = 40


def render(report: Report, *, width: int = 100) -> str:
    """Return the view as plain text of a given width, without colour: for files and for tests."""
    console = Console(
        file=io.StringIO(), width=width, color_system=None, highlight=False, legacy_windows=False
    )
    console.print(scan_view(report))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def scan_view(report: Report) -> RenderableType:
    """Lay out the report of a scan."""
    return Group(*_blocks(report))


def _blocks(report: Report) -> Iterator[RenderableType]:
    groups = parts.grouped(report)
    with_file = parts.has_several_files(report)
    notes = parts.Footnotes()
    yield _headline(report, groups)
    if groups.findings:
        yield section(parts.FINDINGS, _table(groups.findings, with_file=with_file))
        common = list(parts.common_statements(groups.findings, notes))
        known = frozenset(statement.text for statement in common)
        for result in groups.findings:
            yield _finding(result, notes, known, with_file=with_file)
        if common:
            yield section(parts.IN_COMMON, *map(_statement, common))
    if groups.context:
        yield section(parts.CONTEXT, *_context(groups.context, notes, with_file=with_file))
    if groups.others:
        yield section(parts.OTHERS, _others(groups.others))
    if report.candidates:
        yield section(parts.CANDIDATES, _candidates(report.candidates, with_file=with_file))
    if notes.citations:
        yield section("Sources", sources(notes.citations))
    yield report_view(report.model_copy(update={"results": ()}), in_full=True)


def _headline(report: Report, groups: parts.Groups) -> RenderableType:
    read = [counted(len(report.run.inputs), "document") + " read"]
    if report.skipped:
        read.append(f"{len(report.skipped):,} not read in full")
    named = len(groups.findings) + len(groups.others)
    summary = joined(
        [*read, counted(named, "known institution") + " named", f"{len(groups.findings):,} to look at"]
    )
    if groups.findings:
        return Group(summary, Text(""))
    return Group(summary, Text("Nothing found on the lists checked, as of their dates."), Text(""))


def _table(results: Sequence[Result], *, with_file: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, header_style=QUIET)
    table.add_column("verdict", no_wrap=True)
    table.add_column("institution", ratio=3, overflow="fold")
    table.add_column("named", justify="right", no_wrap=True)
    table.add_column("first", ratio=1, overflow="fold")
    table.add_column("on", ratio=4, overflow="fold")
    for result in results:
        first = parts.place(result.mentions[0].source, with_file=with_file) if result.mentions else ""
        table.add_row(
            level_tag(result.verdict.level),
            plain(parts.shown_name(result)),
            f"{len(result.mentions):,}",
            plain(first),
            plain(parts.listed_on(result)),
        )
    return table


def _finding(
    result: Result, notes: parts.Footnotes, known: frozenset[str], *, with_file: bool
) -> RenderableType:
    """One finding: why, what else is known, and the sentences that name it."""
    style = f"bold {LEVEL_STYLE[result.verdict.level]}"
    grid = rows()
    sentences = parts.sentences(result.mentions)
    for sentence in sentences[:SENTENCES_AT_MOST]:
        grid.add(plain(parts.place(sentence.source, with_file=with_file), QUIET), _sentence(sentence, style))
    left = len(sentences) - SENTENCES_AT_MOST
    if left > 0:
        grid.add("", Text(f"… and {counted(left, 'more sentence')}; -f html or -f csv show all", style=QUIET))
    heading = joined([level_tag(result.verdict.level), plain(parts.shown_name(result), TITLE)], " ")
    said = [_statement(statement) for statement in parts.statements(result, notes, known=known)]
    return Group(heading, *(Padding(line, (0, 0, 0, 2)) for line in said), grid, Text(""))


def _statement(statement: parts.Statement) -> Text:
    return joined([plain(statement.text), marks(statement.sources)], " ")


def _sentence(sentence: parts.Sentence, style: str) -> Text:
    text = Text()
    for run, is_marked in sentence.runs:
        # `plain` trims, so the blanks around the marked words are put back.
        shown = plain(run).plain
        lead = " " if run[:1].isspace() and text.plain else ""
        trail = " " if run[-1:].isspace() and shown else ""
        text.append(f"{lead}{shown}{trail}", style if is_marked else "")
    return text


def _context(
    results: Sequence[Result], notes: parts.Footnotes, *, with_file: bool
) -> Iterator[RenderableType]:
    for result in results:
        first = parts.place(result.mentions[0].source, with_file=with_file) if result.mentions else ""
        named = f"named {parts.times(result.mentions)}"
        yield joined([plain(parts.shown_name(result), TITLE), Text(named), plain(first, QUIET)])
        statement = parts.context_statement(result, notes)
        if statement:
            yield _statement(statement)


def _others(results: Sequence[Result]) -> Text:
    names = [
        joined(
            [
                plain(parts.shown_name(r)),
                Text(f"×{len(r.mentions)}" if len(r.mentions) > 1 else "", style=QUIET),
            ],
            " ",
        )
        for r in results
    ]
    return joined(names)


def _candidates(candidates: Sequence[Candidate], *, with_file: bool) -> RenderableType:
    grid = rows()
    for candidate in candidates[:CANDIDATES_AT_MOST]:
        many = f"×{len(candidate.sources)}" if len(candidate.sources) > 1 else ""
        where = plain(parts.place(candidate.sources[0], with_file=with_file), QUIET)
        grid.add(where, joined([plain(candidate.text), Text(many, style=QUIET)], " "))
    left = len(candidates) - CANDIDATES_AT_MOST
    if left > 0:
        grid.add("", Text(f"… and {left:,} more; -f json has them all", style=QUIET))
    return grid
