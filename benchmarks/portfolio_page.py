"""Rewrite the tables of docs/portfolio.md from examples/links.csv and the shipped data."""

from __future__ import annotations

from pathlib import Path

from accuracy_page import replaced
from duediligence.formats.markdown import drivers_table, units_table
from duediligence.inputs.tables import read_partners
from duediligence.portfolio import Exposure, Portfolio
from duediligence.screening import Screener

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "portfolio.md"
LINKS = ROOT / "examples" / "links.csv"
_MOST_INSTITUTIONS = 10


def refreshed(page: str, screener: Screener) -> str:
    """Return the page with its tables counted anew."""
    units = counted_by("our institution", screener)
    page = replaced(page, "units", "\n".join(units_table(units)))
    page = replaced(page, "kinds", "\n".join(units_table(counted_by("kind of body", screener))))
    page = replaced(page, "lists", "\n".join(drivers_table("List", units.lists)))
    most = units.institutions[:_MOST_INSTITUTIONS]
    return replaced(page, "institutions", "\n".join(drivers_table("Listed institution", most)))


def counted_by(column: str, screener: Screener) -> Exposure:
    """Screen the example's links and count them by one of its columns."""
    portfolio = Portfolio(column)
    for item in screener.screen(read_partners(LINKS).rows):
        portfolio.add(item)
    return portfolio.exposure


if __name__ == "__main__":
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8"), Screener()), encoding="utf-8")
