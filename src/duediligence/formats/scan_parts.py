"""What the views of a scan share: its results in groups, and places and marked words as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duediligence.formats.wording import counted, rating_words
from duediligence.model import Citation, Level, MentionView, Report, Result, Source

FINDINGS = "Institutions to look at"
OTHERS = "Institutions named, nothing found on the lists checked"
IN_COMMON = "Applies to several of them, with no effect on the verdict"
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
        tuple(
            result for result in report.results if result.verdict.level is Level.NONE and not result.context
        ),
        tuple(result for result in report.results if result.context),
    )


def shown_name(result: Result) -> str:
    """Return the institution's own name, or the document's words where it is open who is meant."""
    found = result.identification.institution
    return found.name if found else result.partner.name


def listed_on(result: Result) -> str:
    """Return the lists in force, each once with its rating; else the first reason for the verdict."""
    lists: dict[str, None] = {}
    for match in result.matches:
        for listing in match.listings:
            if not listing.until:
                rated = f" ({rating_words(listing.rating)})" if listing.rating else ""
                lists.setdefault(listing.list_title + rated)
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document that names an institution, once or several times.

    Attributes:
        source: Where its first mention stands.
        text: The sentence.
        marked: The words that name the institution, as positions in `text`, in order.
    """

    source: Source
    text: str
    marked: tuple[tuple[int, int], ...]

    @property
    def runs(self) -> Iterator[tuple[str, bool]]:
        """Yield the sentence in runs, each with whether it is marked."""
        done = 0
        for start, end in self.marked:
            yield self.text[done:start], False
            yield self.text[start:end], True
            done = end
        yield self.text[done:], False


def sentences(mentions: Sequence[MentionView]) -> list[Sentence]:
    """Gather mentions that stand in one sentence."""
    gathered: dict[tuple[str | None, int, str], list[MentionView]] = {}
    for mention in mentions:
        context = mention.source.context or mention.text
        start = mention.source.span[0] - mention.marked[0] if mention.source.span else 0
        gathered.setdefault((mention.source.file, start, context), []).append(mention)
    return [
        Sentence(those[0].source, context, tuple(sorted(mention.marked for mention in those)))
        for (_, _, context), those in gathered.items()
    ]


def times(mentions: Sequence[MentionView]) -> str:
    """Return how often an institution is named."""
    return counted(len(mentions), "time")


class Footnotes:
    """One numbering for the sources of several results, each of which numbers its own from 1.

    A source gets its number when it is first referred to.
    """

    def __init__(self) -> None:
        """Start without sources."""
        self._numbers: dict[tuple[str, str | None], int] = {}
        self.citations: list[Citation] = []

    def refer(self, result: Result, numbers: Sequence[int]) -> tuple[int, ...]:
        """Return the common numbers for numbers that a result uses for its own sources."""
        own = {citation.n: citation for citation in result.citations}
        return tuple(dict.fromkeys(self._number(own[number]) for number in numbers if number in own))

    def _number(self, citation: Citation) -> int:
        key = (citation.title, citation.url)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            self.citations.append(citation.model_copy(update={"n": self._numbers[key]}))
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about one or several institutions, with the numbers of its sources."""

    text: str
    sources: tuple[int, ...]


def statements(
    result: Result, notes: Footnotes, *, known: frozenset[str] = frozenset()
) -> Iterator[Statement]:
    """Yield reasons and notes of a result; notes whose text is `known` are said elsewhere."""
    for reason in result.verdict.reasons:
        yield Statement(reason.text, notes.refer(result, reason.citations))
    for note in result.notes:
        if note.text not in known:
            yield Statement(f"Note: {note.text}", notes.refer(result, note.citations))


def common_statements(results: Sequence[Result], notes: Footnotes) -> Iterator[Statement]:
    """Yield the notes that several results carry, each once."""
    counts = Counter(note.text for result in results for note in result.notes)
    said: set[str] = set()
    for result in results:
        for note in result.notes:
            if counts[note.text] > 1 and note.text not in said:
                said.add(note.text)
                yield Statement(note.text, notes.refer(result, note.citations))


def context_statement(result: Result, notes: Footnotes) -> Statement | None:
    """Return what is to be known of a context body: its first note."""
    for note in result.notes[:1]:
        return Statement(note.text, notes.refer(result, note.citations))
    return None
