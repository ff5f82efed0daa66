"""How old a list is. A list is as old as the day it was last read from its publisher."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from duediligence.model import RiskList

WARN_AFTER_DAYS = 60


def age_days(as_of: str, today: date) -> int | None:
    """Return a list's age in days on `today`, or None for a date that is none.

    A date without day or month counts from its first day: the age is then the most it can be.
    """
    year, _, rest = as_of.partition("-")
    month, _, day = rest.partition("-")
    try:
        read = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return max((today - read).days, 0)


def changed_on(path: Path) -> str:
    """Return the ISO day on which a file was last changed."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def grows_old(one: RiskList) -> bool:
    """Tell whether a list's age says how current it is.

    It does not for a list its publisher has ended, for a context body, which is on no list, and for names
    that a statute fixes: nothing newer is to be had.
    """
    return one.status == "in-force" and one.revised


def older_than(lists: Iterable[RiskList], days: int, today: date) -> list[RiskList]:
    """Return the lists that grow old and are more than `days` old, or whose date is unknown."""
    return [one for one in lists if grows_old(one) and _is_older(one, days, today)]


def _is_older(one: RiskList, days: int, today: date) -> bool:
    age = age_days(one.as_of, today)
    return age is None or age > days
