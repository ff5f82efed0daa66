"""The commands and what they have in common: `--version` and the help text."""

from __future__ import annotations

from typing import Annotated

import typer

from duediligence import __version__
from duediligence.cli import check, lists, screen, show

app = typer.Typer(
    name="duediligence",
    help=(
        "Which institution is this partner, is it on any list that matters, what does each listing mean, "
        "and where can I read it myself? Everything but `update` works offline."
    ),
    epilog="Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, 3 data unusable, 4 incomplete, 70 internal.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(check.check)
app.command()(screen.screen)
app.command()(show.show)
app.command()(lists.lists)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if not wanted:
        return
    from duediligence.catalogue import open_catalogue  # noqa: PLC0415 - only this option needs the data

    catalogue = open_catalogue()
    typer.echo(f"duediligence {__version__}")
    typer.echo(f"data {catalogue.version} (sha256 {catalogue.sha256[:12]}, {len(catalogue.lists)} lists)")
    raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print tool and data versions and exit."),
    ] = False,
) -> None:
    del version  # its callback has done the work
