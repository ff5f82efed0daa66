"""Ties between institutions, from lists, names, the tracker and the registry."""

from __future__ import annotations

from collections.abc import Sequence

from curation_files import institution, organisation, row
from duediligence.curation.building.folding import Key
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
