"""The commands and what they have in common: `--version` and the help text."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from duediligence import __version__

# Each command is the function, or the group of commands, of its name in the module of its name.
COMMANDS = (
    "check",
    "screen",
    "scan",
    "show",
    "lists",
    "update",
    "diff",
    "verify",
    "decide",
    "config",
    "data",
)


def build_app(wanted: str | None = None) -> typer.Typer:
    """Return the program with all its commands, or with the one wanted alone, so that it starts at once."""
    app = typer.Typer(
        name="duediligence",
        help=(
            "Which institution is this partner, is it on any list that matters, what does each listing mean, "
            "and where can I read it myself? Everything but `update` works offline."
        ),
        epilog=(
            "Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, 3 data unusable, "
            "4 some inputs not screened, 70 internal error."
        ),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        command = getattr(import_module(f"duediligence.cli.{name}"), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _print_version(wanted: bool) -> None:
    if not wanted:
        return
    from duediligence.cli.run import open_data

    catalogue = open_data()
    typer.echo(f"duediligence {__version__}")
    typer.echo(f"data {catalogue.version} (sha256 {catalogue.sha256[:12]}, {len(catalogue.lists)} lists)")
    raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print tool and data versions and exit."
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""
