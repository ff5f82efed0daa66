"""CSV, TSV and their relatives, and plain lists of one name a line, read as a stream."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from duediligence.inputs.columns import header_likeness
from duediligence.inputs.grid import Grid, Row, with_header
from duediligence.inputs.source import Origin, Survey, bounded_lines
from duediligence.model import Skipped, Source

_DELIMITERS = MappingProxyType({",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"})
_SNIFFED_LINES = 60


def read_delimited(origin: Origin, survey: Survey, *, wanted: str | None = None, tabs: bool = False) -> Grid:
    """Return a delimited table: its delimiter found, its header among the first rows.

    Args:
        origin: The file.
        survey: What is known of its bytes.
        wanted: The name column asked for, if any.
        tabs: Whether the file is named as tab-separated; the delimiter is not guessed then.
    """
    delimiter = "\t" if tabs else sniff_delimiter(_first_lines(origin, survey))
    described = f"{'TSV' if delimiter == chr(9) else 'CSV'}, {_DELIMITERS[delimiter]}"
    rows = _records(origin, survey, delimiter)
    grid = with_header(rows, wanted=wanted, name=origin.name, described=described)
    return replace(grid, expected=survey.lines)


def read_lines(origin: Origin, survey: Survey) -> Grid:
    """Return a table of one column: each line that is not blank is a name."""
    return Grid(
        header=("name",), rows=_lines(origin, survey), described="one name a line", expected=survey.lines
    )


def looks_delimited(origin: Origin, survey: Survey) -> bool:
    """Tell whether a text of unknown kind is a table: several cells in its first line, one a usual header."""
    lines = _first_lines(origin, survey)
    if not lines:
        return False
    cells = next(csv.reader([lines[0]], delimiter=sniff_delimiter(lines)), [])
    return len(cells) > 1 and header_likeness(cells) > 0


def sniff_delimiter(lines: list[str]) -> str:
    """Return the delimiter that splits most lines into the same number of cells, comma when in doubt.

    Names hold commas ("School of X, Y"), so a delimiter counts by how regular it is, not by how often
    it appears.
    """
    announced = (
        re.match(r"sep=([,;\t|])\s*$", lines[0]) if lines else None
    )  # as one spreadsheet program writes
    if announced:
        return announced[1]
    return max(_DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: list[str], delimiter: str) -> tuple[float, int]:
    """Return the share of records of the commonest width beyond one cell, and that width."""
    try:
        widths = Counter(len(record) for record in csv.reader(lines, delimiter=delimiter) if record)
    except csv.Error:  # a cell beyond the limit; the reading itself will name its place
        return (0.0, 1)
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return (0.0, 1)
    count, width = max(several)
    return (count / widths.total(), width)


def _first_lines(origin: Origin, survey: Survey) -> list[str]:
    with origin.text(survey) as stream:
        lines = []
        for line in bounded_lines(stream, origin.name):
            lines.append(line)
            if len(lines) == _SNIFFED_LINES:
                break
    return lines


def _records(origin: Origin, survey: Survey, delimiter: str) -> Iterator[Row | Skipped]:
    with origin.text(survey) as stream:
        lines = _Recent(bounded_lines(stream, origin.name))
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            number, line = number + 1, reader.line_num + 1
            lines.recent.clear()
            try:
                record = next(reader)
                if len(lines.recent) > 1:
                    list(csv.reader(lines.recent, delimiter=delimiter, strict=True))
            except StopIteration:
                return
            except csv.Error as exc:
                place = Source(file=origin.name, row=number, line=line if line != number else None)
                yield Skipped(source=place, reason=_explained(exc, line, reader.line_num))
                continue
            yield Row(number, _trimmed(record), line if line != number else None)


class _Recent:
    """Lines passed on one by one, those of the record being read kept: a quote left open swallows many."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.recent: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.recent.append(line)
        return line


def _explained(error: csv.Error, first: int, last: int) -> str:
    """Say what the csv module's message means for a person."""
    lines = f"lines {first:,} to {last:,}" if last > first else f"line {first:,}"
    if "field larger" in str(error):
        limit = csv.field_size_limit()
        return f"{lines} not read: a cell is longer than {limit:,} characters; is a quote left open?"
    return f"{lines} not read: a quote is opened and not closed properly ({error})"


def _trimmed(record: list[str]) -> list[str]:
    while record and not record[-1].strip():
        record.pop()
    return record


def _lines(origin: Origin, survey: Survey) -> Iterator[Row | Skipped]:
    with origin.text(survey) as stream:
        for number, line in enumerate(bounded_lines(stream, origin.name), 1):
            name = line.strip()
            if name:
                yield Row(number, (name,))
