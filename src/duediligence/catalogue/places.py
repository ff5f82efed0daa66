"""The gazetteer: canonical words of places and the countries they lie in."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from duediligence.catalogue.drafts import name_key
from duediligence.catalogue.layout import PLACE_KINDS
from duediligence.errors import CatalogueError
from duediligence.names import WordClass, word_class


class Place(NamedTuple):
    """One place: its lookup key, what it is, and its country (ISO 3166-1 alpha-2)."""

    key: str
    kind: str
    country: str


def load_places(path: Path) -> list[Place]:
    """Return every place of a `places.tsv`.

    Raises:
        CatalogueError: If the file is missing or a line has not three columns.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: cannot be read: {error}", hint="check --data-dir") from error
    return [
        place
        for at, line in enumerate(lines, 1)
        if line and line[0] != "#"
        for place in _line(path, at, line)
    ]


def _line(path: Path, at: int, line: str) -> list[Place]:
    fields = line.split("\t")
    if len(fields) != 3 or fields[1] not in PLACE_KINDS:
        raise CatalogueError(
            f"{path}:{at}: expected name, kind and country", hint="see the file's first line"
        )
    key = name_key(fields[0])
    # A word with a meaning of its own (Centre, Southern) is no evidence of the place that bears it.
    if not key or word_class(key) not in {WordClass.RARE, WordClass.PLACE}:
        return []
    return [Place(key, fields[1], fields[2])]
