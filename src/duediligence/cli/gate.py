"""What a run's results mean for its exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from duediligence.cli.exits import ExitCode
from duediligence.formats.gate import Gate
from duediligence.model import Level, Result, Skipped


class FailOn(StrEnum):
    """From which verdict on a run counts as a finding."""

    STOP = "stop"
    ESCALATE = "escalate"
    REVIEW = "review"
    NEVER = "never"

    @property
    def level(self) -> Level | None:
        """The mildest level that fails, or None when none does."""
        return None if self is FailOn.NEVER else Level(self.value)


@dataclass(slots=True)
class Outcome:
    """Watches results pass the gate and knows the exit code in the end; skipped inputs outrank findings.

    An input that holds no partner counts as one that could not be screened: nothing was.
    """

    gate: Gate = field(default_factory=Gate)
    exit_zero: bool = False
    findings: int = 0
    skipped: int = 0
    empty: bool = False

    def watch(self, items: Iterable[Result | Skipped]) -> Iterator[Result | Skipped]:
        """Pass the items on, counted."""
        for item in items:
            if isinstance(item, Skipped):
                self.skipped += 1
            else:
                self.findings += self.gate.fails(item)
            yield item

    @property
    def code(self) -> ExitCode:
        """The exit code for what has passed."""
        if self.skipped or self.empty:
            return ExitCode.INCOMPLETE
        return ExitCode.FINDINGS if self.findings and not self.exit_zero else ExitCode.CLEAN
