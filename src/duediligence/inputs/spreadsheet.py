"""XLSX workbooks read as a stream, within bounds: hostile and broken files are refused, not expanded."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, BinaryIO

from duediligence.errors import InputError, UsageError
from duediligence.inputs.grid import Grid, Row, with_header
from duediligence.inputs.source import Origin
from duediligence.inputs.structured import as_text
from duediligence.model import Skipped, Source

_MAX_UNPACKED = 4 << 30  # bytes of one part; a full sheet of a million rows and ten columns has about 0.5 GiB
_MAX_SHARED_TEXT = 256 << 20  # bytes; the shared texts of a workbook are held in memory
_MAX_RATIO = 400  # unpacked to packed; real sheets reach 20, empty rows about 120, a bomb 1,000
_ALWAYS_FINE = 16 << 20
_MAX_ROWS = 1_048_576  # of any spreadsheet program; a row numbered higher is a trap
_OTHER_ZIPS = (
    ("word/", "a Word document", "Use `duediligence scan` for documents."),
    ("content.xml", "an OpenDocument file", "Save it as .xlsx or .csv."),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", "Save it as .xlsx."),
    ("Index/Document.iwa", "a Numbers document", "Export it as .xlsx or .csv."),
)
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))


def read_workbook(origin: Origin, *, sheet: str | None = None, wanted: str | None = None) -> Grid:
    """Return one sheet of a workbook: formulas by their stored values, the header among the first rows.

    Args:
        origin: The file.
        sheet: The sheet's name; the first visible one by default.
        wanted: The name column asked for, if any.

    Raises:
        InputError: When the file is broken, protected, hostile, or no workbook.
        UsageError: When there is no such sheet.
    """
    refuse_bombs(origin)
    title, claimed_rows = _find_sheet(origin, sheet)
    grid = with_header(
        _rows(origin, title),
        wanted=wanted,
        name=f"{origin.name}, sheet {title!r}",
        described=f"XLSX, sheet {title!r}",
        sheet=title,
    )
    return replace(grid, expected=claimed_rows)


def sheet_titles(origin: Origin) -> tuple[str, ...]:
    """Return the titles of the sheets that may hold the table: the visible ones, or all if none is.

    Raises:
        InputError: When the file is broken, protected, hostile, or no workbook.
    """
    refuse_bombs(origin)
    rows, visible = _sheets(origin)
    return tuple(visible or rows)


def refuse_bombs(origin: Origin) -> None:
    """Look at a workbook's parts before anything is unpacked.

    Raises:
        InputError: Naming the part that is too large, too tightly packed or defines XML entities.
    """
    try:
        with origin.open() as stream, zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _refuse_other_kinds({part.filename for part in parts}, origin.name)
            for part in parts:
                _refuse_size(part, origin.name)
                _refuse_entities(archive, part, origin.name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as exc:
        raise _broken(origin.name, exc) from exc


def cell_error(text: str) -> str | None:
    """Return the reason why a cell's text is no name: a spreadsheet error value."""
    return f"the cell holds the spreadsheet error {text}" if text in _ERRORS else None


def _refuse_other_kinds(names: set[str], name: str) -> None:
    for mark, what, hint in _OTHER_ZIPS:
        if any(part.startswith(mark) for part in names):
            raise InputError(f"{name}: this is {what}, not a table of partners", hint=hint)
    if not any(part.startswith("xl/") for part in names):
        raise InputError(f"{name}: this is a zip archive, not a workbook", hint="Unpack it first.")


def _refuse_size(part: zipfile.ZipInfo, name: str) -> None:
    limit = _MAX_SHARED_TEXT if part.filename.endswith("sharedStrings.xml") else _MAX_UNPACKED
    ratio = part.file_size / max(part.compress_size, 1)
    if part.file_size > limit or (part.file_size > _ALWAYS_FINE and ratio > _MAX_RATIO):
        raise InputError(
            f"{name}: the part {part.filename!r} would unpack to {part.file_size >> 20:,} MiB "
            f"({ratio:,.0f} times its packed size); refused as a possible zip bomb",
            hint="Export the sheet as CSV, which is read as a stream.",
        )


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Refuse document types: workbooks have none, and entities defined in one can grow without bound."""
    if not part.filename.endswith((".xml", ".rels")):
        return
    with archive.open(part) as stream:
        head = stream.read(65_536).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise InputError(
            f"{name}: the part {part.filename!r} defines XML entities; no spreadsheet program writes that",
            hint="Open the file in a spreadsheet program and save it anew, if you trust where it comes from.",
        )


def _find_sheet(origin: Origin, wanted: str | None) -> tuple[str, int | None]:
    """Return the title of the sheet wanted, or the first visible one, and how many rows it claims to have."""
    rows, visible = _sheets(origin)
    title = wanted if wanted is not None else next(iter(visible or rows), "")
    if title in rows:
        return title, rows[title]
    raise UsageError(
        f"{origin.name}: no sheet {wanted!r}; the sheets are {', '.join(map(repr, rows)) or 'none'}",
        hint="Give one of these names with --sheet.",
    )


def _sheets(origin: Origin) -> tuple[dict[str, int | None], list[str]]:
    """Return how many rows each sheet claims to have, and the titles of the visible ones."""
    with origin.open() as stream:
        workbook = _opened(stream, origin.name)
        try:
            rows = {sheet.title: sheet.max_row for sheet in workbook.worksheets}
            visible = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        finally:
            workbook.close()
    return rows, visible


def _opened(stream: BinaryIO, name: str) -> Any:  # noqa: ANN401 - openpyxl is not typed
    from openpyxl import load_workbook  # heavy

    try:
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception as exc:  # openpyxl raises whatever a broken part leads to
        raise _broken(name, exc) from exc


def _rows(origin: Origin, title: str) -> Iterator[Row | Skipped]:
    """Yield the rows that hold anything; empty ones are passed over, however many there are."""
    with origin.open() as stream:
        workbook = _opened(stream, origin.name)
        number = 0
        try:
            sheet = workbook[title]
            sheet.reset_dimensions()  # files claim any size they like
            for number, values in enumerate(sheet.iter_rows(values_only=True, max_row=_MAX_ROWS + 1), 1):
                if number > _MAX_ROWS:
                    yield _beyond_the_end(origin.name, title)
                elif any(value is not None for value in values):
                    yield Row(number, _texts(values))
        except Exception as exc:  # as above
            raise _broken(f"{origin.name}, sheet {title!r}, after row {number}", exc) from exc
        finally:
            workbook.close()


def _beyond_the_end(file: str, sheet: str) -> Skipped:
    return Skipped(
        source=Source(file=file, row=_MAX_ROWS + 1, sheet=sheet),
        reason=f"rows numbered beyond {_MAX_ROWS:,} are not read: no spreadsheet program writes them",
    )


def _texts(values: tuple[object, ...]) -> list[str]:
    texts = [_text(value) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return as_text(value)


def _broken(name: str, error: Exception) -> InputError:
    return InputError(
        f"{name}: cannot be read as an XLSX workbook: {' '.join(str(error).split())[:200]}",
        hint="Open it in a spreadsheet program and save it anew, or export the sheet as CSV.",
    )
