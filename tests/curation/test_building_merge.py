"""Rows joined to institutions, and joins refused."""

from __future__ import annotations

import pytest

from curation_files import organisation, row
from duediligence.curation.building.link import Linker
from duediligence.curation.building.merge import Merged, merge_rows, split_units
from duediligence.curation.building.overrides import ApartDecision, Overrides, SameDecision, UnitsDecision
from duediligence.model import ListingRow

REGISTRY = [
    organisation("0lant", "Lantern University", aliases=["Wick University of Lamps"]),
    organisation("0torc", "Torch University"),
]


def _merge(*rows: ListingRow, **overrides: object) -> Merged:
    decisions = Overrides.model_validate(overrides)
    return merge_rows(split_units(rows, decisions.units), Linker(REGISTRY, decisions), decisions)


def _names(merged: Merged) -> list[list[str]]:
    return sorted(sorted(r.name for r in group.rows) for group in merged.groups)


@pytest.mark.parametrize(
    "rows",
    [
        (row("Lantern University"), row("Lantern University", "aspi-tracker")),
        (row("Lantern University"), row("Wick University of Lamps", "us-dod-1286")),
        (row("Wick Factory Co., Ltd."), row("Wick Factory", "us-bis-meu", country="HK")),
        (
            row("Wick Factory", name_native="灯芯工厂"),
            row("Factory of Wicks", "jp-meti-eul", name_native="燈芯工廠"),
        ),
        (row("Glass Bureau"), row("Bureau of Panes", "us-dod-1286", aliases=("Glass Bureau",))),
        (row("Glass Bureau"), row("Bureau of Panes", "us-dod-1286", former=("Glass Bureau",))),
        (row("Rare Glass Clock Institute"), row("Institute of Rare Glass Clock", "us-dod-1286")),
        (
            row("Glass Bureau", aliases=("Scientific Glass and Pane Works",)),
            row("Pane Bureau", "us-dod-1286", aliases=("Scientific Glass and Pane Works",)),
        ),
        (
            row("Odd Clock School"),
            row("Lantern Odd School", "us-dod-1286", aliases=("Odd Clock School",), country=""),
        ),
    ],
)
def test_rows_of_one_body_become_one_group(rows: tuple[ListingRow, ...]) -> None:
    """By registry record, name in any script, heading printed as alias, variant or long shared alias."""
    assert len(_merge(*rows).groups) == 1


@pytest.mark.parametrize(
    "rows",
    [
        (row("Wick Institute"), row("Wick Institute", "us-dod-1286", country="TW")),
        (row("Wick Works"), row("Lamp Works", "us-dod-1286", aliases=("WW",))),
        (row("Vektor", country="RU"), row("Lamp Works", "us-dod-1286", country="RU", aliases=("Vektor",))),
        (row("Lantern University"), row("Torch University", "us-dod-1286", aliases=("Lantern University",))),
        (row("JSC Wick Works", country="RU"), row("OOO Wick Works", "us-ofac-sdn", country="RU")),
        (
            row("Lamp Works", "aspi-tracker", name_native="灯芯工厂"),
            row("Wick Works", "aspi-tracker", name_native="灯芯工厂"),
        ),
        (
            row("Glass Bureau", aliases=("Pane Bureau",)),
            row("Pane Bureau"),
        ),
    ],
)
def test_rows_of_two_bodies_stay_two(rows: tuple[ListingRow, ...]) -> None:
    """Another country, an acronym, two records, forms or tracker entries, printed apart on one list."""
    assert len(_merge(*rows).groups) == 2


def test_a_group_never_ends_with_two_registry_records_by_way_of_a_third_row() -> None:
    """A chain of aliases does not join what two direct names keep apart; the refusal says why."""
    merged = _merge(
        row("Lantern University"),
        row("Torch University", "aspi-tracker"),
        row("Bridge School", "us-dod-1286", aliases=("Lantern University", "Torch University")),
    )
    assert _names(merged) == [["Bridge School", "Lantern University"], ["Torch University"]]
    assert [r.why for r in merged.refusals] == ["two registry records"]


def test_a_generic_alias_joins_nothing() -> None:
    """What many bodies are called is no evidence."""
    rows = (row("Glass Bureau"), row("Bureau of Panes", "us-dod-1286", aliases=("Glass Bureau",)))
    assert len(_merge(*rows, generic=("Glass Bureau",)).groups) == 2


