"""One Result a line, in the order of the input.

A row that could not be screened is a line `{"skipped": {...}}` in its place, and a run that was stopped
ends with the line `{"partial": true}`: what is missing is never left to guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO

from duediligence.formats.json_ import as_json
from duediligence.model import Report, Result, Skipped
from duediligence.portfolio import Exposure


def open_writer(sink: BinaryIO, frame: Report, columns: tuple[str, ...]) -> JsonlWriter:  # noqa: ARG001
    """Return a writer of JSON lines."""
    return JsonlWriter(sink)


def piece_maker(frame: Report, columns: tuple[str, ...]) -> Callable[[Result], bytes]:  # noqa: ARG001
    """Return what renders one result."""
    return _line


def _line(item: Result | Skipped) -> bytes:
    line = as_json(item, indented=False)
    return (f'{{"skipped":{line}}}\n' if isinstance(item, Skipped) else f"{line}\n").encode()


class JsonlWriter:
    """Writes each item as it comes."""

    def __init__(self, sink: BinaryIO) -> None:
        """Write to `sink`."""
        self._sink = sink

    def add(self, item: Result | Skipped) -> None:
        """Write one line."""
        self.put([_line(item)])

    def put(self, pieces: Sequence[bytes]) -> None:
        """Write the lines of some results."""
        self._sink.write(b"".join(pieces))

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:  # noqa: ARG002
        """Mark a run that was stopped."""
        if totals.run.partial:
            self._sink.write(b'{"partial":true}\n')
