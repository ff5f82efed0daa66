"""Ids: readable, unique and stable."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation_files import institution
from duediligence.curation.building.ids import assign_ids, read_ids, slug
from duediligence.curation.building.write import write_institutions
from duediligence.model import Listing


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Xi'an Jiaotong University", "xian-jiaotong-university"),
        ("Research & Design Bureau “Détal”", "research-and-design-bureau-detal"),
        ("灯大学", "institution"),
        ("word " * 30, "-".join(["word"] * 16)),
    ],
)
def test_a_slug_is_ascii_and_cut_at_a_word(name: str, expected: str) -> None:
    """Letters and digits joined by hyphens, at most some eighty."""
    assert slug(name) == expected


def test_namesakes_get_country_and_number() -> None:
    """The first keeps the plain id."""
    twins = [institution("", "Twin College", country=c) for c in ("CN", "US", "US", None)]
    assert [i.id for i in assign_ids(twins, {})] == [
        "twin-college",
        "twin-college-us",
        "twin-college-us-2",
        "twin-college-xx",
    ]


def test_ids_stay_when_names_change(tmp_path: Path) -> None:
    """A record is told again by registry id or printed listing, and no id goes to two."""
    path = tmp_path / "institutions.yaml"
    before = [
        institution("lantern", "Lantern University", ids={"ror": "01"}),
        institution("wick", "Wick Works", listed="Wick Works"),
    ]
    path.write_text(write_institutions(before), "utf-8")
    after = [
        institution("", "Laterna University", ids={"ror": "01"}),
        institution("", "The Works", listed="Wick Works"),
        institution("", "Wick", listed="Wick Mills"),
    ]
    assert [i.id for i in assign_ids(after, read_ids(path))] == ["lantern", "wick", "wick-cn"]


def test_the_id_of_a_parted_record_stays_with_the_name_that_makes_it(tmp_path: Path) -> None:
    """Where one record is now two, the id goes to the one it names, whatever their order."""
    path = tmp_path / "institutions.yaml"
    both = institution("wick-east-ltd", "Wick (East) Ltd", listed="Wick (East) Ltd")
    more = Listing(list="us-dod-1260h", printed="Wick Ltd")
    path.write_text(
        write_institutions([both.model_copy(update={"listings": (*both.listings, more)})]), "utf-8"
    )
    group = institution("", "Wick Ltd").model_copy(update={"listings": (more,)})
    after = [group, institution("", "Wick (East) Ltd", listed="Wick (East) Ltd")]
    assert [i.id for i in assign_ids(after, read_ids(path))] == ["wick-ltd", "wick-east-ltd"]


def test_the_first_build_knows_no_ids(tmp_path: Path) -> None:
    """No file, no marks."""
    assert read_ids(tmp_path / "none.yaml") == {}
