"""Undo layout: turn a document's text into running pieces, each character mapped to where it stood.

A line break inside a name, a hyphen at a line's end or a zero-width character must not hide a name;
a table cell, a list item or a blank line must not join two names into a third.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from duediligence.scanning.document import Document, DocumentKind

_BLANK = r"[^\S\n\f]"
_BULLET = rf"(?:[•·▪‣◦●○■□►✓*+–—-]|\(?\d{{1,3}}[.)]|[a-zA-Z][.)]|#{{1,6}}){_BLANK}"
_PAGE_NUMBER = rf"{_BLANK}*+[-–]?{_BLANK}*+\d{{1,4}}{_BLANK}*+[-–]?{_BLANK}*+"
# Each alternative starts with one fixed character and repeats possessively: fast on long texts, and a line
# of a million spaces costs no more than any other.
_HARD = (
    rf"\n(?:(?:{_BLANK}*+\n)+"  # a blank line ends a paragraph
    rf"|(?={_BLANK}*+{_BULLET})(?!{_PAGE_NUMBER}\n?\f)"  # a list item starts
    rf"|(?={_BLANK}*+[^\s][^\n\t]*+\t))"  # a table row starts
    r"|(?P<cell>\t(?<=[^\n\t]\t)\s*+)"  # a table cell ends
    r"|(?P<line>\n)"  # any other line ends; it parts after a table row only
)
_PARTS = re.compile(_HARD)
_MARKDOWN_PARTS = re.compile(_HARD + r"|\|")

# A page break, with the page number that may stand before or after it, is a line break inside a sentence.
_PAGE_BREAK = (
    rf"(?:\n{_PAGE_NUMBER})?\n?\f\s*+"
    rf"(?:\d{{1,4}}{_BLANK}*+\n\s*+)?"
)
_LAYOUT = (
    rf"(?P<joint>(?<=[^\W\d_])[-\u2010\u00ad]{_BLANK}*+(?:{_PAGE_BREAK}|\n){_BLANK}*+(?=[^\W\d_]))"
    rf"|(?P<break>{_BLANK}*(?:{_PAGE_BREAK}|\n){_BLANK}*+)"
    "|(?P<nothing>[\u00ad\u200b\u2060\ufeff]+)"
    rf"|(?P<gap>{_BLANK}{{2,}})"
)
_CHANGED = re.compile(_LAYOUT)
_MARKDOWN_CHANGED = re.compile(
    _LAYOUT
    + r"|(?P<markup>\]\([^()\s]{0,2000}\)|[\[\]`]|(?<![^\W_])[*_]{1,3}(?=\w)|(?<=\w)[*_]{1,3}(?![^\W_]))"
)
_LAID_OUT = re.compile("[\n\f\u00ad\u200b\u2060\ufeff*_`\\[\\]\u2010]|\\s\\s")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2}")

_LONGEST_PIECE = 20_000
_WIDE_GAP = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Running text without layout, and the way back to the document.

    Attributes:
        text: What the recogniser reads: one paragraph, list item or table cell.
        breaks: Positions in `text` where the document has a line break or a wide gap.
        flow_at: Positions in `text` from which characters count on ...
        document_at: ... from these positions of the document.
    """

    text: str
    breaks: tuple[int, ...]
    flow_at: tuple[int, ...]
    document_at: tuple[int, ...]

    def in_document(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where a run of characters of `text`, not empty, stands in the document."""
        start, end = span
        return self._position(start), self._position(end - 1) + 1

    def crosses_break(self, span: tuple[int, int]) -> bool:
        """Tell whether a line break or a wide gap of the document lies inside the run."""
        at = bisect_right(self.breaks, span[0])
        return at < len(self.breaks) and self.breaks[at] < span[1]

    def _position(self, at: int) -> int:
        index = bisect_right(self.flow_at, at) - 1
        return self.document_at[index] + at - self.flow_at[index]


def pieces(document: Document) -> Iterator[Piece]:
    """Yield the running text of a document, piece by piece, in order."""
    markdown = document.kind is DocumentKind.MARKDOWN
    changed = _MARKDOWN_CHANGED if markdown else _CHANGED
    for start, end in _parts(document.text, _MARKDOWN_PARTS if markdown else _PARTS):
        running = document.text[start:end].strip()
        if running:
            first = document.text.index(running[0], start)
            yield _piece(document.text, first, first + len(running), changed)


def _parts(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start, in_row = 0, False
    for match in separator.finditer(text):
        if match.lastgroup == "line" and not in_row:
            continue
        in_row = match.lastgroup == "cell"
        yield from _bounded(text, start, match.start())
        start = match.end()
    yield from _bounded(text, start, len(text))


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST_PIECE:
        cut = _cut(text, start, start + _LONGEST_PIECE)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _cut(text: str, start: int, limit: int) -> int:
    # A paragraph without an end is cut after a sentence, else after a word, else where it must be.
    for mark in (". ", "。", "\n", " "):
        found = text.rfind(mark, (start + limit) // 2, limit)
        if found >= 0:
            return found + len(mark)
    return limit


def _piece(text: str, start: int, end: int, changed: re.Pattern[str]) -> Piece:
    if not _LAID_OUT.search(text, start, end):
        return Piece(text[start:end], (), (0,), (start,))
    parts: list[str] = []
    breaks: list[int] = []
    flow_at, document_at = [0], [start]
    size, done = 0, start
    for match in changed.finditer(text, start, end):
        glue, is_break = _replacement(text, match)
        parts += (text[done : match.start()], glue)
        size += match.start() - done
        if is_break:
            breaks.append(size)
        size += len(glue)
        done = match.end()
        # What is put in counts as the last character of what it stands for.
        flow_at += (size - len(glue), size)
        document_at += (done - len(glue), done)
    parts.append(text[done:end])
    return Piece("".join(parts), tuple(breaks), tuple(flow_at), tuple(document_at))


def _replacement(text: str, match: re.Match[str]) -> tuple[str, bool]:
    """Return what stands for a change of the layout, and whether it was a break."""
    start, end = match.span()
    match match.lastgroup:
        case "joint":
            # `Aero-` / `nautics` is one word; `Jiao-` / `Tong` keeps its hyphen.
            return ("" if text[end].islower() or text[start] == "\u00ad" else "-"), True
        case "break":
            around = text[max(0, start - 1) : start] + text[end : end + 1]
            return ("" if _HAN.fullmatch(around) else " "), True
        case "gap":
            return " ", end - start >= _WIDE_GAP
        case _:
            return "", False
