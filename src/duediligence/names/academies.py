"""The academies whose names institutes add to their own, and the ways to write each."""

from __future__ import annotations

from duediligence.names.legal import canonical_phrases

Academies = tuple[tuple[str, ...], ...]
"""Academies and branches of academies, each by all its forms; a branch before the academy it ends in."""

RUSSIAN: Academies = (
    ("Siberian Branch of the Russian Academy of Sciences", "Siberian Branch of RAS", "SB RAS"),
    ("Ural Branch of the Russian Academy of Sciences", "Ural Branch of RAS", "UB RAS"),
    (
        "Far Eastern Branch of the Russian Academy of Sciences",
        "Far East Branch of the Russian Academy of Sciences",
        "Far Eastern Branch of RAS",
        "FEB RAS",
    ),
    ("Russian Academy of Sciences", "RAS"),
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
