"""`lists`: every list in force, its publisher, its date and its age."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from duediligence.cli import options
from duediligence.cli.options import ViewFormat

if TYPE_CHECKING:
    from duediligence.model import RiskList


def lists(
    fmt: options.ViewFormatOption = ViewFormat.TERMINAL,
    data_dir: options.DataDir = None,
    max_data_age: options.MaxDataAge = None,
) -> None:
    """Show every list: publisher, as-of date, age, counts, source, meaning and official address."""
    from duediligence.cli.freshness import now, refuse_stale
    from duediligence.cli.output import show, write
    from duediligence.cli.run import open_data
    from duediligence.formats.terminal_lists import lists_view

    at = now()
    known = tuple(map(_licensed, open_data(data_dir).lists))
    if fmt is ViewFormat.JSON:
        write(_as_json(known, at.date()), None)
    else:
        show(lists_view(known, at.date()))
    refuse_stale(known, max_data_age, at)


def _licensed(one: RiskList) -> RiskList:
    """Say whose licence a list needs that the user has brought in."""
    if one.source == "shipped":
        return one
    from duediligence.importers import IMPORTERS

    licence = next((known.licence for known in IMPORTERS.values() if one.id in known.lists), None)
    return one.model_copy(update={"licence": licence or ""})


def _as_json(known: tuple[RiskList, ...], today: date) -> str:
    from duediligence.catalogue.freshness import age_days

    aged = [{**one.model_dump(mode="json"), "age_days": age_days(one.as_of, today)} for one in known]
    return json.dumps(aged, ensure_ascii=False, indent=2) + "\n"
