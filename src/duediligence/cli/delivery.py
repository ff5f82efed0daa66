"""A stream of results written to every target as it passes, in memory that does not grow with it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

from duediligence.cli.output import TERMINAL, AtomicFile, Target, show, write
from duediligence.errors import OutputError
from duediligence.formats.worst import WorstFirst
from duediligence.model import Report, Result, Skipped
from duediligence.screening import Tally

if TYPE_CHECKING:
    from duediligence.formats import Writer
    from duediligence.portfolio import Exposure


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
        self._files: list[AtomicFile] = []
        self._open = ExitStack()
        self._worst = WorstFirst() if any(target.format == TERMINAL for target in self._targets) else None
        self.tally = Tally()

    def __enter__(self) -> Self:
        """Open a writer for each target that is written piece by piece."""
        from duediligence.formats import open_writer

        with self._open as opened:
            for target in self._targets:
                if target.format != TERMINAL:
                    sink = self._sink(target, opened)
                    self._writers.append(open_writer(target.format, sink, self._frame, columns=self._columns))
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop what was not finished."""
        self._open.close()

    def take(self, items: Iterable[Result | Skipped]) -> bool:
        """Write all items; an interruption ends the stream early.

        Returns:
            True when the stream came to its own end.
        """
        try:
            for item in items:
                self.tally.add(item)
                if self._worst is not None:
                    self._worst.add(item)
                for writer in self._writers:
                    writer.add(item)
        except KeyboardInterrupt:
            return False
        except BrokenPipeError as error:
            raise OutputError(
                "stdout was closed before the report was whole", hint="write to a file with -o"
            ) from error
        return True

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
