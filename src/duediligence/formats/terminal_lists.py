"""The lists in force on the terminal: what each is, how old it is, what it means and where to read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from duediligence.catalogue.freshness import WARN_AFTER_DAYS, age_days, grows_old, older_than
from duediligence.formats.terminal_parts import QUIET, TITLE, address, joined, plain, rows, section
from duediligence.formats.wording import counted
from duediligence.model import RiskList

_BAR = 12  # cells; one cell is a month up to half a year, the rest is the bar's end
_CELL_DAYS = 30
_STATUS_TITLE = {
    "in-force": "Lists in force",
    "historic": "Lists their publishers have ended (shown as history, never a verdict)",
    "context": "Bodies and programmes worth a note (no list, never a verdict)",
}


def lists_view(lists: Iterable[RiskList], today: date) -> RenderableType:
    """Lay out all lists, grouped by status, with the stale ones counted at the end."""
    known = list(lists)
    groups = [
        section(title, _grid([one for one in known if one.status == status], today))
        for status, title in _STATUS_TITLE.items()
        if any(one.status == status for one in known)
    ]
    return Group(*groups, _freshness(known, today))


def _grid(lists: Sequence[RiskList], today: date) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True, min_width=_BAR)
    for one in lists:
        grid.add_row(_heading(one), _age(one, today), _age_bar(one, today))
    return grid


def _heading(one: RiskList) -> Text:
    holds = f"{counted(one.listings, 'listing')}, {counted(one.institutions, 'institution')}"
    lines = [
        plain(one.title, TITLE),
        joined([plain(one.publisher), plain(one.jurisdiction)]),
        joined([plain(one.id, QUIET), holds, one.source]),
        plain(one.force, QUIET),
        plain(f"Does not mean: {one.does_not_mean}" if one.does_not_mean else "", QUIET),
        plain(f"Licence: {one.licence}" if one.licence else "", QUIET),
        address(one.url),
    ]
    return Text("\n").join([line for line in lines if line.plain] + [Text("")])


def _age(one: RiskList, today: date) -> Text:
    age = age_days(one.as_of, today)
    stale = bool(older_than((one,), WARN_AFTER_DAYS, today))
    days = "age unknown" if age is None else counted(age, "day")
    fixed = "" if one.revised else "\nfixed by law"
    return Text(f"{one.as_of}\n{days}{fixed}", style="bold" if stale else "")


def _age_bar(one: RiskList, today: date) -> Text:
    """One cell a month, the twelfth stands for everything older; filled cells are the age."""
    age = age_days(one.as_of, today)
    cells = _BAR if age is None else min(_BAR, age // _CELL_DAYS + 1)
    colour = "yellow" if age is None or age > WARN_AFTER_DAYS else "blue"
    colour = colour if grows_old(one) else QUIET
    return Text("█" * cells, style=colour) + Text("░" * (_BAR - cells), style=QUIET)


def _freshness(lists: Sequence[RiskList], today: date) -> RenderableType:
    stale = older_than(lists, WARN_AFTER_DAYS, today)
    in_force = sum(one.status == "in-force" for one in lists)
    grid = rows()
    grid.add(
        "",
        Text(
            f"{counted(in_force, 'list')} in force; a cell of a bar is a month, the twelfth any age beyond."
        ),
    )
    if stale:
        grid.add(
            Text("warning", style="bold yellow"),
            Text(
                f"{counted(len(stale), 'list')} last read more than {WARN_AFTER_DAYS} days ago: "
                "refresh with `duediligence update`."
            ),
        )
    return section("Age", grid)
