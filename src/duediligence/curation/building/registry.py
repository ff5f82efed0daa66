"""The registry of research organisations (ROR): who exists, listed or not."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duediligence.model import Kind

_PREFIX = "https://ror.org/"


@dataclass(slots=True)
class Organisation:
    """One registry record; `ror` is the bare id, or empty for names known without an id.

    `labels` holds (text, language or None); `related` holds (role, bare id) as ROR gives them. The
    registry tells the seats of one firm apart by their country, "ZTE (China)": `name` is without it and
    `seat` says that it stood there.
    """

    ror: str
    name: str
    country: str | None
    types: frozenset[str]
    city: str | None = None
    website: str | None = None
    status: str = ""
    aliases: list[str] = field(default_factory=list)
    labels: list[tuple[str, str | None]] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    related: list[tuple[str, str]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    seat: bool = False

    @property
    def all_names(self) -> list[str]:
        """Every name but the acronyms."""
        return [self.name, *self.aliases, *(text for text, _ in self.labels)]

    @property
    def usable(self) -> bool:
        """False for withdrawn records, which are never an answer."""
        return self.status != "withdrawn"

    @property
    def kind(self) -> Kind:
        """What sort of body the registry's types and the name say it is."""
        if "healthcare" in self.types or re.search(r"\bhospital\b", self.name, re.IGNORECASE):
            return Kind.HOSPITAL
        if "education" in self.types:
            return Kind.UNIVERSITY
        if "company" in self.types:
            return Kind.COMPANY
        if "facility" in self.types or re.search(
            r"\b(?:institut|laborator|research|academy)", self.name, re.IGNORECASE
        ):
            return Kind.RESEARCH_INSTITUTE
        return Kind.GOVERNMENT if "government" in self.types else Kind.OTHER


def read_registry(folder: Path) -> list[Organisation]:
    """Read the registry subset of a reference folder, enriched from the full records beside it."""
    details = _details(folder / "raw" / "ror_v2_records_subset.json.gz")
    with gzip.open(folder / "ror_subset.csv.gz", "rt", encoding="utf-8-sig", newline="") as handle:
        organisations = [_organisation(row, details) for row in csv.DictReader(handle)]
    _mirror_relations(organisations)
    return organisations


def _mirror_relations(organisations: list[Organisation]) -> None:
    """Give each record the relations only its counterpart names, and a missing country from them.

    A record known from another's relation alone has no country of its own; where all its parents,
    children and relatives lie in one country, it is taken to lie there too.
    """
    by_ror = {o.ror: o for o in organisations if o.ror}
    countries: dict[str, set[str]] = defaultdict(set)
    for organisation in list(by_ror.values()):
        for role, other in list(organisation.related):
            if other in by_ror and role in _MIRROR:
                mirrored = (_MIRROR[role], organisation.ror)
                if mirrored not in by_ror[other].related:
                    by_ror[other].related.append(mirrored)
                if organisation.country:
                    countries[other].add(organisation.country)
    for organisation in by_ror.values():
        organisation.parents = _ancestors(organisation, by_ror)
    for ror, found in countries.items():
        if by_ror[ror].country is None and len(found) == 1:
            by_ror[ror].country = next(iter(found))


def _ancestors(organisation: Organisation, by_ror: dict[str, Organisation]) -> list[str]:
    """Names of the bodies above a record, nearest first."""
    found: list[Organisation] = []
    queue = [organisation]
    while queue:
        for role, other in queue.pop(0).related:
            if role == "parent" and other in by_ror and by_ror[other] not in found:
                found.append(by_ror[other])
                queue.append(by_ror[other])
    return [parent.name for parent in found]


_MIRROR = {
    "parent": "child",
    "child": "parent",
    "related": "related",
    "successor": "predecessor",
    "predecessor": "successor",
}


def _organisation(row: dict[str, str], details: dict[str, dict[str, Any]]) -> Organisation:
    ror = row["ror_id"].removeprefix(_PREFIX)
    types = frozenset(_split(row["types"]))
    name = _without_country(row["name"], types)
    organisation = Organisation(
        ror=ror,
        name=name,
        seat=name != row["name"],
        country=row["country_code"] or None,
        types=types,
        city=row["city"] or None,
        website=row["website"] or None,
        status=row["status"],
        aliases=list(_split(row["aliases"])),
        labels=list(_labels(row["labels"])),
        acronyms=list(_split(row["acronyms"])),
    )
    organisation.domains = domains_of(row["website"])
    if ror in details:
        _enrich(organisation, details[ror])
    return organisation


def domains_of(website: str) -> list[str]:
    """The host of a web address without `www.`, as a list of none or one."""
    host = re.sub(r"^[a-z]+://", "", website.strip().lower()).split("/")[0].split(":")[0]
    host = re.sub(r"^www\d?\.", "", host)
    return [host] if "." in host and " " not in host else []


def _enrich(organisation: Organisation, record: dict[str, Any]) -> None:
    for known in record.get("external_ids", []):
        if known["type"] == "wikidata":
            organisation.ids["wikidata"] = known.get("preferred") or known["all"][0]
    organisation.related = [
        (r["type"], r["id"].removeprefix(_PREFIX)) for r in record.get("relationships", [])
    ]
    organisation.domains = list(dict.fromkeys([*record.get("domains", []), *organisation.domains]))
    languages = {n["value"]: n["lang"] for n in record.get("names", []) if n.get("lang")}
    organisation.labels = [(text, languages.get(text, lang)) for text, lang in organisation.labels]


def _details(path: Path) -> dict[str, dict[str, Any]]:
    if not path.is_file():
        return {}
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return {record["id"].removeprefix(_PREFIX): record for record in json.load(handle)}


def _labels(text: str) -> Iterator[tuple[str, str | None]]:
    for part in _split(text):
        language, _, label = part.partition(":")
        yield label, None if language == "und" else language


def _without_country(name: str, types: frozenset[str]) -> str:
    return re.sub(r"\s+\([A-Z][A-Za-z .]+\)$", "", name) if "company" in types else name


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
