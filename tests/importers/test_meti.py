"""Japan's Foreign End User List."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import meti
from duediligence.importers.base import ImportResult
from list_files import write_xlsx

HEADER = (
    "No.",
    "国名、地域名\nCountry or Region",
    "企業名､組織名\nCompany or Organization",
    "別名\nAlso Known As",
    "懸念区分\nType of WMD",
    "通常兵器\nConventional Weapons",
)
ROWS = (
    ("=ROW()-1", "中国\nPeople's Republic of China", "Lantern Institute （ＬＩＴ）\n(灯篭研究所)",
     "・Lamp Institute\n(灯火研究所)\n・LIT\n・Beacon\nWorks", "ミサイル、核\nM,N", "通常兵器\nCW"),
    ("=ROW()-1", "レバノン\nRepublic of Lebanon", "民族協力連合会", None, "化学\nC", None),
    ("=ROW()-1", "アトランティス\nAtlantis", "Nowhere Works", None, None, None),
    ("=ROW()-1", "中国\nChina", None, "・Nameless", "核\nN", None),
    (None, None, None, None, None, None),
)  # fmt: skip


@pytest.fixture
def result(tmp_path: Path) -> ImportResult:
    """A workbook of the official layout, behind a sheet of another."""
    path = tmp_path / "list_20250929.xlsx"
    return meti.read(write_xlsx(path, [("cover", "page")], [HEADER, *ROWS]))


def test_names_in_both_scripts_are_told_apart(result: ImportResult) -> None:
    """Full-width brackets are brackets, Japanese forms are the native name, a bullet begins an alias."""
    row = result.rows[0]
    assert row.name == "Lantern Institute"
    assert (row.name_native, row.native_lang) == ("灯篭研究所", "ja")
    assert row.aliases == ("Lamp Institute", "Beacon Works", "灯火研究所")
    assert row.acronyms == ("LIT",)
    assert row.countries == ("CN",)
    assert row.category == "missile, nuclear, conventional"
    assert row.as_of == "2025-09-29"


def test_a_body_with_a_native_name_alone_is_kept(result: ImportResult) -> None:
    """The name is then the native one."""
    assert result.rows[1].name == "民族協力連合会"
    assert result.rows[1].countries == ("LB",)


def test_problems_say_row_and_field(result: ImportResult) -> None:
    """An unknown country costs nothing but a note; a missing name costs the row."""
    assert [str(problem) for problem in result.problems] == [
        "list_20250929.xlsx, row 4, field Country or Region: unknown country 'アトランティス Atlantis'",
        "list_20250929.xlsx, row 5, field Company or Organization: empty",
    ]
    assert result.entries_in == 4
    assert result.skipped == {"broken row": 1}


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    """The missing columns are named."""
    path = write_xlsx(tmp_path / "other.xlsx", [("Country or Region", "Name")])
    with pytest.raises(
        ImporterError, match="column Company or Organization, Also Known As, Type of WMD missing"
    ):
        meti.read(path)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """A text with the right ending is no workbook."""
    path = tmp_path / "list.xlsx"
    path.write_text("no workbook", "utf-8")
    with pytest.raises(ImporterError, match="not a readable spreadsheet"):
        meti.read(path)
