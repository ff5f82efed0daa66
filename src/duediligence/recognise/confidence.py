"""Confidence: the calibrated chance, 0 to 100, that a text names the institution matched.

The base of each kind of evidence and the adjustments are set by hand, so that of the matches shown in a
band that share is right (`benchmarks/names.py` prints it) and stronger evidence stays above weaker.
"""

from __future__ import annotations

from typing import Final

from duediligence.catalogue.layout import Weakness
from duediligence.recognise.contest import Candidate

_GENERIC: Final = Weakness.GENERIC
# By `names.keys.Variant` and by `catalogue.layout.Weakness`, in their orders. Their types say no length:
# compiled, a tuple of so many floats is taken for one that was not set.
_BASE: Final[tuple[float, ...]] = (97.0, 95.0, 93.0, 88.0, 88.0, 88.0, 72.0, 72.0, 86.0)
_WEAK: Final[tuple[float, ...]] = (0.0, 18.0, 12.0, 15.0, 12.0)
UNDECIDED: Final = 55.0
_SLIP: Final = 4.0  # for each word read as a misspelling
_ALONE: Final = 40.0  # letters with nothing beside them


def confidence_of(candidate: Candidate, *, certain: bool) -> float:
    """Return the confidence of one candidate.

    Args:
        candidate: The candidate with its evidence.
        certain: False when a rival is as well supported.
    """
    if not candidate.decides:
        return UNDECIDED if candidate.posting.weakness == _GENERIC else _ALONE
    value = _BASE[candidate.posting.variant] - _WEAK[candidate.posting.weakness]
    value -= _SLIP * len(candidate.run.changed)
    if candidate.agrees:
        value += 2.0 + (1.0 if candidate.city else 0.0)
    if candidate.conflicts:
        value -= 25.0
    value = max(1.0, min(99.5, value))
    return value if certain else min(value, UNDECIDED)
