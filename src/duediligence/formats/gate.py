"""What the gate of a run makes of a result, for the formats that continuous integration reads."""

from __future__ import annotations

from duediligence.model import Level, Report, Result


def gate_of(report: Report) -> Level | None:
    """Return the level at which the run was to fail: its option `fail_on`, `review` if it had none."""
    wanted = str(report.run.options.get("fail_on") or Level.REVIEW.value)
    return Level(wanted) if wanted in {level.value for level in Level} else None


def fails(result: Result, gate: Level | None) -> bool:
    """Tell whether a result is at or above the gate, decisions left out of account."""
    return (
        gate is not None and result.verdict.level is not Level.NONE and result.verdict.level.rank >= gate.rank
    )


def decided(result: Result) -> bool:
    """Tell whether a decision in force covers a result."""
    return result.decision is not None and result.decision.state == "in-force"
