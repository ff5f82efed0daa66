"""`verify REPORT.json`: would the report be the same today?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options
from duediligence.cli.exits import ExitCode
from duediligence.errors import UsageError
from duediligence.formats.wording import counted

if TYPE_CHECKING:
    from duediligence.curation.verify import Verification


def verify(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", help="A report saved with -f json.")],
    data_dir: options.DataDir = None,
) -> None:
    """Make a saved report again and say what differs.

    Exit 1 when a partner's answer, the counts, the lists checked or an input file changed; another version
    of tool, data or policy alone is told and exits 0.
    """
    from duediligence.cli.run import open_data
    from duediligence.curation.diff import read_report
    from duediligence.curation.verify import verify as compare
    from duediligence.names.harmless import harmless
    from duediligence.screening import Screener

    saved = read_report(report)
    if saved is None:
        raise UsageError(f"{report}: no report of duediligence", hint="save one with -f json -o FILE")
    lists = saved.run.options.get("lists") or None
    found = compare(saved, Screener(catalogue=open_data(data_dir), profile=saved.policy.profile, lists=lists))
    for line in (*found.versions, *found.inputs, *found.unread, *found.report, *found.partners):
        typer.echo(harmless(line))
    count = counted(len(saved.results), "partner")
    typer.echo(f"the same: {count}" if found.same else f"changed: {_changes(found, count)}")
    raise typer.Exit(ExitCode.CLEAN if found.same else ExitCode.FINDINGS)


def _changes(found: Verification, count: str) -> str:
    """Count what changed, the partners first."""
    said = [f"{len(found.partners):,} of {count}"]
    if found.report:
        said.append(f"{counted(len(found.report), 'statement')} of the report")
    if found.inputs:
        said.append(counted(len(found.inputs), "input file"))
    return ", ".join(said)
