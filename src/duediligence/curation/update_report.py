"""What an update did, file by file and list by list."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.errors import DueDiligenceError


@dataclass(frozen=True, slots=True)
class ListChange:
    """What an update did to one list; `added` and `removed` are names, as printed."""

    list: str
    as_of: str
    rows: int
    rows_before: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceOutcome:
    """How one publisher's file fared.

    Attributes:
        source: The file's name in the registry of importers.
        origin: The address or the path it was read from.
        changes: One entry a list; empty when the file has not changed or was refused.
        summary: Counts in, out and skipped, in one line.
        problems: What was wrong with it, with file, row and field.
        unchanged: The publisher says that nothing has changed.
        licence: Whose licence its user needs.
        dated_by_time: Only the file's time of change told its date.
        error: Why it was refused; the list is then as before.
    """

    source: str
    origin: str
    changes: tuple[ListChange, ...] = ()
    summary: str = ""
    problems: tuple[str, ...] = ()
    unchanged: bool = False
    licence: str | None = None
    dated_by_time: bool = False
    error: DueDiligenceError | None = None


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """The version now in force (None when nothing was written) and how every file fared."""

    version: str | None
    outcomes: tuple[SourceOutcome, ...]

    @property
    def failed(self) -> bool:
        """Whether any file was refused."""
        return any(outcome.error for outcome in self.outcomes)
