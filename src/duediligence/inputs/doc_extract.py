"""What every document reader is given and returns: bytes and limits in, text with its pages out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from duediligence.errors import InputError
from duediligence.scanning.document import clean_text


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read before it is refused; files may be made to exhaust a reader.

    `ratio` is how many times larger than the file its unpacked text may be, `depth` how deep
    messages may hold messages, `seconds` how long one document may take.
    """

    bytes: int = 64 * 2**20
    unpacked_bytes: int = 256 * 2**20
    ratio: int = 200
    characters: int = 20_000_000
    pages: int = 3_000
    depth: int = 4
    parts: int = 200
    files: int = 20_000
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document inside another one."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader found in one file: see `Document` for the form of `text`."""

    text: str
    page_starts: tuple[int, ...] = ()
    encoding: str | None = None
    gaps: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(slots=True)
class Budget:
    """What is left of the limits while one document is read."""

    limits: Limits
    clock: Callable[[], float] = time.monotonic
    characters: int = 0
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.deadline = self.clock() + self.limits.seconds

    def spend(self, text: str) -> None:
        """Count text that was read.

        Raises:
            InputError: There is more text, or it took more time, than the limits allow.
        """
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise InputError(
                f"holds more than {self.limits.characters:,} characters of text",
                hint="Split the document and scan the parts.",
            )
        if self.clock() > self.deadline:
            raise InputError(
                f"took longer than {self.limits.seconds:.0f} seconds to read",
                hint="Save it as plain text and scan that.",
            )


class TextBuilder:
    """Collects blocks and pages of text in the form `Document.text` has."""

    def __init__(self, budget: Budget) -> None:
        """Start with no text."""
        self._budget = budget
        self._parts: list[str] = []
        self._size = 0
        self._page_starts: list[int] = []

    def page(self, text: str) -> None:
        """Add a page; its lines are kept as they are."""
        if self._page_starts:
            self._add("\f")
        self._page_starts.append(self._size)
        self._add(clean_text(text).replace("\f", "\n"))

    def block(self, text: str) -> None:
        """Add a paragraph, heading or list item, parted from its neighbours; blank text adds nothing."""
        self._separated(clean_text(text).strip(), "\n\n")

    def cells(self, cells: list[str]) -> None:
        """Add a table row, one cell after the other; a single cell is a block."""
        if len(cells) == 1:
            self.block("\n".join(" ".join(line.split()) for line in cells[0].split("\n")))
        else:
            self._separated("\t".join(" ".join(clean_text(cell).split()) for cell in cells), "\n\n")

    def extract(self, gaps: tuple[str, ...] = (), attachments: tuple[Attachment, ...] = ()) -> Extract:
        """Return what was collected."""
        text = "".join(self._parts)
        return Extract(text, tuple(self._page_starts), gaps=gaps, attachments=attachments)

    def _separated(self, text: str, separator: str) -> None:
        if text:
            self._add(separator + text if self._parts else text)

    def _add(self, text: str) -> None:
        self._budget.spend(text)
        self._parts.append(text)
        self._size += len(text)
