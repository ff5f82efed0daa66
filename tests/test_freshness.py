"""How old a list is, and which lists are too old."""

from __future__ import annotations

from datetime import date

import pytest

from duediligence.catalogue.freshness import age_days, older_than
from duediligence.model import RiskList

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2026-11-20", 0),
        ("2026-11-19", 1),
        ("2026-11", 19),
        ("2026", 323),
        ("2027-01-01", 0),
        ("", None),
        ("soon", None),
    ],
)
def test_age(as_of: str, days: int | None) -> None:
    """A date without day or month counts from its first day; a date to come is no age."""
    assert age_days(as_of, TODAY) == days


def test_only_lists_in_force_grow_too_old() -> None:
    """A list its publisher has ended, and a context body, are never stale; one without a date always is."""
    lists = [_list("old", "2026-01-01"), _list("new", "2026-11-01"), _list("undated", "")]
    lists += [_list("ended", "2020-01-01", "historic"), _list("context", "2020-01-01", "context")]
    assert [one.id for one in older_than(lists, 60, TODAY)] == ["old", "undated"]


def _list(name: str, as_of: str, status: str = "in-force") -> RiskList:
    return RiskList(
        id=name,
        title=name,
        short=name,
        publisher="x",
        jurisdiction="x",
        force="x",
        url="",
        cadence="x",
        as_of=as_of,
        covers="x",
        does_not_mean="",
        status=status,
    )
