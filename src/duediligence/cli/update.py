"""`update [LIST...]`: refresh lists from their publishers or a file; the one command that opens a socket."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.errors import CatalogueError, UpdateError, UsageError

if TYPE_CHECKING:
    from duediligence.catalogue.overlay import OverlayState
    from duediligence.curation.download import FetchPolicy
    from duediligence.curation.overlay_store import OverlayStore
    from duediligence.curation.update import Updater
    from duediligence.curation.update_report import ListChange, SourceOutcome, UpdateReport

_SHOWN_PROBLEMS = 10
_SHOWN_NAMES = 5
_FETCHING: FetchPolicy | None = None  # the usual limits; tests allow their own machine


Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="LIST...", help="Ids of lists or of publishers' files, or ror; all that can be, if none."
    ),
]
FromFile = Annotated[Path | None, typer.Option("--from", help="Read this file instead of downloading.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="With --from: the date the file was published.")
]
AcceptDrop = Annotated[
    bool, typer.Option("--accept-drop", help="Take a list that lost more than 20 % of its rows.")
]
Compile = Annotated[
    bool, typer.Option("--compile/--no-compile", help="Compile the index now, or at the next check.")
]
Rollback = Annotated[bool, typer.Option("--rollback", help="Go back to the version before.")]


def update(
    names: Names = None,
    file: FromFile = None,
    as_of: AsOf = None,
    accept_drop: AcceptDrop = False,
    compiled: Compile = True,
    rollback: Rollback = False,
) -> None:
    """Refresh lists from their official addresses, or one from a file; the data before are kept."""
    from duediligence.curation.overlay_store import OverlayStore

    wanted = names or []
    _check_usage(wanted, file, as_of, rollback=rollback)
    store = OverlayStore()
    if rollback:
        with store.locked():
            previous = store.rollback()
        typer.echo(f"back to {previous}" if previous else "back to the shipped data")
        return
    with _progress() as progress:
        updater = _updater(store, progress, accept_drop=accept_drop)
        updater.make_ready = _compile if compiled else None
        report = updater.from_file(wanted[0], file, as_of) if file else updater.from_publishers(wanted)
    for line in _lines(report):
        typer.echo(line)
    if report.version:
        state = "its index is compiled" if compiled else "the next check compiles its index once"
        typer.echo(f"in force: {report.version}; {state}")
    _fail(report)


def _check_usage(names: list[str], file: Path | None, as_of: str | None, *, rollback: bool) -> None:
    if rollback and (names or file or as_of):
        raise UsageError("--rollback takes nothing else", hint="run `duediligence update --rollback`")
    if file and len(names) != 1:
        raise UsageError("--from needs exactly one list", hint="run `duediligence update LIST --from FILE`")
    if as_of and not file:
        raise UsageError("--as-of belongs to --from", hint="a downloaded list is as of today")
    if file and not file.is_file():
        raise UsageError(f"{file}: no such file", hint="check the path after --from")


def _updater(
    store: OverlayStore, progress: Callable[[str, int, int | None], None] | None, *, accept_drop: bool
) -> Updater:
    from duediligence.cli.freshness import now
    from duediligence.curation.update import Updater
    from duediligence.curation.versions import shipped_catalogue

    shipped = shipped_catalogue()
    known = {one.id: "" for one in shipped.policy.uncovered} | {
        one.id: one.as_of for one in shipped.policy.lists
    }
    updater = Updater(store, now(), known, shipped.institutions, accept_drop=accept_drop, progress=progress)
    updater.fetching = _FETCHING or updater.fetching
    return updater


def _compile(state: OverlayState) -> None:
    """Compile the new data before they come in force: what does not compile never does."""
    from duediligence.curation import versions

    if sys.stderr.isatty():
        typer.echo("compiling the index of the new data, about a quarter of a minute", err=True)
    try:
        versions.compile_updates(state)
    except CatalogueError as error:
        raise UpdateError(
            f"the updated data cannot be compiled: {error}; the data before stay in force",
            hint=error.hint,
        ) from error


def _fail(report: UpdateReport) -> None:
    """Raise what was refused, all of it in one message."""
    refused = [outcome for outcome in report.outcomes if outcome.error]
    if refused:
        said = "\n".join(f"{outcome.source}: {outcome.error}" for outcome in refused)
        hints = dict.fromkeys(
            outcome.error.hint for outcome in refused if outcome.error and outcome.error.hint
        )
        raise UpdateError(f"not updated, the data before stay in force\n{said}", hint=" ".join(hints))


def _lines(report: UpdateReport) -> Iterator[str]:
    from duediligence.names.harmless import harmless

    for outcome in report.outcomes:
        if not outcome.error:
            yield from (line if line.isprintable() else harmless(line) for line in _outcome_lines(outcome))


def _outcome_lines(outcome: SourceOutcome) -> Iterator[str]:
    yield f"{outcome.source}  {outcome.origin}"
    if outcome.unchanged:
        yield "  unchanged at the publisher's; as of today"
        return
    yield f"  {outcome.summary}"
    for change in outcome.changes:
        yield from _change_lines(change)
    if outcome.dated_by_time:
        yield "  date taken from the file's time; give --as-of"
    for problem in outcome.problems[:_SHOWN_PROBLEMS]:
        yield f"  problem: {problem}"
    if len(outcome.problems) > _SHOWN_PROBLEMS:
        yield f"  ... and {len(outcome.problems) - _SHOWN_PROBLEMS} more problems"
    if outcome.licence:
        yield f"  licence: {outcome.licence}"


def _change_lines(change: ListChange) -> Iterator[str]:
    from duediligence.curation.update_plan import REGISTRY

    rows = f"  {change.list}: as of {change.as_of}, {change.rows} rows (before {change.rows_before})"
    if change.list == REGISTRY:  # counted, not compared name by name
        yield rows
        return
    yield f"{rows}, {len(change.added)} added, {len(change.removed)} removed"
    for sign, names in (("+", change.added), ("-", change.removed)):
        for name in names[:_SHOWN_NAMES]:
            yield f"    {sign} {name}"
        if len(names) > _SHOWN_NAMES:
            yield f"    {sign} ... and {len(names) - _SHOWN_NAMES} more"


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None] | None]:
    """A bar a file on stderr, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}

        def report(source: str, done: int, total: int | None) -> None:
            if source not in tasks:
                tasks[source] = bars.add_task(source, total=total)
            bars.update(tasks[source], completed=done, total=total)

        yield report
