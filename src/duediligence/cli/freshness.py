"""The clock of a run, and the refusal of data older than the caller allows."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime

from duediligence.catalogue.freshness import age_days, older_than
from duediligence.errors import StaleDataError, UsageError
from duediligence.formats.wording import counted
from duediligence.model import RiskList


def now() -> datetime:
    """The time of the run; `SOURCE_DATE_EPOCH` fixes it, so that a report can be made again byte by byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {fixed!r}", hint="give whole seconds since 1970, or unset it"
        ) from error


def refuse_stale(lists: Iterable[RiskList], max_data_age: int | None, at: datetime) -> None:
    """Refuse lists in force that are more than `max_data_age` days old; None allows any age.

    Raises:
        StaleDataError: Naming every such list.
    """
    if max_data_age is None:
        return
    stale = older_than(lists, max_data_age, at.date())
    if stale:
        named = "\n".join(
            f"{one.title}: as of {one.as_of}, {age_days(one.as_of, at.date())} days old" for one in stale
        )
        raise StaleDataError(
            f"{counted(len(stale), 'list')} in force older than {counted(max_data_age, 'day')}\n{named}",
            hint="refresh with `duediligence update`, or allow more with --max-data-age",
        )
