"""Records of the compiled index, and back to institutions without validating them once more.

They were validated before they were compiled and carry a checksum; a `check` must start at once. A record
is the fields of an institution in the order of its shape, written by `marshal`: reading it takes a third
of the time of JSON, and an index is made and read by this program only.
"""

from __future__ import annotations

import marshal
from typing import Any

from duediligence.catalogue.layout import KINDS, NAME_KINDS
from duediligence.model import Institution, Listing, Name, Related, RelatedAs

_WRITTEN_AS = 2  # marshal's last version whose bytes depend on nothing but the values
_ROLES = tuple(RelatedAs)
_LISTING = tuple(Listing.model_fields)


def record_of(institution: Institution) -> bytes:
    """Return the record of an institution, from which `institution_of` makes it again."""
    one = institution
    names = [(name.text, NAME_KINDS.index(name.kind), name.lang, name.source) for name in one.names]
    related = [(other.id, _ROLES.index(other.role), other.source) for other in one.related]
    listings = [tuple([getattr(listing, field) for field in _LISTING]) for listing in one.listings]
    return marshal.dumps(
        (
            one.id,
            one.name,
            one.country,
            KINDS.index(one.kind),
            one.city,
            one.ids,
            one.domains,
            tuple(names),
            tuple(related),
            one.groups,
            tuple(listings),
            one.declared_namesakes,
        ),
        _WRITTEN_AS,
    )


def institution_of(data: bytes) -> Institution:
    """Return the institution of a record."""
    (
        id_,
        name,
        country,
        kind,
        city,
        ids,
        domains,
        names,
        related,
        groups,
        listings,
        declared_namesakes,
    ) = marshal.loads(data)  # noqa: S302 - checked by its sum, and of our own making
    return Institution.made(
        id=id_,
        name=name,
        country=country,
        kind=KINDS[kind],
        city=city,
        ids=ids,
        domains=domains,
        names=tuple(map(_name, names)),
        related=tuple(map(_related, related)),
        groups=groups,
        listings=tuple(map(_listing, listings)),
        declared_namesakes=declared_namesakes,
    )


def _name(row: tuple[Any, ...]) -> Name:
    text, kind, lang, source = row
    return Name.made(text=text, kind=NAME_KINDS[kind], lang=lang, source=source)


def _related(row: tuple[Any, ...]) -> Related:
    other, role, source = row
    return Related.made(id=other, role=_ROLES[role], source=source)


def _listing(row: tuple[str | None, ...]) -> Listing:
    return Listing.holding(dict(zip(_LISTING, row, strict=True)))
