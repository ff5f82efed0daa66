"""Section 1286, foreign institutions engaging in problematic activity: PDF tables, or their text.

Table 1 has three columns (English name, native name, country) with bulleted affiliates below a
name; a country stands in the middle of its row's height, so it is given to the row that spans it.
Table 2 names talent programmes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from duediligence.errors import ImporterError
from duediligence.importers.base import Collector, Importer, ImportResult
from duediligence.importers.dates import long_date
from duediligence.importers.kinds import guess_kind
from duediligence.importers.pdf import Piece, lines_of, read_pieces
from duediligence.importers.text import clean, is_native, take_apart
from duediligence.model import Kind
from duediligence.names.countries import country_code

_PAGE = "https://www.cto.mil/wp-content/uploads/2026/07/FY25-Section-1286-List.pdf"
_TABLE = re.compile(r"^table\s+(\d)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:\d{1,3}|page \d+.*|unclassified.*|"
    r"(?:english |native |foreign )?(?:institution|language)?s?\s?(?:name)?s?|country(?: of origin)?"
    r"|name of (?:institution|program).*|program(?: name)?s?)$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[•▪●◦·o*–-]\s+")
_BULLET_ALONE = re.compile(r"^[•▪●◦·o*–-]$")
_INDENT = 8.0
_ROW_GAP = 1.35
_LARGEST_STEP = 14.5


@dataclass(slots=True)
class _Row:
    """One institution: its name lines, its affiliates, and the height it spans."""

    top: float
    bottom: float
    programme: bool
    words: list[str]
    affiliates: list[list[str]] = field(default_factory=list)
    natives: list[str] = field(default_factory=list)
    country: str | None = None

    def reaches(self, down: float) -> float:
        """How far a height lies outside this row; 0 within it."""
        return max(self.top - down, down - self.bottom, 0.0)


def read(path: Path) -> ImportResult:
    """Read the PDF, or its text laid out in the same columns.

    Raises:
        ImporterError: No institution could be read.
    """
    collector = Collector(path)
    pieces = read_pieces(path)
    as_of = next((date for line in lines_of(pieces)[:40] if (date := long_date(line.text))), None)
    rows = _rows(_table_pieces(pieces))
    for number, row in enumerate(rows, 1):
        _take(number, row, as_of, collector)
    result = collector.result(as_of=as_of)
    if not result.rows:
        raise ImporterError(f"{path}: no institution found", hint=f"Give the PDF of the list, see {_PAGE}.")
    return result


def _take(number: int, row: _Row, as_of: str | None, collector: Collector) -> None:
    name = _add(number, row, " ".join(row.words), None, as_of, collector)
    if row.country is None and not row.programme:
        collector.note(number, "country", f"none stands beside {name[:60]!r}")
    for words in row.affiliates:
        _add(number, row, " ".join(words), name, as_of, collector)


def _add(
    number: int, row: _Row, text: str, parent: str | None, as_of: str | None, collector: Collector
) -> str:
    names = take_apart(text)
    kind = Kind.PROGRAMME if row.programme else guess_kind(names.name, names.aliases)
    collector.add(
        number,
        list="us-dod-1286",
        name=names.name,
        printed=names.printed,
        name_native=" ".join(row.natives) if not parent else None,
        aliases=names.aliases,
        former=names.former,
        acronyms=names.acronyms,
        parent=parent or names.parent,
        countries=(row.country,) if row.country else (),
        kind=kind,
        programme="Section 1286; "
        + ("talent programme (Table 2)" if row.programme else "institution (Table 1)"),
        as_of=as_of,
        cite="Section 1286, NDAA FY2019" + (f", list of {as_of}" if as_of else ""),
        url=_PAGE,
    )
    return names.name


def _table_pieces(pieces: list[Piece]) -> list[tuple[Piece, bool]]:
    """Return (piece, whether in Table 2) below the first table's heading, without page furniture."""
    found: list[tuple[Piece, bool]] = []
    table = 0
    for piece in pieces:
        if heading := _TABLE.match(piece.text):
            table = int(heading[1])
        elif table and not _FURNITURE.match(piece.text):
            found.append((piece, table > 1))
    return found


def _rows(pieces: list[tuple[Piece, bool]]) -> list[_Row]:
    names = [(piece, programme) for piece, programme in pieces if _is_name(piece)]
    rows = _name_rows(names)
    for piece, _ in pieces:
        if not _is_name(piece) and rows:
            _attach(piece, min(rows, key=lambda row: row.reaches(piece.down)))
    return rows


def _is_name(piece: Piece) -> bool:
    return not is_native(piece.text) and country_code(piece.text) is None


def _attach(piece: Piece, row: _Row) -> None:
    if is_native(piece.text):
        row.natives.append(piece.text)
    else:
        row.country = row.country or country_code(piece.text)


def _name_rows(pieces: list[tuple[Piece, bool]]) -> list[_Row]:
    """Group the lines of the name column: a new row at the margin after a bullet or after a wide gap."""
    rows: list[_Row] = []
    margin = min((piece.x for piece, _ in pieces), default=0.0)
    step = _line_step([piece for piece, _ in pieces])
    last: Piece | None = None
    for piece, programme in pieces:
        text = clean(_BULLET.sub("", piece.text))
        bulleted = bool(_BULLET.match(piece.text) or _BULLET_ALONE.match(piece.text))
        indented = bulleted or piece.x > margin + _INDENT
        gap = piece.down - last.down if last and last.page == piece.page else step * 10
        if not rows or (not indented and (gap > step * _ROW_GAP or rows[-1].affiliates)):
            rows.append(_Row(piece.down, piece.down, programme, [text]))
        else:
            _continue(rows[-1], text, indented=indented, bulleted=bulleted)
        rows[-1].bottom = max(rows[-1].bottom, piece.down)
        last = piece
    return rows


def _continue(row: _Row, text: str, *, indented: bool, bulleted: bool) -> None:
    text = "" if _BULLET_ALONE.match(text) else text
    if bulleted or (indented and not row.affiliates):
        row.affiliates.append([text] if text else [])
    elif indented:
        row.affiliates[-1].append(text)
    else:
        row.words.append(text)


def _line_step(pieces: list[Piece]) -> float:
    """The distance between two lines of one cell: among the small ones, never more than body text has."""
    gaps = sorted(b.down - a.down for a, b in pairwise(pieces) if a.page == b.page and b.down > a.down)
    return min(gaps[len(gaps) // 4], _LARGEST_STEP) if gaps else _LARGEST_STEP


IMPORTER = Importer(
    source="us-dod-1286",
    lists=("us-dod-1286",),
    title="Institutions and programs under section 1286",
    publisher="US Department of War (Defense), Research and Engineering",
    page=_PAGE,
    address=_PAGE,
    content_types=("application/pdf", "application/octet-stream"),
    read=read,
)
