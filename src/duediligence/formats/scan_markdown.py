"""A scan as Markdown with footnotes: for notes, where every statement must carry its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duediligence.formats import scan_parts as parts
from duediligence.formats.wording import LEVEL_WORD, counted
from duediligence.model import MentionView, Report, Result
from duediligence.names.harmless import harmless

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$])|(?<=^)([-+=])|(?<=^\d)([.)])")
_LINK = re.compile(r"https?://[^\s<>\"]+")


def render(report: Report) -> str:
    """Return the report of a scan; marked words are bold, sources are footnotes."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    groups = parts.grouped(report)
    notes = parts.Footnotes.of((*groups.findings, *groups.context))
    with_file = parts.has_several_files(report)
    yield "# Institutions named in " + ", ".join(_text(entry.file) for entry in report.run.inputs[:5])
    yield ""
    yield from _head(report, groups)
    for result in groups.findings:
        yield from _finding(result, notes, with_file=with_file)
    if groups.context:
        yield from ("", f"## {parts.CONTEXT}", "")
        for result in groups.context:
            yield from _context(result, notes, with_file=with_file)
    if groups.others:
        yield from ("", f"## {parts.OTHERS}", "")
        yield from (f"- {_text(parts.shown_name(result))}, named {parts.times(result.mentions)}" for result in groups.others)
    if report.candidates:
        yield from ("", f"## {parts.CANDIDATES}", "")
        for candidate in report.candidates:
            yield f"- {_text(candidate.text)} ({_text(parts.place(candidate.sources[0], with_file=with_file))})"
    yield from _foot(report)
    yield ""
    for citation in notes.citations:
        address = f" <{citation.url}>" if citation.url and _LINK.fullmatch(citation.url) else ""
        dated = f", as of {citation.as_of}" if citation.as_of else ""
        yield f"[^{citation.n}]: {_text(citation.title)}{dated}.{address}"


def _head(report: Report, groups: parts.Groups) -> Iterator[str]:
    yield (
        f"Read on {report.run.at:%Y-%m-%d} with {report.tool.name} {report.tool.version}, data {_text(report.data.version)}, "
        f"profile {_text(report.policy.profile)}."
    )
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


def _finding(result: Result, notes: parts.Footnotes, *, with_file: bool) -> Iterator[str]:
    yield from ("", f"## {LEVEL_WORD[result.verdict.level]}: {_text(parts.shown_name(result))}", "")
    for reason in result.verdict.reasons:
        yield f"- {_text(reason.text)}{_marks(notes.of_result(result, reason.citations))}"
    for note in result.notes:
        yield f"- Note: {_text(note.text)}{_marks(notes.of_result(result, note.citations))}"
    yield from ("", f"Named {parts.times(result.mentions)}:", "")
    yield from (f"> {_quoted(mention, with_file=with_file)}\n" for mention in result.mentions)


def _context(result: Result, notes: parts.Footnotes, *, with_file: bool) -> Iterator[str]:
    first = parts.place(result.mentions[0].source, with_file=with_file) if result.mentions else ""
    yield f"- **{_text(parts.shown_name(result))}**, named {parts.times(result.mentions)}, first at {_text(first)}."
    for note in result.notes[:1]:
        yield f"  {_text(note.text)}{_marks(notes.of_result(result, note.citations))}"


def _foot(report: Report) -> Iterator[str]:
    if report.skipped:
        yield from ("", f"## Not read ({counted(len(report.skipped), 'input')})", "")
        yield from (f"- {_text(skipped.source.file or '')}: {_text(skipped.reason)}" for skipped in report.skipped)
    if report.limits or report.warnings:
        yield from ("", "## What this cannot tell", "")
        yield from (f"- {_text(line)}" for line in (*report.limits, *report.warnings))


def _quoted(mention: MentionView, *, with_file: bool) -> str:
    before, words, after = parts.in_context(mention)
    lead = " " if before[-1:].isspace() else ""
    trail = " " if after[:1].isspace() else ""
    where = _text(parts.place(mention.source, with_file=with_file))
    return f"{_text(before)}{lead}**{_text(words)}**{trail}{_text(after)} — {where}"


def _marks(numbers: Iterator[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _text(text: str) -> str:
    """Return untrusted text with nothing that Markdown, or HTML in it, would act on."""
    escaped = _MARKUP.sub(lambda found: "\\" + found.group(), harmless(text))
    return escaped.replace("&", "&amp;") if "&" in escaped else escaped
