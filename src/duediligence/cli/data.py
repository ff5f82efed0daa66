"""`data validate | merge | stats`: the curators' commands over the data files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options
from duediligence.cli.exits import ExitCode

if TYPE_CHECKING:
    from duediligence.importers import ImportResult

data = typer.Typer(no_args_is_help=True, help="Check, merge and count the data files (for curators).")


@data.command()
def validate(data_dir: options.DataDir = None) -> None:
    """Check policy and institutions: every problem with file and line, in one run."""
    from duediligence.curation.validate import Severity
    from duediligence.curation.validate import validate as problems_of
    from duediligence.errors import CatalogueError

    folder = _folder(data_dir)
    lists, errors = None, 0
    try:
        lists = _dates(folder)
    except CatalogueError as error:
        typer.echo(str(error))
        errors += 1
    for problem in problems_of(folder / "institutions.yaml", lists):
        typer.echo(str(problem))
        errors += problem.severity is Severity.ERROR
    typer.echo(f"{folder}: {errors} errors" if errors else f"{folder}: no errors")
    raise typer.Exit(ExitCode.BAD_DATA if errors else ExitCode.CLEAN)


@data.command()
def merge(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="Id of the list.")],
    file: Annotated[Path, typer.Option("--from", help="The publisher's own file.")],
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The date it was published.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Write the changes; without it they are only shown.")
    ] = False,
    data_dir: options.DataDir = None,
) -> None:
    """Propose a list's additions, changes and removals as a diff of institutions.yaml."""
    from duediligence.curation.file_day import checked_day, day_of
    from duediligence.curation.merging import merge_list
    from duediligence.curation.update_plan import choose

    said = checked_day(as_of)
    folder = _folder(data_dir)
    importer, lists = choose(list_id, _dates(folder))
    read = importer.read(file)
    _say_read(read)
    day = day_of(file, said, read.as_of)
    if day.by_time:
        typer.echo(f"as of {day.as_of}: date taken from the file's time; give --as-of", err=True)
    for one in sorted(lists):
        proposal = merge_list(folder / "institutions.yaml", one, read.rows, day.as_of)
        typer.echo(proposal.diff, nl=False)
        typer.echo(proposal.summary)
        if apply:
            proposal.apply()
            _write_date(folder / "risk_tiers.yaml", one, day.as_of)
    if not apply:
        typer.echo("nothing was written; add --apply to write it")


@data.command()
def stats(data_dir: options.DataDir = None) -> None:
    """Count institutions, names, ties and listings, in all and by list."""
    from duediligence.catalogue.load import load_institutions
    from duediligence.curation.stats import stats as count

    found = count(load_institutions(_folder(data_dir) / "institutions.yaml"))
    typer.echo(
        f"{found.listed:,} institutions with listings ({found.with_ror:,} with a ROR id), "
        f"{found.known_not_listed:,} known and not listed; {found.names:,} names, {found.ties:,} ties"
    )
    typer.echo(
        f"{'list':<24}{'in force':>10}{'ended':>8}{'institutions':>14}{'native':>8}{'ROR':>7}{'dated':>8}"
    )
    for one in found.lists:
        typer.echo(
            f"{one.list:<24}{one.listings:>10,}{one.ended:>8,}{one.institutions:>14,}{one.native:>8,}"
            f"{one.ror:>7,}{one.dated:>8,}"
        )


def _folder(data_dir: Path | None) -> Path:
    from duediligence.catalogue.locate import find_data

    return find_data(data_dir)


def _dates(folder: Path) -> dict[str, str]:
    """The as-of date of every list the policy describes."""
    from duediligence.catalogue.policy import load_policy

    policy = load_policy(folder / "risk_tiers.yaml")
    return {one.id: one.as_of for one in (*policy.lists, *policy.uncovered)}


def _write_date(policy: Path, list_id: str, as_of: str) -> None:
    from duediligence.curation.list_date import set_list_date
    from duediligence.errors import CatalogueError

    try:
        changed = set_list_date(policy, list_id, as_of)
    except CatalogueError as error:
        typer.echo(f"{error}\n{error.hint}", err=True)
        return
    typer.echo(f"{policy.name}: {list_id} {'is now' if changed else 'stays'} as of {as_of}")


def _say_read(read: ImportResult) -> None:
    typer.echo(read.summary)
    for problem in read.problems:
        typer.echo(f"problem: {problem}", err=True)
