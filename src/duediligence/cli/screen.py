"""`screen FILE|-`: a table or list of partners, the report of all of them, and the exit code for a gate."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duediligence.cli import options

if TYPE_CHECKING:
    from duediligence.cli.delivery import Made
    from duediligence.cli.run import Plan, Session
    from duediligence.inputs.tables import PartnerTable
    from duediligence.model import Partner, Result, Skipped
    from duediligence.portfolio import Portfolio

_INTERRUPTED = 130  # what a shell gives for Ctrl-C


def _of_the_table(flag: str, about: str) -> Any:  # noqa: ANN401 - a type for typer
    return Annotated[str | None, typer.Option(flag, help=about, rich_help_panel="The table")]


@options.planned(
    column=_of_the_table("--column", "Header, number or letter of the name column."),
    country_column=_of_the_table("--country-column", "The same for the country."),
    identifier_column=_of_the_table("--identifier-column", "The same for a ROR or Wikidata id or a domain."),
    sheet=_of_the_table("--sheet", "Sheet of a workbook."),
    jobs=options.Jobs,
)
def screen(
    source: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A table or list of partners; - is the standard input.")
    ],
    plan: Plan,
    input_format: Annotated[
        str | None,
        typer.Option(
            "--input-format",
            help="csv, tsv, xlsx, json, jsonl, lines or parquet.",
            rich_help_panel="The table",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="COLUMN", help="Add exposure tables by this column.", rich_help_panel="Report"
        ),
    ] = None,
) -> None:
    """Screen a table or list of partners: one verdict a row, nothing skipped in silence."""
    from duediligence.cli.delivery import Delivery
    from duediligence.inputs.tables import read_partners
    from duediligence.names.harmless import harmless
    from duediligence.portfolio import Portfolio, check_column

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
        _screening(plan, session, table, whole=portfolio is not None) as screened,
        _progress(table) as rows,
        Delivery(plan.targets, session.frame([table.info]), table.columns) as delivery,
    ):
        items = screened(_in_country(rows, plan.text("country")))
        complete = delivery.take(_counted(items, portfolio) if portfolio else items)
        totals = session.with_warnings(delivery.totals(partial=not complete), unused=complete)
        if complete and not delivery.tally.total:
            session.outcome.empty = True
            empty = f"{table.info.file}: no partner in it, nothing was screened"
            totals = totals.model_copy(update={"warnings": (*totals.warnings, empty)})
            typer.echo(harmless(empty), err=True)
        delivery.finish(totals, portfolio.exposure if portfolio else None)
    session.say_lapsed(plan.targets)
    raise typer.Exit(session.exit_code if complete else _INTERRUPTED)


@contextmanager
def _screening(
    plan: Plan, session: Session, table: PartnerTable, *, whole: bool
) -> Iterator[Callable[[Iterator[Partner | Skipped]], Iterator[Result | Skipped | Made]]]:
    """What screens rows: this process, or several that share them."""
    if plan.jobs == 1:
        yield session.screen
        return
    from duediligence.cli.crew import Crew, Order

    sha256 = session.screener.catalogue.sha256
    order = Order(plan, session.at, sha256, table.columns, table.info, whole)
    with Crew(order, plan.jobs, session) as crew:
        yield crew.screen


def _counted(
    items: Iterator[Result | Skipped | Made], portfolio: Portfolio
) -> Iterator[Result | Skipped | Made]:
    """Pass the items on, counted for the exposure tables."""
    from duediligence.cli.delivery import Made

    for item in items:
        for one in item.results if isinstance(item, Made) else (item,):
            portfolio.add(one)
        yield item


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
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(rate(task.speed))

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(elapsed_when_finished=True))
    with Progress("screening", *columns, console=Console(stderr=True), transient=True) as bar:
        yield iter(bar.track(table.rows, total=table.expected))


def rate(speed: float | None) -> str:
    """Return rows a second as the progress bar shows them; nothing while they are unknown."""
    return f"{speed:,.0f} rows/s" if speed else ""
