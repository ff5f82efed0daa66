"""OpenSanctions' simplified CSV."""

from __future__ import annotations

from duediligence.importers import opensanctions
from list_files import LISTS


def test_organisations_are_read_and_the_rest_counted() -> None:
    """Names, countries, dataset; persons, vessels and wallets are no organisations."""
    result = opensanctions.read(LISTS / "targets.simple.csv")
    (row,) = result.rows
    assert (row.name, row.acronyms, row.aliases) == (
        "Lantern Research Institute",
        ("LRI",),
        ("Lamp Institute", "Второй НИИ"),
    )
    assert (row.name_native, row.countries) == ("Фонарный НИИ", ("RU", "BY"))
    assert (row.programme, row.since, row.as_of) == ("A list;Another list", "2023-01-02", "2026-11-01")
    assert row.url == "https://www.opensanctions.org/entities/NK-1/"
    assert result.skipped == {
        "natural person": 1,
        "vessel": 1,
        "no organisation (CryptoWallet)": 1,
        "no name": 1,
    }


def test_the_licence_is_said() -> None:
    """The file is read under the user's own licence, and never downloaded by itself."""
    assert opensanctions.IMPORTER.address is None
    assert "licence" in (opensanctions.IMPORTER.licence or "")
