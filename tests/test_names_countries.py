"""Promises of names/countries: countries as people and publishers write them."""

from __future__ import annotations

import pytest

from duediligence.names.countries import country_at_end, country_code, country_codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("P.R. China", "CN"),
        ("the People's Republic of China", "CN"),
        ("Russian Federation", "RU"),
        ("Россия", "RU"),
        ("Islamic Republic of Iran", "IR"),
        ("Türkiye", "TR"),
        ("Chinese", "CN"),
        ("Bosnia and Herzegovina", "BA"),
        ("IR", "IR"),
        (" (TW). ", "TW"),
        ("ir", None),
        ("XX", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_names_adjectives_and_codes(text: str, code: str | None) -> None:
    """Codes count in capitals only; what is no country is None."""
    assert country_code(text) == code


def test_several_countries_keep_their_order_without_repeats() -> None:
    """Unknown names are left out."""
    assert country_codes(["Iran", "China", "Nowhere", "PRC"]) == ("IR", "CN")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("12 Road, Beijing, China", "CN"),
        ("Moscow, Russia, 119991", "RU"),
        ("China Street, Springfield, Ohio", None),
        ("", None),
    ],
)
def test_an_address_ends_with_its_country(address: str, code: str | None) -> None:
    """Only the last two parts are read."""
    assert country_at_end(address) == code
