"""The two lists of the US Department of War in the layouts that programs print: read whole, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import dod_1260h, dod_1286
from duediligence.importers.pdf import Piece, join_lines, read_pieces
from list_files import Text, write_pdf

HEADING = "Entities Identified as Chinese Military Companies"
NAME, INDENT, NATIVE, COUNTRY, FURTHER = 50, 75, 260, 480, 320


def _column(x: int, *lines: str, top: int = 660, step: int = 14) -> list[Text]:
    """Lines below one another; a leading space indents."""
    return [
        (x + (INDENT - NAME) * line.startswith(" "), top - at * step, line.strip())
        for at, line in enumerate(lines)
    ]


def _companies(tmp_path: Path, *pages: list[Text]) -> list[tuple[str, str | None]]:
    path = write_pdf(tmp_path / "1260h.pdf", [[(50, 700, HEADING), *pages[0]], *pages[1:]])
    return [(row.name, row.parent) for row in dod_1260h.read(path).rows]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    """A subsidiary at the top of the second column belongs to the last heading of the first."""
    left = _column(NAME, "Lantern Group", " Lantern Mobile", "Beacon Optical", "Wick Works", "Candle Group")
    right = _column(FURTHER, " Candle Mobile", " Candle Cable", "Torch Works", "Flame Works", "Ember Works")
    assert _companies(tmp_path, [*left, *right]) == [
        ("Lantern Group", None),
        ("Lantern Mobile", "Lantern Group"),
        ("Beacon Optical", None),
        ("Wick Works", None),
        ("Candle Group", None),
        ("Candle Mobile", "Candle Group"),
        ("Candle Cable", "Candle Group"),
        ("Torch Works", None),
        ("Flame Works", None),
        ("Ember Works", None),
    ]


def test_the_end_cuts_off_what_stands_below_it(tmp_path: Path) -> None:
    """Not the second column, which stands beside the list and not after its end."""
    left = _column(
        NAME, "Lantern Group", "Beacon Optical", "Wick Works", "Candle Group", "Dated: June 5, 2026."
    )
    right = _column(FURTHER, "Torch Works", "Flame Works", "Ember Works", "Spark Works")
    names = [name for name, _ in _companies(tmp_path, [*left, *right, (50, 560, "Signed by Somebody")])]
    assert names[3:] == ["Candle Group", "Torch Works", "Flame Works", "Ember Works", "Spark Works"]


def test_running_heads_are_no_companies_and_set_no_margin(tmp_path: Path) -> None:
    """What stands at the same place of every page, page numbers aside, belongs to the page."""
    pages = [
        [
            (20, 770, f"{35189 + number}    Bulletin / Wednesday"),
            *_column(NAME, f"{lamp} Group", f" {lamp} Mobile", f"Institute {number}"),
            (300, 20, f"page {number} of 3"),
        ]
        for number, lamp in enumerate(("Lantern", "Wick", "Torch"), 1)
    ]
    assert _companies(tmp_path, *pages) == [
        row
        for number, lamp in enumerate(("Lantern", "Wick", "Torch"), 1)
        for row in (
            (f"{lamp} Group", None),
            (f"{lamp} Mobile", f"{lamp} Group"),
            (f"Institute {number}", None),
        )
    ]


def test_a_line_set_closer_carries_on_the_one_above(tmp_path: Path) -> None:
    """Where entries stand apart; and a word parted at the end of a line grows together."""
    lines = [
        (NAME, 660, "Lantern Aeronautical Science & Technol-"),
        (NAME, 648, "ogy Research"),
        (NAME, 636, "Institute"),
        *_column(NAME, "Beacon Optical", "Wick Works", "Torch Works", "Ember Works", top=618, step=18),
    ]
    assert [name for name, _ in _companies(tmp_path, lines)] == [
        "Lantern Aeronautical Science & Technology Research Institute",
        "Beacon Optical",
        "Wick Works",
        "Torch Works",
        "Ember Works",
    ]


@pytest.mark.parametrize(
    ("text", "following", "joined"),
    [
        ("Micro-", "Fabrication", "Micro-Fabrication"),
        ("Technol-", "ogy", "Technology"),
        ("A", "B", "A B"),
        ("", "B", "B"),
    ],
)
def test_lines_join(text: str, following: str, joined: str) -> None:
    """A hyphen before a capital is the name's own."""
    assert join_lines(text, following) == joined


TORN = [
    (
        "Lantern Mobile",
        "Technology Co., Ltd.",
        "Institute of",
        "Engineering Co., Ltd.",
        "Company Limited Corp.",
    ),
    ("A Works Ltd. Beacon Group", "B Works Inc. Wick Group", "C Works Limited Torch Group", "D Works"),
    tuple(f"{letter * 201}" for letter in "ABCD"),
]


