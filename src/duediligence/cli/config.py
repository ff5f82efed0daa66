"""`config show`: each setting in force and where it came from."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from duediligence.cli import options

config = typer.Typer(no_args_is_help=True, help="Show the configuration in force.")


@config.callback()
def _group() -> None:
    """Keep `show` a command of its own, though it is the only one."""


@config.command()
def show(path: options.Config = None) -> None:
    """Print each setting, its value and where the value came from."""
    from duediligence.config import load_config
    from duediligence.names.harmless import harmless

    found = load_config(start=Path.cwd(), environ=os.environ, path=path)
    typer.echo(f"file: {found.path or 'none found'}")
    rows = [tuple(map(harmless, row)) for row in found.rows()]
    widths = [max(len(row[at]) for row in rows) for at in (0, 1)]
    for name, value, origin in rows:
        typer.echo(f"{name:<{widths[0]}}  {value:<{widths[1]}}  {origin}")
