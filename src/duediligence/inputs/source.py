"""One input opened twice: surveyed once for its hash, encoding and size, then read as a stream."""

from __future__ import annotations

import codecs
import hashlib
import io
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from duediligence.errors import InputError
from duediligence.inputs import encoding as encodings

_CHUNK = 1 << 20
_HEAD = 1 << 16
_SAMPLE = 1 << 16
_MAX_LINE = 4 << 20  # characters; a longer line is no table, and would have to be held in memory whole

# First bytes of files that are no table of text, and what to do about each.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "Use `duediligence scan` for documents."),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls) or a password-protected one",
     "Open it, remove the password and save it as .xlsx."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"\x89PNG", "a picture", "Give a table or text, not a picture of it."),
    (b"\xff\xd8\xff", "a picture", "Give a table or text, not a picture of it."),
    (b"{\\rtf", "a rich-text document", "Save it as plain text or as a table."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the bytes tells.

    Attributes:
        sha256: Hash of the whole input.
        size: Bytes.
        lines: Line feeds counted; an estimate of the rows for a progress bar.
        head: The first bytes.
        encoding: Codec name, or None for a binary file.
        damaged: True when some bytes do not fit the encoding and will read as U+FFFD.
    """

    sha256: str
    size: int
    lines: int
    head: bytes
    encoding: str | None
    damaged: bool = False


class Origin:
    """A file or the standard input, readable several times."""

    def __init__(self, path: Path | str) -> None:
        """Name the input; `-` stands for the standard input, which is kept in a temporary file."""
        self.is_stdin = str(path) == "-"
        self.path = Path(path)
        self.name = "<stdin>" if self.is_stdin else str(path)
        self._spool = _spooled(sys.stdin.buffer) if self.is_stdin else None
        if self._spool is not None:
            weakref.finalize(self, self._spool.close)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the bytes from their beginning.

        Raises:
            InputError: When there is no such file or it cannot be read.
        """
        if self._spool is not None:
            self._spool.seek(0)
            yield self._spool
            return
        try:
            stream = self.path.open("rb")
        except OSError as exc:
            reason = exc.strerror or str(exc)
            raise InputError(
                f"{self.name}: cannot be read: {reason}", hint="Check its path and rights."
            ) from exc
        with stream:
            yield stream

    def survey(self) -> Survey:
        """Read the whole input once and say what it is."""
        gauge = _Gauge()
        with self.open() as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    gauge.add(chunk)
            except OSError as exc:
                raise InputError(
                    f"{self.name}: cannot be read: {exc.strerror}", hint="Is it a file?"
                ) from exc
        return gauge.result()

    def refuse_binary(self, survey: Survey) -> None:
        """Raise for a file that holds no text.

        Raises:
            InputError: Saying what the file seems to be, and what to do.
        """
        for magic, what, hint in _MAGIC:
            if survey.head.startswith(magic):
                raise InputError(f"{self.name}: this is {what}, not a table of partners", hint=hint)
        if survey.encoding is None:
            raise InputError(
                f"{self.name}: this is a binary file, not a table of partners",
                hint="Give CSV, TSV, XLSX, JSON, JSONL, Parquet, or plain text with one name a line.",
            )

    @contextmanager
    def text(self, survey: Survey) -> Iterator[io.TextIOWrapper]:
        """Open the input as text; bytes that do not fit the encoding become U+FFFD."""
        with self.open() as stream:
            encoding = survey.encoding or "utf-8"
            wrapper = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
            try:
                yield wrapper
            finally:
                wrapper.detach()  # the bytes stay open for their owner


def bounded_lines(stream: io.TextIOWrapper, name: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, refusing one too long to be a row.

    Raises:
        InputError: Naming the line.
    """
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        if len(line) == _MAX_LINE:
            raise InputError(
                f"{name}: line {number:,} is longer than {_MAX_LINE:,} characters",
                hint="Is this a table of partners? Split the line, or say what it is with --input-format.",
            )
        yield line


def _spooled(stream: BinaryIO) -> BinaryIO:
    """Copy a stream that can be read only once into a temporary file, in memory while it is small."""
    spool = tempfile.SpooledTemporaryFile(max_size=_CHUNK)  # noqa: SIM115 - lives as long as its Origin
    while chunk := stream.read(_CHUNK):
        spool.write(chunk)
    return spool  # type: ignore[return-value]


@dataclass(slots=True)
class _Gauge:
    """Collects in one pass what `Survey` reports."""

    sha: hashlib._Hash = field(default_factory=hashlib.sha256)
    size: int = 0
    lines: int = 0
    head: bytes = b""
    foreign: bytearray = field(default_factory=bytearray)
    rest: bytes = b""
    utf8: codecs.IncrementalDecoder | None = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def add(self, chunk: bytes) -> None:
        self.sha.update(chunk)
        self.size += len(chunk)
        self.lines += chunk.count(b"\n")
        if len(self.head) < _HEAD:
            self.head += chunk[: _HEAD - len(self.head)]
        self._try_utf8(chunk)
        if not chunk.isascii() and len(self.foreign) < _SAMPLE:
            self._keep_foreign_lines(chunk)

    def _try_utf8(self, chunk: bytes) -> None:
        try:
            if self.utf8:
                self.utf8.decode(chunk)
        except UnicodeDecodeError:
            self.utf8 = None

    def _keep_foreign_lines(self, chunk: bytes) -> None:
        """Keep whole lines that are not plain ASCII: they alone tell one code page from another."""
        lines = (self.rest + chunk).splitlines(keepends=True)
        self.rest = b"" if lines[-1].endswith((b"\n", b"\r")) else lines.pop()[:_SAMPLE]
        for line in lines:
            if not line.isascii() and len(self.foreign) < _SAMPLE:
                self.foreign += line[:_SAMPLE]

    def result(self) -> Survey:
        encoding = encodings.unicode_mark(self.head)
        damaged = False
        if encoding is None and not _is_binary(self.head):
            encoding, damaged = self._eight_bit()
        return Survey(self.sha.hexdigest(), self.size, self.lines, self.head, encoding, damaged)

    def _eight_bit(self) -> tuple[str, bool]:
        if self.utf8 is not None:
            return "utf-8", False
        sample = bytes(self.foreign) or self.rest
        encoding = encodings.legacy_or_damaged(sample)
        return encoding, "\ufffd" in sample.decode(encoding, errors="replace")


def _is_binary(head: bytes) -> bool:
    """Tell whether bytes hold NULs, or more control characters than any text does."""
    controls = sum(head.count(code) for code in range(32) if code not in b"\t\n\r\f\x1b")
    return b"\0" in head or controls > len(head) / 20
