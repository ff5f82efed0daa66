"""Any table or list of partners, as a stream of partners that keep their place and their other columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from duediligence.errors import InputError, UsageError
from duediligence.inputs.columns import Roles, choose_roles
from duediligence.inputs.delimited import looks_delimited, read_delimited, read_lines
from duediligence.inputs.grid import Grid, Row
from duediligence.inputs.source import Origin, Survey
from duediligence.inputs.spreadsheet import cell_error, read_workbook, sheet_titles
from duediligence.inputs.structured import read_json, read_jsonl, read_parquet
from duediligence.model import InputInfo, Partner, Skipped, Source


class InputFormat(StrEnum):
    """How a file of partners is written."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"
    LINES = "lines"
    PARQUET = "parquet"


_BY_SUFFIX = {
    ".csv": InputFormat.CSV,
    ".tsv": InputFormat.TSV,
    ".tab": InputFormat.TSV,
    ".xlsx": InputFormat.XLSX,
    ".xlsm": InputFormat.XLSX,
    ".json": InputFormat.JSON,
    ".jsonl": InputFormat.JSONL,
    ".ndjson": InputFormat.JSONL,
    ".parquet": InputFormat.PARQUET,
}


_SHEETS_TRIED = 20  # of a workbook, for the first with a column of names


@dataclass(frozen=True, slots=True)
class PartnerTable:
    """The partners of one input.

    Attributes:
        rows: Partners in the input's order, once; a row that cannot be screened comes as `Skipped`.
        info: The file, its sha256 and how it was read.
        columns: Names of the other columns, which every partner carries in `columns`.
        expected: About how many rows there are, for a progress bar; None when unknown.
    """

    rows: Iterator[Partner | Skipped]
    info: InputInfo
    columns: tuple[str, ...] = ()
    expected: int | None = None


def read_partners(
    source: Path | str,
    *,
    column: str | None = None,
    country_column: str | None = None,
    identifier_column: str | None = None,
    sheet: str | None = None,
    input_format: InputFormat | str | None = None,
) -> PartnerTable:
    """Open a table or list of partners; memory stays flat however many rows it has.

    Args:
        source: A file, or `-` for the standard input (one name a line unless `input_format` or
            `column` says otherwise).
        column: Header, number or letter of the name column; recognised by usual headers if absent.
        country_column: The same for the country.
        identifier_column: The same for a ROR, Wikidata or GRID id, or a web domain.
        sheet: Sheet of a workbook; the first visible one with a column of names if absent.
        input_format: How the input is written; recognised from its content and name if absent.

    Raises:
        InputError: When the input cannot be read as a table at all.
        UsageError: When a column or sheet asked for is missing, or the name column is not to be found.
    """
    origin = Origin(source)
    survey = origin.survey()
    form = _known_format(input_format) or _guess(origin, survey, column)
    asked = _Asked(column, country_column, identifier_column)
    if form is InputFormat.XLSX and sheet is None:
        grid, roles = _found_sheet(origin, survey, asked)
    else:
        grid, roles = _table(form, origin, survey, sheet, asked)
    info = InputInfo(
        file=origin.name,
        sha256=survey.sha256,
        encoding=_encoding_named(survey, form),
        dialect=f"{grid.described}, names in {grid.header[roles.name]!r}",
    )
    carried = tuple(title for position, title in enumerate(grid.header) if position != roles.name)
    return PartnerTable(
        rows=_partners(grid, roles, origin.name),
        info=info,
        columns=carried,
        expected=grid.expected,
    )


class _Asked(NamedTuple):
    """The columns asked for, if any."""

    name: str | None
    country: str | None
    identifier: str | None


def _table(
    form: InputFormat, origin: Origin, survey: Survey, sheet: str | None, asked: _Asked
) -> tuple[Grid, Roles]:
    """Return the table and which of its columns holds what."""
    grid = _read(form, origin, survey, sheet=sheet, wanted=asked.name)
    roles = choose_roles(
        grid.header,
        column=asked.name,
        country_column=asked.country,
        identifier_column=asked.identifier,
        where=f"{origin.name}, sheet {grid.sheet!r}" if grid.sheet else origin.name,
    )
    return grid, roles


def _found_sheet(origin: Origin, survey: Survey, asked: _Asked) -> tuple[Grid, Roles]:
    """Return the first visible sheet that is a table of partners: a cover sheet may stand before it."""
    titles = sheet_titles(origin)[:_SHEETS_TRIED]
    first: InputError | UsageError | None = None
    for title in titles:
        try:
            return _table(InputFormat.XLSX, origin, survey, title, asked)
        except (InputError, UsageError) as error:
            first = first or error
    if first is None:
        raise InputError(f"{origin.name}: there is no sheet in it", hint="Is this a workbook of charts only?")
    if len(titles) > 1:
        others = ", ".join(map(repr, titles[1:]))
        raise type(first)(
            f"{first}; no other sheet ({others}) looks like a table of partners either",
            hint="Say which one with --sheet, and its column of names with --column.",
        ) from first
    raise first


