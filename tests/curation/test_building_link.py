"""Rows linked to registry records by name and country."""

from __future__ import annotations

import pytest

from curation_files import organisation, row
from duediligence.curation.building.link import Ground, Linker
from duediligence.curation.building.overrides import LinkDecision, Overrides
from duediligence.model import Kind, ListingRow

REGISTRY = [
    organisation("0lant", "Lantern University", labels=[("灯大学", "zh")], aliases=["Lamp School of Wick"]),
    organisation("0lanu", "Lantern University", "US"),
    organisation("0phyc", "Institute of Rare Clocks", types=frozenset({"facility"})),
    organisation("0dup1", "Twin Institute", "RU"),
    organisation("0dup2", "Twin Institute", "RU", status="inactive"),
    organisation("0two1", "Double Institute", "RU"),
    organisation("0two2", "Double Institute", "RU"),
    organisation("0gone", "Gone University", status="withdrawn"),
    organisation("0hosp", "Wick Care", types=frozenset({"healthcare"})),
    organisation("0none", "Nowhere Institute", None),
    organisation("0word", "Vektor Concern JSC", "RU", types=frozenset({"company"})),
]


def _linked(listed: ListingRow, **overrides: object) -> tuple[str, Ground] | None:
    link = Linker(REGISTRY, Overrides.model_validate(overrides)).link(listed)
    return (link.organisation.ror, link.ground) if link else None


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (row("Lantern University"), ("0lant", Ground.NAME)),
        (row("Lantern University", country="HK"), ("0lant", Ground.NAME)),
        (row("灯大學"), ("0lant", Ground.NAME)),
        (row("Something else", name_native="灯大学"), ("0lant", Ground.NAME)),
        (row("Chinese Academy of Sciences – Institute of Rare Clocks"), ("0phyc", Ground.VARIANT)),
        (row("Torch School", aliases=("Lamp School of Wick",)), ("0lant", Ground.ALIAS)),
        (row("Torch School", former=("Lamp School of Wick",)), ("0lant", Ground.ALIAS)),
        (row("Twin Institute", country="RU"), ("0dup1", Ground.NAME)),
        (row("Vektor Concern", country="RU"), ("0word", Ground.NAME)),
    ],
)
def test_a_row_finds_its_record(listed: ListingRow, expected: tuple[str, Ground]) -> None:
    """By name in any script, by variant, by alias; of two records the active one."""
    assert _linked(listed) == expected


@pytest.mark.parametrize(
    "listed",
    [
        row("Lantern University", country="RU"),
        row("Lantern University", country="TW"),
        row("Double Institute", country="RU"),
        row("Gone University"),
        row("Nowhere Institute"),
        row("Wick Care", kind=Kind.COMPANY),
        row("Torch School", aliases=("LU",)),
        row("Vektor Concern OOO", country="RU"),
    ],
)
def test_a_row_without_one_clear_record_stays_unlinked(listed: ListingRow) -> None:
    """Another country, two records, a withdrawn one, a firm's hospital, an acronym, another legal form."""
    assert _linked(listed) is None


def test_a_generic_alias_links_nothing() -> None:
    """What many bodies are called decides nothing."""
    listed = row("Torch School", aliases=("Institute of Rare Clocks",))
    assert _linked(listed) == ("0phyc", Ground.ALIAS)
    assert _linked(listed, generic=("Institute of Rare Clocks",)) is None


def test_a_decision_outweighs_every_rule() -> None:
    """A curator may link what no name links, and unlink what a name would."""
    decided = LinkDecision(name="Torch School", country="CN", ror="0lant", why="a reason")
    assert _linked(row("Torch School"), link=(decided,)) == ("0lant", Ground.DECISION)
    none = LinkDecision(name="Lantern University", ror=None, why="a reason")
    assert _linked(row("Lantern University"), link=(none,)) is None
