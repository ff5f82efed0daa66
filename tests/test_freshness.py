"""How old a list is, and which lists are too old."""

from __future__ import annotations

from datetime import date

import pytest

from duediligence.catalogue import Catalogue
from duediligence.catalogue.freshness import age_days, grows_old, older_than
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
    """An ended list, a context body and a statute are never stale; a list without a date always is."""
    lists = [_list("old", "2026-01-01"), _list("new", "2026-11-01"), _list("undated", "")]
    lists += [_list("ended", "2020-01-01", "historic"), _list("context", "2020-01-01", "context")]
    lists += [_list("statute", "2020-01-01").model_copy(update={"revised": False})]
    assert [one.id for one in older_than(lists, 60, TODAY)] == ["old", "undated"]


def test_the_shipped_statute_does_not_grow_old(catalogue: Catalogue) -> None:
    """Section 889 names its companies in the law; every other list in force is to be kept current."""
    fixed = {one.id for one in catalogue.lists if one.status == "in-force" and not grows_old(one)}
    assert fixed == {"us-ndaa-889"}


def test_the_version_tells_the_newest_list_that_is_kept_current(catalogue: Catalogue) -> None:
    """Background written by hand, or a law, does not make the lists look newer than they are."""
    dates = [one.as_of for one in catalogue.lists if one.listings and grows_old(one)]
    background = next(one for one in catalogue.lists if one.status == "context")
    assert catalogue.version.partition("+")[0] == max(dates).replace("-", ".")
    assert background.as_of > max(dates)


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
