"""Listings under the lists in force: which count, how they are told, cited and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from duediligence.catalogue.policy import UNSOURCED, Policy, Rule, Situation, only_noted
from duediligence.errors import UsageError
from duediligence.model import Institution, Listing, ListingView, Relation, RiskList
from duediligence.ruling.shapes import Finding, Numbers, Source, cited

_MEANINGS: Final = 256  # kept, one for each list and rating
_SHOWN: Final = (None, Situation.ENDED, Situation.HISTORIC)
RELATION_WORDS: Final = {
    Relation.UNIT_OF: "a unit of",
    Relation.AFFILIATED_HOSPITAL: "an affiliated hospital of",
    Relation.JOINT_BODY_OF: "a joint body of",
    Relation.SUBSIDIARY_OF: "a subsidiary of",
}


class Listings:
    """What the lists in force say about a listing.

    Args:
        policy: The lists as described, and the tiers.
        lists_in_force: Ids of the lists that count; None for all.
        lists: The lists with their present dates; by default those of the policy.

    Raises:
        UsageError: A list in force does not exist.
    """

    def __init__(
        self, policy: Policy, lists_in_force: Iterable[str] | None, lists: Iterable[RiskList] | None
    ) -> None:
        """Look the lists up once."""
        self._policy = policy
        self._lists = {entry.id: entry for entry in (policy.lists if lists is None else lists)}
        self._meaning = lru_cache(maxsize=_MEANINGS)(self._find_meaning)
        self._in_force = None if lists_in_force is None else self._known(frozenset(lists_in_force))

    def current(self, institution: Institution) -> tuple[Listing, ...]:
        """Return the listings that count."""
        listings = institution.listings
        return tuple([one for one in listings if self.only_noted(one) is None]) if listings else ()

    def only_noted(self, listing: Listing) -> Situation | None:
        """Return why a listing is only noted, or None for one that counts."""
        if self._in_force is not None and listing.list not in self._in_force:
            return Situation.NOT_IN_FORCE
        return only_noted(listing, self._lists.get(listing.list))

    def tell(
        self,
        rule: Rule,
        institution: Institution,
        listings: Sequence[Listing],
        finding: Finding | None = None,
    ) -> str:
        """Return a rule's sentence about these listings; the earliest gives date and rating."""
        first = min(listings, key=lambda one: one.since or "9")
        seen = self._as_of(first)
        values = Words(
            institution=institution.name,
            list=self._title(first),
            lists=", ".join(dict.fromkeys(self._short(one) for one in listings)),
            since=f" (listed since {first.since})" if first.since else "",
            seen=f" (as seen on {seen})" if seen else "",
            dates=_dates(first),
            rating=first.rating or "",
            relation=RELATION_WORDS.get(finding.relation, "part of") if finding else "",
            named=finding.via.name if finding and finding.via else "The partner",
            detail=(first.note or first.programme or first.printed).rstrip("."),
            doubt=" (no source found)" if first.confidence == UNSOURCED else "",
        )
        return rule.reason.format_map(values)

    def source(self, listing: Listing) -> Source:
        """Return where a listing can be read; a listing from general knowledge has no address."""
        entry = self._lists.get(listing.list)
        name = entry.short if entry else listing.list
        if listing.confidence == UNSOURCED:
            return Source(f"{name}: no source found", None, None)
        title = f"{name}: {listing.cite}" if listing.cite else self._title(listing)
        return Source(title, listing.url or (entry.url if entry else None), self._as_of(listing))

    def sources(self, rule: Rule, listings: Iterable[Listing]) -> tuple[Source, ...]:
        """Return where the listings can be read, then what the rule rests on."""
        return (*(self.source(one) for one in listings), *cited(rule.citations))

    def views(self, institution: Institution, numbers: Numbers) -> tuple[ListingView, ...]:
        """Return the listings as a report shows them; none where none counts, as nothing is raised."""
        noted = [(one, self.only_noted(one)) for one in institution.listings]
        if all(situation is not None for _, situation in noted):
            return ()
        return tuple([self._view(one, numbers) for one, situation in noted if situation in _SHOWN])

    def _known(self, chosen: frozenset[str]) -> frozenset[str]:
        unknown = sorted(chosen - set(self._lists))
        if unknown:
            raise UsageError(
                f"unknown list: {', '.join(unknown)}", hint=f"Choose among: {', '.join(sorted(self._lists))}."
            )
        return chosen

    def _title(self, listing: Listing) -> str:
        entry = self._lists.get(listing.list)
        return entry.title if entry else listing.list

    def _short(self, listing: Listing) -> str:
        entry = self._lists.get(listing.list)
        name = entry.short if entry else listing.list
        return f"{name} ({listing.rating})" if listing.rating else name

    def _as_of(self, listing: Listing) -> str | None:
        entry = self._lists.get(listing.list)
        return listing.as_of or (entry.as_of if entry else None)

    def _view(self, listing: Listing, numbers: Numbers) -> ListingView:
        (number,) = numbers.of((self.source(listing),))
        return ListingView.made(
            list=listing.list,
            list_title=self._title(listing),
            printed_name=listing.printed,
            rating=listing.rating,
            category=listing.category,
            programme=listing.programme,
            since=listing.since,
            until=listing.until,
            as_of=self._as_of(listing),
            meaning=self._meaning(listing.list, listing.rating),
            citation=number,
        )

    def _find_meaning(self, list_id: str, rating: str | None) -> str:
        """Say what it means to be on a list; for a rated listing, what the rating means."""
        tier = self._policy.tier_of(list_id, rating)
        if tier is not None:
            return tier.meaning
        entry = self._lists.get(list_id)
        return entry.force if entry else ""


class Words(dict[str, str]):
    """Values for a sentence's placeholders; one without a value reads as nothing."""

    def __init__(self, **values: str) -> None:
        """Take the values by placeholder."""
        super().__init__(values)

    def __missing__(self, key: str) -> str:
        """Return nothing for a placeholder that has no value here."""
        return ""


def _dates(listing: Listing) -> str:
    """Return what is known of a listing's time, in brackets; nothing where nothing is known."""
    words = [f"{word} {date}" for word, date in (("from", listing.since), ("until", listing.until)) if date]
    return f" ({' '.join(words)})" if words else ""
