"""`screen FILE|-`: a table or list of partners, the report of all of them, and the exit code for a gate."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options

if TYPE_CHECKING:
    from duediligence.inputs.tables import PartnerTable
    from duediligence.model import Partner, Skipped

_TABLE = "The table"
_INTERRUPTED = 130  # what a shell gives for Ctrl-C


def screen(
    source: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A table or list of partners; - is the standard input.")
    ],
    column: Annotated[
        str | None,
        typer.Option("--column", help="Header, number or letter of the name column.", rich_help_panel=_TABLE),
    ] = None,
    country_column: Annotated[
        str | None, typer.Option("--country-column", help="The same for the country.", rich_help_panel=_TABLE)
    ] = None,
    identifier_column: Annotated[
        str | None,
        typer.Option(
            "--identifier-column",
            help="The same for a ROR or Wikidata id or a domain.",
            rich_help_panel=_TABLE,
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", help="Sheet of a workbook.", rich_help_panel=_TABLE)
    ] = None,
    input_format: Annotated[
        str | None,
        typer.Option(
            "--input-format", help="csv, tsv, xlsx, json, jsonl, lines or parquet.", rich_help_panel=_TABLE
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="COLUMN", help="Add exposure tables by this column.", rich_help_panel="Report"
        ),
    ] = None,
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
    """Screen a table or list of partners: one verdict a row, nothing skipped in silence."""
    from duediligence.cli.delivery import Delivery
    from duediligence.cli.run import Plan
    from duediligence.inputs.tables import read_partners
    from duediligence.portfolio import Portfolio, check_column

    plan = Plan.gather(
        config,
        column=column,
        country_column=country_column,
        identifier_column=identifier_column,
        sheet=sheet,
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
    table = read_partners(
        source,
        column=plan.text("column"),
        country_column=plan.text("country_column"),
        identifier_column=plan.text("identifier_column"),
        sheet=plan.text("sheet"),
        input_format=input_format,
    )
    portfolio = Portfolio(check_column(by, table.columns)) if by else None
    session = plan.open()
    with (
        _progress(table) as rows,
        Delivery(plan.targets, session.frame([table.info]), table.columns) as delivery,
    ):
        items = session.screen(_in_country(rows, plan.text("country")))
        complete = delivery.take(portfolio.watch(items) if portfolio else items)
        totals = session.with_warnings(delivery.totals(partial=not complete), unused=complete)
        delivery.finish(totals, portfolio.exposure if portfolio else None)
    if not delivery.tally.total:
        typer.echo(f"{table.info.file}: no partner in it, nothing was screened", err=True)
    raise typer.Exit(session.exit_code if complete else _INTERRUPTED)


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
