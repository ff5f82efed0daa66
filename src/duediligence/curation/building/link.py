"""Listing row -> the registry record it names, or none: by names and country, never by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from duediligence.curation.building.folding import Key, compatible, fold, variants
from duediligence.curation.building.overrides import Overrides
from duediligence.curation.building.registry import Organisation
from duediligence.model import Kind, ListingRow

# Where official names carry honours, academies and legal prefixes that lists print or leave out.
_VARIANT_COUNTRIES = frozenset({"CN", "HK", "RU", "BY", "IR", "PK", "KP", "SY", "UA", "KZ"})
_ALIAS_LETTERS = 5
_SINGLE_WORD_LETTERS = 6  # of a one-word name whose legal form is not said


class Ground(IntEnum):
    """Why a row was linked, weakest first."""

    ALIAS = 1
    VARIANT = 2
    NAME = 3
    DECISION = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A row's registry record and the ground for it."""

    organisation: Organisation
    ground: Ground


class Linker:
    """Finds the registry record a listing row names."""

    def __init__(self, organisations: Iterable[Organisation], overrides: Overrides) -> None:
        """Index the usable records with an id by every name and name variant."""
        self._by_ror = {o.ror: o for o in organisations if o.ror}
        self._exact: dict[str, list[tuple[Organisation, str]]] = defaultdict(list)
        self._loose: dict[str, list[tuple[Organisation, str]]] = defaultdict(list)
        for organisation in self._by_ror.values():
            if organisation.usable:
                self._add(organisation)
        self._generic = overrides.generic_keys
        self._decided = {(fold(d.name), d.country): d.ror for d in overrides.link}

    def link(self, row: ListingRow) -> Link | None:
        """Return the record that `row` names, or None when none or several answer."""
        decided = self._decision(row)
        if decided is not None:
            return Link(self._by_ror[decided], Ground.DECISION) if decided else None
        own_names = [row.name, *filter(None, [row.name_native])]
        return (
            self._only([_hit(self._exact, fold(name), row) for name in own_names], Ground.NAME)
            or self._only(self._loose_hits(own_names, row), Ground.VARIANT)
            or self._only(self._alias_hits(row), Ground.ALIAS)
        )

    def is_generic(self, key: Key) -> bool:
        """Whether a folded name is one that must never decide alone."""
        return Key(key.core) in self._generic

    def _add(self, organisation: Organisation) -> None:
        for name in dict.fromkeys(organisation.all_names):
            key = fold(name)
            self._exact[key.core].append((organisation, key.legal))
            if organisation.country in _VARIANT_COUNTRIES:
                for variant in variants(name):
                    self._loose[variant.core].append((organisation, variant.legal))

    def _decision(self, row: ListingRow) -> str | None:
        """The decided id; an empty text where the decision is "none"; None without a decision."""
        key = fold(row.name)
        for country in (*row.countries, None):
            if (key, country) in self._decided:
                return self._decided[key, country] or ""
        return None

    def _loose_hits(self, names: Iterable[str], row: ListingRow) -> list[set[str]]:
        keys = dict.fromkeys(v for name in names for v in variants(name))
        return [_hit(self._loose, key, row) for key in keys]

    def _alias_hits(self, row: ListingRow) -> list[set[str]]:
        keys = [fold(alias) for alias in (*row.former, *row.aliases)]
        deciding = [k for k in keys if k.letters >= _ALIAS_LETTERS and not self.is_generic(k)]
        return [_hit(self._exact, key, row) for key in deciding]

    def _only(self, hits: list[set[str]], ground: Ground) -> Link | None:
        """The one record that all non-empty hits leave standing; of several, the only active one."""
        found = [hit for hit in hits if hit]
        common = set.intersection(*found) if found else set()
        if len(common) > 1:
            common = {r for r in common if self._by_ror[r].status == "active"}
        return Link(self._by_ror[common.pop()], ground) if len(common) == 1 else None


def _hit(index: Mapping[str, list[tuple[Organisation, str]]], key: Key, row: ListingRow) -> set[str]:
    """Ids of the records a folded name stands for, that may be the row's."""
    return {o.ror for o, legal in index.get(key.core, []) if _form_agrees(key, legal) and _fits(o, row)}


def _fits(organisation: Organisation, row: ListingRow) -> bool:
    """Whether a record may be the row's: never without a country on both sides, nor a firm's hospital."""
    if row.kind is Kind.COMPANY and organisation.kind is Kind.HOSPITAL:
        return False
    if organisation.country is None:
        return False
    return not row.countries or compatible({organisation.country}, set(row.countries))


def _form_agrees(key: Key, legal: str) -> bool:
    if key.legal and legal:
        return key.legal == legal
    return len(key.words) > 1 or key.legal == legal or key.letters >= _SINGLE_WORD_LETTERS
