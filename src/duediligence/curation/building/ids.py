"""Ids of institutions: readable, unique, and the same again at the next rebuild."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from duediligence.catalogue.load import load_institutions
from duediligence.model import Institution

_LONGEST = 78
_NAMELESS = "institution"


def slug(name: str) -> str:
    """A name's form in ids: lower-case ASCII letters and digits joined by hyphens, cut at a word."""
    text = unicodedata.normalize("NFKD", re.sub(r"['’‘`ʹʼ´]", "", name.replace("&", " and ")))
    result = ""
    for word in re.findall(r"[a-z0-9]+", text.encode("ascii", "ignore").decode().lower()):
        if len(result) + len(word) > _LONGEST:
            break
        result = f"{result}-{word}" if result else word
    return result or _NAMELESS


def read_ids(path: Path) -> dict[str, str]:
    """What is known of the ids in an earlier file: registry ids and printed listings -> id; empty if none."""
    if not path.is_file():
        return {}
    return {mark: i.id for i in load_institutions(path) for mark in _marks(i)}


def assign_ids(institutions: list[Institution], earlier: Mapping[str, str]) -> list[Institution]:
    """Give every record its earlier id, or else a free one: name, then country, then a number."""
    taken: set[str] = set()
    kept = [_earlier_id(i, earlier, taken) for i in institutions]
    return [
        institution.model_copy(update={"id": identifier or _free_id(institution, taken)})
        for institution, identifier in zip(institutions, kept, strict=True)
    ]


def _marks(institution: Institution) -> Iterator[str]:
    """What tells a record again when its name has changed."""
    if "ror" in institution.ids:
        yield f"ror {institution.ids['ror']}"
    for listing in institution.listings:
        yield f"{listing.list} {listing.printed}"


def _earlier_id(institution: Institution, earlier: Mapping[str, str], taken: set[str]) -> str | None:
    votes = Counter(earlier[mark] for mark in _marks(institution) if mark in earlier)
    own = slug(institution.name)
    ranked = sorted(votes, key=lambda identifier: (identifier != own, -votes[identifier]))
    found = next((identifier for identifier in ranked if identifier not in taken), None)
    if found:
        taken.add(found)
    return found


def _free_id(institution: Institution, taken: set[str]) -> str:
    base = slug(institution.name)
    candidate, number = base, 1
    while candidate in taken:
        candidate = f"{base}-{(institution.country or 'xx').lower()}" + (f"-{number}" if number > 1 else "")
        number += 1
    taken.add(candidate)
    return candidate
