"""`check NAME...`: the full report on one or a few partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options

if TYPE_CHECKING:
    from duediligence.cli.run import Plan


@options.planned()
def check(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", help="Names, ROR or Wikidata ids, or web domains of partners."),
    ],
    plan: Plan,
) -> None:
    """Check partners by name: which institution is it, is it listed, what does each listing mean?"""
    from duediligence.cli.checking import check_names

    raise typer.Exit(check_names(names, plan))
