"""Pieces of text with their place on the page, from a PDF or from text laid out in columns."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from duediligence.errors import ImporterError
from duediligence.importers.files import read_bytes, read_text
from duediligence.importers.text import one_line

_MAX_PDF_BYTES = 50_000_000
_MAX_PAGES = 300
_LINE_HEIGHT, _LETTER_WIDTH = 12.0, 6.0  # of text laid out by spaces
_SAME_LINE = 3.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of text: its page (from 1), its left edge, and how far down it stands (points).

    `down` grows through the whole document, so that pieces can be compared across pages.
    """

    page: int
    x: float
    down: float
    text: str


def read_pieces(path: Path) -> list[Piece]:
    """Return the runs of text in reading order.

    Raises:
        ImporterError: The PDF is damaged, encrypted, far too long, or holds no text (a scan).
    """
    pieces = list(_from_text(read_text(path))) if path.suffix.lower() == ".txt" else _from_pdf(path)
    if not pieces:
        raise ImporterError(
            f"{path}: no text found", hint="A scanned PDF must be read by OCR first; give its text as .txt."
        )
    return sorted(pieces, key=lambda p: (p.page, round(p.down), p.x))


def lines_of(pieces: list[Piece]) -> list[Piece]:
    """Join the pieces that stand on one line; the line keeps the place of its first piece."""
    lines = []
    for _, group in groupby(pieces, key=lambda p: (p.page, round(p.down / _SAME_LINE))):
        run = list(group)
        lines.append(Piece(run[0].page, run[0].x, run[0].down, one_line(" ".join(p.text for p in run))))
    return [line for line in lines if line.text]


def _from_pdf(path: Path) -> list[Piece]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if not read_bytes(path, _MAX_PDF_BYTES).startswith(b"%PDF"):
        raise ImporterError(f"{path}: not a PDF", hint="Give the publisher's PDF, or its text as .txt.")
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns about harmless defects of real files
    try:
        pages = PdfReader(path).pages
        if len(pages) > _MAX_PAGES:
            raise ImporterError(f"{path}: {len(pages)} pages", hint="This is not the publisher's list.")
        return [piece for number, page in enumerate(pages, 1) for piece in _page_pieces(number, page)]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as exc:
        raise ImporterError(f"{path}: damaged PDF: {exc}", hint="Download the file again.") from exc


def _page_pieces(number: int, page: Any) -> list[Piece]:  # noqa: ANN401 - pypdf's page object
    height = float(page.mediabox.height)
    found: list[Piece] = []

    def take(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if content := one_line(text):
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(Piece(number, x, number * height - y, content))

    page.extract_text(visitor_text=take)
    return found


def _from_text(text: str) -> Iterator[Piece]:
    """Read columns from text laid out by spaces, one line after the other."""
    page = 1
    for number, line in enumerate(text.splitlines()):
        page += line.count("\f")
        for match in re.finditer(r"\S+(?: \S+)*", line.replace("\t", "    ").replace("\f", "")):
            yield Piece(page, match.start() * _LETTER_WIDTH, number * _LINE_HEIGHT, match[0])
