"""Calibration: of the matches shown with a given confidence, how many are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from labelled import Answer, Named, Row, Tally

BANDS = ((90, 101), (70, 90), (50, 70), (0, 50))
"""Lower bound (included) and upper bound (left out) of each band of confidence."""


@dataclass(slots=True)
class Band:
    """Matches shown within one band: all of them, and those that came first in their answer."""

    shown: Tally = field(default_factory=Tally)
    first: Tally = field(default_factory=Tally)


def calibrate(answers: Iterable[tuple[Row, Answer]]) -> dict[str, Band]:
    """Count matches and right matches by band of confidence.

    A match is right when it carries one of the ROR ids of its row; a second institution that a
    row's text names but its label leaves out counts as wrong.
    """
    bands = {band_title(low, high): Band() for low, high in BANDS}
    for row, answer in answers:
        _count(bands, row, answer.matches)
    return bands


def band_of(confidence: float) -> str:
    """Return the title of the band a confidence falls in."""
    for low, high in BANDS:
        if low <= confidence < high:
            return band_title(low, high)
    raise ValueError(f"confidence {confidence} is not between 0 and 100")


def band_title(low: int, high: int) -> str:
    """Return a band as printed: `90-100`, `70-90`, `50-70`, `below 50`."""
    return f"below {high}" if low == 0 else f"{low}-{min(high, 100)}"


def _count(bands: dict[str, Band], row: Row, matches: Sequence[Named]) -> None:
    for place, named in enumerate(matches):
        band = bands[band_of(named.confidence)]
        right = named.ror in row.rors
        band.shown.add(right=right)
        if place == 0:
            band.first.add(right=right)
