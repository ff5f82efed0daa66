"""Listing rows -> groups of rows, one group an institution.

Rows are joined in order of certainty: by registry record, by name, by native name, by alias. A join
that would bring together two registry records, two tracker entries, or two bodies that one list
prints apart is refused and kept for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from duediligence.curation.building.folding import Key, compatible, fold, is_native, variants
from duediligence.curation.building.link import Ground, Link, Linker
from duediligence.curation.building.overrides import Overrides, UnitsDecision
from duediligence.model import ListingRow


@dataclass(slots=True)
class Group:
    """The rows of one institution, and the registry record they share, if any."""

    rows: list[ListingRow]
    link: Link | None = None

    @property
    def countries(self) -> set[str]:
        """Countries of the registry record, or else of the rows."""
        if self.link and self.link.organisation.country:
            return {self.link.organisation.country}
        return {c for row in self.rows for c in row.countries}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Two rows that share a name but were kept apart, and why."""

    first: ListingRow
    second: ListingRow
    shared: str
    why: str


@dataclass(slots=True)
class Merged:
    """The outcome of a merge: groups, refused joins, and units split off from a row's aliases."""

    groups: list[Group]
    refusals: list[Refusal] = field(default_factory=list)


class Merger:
    """Joins rows to groups; use `merge_rows`."""

    def __init__(self, rows: list[ListingRow], linker: Linker, overrides: Overrides) -> None:
        """Start with one group a row."""
        self._rows = rows
        self._linker = linker
        self._links = [linker.link(row) for row in rows]
        self._groups: list[Group] = [
            Group([row], link if link and link.ground >= Ground.NAME else None)
            for row, link in zip(rows, self._links, strict=True)
        ]
        self._of = list(range(len(rows)))
        self._apart = [{(fold(n), d.country) for n in d.names} for d in overrides.apart]
        self._same = overrides.same
        self._refusals: list[Refusal] = []

    def run(self) -> Merged:
        """Join by decision, registry, name, native name and alias, in this order."""
        self._join_decided()
        self._join_buckets(self._bucket(lambda i: self._ror_keys(i, Ground.NAME)), "registry record")
        self._join_buckets(self._bucket(self._name_keys), "name")
        self._take_weak_links(Ground.VARIANT)
        self._join_buckets(self._bucket(self._native_keys), "native name")
        self._join_buckets(self._bucket(self._variant_keys), "name variant", weak=True)
        self._join_aliases()
        self._join_buckets(self._bucket(self._alias_keys), "shared alias", weak=True)
        self._take_weak_links(Ground.ALIAS)
        groups = {id(g): g for g in self._current()}
        return Merged(list(groups.values()), self._refusals)

    def _bucket(self, keys_of: object) -> dict[object, list[int]]:
        buckets: dict[object, list[int]] = defaultdict(list)
        for index in range(len(self._rows)):
            for key in keys_of(index):  # type: ignore[operator]
                buckets[key].append(index)
        return buckets

    def _ror_keys(self, index: int, ground: Ground) -> list[object]:
        link = self._links[index]
        return [link.organisation.ror] if link and link.ground >= ground else []

    def _name_keys(self, index: int) -> list[object]:
        key = fold(self._rows[index].name)
        return [key.core] if key.letters >= 4 else []

    def _native_keys(self, index: int) -> list[object]:
        row = self._rows[index]
        natives = [row.name_native, *(a for a in row.aliases if is_native(a))]
        return [fold(n).core for n in natives if n and fold(n).letters >= 4 and not self._linker.is_generic(fold(n))]

    def _variant_keys(self, index: int) -> list[object]:
        return [k.core for k in variants(self._rows[index].name) if len(k.words) >= 3 and k.letters >= 15]

    def _alias_keys(self, index: int) -> list[object]:
        """Long aliases, which two bodies do not share by chance."""
        keys = [fold(a) for a in (*self._rows[index].aliases, *self._rows[index].former)]
        long = [k for k in keys if (len(k.words) >= 3 and k.letters >= 15) or (is_native(k.core) and k.letters >= 12)]
        return [k.core for k in long if not self._linker.is_generic(k)]

    def _join_decided(self) -> None:
        by_name = self._bucket(self._name_keys)
        for decision in self._same:
            found = [
                i
                for name in decision.names
                for i in by_name.get(fold(name).core, [])
                if compatible(set(self._rows[i].countries), {decision.country})
            ]
            for other in found[1:]:
                self._unite(found[0], other, "decision", decided=True)

    def _join_buckets(self, buckets: dict[object, list[int]], shared: str, *, weak: bool = False) -> None:
        for key, members in sorted(buckets.items(), key=lambda kv: str(kv[0])):
            for position, index in enumerate(members):
                for other in members[position + 1 :]:
                    self._unite(index, other, f"{shared}: {key}", weak=weak)

    def _join_aliases(self) -> None:
        by_name = self._bucket(self._name_keys)
        for index, row in enumerate(self._rows):
            for alias in (*row.aliases, *row.former):
                key = fold(alias)
                if key.letters < 5 or self._linker.is_generic(key) or len(key.core) < 5:
                    continue
                for other in by_name.get(key.core, []):
                    if other != index and key_agrees(key, fold(self._rows[other].name)):
                        self._unite(index, other, f"alias: {alias}", weak=True)

    def _take_weak_links(self, ground: Ground) -> None:
        """Give groups without a registry record the one their variants or aliases point to."""
        owners = {g.link.organisation.ror: i for i, g in enumerate(self._current()) if g.link}
        for index, link in enumerate(self._links):
            if not link or link.ground != ground:
                continue
            group = self._groups[self._of[index]]
            if group.link:
                continue
            owner = owners.get(link.organisation.ror)
            if owner is None:
                group.link = link
                owners[link.organisation.ror] = index
            else:
                self._unite(index, owner, f"registry {ground.name.lower()}: {link.organisation.name}", weak=True)

    def _current(self) -> list[Group]:
        """The group of every row, in the order of rows."""
        return [self._groups[g] for g in self._of]

    def _unite(self, first: int, second: int, shared: str, *, weak: bool = False, decided: bool = False) -> None:
        one, two = self._of[first], self._of[second]
        if one == two:
            return
        why = "" if decided else self._objection(self._groups[one], self._groups[two], first, second, shared, weak)
        if why:
            if why != "other country":
                self._refusals.append(Refusal(self._rows[first], self._rows[second], shared, why))
            return
        self._groups[one].rows.extend(self._groups[two].rows)
        self._groups[one].link = _stronger(self._groups[one].link, self._groups[two].link)
        self._of = [one if g == two else g for g in self._of]

    def _objection(self, one: Group, two: Group, first: int, second: int, shared: str, weak: bool) -> str:
        rows = self._rows
        if not _countries_agree(one, two):
            return "other country"
        if one.link and two.link and one.link.organisation.ror != two.link.organisation.ror:
            return "two registry records"
        lists_one = {r.list: r for r in one.rows}
        shared_lists = [r for r in two.rows if r.list in lists_one]
        if any(r.list == "aspi-tracker" for r in shared_lists):
            return "two tracker entries"
        if any(_decided_apart(pair, one, two) for pair in self._apart):
            return "decided apart"
        legal_one, legal_two = fold(rows[first].name).legal, fold(rows[second].name).legal
        if (not weak or "name variant" in shared) and legal_one and legal_two and legal_one != legal_two:
            return "other legal form"
        if weak and any(_printed_apart(q, r) for r in two.rows for q in one.rows if q.list == r.list):
            return "printed apart on one list"
        return ""


