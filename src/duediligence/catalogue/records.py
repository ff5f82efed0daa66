"""Records of the compiled index, and back to institutions without validating them once more.

They were validated before they were compiled and carry a checksum; a `check` must start at once.
"""

from __future__ import annotations

import json
from typing import Any

from duediligence.model import Institution, Kind, Listing, Name, NameKind, Related, RelatedAs

_KINDS = {kind.value: kind for kind in Kind}
_NAME_KINDS: dict[str | None, NameKind] = {None: NameKind.ALIAS, **{kind.value: kind for kind in NameKind}}


def record_of(institution: Institution) -> bytes:
    """Return the record of an institution, from which `institution_of` makes it again."""
    return institution.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def institution_of(data: bytes) -> Institution:
    """Return the institution of a record."""
    row = json.loads(data)
    for field in ("domains", "groups", "declared_namesakes"):
        if field in row:
            row[field] = tuple(row[field])
    if "kind" in row:
        row["kind"] = _KINDS[row["kind"]]
    if "names" in row:
        row["names"] = tuple(map(_name, row["names"]))
    if "related" in row:
        row["related"] = tuple(map(_related, row["related"]))
    if "listings" in row:
        row["listings"] = tuple(map(Listing.restored, row["listings"]))
    return Institution.restored(row)


def _name(row: dict[str, Any]) -> Name:
    get = row.get
    return Name.made(text=row["text"], kind=_NAME_KINDS[get("kind")], lang=get("lang"), source=get("source"))


def _related(row: dict[str, str]) -> Related:
    return Related.made(id=row["id"], role=RelatedAs(row["as"]), source=row.get("source"))
