"""`decide NAME`: record a decision about a finding, with its reason and its end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli import options


def decide(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The partner's name as it was screened.")],
    institution: Annotated[
        str,
        typer.Option("--institution", metavar="ID", help="Id of the institution found, or not-identified."),
    ],
    kind: Annotated[
        str, typer.Option("--as", metavar="DECISION", help="not-the-same (another body) or accepted-risk.")
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why; a reviewer reads it.")],
    expires: Annotated[
        str, typer.Option("--expires", metavar="DATE", help="Last day it counts: 2027-06-30.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="PERSON", help="Who answers for it.")],
    decisions: options.Decisions = None,
    data_dir: options.DataDir = None,
) -> None:
    """Record a decision: the finding stays in every report, marked, and no longer fails the gate."""
    from duediligence.cli.freshness import now
    from duediligence.cli.run import open_data
    from duediligence.decisions import DECISIONS_FILE, add_decision, find_decisions, make_decision
    from duediligence.names.harmless import harmless

    path = decisions or find_decisions(Path.cwd()) or Path(DECISIONS_FILE)
    decision = make_decision(
        name,
        institution,
        kind,
        reason=reason,
        expires=expires,
        by=by,
        today=now().date(),
        institution_of=open_data(data_dir).institution,
    )
    replaced = add_decision(path, decision)
    typer.echo(
        f"{path}: {'replaced' if replaced else 'added'} {kind} "
        f"for {harmless(name)!r} until {decision.expires}"
    )
