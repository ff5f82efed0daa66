"""Taiwan's SHTC entity list."""

from __future__ import annotations

from duediligence.importers import shtc
from list_files import LISTS


def test_names_in_both_scripts_and_full_width_separators() -> None:
    """Script marks, references of the UN and stray markup are no part of a name."""
    result = shtc.read(LISTS / "shtc.csv")
    first, second = result.rows
    assert (first.name, first.name_native) == ("Lantern Semiconductor Corporation", "灯笼半导体公司")
    assert (first.aliases, first.acronyms, first.countries) == (("Lantern Chips",), ("LSC",), ("CN", "HK"))
    assert (second.name, second.countries) == ("Harbour Trading", ("KP",))


def test_persons_and_empty_rows_are_counted() -> None:
    """A passport marks a person, and so does a name only a person bears."""
    assert shtc.read(LISTS / "shtc.csv").skipped == {
        "looks like a natural person (the publisher does not say)": 1,
        "natural person": 1,
        "no name": 1,
    }
