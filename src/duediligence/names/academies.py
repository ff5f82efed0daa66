"""The academies whose names institutes add to their own, and the ways to write each."""

from __future__ import annotations

from duediligence.names.legal import canonical_phrases

Academies = tuple[tuple[str, ...], ...]
"""Academies and branches of academies, each by all its forms; a branch before the academy it ends in."""

_SOVIET = ("USSR Academy of Sciences", "Academy of Sciences of the USSR")


def _branch(*names: str) -> tuple[str, ...]:
    """Return the forms of a branch of the Russian academy, those of the Soviet one among them."""
    academies = ("Russian Academy of Sciences", "RAS", *_SOVIET)
    return tuple(f"{name} of the {academy}" for name in names for academy in academies)


RUSSIAN: Academies = (
    (*_branch("Siberian Branch", "Siberian Division"), "SB RAS"),
    (*_branch("Ural Branch", "Ural Division"), "UB RAS"),
    (*_branch("Far Eastern Branch", "Far East Branch", "Far Eastern Division"), "FEB RAS"),
    ("Russian Academy of Sciences", "RAS", *_SOVIET),
)
ALL: Academies = (*RUSSIAN, ("Chinese Academy of Sciences", "CAS"))


def endings(words: list[str], academies: Academies = ALL) -> list[list[str]]:
    """Return how the academy at the end of canonical words may be written, as it stands there first.

    Empty when they end in none.
    """
    joined = " ".join(words) + " "
    for phrases in academies:
        forms = canonical_phrases(phrases)
        for found in forms:
            if joined.endswith(f" {found}"):
                return [form.split() for form in (found, *(other for other in forms if other != found))]
    return []
