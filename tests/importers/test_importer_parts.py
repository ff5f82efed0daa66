"""What the importers share: results, names, countries, kinds, files, the registry of importers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.errors import ImporterError, UsageError
from duediligence.importers import IMPORTERS, downloadable, files, importer_for
from duediligence.importers.base import Collector, Problem
from duediligence.importers.dates import long_date
from duediligence.importers.kinds import guess_kind, looks_like_person, says_person
from duediligence.importers.text import clean, is_acronym, is_native, split_names, take_apart
from duediligence.model import Kind
from duediligence.names.countries import country_at_end, country_code, country_codes
from list_files import write_xlsx

# --- results ------------------------------------------------------------------------------------


def test_a_row_that_does_not_validate_is_a_located_problem() -> None:
    """File, row and field."""
    collector = Collector(Path("list.csv"))
    collector.add(7, list="x", name="Y", countries="not a tuple of codes" and 5)
    result = collector.result()
    assert str(result.problems[0]).startswith("list.csv, row 7, field countries:")
    assert (result.rows, result.entries_in) == ((), 1)


def test_a_problem_of_the_whole_file_has_no_row() -> None:
    """Only what is known is said."""
    assert str(Problem("list.csv", None, None, "odd")) == "list.csv: odd"


def test_the_summary_says_in_out_and_why() -> None:
    """The most frequent reason first."""
    collector = Collector(Path("x"))
    collector.add(1, list="a", name="One")
    collector.add(2, list="b", name="Two")
    collector.skip("vessel")
    collector.skip("natural person", 2)
    result = collector.result()
    assert result.summary == "5 entries in, 2 organisations out, 3 skipped (2 natural person, 1 vessel)"
    assert result.lists == ("a", "b")
    assert [row.name for row in result.of_list("b")] == ["Two"]
    assert Collector(Path("x")).result().summary == "0 entries in, 0 organisations out, 0 skipped"


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "listed", "name", "aliases", "former", "acronyms"),
    [
        ("X Works, a.k.a. Y Works (Z)", (), "X Works", ("Y Works (Z)",), (), ()),
        ("Resort Bay (f.k.a., Sea Bay)", ("Bay Resort",), "Resort Bay", ("Bay Resort",), ("Sea Bay",), ()),
        ("Lamp Air Forces (aka LAF)", (), "Lamp Air Forces", (), (), ("LAF",)),
        ("Lamp Works [aka Lantern Co, aka Buoy Co]", (), "Lamp Works", ("Lantern Co", "Buoy Co"), (), ()),
        ("Lamp Works", ("Testing Institute a.k.a. Institute of Testing",), "Lamp Works",
         ("Testing Institute", "Institute of Testing"), (), ()),
        ("Lamp Works Ltd. (Lamp)", (), "Lamp Works Ltd.", (), (), ()),
        ("Lamp Group 13th Institute (CLG 13)", (), "Lamp Group 13th Institute", (), (), ("CLG 13",)),
        ("Lamp Works (Porttown)", (), "Lamp Works (Porttown)", (), (), ()),
        ("Lamp Works", ("JSC Lamp, f.k.a., Open Lamp",), "Lamp Works", ("JSC Lamp",), ("Open Lamp",), ()),
    ],
)  # fmt: skip
def test_printed_names_are_taken_apart(
    printed: str,
    listed: tuple[str, ...],
    name: str,
    aliases: tuple[str, ...],
    former: tuple[str, ...],
    acronyms: tuple[str, ...],
) -> None:
    """By the marks publishers use, with and without brackets."""
    names = take_apart(printed, listed)
    assert (names.name, names.aliases, names.former, names.acronyms) == (name, aliases, former, acronyms)


@pytest.mark.parametrize(
    ("printed", "name", "parent"),
    [
        ("Lamp Cable Co. (a subordinate institute of LG-7)", "Lamp Cable Co.", "LG-7"),
        (
            "Lamp Oil Limited (a subsidiary of National Lamp Corporation)",
            "Lamp Oil Limited",
            "National Lamp Corporation",
        ),
        ("Lamp Chemical (Parent Organization: Lamp Group (LG))", "Lamp Chemical", "Lamp Group"),
        (
            "Lamp Commission (LC), and subordinate entity Lamp Laser Institute",
            "Lamp Laser Institute",
            "Lamp Commission",
        ),
        ("Ministry of Lamps, including " + "all its services " * 9, "Ministry of Lamps", None),
    ],
)
def test_a_heading_gives_its_parent(printed: str, name: str, parent: str | None) -> None:
    """The listed party is the part; a clause of everything it includes is no name."""
    names = take_apart(printed)
    assert (names.name, names.parent, names.printed) == (name, parent, clean(printed))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A One;B Two;; C Three; ", ("A One", "B Two", "C Three")),
        ("[]", ()),
        ("Lamp (a; b); Works", ("Lamp (a; b)", "Works")),
        ("One; and Institute of Testing.", ("One", "Institute of Testing")),
        ("JSC AOMZ).; X Y (POSIS", ("JSC AOMZ", "X Y (POSIS)")),
        ("Same; Same", ("Same",)),
        ("Lamp Co., Ltd.", ("Lamp Co., Ltd.",)),
    ],
)
def test_lists_of_names_are_split(text: str, parts: tuple[str, ...]) -> None:
    """Stray separators, brackets cut in two, a trailing sentence stop."""
    assert split_names(text) == parts


@pytest.mark.parametrize(
    ("text", "full", "shouting", "expected"),
    [
        ("BUAA", "", False, True),
        ("Beijing", "", False, False),
        ("12345", "", False, False),
        ("HPSTAR", "", False, True),
        ("KARAMAY", "", True, False),
        ("TABACS", "Tower Abz Bor Assembly Company Sons", True, True),
        ("CETC 24", "", False, True),
    ],
)
def test_acronyms_are_short_words_of_capitals(text: str, full: str, shouting: bool, expected: bool) -> None:
    """In a list printed in capitals, a long one must agree with the initials."""
    assert is_acronym(text, full, shouting=shouting) is expected


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=4))
def test_no_text_breaks_the_taking_apart(printed: str, listed: list[str]) -> None:
    """Whatever is printed, names come out clean and without repeats."""
    names = take_apart(printed, listed)
    assert names.name == clean(names.name)
    assert len(set(names.aliases)) == len(names.aliases)


def test_native_is_any_script_but_latin() -> None:
    """Vietnamese is Latin, Russian is not; digits are neither."""
    assert [is_native(text) for text in ("Đại học", "МФТИ", "清华大学", "123", "MFTI МФТИ институт")] == [
        False,
        True,
        True,
        False,
        True,
    ]


# --- countries, dates, kinds --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("People's Republic of China", "CN"),
        ("TURKIYE", "TR"),
        ("Türkiye", "TR"),
        ("Islamic Republic of Iran", "IR"),
        ("Republic of Lebanon", "LB"),
        ("the Russian Federation", "RU"),
        ("Iranian", "IR"),
        ("hk", None),
        ("HK", "HK"),
        ("ZZ", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_are_known_by_many_names(text: str, code: str | None) -> None:
    """Codes, English names and long forms, adjectives."""
    assert country_code(text) == code


def test_addresses_end_with_their_country() -> None:
    """In the last part or the last but one."""
    assert country_at_end("1 Dock Road, Tehran, Iran, 12345") == "IR"
    assert country_at_end("1 Dock Road") is None
    assert country_codes(["China", "CN", "Nowhere", "HK"]) == ("CN", "HK")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("as of June 8, 2026", "2026-06-08"),
        ("of 8 June 2026", "2026-06-08"),
        ("June 31, 2026", None),
        ("soon", None),
    ],
)
def test_dates_in_words_become_iso(text: str, iso: str | None) -> None:
    """American and ordinary order."""
    assert long_date(text) == iso


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Navy Engineering University", Kind.MILITARY),
        ("Lamp University", Kind.UNIVERSITY),
        ("Rubin Research Institute JSC", Kind.COMPANY),
        ("Institute of Lamps", Kind.RESEARCH_INSTITUTE),
        ("Lamp State Security Service", Kind.SECURITY),
        ("Ministry of Lamps", Kind.GOVERNMENT),
        ("Thousand Talents", Kind.PROGRAMME),
        ("Lamp Hospital", Kind.HOSPITAL),
        ("Lamp", Kind.OTHER),
    ],
)
def test_kinds_are_told_from_words(name: str, kind: Kind) -> None:
    """The more telling word first."""
    assert guess_kind(name) is kind


def test_a_kind_may_be_told_from_an_alias() -> None:
    """When the name says nothing."""
    assert guess_kind("Lamp", ["Lamp Works Ltd"]) is Kind.COMPANY


@pytest.mark.parametrize(
    "name",
    ["Sergey Petrov", "Anton Yurevich Alekseyev", "Muhammad 'Ulwan Al-Lampi", "Wang Wei", "Sik Yin Ngai",
     "H. Lampani", "S. M. Lampagheri", "Mehrdad (Max) Lampanie", "Dr. Ali Lampour", "Somebody Lampnejad"],
)  # fmt: skip
def test_a_persons_name_is_told(name: str) -> None:
    """The shape of a name and a word only persons bear."""
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    ["Atlas Sanatgaran", "Huawei Cloud Hong Kong", "Sergey Trading", "Wang Electronics", "GE Plan", "Lamp",
     "183rd Regiment", "Petrov & Sons", "Nyakek and Sons", "Emirates Alloys"],
)  # fmt: skip
def test_a_firm_is_not_lost_to_its_name(name: str) -> None:
    """Two things must agree before a row is left out."""
    assert not looks_like_person(name)


def test_an_alias_of_a_body_decides_against_a_person() -> None:
    """A firm named after its founder is a firm."""
    assert not looks_like_person("Sergey Petrov", ["Petrov Trading Company"])
    assert says_person("Ri Mun-ho (DPRK individual)")
    assert not says_person("Lamp Oil (a subsidiary of National Lamp)")


# --- files --------------------------------------------------------------------------------------


def test_a_file_that_is_no_utf8_is_read_and_noted(tmp_path: Path) -> None:
    """Windows-1252, with the row of the first foreign byte."""
    path = tmp_path / "list.csv"
    path.write_bytes("name\nCafé".encode("cp1252"))
    collector = Collector(path)
    assert files.read_text(path, collector) == "name\nCafé"
    assert str(collector.result().problems[0]) == "list.csv, row 2: not UTF-8 (byte 8); read as Windows-1252"


def test_utf16_is_read(tmp_path: Path) -> None:
    """Told by its byte-order mark; a broken one is refused."""
    path = tmp_path / "list.csv"
    path.write_bytes("name\nCafé".encode("utf-16"))
    assert files.read_text(path) == "name\nCafé"
    path.write_bytes(b"\xff\xfea")
    with pytest.raises(ImporterError, match="not readable as text"):
        files.read_text(path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    """Also one that is small while packed."""
    path = tmp_path / "list.csv"
    path.write_bytes(b"x" * 100)
    with pytest.raises(ImporterError, match="larger than 10 bytes"):
        files.read_bytes(path, 10)


def test_a_missing_and_a_damaged_file_are_said(tmp_path: Path) -> None:
    """With the path."""
    with pytest.raises(ImporterError, match="cannot be read"):
        files.read_bytes(tmp_path / "none.csv")
    damaged = tmp_path / "list.csv.gz"
    damaged.write_bytes(b"\x1f\x8brubbish")
    with pytest.raises(ImporterError, match="cannot be read"):
        files.read_bytes(damaged)


def test_a_field_without_end_is_refused(tmp_path: Path) -> None:
    """A quote that is never closed would swallow the file."""
    path = tmp_path / "list.csv"
    path.write_text('name\n"' + "x" * 1_100_000, "utf-8")
    with pytest.raises(ImporterError, match="not a readable table"):
        list(files.read_csv(path, Collector(path), ("name",)))


def test_an_inflated_workbook_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its announced size is looked at before it is unpacked."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * 10_000)
    monkeypatch.setattr(files, "MAX_BYTES", 1_000)
    with pytest.raises(ImporterError, match="unpacks to 10,000 bytes"):
        list(files.read_sheet(path, ()))


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """Whatever the reader raises becomes one message."""
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", b"y")
    with pytest.raises(ImporterError, match="not a readable spreadsheet"):
        list(files.read_sheet(path, ()))


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    """Also when the damage shows only while reading."""
    path = write_xlsx(tmp_path / "list.xlsx", [("name",), ("a",), ("b",)])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in members if name.endswith(("sheet.xml", "sheet1.xml")))
    members[sheet] = members[sheet][:-40]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(ImporterError, match="damaged spreadsheet"):
        list(files.read_sheet(path, ("name",)))


# --- the registry -------------------------------------------------------------------------------


def test_every_importer_is_found_by_source_and_by_list() -> None:
    """Underscores are hyphens; case does not matter."""
    for importer in IMPORTERS.values():
        assert importer_for(importer.source.upper().replace("-", "_")) is importer
        for list_id in importer.lists:
            assert list_id in importer_for(list_id).lists


def test_an_unknown_list_is_a_usage_error() -> None:
    """The hint names what there is."""
    with pytest.raises(UsageError, match="no importer for 'atlantis'"):
        importer_for("atlantis")


def test_addresses_are_https_and_types_are_given() -> None:
    """A download is checked against the types its publisher sends."""
    for importer in downloadable():
        assert (importer.address or "").startswith("https://")
        assert importer.content_types


def test_the_page_names_every_file_list_and_address() -> None:
    """What can be read is documented as it is."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "updates.md").read_text("utf-8")
    for importer in IMPORTERS.values():
        assert f"| `{importer.source}` |" in page
        assert all(f"`{list_id}`" in page for list_id in importer.lists)
        assert (importer.address or importer.page) in page
