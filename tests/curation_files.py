"""A small reference folder and institutions file in the forms the build reads, for the curation tests."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from duediligence.curation.building.registry import Organisation
from duediligence.model import Institution, Kind, Listing, ListingRow, Name

TRACKER = (
    "name",
    "name_zh",
    "aliases",
    "acronyms",
    "category",
    "risk",
    "designations",
    "aspi_url",
    "evidence_url",
    "evidence_date",
    "confidence",
)
DESIGNATIONS = (
    "list",
    "name",
    "name_native",
    "aliases",
    "country",
    "entity_type",
    "rating_or_programme",
    "designated_on",
    "removed_on",
    "citation_title",
    "citation_url",
    "evidence_url",
    "confidence",
)
REGISTRY = (
    "ror_id",
    "name",
    "aliases",
    "labels",
    "acronyms",
    "country_code",
    "types",
    "city",
    "website",
    "established",
    "status",
    "source",
)

Rows = Sequence[Mapping[str, str]]


def write_reference(
    folder: Path,
    *,
    tracker: Rows = (),
    us: Rows = (),
    nonus: Rows = (),
    registry: Rows = (),
    records: object = None,
) -> Path:
    """Write a reference folder; missing columns are empty, every designation is cited."""
    _write_csv(
        folder / "aspi_tracker.csv", TRACKER, [{"evidence_date": "2020-08-21"} | dict(r) for r in tracker]
    )
    cited = {
        "citation_title": "a notice",
        "citation_url": "https://lists.example/notice",
        "confidence": "sourced",
    }
    _write_csv(folder / "us_designations.csv", DESIGNATIONS, [cited | dict(r) for r in us])
    _write_csv(folder / "nonus_designations.csv", DESIGNATIONS, [cited | dict(r) for r in nonus])
    with gzip.open(folder / "ror_subset.csv.gz", "wt", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, REGISTRY, restval="")
        writer.writeheader()
        writer.writerows({"status": "active"} | dict(r) for r in registry)
    if records is not None:
        (folder / "raw").mkdir()
        with gzip.open(folder / "raw" / "ror_v2_records_subset.json.gz", "wt", encoding="utf-8") as stream:
            json.dump(records, stream)
    return folder


def _write_csv(path: Path, columns: Sequence[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def row(name: str, list_id: str = "ca-nro", country: str = "CN", **more: object) -> ListingRow:
    """One listing row of a university; `country` may be empty."""
    countries = tuple(filter(None, country.split("|")))
    facts: dict[str, object] = {
        "kind": Kind.UNIVERSITY,
        "cite": "a notice",
        "url": "https://lists.example/notice",
    }
    return ListingRow.model_validate({"list": list_id, "name": name, "countries": countries} | facts | more)


def organisation(ror: str, name: str, country: str | None = "CN", **more: object) -> Organisation:
    """One registry record of a university."""
    facts: dict[str, Any] = {"types": frozenset({"education"}), "status": "active"}
    return Organisation(ror=ror, name=name, country=country, **(facts | more))


def institution(identifier: str, name: str, *, listed: str | None = None, **more: object) -> Institution:
    """One institution of China, listed under `listed` on Canada's list when that is given."""
    listing = Listing(
        list="ca-nro", printed=listed or "", cite="a notice", url="https://lists.example/notice"
    )
    facts: dict[str, Any] = {"country": "CN", "listings": (listing,) if listed else ()}
    return Institution.model_validate({"id": identifier, "name": name} | facts | more)


def named(*texts: str) -> tuple[Name, ...]:
    """Aliases."""
    return tuple(Name(text=text) for text in texts)
