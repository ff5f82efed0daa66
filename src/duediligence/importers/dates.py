"""Dates written out in words -> ISO, and ISO dates that may stop at the month or the year."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?\Z", re.ASCII)
_AMERICAN = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(\d{{1,2}}),\s+(\d{{4}})", re.IGNORECASE)
_ORDINARY = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})", re.IGNORECASE)


def is_iso(text: str) -> bool:
    """Whether a text is a real date as YYYY, YYYY-MM or YYYY-MM-DD."""
    if not _ISO.match(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def long_date(text: str) -> str | None:
    """Return the first date like `June 8, 2026` or `8 June 2026` as ISO, None where there is none."""
    if match := _AMERICAN.search(text):
        month, day, year = match.groups()
    elif match := _ORDINARY.search(text):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), _MONTHS.index(month.lower()) + 1, int(day)).isoformat()
    except ValueError:
        return None
