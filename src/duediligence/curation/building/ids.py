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
    """Give every record its earlier id, or else a free one: name, then country, then a number.

    Where an earlier record is now two, its id stays with the one whose name still makes that id.
    """
    votes = [Counter(earlier[mark] for mark in _marks(i) if mark in earlier) for i in institutions]
    own = [slug(i.name) for i in institutions]
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for at, name in enumerate(own):
        if name in votes[at] and name not in taken:
            kept[at] = name
            taken.add(name)
    for at, cast in enumerate(votes):
        found = next((one for one, _ in cast.most_common() if one not in taken), None)
        if at not in kept and found:
            kept[at] = found
            taken.add(found)
    return [
        institution.model_copy(update={"id": kept.get(at) or _free_id(institution, taken)})
        for at, institution in enumerate(institutions)
    ]


def _marks(institution: Institution) -> Iterator[str]:
    """What tells a record again when its name has changed."""
    if "ror" in institution.ids:
        yield f"ror {institution.ids['ror']}"
    for listing in institution.listings:
        yield f"{listing.list} {listing.printed}"


def _free_id(institution: Institution, taken: set[str]) -> str:
    base = slug(institution.name)
    candidate, number = base, 1
    while candidate in taken:
        candidate = f"{base}-{(institution.country or 'xx').lower()}" + (f"-{number}" if number > 1 else "")
        number += 1
    taken.add(candidate)
    return candidate
