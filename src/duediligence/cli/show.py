"""`show ID`: the whole dossier of one institution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options
from duediligence.cli.options import ViewFormat
from duediligence.errors import UsageError

if TYPE_CHECKING:
    from duediligence.catalogue import Catalogue
    from duediligence.model import Institution


def show(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="An institution's id, as reports print it.")
    ],
    fmt: options.ViewFormatOption = ViewFormat.TERMINAL,
    data_dir: options.DataDir = None,
) -> None:
    """Show the dossier of one institution: all names, listings with their history, relations, citations."""
    from duediligence.cli import output
    from duediligence.cli.run import open_data
    from duediligence.formats.terminal_institution import institution_view

    catalogue = open_data(data_dir)
    institution = _find(catalogue, identifier)
    if fmt is ViewFormat.JSON:
        output.write(institution.model_dump_json(by_alias=True, exclude_defaults=True, indent=2) + "\n", None)
        return
    lists = {one.id: one for one in catalogue.lists}
    output.show(
        institution_view(institution, lists, catalogue.institution, _dependents(catalogue, institution))
    )


def _dependents(catalogue: Catalogue, institution: Institution) -> list[Institution]:
    """Return the institutions recorded as parts of this one."""
    index = catalogue.index
    (position,) = index.by_identifier("id", institution.id)
    return [index.institution(at) for at in range(len(index)) if index.parent(at) == position]


def _find(catalogue: Catalogue, identifier: str) -> Institution:
    """Return the institution with an id, or with a ROR id or address.

    Raises:
        UsageError: With the nearest ids, when there is none.
    """
    wanted = identifier.strip()
    found = catalogue.institution(wanted.lower())
    if found:
        return found
    ror = wanted.rstrip("/").rpartition("/")[2]
    positions = catalogue.index.by_identifier("ror", ror)
    if positions:
        return catalogue.index.institution(positions[0])
    from rapidfuzz import process

    near = process.extract(
        wanted.lower(), [one.id for one in catalogue.institutions()], limit=3, score_cutoff=70
    )
    hint = (
        f"did you mean {', '.join(match for match, _, _ in near)}?"
        if near
        else "find it with `duediligence check NAME`"
    )
    raise UsageError(f"no institution has the id {wanted!r}", hint=hint)