def _known_format(name: InputFormat | str | None) -> InputFormat | None:
    if name is None:
        return None
    try:
        return InputFormat(name)
    except ValueError as exc:
        raise UsageError(
            f"unknown input format {name!r}", hint=f"Use one of {', '.join(InputFormat)}."
        ) from exc


def _guess(origin: Origin, survey: Survey, column: str | None) -> InputFormat:
    """Tell the format from the first bytes, then the name, then the text."""
    if survey.head.startswith(b"PK\x03\x04"):
        return InputFormat.XLSX
    if survey.head.startswith(b"PAR1"):
        return InputFormat.PARQUET
    origin.refuse_binary(survey)
    if not origin.is_stdin and origin.path.suffix.lower() in _BY_SUFFIX:
        return _BY_SUFFIX[origin.path.suffix.lower()]
    if column or (not origin.is_stdin and looks_delimited(origin, survey)):
        return InputFormat.CSV
    return InputFormat.LINES


def _read(
    form: InputFormat, origin: Origin, survey: Survey, *, sheet: str | None, wanted: str | None
) -> Grid:
    if form is InputFormat.XLSX:
        return read_workbook(origin, sheet=sheet, wanted=wanted)
    if form is InputFormat.PARQUET:
        return read_parquet(origin)
    origin.refuse_binary(survey)
    match form:
        case InputFormat.JSON:
            return read_json(origin, survey)
        case InputFormat.JSONL:
            return read_jsonl(origin, survey)
        case InputFormat.LINES:
            return read_lines(origin, survey)
        case InputFormat.CSV | InputFormat.TSV:
            return read_delimited(origin, survey, wanted=wanted, tabs=form is InputFormat.TSV)


def _encoding_named(survey: Survey, form: InputFormat) -> str | None:
    """Name the encoding as people know it, and say so when some bytes did not fit."""
    if form in {InputFormat.XLSX, InputFormat.PARQUET} or survey.encoding is None:
        return None
    named = {"utf-8-sig": "utf-8 (BOM)", "cp949": "euc-kr (cp949)", "cp932": "shift_jis (cp932)"}
    name = named.get(survey.encoding, survey.encoding)
    name = name.replace("cp125", "windows-125") if name.startswith("cp125") else name
    return f"{name}, some bytes do not fit" if survey.damaged else name


def _partners(grid: Grid, roles: Roles, file: str) -> Iterator[Partner | Skipped]:
    for row in grid.rows:
        if isinstance(row, Skipped):
            yield row
        elif row.name or any(cell.strip() for cell in row.cells):
            yield _partner(row, grid, roles, file)


def _partner(row: Row, grid: Grid, roles: Roles, file: str) -> Partner | Skipped:
    place = Source.made(
        file=file,
        row=row.number,
        sheet=grid.sheet,
        page=None,
        line=row.line,
        column=None,
        span=None,
        context=None,
    )
    name = row.name.strip() if row.name else _cell(row, roles.name)
    reason = _no_name(name, roles, grid) or _too_wide(row, grid)
    if reason:
        return Skipped(source=place, reason=reason, name=name or None)
    return Partner.made(
        name=name,
        country=_cell(row, roles.country) or None,
        identifier=_cell(row, roles.identifier) or None,
        source=place,
        columns=_carried(row, grid.header, roles.name),
    )


def _cell(row: Row, position: int | None) -> str:
    """Return a cell's text without surrounding blanks; nothing for a short row or no such column."""
    return row.cells[position].strip() if position is not None and position < len(row.cells) else ""


def _no_name(name: str, roles: Roles, grid: Grid) -> str | None:
    if name:
        return cell_error(name) if grid.sheet else None
    formula = " (a formula without a stored value also reads as empty)" if grid.sheet else ""
    return f"no name in column {grid.header[roles.name]!r}{formula}"


def _too_wide(row: Row, grid: Grid) -> str | None:
    """Refuse a row with more filled cells than headers: they may have slipped out of their columns."""
    extra = [cell for cell in row.cells[len(grid.header) :] if cell.strip()]
    if not extra:
        return None
    widths = f"{len(row.cells)} cells under {len(grid.header)} headers"
    return f"{widths}: is there a delimiter inside a name that is not quoted?"


def _carried(row: Row, header: tuple[str, ...], name: int) -> dict[str, str]:
    """Return the other columns; a short row's missing cells are empty."""
    cells = [*row.cells, *[""] * (len(header) - len(row.cells))]
    return {title: cells[position] for position, title in enumerate(header) if position != name}
