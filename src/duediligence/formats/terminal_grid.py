"""Labelled rows: a short label, and the text beside it wrapped under itself.

`rich.table.Table` does this too, but measures every cell of every row first; a dossier has many rows, and a
`check` must start at once.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text


class LabelledRows:
    """Rows of a label and a text; labels share one column, as wide as the widest."""

    def __init__(self, *, margin: int = 0, least: int = 0) -> None:
        """Start without rows.

        Args:
            margin: Blank columns on the left.
            least: Least width of the labels' column.
        """
        self._margin = margin
        self._least = least
        self._rows: list[tuple[Text, Text]] = []

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def add(self, label: Text | str, text: Text | str) -> None:
        """Add a row; line breaks in the text start new lines under it."""
        self._rows.append(
            (Text(label) if isinstance(label, str) else label, Text(text) if isinstance(text, str) else text)
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay out the rows within the width at hand."""
        label_width = max([self._least, *(cell_len(label.plain) for label, _ in self._rows)])
        start = self._margin + label_width + (1 if label_width else 0)
        width = max(options.max_width - start, 8)
        for label, text in self._rows:
            gap = " " * (start - self._margin - cell_len(label.plain))
            yield Segment(" " * self._margin)
            yield from label.render(console)
            for at, line in enumerate(text.wrap(console, width, overflow="fold")):
                yield Segment(" " * start if at else gap)
                line.rstrip()
                yield from line.render(console)
                yield Segment.line()
