"""One row a mention: for spreadsheets, and for comparing a scan with what a person marked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from duediligence.formats import scan_parts as parts
from duediligence.formats.csv_ import neutral
from duediligence.model import MentionView, Report, Result, Skipped, Source

COLUMNS = (
    "file",
    "page",
    "line",
    "column",
    "start",
    "end",
    "words",
    "verdict",
    "status",
    "institution_id",
    "institution",
    "country",
    "listed_on",
    "confidence",
    "abbreviation",
    "context",
)


def render(report: Report) -> str:
    """Return all mentions, then the unknown candidates, then what could not be read."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue()


def _rows(report: Report) -> Iterator[list[object]]:
    for result in report.results:
        for mention in result.mentions:
            yield [
                *_where(mention.source),
                mention.text,
                *_who(result),
                *_how(mention),
                mention.source.context,
            ]
    for candidate in report.candidates:
        for source in candidate.sources:
            yield [*_where(source), candidate.text, "", "not-identified", *[""] * 6, source.context]
    for skipped in report.skipped:
        yield _unread(skipped)


def _where(source: Source) -> list[object]:
    start, end = source.span or ("", "")
    return [source.file, _shown(source.page), _shown(source.line), _shown(source.column), start, end]


def _who(result: Result) -> list[object]:
    found = result.identification.institution
    who = [found.id, found.name, found.country or ""] if found else ["", "", ""]
    level = "context" if result.context else result.verdict.level.value
    return [level, result.identification.status.value, *who, parts.listed_on(result)]


def _how(mention: MentionView) -> list[object]:
    return [f"{mention.confidence:.1f}", "yes" if mention.abbreviation else "no"]


def _unread(skipped: Skipped) -> list[object]:
    return [skipped.source.file, *[""] * 6, "not-screened", *[""] * 7, skipped.reason]


def _shown(number: int | None) -> object:
    return "" if number is None else number
