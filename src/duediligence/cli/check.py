"""`check NAME...`: the full report on one or a few partners."""

from __future__ import annotations

from typing import Annotated

import typer

from duediligence.cli import options
from duediligence.cli.gate import Gate
from duediligence.cli.output import deliver, plan_targets


def check(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Names, ROR or Wikidata ids, or web domains of partners.")
    ],
    country: options.Country = None,
    profile: options.Profile = "default",
    data_dir: options.DataDir = None,
    config: options.Config = None,  # noqa: ARG001 - read before the others, see options.py
    max_data_age: options.MaxDataAge = None,
    formats: options.Formats = None,
    outputs: options.Outputs = None,
    fail_on: options.FailOnOption = options.FailOn.REVIEW,
    fail_on_ambiguous: options.FailOnAmbiguous = False,
    exit_zero: options.ExitZero = False,
) -> None:
    """Check partners by name: which institution is it, is it listed, what does each listing mean?"""
    targets = plan_targets(formats, outputs)
    from duediligence.cli.freshness import now, refuse_stale
    from duediligence.model import Partner
    from duediligence.screening import Screener

    at = now()
    screener = Screener(data_dir, profile=profile)
    refuse_stale(screener.catalogue.lists, max_data_age, at)
    gate = Gate(fail_on, fail_on_ambiguous, exit_zero)
    partners = [Partner.model_construct(name=name, country=country) for name in names]
    report = screener.report(
        gate.watch(screener.screen(partners)), at=at, options={"profile": profile, "country": country}
    )
    deliver(report, targets, in_full=True)
    raise typer.Exit(gate.code)