def merge_rows(rows: list[ListingRow], linker: Linker, overrides: Overrides) -> Merged:
    """Group rows by institution."""
    return Merger(rows, linker, overrides).run()


def split_units(rows: Iterable[ListingRow], units: Iterable[UnitsDecision]) -> list[ListingRow]:
    """Move aliases that are really units of the listed body from `aliases` to `subordinates`."""
    decisions = {fold(d.name).core: d for d in units}
    result: list[ListingRow] = []
    for row in rows:
        decision = decisions.get(fold(row.name).core)
        if decision is None or decision.country not in row.countries:
            result.append(row)
            continue
        synonyms = {fold(s).core for s in decision.synonyms}
        parts = {fold(s).core for s in decision.parts}
        kept = tuple(a for a in row.aliases if fold(a).core in synonyms or (parts and fold(a).core not in parts))
        moved = tuple(a for a in row.aliases if a not in kept)
        result.append(row.model_copy(update={"aliases": kept, "subordinates": (*row.subordinates, *moved)}))
    return result


def key_agrees(one: Key, two: Key) -> bool:
    """Whether two folded names are one name: same words, legal forms equal or one unsaid."""
    if one.core != two.core:
        return False
    return one.legal == two.legal or ((not one.legal or not two.legal) and len(one.words) >= 2)


def _printed_apart(one: ListingRow, two: ListingRow) -> bool:
    """Whether one list prints two rows under names that are more than variants of each other."""
    if fold(one.name).core == fold(two.name).core:
        return False
    return not {v.core for v in variants(one.name)} & {v.core for v in variants(two.name)}


def _countries_agree(one: Group, two: Group) -> bool:
    if not one.countries or not two.countries:
        return True
    return compatible(one.countries, two.countries)


def _stronger(one: Link | None, two: Link | None) -> Link | None:
    if one and two:
        return one if one.ground >= two.ground else two
    return one or two


def _decided_apart(pair: set[tuple[Key, str]], one: Group, two: Group) -> bool:
    def members(group: Group) -> set[Key]:
        return {fold(r.name) for r in group.rows} & {key for key, _ in pair}

    return bool(members(one)) and bool(members(two)) and members(one) != members(two)
