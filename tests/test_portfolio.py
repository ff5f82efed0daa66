"""Exposure of a portfolio: counted while results pass, and shown on the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from duediligence.errors import UsageError
from duediligence.formats import terminal_portfolio
from duediligence.formats.terminal_portfolio import exposure_view
from duediligence.model import Result, Skipped, Source
from duediligence.portfolio import Count, Exposure, Portfolio, check_column, partner_key, worst_tier
from samples import ambiguous_result, hostile_result, known_result, listed_result, sample_report


def linked(result: Result, unit: str) -> Result:
    """Return a result whose row names one of our units."""
    return result.model_copy(
        update={"partner": result.partner.model_copy(update={"columns": {"unit": unit}})}
    )


def exposure(*pairs: tuple[Result, str], skipped: int = 0) -> Exposure:
    """Count results by unit."""
    portfolio = Portfolio("unit")
    rows = [linked(result, unit) for result, unit in pairs]
    lost = [Skipped(source=Source(row=row), reason="x") for row in range(skipped)]
    assert len(list(portfolio.watch([*rows, *lost]))) == len(pairs) + skipped
    return portfolio.exposure


def test_links_are_rows_and_partners_institutions() -> None:
    """Two rows of one institution are two links and one partner, overall and in each unit."""
    made = exposure(
        (listed_result(), "Law"), (listed_result(), "Law"), (known_result(), "Law"), (listed_result(), "Art")
    )
    assert made.overall.total == Count(links=4, partners=2)
    assert made.overall.by_verdict["stop"] == Count(links=3, partners=1)
    assert made.overall.by_verdict["none"] == Count(links=1, partners=1)
    assert made.overall.by_tier["very-high"] == Count(links=3, partners=1)
    assert made.overall.listed == made.overall.rated == Count(links=3, partners=1)
    law, art = made.units
    assert (law.unit, law.total, law.rated.links) == ("Law", Count(links=3, partners=2), 2)
    assert (art.unit, art.total, art.rated.links) == ("Art", Count(links=1, partners=1), 1)


def test_every_level_and_tier_has_its_column_worst_first() -> None:
    """Tables of two portfolios can be laid side by side."""
    made = exposure((known_result(), "Law"))
    assert list(made.overall.by_verdict) == ["stop", "escalate", "review", "none"]
    assert list(made.overall.by_tier) == ["very-high", "high", "medium", "low"]


def test_shares_are_of_the_units_links_and_of_all_rated_links() -> None:
    """Both readings of a percentage are there; an empty one is nought."""
    made = exposure((listed_result(), "Law"), (known_result(), "Law"), (listed_result(), "Art"))
    law = next(unit for unit in made.units if unit.unit == "Law")
    assert law.share(law.rated) == 50.0
    assert made.share_of_rated(law) == 50.0
    none = exposure((known_result(), "Law"))
    assert none.share_of_rated(none.units[0]) == 0.0
    assert exposure().overall.share(Count()) == 0.0


def test_units_most_exposed_come_first() -> None:
    """By rated links, then findings, then size, then name."""
    made = exposure(
        (known_result(), "B"), (known_result(), "A"), (ambiguous_result(), "C"), (listed_result(), "D")
    )  # fmt: skip
    assert [unit.unit for unit in made.units] == ["D", "C", "A", "B"]


def test_units_are_told_by_their_letters_alone() -> None:
    """Case and spacing make no new unit; a missing value is one of its own."""
    made = exposure((known_result(), " Law "), (known_result(), "LAW"), (known_result(), ""))
    assert [(unit.unit, unit.total.links) for unit in made.units] == [("Law", 2), ("(not given)", 1)]


def test_lists_and_institutions_that_drive_it_are_counted_once_a_link() -> None:
    """An ended listing drives nothing."""
    made = exposure((listed_result(), "Law"), (listed_result(), "Art"))
    assert [(driver.id, driver.count.links, driver.count.partners) for driver in made.lists] == [
        ("aspi-tracker", 2, 1),
        ("us-bis-entity-list", 2, 1),
    ]
    assert [(driver.title, driver.count.links) for driver in made.institutions] == [("Beihang University", 2)]


def test_rows_not_screened_are_counted_apart() -> None:
    """They are no links."""
    made = exposure((known_result(), "Law"), skipped=2)
    assert (made.overall.total.links, made.skipped) == (1, 2)


def test_a_partner_without_identity_is_told_by_its_name() -> None:
    """Two spellings by case are one partner; an identified one is told by its identity."""
    one, other = ambiguous_result(), ambiguous_result()
    other = other.model_copy(
        update={"partner": other.partner.model_copy(update={"name": f" {other.partner.name} "})}
    )
    assert partner_key(one) == partner_key(other)
    assert partner_key(one) != partner_key(hostile_result())
    assert partner_key(listed_result()) != partner_key(known_result())


def test_the_worst_current_rating_counts() -> None:
    """One link has one tier; an ended rating has none."""
    result = listed_result()
    (match,) = result.matches
    aspi = match.listings[1]
    high = aspi.model_copy(update={"rating": "high"})
    both = result.model_copy(update={"matches": (match.model_copy(update={"listings": (high, aspi)}),)})
    assert worst_tier(both) == "very-high"
    ended = aspi.model_copy(update={"until": "2024"})
    assert (
        worst_tier(result.model_copy(update={"matches": (match.model_copy(update={"listings": (ended,)}),)}))
        is None
    )
    assert worst_tier(known_result()) is None


def test_the_column_to_count_by_is_checked() -> None:
    """Case does not matter; a missing one lists those there."""
    assert check_column(" FACULTY ", ["year", "Faculty"]) == "Faculty"
    with pytest.raises(UsageError, match="no column 'kind' to count by; the other columns are 'year'"):
        check_column("kind", ["year"])
    with pytest.raises(UsageError, match="are none"):
        check_column("kind", [])


def shown(made: Exposure, width: int = 100) -> str:
    """Print on a terminal of a given width, without colour."""
    console = Console(file=io.StringIO(), width=width, color_system=None, highlight=False)
    console.print(exposure_view(made))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return text


@pytest.mark.parametrize("width", [80, 100, 200])
def test_the_terminal_shows_units_and_what_drives_them(width: int) -> None:
    """A sentence, two tables, lists and institutions: every name and number, even on eighty columns."""
    rows = (
        (listed_result(), "Faculty of Engineering"),
        (known_result(), "Law"),
        (hostile_result(), "[/red]"),
    )
    made = shown(exposure(*rows), width)
    sentence = (
        "3 links to 3 partners: 1 (33 %) to listed institutions, 1 (33 %) to institutions rated by ASPI"
    )
    assert sentence in " ".join(made.split())
    lines = [line.split() for line in made.splitlines()]
    assert ["all", "3", "3", "1", "0", "0", "2"] in lines
    assert ["all,", "in", "partners", "3", "1", "0", "0", "2"] in lines
    assert ["[/red]", "1", "1", "0", "0", "0", "1"] in lines
    assert ["Faculty", "of", "Engineering", "1", "1", "0", "0", "0", "100", "%", "100", "%"] in lines
    assert "China Defence Universities Tracker" in made
    assert max(len(line) for line in made.splitlines()) <= width


def test_a_long_table_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has the rest."""
    monkeypatch.setattr(terminal_portfolio, "SHOWN_AT_MOST", 1)
    assert "… and 1 more" in shown(exposure((known_result(), "A"), (known_result(), "B")))


def test_lists_left_out_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What drives it is cut as the units are, and says so; a column is named as every format names it."""
    monkeypatch.setattr(terminal_portfolio, "_DRIVERS_SHOWN", 1)
    made = exposure((listed_result(), "A"), (known_result(), "A"))
    view = shown(made)
    assert len(made.lists) > 1
    assert f"… and {len(made.lists) - 1} more" in view
    assert "nothing found" in view
    monkeypatch.setattr(terminal_portfolio, "_DRIVERS_SHOWN", len(made.lists))
    assert "more" not in shown(made)


def test_nothing_driven_shows_no_empty_lists() -> None:
    """Only what is there is shown."""
    assert "links by list" not in shown(exposure((known_result(), "A")))
    assert sample_report().summary.screened == 4