@pytest.mark.parametrize("lines", TORN)
def test_a_layout_that_tears_names_is_refused(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """With the first rows that cannot be right: half a list is worse than none."""
    doubled = [f"{line}" for line in lines for _ in (0, 1)]
    with pytest.raises(
        ImporterError, match=r"1260h\.pdf: the layout cannot be read reliably, \d of \d+ rows: row"
    ):
        _companies(tmp_path, _column(NAME, *doubled))


def _table(*rows: Text) -> list[Text]:
    return [(NAME, 740, "Table 1. Foreign institutions"), *rows]


def test_institutions_without_countries_are_refused(tmp_path: Path) -> None:
    """A table is readable only where each row stands beside one country; the place of the first is said."""
    names = [(NAME, 700 - 30 * at, f"Lantern {at}") for at in range(6)]
    with pytest.raises(ImporterError, match="page 1, 'Lantern 1': no country beside it"):
        dod_1286.read(write_pdf(tmp_path / "x.pdf", [_table(*names, (COUNTRY, 700, "China"))]))
    names = [(NAME, 700 - 12 * at, f"Lantern {at}") for at in range(11)]
    countries = [(COUNTRY, 700 - 24 * at, "China") for at in range(6)]
    table = _table(*names, *countries)
    with pytest.raises(ImporterError, match=r"page 1, 'Lantern 0 .*': 6 countries beside it"):
        dod_1286.read(write_pdf(tmp_path / "x.pdf", [table]))


def test_a_country_that_ends_a_name_is_part_of_it(tmp_path: Path) -> None:
    """Only what stands in the column of the countries is one; a closing sentence is no institution."""
    rows = _table(
        (NAME, 700, "University of Lanterns of"),
        (COUNTRY, 694, "Russia"),
        (NAME, 688, "China"),
        (NAME, 650, "Wick Academy"),
        (COUNTRY, 650, "China"),
        (NAME, 600, "Institutions are listed by country."),
    )
    result = dod_1286.read(write_pdf(tmp_path / "x.pdf", [rows]))
    assert [(row.name, row.countries) for row in result.rows] == [
        ("University of Lanterns of China", ("RU",)),
        ("Wick Academy", ("CN",)),
    ]
    assert result.skipped == {"a sentence, no institution": 1}


def test_affiliates_are_told_apart_without_bullets(tmp_path: Path) -> None:
    """Where bullets are drawn: a line that was not full, or a word like Institute, starts another."""
    rows = _table(
        (NAME, 700, "Lantern Academy"),
        (COUNTRY, 700, "China"),
        *_column(NAME, " Institute of Wick and Flame", " Research", " Proving Ground", top=686),
        *_column(NAME, " Institute of Lamp Oil and of its", " Uses", " Academy of Matches", top=644),
    )
    result = dod_1286.read(write_pdf(tmp_path / "x.pdf", [rows]))
    assert [row.name for row in result.rows] == [
        "Lantern Academy",
        "Institute of Wick and Flame Research",
        "Proving Ground",
        "Institute of Lamp Oil and of its Uses",
        "Academy of Matches",
    ]


def _natives(monkeypatch: pytest.MonkeyPatch, *pieces: tuple[float, float, str]) -> list[str | None]:
    """The native names read from pieces at given places, below the heading of the first table."""
    found = [Piece(1, 50, 0, "Table 1"), *(Piece(1, x, down, text) for x, down, text in pieces)]
    monkeypatch.setattr(dod_1286, "read_pieces", lambda _: sorted(found, key=lambda p: (p.down, p.x)))
    return [row.name_native for row in dod_1286.read(Path("x.pdf")).rows]


def test_native_names_go_to_their_own_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where they take more lines than the English ones, or rows stand as close as lines."""
    tall = [(NATIVE, 90.0, "Центр"), (NATIVE, 102.0, "Катализа"), (NATIVE, 114.0, "имени Фонаря")]
    assert _natives(
        monkeypatch,
        (NAME, 102, "Lantern Centre"),
        (COUNTRY, 102, "Russia"),
        *tall,
        (NAME, 130, "Wick Centre"),
        (COUNTRY, 130, "Russia"),
        (NATIVE, 130, "Центр Фитиля"),
    ) == ["Центр Катализа имени Фонаря", "Центр Фитиля"]
    close = [(NAME, "Lantern"), (NATIVE, "灯笼学院"), (COUNTRY, "China")]
    rows = [(x, 100.0 + 18 * at, text) for at in range(8) for x, text in close]
    assert _natives(monkeypatch, *rows) == ["灯笼学院"] * 8


def test_native_scripts_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Han characters set one by one stand without spaces; Persian words from the right."""
    assert _natives(
        monkeypatch,
        (NAME, 100, "Lantern Academy"),
        (COUNTRY, 100, "China"),
        *((NATIVE + 12.0 * at, 101.0, char) for at, char in enumerate("灯笼学院")),
        (NAME, 140, "Wick University"),
        (COUNTRY, 140, "Iran"),
        (NATIVE, 140, "امیرکبیر"),
        (NATIVE + 40, 140, "صنعتی"),
        (NATIVE + 80, 140, "دانشگاه"),
    ) == ["灯笼学院", "دانشگاه صنعتی امیرکبیر"]


def test_radicals_and_ligatures_are_read_as_characters(tmp_path: Path) -> None:
    """Some programs write ⼈⺠ for 人民 and one sign for fi."""
    path = tmp_path / "x.txt"
    path.write_text("⼈⺠⻓⻜ ﬁre", "utf-8")
    assert [piece.text for piece in read_pieces(path)] == ["人民长飞 fire"]
