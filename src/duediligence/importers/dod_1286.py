"""Section 1286, foreign institutions engaging in problematic activity: PDF tables, or their text.

Table 1 has three columns (English name, native name, country) with bulleted affiliates below a
name; a country stands in the middle of its row's height, so it is given to the row that spans it.
Table 2 names talent programmes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby, pairwise
from pathlib import Path

from duediligence.errors import ImporterError
from duediligence.importers.base import Collector, Importer, ImportResult
from duediligence.importers.dates import long_date
from duediligence.importers.kinds import guess_kind
from duediligence.importers.pdf import (
    FEW_ROWS,
    SMALL_PART,
    Piece,
    join_lines,
    lines_of,
    margin_of,
    read_pieces,
    refuse_unreliable,
)
from duediligence.importers.text import clean, is_native, take_apart
from duediligence.model import Kind
from duediligence.names import WordClass, tokenise, word_class
from duediligence.names.countries import country_code

_PAGE = "https://www.cto.mil/wp-content/uploads/2026/07/FY25-Section-1286-List.pdf"
_TABLE = re.compile(r"^table\s+(\d)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:\d{1,3}|page \d+.*|unclassified.*|"
    r"(?:english |native |foreign )?(?:institution|language)?s?\s?(?:name)?s?|country(?: of origin)?"
    r"|name of (?:institution|program).*|program(?: name)?s?)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\b(?:is|are|was|were|may|must|shall|has|have|be)\b.*\.$", re.IGNORECASE)
_BULLET = re.compile(r"^[•▪●◦·o*–-]\s+")
_BULLET_ALONE = re.compile(r"^[•▪●◦·o*–-]$")
_INDENT = 8.0
_A_FULL_LINE = 0.75  # a line this much shorter than the longest was not wrapped
_SAME_LINE = 6.0
_HAIR = 0.1
_COLUMN_WIDTH = 40.0  # how far a country may stand left of most
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
    natives: list[Piece] = field(default_factory=list)
    country: str | None = None
    beside: float | None = None  # where its country stands
    more_countries: int = 0
    bulleted: bool = False
    page: int = 1

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
    _refuse_unsure(path, rows)
    for number, row in enumerate(rows, 1):
        _take(number, row, as_of, collector)
    result = collector.result(as_of=as_of)
    if not result.rows:
        raise ImporterError(f"{path}: no institution found", hint=f"Give the PDF of the list, see {_PAGE}.")
    refuse_unreliable(path, result)
    return result


def _take(number: int, row: _Row, as_of: str | None, collector: Collector) -> None:
    text = reduce(join_lines, row.words, "")
    if _SENTENCE.search(text):
        collector.skip("a sentence, no institution")
        return
    name = _add(number, row, text, None, as_of, collector)
    if row.country is None and not row.programme:
        collector.note(number, "country", f"none stands beside {name[:60]!r}")
    for words in row.affiliates:
        _add(number, row, reduce(join_lines, words, ""), name, as_of, collector)


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
        name_native=_native_name(row) if not parent else None,
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
    column = _country_column([piece for piece, _ in pieces])
    names = [(piece, programme) for piece, programme in pieces if _is_name(piece, column)]
    rows = _name_rows(names, _lowest_row([piece for piece, _ in pieces if not _is_name(piece, column)]))
    if rows:
        for piece, _ in pieces:
            if not _is_name(piece, column) and not is_native(piece.text):
                _add_country(piece, min(rows, key=lambda row: row.reaches(piece.down)))
        for cell in _native_cells([piece for piece, _ in pieces if is_native(piece.text)]):
            for row, lines in _shared_out(cell, rows):
                row.natives += lines
    return rows


def _lowest_row(pieces: list[Piece]) -> float:
    """The least distance of two countries: a row takes no less, and a line within a cell takes less."""
    found = [piece for piece in pieces if country_code(piece.text)]
    steps = (b.down - a.down for a, b in pairwise(found) if a.page == b.page)
    return min((step for step in steps if step > _SAME_LINE), default=float("inf"))


def _country_column(pieces: list[Piece]) -> float:
    """Where the countries stand; a country further left ends a name: University of ... of China."""
    edges = Counter(round(piece.x) for piece in pieces if country_code(piece.text))
    return edges.most_common(1)[0][0] - _COLUMN_WIDTH if edges else 0.0


def _is_name(piece: Piece, column: float) -> bool:
    return not is_native(piece.text) and (country_code(piece.text) is None or piece.x < column)


def _add_country(piece: Piece, row: _Row) -> None:
    if row.country is None:
        row.country, row.beside = country_code(piece.text), piece.down
    else:
        row.more_countries += 1


def _native_cells(pieces: list[Piece]) -> list[list[Piece]]:
    """Group the lines of the native names by cell: a wide gap parts two."""
    step = _line_step(pieces)
    cells: list[list[Piece]] = []
    for piece in pieces:
        last = cells[-1][-1] if cells else None
        if last and last.page == piece.page and piece.down - last.down <= step * _ROW_GAP:
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return cells


def _shared_out(lines: list[Piece], rows: list[_Row]) -> Iterator[tuple[_Row, list[Piece]]]:
    """Give the lines of native names to the rows whose countries stand beside them.

    A native name may take more lines than the English one, and so reach beside the neighbours'; rows may
    stand as close as lines, and then the widest gaps part them.
    """
    top, bottom = lines[0].down - _SAME_LINE, lines[-1].down + _SAME_LINE
    beside = [row for row in rows if row.beside is not None and top <= row.beside <= bottom]
    if not beside:
        middle = (lines[0].down + lines[-1].down) / 2
        yield min(rows, key=lambda row: row.reaches(middle)), lines
        return
    gaps = sorted(range(1, len(lines)), key=lambda at: lines[at - 1].down - lines[at].down)
    cuts = [0, *sorted(gaps[: len(beside) - 1]), len(lines)]
    for row, (start, end) in zip(beside, pairwise(cuts), strict=False):
        yield row, lines[start:end]


def _native_name(row: _Row) -> str:
    """The native name: Han characters side by side, however they were set; Persian from the right."""
    rightmost_first = any("\u0590" <= char <= "\u08ff" for piece in row.natives for char in piece.text)
    lines = groupby(sorted(row.natives, key=lambda p: p.down), key=lambda p: round(p.down / _SAME_LINE))
    text = " ".join(
        piece.text for _, line in lines for piece in sorted(line, key=lambda p: p.x, reverse=rightmost_first)
    )
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text)


def _refuse_unsure(path: Path, rows: list[_Row]) -> None:
    """Refuse a table whose rows cannot be told apart: each institution stands beside one country.

    Raises:
        ImporterError: Names the first rows that have none or several.
    """
    checked = [row for row in rows if not row.programme]
    unsure = [row for row in checked if row.country is None or row.more_countries]
    if sum(max(1, row.more_countries) for row in unsure) > max(FEW_ROWS, len(checked) * SMALL_PART):
        said = "; ".join(
            f"page {row.page}, {' '.join(row.words)[:60]!r}: "
            + (
                "no country beside it"
                if row.country is None
                else f"{row.more_countries + 1} countries beside it"
            )
            for row in unsure[:3]
        )
        raise ImporterError(
            f"{path}: the table's rows cannot be told apart, {len(unsure)} of {len(checked)}: {said}",
            hint="Give the text of the PDF as .txt, in the layout of the page.",
        )


def _name_rows(pieces: list[tuple[Piece, bool]], lowest_row: float) -> list[_Row]:
    """Group the lines of the name column: a new row at the margin after a bullet or after a wide gap."""
    rows: list[_Row] = []
    margin = margin_of([piece for piece, _ in pieces])
    step = _line_step([piece for piece, _ in pieces])
    row_gap = min(step * _ROW_GAP, lowest_row - _HAIR)
    last: Piece | None = None
    for piece, programme in pieces:
        text = clean(_BULLET.sub("", piece.text))
        bulleted = bool(_BULLET.match(piece.text) or _BULLET_ALONE.match(piece.text))
        indented = bulleted or piece.x > margin + _INDENT
        gap = piece.down - last.down if last and last.page == piece.page else step * 10
        if not rows or (not indented and (gap > row_gap or rows[-1].affiliates)):
            rows.append(_Row(piece.down, piece.down, programme, [text], page=piece.page))
        else:
            _continue(rows[-1], text, indented=indented, bulleted=bulleted)
        rows[-1].bottom = max(rows[-1].bottom, piece.down)
        last = piece
    return rows


def _continue(row: _Row, text: str, *, indented: bool, bulleted: bool) -> None:
    text = "" if _BULLET_ALONE.match(text) else text
    row.bulleted = row.bulleted or bulleted
    if bulleted or (indented and (not row.affiliates or (not row.bulleted and _starts(row, text)))):
        row.affiliates.append([text] if text else [])
    elif indented:
        row.affiliates[-1].append(text)
    else:
        row.words.append(text)


def _starts(row: _Row, text: str) -> bool:
    """Whether an indented line starts an affiliate where the bullets are drawn, not written."""
    lines = [line for affiliate in row.affiliates for line in affiliate]
    before, longest = lines[-1], max(map(len, lines))
    if before.endswith((",", "-", " and", " of", " for", " the", "&")) or text[:1].islower():
        return False
    first = tokenise(text).keys[:1]
    return len(before) < longest * _A_FULL_LINE or (bool(first) and word_class(first[0]) is WordClass.FORM)


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
