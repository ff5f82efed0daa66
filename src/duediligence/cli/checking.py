"""What `check` does, apart from its options: a few names, reported in full."""

from __future__ import annotations

from collections.abc import Sequence

from duediligence.cli.exits import ExitCode
from duediligence.cli.output import deliver
from duediligence.cli.run import Plan
from duediligence.model import Partner


def check_names(names: Sequence[str], plan: Plan) -> ExitCode:
    """Screen names, write the report where the plan says, and return the exit code."""
    session = plan.open()
    asked = [Partner.model_construct(name=name, country=plan.text("country")) for name in names]
    deliver(session.report(session.screen(asked)), plan.targets, in_full=True)
    session.say_lapsed(plan.targets)
    return session.exit_code
