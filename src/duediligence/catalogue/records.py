"""Records of the compiled index back to institutions, without validating them once more.

They were validated before they were compiled and carry a checksum; a `check` must start at once.
"""

from __future__ import annotations

import json
from typing import Any

from duediligence.model import Institution, Kind, Listing, Name, NameKind, Related, RelatedAs


def institution_of(data: bytes) -> Institution:
    """Return the institution that was written as JSON with `exclude_defaults` and by alias."""
    row = json.loads(data)
    for field in ("domains", "groups", "declared_namesakes"):
        if field in row:
            row[field] = tuple(row[field])
    if "kind" in row:
        row["kind"] = Kind(row["kind"])
    if "names" in row:
        row["names"] = tuple(map(_name, row["names"]))
    if "related" in row:
        row["related"] = tuple(map(_related, row["related"]))
    if "listings" in row:
        row["listings"] = tuple(Listing.model_construct(**listing) for listing in row["listings"])
    return Institution.model_construct(**row)


def _name(row: dict[str, Any]) -> Name:
    return Name.model_construct(**{**row, "kind": NameKind(row.get("kind", NameKind.ALIAS))})


def _related(row: dict[str, str]) -> Related:
    return Related.model_construct(id=row["id"], role=RelatedAs(row["as"]), source=row.get("source"))
