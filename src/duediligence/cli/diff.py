"""`diff OLD NEW`: what changed between two data versions or two saved reports; exit 1 when it got worse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duediligence.cli import options
from duediligence.cli.exits import ExitCode
from duediligence.cli.options import ViewFormat
from duediligence.errors import UsageError

if TYPE_CHECKING:
    from duediligence.curation.diff import (
        DataDiff,
        InstitutionChange,
        ListingChange,
        ReportDiff,
        VerdictChange,
    )

_SIDE = (
    "A report saved as JSON, an institutions.yaml, a data folder, a version of updates, "
    "or shipped, current, previous."
)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_SIDE)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, the newer one.")],
    fmt: options.ViewFormatOption = ViewFormat.TERMINAL,
) -> None:
    """Compare two data versions or two saved reports; exit 1 when anything got worse.

    Worse is a listing gained, a rating or a verdict that rose, and a partner that is new with a finding.
    """
    from duediligence.cli.output import write

    found = _compare(old, new)
    if fmt is ViewFormat.JSON:
        write(json.dumps(_as_json(found), ensure_ascii=False, indent=2) + "\n", None)
    else:
        for line in _lines(found):
            typer.echo(line)
    raise typer.Exit(ExitCode.FINDINGS if found.worse else ExitCode.CLEAN)


def _compare(old: str, new: str) -> DataDiff | ReportDiff:
    from duediligence.curation.diff import diff_institutions, diff_reports, read_report
    from duediligence.curation.versions import read_version

    before, after = read_report(Path(old)), read_report(Path(new))
    if before and after:
        return diff_reports(before, after)
    if before or after:
        raise UsageError(
            "a report can only be compared with a report", hint="Give two reports or two data versions."
        )
    return diff_institutions(read_version(old), read_version(new))


def _lines(found: DataDiff | ReportDiff) -> Iterator[str]:
    from duediligence.curation.diff import DataDiff

    if isinstance(found, DataDiff):
        yield from (_plain(line) for change in found.institutions for line in _institution_lines(change))
        worse, of_all, noun = sum(c.worse for c in found.institutions), len(found.institutions), "institution"
    else:
        yield from (_plain(_verdict_line(change)) for change in found.partners)
        worse, of_all, noun = sum(c.worse for c in found.partners), len(found.partners), "partner"
    yield f"{of_all} {noun}{'' if of_all == 1 else 's'} changed, {worse} for the worse."


def _plain(line: str) -> str:
    """The line without what a hostile name may hold; one without any keeps its indent."""
    from duediligence.names.harmless import harmless

    return line if line.isprintable() else harmless(line)


def _institution_lines(change: InstitutionChange) -> Iterator[str]:
    yield f"{change.name} ({change.country or 'country unknown'}) [{change.id}]"
    for listing in change.changes:
        yield f"  {_listing_line(listing)}"


def _listing_line(change: ListingChange) -> str:
    if change.before is None and change.after is not None:
        return f"+ {change.list}: listed as {change.after.printed}"
    if change.after is None and change.before is not None:
        return f"- {change.list}: no longer listed ({change.before.printed})"
    said = (
        f"{field} {getattr(change.before, field) or 'none'} -> {getattr(change.after, field) or 'none'}"
        for field in change.fields
    )
    return f"~ {change.list}: {'; '.join(said)}"


def _verdict_line(change: VerdictChange) -> str:
    if change.before is None:
        worse = ", counted as worse" if change.worse else ""
        return f"+ {change.partner}: {change.after} (not in the older report{worse})"
    if change.after is None:
        return f"- {change.partner}: was {change.before} (not in the newer report)"
    mark = "!" if change.worse else "~"
    line = f"{mark} {change.partner}: {change.before} -> {change.after}"
    if change.institution_before != change.institution_after:
        before, after = (one or "nobody" for one in (change.institution_before, change.institution_after))
        line += f"; identified as {before} -> {after}"
    return line


def _as_json(found: DataDiff | ReportDiff) -> dict[str, Any]:
    from duediligence.curation.diff import DataDiff

    if isinstance(found, DataDiff):
        return {
            "worse": found.worse,
            "institutions": [_institution_json(change) for change in found.institutions],
        }
    return {"worse": found.worse, "partners": [_verdict_json(change) for change in found.partners]}


def _institution_json(change: InstitutionChange) -> dict[str, Any]:
    listings = [
        {
            "list": one.list,
            "change": "gained" if one.before is None else "lost" if one.after is None else "changed",
            "before": one.before.model_dump(exclude_defaults=True) if one.before else None,
            "after": one.after.model_dump(exclude_defaults=True) if one.after else None,
            "worse": one.worse,
        }
        for one in change.changes
    ]
    facts = {"id": change.id, "name": change.name, "country": change.country, "worse": change.worse}
    return {**facts, "listings": listings}


def _verdict_json(change: VerdictChange) -> dict[str, Any]:
    return {
        "partner": change.partner,
        "country": change.country,
        "before": change.before,
        "after": change.after,
        "institution_before": change.institution_before,
        "institution_after": change.institution_after,
        "worse": change.worse,
    }
