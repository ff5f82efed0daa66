"""The worst results of a stream, for a table that people read: a bounded number, whatever passes."""

from __future__ import annotations

from collections.abc import Iterator

from duediligence.model import Level, Report, Result, Skipped

SHOWN_AT_MOST = 500  # rows a table; a longer one is for a file


class WorstFirst:
    """Keeps the first results of each level and the first skipped inputs, as many as a table can show."""

    def __init__(self, at_most: int = SHOWN_AT_MOST) -> None:
        """Start with nothing kept."""
        self._at_most = at_most
        self._results: dict[Level, list[Result]] = {level: [] for level in Level}
        self._skipped: list[Skipped] = []

    def add(self, item: Result | Skipped) -> bool:
        """Keep an item if a table may show it; tell whether it was kept."""
        if isinstance(item, Result):
            kept = self._results[item.verdict.level]
            if len(kept) < self._at_most:
                kept.append(item)
                return True
        elif len(self._skipped) < self._at_most:
            self._skipped.append(item)
            return True
        return False

    def report(self, totals: Report) -> Report:
        """Return the report with the worst results in it, worst first, input order within a level."""
        worst = tuple(self._worst())[: self._at_most]
        return totals.model_copy(update={"results": worst, "skipped": tuple(self._skipped)})

    def _worst(self) -> Iterator[Result]:
        for level in sorted(Level, key=lambda one: -one.rank):
            yield from self._results[level]
