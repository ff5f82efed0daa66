"""One row a partner, with the input's other columns behind: for spreadsheets and scripts.

Cells that a spreadsheet program would take for a formula begin with an apostrophe, which makes them text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

from duediligence.formats.rows import COLUMNS, row_values
from duediligence.model import Report, Result, Skipped
from duediligence.names.harmless import harmless
from duediligence.portfolio import Exposure

# What a spreadsheet program may take for a formula, also in full width or behind blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
_RUN_COLUMNS = ("tool_version", "data_version", "data_sha256")


def open_writer(sink: BinaryIO, frame: Report, columns: tuple[str, ...]) -> CsvWriter:
    """Return a writer of CSV (UTF-8, comma, lines ended by CR LF as RFC 4180 says)."""
    return CsvWriter(sink, frame, columns)


def neutral(value: object) -> str:
    """Return a cell that no spreadsheet program evaluates; plain numbers stay as they are."""
    text = harmless(str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def carried_titles(columns: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Return titles for the input's other columns that do not collide with those already taken."""
    used = set(taken)
    titles = []
    for column in columns:
        title = harmless(column) or "column"
        while title in used:
            title = f"input {title}"
        used.add(title)
        titles.append(title)
    return titles


def piece_maker(frame: Report, columns: tuple[str, ...]) -> Callable[[Result | Skipped], bytes]:
    """Return what renders one row; every row repeats which tool and data it rests on."""
    run = (frame.tool.version, frame.data.version, frame.data.sha256)

    def row(item: Result | Skipped) -> bytes:
        carried = item.partner.columns if isinstance(item, Result) else {}
        return _line([*row_values(item), *(carried.get(column, "") for column in columns), *run])

    return row


class CsvWriter:
    """Writes the header at once and each row as it comes."""

    def __init__(self, sink: BinaryIO, frame: Report, columns: tuple[str, ...]) -> None:
        """Write the header."""
        self._sink = sink
        self._row = piece_maker(frame, columns)
        ours = [column.key for column in COLUMNS]
        self.put([_line([*ours, *carried_titles(columns, (*ours, *_RUN_COLUMNS)), *_RUN_COLUMNS])])

    def add(self, item: Result | Skipped) -> None:
        """Write one row."""
        self.put([self._row(item)])

    def put(self, pieces: Sequence[bytes]) -> None:
        """Write the rows of some results."""
        self._sink.write(b"".join(pieces))

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:  # noqa: ARG002
        """Mark a run that was stopped."""
        if totals.run.partial:
            self.put([_line(["PARTIAL: the run was stopped before the last row"])])


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([neutral(cell) for cell in cells])
    return line.getvalue().encode("utf-8")
