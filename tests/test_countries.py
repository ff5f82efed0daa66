"""Country names and codes as people write them."""

from __future__ import annotations

import pytest

from duediligence.names.countries import country_at_end, country_code, country_codes, country_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("CHN", "CN"),
        ("China", "CN"),
        ("P.R. China", "CN"),
        ("中国", "CN"),
        ("Китай", "CN"),
        ("UK", "GB"),
        ("The Netherlands", "NL"),
        ("Türkiye", "TR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Hong Kong SAR", "HK"),
        ("Taiwan, Province of China", "TW"),
        ("russian", "RU"),
        ("Atlantis", None),
        ("XX", None),
        ("", None),
    ],
)
def test_country_code(text: str, code: str | None) -> None:
    """Codes of two and three letters, names in many languages, adjectives; nothing is guessed."""
    assert country_code(text) == code


def test_several_and_at_the_end_of_an_address() -> None:
    """Unknown ones and repeats are left out; an address ends with its country or has it last but one."""
    assert country_codes(["China", "CN", "Atlantis", "Iran"]) == ("CN", "IR")
    assert country_at_end("37 Xueyuan Road, Beijing, China") == "CN"
    assert country_at_end("Beijing, China, 100191") == "CN"
    assert country_at_end("Beijing") is None


def test_country_name() -> None:
    """A code becomes the English short name; an unknown one stays as it is."""
    assert [country_name(code) for code in ("CN", "TW", "XX", "")] == ["China", "Taiwan", "XX", ""]
