"""Ties between institutions, from lists, names, the tracker and the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from curation_files import institution, organisation, row
from duediligence.curation.building.folding import Key, fold
from duediligence.curation.building.merge import Group
from duediligence.curation.building.overrides import RelatedDecision
from duediligence.curation.building.registry import Organisation
from duediligence.curation.building.relate import relate
from duediligence.model import Institution, Kind, ListingRow, Name, NameKind

GROUP = institution(
    "group", "Lantern Group", listed="Lantern Group", names=(Name(text="LG", kind=NameKind.ACRONYM),)
)


def _ties(
    institutions: Sequence[Institution],
    rows: dict[str, ListingRow] | None = None,
    organisations: Sequence[Organisation] = (),
    decisions: Sequence[RelatedDecision] = (),
) -> dict[str, list[tuple[str, str]]]:
    groups = {identifier: Group([listed]) for identifier, listed in (rows or {}).items()}
    generic = frozenset({Key("7th institute")})
    related = relate(list(institutions), groups, {o.ror: o for o in organisations}, generic, decisions)
    return {i.id: [(t.role.value, t.id) for t in i.related] for i in related}


def test_a_printed_parent_is_found_by_name_or_acronym() -> None:
    """A unit says whose it is; a company is owned, not part; an unknown parent ties nothing."""
    unit = institution("unit", "Wick Institute", listed="Wick Institute", kind=Kind.RESEARCH_INSTITUTE)
    firm = institution("firm", "Wick Co.", listed="Wick Co.", kind=Kind.COMPANY)
    lost = institution("lost", "Lost Co.", listed="Lost Co.")
    rows = {
        "unit": row("Wick Institute", parent="Lantern Group (LG)"),
        "firm": row("Wick Co.", parent="LG"),
        "lost": row("Lost Co.", parent="Nobody Known"),
    }
    assert _ties([GROUP, unit, firm, lost], rows) == {
        "group": [],
        "unit": [("unit-of", "group")],
        "firm": [("subsidiary-of", "group")],
        "lost": [],
    }


def test_names_tell_units() -> None:
    """Heads, tails and numbers of printed names show the larger body when that one is listed."""
    school = institution("school", "Wick University", listed="Wick University")
    named = {
        "a": "Lantern Group, Institute of Wicks",
        "b": "Key Laboratory of Lamps at Wick University",
        "c": "Lantern Group 14th Research Institute",
        "d": "Glass Group, Institute of Wicks",
        "e": "Pane Group, Ltd.",
    }
    units = [institution(i, name, listed=name, kind=Kind.RESEARCH_INSTITUTE) for i, name in named.items()]
    found = _ties([GROUP, school, *units])
    assert found == {
        "group": [],
        "school": [],
        "a": [("unit-of", "group")],
        "b": [("unit-of", "school")],
        "c": [("unit-of", "group")],
        "d": [],
        "e": [],
    }


def test_bodies_printed_only_as_subordinates_get_records_of_their_own() -> None:
    """A new unit is tied and unlisted; a known one is tied; a generic, native or short one is left out."""
    known = institution("known", "Known Wick Institute")
    subordinates = (
        "Known Wick Institute",
        "First Wick Institute (a.k.a. Torch Institute)",
        "Wick Trading Co. Ltd.",
        "7th Institute",
        "灯芯研究所",
        "WTI",
        "First Wick Institute",
    )
    found = _ties([GROUP, known], {"group": row("Lantern Group", subordinates=subordinates)})
    assert found == {
        "group": [],
        "known": [("unit-of", "group")],
        "first-wick-institute": [("unit-of", "group")],
        "wick-trading-co-ltd": [("subsidiary-of", "group")],
    }


def test_the_tracker_tells_supervisors() -> None:
    """By short name, by acronym; a supervisor nobody knows ties nothing."""
    ministry = institution("ministry", "Ministry of Industry and Information Technology")
    school = institution("school", "Wick University", listed="Wick University")
    said = "MIIT-supervised; supervised by LG; SASTIND-supervised; under PLA Navy"
    found = _ties(
        [GROUP, ministry, school], {"school": row("Wick University", "aspi-tracker", programme=said)}
    )
    assert found["school"] == [("supervised-by", "ministry"), ("supervised-by", "group")]


def test_the_registry_tells_parents_and_predecessors() -> None:
    """Only between records that are here, and never both ways."""
    parent = institution("parent", "Wick University", ids={"ror": "01"})
    child = institution("child", "Wick Clinic", ids={"ror": "02"}, kind=Kind.HOSPITAL)
    records = [
        organisation("01", "Wick University", related=[("child", "02"), ("parent", "02"), ("parent", "0zz")]),
        organisation("02", "Wick Clinic", related=[("parent", "01"), ("predecessor", "01")]),
    ]
    assert _ties([child, parent], organisations=records[::-1]) == {
        "child": [("unit-of", "parent")],
        "parent": [],
    }
    records = [records[0], organisation("02", "Wick Clinic", related=[("predecessor", "01")])]
    found = _ties([child, parent], organisations=[organisation("01", "Wick University"), records[1]])
    assert found["child"] == [("successor-of", "parent")]


def test_a_ministry_is_part_of_a_government_only() -> None:
    """The registry has one the wrong way round: a ministry as a unit of a centre that it runs."""
    ministry = institution("ministry", "The Ministry of Lamps", ids={"ror": "01"}, kind=Kind.GOVERNMENT)
    centre = institution("centre", "Wick Centre", ids={"ror": "02"}, kind=Kind.RESEARCH_INSTITUTE)
    state = institution("state", "Government of Wick", ids={"ror": "03"}, kind=Kind.GOVERNMENT)
    records = [
        organisation("01", "The Ministry of Lamps", related=[("parent", "02"), ("parent", "03")]),
        organisation("02", "Wick Centre"),
        organisation("03", "Government of Wick"),
    ]
    found = _ties([ministry, centre, state], organisations=records)
    assert found["ministry"] == [("unit-of", "state")]


def test_a_decided_tie_is_kept_and_one_to_nobody_is_not() -> None:
    """A curator ties what neither list nor registry does."""
    clinic = institution("clinic", "Wick Clinic", ids={"ror": "02"})
    decisions = [
        RelatedDecision.model_validate({"ror": ror, "as": "unit-of", "of": of, "why": "a reason"})
        for ror, of in (("02", "Lantern Group"), ("0zz", "Lantern Group"), ("02", "Nobody Known"))
    ]
    records = [organisation("02", "Wick Clinic")]
    assert _ties([GROUP, clinic], organisations=records, decisions=decisions)["clinic"] == [
        ("unit-of", "group")
    ]


def test_a_body_without_a_registry_record_is_tied_by_name() -> None:
    """A branch that one list prints on its own and another as an alias."""
    branch = institution("branch", "Wick Branch", listed="Wick Branch")
    decision = RelatedDecision.model_validate(
        {"name": "Wick Branch", "as": "unit-of", "of": "Lantern Group", "why": "a reason"}
    )
    assert _ties([GROUP, branch], decisions=[decision])["branch"] == [("unit-of", "group")]


AVIC = institution(
    "avic",
    "Aviation Industry Corporation of China",
    listed="Aviation Industry Corporation of China",
    names=(Name(text="AVIC", kind=NameKind.ACRONYM, source="us-bis-entity-list"),),
    kind=Kind.COMPANY,
)


@pytest.mark.parametrize(
    ("printed", "alias", "tied"),
    [
        ("AVIC Wick Works", None, True),
        ("Aviation Industry Corporation of China Wick Works", None, True),
        ("Wick Works", "AVIC Wick", True),
        ("Wick Works AVIC", None, False),
        ("Avico Wick Works", None, False),
    ],
)
def test_a_defence_group_owns_what_opens_with_its_name(printed: str, alias: str | None, tied: bool) -> None:
    """The printed heading or alias says whose the body is; letters elsewhere in a name do not."""
    names = (Name(text=alias, source="ca-nro"),) if alias else ()
    works = institution("works", printed, listed=printed, names=names, kind=Kind.COMPANY)
    found = _ties([works, AVIC])
    assert found["works"] == ([("subsidiary-of", "avic")] if tied else [])
    assert found["avic"] == []


def test_a_body_with_a_parent_is_not_tied_to_the_group_again() -> None:
    """The nearer body is enough, and a group never becomes a part of its own member."""
    works = institution("works", "AVIC Wick Works", listed="AVIC Wick Works", kind=Kind.COMPANY)
    rows = {"works": row("AVIC Wick Works", parent="Lantern Group")}
    assert _ties([GROUP, works, AVIC], rows)["works"] == [("subsidiary-of", "group")]
    rows = {"avic": row("Aviation Industry Corporation of China", parent="AVIC Wick Works")}
    found = _ties([works, AVIC], rows)
    assert (found["works"], found["avic"]) == ([], [("subsidiary-of", "works")])


def test_the_nearer_of_two_larger_bodies_is_kept() -> None:
    """A laboratory of an institute of an academy is the institute's; two owners side by side both stay."""
    academy, institute, lab, works = (
        institution(i, f"Wick {i}", ids={"ror": i}) for i in ("a", "b", "c", "d")
    )
    records = [
        organisation("a", "Wick a"),
        organisation("b", "Wick b", related=[("parent", "a")]),
        organisation("c", "Wick c", related=[("parent", "a"), ("parent", "b")]),
        organisation("d", "Wick d", related=[("parent", "c"), ("parent", "a")]),
    ]
    found = _ties([academy, institute, lab, works], organisations=records)
    assert (found["b"], found["c"], found["d"]) == (
        [("unit-of", "a")],
        [("unit-of", "b")],
        [("unit-of", "c")],
    )
    pair = [*records[:1], organisation("b", "Wick b"), records[2]]
    assert _ties([academy, institute, lab], organisations=pair)["c"] == [("unit-of", "a"), ("unit-of", "b")]


