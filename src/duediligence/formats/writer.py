"""The interface of a format that is written piece by piece, and what its variants share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Protocol

from duediligence.model import Report, Result, Skipped

if TYPE_CHECKING:  # a check has no portfolio and must start at once
    from duediligence.portfolio import Exposure


class Writer(Protocol):
    """Takes the items of one report in order, then its totals; after `finish` it is of no more use."""

    def add(self, item: Result | Skipped) -> None:
        """Write one result, or one input that could not be screened."""

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:
        """Write what is only known at the end.

        Args:
            totals: The report with its summary, warnings and run; its own results are not looked at.
            exposure: Tables of a portfolio, if asked for.
        """


class PieceWriter(Writer, Protocol):
    """A writer of results that may have been rendered elsewhere, as by `piece_maker` in another process."""

    def put(self, pieces: Sequence[bytes]) -> None:
        """Write some results, rendered; there is at least one."""


class Collector:
    """A writer for formats that need every result before their first line."""

    def __init__(self, sink: BinaryIO, render: Callable[[Report, Exposure | None], str]) -> None:
        """Keep the results for `render`."""
        self._sink = sink
        self._render = render
        self._results: list[Result] = []
        self._skipped: list[Skipped] = []

    def add(self, item: Result | Skipped) -> None:
        """Keep one item."""
        if isinstance(item, Skipped):
            self._skipped.append(item)
        else:
            self._results.append(item)

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:
        """Render the whole report and write it."""
        kept = {"results": tuple(self._results), "skipped": tuple(self._skipped)}
        self._sink.write(self._render(totals.model_copy(update=kept), exposure).encode("utf-8"))


def in_input_order(report: Report) -> Iterator[Result | Skipped]:
    """Yield results and skipped inputs as they stood in the input: a skipped row before the rows below it."""
    skipped = list(report.skipped)
    for result in report.results:
        while skipped and _stands_before(skipped[0], result):
            yield skipped.pop(0)
        yield result
    yield from skipped


def _stands_before(skipped: Skipped, result: Result) -> bool:
    here, there = skipped.source, result.partner.source
    if there is None or here.row is None or there.row is None:
        return False
    return here.file == there.file and here.row < there.row
