"""Where a report goes: stdout, or files that are written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Self

from duediligence.errors import OutputError, UsageError
from duediligence.model import Report

if TYPE_CHECKING:
    from rich.console import RenderableType

TERMINAL = "terminal"
_BY_ENDING = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".sarif": "sarif",
    ".xml": "junit",
    ".txt": TERMINAL,
}


class Target(NamedTuple):
    """One copy of the report: its format, and its file (None is stdout)."""

    format: str
    path: Path | None = None


def plan_targets(formats: Sequence[str], outputs: Sequence[Path]) -> tuple[Target, ...]:
    """Pair formats with files: the n-th file takes the n-th format, or the format of its ending.

    Raises:
        UsageError: If a format is unknown, a file's ending says no format, two reports would go to
            stdout, or a binary one would go to a terminal.
    """
    wanted = [_known(name) for name in formats]
    files = list(outputs)
    targets = [
        Target(wanted[at] if at < len(wanted) else _by_ending(path), _file(path))
        for at, path in enumerate(files)
    ]
    targets += [Target(name) for name in wanted[len(files) :]]
    targets = targets or [Target(TERMINAL)]
    to_stdout = [target for target in targets if target.path is None]
    if len(to_stdout) > 1:
        raise UsageError("two reports cannot both go to stdout", hint="give each --format its own --output")
    if to_stdout and _is_binary(to_stdout[0].format) and sys.stdout.isatty():
        raise UsageError(f"{to_stdout[0].format} is no text for a terminal", hint="name a file with --output")
    return tuple(targets)


def deliver(report: Report, targets: Sequence[Target], *, in_full: bool | None = None) -> None:
    """Write the report to every target.

    Raises:
        OutputError: If a file cannot be written; it is then left as it was.
    """
    for target in targets:
        if target.path is None and target.format == TERMINAL:
            from duediligence.formats.terminal import report_view

            show(report_view(report, in_full=in_full))
        else:
            write(_rendered(report, target.format, in_full=in_full), target.path)


def show(view: RenderableType) -> None:
    """Print a view on stdout, as wide and as colourful as the terminal allows."""
    from rich.console import Console

    with _while_read():
        Console(highlight=False, markup=False, emoji=False).print(view)
        sys.stdout.flush()


def write(content: str | bytes, path: Path | None) -> None:
    """Write a finished report to stdout, or to a file, whole or not at all.

    Raises:
        OutputError: If the file cannot be written; it is then left as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    if path is None:
        with _while_read():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return
    with AtomicFile(path) as file:
        file.stream.write(data)
        file.commit()


@contextmanager
def _while_read() -> Iterator[None]:
    """End quietly when the reader of a pipe has gone: `check NAME | head` has seen what it wanted."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class AtomicFile:
    """A file that appears whole when `commit` is called, and is left as it was otherwise.

    It is written beside its place under another name. A pipe or a device is written directly: there is
    nothing to protect.

    Attributes:
        stream: Where to write; open within the `with` block.
    """

    stream: BinaryIO

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self._path = path
        self._temporary: Path | None = None

    def __enter__(self) -> Self:
        """Open the stream.

        Raises:
            OutputError: If the folder or the file cannot be written.
        """
        with self._translated():
            if self._path.exists() and not self._path.is_file():
                self.stream = self._path.open("wb")
            else:
                self.stream = self._open_beside()
        return self

    def __exit__(self, *_: object) -> None:
        """Close, and remove what was not committed."""
        with suppress(OSError):
            self.stream.close()
        if self._temporary:
            self._temporary.unlink(missing_ok=True)

    def commit(self) -> None:
        """Put the file in its place.

        Raises:
            OutputError: If that fails, as on a full disk.
        """
        with self._translated():
            self.stream.close()
            if self._temporary:
                self._temporary.replace(self._path)

    def _open_beside(self) -> BinaryIO:
        import tempfile

        mode = self._path.stat().st_mode & 0o777 if self._path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(
            prefix=f".{self._path.name[:100]}.", suffix=".part", dir=self._path.parent
        )
        self._temporary = Path(name)
        self._temporary.chmod(mode)
        return os.fdopen(handle, "wb")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(
                f"{self._path}: cannot be written: {error.strerror or error}",
                hint="choose another file with --output",
            ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _known(name: str) -> str:
    from duediligence.formats import FORMATS

    if name == TERMINAL or name in FORMATS:
        return name
    raise UsageError(
        f"unknown format {name!r}", hint=f"choose from {', '.join(sorted({TERMINAL, *FORMATS}))}"
    )


def _is_binary(name: str) -> bool:
    if name == TERMINAL:
        return False
    from duediligence.formats import BINARY_FORMATS

    return name in BINARY_FORMATS


def _by_ending(path: Path) -> str:
    if str(path) == "-":
        return TERMINAL
    try:
        return _BY_ENDING[path.suffix.lower()]
    except KeyError:
        raise UsageError(f"{path}: its ending names no format", hint="say which one with --format") from None


def _file(path: Path) -> Path | None:
    return None if str(path) == "-" else path


def _rendered(report: Report, name: str, *, in_full: bool | None) -> str | bytes:
    if name == TERMINAL:
        from duediligence.formats import terminal

        return terminal.render(report, in_full=in_full)
    from duediligence.formats import render

    return render(report, name)
