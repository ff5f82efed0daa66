"""What names in one affiliation say of each other: whose institute a generic one is."""

from __future__ import annotations

import pytest

from duediligence.model import Kind
from duediligence.recognise import Recogniser
from small_world import PLACES, institution, small_index

INSTITUTE = "institute-of-petroleum-chemistry-northern-branch-of-the-belu-academy-of-sciences"
NEIGHBOURS_WORLD = (
    institution("Belu Academy of Sciences", "RU", kind=Kind.RESEARCH_INSTITUTE),
    institution("Northern Branch of the Belu Academy of Sciences", "RU", kind=Kind.RESEARCH_INSTITUTE,
                parent="belu-academy-of-sciences"),
    institution("Southern Branch of the Belu Academy of Sciences", "RU", kind=Kind.RESEARCH_INSTITUTE,
                parent="belu-academy-of-sciences"),
    institution("Institute of Petroleum Chemistry, Northern Branch of the Belu Academy of Sciences", "RU",
                kind=Kind.RESEARCH_INSTITUTE, listed=True),
    institution("Institute of Laser Physics, Belu Academy of Sciences", "RU",
                kind=Kind.RESEARCH_INSTITUTE, listed=True),
    institution("Institute of Marine Geology, Northern Branch of the Belu Academy of Sciences", "RU",
                kind=Kind.RESEARCH_INSTITUTE, listed=True, city="Podolsk"),
    institution("Academy of Ores", "RU", kind=Kind.RESEARCH_INSTITUTE, parent="academy-of-salts"),
    institution("Academy of Salts", "RU", kind=Kind.RESEARCH_INSTITUTE, parent="academy-of-ores"),
    institution("Zorvan University", "RU"),
)  # fmt: skip


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    """A recogniser of a world with one academy, two branches and two listed institutes."""
    return Recogniser(small_index(tmp_path_factory.mktemp("neighbours"), NEIGHBOURS_WORLD, PLACES))


OWNERS = [
    ("Institute of Petroleum Chemistry, Belu Academy of Sciences", [INSTITUTE], "its branch's owner"),
    ("Institute of Petroleum Chemistry Belu Academy of Sciences", [INSTITUTE], "without a comma"),
    ("Lab, Institute of Petroleum Chemistry (Belu Academy of Sciences)", [INSTITUTE], "in brackets"),
    ("Institute of Petroleum Chemistry, Southern Branch of the Belu Academy of Sciences", [], "another"),
    ("Institute of Petroleum Chemistry, Zorvan University", [], "not its owner"),
    ("Zorvan Institute of Petroleum Chemistry, Belu Academy of Sciences", [], "another's name"),
    ("Institute of Petroleum Chemistry; Belu Academy of Sciences", [], "in another affiliation"),
    (
        "Institute of Laser Physics, Southern Branch of the Belu Academy of Sciences",
        ["institute-of-laser-physics-belu-academy-of-sciences"],
        "its list names no branch",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hits", "why"), OWNERS)
def test_a_generic_institute_is_known_by_its_owner(
    recogniser: Recogniser, text: str, hits: list[str], why: str
) -> None:
    """A generic name decides when the academy named after it is its own, however it is printed."""
    found = recogniser.recognise(text)
    assert [hit.institution.id for hit in found.hits if hit.certain] == hits, why


def test_a_field_of_many_tells_no_institute(recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    """No academy settles a generic name whose fields hundreds share: Federal Research Center, RAS."""
    monkeypatch.setattr("duediligence.recognise.neighbours.FIELD_OF_MANY", 1)
    found = recogniser.recognise("Institute of Petroleum Chemistry, Belu Academy of Sciences")
    assert not [hit for hit in found.hits if hit.certain]


def test_an_institute_in_another_town_is_not_settled(recogniser: Recogniser) -> None:
    """The academy does not make an institute that is known to be in another town the one meant."""
    found = recogniser.recognise("Institute of Marine Geology, Belu Academy of Sciences, Moscow")
    assert not [hit for hit in found.hits if hit.certain]
    found = recogniser.recognise("Institute of Marine Geology, Belu Academy of Sciences, Podolsk")
    assert [hit.institution.city for hit in found.hits if hit.certain] == ["Podolsk"]


def test_ties_that_run_in_a_ring_end(recogniser: Recogniser) -> None:
    """Two bodies that each say to be the other's part are followed a few steps only."""
    found = recogniser.recognise("Institute of Petroleum Chemistry, Academy of Ores, Russia")
    assert [one.id for one in found.others] == ["academy-of-ores"]
