"""`verify REPORT.json`: would the report be the same today?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli import options
from duediligence.cli.exits import ExitCode
from duediligence.errors import UsageError


def verify(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", help="A report saved with -f json.")],
    data_dir: options.DataDir = None,
) -> None:
    """Make a saved report again and say what differs; exit 1 when a partner's answer changed."""
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
    for line in (*found.versions, *found.partners):
        typer.echo(harmless(line))
    count = f"{len(saved.results)} partners"
    typer.echo(f"the same: {count}" if found.same else f"changed: {len(found.partners)} of {count}")
    raise typer.Exit(ExitCode.CLEAN if found.same else ExitCode.FINDINGS)
