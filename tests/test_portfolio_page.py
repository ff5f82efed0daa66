"""The worked example of a portfolio shows what the tool says today."""

from __future__ import annotations

from duediligence.screening import Screener
from portfolio_page import LINKS, PAGE, counted_by, refreshed


def test_the_page_shows_todays_tables(screener: Screener) -> None:
    """If the data changed: `python benchmarks/portfolio_page.py` writes the tables anew."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == refreshed(page, screener)


def test_the_example_counts_what_a_reader_would(screener: Screener) -> None:
    """Every row is a link, and the universities the study names stand where it puts them."""
    rows = LINKS.read_text(encoding="utf-8").count("\n") - 1
    made = counted_by("our institution", screener)
    assert (made.overall.total.links, made.skipped) == (rows, 0)
    assert {driver.id for driver in made.institutions} >= {"sichuan-university", "tsinghua-university"}
