"""The command line. `main` is the only place where errors become text and exit codes."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from duediligence.cli.exits import ExitCode
from duediligence.errors import DueDiligenceError, InputError, UsageError, WorkerError

__all__ = ["ExitCode", "main"]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its documented code.

    Args:
        argv: The arguments after the program's name; by default those of the process.
    """
    start_lightly()
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        sys.exit(_run(arguments))
    except DueDiligenceError as error:
        _say(error)
        sys.exit(_code(error))
    except KeyboardInterrupt:
        sys.exit(128 + 2)
    except Exception:  # the last net: a bare traceback would exit 1 and read as a finding
        import logging

        logging.getLogger(__name__).exception("internal error; please report it with the lines above it")
        sys.exit(ExitCode.INTERNAL)


def _run(arguments: Sequence[str]) -> int:
    """Run one command; a `check` of names alone needs no option parser, which would double its time."""
    if _is_plain_check(arguments):
        from duediligence.cli.checking import check_names
        from duediligence.cli.run import Plan

        return check_names(arguments[1:], Plan.gather(None))
    from duediligence.cli.app import build_app

    build_app(arguments[0] if arguments else None)(args=arguments, prog_name="duediligence")
    return ExitCode.CLEAN


def _is_plain_check(arguments: Sequence[str]) -> bool:
    return (
        len(arguments) > 1 and arguments[0] == "check" and not any(one.startswith("-") for one in arguments)
    )


def start_lightly() -> None:
    """Spare a short run what only long ones need; together this halves the time of a `check`.

    Start-up makes many objects and hardly any garbage, so the collector waits longer; at the end everything
    goes at once, so it need not look again; and no pydantic plugin is wanted, so none is searched for.
    """
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _code(error: DueDiligenceError) -> ExitCode:
    if isinstance(error, UsageError):
        return ExitCode.USAGE
    if isinstance(error, WorkerError):
        return ExitCode.INTERNAL
    return ExitCode.INCOMPLETE if isinstance(error, InputError) else ExitCode.BAD_DATA


def _say(error: DueDiligenceError) -> None:
    """Print the message and the hint on stderr, without what a hostile name may hold."""
    import typer

    from duediligence.names.harmless import harmless

    lines = [harmless(line) for line in str(error).splitlines()]
    typer.secho("error: ", err=True, nl=False, fg="red", bold=True)
    typer.echo("\n       ".join(lines), err=True)
    if error.hint:
        typer.echo(f"hint:  {harmless(error.hint)}", err=True)
