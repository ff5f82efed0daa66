"""A list before and after: what was added and removed, and whether the new one may replace the old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duediligence.catalogue.drafts import name_key
from duediligence.curation.update_report import ListChange
from duediligence.errors import UpdateError
from duediligence.model import Institution, ListingRow

LARGEST_DROP = 0.2


@dataclass(frozen=True, slots=True)
class Printed:
    """A name on a list, and the keys under which it is recognised again: a cut-off acronym is no change."""

    text: str
    keys: frozenset[str]

    @classmethod
    def of(cls, row: ListingRow) -> Printed:
        """The name of a row, by its heading and by its own part."""
        text = row.printed or row.name
        return cls(text, frozenset({name_key(text), name_key(row.name)}))


def compare(list_id: str, as_of: str, old: Sequence[Printed], rows: Sequence[ListingRow]) -> ListChange:
    """Compare the names of a list in force with the rows of a newer file."""
    new = names_in_force(rows)
    old_keys, new_keys = ({key for one in names for key in one.keys} for names in (old, new))
    return ListChange(
        list=list_id,
        as_of=as_of,
        rows=len(rows),
        rows_before=len(old),
        added=tuple(one.text for one in new if not one.keys & old_keys),
        removed=tuple(one.text for one in old if not one.keys & new_keys),
    )


def names_in_force(rows: Iterable[ListingRow]) -> list[Printed]:
    """The names of the rows that have not ended."""
    return [Printed.of(row) for row in rows if row.until is None]


def printed_names(institutions: Iterable[Institution]) -> dict[str, list[Printed]]:
    """The names in force on each list of the shipped data."""
    names: dict[str, list[Printed]] = {}
    for institution in institutions:
        for listing in institution.listings:
            if listing.until is None:
                one = Printed(listing.printed, frozenset({name_key(listing.printed)}))
                names.setdefault(listing.list, []).append(one)
    return names


def refuse_older(changes: Iterable[ListChange], shipped: Mapping[str, str]) -> None:
    """Refuse a file that is older than what came with the program: it would take back what is known.

    Raises:
        UpdateError: Names every such list.
    """
    older = [c for c in changes if c.as_of < shipped.get(c.list, "")]
    if older:
        said = "; ".join(f"{c.list}: as of {c.as_of}, shipped as of {shipped[c.list]}" for c in older)
        raise UpdateError(
            f"refused, older than the shipped data: {said}",
            hint="Give a newer file, or its date with --as-of.",
        )


def refuse_drop(changes: Iterable[ListChange]) -> None:
    """Refuse a list that lost more than a fifth of its rows: rather a cut file than a mass removal.

    Raises:
        UpdateError: Names every such list.
    """
    fallen = [c for c in changes if c.rows < c.rows_before * (1 - LARGEST_DROP)]
    if fallen:
        said = "; ".join(f"{c.list}: {c.rows} rows where {c.rows_before} were in force" for c in fallen)
        raise UpdateError(
            f"refused, more than {LARGEST_DROP:.0%} fewer rows: {said}",
            hint="Look at the official page; if the removal is real, give --accept-drop.",
        )
