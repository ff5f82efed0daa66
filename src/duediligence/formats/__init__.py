"""A report as text or bytes, one file per format; nothing here screens, asks the clock or guesses colours.

Two ways in: `render` for a finished report, `open_writer` for a stream of results that need not fit into
memory. Both give the same bytes for the same report.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, BinaryIO

from duediligence.errors import UsageError
from duediligence.formats.writer import Collector, PieceWriter, Writer, in_input_order
from duediligence.model import Report, Result

if TYPE_CHECKING:  # a check has no portfolio and must start at once
    from duediligence.portfolio import Exposure

# The module of each format; those in _STREAMED define `open_writer`, the others `render`, and those in
# PIECEWISE also `piece_maker`: their writers are of the kind `PieceWriter`.
_MODULES = {
    "json": "json_",
    "jsonl": "jsonl",
    "csv": "csv_",
    "xlsx": "xlsx",
    "markdown": "markdown",
    "html": "html",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
}
_STREAMED = frozenset(("json", "jsonl", "csv", "xlsx"))
PIECEWISE = frozenset(("json", "jsonl", "csv"))
FORMATS = tuple(_MODULES)
BINARY_FORMATS = frozenset(("xlsx",))

__all__ = [
    "BINARY_FORMATS",
    "FORMATS",
    "PIECEWISE",
    "PieceWriter",
    "Writer",
    "open_writer",
    "piece_maker",
    "render",
]


def render(report: Report, fmt: str, *, exposure: Exposure | None = None) -> str | bytes:
    """Return a report in one format: bytes for the binary ones, text for the others.

    Args:
        report: The finished report.
        fmt: One of `FORMATS`.
        exposure: Tables of a portfolio, shown by xlsx, html and markdown.

    Raises:
        UsageError: When there is no such format.
    """
    sink = io.BytesIO()
    writer = open_writer(fmt, sink, report, columns=_carried_columns(report))
    for item in in_input_order(report):
        writer.add(item)
    writer.finish(report, exposure)
    return sink.getvalue() if fmt in BINARY_FORMATS else sink.getvalue().decode("utf-8")


def open_writer(fmt: str, sink: BinaryIO, frame: Report, *, columns: Iterable[str] = ()) -> Writer:
    """Return a writer that takes results one by one and writes UTF-8 or binary to `sink`.

    json, jsonl, csv and xlsx keep memory flat; the other formats need all results before the first line.

    Args:
        fmt: One of `FORMATS`.
        sink: Where the bytes go; it stays open.
        frame: The report as known before the first result: tool, run, data and policy.
        columns: Names of the input's other columns, for the formats that have columns of their own.

    Raises:
        UsageError: When there is no such format.
    """
    if fmt not in _MODULES:
        raise UsageError(f"unknown format {fmt!r}", hint=f"Choose from {', '.join(FORMATS)}.")
    module = import_module(f"duediligence.formats.{_MODULES[fmt]}")
    if fmt in _STREAMED:
        writer: Writer = module.open_writer(sink, frame, tuple(columns))
        return writer
    renderer: Callable[[Report, Exposure | None], str] = module.render
    return Collector(sink, renderer)


def piece_maker(fmt: str, frame: Report, *, columns: Iterable[str] = ()) -> Callable[[Result], bytes]:
    """Return what renders one result for the writer of a format in `PIECEWISE`, in any process.

    Args:
        fmt: One of `PIECEWISE`.
        frame: The report as known before the first result.
        columns: Names of the input's other columns.
    """
    module = import_module(f"duediligence.formats.{_MODULES[fmt]}")
    maker: Callable[[Result], bytes] = module.piece_maker(frame, tuple(columns))
    return maker


def _carried_columns(report: Report) -> tuple[str, ...]:
    """Return the other columns of the inputs, in order of first appearance."""
    return tuple(dict.fromkeys(title for result in report.results for title in result.partner.columns))
