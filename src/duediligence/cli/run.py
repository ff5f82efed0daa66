"""What `check`, `screen` and `scan` share: the clock, opening the data, the options a report records."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from duediligence.errors import StaleDataError, UsageError
from duediligence.screening import Screener


def now() -> datetime:
    """The time of the run; `SOURCE_DATE_EPOCH` fixes it, so that a report can be made again byte by byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is {fixed!r}, expected seconds since 1970") from error


def open_screener(data_dir: Path | None, profile: str, *, max_data_age: int | None, at: datetime) -> Screener:
    """Open the data and the policy, and refuse them when they are older than allowed.

    Raises:
        DataError: If data or policy are unusable.
        StaleDataError: If a list in force is more than `max_data_age` days old at `at`.
    """
    screener = Screener(data_dir, profile=profile)
    if max_data_age is not None:
        refuse_stale(screener, max_data_age, at)
    return screener


def refuse_stale(screener: Screener, max_data_age: int, at: datetime) -> None:
    """Raise `StaleDataError` naming every list in force that is more than `max_data_age` days old."""
    stale = [state for state in screener.list_states(at) if (state.age_days or 0) > max_data_age]
    if stale:
        named = "\n".join(f"{state.title}: as of {state.as_of}, {state.age_days} days old" for state in stale)
        raise StaleDataError(
            f"{len(stale)} lists are older than {max_data_age} days\n{named}",
            hint="refresh them with `duediligence update`",
        )
