"""Open a publisher's file defensively: size limits, gzip, encodings, tables, spreadsheets, XML."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duediligence.errors import ImporterError
from duediligence.importers.base import Collector

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 500_000_000
_LONGEST_FIELD = 1_000_000
_GZIP = b"\x1f\x8b"
_ENTITIES = tuple("<!ENTITY".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the whole file, unpacked if it is gzip.

    Raises:
        ImporterError: The file is missing, empty, damaged, or larger than `limit` once unpacked.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            data = (gzip.GzipFile(fileobj=raw) if packed else raw).read(limit + 1)
    except (OSError, EOFError, zlib.error) as exc:
        raise ImporterError(
            f"{path}: cannot be read: {exc}", hint="Check the path, or download the file again."
        ) from exc
    if len(data) > limit:
        raise ImporterError(f"{path}: larger than {limit:,} bytes", hint="This is not the publisher's list.")
    if not data.strip():
        raise ImporterError(f"{path}: empty file", hint="Download the file again.")
    return data


def read_text(path: Path, collector: Collector | None = None) -> str:
    """Return the whole file as text: UTF-8 or UTF-16, else Windows-1252 with a note."""
    data = read_bytes(path)
    if data.startswith(_UTF16):
        return _decoded(path, data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        text = _decoded(path, data, "cp1252")
        if collector:
            row = data.count(b"\n", 0, exc.start) + 1
            collector.note(row, None, f"not UTF-8 (byte {exc.start}); read as Windows-1252")
        return text


def read_csv(
    path: Path,
    collector: Collector,
    required: Sequence[str],
    *,
    delimiter: str = ",",
    text: str | None = None,
    first_line: int = 1,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, record) of a table with a header; broken rows go to the collector.

    Args:
        path: The file, for messages and for reading.
        collector: Where rows of the wrong width are reported.
        required: Columns without which the file is not the list it is taken for.
        delimiter: Between the cells.
        text: The table, when the caller has already read and trimmed the file.
        first_line: Number of the header's line in the file.

    Raises:
        ImporterError: A required column is missing, or the text is no table.
    """
    source = read_text(path, collector) if text is None else text
    previous = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(source, newline=""), delimiter=delimiter)
        header = [name.strip() for name in next(reader, [])]
        require(path, header, required)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            row = reader.line_num + first_line - 1
            if len(cells) != len(header):
                collector.broken(row, None, f"{len(cells)} cells where the header has {len(header)}")
                continue
            yield row, dict(zip(header, map(str.strip, cells), strict=True))
    except csv.Error as exc:
        raise ImporterError(
            f"{path}: not a readable table: {exc}", hint="Give the publisher's own CSV file."
        ) from exc
    finally:
        csv.field_size_limit(previous)


def read_sheet(path: Path, required: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (row number, record) of the first worksheet that has the required columns.

    Header cells of several lines are known by their last line, as METI prints Japanese over English.

    Raises:
        ImporterError: No spreadsheet, a suspiciously inflated one, or a required column is missing.
    """
    _refuse_bomb(path)
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as exc:  # openpyxl raises whatever its XML and zip readers raise
        raise ImporterError(
            f"{path}: not a readable spreadsheet: {exc}", hint="Give the publisher's XLSX file."
        ) from exc
    try:
        yield from _records(path, _rows_with_header(path, book.worksheets, required))
    finally:
        book.close()


def iter_xml(path: Path, tag: str) -> Iterator[tuple[int, _Element]]:
    """Yield (line, element) for each element with that local name; elements are emptied afterwards.

    Entities are not resolved, nothing is fetched, and a document with its own entities is refused.

    Raises:
        ImporterError: The file is not well-formed XML, or declares entities.
    """
    from lxml import etree

    data = read_bytes(path)
    if any(mark in data for mark in _ENTITIES):
        raise ImporterError(
            f"{path}: declares XML entities, which no publisher's list does", hint="Refuse this file."
        )
    try:
        for _, element in etree.iterparse(
            io.BytesIO(data),
            tag=f"{{*}}{tag}",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            yield int(element.sourceline or 0), element
            element.clear()
    except etree.XMLSyntaxError as exc:
        raise ImporterError(f"{path}: not well-formed XML: {exc}", hint="Download the file again.") from exc


def require(path: Path, header: Iterable[str], required: Sequence[str]) -> None:
    """Check that a header has the required columns.

    Raises:
        ImporterError: Names the missing columns and the ones found.
    """
    found = list(header)
    missing = [name for name in required if name not in found]
    if missing:
        shown = ", ".join(found[:12]) or "nothing"
        raise ImporterError(
            f"{path}, row 1: column {', '.join(missing)} missing; found: {shown[:300]}",
            hint="Not the publisher's file, or its format has changed: compare it with the official page.",
        )


def _decoded(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise ImporterError(f"{path}: not readable as text ({exc})", hint="Save the file as UTF-8.") from exc


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (OSError, zipfile.BadZipFile) as exc:
        raise ImporterError(
            f"{path}: not a readable spreadsheet: {exc}", hint="Give the publisher's XLSX file."
        ) from exc
    if size > MAX_BYTES:
        raise ImporterError(f"{path}: unpacks to {size:,} bytes", hint="This is not the publisher's list.")


def _rows_with_header(
    path: Path, sheets: Sequence[Any], required: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    header: list[str] = []
    for sheet in sheets:
        rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
        header = [_column_name(cell) for cell in next(rows, ())]
        if all(name in header for name in required):
            yield tuple(header)
            yield from rows
            return
    require(path, header, required)


def _records(path: Path, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, dict[str, Any]]]:
    header = next(rows)
    try:
        for number, cells in enumerate(rows, 2):
            if any(cell not in (None, "") for cell in cells):
                yield number, {name: cell for name, cell in zip(header, cells, strict=False) if name}
    except Exception as exc:  # a worksheet is parsed while it is read
        raise ImporterError(f"{path}: damaged spreadsheet: {exc}", hint="Download the file again.") from exc


def _column_name(cell: object) -> str:
    lines = str(cell or "").strip().splitlines()
    return lines[-1].strip() if lines else ""
