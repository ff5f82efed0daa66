"""Updated lists laid over the shipped institutions: rows replace the listings of their list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from duediligence.catalogue.drafts import (
    Draft,
    Drafts,
    bare_key,
    decides,
    deciding_names,
    is_unit,
    name_key,
    short_keys,
)
from duediligence.catalogue.overlay import UpdatedList
from duediligence.model import Institution, Kind, Listing, ListingRow, NameKind, Related, RelatedAs

_LONG = 25  # letters that two bodies do not share by chance
_FACTS = ("since", "rating", "programme")
_SAID_OTHERWISE = ("cite", "url")
_KEPT_FROM_BEFORE = ("rating", "category", "programme", "since", "cite", "url", "note")


def lay_over(institutions: Iterable[Institution], lists: Sequence[UpdatedList]) -> list[Institution]:
    """Return the institutions with every updated list in its new state.

    A row joins the institution that bears its name, or becomes a new one. A shipped listing of an
    updated list that no row stands for any more is kept with `until`, so that it is shown as ended.
    """
    drafts = Drafts(institutions)
    lay_lists(drafts, lists)
    return [draft.institution for draft in drafts]


def lay_lists(drafts: Drafts, lists: Iterable[UpdatedList]) -> None:
    """Bring every updated list into the drafts, as `lay_over` does."""
    for updated in lists:
        _Layer(drafts, updated).apply()


class _Layer:
    """One updated list on its way into the drafts."""

    def __init__(self, drafts: Drafts, updated: UpdatedList) -> None:
        self._drafts = drafts
        self._list = updated
        self._printed: dict[str, list[Draft]] = defaultdict(list)
        self._headings = Counter(name_key(row.printed or row.name) for row in updated.rows)
        self._on_list: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            if updated.id not in draft.lists:
                continue
            known = draft.institution
            printed = [x.printed for x in known.listings if x.list == updated.id and x.until is None]
            for text in printed:
                self._printed[name_key(text)].append(draft)
            if printed:
                for key in {key for text in deciding_names(known) for key in short_keys(text)}:
                    self._on_list[key].append(draft)

    def apply(self) -> None:
        """Join every row, then rewrite the listings of this list everywhere."""
        rows_of: dict[int, list[ListingRow]] = defaultdict(list)
        listed: dict[int, Draft] = {id(d): d for found in self._printed.values() for d in found}
        later: list[tuple[Draft, ListingRow]] = []
        for row in self._list.rows:
            draft = self._joined(row) or self._new(row)
            draft.add_places(row.countries)
            others = self._headed_elsewhere(draft, row)
            self._add_names(draft, row, {name_key(text) for text in others})
            self._drafts.index(draft)
            rows_of[id(draft)].append(row)
            listed[id(draft)] = draft
            for text, other in others.items():
                if self._stands_for(other, text):
                    rows_of[id(other)].append(row.model_copy(update={"name": text, "printed": None}))
                    listed[id(other)] = other
            if row.parent:
                later.append((draft, row))
        for key, draft in listed.items():
            draft.set_listings(self._listings(draft, rows_of[key]))
            self._drafts.index_listed(draft, (row.printed or row.name for row in rows_of[key]))
            draft.record()
        for draft, row in later:
            self._tie(draft, row)

    def _joined(self, row: ListingRow) -> Draft | None:
        """The institution a row stands for: by ROR id, printed name, name, name without legal form, alias."""
        known = self._drafts.with_ror(row.ids.get("ror"))
        if known:
            return known
        places = set(row.countries)
        own = [text for text in (row.printed, row.name, row.name_native) if text]
        for text in own:
            if found := self._only(d for d in self._printed.get(name_key(text), ()) if d.lies_in(places)):
                return found
        if found := self._only_one_printed(name_key(row.printed or row.name)):
            return found
        return (
            self._only(d for text in own for d in self._drafts.named(text, places))
            or self._listed_here(own, places)
            or self._only_listed(own, places)
            or self._listed_here((*row.former, *row.aliases), places)
            or self._by_alias(row, places)
            or self._mutual(row)
        )

    def _only_one_printed(self, key: str) -> Draft | None:
        """The institution here under a heading that the list prints once, whatever the country.

        Of several countries that a list gives, the data name one, and it may be corrected; where the list
        prints the heading twice, the country tells which is which.
        """
        known = self._printed.get(key, ())
        return known[0] if len(known) == 1 and self._headings[key] == 1 else None

    def _only_listed(self, texts: Iterable[str], places: set[str]) -> Draft | None:
        """The only listed institution of the same country with one of the names, however short or generic."""
        found = {id(d): d for text in texts for d in self._drafts.listed_as(text, places)}
        return next(iter(found.values())) if len(found) == 1 else None

    def _mutual(self, row: ListingRow) -> Draft | None:
        """The institution of this list that is named in the row and names its heading: each other's alias."""
        key = name_key(row.printed or row.name)
        known = {id(d): d for d in self._on_list.get(key, ()) if any(_headed(d, t) for t in row.aliases)}
        return next(iter(known.values())) if len(known) == 1 and decides(key) else None

    def _headed_elsewhere(self, draft: Draft, row: ListingRow) -> dict[str, Draft]:
        """Each other name of a row that heads another listed body in its country, or one of this list bears.

        Taken for a name of this one too, it would leave open which of them a partner of that name is.
        """
        places = set(row.countries) or {draft.country or ""} - {""}
        found: dict[str, Draft] = {}
        for text in (*row.former, *row.aliases) if places else ():
            same = [d for d in self._drafts.named(text, places) if d.lists and d.country]
            if len(same) == 1 and same[0] is not draft and (_headed(same[0], text) or self._own(same[0])):
                found[text] = same[0]
        return {text: d for text, d in found.items() if name_key(text) not in draft.keys}

    def _stands_for(self, other: Draft, text: str) -> bool:
        """Whether a row lists another institution by an alias: no row of this list does by its heading."""
        key = name_key(text)
        return key not in self._headings and self._own(other) <= {key}

    def _own(self, draft: Draft) -> set[str]:
        """The headings under which an institution stands on this list."""
        listings = draft.listings if self._list.id in draft.lists else ()
        return {name_key(x.printed) for x in listings if x.list == self._list.id and x.until is None}

    def _listed_here(self, texts: Iterable[str], places: set[str]) -> Draft | None:
        """The one institution of this list that bears one of the names, legal forms aside."""
        keys = {
            key
            for text in texts
            for key in short_keys(text)
            if decides(key) and key not in self._drafts.generic
        }
        return self._only(d for key in keys for d in self._on_list.get(key, ()) if d.lies_in(places))

    def _by_alias(self, row: ListingRow, places: set[str]) -> Draft | None:
        """The one institution whose own heading is printed as an alias here, in the same country."""
        if not places:
            return self._by_two_names(row)
        others = [text for text in (*row.former, *row.aliases) if decides(name_key(text))]
        found = self._only(d for text in others for d in self._drafts.named(text, places) if _headed(d, text))
        return found if found and _same_sort(found.kind, row.kind) else None

    def _by_two_names(self, row: ListingRow) -> Draft | None:
        """The one listed institution that bears two names of a row without country, or its long name."""
        long = bare_key(row.name)
        same = [d for d in self._drafts.named(long) if d.lists] if len(long) >= _LONG else []
        if len(same) == 1:
            return same[0]
        keys = {name_key(text) for text in (row.name, *row.former, *row.aliases)}
        found = {id(d): d for key in keys for d in self._drafts.named(key) if d.lists}
        two = [d for d in found.values() if len(keys & set(d.keys)) > 1 and _same_sort(d.kind, row.kind)]
        return two[0] if len(two) == 1 else None

    def _only(self, found: Iterable[Draft]) -> Draft | None:
        """The one candidate; of several, the only one listed here, or else the only one listed at all."""
        unique = list({id(d): d for d in found}.values())
        if len(unique) == 1:
            return unique[0]
        here = [d for d in unique if self._list.id in d.lists]
        listed = [d for d in unique if d.lists]
        return next((choice[0] for choice in (here, listed) if len(choice) == 1), None)

    def _new(self, row: ListingRow) -> Draft:
        country = row.countries[0] if row.countries else None
        return self._drafts.add(
            Institution(
                id=self._drafts.free_id(row.name, country), name=row.name, country=country, kind=row.kind
            )
        )

    def _add_names(self, draft: Draft, row: ListingRow, of_others: set[str]) -> None:
        draft.add_name(row.name, NameKind.PRINTED, row.list)
        if row.name_native:
            draft.add_name(row.name_native, NameKind.NATIVE, row.list, row.native_lang)
        for texts, kind in (
            (row.aliases, NameKind.ALIAS),
            (row.former, NameKind.FORMER),
            (row.acronyms, NameKind.ACRONYM),
        ):
            for text in texts:
                if name_key(text) in of_others:
                    continue
                generic = kind is not NameKind.ACRONYM and name_key(text) in self._drafts.generic
                draft.add_name(text, NameKind.GENERIC if generic else kind, row.list)
        if row.ids:
            draft.add_facts(row.ids)

    def _listings(self, draft: Draft, rows: list[ListingRow]) -> list[Listing]:
        """The draft's listings with those of this list in their new state, each in its old place."""
        waiting = list(rows)
        kept: list[Listing] = []
        for listing in draft.listings:
            if listing.list != self._list.id or listing.until is not None:
                kept.append(listing)
                continue
            row = self._successor(listing, waiting)
            kept.append(self._listing(row, listing) if row else self._ended(listing))
        return [*kept, *(self._listing(row) for row in waiting)]

    def _successor(self, listing: Listing, waiting: list[ListingRow]) -> ListingRow | None:
        """Take out the row that continues a listing: the one of its name, else the first left."""
        key = name_key(listing.printed)
        row = next((r for r in waiting if key in (name_key(r.printed or ""), name_key(r.name))), None)
        row = row or (waiting[0] if waiting else None)
        if row:
            waiting.remove(row)
        return row

    def _listing(self, row: ListingRow, before: Listing | None = None) -> Listing:
        facts = {field: getattr(row, field, None) for field in _KEPT_FROM_BEFORE}
        if before:
            facts = {field: value or getattr(before, field) for field, value in facts.items()}
            if _same_fact(before, facts):  # cited otherwise: a deep link is not given up for an index page
                facts |= {field: getattr(before, field) or facts[field] for field in _SAID_OTHERWISE}
                facts["category"] = before.category  # what the programme says already is no news
        return Listing(
            list=self._list.id,
            printed=row.printed or row.name,
            until=row.until,
            as_of=row.as_of if row.as_of != self._list.as_of else None,
            confidence=row.confidence,
            **facts,
        )

    def _ended(self, listing: Listing) -> Listing:
        note = f"no longer on the list as of {self._list.as_of}"
        return listing.model_copy(update={"until": self._list.as_of, "note": listing.note or note})

    def _tie(self, draft: Draft, row: ListingRow) -> None:
        """Tie a unit or subsidiary to the one institution that bears its parent's name."""
        parent = self._only(self._drafts.named(row.parent or "", row.countries))
        if parent and parent is not draft:
            role = RelatedAs.UNIT_OF if is_unit(row.kind) else RelatedAs.SUBSIDIARY_OF
            draft.add_related(Related(id=parent.id, role=role, source=row.list))


def _same_fact(before: Listing, facts: Mapping[str, str | None]) -> bool:
    """Whether a listing says what it said: the same dates, rating and programme."""
    return all(getattr(before, field) == facts[field] for field in _FACTS)


def _headed(draft: Draft, text: str) -> bool:
    """Whether a name is the institution's own heading, not one of its aliases."""
    key = name_key(text)
    return key == draft.keys[0] or any(key == name_key(listing.printed) for listing in draft.listings)


def _same_sort(first: Kind, second: Kind) -> bool:
    """Whether two kinds may be one body; a company is no university."""
    return (
        first is second or Kind.OTHER in (first, second) or {first, second} != {Kind.COMPANY, Kind.UNIVERSITY}
    )
