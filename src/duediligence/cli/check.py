"""`check NAME...`: the full report on one or a few partners."""

from __future__ import annotations

from typing import Annotated

import typer

from duediligence.cli import options


def check(
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", help="Names, ROR or Wikidata ids, or web domains of partners."),
    ],
    country: options.Country = None,
    profile: options.Profile = None,
    data_dir: options.DataDir = None,
    config: options.Config = None,
    max_data_age: options.MaxDataAge = None,
    decisions: options.Decisions = None,
    formats: options.Formats = None,
    outputs: options.Outputs = None,
    fail_on: options.FailOnOption = None,
    fail_on_ambiguous: options.FailOnAmbiguous = None,
    exit_zero: options.ExitZero = None,
    strict_decisions: options.StrictDecisions = None,
) -> None:
    """Check partners by name: which institution is it, is it listed, what does each listing mean?"""
    from duediligence.cli.checking import check_names
    from duediligence.cli.run import Plan

    plan = Plan.gather(
        config,
        country=country,
        profile=profile,
        data_dir=data_dir,
        max_data_age=max_data_age,
        decisions=decisions,
        format=tuple(formats) if formats else None,
        output=tuple(outputs) if outputs else None,
        fail_on=fail_on,
        fail_on_ambiguous=fail_on_ambiguous,
        exit_zero=exit_zero,
        strict_decisions=strict_decisions,
    )
    raise typer.Exit(check_names(names, plan))
