"""Promises of names/cyrillic: Russian names in Latin letters meet the same names in Cyrillic ones."""

from __future__ import annotations

import pytest

from duediligence.names.cyrillic import as_in_cyrillic
from duediligence.names.keys import Variant, name_keys
from duediligence.names.tokens import tokenise


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Raduga", "Радуга"),
        ("Krasnaya Zvezda", "Красная Звезда"),
        ("Sozvezdie", "Созвездие"),
        ("Molniya", "Молния"),
        ("Tekhnodinamika", "Технодинамика"),
        ("NPO Vostok", "НПО «Восток»"),
        ("NPP Polyot", "НПП «Полёт»"),
        ("NPP Polyot", "НПП «ПОЛЕТ»"),
        ("Gazprom Vniigaz", "Газпром ВНИИГАЗ"),
    ],
)
def test_both_scripts_give_the_same_words(latin: str, cyrillic: str) -> None:
    """Whatever ending the name has in Cyrillic."""
    assert as_in_cyrillic(tokenise(latin).keys) == tokenise(cyrillic).keys


@pytest.mark.parametrize("word", ["landau", "signal", "oka", "radar", "institute", "北", "moscow", "niipa"])
def test_other_words_stay(word: str) -> None:
    """Words without a Russian ending, short ones, and words with a meaning of their own."""
    assert as_in_cyrillic([word]) == [word]


def test_only_names_written_in_cyrillic_too_get_such_keys() -> None:
    """A Raduga of another country is not looked for in Russian."""
    assert "radug" not in {key.text for key in name_keys("Raduga Ltd")}
    keys = {key.text: key.variant for key in name_keys("Raduga Ltd", country="RU")}
    assert keys["radug"] is Variant.TRANSLITERATED
    assert keys["raduga"] is Variant.SHORT
