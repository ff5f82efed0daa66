"""Scripts, languages and acronyms told from the text of a name."""

from __future__ import annotations

import pytest

from duediligence.curation.building.scripts import is_acronym, is_han, is_native, script_language


@pytest.mark.parametrize(
    ("text", "full_name", "expected"),
    [
        ("BUAA", "", True),
        ("SUSTech", "Southern University of Science and Technology", True),
        ("A/SEU", "", True),
        ("METFAZ", "", True),
        ("Norinco", "", False),
        ("Beihang University", "", False),
        ("901", "", False),
        ("北航", "", False),
        ("HUAXIAQIXIANG", "", False),
    ],
)
def test_acronyms_are_short_words_of_capitals(text: str, full_name: str, expected: bool) -> None:
    """Five capitals are one; longer words need the name's initials or a publisher that does not shout."""
    assert is_acronym(text, full_name) is expected


def test_a_shouting_publisher_makes_no_acronyms_of_long_words() -> None:
    """Treasury prints every name in capitals: VEKTORA is a name there."""
    assert is_acronym("VEKTORA")
    assert not is_acronym("VEKTORA", shouting=True)


@pytest.mark.parametrize(
    ("text", "country", "language"),
    [
        ("北京大学", "CN", "zh"),
        ("北京大学", None, "zh"),
        ("株式会社オムスク", "RU", "ja"),
        ("順和江会社", "KP", "ja"),
        ("김일성종합대학", "KP", "ko"),
        ("Курчатовский институт", "RU", "ru"),
        ("Харківський університет", "UA", "uk"),
        ("دانشگاه تهران", "IR", "fa"),
        ("جامعة دمشق", "SY", "ar"),
        ("Peking University", "CN", None),
    ],
)
def test_the_language_follows_script_and_country(
    text: str, country: str | None, language: str | None
) -> None:
    """Han characters are Chinese for a Chinese body, and the ministry's Japanese for others."""
    assert script_language(text, country) == language


def test_native_means_mostly_not_latin() -> None:
    """Latin letters inside a native name do not make it Latin, nor the reverse."""
    assert is_native("АО «NPO Вектор»")
    assert not is_native("NPO Вектор Research Institute")
    assert not is_native("1234")
    assert is_han("华为技术有限公司")
