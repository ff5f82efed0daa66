"""How much the data hold: per list and in all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from duediligence.model import Institution, NameKind


@dataclass(frozen=True, slots=True)
class ListStats:
    """What the data hold of one list.

    Attributes:
        list: The list's id.
        listings: Listings in force.
        ended: Listings that ended.
        institutions: Institutions with a listing in force or ended.
        native: Of these, how many have a name in native script.
        ror: Of these, how many have a ROR id.
        dated: Listings with a date of their own (since, until or as_of).
    """

    list: str
    listings: int
    ended: int
    institutions: int
    native: int
    ror: int
    dated: int


@dataclass(frozen=True, slots=True)
class DataStats:
    """What the data hold in all; counts by kind and country are of listed institutions."""

    listed: int
    known_not_listed: int
    names: int
    ties: int
    with_ror: int
    kinds: dict[str, int]
    countries: dict[str, int]
    lists: tuple[ListStats, ...]


def stats(institutions: Iterable[Institution]) -> DataStats:
    """Count institutions, names, ties and listings."""
    everyone = list(institutions)
    listed = [i for i in everyone if i.listings]
    return DataStats(
        listed=len(listed),
        known_not_listed=len(everyone) - len(listed),
        names=sum(len(i.names) + 1 for i in everyone),
        ties=sum(len(i.related) for i in everyone),
        with_ror=sum("ror" in i.ids for i in listed),
        kinds=dict(Counter(i.kind.value for i in listed).most_common()),
        countries=dict(Counter(i.country or "-" for i in listed).most_common()),
        lists=tuple(_list_stats(listed)),
    )


def _list_stats(listed: list[Institution]) -> list[ListStats]:
    members: dict[str, list[Institution]] = defaultdict(list)
    for institution in listed:
        for list_id in dict.fromkeys(listing.list for listing in institution.listings):
            members[list_id].append(institution)
    return [_one_list(list_id, found) for list_id, found in sorted(members.items())]


def _one_list(list_id: str, members: list[Institution]) -> ListStats:
    listings = [x for i in members for x in i.listings if x.list == list_id]
    return ListStats(
        list=list_id,
        listings=sum(x.until is None for x in listings),
        ended=sum(x.until is not None for x in listings),
        institutions=len(members),
        native=sum(any(n.kind is NameKind.NATIVE for n in i.names) for i in members),
        ror=sum("ror" in i.ids for i in members),
        dated=sum(bool(x.since or x.until or x.as_of) for x in listings),
    )
