"""Institutions while updates are laid over them: what may be added, and by which names they are known.

The rules of joining are the curators': by ROR id, by exact name in any script with a compatible
country, by an alias of five letters or more; never by an acronym, a generic name or likeness.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from duediligence.model import Institution, Kind, Listing, Name, NameKind, Related
from duediligence.names import WordClass, tokenise, word_class

_UNDECIDED = frozenset({NameKind.ACRONYM, NameKind.GENERIC})
_FEWEST_LETTERS = 5
_FEWEST_HAN = 4
_FEWEST_SHORT_LETTERS = 12
_ONE_CHINA = {"HK": "CN", "MO": "CN"}  # lists disagree on these; Taiwan is never CN
_SLUG_LENGTH = 72
_REMEMBERED_NAMES = 1 << 16


class Draft:
    """One institution and what is being added to it."""

    def __init__(self, institution: Institution) -> None:
        """Start from the record as it is."""
        self.institution = institution
        self.listings: list[Listing] = list(institution.listings)
        self._names: list[Name] = list(institution.names)
        self._related: list[Related] = list(institution.related)
        self._ids: dict[str, str] = dict(institution.ids)
        self._domains: list[str] = list(institution.domains)
        self._known = {name_key(institution.name), *(name_key(name.text) for name in institution.names)}
        self._changed = False

    @property
    def country(self) -> str | None:
        """Where the institution is."""
        return self.institution.country

    @property
    def ror(self) -> str | None:
        """Its bare ROR id, known before or added."""
        return self._ids.get("ror")

    @property
    def deciding_names(self) -> Iterator[str]:
        """Every name that may identify it by itself."""
        yield self.institution.name
        yield from (name.text for name in self._names if name.kind not in _UNDECIDED)
        yield from (listing.printed for listing in self.listings)

    def add_name(self, text: str, kind: NameKind, source: str, lang: str | None = None) -> None:
        """Add a name unless it is known."""
        key = name_key(text)
        if key and key not in self._known:
            self._known.add(key)
            self._names.append(Name(text=text, kind=kind, source=source, lang=lang))
            self._changed = True

    def add_facts(self, ids: dict[str, str], domains: Iterable[str] = ()) -> None:
        """Add identifiers and web domains not yet known."""
        self._ids = {**ids, **self._ids}
        self._domains = list(dict.fromkeys([*self._domains, *domains]))
        self._changed = True

    def add_related(self, tie: Related) -> None:
        """Add a tie to another institution unless there is one to it already."""
        if tie.id != self.institution.id and all(known.id != tie.id for known in self._related):
            self._related.append(tie)
            self._changed = True

    def set_listings(self, listings: Iterable[Listing]) -> None:
        """Replace all listings."""
        self.listings = list(listings)
        self._changed = True

    def finished(self) -> Institution:
        """The institution with everything added."""
        if not self._changed:
            return self.institution
        return self.institution.model_copy(
            update={
                "names": tuple(self._names),
                "related": tuple(self._related),
                "ids": self._ids,
                "domains": tuple(self._domains),
                "listings": tuple(self.listings),
            }
        )


class Drafts:
    """All institutions, found by id, ROR id and deciding name."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        """Index every institution."""
        self._drafts: list[Draft] = []
        self._by_name: dict[str, list[Draft]] = defaultdict(list)
        self._by_ror: dict[str, Draft] = {}
        self._ids: set[str] = set()
        self.generic: set[str] = set()
        for institution in institutions:
            self.add(institution)
            self.generic.update(name_key(n.text) for n in institution.names if n.kind is NameKind.GENERIC)

    def __iter__(self) -> Iterator[Draft]:
        """Yield every draft, in the order they were added."""
        return iter(self._drafts)

    def add(self, institution: Institution) -> Draft:
        """Take in one institution."""
        draft = Draft(institution)
        self._drafts.append(draft)
        self._ids.add(institution.id)
        self.index(draft)
        return draft

    def index(self, draft: Draft) -> None:
        """Make a draft findable by every name it has now."""
        if draft.ror:
            self._by_ror.setdefault(draft.ror, draft)
        for key in dict.fromkeys(map(name_key, draft.deciding_names)):
            if decides(key) and all(known is not draft for known in self._by_name[key]):
                self._by_name[key].append(draft)

    def with_ror(self, ror: str | None) -> Draft | None:
        """The institution with that ROR id."""
        return self._by_ror.get(ror or "")

    def named(self, text: str, countries: Iterable[str] = ()) -> list[Draft]:
        """The institutions that bear a name, in a compatible country where both countries are known."""
        key = name_key(text)
        if not decides(key) or key in self.generic:
            return []
        places = set(countries)
        return [draft for draft in self._by_name.get(key, ()) if compatible(draft.country, places)]

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
    words = [key for key, depth in zip(tokens.keys, tokens.brackets, strict=True) if not depth]
    while words and word_class(words[-1]) is WordClass.LEGAL:
        words.pop()
    while words and word_class(words[0]) is WordClass.LEGAL:
        words.pop(0)
    shorter = " ".join(words)
    exact = " ".join(tokens.keys)
    return frozenset({exact, shorter} if len(words) > 1 and len(shorter) > _FEWEST_SHORT_LETTERS else {exact})


def decides(key: str) -> bool:
    """Whether a key is long enough to identify by itself: five letters, or four Han characters."""
    letters = key.replace(" ", "")
    if any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in letters):
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
