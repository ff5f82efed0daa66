"""Registry records kept as known and not listed, and their clashes with listed bodies."""

from __future__ import annotations

import pytest

from curation_files import institution, named, organisation
from duediligence.curation.building.folding import Key
from duediligence.curation.building.known import (
    declare_namesakes,
    find_clashes,
    select_known,
    shared_names,
)
from duediligence.curation.building.registry import Organisation
from duediligence.model import Kind, Name, NameKind

LISTED = institution(
    "lantern",
    "Lantern University",
    listed="Lantern University",
    ids={"ror": "0lant"},
    kind=Kind.RESEARCH_INSTITUTE,
    names=(*named("Institute of Rare Clocks"), Name(text="LUX", kind=NameKind.ACRONYM)),
)
_FACILITY = frozenset({"facility"})
_COMPANY = frozenset({"company"})


@pytest.mark.parametrize(
    ("record", "kept"),
    [
        (organisation("01", "Any University", "US"), True),
        (organisation("02", "Any Site", "RU", types=_FACILITY), True),
        (organisation("03", "Lantern University", "US", types=_COMPANY), True),
        (organisation("04", "Kavli Institute of Rare Clocks", "US", types=_FACILITY), True),
        (organisation("05", "Institute of Bread", "US", types=_FACILITY), False),
        (organisation("06", "Any Firm", "US", types=_COMPANY), False),
        (organisation("0lant", "Lantern University"), False),
        (organisation("", "Any University"), False),
        (organisation("07", "Any University", status="withdrawn"), False),
    ],
)
def test_whole_countries_universities_and_namesakes_are_kept(record: Organisation, kept: bool) -> None:
    """Everything of the countries of concern, every university, and what comes near a listed name."""
    assert bool(select_known([record], [LISTED])) is kept


def test_names_of_bodies_in_several_countries_are_shared() -> None:
    """`Institute of Physics` belongs to no one; universities and withdrawn records do not count."""
    records = [
        organisation("1", "Institute of Physics", "CN", types=_FACILITY),
        organisation("2", "The Institute of Physics", "RU", types=_FACILITY),
        organisation("3", "Northern University", "CN"),
        organisation("4", "Northern University", "US"),
        organisation("5", "Institute of Lamps", "CN", types=_FACILITY),
        organisation("6", "Institute of Lamps", "US", types=_FACILITY, status="withdrawn"),
    ]
    assert shared_names(records) == {Key("institute physics")}


def test_an_unlisted_record_with_a_listed_name_is_a_clash_in_the_same_country_only() -> None:
    """The look-alike must not be the listed body itself."""
    same = institution("alike", "Wick Academy", names=named("Institute of Rare Clocks"))
    abroad = institution("abroad", "Lantern University", country="US")
    (clash,) = find_clashes([LISTED, same, abroad])
    assert (clash.unlisted.id, clash.listed.id, clash.name) == ("alike", "lantern", "institute rare clocks")


def test_acronyms_and_generic_names_do_not_clash() -> None:
    """What never decides alone is no identity."""
    names = (Name(text="LUX", kind=NameKind.ACRONYM), Name(text="Lantern University", kind=NameKind.GENERIC))
    assert not find_clashes([LISTED, institution("other", "Wick Academy", names=names)])


def test_namesakes_are_declared_on_both_sides_unless_one_alone_is_listed() -> None:
    """Two unlisted Twin Colleges know of each other; a listed body and a look-alike are left to be seen."""
    twins = [institution("twin-1", "Twin College"), institution("twin-2", "Twin College")]
    alike = institution("alike", "Lantern University")
    declared = {i.id: i.declared_namesakes for i in declare_namesakes([*twins, LISTED, alike])}
    assert declared == {"twin-1": ("twin-2",), "twin-2": ("twin-1",), "lantern": (), "alike": ()}
