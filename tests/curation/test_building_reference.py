"""Reference tables read into listing rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation_files import write_reference
from duediligence.curation.building.reference import read_reference
from duediligence.errors import CatalogueError
from duediligence.model import Kind, ListingRow


def _only_row(folder: Path, **record: str) -> ListingRow:
    defaults = {"list": "us_bis_entity_list", "country": "CN", "entity_type": "company"}
    rows, _ = read_reference(write_reference(folder, us=[defaults | record]))
    return rows[0]


def test_a_tracker_row_carries_rating_category_and_supervision(tmp_path: Path) -> None:
    """The tracker's rating is as of its evidence date; the gatherers' remarks are left out."""
    tracked = {
        "name": "Lantern University",
        "name_zh": "灯大学",
        "category": "civilian_university",
        "risk": "very_high",
        "designations": "Seven Sons of National Defence; MIIT-supervised; same rating on stored tracker page",
        "acronyms": "LU",
        "aspi_url": "https://tracker.example/lantern",
    }
    (row,), rejected = read_reference(write_reference(tmp_path, tracker=[tracked]))
    assert (row.list, row.rating, row.category, row.kind) == (
        "aspi-tracker",
        "very-high",
        "civilian-university",
        Kind.UNIVERSITY,
    )
    assert row.programme == "Seven Sons of National Defence; MIIT-supervised"
    assert (row.as_of, row.since, row.countries, row.acronyms) == ("2020-08-21", None, ("CN",), ("LU",))
    assert row.cite
    assert not rejected


def test_an_unrated_tracker_entry_without_a_page_cites_its_evidence(tmp_path: Path) -> None:
    """Blank means not rated, not low; the address is the evidence's."""
    tracked = {
        "name": "Academy",
        "category": "civilian_research_academy",
        "evidence_url": "https://e.example",
    }
    (row,), _ = read_reference(write_reference(tmp_path, tracker=[tracked]))
    assert (row.rating, row.url, row.programme) == ("unrated", "https://e.example", None)


def test_a_subordinate_institution_is_the_listed_party(tmp_path: Path) -> None:
    """The unit is the name, the heading is what is printed, the group is the parent."""
    row = _only_row(
        tmp_path, name="Lantern Group. Subordinate Institution - 7th Institute", aliases="Wick Factory"
    )
    assert (row.name, row.parent) == ("7th Institute", "Lantern Group")
    assert row.printed == "Lantern Group. Subordinate Institution - 7th Institute"
    assert row.aliases == ("Wick Factory",)


def test_a_subordinate_said_in_brackets_and_a_subsidiary_said_in_the_programme_have_a_parent(
    tmp_path: Path,
) -> None:
    """Two more ways in which lists say whose a body is."""
    row = _only_row(tmp_path, name="Wick Co. (a subordinate institute of LG-7)")
    assert (row.name, row.parent) == ("Wick Co.", "LG-7")
    (tmp_path / "more").mkdir()
    other = {
        "name": "Glass Co.",
        "rating_or_programme": "Section 1260H; listed as subsidiary of Lantern Group",
    }
    row = _only_row(tmp_path / "more", list="us_dod_1260h", **other)
    assert (row.parent, row.programme) == ("Lantern Group", "Section 1260H")


def test_names_in_brackets_are_sorted(tmp_path: Path) -> None:
    """Former names, other names and trailing acronyms leave the heading and the aliases."""
    row = _only_row(
        tmp_path,
        name="Lantern Works (f.k.a. Candle Works) (a.k.a. Lamp Works)",
        aliases="Lantern Works|Lantern Working Society (LWS)|f.k.a. Torch Works|LWX",
    )
    assert row.name == "Lantern Works"
    assert row.printed == "Lantern Works (f.k.a. Candle Works) (a.k.a. Lamp Works)"
    assert row.aliases == ("Lamp Works", "Lantern Working Society")
    assert row.acronyms == ("LWS", "LWX")
    assert row.former == ("Candle Works", "Torch Works")


def test_licence_texts_are_left_out_and_long_programmes_cut(tmp_path: Path) -> None:
    """The Entity List says the same for whole families; a programme fits one line."""
    assert _only_row(tmp_path, name="A", rating_or_programme="License requirement: all").programme is None
    (tmp_path / "more").mkdir()
    row = _only_row(tmp_path / "more", list="us_uflpa", name="A", rating_or_programme="word " * 60)
    assert row.programme is not None
    assert len(row.programme) <= 160
    assert row.programme.endswith("word ...")


def test_a_listing_absent_from_the_newest_edition_has_ended(tmp_path: Path) -> None:
    """`not in 2026-06-08 edition` without a removal date ends on that edition's day."""
    row = _only_row(
        tmp_path,
        list="us_dod_1260h",
        name="A",
        rating_or_programme="not in 2026-06-08 edition; removal notice not found",
    )
    assert row.until == "2026-06-08"


def test_rows_from_memory_are_rejected_except_context(tmp_path: Path) -> None:
    """What nobody wrote down is no listing; a context body is marked instead."""
    folder = write_reference(
        tmp_path,
        us=[{"list": "us_fcc_covered", "name": "A", "confidence": "memory", "entity_type": "company"}],
        nonus=[
            {
                "list": "context",
                "name": "B",
                "confidence": "memory",
                "entity_type": "programme",
                "rating_or_programme": "CONTEXT ONLY, not a designation: a scheme",
            },
            {
                "list": "us_bis_entity_list",
                "entity_type": "company",
                "name": "PAEC, and subordinate entity Nuclear reactors (including power plants)",
            },
        ],
    )
    (row,), rejected = read_reference(folder)
    assert (row.name, row.confidence, row.programme) == ("B", "memory", "a scheme")
    assert {(r.name[:4], r.why.split(",")[0]) for r in rejected} == {
        ("A", "from memory"),
        ("PAEC", "a class of sites"),
    }


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    """The message names the file and says what to give."""
    with pytest.raises(CatalogueError, match=r"aspi_tracker\.csv: not found") as caught:
        read_reference(tmp_path)
    assert "folder" in caught.value.hint


@pytest.mark.parametrize(
    ("alias", "aliases", "acronyms"),
    [
        ("Wick Lantern School (WLS)", ("Wick Lantern School",), ("WLS",)),
        ("7th Institute of Lantern Lamp Group (LLG)", ("7th Institute of Lantern Lamp Group (LLG)",), ()),
        ("7th Institute, Lantern Lamp Group (LLG)", ("7th Institute, Lantern Lamp Group (LLG)",), ()),
        ("Institute of Lantern Physics (IPL)", ("Institute of Lantern Physics",), ("IPL",)),
    ],
)
def test_the_letters_of_the_larger_body_are_not_its_units(
    tmp_path: Path, alias: str, aliases: tuple[str, ...], acronyms: tuple[str, ...]
) -> None:
    """The letters behind "7th Institute of ... Group" are the group's; they would be found as the unit's."""
    row = _only_row(tmp_path, name="Wick House", aliases=alias)
    assert (row.aliases, row.acronyms) == (aliases, acronyms)
