"""Records of the compiled index, and back to institutions without validating them once more.

They were validated before they were compiled and carry a checksum; a `check` must start at once. A record
is written by `marshal`, which reads in a third of the time of JSON: an index is made and read by this
program only. Its outline comes first, and the rest as a record within the record: most institutions named
are on no list, and all that is ever asked about them is who they are.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from duediligence.catalogue.layout import KINDS, NAME_KINDS
from duediligence.model import Institution, Kind, Listing, Name, Related, RelatedAs

_loads = marshal.loads  # of our own making, and checked by its sum before
_WRITTEN_AS: Final = 2  # marshal's last version whose bytes depend on nothing but the values
_ROLES: Final = tuple(RelatedAs)
_LISTING: Final = tuple(Listing.model_fields)


class Outline(NamedTuple):
    """An institution on no list and in no group, as far as telling it from others needs it.

    Attributes:
        id: As in `Institution`, and so are the next five.
        texts: Its names but the main one, in their order.
        at: Its position in the index.
        read: Reads the institution at a position.
    """

    id: str
    name: str
    country: str | None
    kind: Kind
    city: str | None
    ror_url: str | None
    texts: tuple[str, ...]
    at: int
    read: Callable[[int], Institution]

    @property
    def listings(self) -> tuple[Listing, ...]:
        """No listing."""
        return ()

    @property
    def groups(self) -> tuple[str, ...]:
        """No group."""
        return ()

    def name_at(self, number: int) -> str:
        """Return one of its names, as `Institution.name_at` does."""
        return self.texts[number - 1] if number else self.name

    def whole(self) -> Institution:
        """Return everything recorded of it."""
        return self.read(self.at)


Known = Institution | Outline
"""An institution, or its outline where that says all there is to say."""


def record_of(institution: Institution) -> bytes:
    """Return the record of an institution, from which `institution_of` makes it again."""
    one = institution
    names = [(NAME_KINDS.index(name.kind), name.lang, name.source) for name in one.names]
    related = [(other.id, _ROLES.index(other.role), other.source) for other in one.related]
    listings = [tuple([getattr(listing, field) for field in _LISTING]) for listing in one.listings]
    rest = (
        one.ids,
        one.domains,
        tuple(names),
        tuple(related),
        one.groups,
        tuple(listings),
        one.declared_namesakes,
    )
    outline = (
        one.id,
        one.name,
        one.country,
        KINDS.index(one.kind),
        one.city,
        one.ror_url,
        tuple([name.text for name in one.names]),
        bool(one.listings or one.groups),
    )
    return marshal.dumps((*outline, marshal.dumps(rest, _WRITTEN_AS)), _WRITTEN_AS)


def known_of(data: bytes, at: int, read: Callable[[int], Institution]) -> Known:
    """Return the outline of the record at a position, or all of it where something is listed."""
    id_, name, country, kind, city, ror_url, texts, is_listed, _ = _loads(data)
    if is_listed:
        return read(at)
    return Outline(id_, name, country, KINDS[kind], city, ror_url, texts, at, read)


def institution_of(data: bytes) -> Institution:
    """Return the institution of a record."""
    id_, name, country, kind, city, _, texts, _, rest = _loads(data)
    ids, domains, names, related, groups, listings, declared_namesakes = _loads(rest)
    return Institution.made(
        id=id_,
        name=name,
        country=country,
        kind=KINDS[kind],
        city=city,
        ids=ids,
        domains=domains,
        names=tuple(map(_name, texts, names)),
        related=tuple(map(_related, related)),
        groups=groups,
        listings=tuple(map(_listing, listings)),
        declared_namesakes=declared_namesakes,
    )


def _name(text: str, row: tuple[Any, ...]) -> Name:
    kind, lang, source = row
    return Name.made(text=text, kind=NAME_KINDS[kind], lang=lang, source=source)


def _related(row: tuple[Any, ...]) -> Related:
    other, role, source = row
    return Related.made(id=other, role=_ROLES[role], source=source)


def _listing(row: tuple[str | None, ...]) -> Listing:
    return Listing.holding(dict(zip(_LISTING, row, strict=True)))
