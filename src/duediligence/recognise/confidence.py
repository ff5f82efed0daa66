"""Confidence: the calibrated chance, 0 to 100, that a text names the institution matched.

The base of each kind of evidence is the share of right answers measured on labelled affiliations
(`benchmarks/calibration.py` prints it); the adjustments keep stronger evidence above weaker.
"""

from __future__ import annotations

from typing import Final

from duediligence.catalogue.layout import Weakness
from duediligence.recognise.contest import Candidate

_GENERIC: Final = Weakness.GENERIC
_BASE: Final = (97.0, 95.0, 93.0, 88.0, 72.0, 72.0, 86.0)  # by `names.keys.Variant`, in its order
_WEAK: Final = (0.0, 18.0, 12.0, 15.0, 12.0)  # by `catalogue.layout.Weakness`, in its order
UNDECIDED: Final = 55.0
_ALONE: Final = 40.0  # letters with nothing beside them


def confidence_of(candidate: Candidate, *, certain: bool, changed: int = 0) -> float:
    """Return the confidence of one candidate.

    Args:
        candidate: The candidate with its evidence.
        certain: False when a rival is as well supported.
        changed: How many words of the text were read as misspellings.
    """
    if not candidate.decides:
        return UNDECIDED if candidate.posting.weakness == _GENERIC else _ALONE
    value = _BASE[candidate.posting.variant] - _WEAK[candidate.posting.weakness]
    value -= 4.0 * changed
    if candidate.agrees:
        value += 2.0 + (1.0 if candidate.city else 0.0)
    if candidate.conflicts:
        value -= 25.0
    value = max(1.0, min(99.5, value))
    return value if certain else min(value, UNDECIDED)
