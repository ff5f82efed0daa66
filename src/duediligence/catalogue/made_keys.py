"""The lookup keys of names as text, so that an update need not make those of the shipped names again.

A name's keys are joined by tabs, each with the digit of its variant in front; the names of one
institution are lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from duediligence.names import name_keys
from duediligence.names.keys import NameKey, Variant

_VARIANTS = tuple(Variant)


def make_keys(name: str, is_place: Callable[[str], bool], country: str | None) -> str:
    """Return the keys of one name of a body in a country, made afresh."""
    keys = name_keys(name, is_place, country=country)
    return "\t".join(f"{key.variant:d}{key.text}" for key in keys)


def keys_of(made: str) -> Iterator[NameKey]:
    """Yield the keys of one name, most faithful first."""
    if made:
        for key in made.split("\t"):
            yield NameKey(key[1:], _VARIANTS[int(key[0])])


def first_key(made: str) -> str:
    """Return the words of the name as it stands; empty for a name without words."""
    return made[1:].partition("\t")[0]


def join_names(made: Iterable[str]) -> str:
    """Return the keys of all names of one institution, in their order."""
    return "\n".join(made)


def part_names(made: str) -> list[str]:
    """Undo `join_names`; empty for none."""
    return made.split("\n") if made else []
