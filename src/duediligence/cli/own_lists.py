"""The lists of one's own that the configuration names: in force at once, without an update.

What they hold is compiled with the data when it is first used, and again when a file changes; until then they
are not even parsed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from duediligence.catalogue.freshness import changed_on
from duediligence.catalogue.overlay import OwnLists, UpdatedList
from duediligence.errors import ConfigError

if TYPE_CHECKING:
    from duediligence.model import ListingRow

_SHOWN_PROBLEMS = 20
_DATED = re.compile(rb"(?:^|[,;\t\"])(?:as_of|evidence_date)(?:$|[,;\t\"\r])")


def own_lists(paths: Sequence[Path]) -> OwnLists | None:
    """Return the lists in some files, to be read when they are needed; None for no file.

    Raises:
        ConfigError: A file cannot be read.
    """
    if not paths:
        return None
    digest = hashlib.sha256()
    for path in paths:
        data = _bytes_of(path)
        # The id of a list may come from the file's name, its date from the file's own.
        day = "" if _is_dated(data) else changed_on(path)
        digest.update(f"{path.stem} {day} {hashlib.sha256(data).hexdigest()}\n".encode())
    return OwnLists(digest.hexdigest(), partial(_read, tuple(paths)))


def _read(paths: Sequence[Path]) -> tuple[UpdatedList, ...]:
    """Read the files; rows of one list may stand in several.

    Raises:
        ConfigError: Something in them cannot be taken; the problems of a file, each with its row.
        ImporterError: A file is no such list at all.
    """
    rows: dict[str, list[ListingRow]] = {}
    dates: dict[str, list[str]] = {}
    for path in paths:
        found = _rows_of(path)
        fallback = "" if any(row.as_of for row in found) else changed_on(path)
        for row in found:
            rows.setdefault(row.list, []).append(row)
            dates.setdefault(row.list, []).append(row.as_of or fallback)
    return tuple(UpdatedList(one, max(dates[one]), tuple(rows[one])) for one in sorted(rows))


def _rows_of(path: Path) -> list[ListingRow]:
    from duediligence.importers.house import HOUSE_LIST, read

    result = read(path)
    problems = [str(problem) for problem in result.problems]
    problems += [
        f"{path.name}: {count} {why}" for why, count in result.skipped.items() if why != "broken row"
    ]
    if not result.rows and not problems:
        problems.append(f"{path.name}: no organisation in it")
    if problems:
        shown = [f"{path.parent / problem}" for problem in problems[:_SHOWN_PROBLEMS]]
        if len(problems) > _SHOWN_PROBLEMS:
            shown.append(f"... and {len(problems) - _SHOWN_PROBLEMS} more problems")
        raise ConfigError(
            "\n".join(shown),
            hint="Mend the file, or take it out of house_lists; docs/house_lists.md says what it may hold.",
        )
    own_name = _list_id(path)
    return [
        row.model_copy(update={"list": own_name}) if row.list == HOUSE_LIST else row for row in result.rows
    ]


def _list_id(path: Path) -> str:
    """Return the id of a list whose rows name none: the file's name in letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", path.stem.lower())) or "house"


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read: {error.strerror or error}",
            hint="Correct house_lists in the configuration.",
        ) from error


def _is_dated(data: bytes) -> bool:
    """Tell whether a file has a column that says when its rows were checked."""
    return _DATED.search(data.partition(b"\n")[0]) is not None
