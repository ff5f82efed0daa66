"""One Result a line, in the order of the input.

A row that could not be screened is a line `{"skipped": {...}}` in its place, and a run that was stopped
ends with the line `{"partial": true}`: what is missing is never left to guess.
"""

from __future__ import annotations

from typing import BinaryIO

from duediligence.formats.json_ import as_json
from duediligence.model import Report, Result, Skipped
from duediligence.portfolio import Exposure


def open_writer(sink: BinaryIO, frame: Report, columns: tuple[str, ...]) -> JsonlWriter:  # noqa: ARG001
    """Return a writer of JSON lines."""
    return JsonlWriter(sink)


class JsonlWriter:
    """Writes each item as it comes."""

    def __init__(self, sink: BinaryIO) -> None:
        """Write to `sink`."""
        self._sink = sink

    def add(self, item: Result | Skipped) -> None:
        """Write one line."""
        line = as_json(item, indented=False)
        self._sink.write((f'{{"skipped":{line}}}\n' if isinstance(item, Skipped) else f"{line}\n").encode())

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:  # noqa: ARG002
        """Mark a run that was stopped."""
        if totals.run.partial:
            self._sink.write(b'{"partial":true}\n')
