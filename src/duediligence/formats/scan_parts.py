"""What the views of a scan share: its results in groups, and places and marked words as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duediligence.formats.wording import counted
from duediligence.model import Citation, Level, MentionView, Report, Result, Source

FINDINGS = "Institutions to look at"
OTHERS = "Institutions named, nothing found on the lists checked"
CONTEXT = "Good to know: bodies and programmes that nobody designates"
CANDIDATES = "Looks like an institution, is in no registry: check by hand"


@dataclass(frozen=True, slots=True)
class Groups:
    """The results of a scan as a reader takes them in, each in the order of the report.

    Attributes:
        findings: Institutions with a verdict other than `none`.
        others: Known institutions on which nothing was found.
        context: Bodies that are no finding but worth a note.
    """

    findings: tuple[Result, ...]
    others: tuple[Result, ...]
    context: tuple[Result, ...]


def grouped(report: Report) -> Groups:
    """Sort the results of a scan into groups."""
    return Groups(
        tuple(result for result in report.results if result.verdict.level is not Level.NONE),
        tuple(result for result in report.results if result.verdict.level is Level.NONE and not result.context),
        tuple(result for result in report.results if result.context),
    )


def shown_name(result: Result) -> str:
    """Return the institution's own name, or the words of the document where it is not settled who is meant."""
    found = result.identification.institution
    return found.name if found else result.partner.name


def listed_on(result: Result) -> str:
    """Return the lists in force, each once with its rating; else the first reason for the verdict."""
    lists: dict[str, None] = {}
    for match in result.matches:
        for listing in match.listings:
            if not listing.until:
                lists.setdefault(f"{listing.list_title} ({listing.rating})" if listing.rating else listing.list_title)
    if lists:
        return "; ".join(lists)
    return result.verdict.reasons[0].text if result.verdict.reasons else ""


def place(source: Source, *, with_file: bool) -> str:
    """Return a place in words: `report.pdf, page 3, line 12`."""
    parts = [source.file or ""] if with_file else []
    if source.page is not None:
        parts.append(f"page {source.page}")
    if source.line is not None:
        parts.append(f"line {source.line}")
    return ", ".join(part for part in parts if part)


def has_several_files(report: Report) -> bool:
    """Tell whether places must name their file to be found."""
    return len(report.run.inputs) + len(report.skipped) > 1


def in_context(mention: MentionView) -> tuple[str, str, str]:
    """Return the sentence around a mention in three parts: before, the words themselves, after."""
    context = mention.source.context or mention.text
    start, end = mention.marked
    return context[:start], context[start:end], context[end:]


def times(mentions: Sequence[MentionView]) -> str:
    """Return how often an institution is named."""
    return counted(len(mentions), "time")


@dataclass(slots=True)
class Footnotes:
    """One numbering for the sources of all results: each result numbers its own from 1."""

    numbers: dict[tuple[str, str | None], int]
    citations: list[Citation]

    @classmethod
    def of(cls, results: Sequence[Result]) -> Footnotes:
        """Number the sources of several results, each source once, in order of appearance."""
        notes = cls({}, [])
        for citation in (citation for result in results for citation in result.citations):
            key = (citation.title, citation.url)
            if key not in notes.numbers:
                notes.numbers[key] = len(notes.citations) + 1
                notes.citations.append(citation.model_copy(update={"n": notes.numbers[key]}))
        return notes

    def of_result(self, result: Result, numbers: Sequence[int]) -> Iterator[int]:
        """Yield the common numbers for numbers a result uses for its own sources."""
        own = {citation.n: self.numbers[citation.title, citation.url] for citation in result.citations}
        yield from dict.fromkeys(own[number] for number in numbers if number in own)
