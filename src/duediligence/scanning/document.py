"""A document's text, and where each character of it stands: page, line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from duediligence.model import Source

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


class DocumentKind(StrEnum):
    """What sort of file a document was read from."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EMAIL = "email"


@dataclass(frozen=True)
class Document:
    """The text of one document, ready to be scanned.

    Attributes:
        name: File name or address as the reader knows it; `-` is stdin.
        kind: What it was read from.
        text: All text, cleaned by `clean_text`. A blank line parts blocks, a tab parts table cells,
            a single line break may be layout alone.
        sha256: Of the file's bytes, or None where there was no file.
        page_starts: Where each page starts in `text`, for documents that have pages; else empty.
        encoding: The character encoding that was used, where one had to be found.
        gaps: What could not be read of it, in words; such a document is not fully screened.
    """

    name: str
    kind: DocumentKind
    text: str
    sha256: str | None = None
    page_starts: tuple[int, ...] = ()
    encoding: str | None = None
    gaps: tuple[str, ...] = ()

    def place(self, offset: int) -> tuple[int | None, int, int]:
        """Return page (None without pages), line and column of a character, all counted from 1.

        Lines are counted within the page, or from the start of the text where there are no pages.
        """
        page = bisect_right(self.page_starts, offset)
        top = self.page_starts[page - 1] if page else 0
        line = bisect_right(self._line_starts, offset)
        first = bisect_right(self._line_starts, top)
        start = max(self._line_starts[line - 1], top)
        return page or None, line - first + 1, offset - start + 1

    def source(self, span: tuple[int, int], context: str | None = None) -> Source:
        """Return the place of a run of characters as reports show it."""
        page, line, column = self.place(span[0])
        return Source(file=self.name, page=page, line=line, column=column, span=span, context=context)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]


def clean_text(text: str) -> str:
    """Return `text` with one kind of line end and nothing that could act on a terminal or hide words.

    Control characters become spaces, direction marks become zero-width spaces, halves of
    characters become the replacement sign: columns stay what they were.
    """
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", _CONTROL.sub(" ", text))
    text = _DIRECTION.sub("\u200b", text)
    return _LONE_SURROGATE.sub("\ufffd", text)
