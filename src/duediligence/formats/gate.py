"""The gate of a run: which results fail it. The exit code and the formats for machines go by the same."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.formats.wording import LEVEL_ADVICE, LEVEL_WORD, STATUS_SENTENCE, STATUS_WORD
from duediligence.model import Level, Report, Result, Status

_UNDECIDED = frozenset((Status.AMBIGUOUS, Status.NOT_IDENTIFIED))


@dataclass(frozen=True, slots=True)
class Gate:
    """What makes a run fail.

    Attributes:
        level: The mildest level that fails, or None when none does.
        ambiguous: Whether a name not told apart, or not identified, fails too.
    """

    level: Level | None = Level.REVIEW
    ambiguous: bool = False

    def fails(self, result: Result) -> bool:
        """Tell whether a result fails the run; what a decision in force covers does not count."""
        level = result.gate_level
        if self.level is not None and level is not Level.NONE and level.rank >= self.level.rank:
            return True
        return self.ambiguous and not decided(result) and result.identification.status in _UNDECIDED


def alarm(result: Result) -> tuple[str, str]:
    """Return the word and the sentence of what fails a gate; a name not told apart may be all there is."""
    level, status = result.verdict.level, result.identification.status
    if level is Level.NONE and status in _UNDECIDED:
        return STATUS_WORD[status].upper(), STATUS_SENTENCE[status]
    return LEVEL_WORD[level], LEVEL_ADVICE[level]


def gate_of(report: Report) -> Gate:
    """Return the gate that a run recorded among its options; `review` if it had none."""
    options = report.run.options
    wanted = str(options.get("fail_on") or Level.REVIEW.value)
    level = Level(wanted) if wanted in {level.value for level in Level} else None
    return Gate(level, bool(options.get("fail_on_ambiguous")))


def decided(result: Result) -> bool:
    """Tell whether decisions in force cover a result as a whole."""
    return result.decision is not None and result.decision.state == "in-force"
