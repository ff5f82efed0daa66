"""Records of the compiled index, and back to institutions without validating them once more.

They were validated before they were compiled and carry a checksum; a `check` must start at once.
"""

from __future__ import annotations

import json
from typing import Any

from duediligence.model import Institution, Kind, Listing, Name, NameKind, Related, RelatedAs, Shape


def record_of(institution: Institution) -> bytes:
    """Return the record of an institution, from which `institution_of` makes it again."""
    return institution.model_dump_json(by_alias=True, exclude_defaults=True).encode()


def institution_of(data: bytes) -> Institution:
    """Return the institution of a record."""
    row = {**_INSTITUTION, "ids": {}, **json.loads(data)}
    for field in ("domains", "groups", "declared_namesakes"):
        row[field] = tuple(row[field])
    row["kind"] = Kind(row["kind"])
    row["names"] = tuple(map(_name, row["names"]))
    row["related"] = tuple(map(_related, row["related"]))
    row["listings"] = tuple(Listing.made(**{**_LISTING, **listing}) for listing in row["listings"])
    return Institution.made(**row)


def _name(row: dict[str, Any]) -> Name:
    name = {**_NAME, **row}
    return Name.made(**{**name, "kind": NameKind(name["kind"])})


def _related(row: dict[str, str]) -> Related:
    return Related.made(id=row["id"], role=RelatedAs(row["as"]), source=row.get("source"))


def _blank(shape: type[Shape]) -> dict[str, Any]:
    """Every field of a shape in its order, with its default where it has one."""
    fields = shape.model_fields.items()
    return {name: None if field.is_required() else field.default for name, field in fields}


_INSTITUTION, _NAME, _LISTING = _blank(Institution), _blank(Name), _blank(Listing)