def test_the_seats_of_one_firm_belong_to_the_listed_one() -> None:
    """The registry tells seats apart by country alone; a namesake without such a record stays apart."""
    home = institution("home", "Wick", listed="Wick", ids={"ror": "01"}, kind=Kind.COMPANY)
    seat = institution("seat", "Wick", ids={"ror": "02"}, country="US", kind=Kind.COMPANY)
    other = institution("other", "Wick", ids={"ror": "03"}, country="JP", kind=Kind.COMPANY)
    firm = organisation("01", "Wick")
    records = [
        replace(firm, ror=ror, seat=is_seat) for ror, is_seat in (("01", True), ("02", True), ("03", False))
    ]
    found = _ties([home, seat, other], organisations=records)
    assert found == {"home": [], "seat": [("subsidiary-of", "home")], "other": []}


def test_a_new_unit_carries_its_native_name() -> None:
    """The source prints both side by side; the decision says which belong together."""
    groups = {"group": Group([row("Lantern Group", subordinates=("First Wick Institute",))])}
    native = {fold("First Wick Institute"): "第一灯芯研究所"}
    unit = relate([GROUP], groups, {}, frozenset(), (), native)[-1]
    assert [(name.text, name.kind, name.lang) for name in unit.names] == [
        ("第一灯芯研究所", NameKind.NATIVE, "zh")
    ]


def test_namesakes_are_no_parents() -> None:
    """Two bodies of one name tie nothing unless one alone is listed."""
    twins = [institution(f"twin-{n}", "Twin Group", listed="Twin Group") for n in (1, 2)]
    unit = institution("unit", "Wick Institute", listed="Wick Institute")
    assert _ties([*twins, unit], {"unit": row("Wick Institute", parent="Twin Group")})["unit"] == []
    known = institution("known", "Lantern Group")
    assert _ties([GROUP, known, unit], {"unit": row("Wick Institute", parent="Lantern Group")})["unit"] == [
        ("unit-of", "group")
    ]


def test_a_new_unit_never_takes_the_id_of_another_body() -> None:
    """Ids are unique, whatever is printed."""
    elsewhere = institution("first-wick-institute", "First Wick Institute", country="US")
    found = _ties([GROUP, elsewhere], {"group": row("Lantern Group", subordinates=("First Wick Institute",))})
    assert found["first-wick-institute-unit"] == [("unit-of", "group")]
