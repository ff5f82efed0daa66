"""Listing rows -> groups of rows, one group an institution.

Rows are joined in order of certainty: by decision, by registry record, by name, by native name, by
name variant, by alias. A join that would bring together two registry records, two tracker entries, or
two bodies that one list prints apart is refused and kept for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from duediligence.curation.building.folding import Key, compatible, fold, variants
from duediligence.curation.building.link import Ground, Link, Linker
from duediligence.curation.building.overrides import Overrides, UnitsDecision
from duediligence.curation.building.scripts import is_native
from duediligence.model import ListingRow

_TRACKER = "aspi-tracker"
_NAME_LETTERS = 4  # fewest letters by which a heading joins
_ALIAS_LETTERS, _LONE_ALIAS_LETTERS = 5, 8  # fewest by which an alias joins a heading; of a single word
_LONG_WORDS, _LONG_LETTERS, _LONG_NATIVE = 3, 15, 12  # what two bodies do not share by chance


@dataclass(slots=True)
class Group:
    """The rows of one institution, and the registry record they share, if any."""

    rows: list[ListingRow]
    link: Link | None = None

    @property
    def countries(self) -> set[str]:
        """Country of the registry record, or else those of the rows."""
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
    """The outcome of a merge: the groups, and the joins that were refused."""

    groups: list[Group]
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Join:
    """Two rows proposed for one group: what they share, and how much that is worth."""

    first: int
    second: int
    shared: str
    weak: bool = False  # an alias or a variant: refused where one list prints both
    same_form: bool = True  # different legal forms forbid it


def merge_rows(rows: list[ListingRow], linker: Linker, overrides: Overrides) -> Merged:
    """Group rows by institution."""
    return _Merger(rows, linker, overrides).run()


def split_units(rows: Iterable[ListingRow], units: Iterable[UnitsDecision]) -> list[ListingRow]:
    """Move aliases that are really units of the listed body from `aliases` to `subordinates`."""
    decisions = {fold(d.name).core: d for d in units}
    return [_split(row, decisions.get(fold(row.name).core)) for row in rows]


def _split(row: ListingRow, decision: UnitsDecision | None) -> ListingRow:
    if decision is None or decision.country not in row.countries:
        return row
    synonyms, parts = ({fold(text).core for text in texts} for texts in (decision.synonyms, decision.parts))
    moved = [a for a in row.aliases if (fold(a).core in parts if parts else fold(a).core not in synonyms)]
    kept = tuple(a for a in row.aliases if a not in moved)
    return row.model_copy(update={"aliases": kept, "subordinates": (*row.subordinates, *moved)})


class _Merger:
    """Joins rows to groups, one pass for each kind of evidence."""

    def __init__(self, rows: list[ListingRow], linker: Linker, overrides: Overrides) -> None:
        self._rows = rows
        self._linker = linker
        self._links = [linker.link(row) for row in rows]
        self._groups = [
            Group([row], link if link and link.ground >= Ground.NAME else None)
            for row, link in zip(rows, self._links, strict=True)
        ]
        self._of = list(range(len(rows)))
        self._apart = [{fold(name) for name in decision.names} for decision in overrides.apart]
        self._same = overrides.same
        self._refusals: list[Refusal] = []

    def run(self) -> Merged:
        self._join_decided()
        self._join_sharing(self._registry_keys, "registry record")
        self._join_sharing(self._name_keys, "name")
        self._take_links(Ground.VARIANT)
        self._join_sharing(self._native_keys, "native name")
        self._join_sharing(self._variant_keys, "name variant", weak=True)
        self._join_aliases()
        self._join_sharing(self._alias_keys, "shared alias", weak=True, same_form=False)
        self._take_links(Ground.ALIAS)
        groups = {id(group): group for group in self._current()}
        return Merged(list(groups.values()), self._refusals)

    # --- what rows may share -----------------------------------------------------------------

    def _registry_keys(self, index: int) -> list[str]:
        link = self._links[index]
        return [link.organisation.ror] if link and link.ground >= Ground.NAME else []

    def _name_keys(self, index: int) -> list[str]:
        key = fold(self._rows[index].name)
        return [key.core] if key.letters >= _NAME_LETTERS else []

    def _native_keys(self, index: int) -> list[str]:
        row = self._rows[index]
        keys = [fold(text) for text in (row.name_native, *row.aliases) if text and is_native(text)]
        return [k.core for k in keys if k.letters >= _NAME_LETTERS and not self._linker.is_generic(k)]

    def _variant_keys(self, index: int) -> list[str]:
        return [k.core for k in variants(self._rows[index].name) if _is_long(k)]

    def _alias_keys(self, index: int) -> list[str]:
        keys = [fold(text) for text in (*self._rows[index].aliases, *self._rows[index].former)]
        return [k.core for k in keys if _is_long(k) and not self._linker.is_generic(k)]

    # --- joining ------------------------------------------------------------------------------

    def _join_sharing(
        self, keys_of: Callable[[int], list[str]], shared: str, *, weak: bool = False, same_form: bool = True
    ) -> None:
        for key, members in sorted(self._bucket(keys_of).items()):
            for position, first in enumerate(members):
                for second in members[position + 1 :]:
                    self._unite(_Join(first, second, f"{shared}: {key}", weak, same_form))

    def _join_decided(self) -> None:
        by_name = self._bucket(lambda index: [fold(self._rows[index].name).core])
        for decision in self._same:
            named = [i for name in decision.names for i in by_name.get(fold(name).core, [])]
            found = [i for i in named if compatible(set(self._rows[i].countries), {decision.country})]
            for other in found[1:]:
                self._merge_groups(self._of[found[0]], self._of[other])

    def _join_aliases(self) -> None:
        """Join a row to the one whose own heading it prints as an alias."""
        by_name = self._bucket(self._name_keys)
        for index, row in enumerate(self._rows):
            for alias in (*row.aliases, *row.former):
                key = fold(alias)
                fewest = _ALIAS_LETTERS if len(key.words) > 1 or is_native(key.core) else _LONE_ALIAS_LETTERS
                if key.letters < fewest or self._linker.is_generic(key):
                    continue
                for other in by_name.get(key.core, []):
                    if other != index and _agrees(key, fold(self._rows[other].name)):
                        self._unite(_Join(index, other, f"alias: {alias}", weak=True, same_form=False))

    def _take_links(self, ground: Ground) -> None:
        """Give groups without a registry record the one their variants or aliases point to."""
        owners = {g.link.organisation.ror: i for i, g in enumerate(self._current()) if g.link}
        for index, link in enumerate(self._links):
            group = self._groups[self._of[index]]
            if not link or link.ground != ground or group.link:
                continue
            owner = owners.setdefault(link.organisation.ror, index)
            if owner == index:
                group.link = link
            else:
                shared = f"registry {ground.name.lower()}: {link.organisation.name}"
                self._unite(_Join(index, owner, shared, weak=True, same_form=False))

    def _bucket(self, keys_of: Callable[[int], list[str]]) -> dict[str, list[int]]:
        buckets: dict[str, list[int]] = defaultdict(list)
        for index in range(len(self._rows)):
            for key in dict.fromkeys(keys_of(index)):
                buckets[key].append(index)
        return buckets

    def _current(self) -> list[Group]:
        """The group of every row, in the order of rows."""
        return [self._groups[g] for g in self._of]

    def _unite(self, join: _Join) -> None:
        one, two = self._of[join.first], self._of[join.second]
        if one == two or not _countries_agree(self._groups[one], self._groups[two]):
            return
        why = self._objection(self._groups[one], self._groups[two], join)
        if why:
            self._refusals.append(Refusal(self._rows[join.first], self._rows[join.second], join.shared, why))
        else:
            self._merge_groups(one, two)

    def _merge_groups(self, one: int, two: int) -> None:
        if one == two:
            return
        self._groups[one].rows.extend(self._groups[two].rows)
        self._groups[one].link = _stronger(self._groups[one].link, self._groups[two].link)
        self._of = [one if g == two else g for g in self._of]

    def _objection(self, one: Group, two: Group, join: _Join) -> str | None:
        """Why two groups of compatible countries must stay apart; None when nothing speaks against it."""
        on_both = {r.list for r in one.rows} & {r.list for r in two.rows}
        forms = {fold(self._rows[i].name).legal for i in (join.first, join.second)} - {""}
        reasons = {
            "two registry records": _two_records(one, two),
            "two tracker entries": _TRACKER in on_both,
            "decided apart": any(_decided_apart(names, one, two) for names in self._apart),
            "other legal form": join.same_form and len(forms) > 1,
            "printed apart on one list": join.weak and _any_printed_apart(one, two, on_both),
        }
        return next((why for why, applies in reasons.items() if applies), None)


def _is_long(key: Key) -> bool:
    if is_native(key.core):
        return key.letters >= _LONG_NATIVE
    return len(key.words) >= _LONG_WORDS and key.letters >= _LONG_LETTERS


def _agrees(one: Key, two: Key) -> bool:
    """Whether two folded names of the same words are one name: legal forms equal, or one unsaid."""
    return one.legal == two.legal or (not (one.legal and two.legal) and len(one.words) > 1)


def _two_records(one: Group, two: Group) -> bool:
    return bool(one.link and two.link and one.link.organisation.ror != two.link.organisation.ror)


def _any_printed_apart(one: Group, two: Group, lists: set[str]) -> bool:
    return any(
        _printed_apart(q, r) for q in one.rows for r in two.rows if q.list == r.list and q.list in lists
    )


def _printed_apart(one: ListingRow, two: ListingRow) -> bool:
    """Whether one list prints two rows under names that are more than variants of each other."""
    key_one, key_two = fold(one.name), fold(two.name)
    if key_one.core == key_two.core:
        return bool(key_one.legal and key_two.legal and key_one.legal != key_two.legal)
    return not {v.core for v in variants(one.name)} & {v.core for v in variants(two.name)}


def _countries_agree(one: Group, two: Group) -> bool:
    return not one.countries or not two.countries or compatible(one.countries, two.countries)


def _stronger(one: Link | None, two: Link | None) -> Link | None:
    if one and two:
        return one if one.ground >= two.ground else two
    return one or two


def _decided_apart(names: set[Key], one: Group, two: Group) -> bool:
    in_one, in_two = ({fold(r.name) for r in group.rows} & names for group in (one, two))
    return bool(in_one) and bool(in_two) and in_one != in_two
