"""JSON, JSONL and Parquet tables: records with named fields, or plain names."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from duediligence.errors import InputError
from duediligence.inputs.grid import MAX_COLUMNS, Grid, Row
from duediligence.inputs.source import Origin, Survey, bounded_lines
from duediligence.model import Skipped, Source

_MAX_JSON = 256 << 20  # bytes; a JSON array has to be read whole
_LIST_KEYS = ("partners", "records", "rows", "items", "data", "results")
_EXACT = 2**53  # whole floats below are exact
_SURROGATES = re.compile("[\ud800-\udfff]")


def read_json(origin: Origin, survey: Survey) -> Grid:
    """Return the table in a JSON file: an array of names or objects, or an object holding such an array.

    Raises:
        InputError: When the file is too large, no JSON, or holds no such array.
    """
    if survey.size > _MAX_JSON:
        raise InputError(
            f"{origin.name}: a JSON array of {survey.size >> 20:,} MiB has to be read whole; at most "
            f"{_MAX_JSON >> 20:,} MiB are",
            hint="Give JSONL: one object a line, which is read as a stream.",
        )
    with origin.text(survey) as stream:
        records = _array(_parsed(stream.read(), origin.name), origin.name)
    header = _field_names(records, origin.name)
    rows = (_row(number, record, header, origin.name) for number, record in enumerate(records, 1))
    return Grid(header, rows, "JSON array", expected=len(records))


def read_jsonl(origin: Origin, survey: Survey) -> Grid:
    """Return the table in a JSONL file, one name or object a line; a broken line becomes `Skipped`."""
    whole = (record for _, record in _lines(origin, survey) if not isinstance(record, Skipped))
    header = _field_names(whole, origin.name)
    rows = (
        record if isinstance(record, Skipped) else _row(number, record, header, origin.name)
        for number, record in _lines(origin, survey)
    )
    return Grid(header, rows, "JSONL", expected=survey.lines)


def read_parquet(origin: Origin) -> Grid:
    """Return the table in a Parquet file, read batch by batch.

    Raises:
        InputError: When the optional `pyarrow` is not installed, or the file is broken or too wide.
    """
    try:
        from pyarrow import ArrowException  # heavy, and optional
        from pyarrow.parquet import ParquetFile
    except ImportError as exc:
        raise InputError(
            f"{origin.name}: reading Parquet needs the optional package pyarrow",
            hint="Install duediligence with its `parquet` extra.",
        ) from exc
    try:
        with origin.open() as stream, ParquetFile(stream) as table:
            header, expected = tuple(table.schema_arrow.names), table.metadata.num_rows
    except (ArrowException, OSError) as exc:
        raise InputError(f"{origin.name}: broken Parquet file: {exc}", hint="Write the file again.") from exc
    _refuse_width(header, origin.name)
    return Grid(header, _parquet_rows(origin), "Parquet", expected=expected)


def as_text(value: object) -> str:
    """Return a JSON, spreadsheet or Parquet value as a person would type it; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _parquet_rows(origin: Origin) -> Iterator[Row | Skipped]:
    from pyarrow.parquet import ParquetFile

    number = 0
    with origin.open() as stream, ParquetFile(stream) as table:
        for batch in table.iter_batches(batch_size=8_192):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield Row(number, [as_text(value) for value in values])


def _parsed(text: str, name: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as exc:
        raise InputError(
            f"{name}: line {exc.lineno}, column {exc.colno}: not JSON: {exc.msg}",
            hint="Correct the file, or name its format with --input-format.",
        ) from exc
    except RecursionError as exc:
        raise InputError(f"{name}: nested too deeply for a table", hint="Give flat objects.") from exc


def _array(value: Any, name: str) -> list[Any]:  # noqa: ANN401
    if isinstance(value, dict):
        value = next((value[key] for key in _LIST_KEYS if isinstance(value.get(key), list)), value)
    if isinstance(value, list):
        return value
    raise InputError(
        f"{name}: expected an array of names or objects, found {type(value).__name__}",
        hint=f"Put the partners into an array, or under one of the keys {', '.join(_LIST_KEYS)}.",
    )


def _lines(origin: Origin, survey: Survey) -> Iterator[tuple[int, Any]]:
    """Yield line number and value of each line; a line that is no JSON comes as `Skipped`."""
    with origin.text(survey) as stream:
        for number, line in enumerate(bounded_lines(stream, origin.name), 1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line.removeprefix("\ufeff"))
            except (json.JSONDecodeError, RecursionError) as exc:
                what = exc.msg if isinstance(exc, json.JSONDecodeError) else "nested too deeply"
                yield number, Skipped(source=Source(file=origin.name, row=number), reason=f"not JSON: {what}")


def _field_names(records: Iterable[Any], name: str) -> tuple[str, ...]:
    """Return every field name in order of first appearance; a list of plain names has the field `name`."""
    names: dict[str, None] = {}
    for record in records:
        if isinstance(record, dict):
            names.update(dict.fromkeys(map(as_text, record)))
            _refuse_width(names, name)
    return tuple(names) or ("name",)


def _refuse_width(names: Collection[str], name: str) -> None:
    if len(names) > MAX_COLUMNS:
        raise InputError(
            f"{name}: {len(names):,} different fields; at most {MAX_COLUMNS:,} are read",
            hint="Keep the fields that matter and try again.",
        )


def _row(number: int, record: Any, header: tuple[str, ...], name: str) -> Row | Skipped:  # noqa: ANN401
    """Return a record as a row; one without any text is no blank line to pass over, but a name left out."""
    reason = "an empty record"
    if isinstance(record, dict):
        cells = [as_text(record.get(field)) for field in header]
        if any(cell.strip() for cell in cells):
            return Row(number, cells)
    elif isinstance(record, str):
        if record.strip():
            return Row(number, (), name=as_text(record))
    else:
        reason = f"expected a name or an object, found {type(record).__name__}"
    return Skipped(source=Source(file=name, row=number), reason=reason)
