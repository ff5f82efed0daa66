"""What compiling needs to know of an institution; everything else is already written as its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from sys import intern
from typing import NamedTuple

from duediligence.catalogue.layout import CURRENT_BIT, RATED_BIT
from duediligence.catalogue.made_keys import first_key, make_keys
from duediligence.catalogue.records import record_of
from duediligence.model import Institution, Kind, Listing, NameKind, RelatedAs

_PARENT_ROLES = {RelatedAs.UNIT_OF, RelatedAs.SUBSIDIARY_OF, RelatedAs.JOINT_VENTURE_OF}


class KnownName(NamedTuple):
    """One name of an institution, its kind, and its lookup keys (see `made_keys`)."""

    text: str
    kind: NameKind
    made: str

    @property
    def key(self) -> str:
        """Its comparable words."""
        return first_key(self.made)


class Bearer(NamedTuple):
    """One institution as a bearer of names.

    Tens of thousands of whole institutions would take most of the memory that compiling needs, so
    each is reduced to this as it comes.

    Attributes:
        id: Its identifier.
        country: Where it is.
        kind: What it is.
        names: All its names, the main one first.
        lists: The list of each of its listings.
        namesakes: The institutions declared to bear one of its names rightly.
        owners: The institutions it is part of.
        flags: What its listings say, as bits of its facts.
        identifiers: Everything it is found by besides its names, with the scheme in front.
        record: Its record as the index holds it.
    """

    id: str
    country: str | None
    kind: Kind
    names: tuple[KnownName, ...]
    lists: tuple[str, ...]
    namesakes: tuple[str, ...]
    owners: tuple[str, ...]
    flags: int
    identifiers: tuple[str, ...]
    record: bytes

    @classmethod
    def of(
        cls,
        institution: Institution,
        is_place: Callable[[str], bool],
        in_force: Callable[[Listing], bool],
        made: Sequence[str] = (),
        record: bytes | None = None,
    ) -> Bearer:
        """Reduce one institution.

        Args:
            institution: The institution.
            is_place: Tells whether a canonical word is the name of a place.
            in_force: Tells whether a listing may raise a level.
            made: The keys of its first names, where they are known.
            record: Its record, where it is known.
        """
        names = [(institution.name, NameKind.ALIAS), *((name.text, name.kind) for name in institution.names)]
        fresh = (make_keys(text, is_place, institution.country) for text, _ in names[len(made) :])
        return cls(
            id=institution.id,
            country=intern(institution.country) if institution.country else None,
            kind=institution.kind,
            names=tuple(
                KnownName(text, kind, keys) for (text, kind), keys in zip(names, (*made, *fresh), strict=True)
            ),
            lists=tuple(intern(listing.list) for listing in institution.listings),
            namesakes=institution.declared_namesakes,
            owners=tuple(tie.id for tie in institution.related if tie.role in _PARENT_ROLES),
            flags=_flags(filter(in_force, institution.listings)),
            identifiers=tuple(_identifiers(institution)),
            record=record or record_of(institution),
        )


def _flags(current: Iterable[Listing]) -> int:
    """Return the bits that say what the listings in force say."""
    rated = [one.rating != "unrated" for one in current]
    return CURRENT_BIT * bool(rated) | RATED_BIT * any(rated)


def _identifiers(institution: Institution) -> Iterator[str]:
    for scheme, value in {"id": institution.id, **institution.ids}.items():
        yield f"{scheme}:{value.casefold()}"
    for domain in institution.domains:
        yield f"domain:{domain.casefold()}"
