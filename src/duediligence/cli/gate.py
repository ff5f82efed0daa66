"""What a run's results mean for its exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from duediligence.cli.exits import ExitCode
from duediligence.model import Level, Result, Skipped, Status

_UNDECIDED = {Status.AMBIGUOUS, Status.NOT_IDENTIFIED}


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
class Gate:
    """Watches results pass and knows the exit code in the end.

    A finding that a decision in force covers is not counted; an input that was skipped outranks findings.
    """

    fail_on: FailOn = FailOn.REVIEW
    fail_on_ambiguous: bool = False
    exit_zero: bool = False
    findings: int = 0
    skipped: int = 0

    def watch(self, items: Iterable[Result | Skipped]) -> Iterator[Result | Skipped]:
        """Pass the items on, counted."""
        for item in items:
            if isinstance(item, Skipped):
                self.skipped += 1
            else:
                self.findings += self._fails(item)
            yield item

    @property
    def code(self) -> ExitCode:
        """The exit code for what has passed."""
        if self.skipped:
            return ExitCode.INCOMPLETE
        return ExitCode.FINDINGS if self.findings and not self.exit_zero else ExitCode.CLEAN

    def _fails(self, result: Result) -> bool:
        level = result.decision.leaves if result.decision else result.verdict.level
        if self.fail_on.level is not None and level.rank >= self.fail_on.level.rank:
            return True
        return self.fail_on_ambiguous and not result.decision and result.identification.status in _UNDECIDED