def test_decisions_join_and_part() -> None:
    """A curator joins names nothing else joins, and parts what rules would join."""
    rows = (row("Navy Logistics Academy"), row("Naval Service Academy", "us-dod-1286"))
    assert len(_merge(*rows).groups) == 2
    same = SameDecision(names=tuple(r.name for r in rows), country="CN", why="a reason")
    assert len(_merge(*rows, same=(same,)).groups) == 1
    twins = (row("Glass Bureau"), row("Bureau of Panes", "us-dod-1286", aliases=("Glass Bureau",)))
    apart = ApartDecision(names=("Glass Bureau", "Bureau of Panes"), country="CN", why="a reason")
    merged = _merge(*twins, apart=(apart,))
    assert len(merged.groups) == 2
    assert merged.refusals[0].why == "decided apart"


def test_a_registry_record_found_by_alias_is_shared_with_its_owner() -> None:
    """A row whose alias is another group's registry name joins that group, or else takes the record."""
    alone = _merge(row("Bridge School", aliases=("Wick University of Lamps",)))
    assert alone.groups[0].link is not None
    both = _merge(
        row("Lantern University"), row("Bridge School", "us-dod-1286", aliases=("Wick University of Lamps",))
    )
    assert _names(both) == [["Bridge School", "Lantern University"]]


def test_units_leave_the_aliases_of_their_parent() -> None:
    """Either all but the synonyms, or the parts alone, become subordinates; in the decided country only."""
    listed = row("Wick Academy", aliases=("Academy of Wicks", "First Wick Institute", "Wick Trading Co."))
    by_synonym = UnitsDecision(
        name="Wick Academy", country="CN", synonyms=("Academy of Wicks",), why="a reason"
    )
    by_part = UnitsDecision(name="Wick Academy", country="CN", parts=("Wick Trading Co.",), why="a reason")
    (split,) = split_units([listed], [by_synonym])
    assert (split.aliases, split.subordinates) == (
        ("Academy of Wicks",),
        ("First Wick Institute", "Wick Trading Co."),
    )
    (split,) = split_units([listed], [by_part])
    assert split.subordinates == ("Wick Trading Co.",)
    elsewhere = row("Wick Academy", country="RU", aliases=("First Wick Institute",))
    assert split_units([elsewhere], [by_synonym]) == [elsewhere]


def test_a_row_may_be_linked_by_alias_to_the_record_of_a_group_it_cannot_join() -> None:
    """The record stays with its owner; the refusal is kept."""
    merged = _merge(
        row("Lantern University"),
        row("Bridge School", aliases=("Wick University of Lamps",)),
        row("Bridge School"),
    )
    assert _names(merged) == [["Bridge School", "Bridge School"], ["Lantern University"]]
    assert [r.why for r in merged.refusals] == ["printed apart on one list"]


def test_one_word_shared_is_one_name_only_with_the_same_legal_form() -> None:
    """`Vektora` alone and JSC Vektora may be two bodies; with the form on both sides they are one."""
    alias = row("Lamp Works", "us-dod-1286", country="RU", aliases=("Vektoranik",))
    assert len(_merge(row("JSC Vektoranik", country="RU"), alias).groups) == 2
    alias = row("Lamp Works", "us-dod-1286", country="RU", aliases=("Vektoranik JSC",))
    assert len(_merge(row("JSC Vektoranik", country="RU"), alias).groups) == 1


def test_a_decision_on_rows_that_are_one_already_changes_nothing() -> None:
    """Deciding what the rules found is no error."""
    rows = (row("Wick Works"), row("Wick Works", "us-dod-1286"), row("Wick Works", "us-bis-meu"))
    same = SameDecision(names=("Wick Works", "The Wick Works"), country="CN", why="a reason")
    assert len(_merge(*rows, same=(same,)).groups) == 1


def test_a_long_native_alias_joins_and_two_legal_forms_on_one_list_part() -> None:
    """A native name of a dozen letters is no chance; a third list's alias does not join JSC and LLC."""
    shared = ("Научно-исследовательский институт лампы",)
    rows = (
        row("Lamp Works", country="RU", aliases=shared),
        row("Wick Works", "us-dod-1286", country="RU", aliases=shared),
    )
    assert len(_merge(*rows).groups) == 1
    forms = (
        row("JSC Wick Works", "us-ofac-sdn", country="RU"),
        row("LLC Wick Works", "us-ofac-sdn", country="RU"),
        row("Wick Works LLC", "eu-833-annex-iv", country="RU", aliases=("JSC Wick Works",)),
    )
    merged = _merge(*forms)
    assert len(merged.groups) == 2
    assert "printed apart on one list" in {r.why for r in merged.refusals}
