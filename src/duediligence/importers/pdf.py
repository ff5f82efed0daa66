"""Pieces of text with their place on the page, from a PDF or from text laid out in columns."""

from __future__ import annotations

import logging
import re
import unicodedata
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any

from duediligence.errors import ImporterError
from duediligence.importers.base import ImportResult
from duediligence.importers.files import read_bytes, read_text
from duediligence.importers.text import one_line
from duediligence.model import ListingRow
from duediligence.names.countries import country_code

_MAX_PDF_BYTES = 50_000_000
_MAX_PAGES = 300
_LINE_HEIGHT, _LETTER_WIDTH = 12.0, 6.0  # of text laid out by spaces
_SAME_LINE = 3.0
_COLUMN_GAP = 80.0  # between the left edges of two columns' lines
_LINES_TO_AN_EDGE = 25
_EDGE_OF_PAGE = 60.0
_LONGEST_NAME = 200
FEW_ROWS, SMALL_PART = 2, 0.03
# Radicals of simplified characters, which Unicode does not fold into the characters themselves.
_RADICALS = str.maketrans(
    "\u2ea0\u2ebc\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed3\u2ed4\u2ed8\u2eda\u2edb\u2edc\u2ee2\u2ee5\u2ee6\u2ee8\u2ee9\u2eec\u2eee\u2ef0",
    "民肉虎西见角贝车长门青页风飞马鱼鸟麦黄齐齿龙",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of text: its page (from 1), its left edge, and how far down it stands (points).

    `down` grows through the whole document, so that pieces can be compared across pages; `height` is
    counted from the top of the page.
    """

    page: int
    x: float
    down: float
    text: str
    height: float = 0.0


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
    return sorted(_without_furniture(pieces), key=lambda p: (p.page, round(p.down), p.x))


def margin_of(pieces: Sequence[Piece]) -> float:
    """The left edge of the text: the first one that a few lines share, so that a stray line sets none."""
    edges = Counter(round(piece.x) for piece in pieces)
    enough = 1 + len(pieces) // _LINES_TO_AN_EDGE
    return float(min((x for x, count in edges.items() if count >= enough), default=min(edges, default=0)))


def join_lines(text: str, following: str) -> str:
    """Join a line to the one that carries it on; a word parted at its end grows together."""
    if text.endswith("-") and following[:1].isalpha():
        return (text[:-1] if following[0].islower() else text) + following
    return f"{text} {following}".strip()


def in_columns(pieces: list[Piece]) -> list[Piece]:
    """Read a page set in columns one column after the other, as if each stood at the left margin.

    Args:
        pieces: Sorted as `read_pieces` returns them.
    """
    found: list[Piece] = []
    for _, group in groupby(pieces, key=lambda p: p.page):
        page = list(group)
        starts = _column_starts(page)
        columns: list[list[Piece]] = [[] for _ in starts]
        for piece in page:
            own = bisect(starts, piece.x) - 1
            columns[own].append(replace(piece, x=piece.x - starts[own] + starts[0]))
        found += chain(*columns)
    return found


def _column_starts(page: list[Piece]) -> list[float]:
    """The left edges of the columns: groups of many lines, far from one another."""
    edges = sorted(piece.x for piece in page)
    cuts = [0, *(at for at in range(1, len(edges)) if edges[at] - edges[at - 1] >= _COLUMN_GAP), len(edges)]
    groups = [edges[a:b] for a, b in pairwise(cuts)]
    return [group[0] for at, group in enumerate(groups) if not at or len(group) >= max(4, len(edges) // 12)]


def lines_of(pieces: list[Piece]) -> list[Piece]:
    """Join the pieces that stand on one line; the line keeps the place of its first piece."""
    lines = []
    for _, group in groupby(pieces, key=lambda p: (p.page, round(p.down / _SAME_LINE))):
        run = list(group)
        lines.append(Piece(run[0].page, run[0].x, run[0].down, one_line(" ".join(p.text for p in run))))
    return [line for line in lines if line.text]


def _without_furniture(pieces: list[Piece]) -> list[Piece]:
    """Leave out what stands at the same place of most pages, page numbers aside: headers and footers."""
    pages = {piece.page for piece in pieces}
    bottom = max((piece.height for piece in pieces), default=0.0) - _EDGE_OF_PAGE
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for piece in pieces:
        seen[_furniture_key(piece, bottom)].add(piece.page)
    often = max(2, (len(pages) + 1) // 2)
    return [
        piece
        for piece in pieces
        if len(seen[_furniture_key(piece, bottom)]) < often or country_code(piece.text) is not None
    ]


def _furniture_key(piece: Piece, bottom: float) -> tuple[str, int]:
    at_edge = not _EDGE_OF_PAGE < piece.height < bottom  # elsewhere numbers tell names apart
    text = re.sub(r"\d+", "#", piece.text) if at_edge else piece.text
    return text, round(piece.height / _SAME_LINE)


def _plain(text: str) -> str:
    """Ligatures and the radicals that some programs write for Han characters, as what they stand for."""
    return unicodedata.normalize("NFKC", text).translate(_RADICALS) if not text.isascii() else text


def _from_pdf(path: Path) -> list[Piece]:
    from pypdf import PdfReader

    if not read_bytes(path, _MAX_PDF_BYTES).startswith(b"%PDF"):
        raise ImporterError(f"{path}: not a PDF", hint="Give the publisher's PDF, or its text as .txt.")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns about harmless defects of real files
    try:
        pages = PdfReader(path).pages
        count = len(pages)
        if count <= _MAX_PAGES:
            return [piece for number, page in enumerate(pages, 1) for piece in _page_pieces(number, page)]
    except Exception as exc:  # a damaged file makes pypdf raise whatever its parts raise
        raise ImporterError(f"{path}: damaged PDF: {exc}", hint="Download the file again.") from exc
    raise ImporterError(f"{path}: {count} pages", hint="This is not the publisher's list.")


def _page_pieces(number: int, page: Any) -> list[Piece]:  # noqa: ANN401 - pypdf's page object
    height = float(page.mediabox.height)
    found: list[Piece] = []

    def take(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if content := one_line(_plain(text)):
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.append(Piece(number, x, number * height - y, content, height - y))

    page.extract_text(visitor_text=take)
    return found


def refuse_unreliable(
    path: Path, result: ImportResult, doubt: Callable[[ListingRow], str | None] = lambda _: None
) -> None:
    """Refuse a file of which more than a few rows cannot be right: half a list is worse than none.

    Raises:
        ImporterError: Names the first such rows and why.
    """
    doubtful = [(row, why) for row in result.rows if (why := _too_long(row) or doubt(row))]
    if len(doubtful) > max(FEW_ROWS, len(result.rows) * SMALL_PART):
        said = "; ".join(f"row {row.line}, {row.name[:60]!r}: {why}" for row, why in doubtful[:3])
        raise ImporterError(
            f"{path}: the layout cannot be read reliably, {len(doubtful)} of {len(result.rows)} rows: {said}",
            hint="Give the text of the PDF as .txt, one entry a line in the layout of the page.",
        )


def _too_long(row: ListingRow) -> str | None:
    return f"longer than {_LONGEST_NAME} letters" if len(row.name) > _LONGEST_NAME else None


def _from_text(text: str) -> Iterator[Piece]:
    """Read columns from text laid out by spaces, one line after the other."""
    page, first = 1, 0
    for number, line in enumerate(text.splitlines()):
        if "\f" in line:
            page, first = page + line.count("\f"), number
        down, height = number * _LINE_HEIGHT, (number - first) * _LINE_HEIGHT
        for match in re.finditer(r"\S+(?: \S+)*", line.replace("\t", "    ").replace("\f", "")):
            yield Piece(page, match.start() * _LETTER_WIDTH, down, _plain(match[0]), height)
