"""`screen FILE|-`: a table or list of partners, the report of all of them, and the exit code for a gate."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options
from duediligence.cli.gate import Gate
from duediligence.cli.output import deliver, plan_targets

if TYPE_CHECKING:
    from duediligence.inputs.tables import PartnerTable
    from duediligence.model import Partner, Skipped

_TABLE = "The table"


def screen(
    source: Annotated[str, typer.Argument(metavar="FILE|-", help="A table or list of partners; - is the standard input.")],
    column: Annotated[
        str | None, typer.Option("--column", help="Header, number or letter of the name column.", rich_help_panel=_TABLE)
    ] = None,
    country_column: Annotated[
        str | None, typer.Option("--country-column", help="The same for the country.", rich_help_panel=_TABLE)
    ] = None,
    identifier_column: Annotated[
        str | None,
        typer.Option("--identifier-column", help="The same for a ROR or Wikidata id or a domain.", rich_help_panel=_TABLE),
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook.", rich_help_panel=_TABLE)] = None,
    input_format: Annotated[
        str | None,
        typer.Option("--input-format", help="csv, tsv, xlsx, json, jsonl, lines or parquet.", rich_help_panel=_TABLE),
    ] = None,
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
    """Screen a table or list of partners: one verdict a row, nothing skipped in silence."""
    targets = plan_targets(formats, outputs)
    from duediligence.cli.freshness import now, refuse_stale
    from duediligence.inputs.tables import read_partners
    from duediligence.screening import Screener

    at = now()
    table = read_partners(
        source,
        column=column,
        country_column=country_column,
        identifier_column=identifier_column,
        sheet=sheet,
        input_format=input_format,
    )
    screener = Screener(data_dir, profile=profile)
    refuse_stale(screener.catalogue.lists, max_data_age, at)
    gate = Gate(fail_on, fail_on_ambiguous, exit_zero)
    with _progress(table) as partners:
        report = screener.report(
            gate.watch(screener.screen(_in_country(partners, country))),
            at=at,
            options={"profile": profile, "country": country},
            inputs=[table.info],
        )
    if not report.results and not report.skipped:
        typer.echo(f"{table.info.file}: no partner in it, nothing was screened", err=True)
    deliver(report, targets, in_full=False)
    raise typer.Exit(gate.code)


def _in_country(partners: Iterator[Partner | Skipped], country: str | None) -> Iterator[Partner | Skipped]:
    """Give partners without a country the one of `--country`."""
    from duediligence.model import Partner

    for partner in partners:
        if country and isinstance(partner, Partner) and not partner.country:
            yield partner.model_copy(update={"country": country})
        else:
            yield partner


@contextmanager
def _progress(table: PartnerTable) -> Iterator[Iterator[Partner | Skipped]]:
    """The rows, watched by a bar with rate and time left when stderr is a terminal."""
    if not sys.stderr.isatty():
        yield table.rows
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TaskProgressColumn(show_speed=True), TimeRemainingColumn())
    with Progress("screening", *columns, console=Console(stderr=True), transient=True) as bar:
        yield iter(bar.track(table.rows, total=table.expected))
