"""The common form of every table read: a header, then rows that keep their place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from duediligence.errors import InputError
from duediligence.inputs.columns import column_letter, has_header, header_likeness
from duediligence.model import Skipped

MAX_COLUMNS = 1_000
_HEADER_SEARCH = 30  # rows above the header: a title, a date, an empty line or two


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells.

    Attributes:
        number: 1-based, as a spreadsheet shows it.
        cells: Texts from the left; a row may be shorter or longer than the header.
        line: The line of text it begins on, where that is not `number`.
        name: The partner's name, for a row that is nothing but a name.
    """

    number: int
    cells: Sequence[str]
    line: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its header found.

    Attributes:
        header: Unique, non-empty column names, left to right.
        rows: The rows below the header; a place that could not be read comes as `Skipped`.
        described: How the table was read, for the report ("CSV, comma, header in row 1").
        sheet: The sheet's name, for workbooks.
        expected: About how many rows there are, when known.
    """

    header: tuple[str, ...]
    rows: Iterator[Row | Skipped]
    described: str
    sheet: str | None = None
    expected: int | None = None


def with_header(
    rows: Iterable[Row | Skipped], *, wanted: str | None, name: str, described: str, sheet: str | None = None
) -> Grid:
    """Find the header among the first rows and return the table below it.

    Args:
        rows: All rows from the top.
        wanted: The name column asked for, if any: the row holding it is the header.
        name: The file, for messages.
        described: How the file is read so far; the header's row is added.
        sheet: The sheet's name, for workbooks.

    Raises:
        InputError: When there is no row at all, or too many columns.
    """
    rows = iter(rows)
    first = list(islice(rows, _HEADER_SEARCH))
    readable = [row for row in first if isinstance(row, Row) and any(row.cells)]
    if not readable:
        raise InputError(
            f"{name}: there is nothing in it", hint="Give a table: a header row, partners below."
        )
    header_row = _header_row(readable, wanted)
    below = [row for row in first if not isinstance(row, Row) or row.number > header_row.number]
    cells, below = _second_line(list(header_row.cells), below)
    _refuse_width(cells, name, header_row.number)
    return Grid(
        header=unique_header(cells),
        rows=chain(below, rows),
        described=f"{described}, header in row {header_row.number}",
        sheet=sheet,
    )


def unique_header(cells: Sequence[str]) -> tuple[str, ...]:
    """Return header cells with blanks named by their letter and repetitions numbered."""
    seen: dict[str, int] = {}
    header = []
    for position, cell in enumerate(cells):
        title = " ".join(cell.split()) or f"column {column_letter(position)}"
        seen[title] = seen.get(title, 0) + 1
        header.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return tuple(header)


def _header_row(rows: Sequence[Row], wanted: str | None) -> Row:
    """Return the row with the column asked for, else the one most like a header, else a first wide one."""
    asked = next((row for row in rows if wanted and has_header(row.cells, wanted)), None)
    return asked or max(rows, key=lambda row: (header_likeness(row.cells), _filled(row.cells) > 1))


def _second_line(cells: list[str], below: list[Row | Skipped]) -> tuple[list[str], list[Row | Skipped]]:
    """Join a header of merged cells over two rows: a group title above, the columns' titles below it.

    The row below belongs to the header when most of what it holds are usual headers, and it fills a blank
    of the row above.
    """
    following = below[0] if below else None
    if not isinstance(following, Row) or not _mostly_headers(following.cells):
        return cells, below
    width = max(len(cells), len(following.cells))
    upper, lower = _padded(cells, width), _padded(following.cells, width)
    if not any(low and not high for low, high in zip(lower, upper, strict=True)):
        return cells, below
    return [low or high for low, high in zip(lower, upper, strict=True)], below[1:]


def _mostly_headers(cells: Sequence[str]) -> bool:
    return sum(1 for cell in cells if header_likeness([cell])) * 2 > _filled(cells)


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _refuse_width(cells: Sequence[str], name: str, row: int) -> None:
    if len(cells) > MAX_COLUMNS:
        raise InputError(
            f"{name}: row {row} has {len(cells):,} columns; at most {MAX_COLUMNS:,} are read",
            hint="Keep the columns that matter and try again.",
        )
