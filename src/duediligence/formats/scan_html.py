"""Scanned documents as one self-contained page: their text with every name marked, and who is named.

Needs no script and loads nothing; every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duediligence.formats import scan_parts as parts
from duediligence.formats.html import web_address
from duediligence.formats.rows import place_of, place_text
from duediligence.formats.wording import (
    LEVEL_ADVICE,
    LEVEL_WORD,
    as_of_suffix,
    counted,
    country_title,
    option_words,
)
from duediligence.model import Level, Report, Result, Source
from duediligence.names.harmless import harmless
from duediligence.scanning import Document

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_WORST_FIRST = tuple(sorted(Level, key=lambda level: -level.rank))


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words of a document: where they stand, what they are, and where the page tells more.

    Attributes:
        span: Positions in the document's text.
        style: Class of the mark: a level, `context` or `candidate`.
        label: What the mark means, for readers who do not see colours.
        target: Anchor of the entry in the side list.
        anchor: Anchor of the mark itself.
    """

    span: tuple[int, int]
    style: str
    label: str
    target: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An institution in the side list, with links to its marks."""

    anchor: str
    result: Result
    name: str
    marks: tuple[tuple[str, str], ...]


def render(report: Report, documents: Sequence[Document]) -> str:
    """Return the report of a scan as one HTML page."""
    groups = parts.grouped(report)
    several = parts.has_several_files(report)
    entries = {
        name: _entries(results, name, several=several)
        for name, results in (
            ("finding", groups.findings),
            ("context", groups.context),
            ("other", groups.others),
        )
    }
    marks = [*_marks([entry for group in entries.values() for entry in group]), *_candidate_marks(report)]
    return (
        _environment()
        .get_template("scan.html.j2")
        .render(
            report=report,
            entries=entries,
            titles={"finding": parts.FINDINGS, "context": parts.CONTEXT, "other": parts.OTHERS},
            candidates_title=parts.CANDIDATES,
            texts=[_Text(document, marks) for document in documents],
            place=lambda source: parts.place(source, with_file=several),
            listed_on=parts.listed_on,
            levels=_WORST_FIRST,
        )
    )


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("duediligence.formats", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "web": web_address,
        "place": lambda item: place_text(place_of(item)),
        "plural": counted,
        "as_of": as_of_suffix,
        "option": option_words,
        "country": country_title,
        "text": _running,
    }
    environment.globals |= {"LEVEL_WORD": LEVEL_WORD, "LEVEL_ADVICE": LEVEL_ADVICE}
    return environment


def _shown(value: object) -> object:
    """Make what is printed harmless before it is escaped; None prints as nothing."""
    if value is None:
        return ""
    return harmless(value) if type(value) is str else value


def _running(text: str) -> Markup:
    """Escape a document's own text, whose line breaks are to stay."""
    from markupsafe import escape

    return escape(text)


class _Text:
    """One document in the page: its pages, each as runs of text that are marked or not."""

    def __init__(self, document: Document, marks: Iterable[tuple[str, Mark]]) -> None:
        self.name = document.name
        self._document = document
        self._marks = sorted((m for name, m in marks if name == document.name), key=lambda mark: mark.span)

    @property
    def pages(self) -> Iterator[tuple[int | None, Iterator[tuple[str, Mark | None]]]]:
        """Yield each page's number, None where there are none, and its runs of text."""
        starts = self._document.page_starts
        if not starts:
            yield None, self._runs(0, len(self._document.text))
            return
        for number, start in enumerate(starts, 1):
            end = starts[number] if number < len(starts) else len(self._document.text)
            yield number, self._runs(start, end)

    def _runs(self, start: int, end: int) -> Iterator[tuple[str, Mark | None]]:
        text = self._document.text
        for mark in self._marks:
            first, last = mark.span
            if start <= first < end:
                yield text[start:first], None
                yield text[first:last], mark
                start = last
        yield text[start:end].rstrip("\f"), None


def _entries(results: Iterable[Result], group: str, *, several: bool) -> list[Entry]:
    return [
        Entry(
            anchor=f"{group}-{number}",
            result=result,
            name=parts.shown_name(result),
            marks=tuple(
                (f"{group}-{number}-{at}", parts.place(mention.source, with_file=several))
                for at, mention in enumerate(result.mentions, 1)
            ),
        )
        for number, result in enumerate(results, 1)
    ]


def _marks(entries: Iterable[Entry]) -> Iterator[tuple[str, Mark]]:
    """Yield the marks of all institutions, each with the name of its document."""
    for entry in entries:
        style = "context" if entry.result.context else entry.result.verdict.level.value
        for (anchor, _), mention in zip(entry.marks, entry.result.mentions, strict=True):
            yield _mark(mention.source, style, entry.name, entry.anchor, anchor)


def _candidate_marks(report: Report) -> Iterator[tuple[str, Mark]]:
    for number, candidate in enumerate(report.candidates, 1):
        anchor = f"candidate-{number}"
        for at, source in enumerate(candidate.sources, 1):
            yield _mark(source, "candidate", "in no registry", anchor, f"{anchor}-{at}")


def _mark(source: Source, style: str, label: str, target: str, anchor: str) -> tuple[str, Mark]:
    return source.file or "", Mark(source.span or (0, 0), style, label, target, anchor)
