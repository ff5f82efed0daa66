"""Every deliberate exception of the package, each with a hint for the person who sees it.

This module imports nothing of the project, so that any layer may raise from it.
"""

from __future__ import annotations


class DueDiligenceError(Exception):
    """Base of every error raised on purpose.

    Args:
        message: What went wrong, and where (file, line, row, field or institution id).
        hint: What the reader can do about it, in one sentence.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message and the hint apart, so that callers can print them apart."""
        super().__init__(message)
        self.hint = hint


class UsageError(DueDiligenceError):
    """The request itself is wrong: an unknown option value, column or institution id (exit code 2)."""


class DataError(DueDiligenceError):
    """Data, policy or configuration that cannot be used (exit code 3)."""


class CatalogueError(DataError):
    """The institution catalogue or the risk tiers are missing, broken or inconsistent."""


class BrokenIndexError(CatalogueError):
    """The compiled index is missing, truncated or corrupt; it is rebuilt, never trusted."""


class StaleDataError(DataError):
    """A list in force is older than the age the caller allows."""


class ConfigError(DataError):
    """A configuration or decisions file that cannot be read, or holds an unknown key."""


class ImporterError(DataError):
    """A publisher's file that does not have the documented format."""


class UpdateError(DataError):
    """A download or an update that was refused or did not finish; the previous data stay in force."""


class InputError(DueDiligenceError):
    """A partners file or document that cannot be read at all (exit code 4)."""


class WorkerError(DueDiligenceError):
    """A process at work on a table that ended before its work was done (exit code 70)."""


class OutputError(DueDiligenceError):
    """A report that could not be written; nothing was left half-written (exit code 3)."""
