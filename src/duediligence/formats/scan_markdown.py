"""A scan as Markdown with footnotes: for notes, where every statement must carry its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duediligence.formats import scan_parts as parts
from duediligence.formats.wording import LEVEL_WORD, as_of_suffix, counted
from duediligence.model import Report, Result
from duediligence.names.harmless import harmless

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$])|(?<=^)([-+=])|(?<=^\d)([.)])")
_NAMED_AT_MOST = 5
_LINK = re.compile(r"https?://[^\s<>\"]+")


def render(report: Report) -> str:
    """Return the report of a scan; marked words are bold, sources are footnotes."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    groups = parts.grouped(report)
    notes = parts.Footnotes()
    with_file = parts.has_several_files(report)
    yield "# Institutions named in " + (_names(report) or "nothing: no document could be read")
    yield ""
    yield from _head(report, groups)
    common = list(parts.common_statements(groups.findings, notes))
    known = frozenset(statement.text for statement in common)
    for result in groups.findings:
        yield from _finding(result, notes, known, with_file=with_file)
    yield from _section(parts.IN_COMMON, [_statement(statement) for statement in common])
    yield from _section(
        parts.CONTEXT, [_context(result, notes, with_file=with_file) for result in groups.context]
    )
    yield from _section(parts.OTHERS, [_other(result) for result in groups.others])
    yield from _section(
        parts.CANDIDATES,
        [
            f"{_text(c.text)} ({_text(parts.place(c.sources[0], with_file=with_file))})"
            for c in report.candidates
        ],
    )
    yield from _section(
        f"Not read ({counted(len(report.skipped), 'input')})",
        [f"{_text(skipped.source.file or '')}: {_text(skipped.reason)}" for skipped in report.skipped],
    )
    yield from _section("What this cannot tell", [_text(line) for line in (*report.limits, *report.warnings)])
    yield ""
    for citation in notes.citations:
        address = f" <{citation.url}>" if citation.url and _LINK.fullmatch(citation.url) else ""
        yield f"[^{citation.n}]: {_text(citation.title)}{_text(as_of_suffix(citation))}.{address}"


def _names(report: Report) -> str:
    named = ", ".join(_text(entry.file) for entry in report.run.inputs[:_NAMED_AT_MOST])
    left = len(report.run.inputs) - _NAMED_AT_MOST
    return f"{named} and {counted(left, 'more document')}" if left > 0 else named


def _section(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ("", f"## {title}", "")
        yield from (f"- {item}" for item in items)


def _head(report: Report, groups: parts.Groups) -> Iterator[str]:
    with_tool = f"{report.tool.name} {report.tool.version}, data {_text(report.data.version)}"
    yield f"Read on {report.run.at:%Y-%m-%d} with {with_tool}, profile {_text(report.policy.profile)}."
    if not groups.findings:
        yield from ("", "Nothing found on the lists checked, as of their dates.")
        return
    yield from ("", "| Verdict | Institution | Named | On |", "| --- | --- | --- | --- |")
    for result in groups.findings:
        cells = (
            LEVEL_WORD[result.verdict.level],
            _text(parts.shown_name(result)),
            parts.times(result.mentions),
            _text(parts.listed_on(result)),
        )
        yield f"| {' | '.join(cells)} |"


def _finding(
    result: Result, notes: parts.Footnotes, known: frozenset[str], *, with_file: bool
) -> Iterator[str]:
    said = [_statement(statement) for statement in parts.statements(result, notes, known=known)]
    yield from _section(f"{LEVEL_WORD[result.verdict.level]}: {_text(parts.shown_name(result))}", said)
    yield from ("", f"Named {parts.times(result.mentions)}:")
    for sentence in parts.sentences(result.mentions):
        yield from ("", f"> {_quoted(sentence, with_file=with_file)}")


def _statement(statement: parts.Statement) -> str:
    return _text(statement.text) + _marks(statement.sources)


def _context(result: Result, notes: parts.Footnotes, *, with_file: bool) -> str:
    first = parts.place(result.mentions[0].source, with_file=with_file) if result.mentions else ""
    statement = parts.context_statement(result, notes)
    said = f" {_statement(statement)}" if statement else ""
    name = f"**{_text(parts.shown_name(result))}**"
    return f"{name}, named {parts.times(result.mentions)}, first at {_text(first)}.{said}"


def _other(result: Result) -> str:
    return f"{_text(parts.shown_name(result))}, named {parts.times(result.mentions)}"


def _quoted(sentence: parts.Sentence, *, with_file: bool) -> str:
    words = "".join(f"**{_text(run)}**" if marked else _run(run) for run, marked in sentence.runs)
    return f"{words} — {_text(parts.place(sentence.source, with_file=with_file))}"


def _run(run: str) -> str:
    # `harmless` trims, so the blanks around the marked words are put back.
    shown = _text(run)
    return f"{' ' if run[:1].isspace() else ''}{shown}{' ' if run[-1:].isspace() and shown else ''}"


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _text(text: str) -> str:
    """Return untrusted text with nothing that Markdown, or HTML in it, would act on."""
    escaped = _MARKUP.sub(lambda found: "\\" + found.group(), harmless(text))
    return escaped.replace("&", "&amp;") if "&" in escaped else escaped
