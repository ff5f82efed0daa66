"""A stream of results written to every target as it passes, in memory that does not grow with it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self, cast

from duediligence.cli.output import TERMINAL, AtomicFile, Target, show, write
from duediligence.errors import OutputError
from duediligence.formats.worst import WorstFirst
from duediligence.model import Report, Result, Skipped
from duediligence.screening import Tally

if TYPE_CHECKING:
    from duediligence.formats import PieceWriter, Writer
    from duediligence.portfolio import Exposure


class Made(NamedTuple):
    """What other processes made of some rows: all that is left to do is to count and to write them.

    Attributes:
        levels: The values of their verdicts; there is at least one row.
        statuses: The values of what their names turned out to be.
        pieces: For each format that is written piece by piece, in the order of the targets: the rows in it.
        results: The whole of them, as far as something needs more than the pieces.
    """

    levels: Sequence[str]
    statuses: Sequence[str]
    pieces: Sequence[Sequence[bytes]]
    results: Sequence[Result]


class Delivery:
    """Writes results to all targets as they come; files appear whole when it is finished, or not at all.

    Args:
        targets: Formats and files.
        frame: The report as known before the first result.
        columns: Names of the input's other columns.
    """

    def __init__(self, targets: Iterable[Target], frame: Report, columns: Iterable[str]) -> None:
        """Remember where to write; nothing is opened yet."""
        self._targets = tuple(targets)
        self._frame = frame
        self._columns = tuple(columns)
        self._writers: list[Writer] = []
        self._piecewise: list[bool] = []
        self._files: list[AtomicFile] = []
        self._open = ExitStack()
        self._worst = WorstFirst() if any(target.format == TERMINAL for target in self._targets) else None
        self.tally = Tally()

    def __enter__(self) -> Self:
        """Open a writer for each target that is written piece by piece."""
        from duediligence.formats import PIECEWISE, open_writer

        with self._open as opened:
            for target in self._targets:
                if target.format != TERMINAL:
                    sink = self._sink(target, opened)
                    self._writers.append(open_writer(target.format, sink, self._frame, columns=self._columns))
                    self._piecewise.append(target.format in PIECEWISE)
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what was not finished."""
        self._open.close()

    def take(self, items: Iterable[Result | Skipped | Made]) -> bool:
        """Write all items; an interruption ends the stream early, between two items.

        Returns:
            True when the stream came to its own end.
        """
        passing = iter(items)
        try:
            with _Interruption() as interruption:
                while not interruption.wanted:
                    try:
                        item = next(passing, None)
                    except KeyboardInterrupt:  # while the next one was made: what is written is whole
                        return False
                    if item is None:
                        return True
                    self._write(item)
        except BrokenPipeError as error:
            raise OutputError(
                "stdout was closed before the report was whole", hint="write to a file with -o"
            ) from error
        return False

    def _write(self, item: Result | Skipped | Made) -> None:
        if isinstance(item, Made):
            self._put(item)
        else:
            self._add(item)

    def _add(self, item: Result | Skipped) -> None:
        self.tally.add(item)
        if self._worst is not None:
            self._worst.add(item)
        for writer in self._writers:
            writer.add(item)

    def _put(self, made: Made) -> None:
        """Write what was made of rows in other processes."""
        self.tally.add_all(made.levels, made.statuses)
        pieces = iter(made.pieces)
        for writer, piecewise in zip(self._writers, self._piecewise, strict=True):
            if piecewise:
                cast("PieceWriter", writer).put(next(pieces))
        for result in made.results:
            if self._worst is not None:
                self._worst.add(result)
            for writer, piecewise in zip(self._writers, self._piecewise, strict=True):
                if not piecewise:
                    writer.add(result)

    def totals(self, *, partial: bool) -> Report:
        """Return the report without its results, with the counts of what was taken."""
        run = self._frame.run.model_copy(update={"partial": partial})
        return self._frame.model_copy(update={"run": run, "summary": self.tally.summary})

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:
        """Write what is only known at the end, and put the files in their places."""
        for writer in self._writers:
            writer.finish(totals, exposure)
        for file in self._files:
            file.commit()
        if self._worst is not None:
            self._print(self._worst.report(totals), exposure)
        sys.stdout.flush()

    def _sink(self, target: Target, opened: ExitStack) -> BinaryIO:
        if target.path is None:
            sys.stdout.flush()
            return sys.stdout.buffer
        file = opened.enter_context(AtomicFile(target.path))
        self._files.append(file)
        return file.stream

    def _print(self, report: Report, exposure: Exposure | None) -> None:
        from duediligence.formats.terminal import render, report_view

        for target in self._targets:
            if target.format == TERMINAL and target.path is None:
                show(report_view(report, in_full=False, exposure=exposure))
            elif target.format == TERMINAL:
                write(render(report, in_full=False, exposure=exposure), target.path)


class _Interruption:
    """Ctrl-C between two items, so that no item is left half-written; the second one acts at once.

    A request to terminate acts at once too, and leaves nothing behind.

    Attributes:
        wanted: Whether Ctrl-C was pressed.
    """

    wanted = False

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Watch for Ctrl-C, where this is the thread that signals reach."""
        if threading.current_thread() is threading.main_thread():
            self._before = {
                signal.SIGINT: signal.signal(signal.SIGINT, self._take),
                signal.SIGTERM: signal.signal(signal.SIGTERM, _terminated),
            }
        return self

    def __exit__(self, *_: object) -> None:
        """Leave all as it was."""
        for number, before in self._before.items():
            signal.signal(number, before)

    def _take(self, *_: object) -> None:
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True


def _terminated(number: int, _: object) -> None:
    """End with the shell's code for the signal; files that are not finished go."""
    sys.exit(128 + number)
