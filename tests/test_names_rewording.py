"""Names put in other words: which are yielded for a body of which country, and which are not."""

from __future__ import annotations

import pytest

from duediligence.names import tokenise
from duediligence.names.keys import Variant, name_keys
from duediligence.names.rewording import put_loosely, reworded

REWORDED = (
    ("Nanjing Normal University", "CN", "Nanjing Teachers University"),
    ("All-Russian Research Institute of Automatics", "RU", "All-Union Research Institute of Automatics"),
    ("Kazan Scientific Center", "RU", "Kazan Research Center"),
    ("Military Transportation University", "CN", "PLA Military Transportation University"),
    ("18th Central Research Institute of the Ministry of Defence of the Russian Federation", "RU",
     "18 ЦНИИ МО РФ"),
    ("27-й Центральный научно-исследовательский институт Министерства обороны Российской Федерации", "RU",
     "27-й ЦНИИ Минобороны"),
    ("33rd Central Research and Testing Institute", "RU", "33 ЦНИИИ МО"),
)  # fmt: skip
LOOSE = (
    ("Army Command College", "CN", "Army Command Academy"),
    ("Air Force Harbin Flying College", "CN", "Harbin Flying Academy of PLA Air Force"),
    ("Engineering University of People's Armed Police", "CN", "Engineering College of the CAPF"),
    ("PAP Non-commissioned Officer School", "CN", "PAP NCO School"),
    ("South China University of Technology", "CN", "Southern China University of Technology"),
    ("Southeast University", "CN", "Dongnan University"),
    ("National Sun Yat-sen University", "TW", "Sun Yat-sen University"),
    ("Lavrentyev Institute of Hydrodynamics", "RU", "Institute of Hydrodynamics"),
    ("Scientific Research Institute of Precision Instruments", "RU",
     "Research Institute of Precision Instruments"),
    ("Research Institute of Molecular Electronics", "RU",
     "Scientific Research Institute of Molecular Electronics"),
)  # fmt: skip
NOT_PUT = (
    ("18th Central Research Institute of the Ministry of Defence", "UA"),
    ("Nanjing Normal University", "TW"),
    ("Army Command College", "US"),
    ("Business College", "CN"),
    ("National Central University", "TW"),
    ("Budker Institute of Science", "RU"),
    ("Lebedev Physical Institute", "RU"),
    ("PLA Foreign Languages University", "CN"),
    ("Institute of Hydrodynamics", "RU"),
    ("Lavrentyev Institute of Hydrodynamics", "CZ"),
)


@pytest.mark.parametrize(("name", "country", "other"), REWORDED)
def test_a_name_is_put_in_other_words_that_tell_as_much(name: str, country: str, other: str) -> None:
    """The other wording is among those yielded, and a key of the name."""
    words = tokenise(other).keys
    assert words in list(reworded(tokenise(name).keys, country))
    keys = {key.text: key.variant for key in name_keys(name, country=country)}
    assert keys[" ".join(words)] <= Variant.REWORDED


@pytest.mark.parametrize(("name", "country", "other"), LOOSE)
def test_a_name_is_put_loosely(name: str, country: str, other: str) -> None:
    """The loose wording is among those yielded, and a key that needs the body's own town."""
    words = tokenise(other).keys
    assert words in list(put_loosely(tokenise(name).keys, country))
    keys = {key.text: key.variant for key in name_keys(name, country=country)}
    assert keys[" ".join(words)] is Variant.LOOSE


@pytest.mark.parametrize(("name", "country"), NOT_PUT)
def test_names_of_others_are_not_put_otherwise(name: str, country: str) -> None:
    """Neither for bodies of other countries nor where what is left would be anybody's name."""
    words = tokenise(name).keys
    assert not [*reworded(words, country), *put_loosely(words, country)]


@pytest.mark.parametrize(
    "name",
    [
        "18th Central Research Institute of the Academy of Sciences",
        "Central Research Institute of the Ministry of Defence of the Russian Federation",
    ],
)
def test_only_numbered_institutes_of_the_ministry_are_put_in_letters(name: str) -> None:
    """Others of the name have letters of their own."""
    assert not any("tsnii" in words for words in reworded(tokenise(name).keys, "RU"))
