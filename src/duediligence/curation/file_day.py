"""The day as of which a file that somebody gave is taken: said by them, by the publisher, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duediligence.catalogue.freshness import changed_on
from duediligence.errors import UsageError

_ISO = re.compile(r"\d{4}-\d\d-\d\d$")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)([01]\d)\2([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class FileDay:
    """A day (ISO), and whether only the file's time of change told it."""

    as_of: str
    by_time: bool = False


def day_of(path: Path, said: str | None, published: str | None) -> FileDay:
    """Return the date of a file.

    Args:
        path: The file; a day in its name counts before its time of change.
        said: What the user gave.
        published: What the file itself states.
    """
    known = said or published or _day_in(path.name)
    return FileDay(known) if known else FileDay(changed_on(path), by_time=True)


def checked_day(text: str | None) -> str | None:
    """Return a date that the user gave.

    Raises:
        UsageError: It is none.
    """
    if text is None:
        return None
    try:
        if _ISO.match(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise UsageError(f"{text!r} is no date", hint="Write it as YYYY-MM-DD.")


def _day_in(name: str) -> str | None:
    """The first real day in a file's name, also without hyphens."""
    for match in _IN_NAME.finditer(name):
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        except ValueError:
            continue
    return None
