"""Institutions while updates are laid over them: what may be added, and by which names they are known.

The rules of joining are the curators': by ROR id, by exact name in any script with a compatible
country, by an alias of five letters or more; never by an acronym, a generic name or likeness.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

from duediligence.catalogue.made_keys import first_key, part_names
from duediligence.catalogue.records import institution_of, record_of
from duediligence.model import Institution, Kind, Listing, Name, NameKind, Related
from duediligence.names import WordClass, tokenise, word_class
from duediligence.names.legal import outside_brackets

_UNDECIDED = frozenset({NameKind.ACRONYM, NameKind.GENERIC})
_FEWEST_LETTERS = 5
_FEWEST_HAN = 4
_FEWEST_SHORT_LETTERS = 12
_ONE_CHINA = {"HK": "CN", "MO": "CN"}  # lists disagree on these; Taiwan is never CN
_SLUG_LENGTH = 72
_REMEMBERED_NAMES = 1 << 12


class Draft:
    """One institution and what is being added to it.

    The institution is held as its record: whole, tens of thousands would fill the memory.
    """

    __slots__ = ("_added", "_record", "country", "elsewhere", "id", "keys", "kind", "lists", "made", "ror")

    def __init__(self, institution: Institution, made: str = "") -> None:
        """Start from the institution as it is; `made` holds the keys of its names where they are known."""
        self.made = made
        self.id = institution.id
        self.country = institution.country
        self.elsewhere: frozenset[str] = frozenset()
        self.kind = institution.kind
        self.ror = institution.ids.get("ror")
        self.lists = _lists_of(institution.listings)
        texts = (institution.name, *(name.text for name in institution.names))
        self.keys = tuple(map(first_key, part_names(made)) if made else map(name_key, texts))
        self._record = record_of(institution)
        self._added: _Added | None = None

    @property
    def institution(self) -> Institution:
        """The institution with everything added so far."""
        known = institution_of(self._record)
        return self._added.to(known) if self._added else known

    @property
    def listings(self) -> Sequence[Listing]:
        """Its listings, as they were last set."""
        if self._added and self._added.listings is not None:
            return self._added.listings
        return institution_of(self._record).listings if self.lists else ()

    def record(self) -> bytes:
        """The record of the institution with everything added, from now on held as such."""
        if self._added:
            self._record, self._added = record_of(self.institution), None
        return self._record

    def add_name(self, text: str, kind: NameKind, source: str, lang: str | None = None) -> None:
        """Add a name unless it is known."""
        key = name_key(text)
        if key and key not in self.keys:
            self.keys = (*self.keys, key)
            self._open().names.append(Name(text=text, kind=kind, source=source, lang=lang))

    def add_facts(self, ids: dict[str, str], domains: Iterable[str] = ()) -> None:
        """Add identifiers and web domains not yet known."""
        added = self._open()
        added.ids = {**ids, **added.ids}
        added.domains += domains
        self.ror = self.ror or added.ids.get("ror")

    def add_places(self, countries: Iterable[str]) -> None:
        """Remember the other countries that a list's row gives it: other lists may name one of those."""
        self.elsewhere |= frozenset(countries) - {self.country}

    def lies_in(self, places: set[str]) -> bool:
        """Whether one of its countries agrees with any of the places; an unknown one always does."""
        return compatible(self.country, places) or not places.isdisjoint(self.elsewhere)

    def add_related(self, tie: Related) -> None:
        """Add a tie to another institution unless there is one to it already."""
        if tie.id != self.id and all(known.id != tie.id for known in self.institution.related):
            self._open().related.append(tie)

    def set_listings(self, listings: Iterable[Listing]) -> None:
        """Replace all listings."""
        self._open().listings = kept = tuple(listings)
        self.lists = _lists_of(kept)

    def deciding_keys(self, institution: Institution) -> Iterator[str]:
        """The key of every name that may identify it by itself, in order, with repeats.

        Args:
            institution: Itself, which the caller has at hand.
        """
        for key, name in zip(self.keys, (None, *institution.names), strict=True):
            if name is None or name.kind not in _UNDECIDED:
                yield key
        yield from (name_key(listing.printed) for listing in institution.listings)

    def _open(self) -> _Added:
        if self._added is None:
            self._added = _Added([], [], {}, [])
        return self._added


@dataclass(slots=True)
class _Added:
    """What is new about an institution."""

    names: list[Name]
    related: list[Related]
    ids: dict[str, str]
    domains: list[str]
    listings: tuple[Listing, ...] | None = None

    def to(self, known: Institution) -> Institution:
        return known.model_copy(
            update={
                "names": (*known.names, *self.names),
                "related": (*known.related, *self.related),
                "ids": {**self.ids, **known.ids},
                "domains": tuple(dict.fromkeys((*known.domains, *self.domains))),
                "listings": known.listings if self.listings is None else self.listings,
            }
        )


