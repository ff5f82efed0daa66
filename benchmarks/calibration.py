"""Calibration: of the matches shown with a given confidence, how many are right."""

from __future__ import annotations

from collections.abc import Iterable

from labelled import Answer, Row, Tally

BANDS = ((90, 101), (70, 90), (50, 70), (0, 50))
"""Lower bound (included) and upper bound (left out) of each band of confidence."""


def calibrate(answers: Iterable[tuple[Row, Answer]]) -> dict[str, Tally]:
    """Count matches and right matches by band of confidence.

    Every match shown counts, not only the best: a match is right when it carries one of the ROR
    ids of its row, so anything matched in a row without a listed institution is wrong.
    """
    tallies = {band_title(low, high): Tally() for low, high in BANDS}
    for row, answer in answers:
        for named in answer.matches:
            tallies[band_of(named.confidence)].add(row.listed and named.ror in row.rors)
    return tallies


def band_of(confidence: float) -> str:
    """Return the title of the band a confidence falls in."""
    for low, high in BANDS:
        if low <= confidence < high:
            return band_title(low, high)
    raise ValueError(f"confidence {confidence} is not between 0 and 100")


def band_title(low: int, high: int) -> str:
    """Return a band as printed: `90-100`, `70-90`, `50-70`, `below 50`."""
    return f"below {high}" if low == 0 else f"{low}-{min(high, 100)}"
