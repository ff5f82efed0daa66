"""One Report as JSON: the contract of `docs/schema/report-1.0.json`.

Results are laid aside in a temporary file while they come, because the summary stands before them.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Sequence
from typing import BinaryIO

from duediligence.model import Report, Result, Shape, Skipped
from duediligence.portfolio import Exposure

_IN_MEMORY = 8 << 20  # bytes laid aside before a temporary file is opened
_STEP = "  "
# Characters that JSON need not escape but that move or colour what a terminal shows.
_ACTIVE = re.compile("[\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


def open_writer(sink: BinaryIO, frame: Report, columns: tuple[str, ...]) -> JsonWriter:  # noqa: ARG001
    """Return a writer of one JSON document; the frame is written at the end, when it is final."""
    return JsonWriter(sink)


def piece_maker(frame: Report, columns: tuple[str, ...]) -> Callable[[Result], bytes]:  # noqa: ARG001
    """Return what renders one result."""
    return _member


def as_json(shape: Shape, *, indented: bool) -> str:
    """Return a shape as JSON, its characters harmless to a terminal."""
    return escape_active(shape.model_dump_json(indent=len(_STEP) if indented else None))


def escape_active(text: str) -> str:
    """Return a JSON text with the characters escaped that act on a terminal; its meaning is the same."""
    return _ACTIVE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class JsonWriter:
    """Writes a Report; equal to dumping the whole Report at once, without holding it."""

    def __init__(self, sink: BinaryIO) -> None:
        """Lay results and skipped inputs aside until `finish`."""
        self._sink = sink
        self._results = _Aside()
        self._skipped = _Aside()

    def add(self, item: Result | Skipped) -> None:
        """Lay one item aside."""
        (self._skipped if isinstance(item, Skipped) else self._results).add([_member(item)])

    def put(self, pieces: Sequence[bytes]) -> None:
        """Lay the pieces of some results aside."""
        self._results.add(pieces)

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:  # noqa: ARG002 - not in the contract
        """Write the report, the items in their places."""
        frame = as_json(totals.model_copy(update={"results": (), "skipped": ()}), indented=True)
        before, between = frame.split('\n  "results": []', 1)
        between, after = between.split('\n  "skipped": []', 1)
        self._sink.write(f'{before}\n{_STEP}"results": '.encode())
        self._results.copy_to(self._sink)
        self._sink.write(f'{between}\n{_STEP}"skipped": '.encode())
        self._skipped.copy_to(self._sink)
        self._sink.write(f"{after}\n".encode())


def _member(item: Result | Skipped) -> bytes:
    """Return an item as it stands in its array, indented."""
    lines = as_json(item, indented=True).replace("\n", "\n" + _STEP * 2)  # texts hold no bare line ends
    return f"{_STEP * 2}{lines}".encode()


class _Aside:
    """The members of one JSON array, kept until the array can be written."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by copy_to
        self._empty = True
        weakref.finalize(self, self._file.close)  # a run that breaks off never comes to `copy_to`

    def add(self, members: Sequence[bytes]) -> None:
        """Write some members, whole or not at all; there is at least one."""
        self._file.write((b"[\n" if self._empty else b",\n") + b",\n".join(members))
        self._empty = False

    def copy_to(self, sink: BinaryIO) -> None:
        with self._file:
            if self._empty:
                sink.write(b"[]")
                return
            self._file.seek(0)
            shutil.copyfileobj(self._file, sink, 1 << 20)
            sink.write(f"\n{_STEP}]".encode())
