"""Several processes at work on one table: rows go out in rounds, what was made of them comes back in order.

A name always goes to the same process, so that one that appears twice is screened once. Each process opens
the data itself, screens its rows, applies decisions and renders what can be rendered row by row; what comes
back is mostly bytes to be written, for sending whole results costs half of what screening does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from types import TracebackType
from typing import NamedTuple, Self, cast
from zlib import crc32

from duediligence.cli.delivery import Made
from duediligence.cli.output import TERMINAL
from duediligence.cli.run import Plan, Session
from duediligence.errors import CatalogueError, WorkerError
from duediligence.formats import PIECEWISE, piece_maker
from duediligence.formats.worst import WorstFirst
from duediligence.model import InputInfo, Partner, Result, Skipped

_Row = tuple[str, str, tuple[bytes, ...], Result | None]

ROUND = 1_000  # rows sent out together; enough that a round costs more than sending it
_ROUNDS_OUT = 3  # so that no process waits for another, and memory stays flat


@dataclass(frozen=True, slots=True)
class Order:
    """What every process must know to do the same work.

    Attributes:
        plan: The settings and the targets.
        at: The time the run counts as.
        data_sha256: Of the data that the run began with.
        columns: Names of the input's other columns.
        input: The table.
        whole: Whether every result is to come back whole, as for a portfolio.
    """

    plan: Plan
    at: datetime
    data_sha256: str
    columns: tuple[str, ...]
    input: InputInfo
    whole: bool = False


class Share(NamedTuple):
    """What one process made of its rows, in their order.

    Attributes:
        rows: For each row its verdict, status and pieces, and all of it where that is wanted; or why not.
        findings: How many fail the gate.
        used: The decisions that met a finding there.
    """

    rows: list[_Row | Skipped]
    findings: int
    used: frozenset[tuple[str, str]]


class Crew:
    """Processes that share the rows of a table; closed when the `with` block ends.

    Args:
        order: What they are to do.
        jobs: How many there are.
        session: The run they work for; it counts findings and the decisions that were used.
    """

    def __init__(self, order: Order, jobs: int, session: Session) -> None:
        """Remember what to do; no process is started yet."""
        self._order = order
        self._jobs = jobs
        self._session = session
        self._processes: list[ProcessPoolExecutor] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Start the processes; they open their data while the first rows are read."""
        context = multiprocessing.get_context("spawn")  # safe beside threads, and the same on every system
        with _without_interruption():  # processes started here leave Ctrl-C to this one
            for _ in range(self._jobs):
                process = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(self._order,))
                self._open.callback(process.shutdown, cancel_futures=True)
                self._processes.append(process)
                process.submit(_ready)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the processes end; work that was not begun is dropped."""
        self._open.close()

    def screen(self, rows: Iterable[Partner | Skipped]) -> Iterator[Made | Skipped]:
        """Have rows screened, and yield what was made of them in their order, counted for the gate by rounds.

        Raises:
            WorkerError: A process ended before its work was done.
        """
        out: deque[_Round] = deque()
        try:
            for round_ in self._rounds(iter(rows)):
                out.append(round_)
                if len(out) == _ROUNDS_OUT:
                    yield from self._gathered(out.popleft())
            while out:
                yield from self._gathered(out.popleft())
        except BrokenProcessPool as error:
            raise WorkerError(
                "a process at work on the table ended before its work was done",
                hint="Was it stopped, or short of memory? Nothing was written; try fewer --jobs.",
            ) from error

    def _rounds(self, rows: Iterator[Partner | Skipped]) -> Iterator[_Round]:
        while items := list(islice(rows, ROUND)):
            yield self._sent(items)

    def _sent(self, items: Sequence[Partner | Skipped]) -> _Round:
        shares: list[list[Partner]] = [[] for _ in self._processes]
        order: list[int | Skipped] = []
        for item in items:
            if isinstance(item, Skipped):
                order.append(item)
                continue
            whose = crc32(item.name.encode("utf-8", "replace")) % len(shares)
            shares[whose].append(item)
            order.append(whose)
        futures = [
            process.submit(_work, share) for process, share in zip(self._processes, shares, strict=True)
        ]
        return _Round(order, futures)

    def _gathered(self, round_: _Round) -> Iterator[Made | Skipped]:
        shares = [future.result() for future in round_.shares]
        for share in shares:
            self._session.outcome.findings += share.findings
            if self._session.decisions is not None:
                self._session.decisions.mark_used(share.used)
        waiting = [iter(share.rows) for share in shares]
        rows = [whose if isinstance(whose, Skipped) else next(waiting[whose]) for whose in round_.order]
        for skipped, together in groupby(rows, key=lambda row: isinstance(row, Skipped)):
            if skipped:
                for row in cast("Iterator[Skipped]", together):
                    self._session.outcome.skipped += 1
                    yield row
            else:
                yield _made(cast("Iterable[_Row]", together))


class _Round(NamedTuple):
    """Rows on their way: whose each row is (a row that was not read is its own), and the shares to come."""

    order: list[int | Skipped]
    shares: list[Future[Share]]


def _made(rows: Iterable[_Row]) -> Made:
    levels, statuses, pieces, results = zip(*rows, strict=True)
    return Made(levels, statuses, [*zip(*pieces, strict=True)], [one for one in results if one is not None])


@contextmanager
def _without_interruption() -> Iterator[None]:
    """Ignore Ctrl-C for a moment; a process that is started meanwhile ignores it for good."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# --- in the other process -----------------------------------------------------------------------


class _Desk:
    """Where one process does its work."""

    def __init__(self, order: Order) -> None:
        self._session = order.plan.open(order.at)
        if self._session.screener.catalogue.sha256 != order.data_sha256:
            raise CatalogueError("the data changed while the run began", hint="Run again.")
        frame = self._session.frame([order.input])
        formats = [target.format for target in order.plan.targets]
        self._makers: list[Callable[[Result], bytes]] = [
            piece_maker(name, frame, columns=order.columns) for name in formats if name in PIECEWISE
        ]
        self._whole = order.whole or any(name not in {*PIECEWISE, TERMINAL} for name in formats)
        self._worst = WorstFirst() if TERMINAL in formats else None

    def work(self, rows: Sequence[Partner]) -> Share:
        """Screen rows and make of them what can be made here."""
        session = self._session
        session.outcome.findings = 0
        done = [
            item if isinstance(item, Skipped) else self._row(item)
            for item in session.watch(session.screener.screen(rows))
        ]
        used = session.decisions.used if session.decisions else frozenset()
        return Share(done, session.outcome.findings, used)

    def _row(self, result: Result) -> _Row:
        # A result that is not among the first of its level here cannot be among the first of all.
        wanted = self._worst is not None and self._worst.add(result)
        return (
            result.verdict.level.value,
            result.identification.status.value,
            tuple([make(result) for make in self._makers]),
            result if wanted or self._whole else None,
        )


class _Here:
    """What this process keeps between its shares."""

    order: Order
    desk: _Desk | None = None


def _begin(order: Order) -> None:
    from duediligence.cli import start_lightly

    start_lightly()
    _Here.order = order
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the first one is gone, however it went: nobody is left to take the work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> None:
    """Open the data, so that it is done when the first rows come; what fails is told with them."""
    _desk()


def _desk() -> _Desk:
    if _Here.desk is None:
        _Here.desk = _Desk(_Here.order)
    return _Here.desk


def _work(rows: Sequence[Partner]) -> Share:
    return _desk().work(rows)