class Drafts:
    """All institutions, found by id, ROR id and deciding name."""

    def __init__(self, institutions: Iterable[Institution], made: Iterable[str] = ()) -> None:
        """Index every institution; `made` yields the keys of each one's names, where they are known."""
        self._drafts: list[Draft] = []
        self._by_name: dict[str, list[Draft]] = {}
        self._by_ror: dict[str, Draft] = {}
        self._by_letters: dict[str, tuple[Draft, ...]] = {}
        self._ids: set[str] = set()
        self.generic: set[str] = set()
        for institution, keys in zip(institutions, chain(made, repeat("")), strict=False):
            self.add(institution, keys)
            self.generic.update(name_key(n.text) for n in institution.names if n.kind is NameKind.GENERIC)

    def __iter__(self) -> Iterator[Draft]:
        """Yield every draft, in the order they were added."""
        return iter(self._drafts)

    def add(self, institution: Institution, made: str = "") -> Draft:
        """Take in one institution."""
        draft = Draft(institution, made)
        self._drafts.append(draft)
        self._ids.add(draft.id)
        self._index(draft, institution)
        if draft.lists:
            self.index_listed(draft, (institution.name, *(x.printed for x in institution.listings)))
        return draft

    def index(self, draft: Draft) -> None:
        """Make a draft findable by every name it has now."""
        self._index(draft, draft.institution)

    def _index(self, draft: Draft, institution: Institution) -> None:
        if draft.ror:
            self._by_ror.setdefault(draft.ror, draft)
        for key in dict.fromkeys(draft.deciding_keys(institution)):
            if decides(key):
                known = self._by_name.setdefault(key, [])
                if draft not in known:
                    known.append(draft)

    def index_listed(self, draft: Draft, headings: Iterable[str]) -> None:
        """Make a listed draft findable by the bare letters of its headings."""
        for text in headings:
            for letters in _letters(text):
                known = self._by_letters.get(letters, ())
                if draft not in known:
                    self._by_letters[letters] = (*known, draft)

    def with_ror(self, ror: str | None) -> Draft | None:
        """The institution with that ROR id."""
        return self._by_ror.get(ror or "")

    def named(self, text: str, countries: Iterable[str] = ()) -> list[Draft]:
        """The institutions that bear a name, in a compatible country where both countries are known."""
        key = name_key(text)
        if not decides(key) or key in self.generic:
            return []
        places = set(countries)
        return [draft for draft in self._by_name.get(key, ()) if draft.lies_in(places)]

    def listed_as(self, text: str, countries: Iterable[str]) -> list[Draft]:
        """The listed institutions that a name heads, however short or generic, in the very same country.

        Lists differ in spaces, points and what they add in brackets: the letters decide.
        """
        places = set(countries)
        found = {id(d): d for letters in _letters(text) for d in self._by_letters.get(letters, ())}
        return [draft for draft in found.values() if draft.country and places and draft.lies_in(places)]

    def free_id(self, name: str, country: str | None) -> str:
        """A new id made of the name, told apart by country and then by number."""
        base = slug(name)
        for candidate in (base, f"{base}-{(country or 'xx').lower()}"):
            if candidate not in self._ids:
                return candidate
        number = 2
        while f"{base}-{number}" in self._ids:
            number += 1
        return f"{base}-{number}"


def _lists_of(listings: Iterable[Listing]) -> tuple[str, ...]:
    return tuple(sys.intern(listing.list) for listing in listings)


def deciding_names(institution: Institution) -> Iterator[str]:
    """Every name that may identify an institution by itself."""
    yield institution.name
    yield from (name.text for name in institution.names if name.kind not in _UNDECIDED)
    yield from (listing.printed for listing in institution.listings)


@lru_cache(maxsize=_REMEMBERED_NAMES)
def name_key(text: str) -> str:
    """The comparable words of a name."""
    return " ".join(tokenise(text).keys)


@lru_cache(maxsize=_REMEMBERED_NAMES)
def short_keys(text: str) -> frozenset[str]:
    """The comparable words of a name, and, where enough is left, without legal form and brackets.

    "VEKTOR, OOO" keeps its form: what is left of it is any Vektor.
    """
    tokens = tokenise(text)
    words = outside_brackets(tokens)
    while words and word_class(words[-1]) is WordClass.LEGAL:
        words.pop()
    while words and word_class(words[0]) is WordClass.LEGAL:
        words.pop(0)
    shorter = " ".join(words)
    exact = " ".join(tokens.keys)
    return frozenset({exact, shorter} if len(words) > 1 and len(shorter) > _FEWEST_SHORT_LETTERS else {exact})


def bare_key(text: str) -> str:
    """The comparable words of a name without what stands in brackets."""
    return " ".join(outside_brackets(tokenise(text)))


def _letters(text: str) -> frozenset[str]:
    """The letters of a name run together, with and without what stands in brackets."""
    keys = {name_key(text), bare_key(text)} if "(" in text else {name_key(text)}
    return frozenset(key.replace(" ", "") for key in keys) - {""}


def decides(key: str) -> bool:
    """Whether a key is long enough to identify by itself: five letters, or four Han characters."""
    letters = key.replace(" ", "")
    if not letters.isascii() and any(
        "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in letters
    ):
        return len(letters) >= _FEWEST_HAN
    return len(letters) >= _FEWEST_LETTERS


def compatible(country: str | None, others: set[str]) -> bool:
    """Whether an institution's country agrees with any of the others; an unknown one always does."""
    if country is None or not others:
        return True
    return _ONE_CHINA.get(country, country) in {_ONE_CHINA.get(other, other) for other in others}


def slug(name: str) -> str:
    """Letters and digits of a name in lower case, joined by hyphens; a digest for names without any."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    return (
        "-".join(words)[:_SLUG_LENGTH].strip("-") or f"name-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    )


def is_unit(kind: Kind) -> bool:
    """Whether a body of this kind is part of its parent rather than owned by it."""
    return kind not in (Kind.COMPANY, Kind.OTHER)
