"""The two lists of the US Department of War, as PDF and as text laid out like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import dod_1260h, dod_1286
from duediligence.importers.base import ImportResult
from duediligence.model import Kind
from list_files import LISTS, write_pdf

NAME, NATIVE, COUNTRY, BULLET = 50, 300, 450, 68


@pytest.fixture
def companies(tmp_path: Path) -> ImportResult:
    """Section 1260H as a PDF: headings at the margin, subsidiaries indented."""
    path = write_pdf(
        tmp_path / "1260h.pdf",
        [
            [
                (50, 740, "Federal Register / Vol. 91"),
                (50, 726, "June 8, 2026"),
                (50, 700, "Entities Identified as Chinese Military Companies"),
                (
                    50,
                    680,
                    "Harbour Aviation Corporation Ltd. (HAC) (and HAC subsidiaries: HAC Wings Co., Ltd.;",
                ),
                (50, 666, "HAC Rotor Co., Ltd.)"),
                (60, 652, "• is directly owned by the People's Government of Porttown"),
                (50, 638, "Lantern Telecommunications Group"),
                (80, 624, "Lantern Mobile"),
                (80, 610, "Limited"),
                (50, 40, "1"),
            ],
            [
                (50, 740, "Beacon Optical"),
                (50, 700, "The following entities no longer meet the criteria:"),
                (50, 686, "Old Lamp Company"),
                (50, 600, "Dated: June 5, 2026."),
                (50, 586, "After The End Ltd"),
            ],
        ],
    )
    return dod_1260h.read(path)


def test_headings_and_subsidiaries_are_told_apart(companies: ImportResult) -> None:
    """Indented names and names after "subsidiaries:" belong to the heading; reasons are no names."""
    assert [(row.name, row.parent, row.countries) for row in companies.rows] == [
        ("Harbour Aviation Corporation Ltd.", None, ("CN",)),
        ("HAC Wings Co., Ltd.", "Harbour Aviation Corporation Ltd.", ()),
        ("HAC Rotor Co., Ltd.", "Harbour Aviation Corporation Ltd.", ()),
        ("Lantern Telecommunications Group", None, ("CN",)),
        ("Lantern Mobile Limited", "Lantern Telecommunications Group", ()),
        ("Beacon Optical", None, ("CN",)),
    ]
    assert companies.rows[0].acronyms == ("HAC",)
    assert companies.rows[5].kind is Kind.COMPANY
    assert (companies.as_of, companies.skipped) == ("2026-06-08", {"no longer listed": 1})


def test_the_text_of_the_list_reads_like_the_pdf() -> None:
    """Where a PDF is a scan, its text is given instead."""
    result = dod_1260h.read(LISTS / "dod_1260h.txt")
    assert [row.name for row in result.rows] == [
        "Harbour Aviation Corporation Ltd.",
        "HAC Wings Co., Ltd.",
        "HAC Rotor Co., Ltd.",
        "Lantern Telecommunications Group",
        "Lantern Mobile Limited",
        "Lantern Cable",
        "Beacon Optical Company Limited",
    ]


@pytest.fixture
def institutions(tmp_path: Path) -> ImportResult:
    """Section 1286 as a PDF: a country stands in the middle of its row."""
    path = write_pdf(
        tmp_path / "1286.pdf",
        [
            [
                (NAME, 760, "Section 1286 Lists, June 26, 2026"),
                (NAME, 740, "Table 1. Foreign institutions"),
                (NAME, 726, "Institution name"),
                (COUNTRY, 726, "Country"),
                (NAME, 700, "Harbour Institute of Rocketry (HIR)"),
                (BULLET, 686, "•"),
                (BULLET + 12, 686, "HIR Key Laboratory"),
                (BULLET + 12, 672, "of Fuses"),
                (BULLET, 658, "• Porttown Proving Ground"),
                (COUNTRY, 672, "China"),
                (NAME, 630, "Lantern State University of"),
                (COUNTRY, 623, "Russia"),
                (NAME, 616, "Applied Optics"),
            ],
            [
                (NAME, 740, "Nowhere Academy"),
                (NAME, 700, "Table 2. Foreign talent programs"),
                (NAME, 670, "Hundred Lanterns Talent Plan"),
                (NAME, 640, "Thousand Lamps Plan"),
            ],
        ],
    )
    return dod_1286.read(path)


def test_a_table_row_is_one_institution_with_its_affiliates(institutions: ImportResult) -> None:
    """Wrapped lines are joined, bullets are affiliates, the country is the row's that spans it."""
    assert [(row.name, row.parent, row.countries) for row in institutions.rows] == [
        ("Harbour Institute of Rocketry", None, ("CN",)),
        ("HIR Key Laboratory of Fuses", "Harbour Institute of Rocketry", ("CN",)),
        ("Porttown Proving Ground", "Harbour Institute of Rocketry", ("CN",)),
        ("Lantern State University of Applied Optics", None, ("RU",)),
        ("Nowhere Academy", None, ()),
        ("Hundred Lanterns Talent Plan", None, ()),
        ("Thousand Lamps Plan", None, ()),
    ]
    assert institutions.as_of == "2026-06-26"


def test_the_second_table_names_programmes(institutions: ImportResult) -> None:
    """A talent programme is no institution, and has no country."""
    assert [row.kind for row in institutions.rows[-2:]] == [Kind.PROGRAMME, Kind.PROGRAMME]
    assert [str(p) for p in institutions.problems] == [
        "1286.pdf, row 3, field country: none stands beside 'Nowhere Academy'"
    ]


def test_the_text_of_the_table_keeps_native_names() -> None:
    """The columns of the text are the columns of the table."""
    rows = {row.name: row for row in dod_1286.read(LISTS / "dod_1286.txt").rows}
    assert rows["Harbour Institute of Rocketry"].name_native == "港口火箭学院"
    assert rows["Porttown Proving Ground"].parent == "Harbour Institute of Rocketry"
    assert rows["Lantern State University of Applied Optics"].name_native == "Университет Фонарь"
    assert rows["Hundred Lanterns Talent Plan"].kind is Kind.PROGRAMME


@pytest.mark.parametrize("module", [dod_1260h, dod_1286])
def test_a_pdf_of_something_else_is_refused(tmp_path: Path, module: object) -> None:
    """A list without an entry is not this list."""
    assert module in (dod_1260h, dod_1286)
    read = dod_1260h.read if module is dod_1260h else dod_1286.read
    with pytest.raises(ImporterError, match=r"no (?:company|institution) found"):
        read(
            write_pdf(tmp_path / "x.pdf", [[(50, 700, "Entities Identified as Chinese Military Companies")]])
        )


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no pdf", "not a PDF"), (b"%PDF-1.4\nrubbish", "damaged PDF"), (b"   ", "empty file")],
)
def test_a_damaged_pdf_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Nothing of the reader's own errors gets through."""
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(ImporterError, match=said):
        dod_1286.read(path)


def test_whatever_the_pdf_reader_raises_is_a_message(tmp_path: Path) -> None:
    """A filter that nobody knows raises an error of Python's own."""
    path = write_pdf(tmp_path / "x.pdf", [[(50, 700, "Table 1")]])
    path.write_bytes(path.read_bytes().replace(b"<< /Length 4", b"<< /Filter /Nonsense /Length 4"))
    with pytest.raises(ImporterError, match="damaged PDF"):
        dod_1286.read(path)


def test_a_scan_without_text_is_refused(tmp_path: Path) -> None:
    """It must be read by OCR first."""
    with pytest.raises(ImporterError, match="no text found"):
        dod_1286.read(write_pdf(tmp_path / "scan.pdf", [[]]))


def test_a_pdf_of_many_pages_is_refused(tmp_path: Path) -> None:
    """No list has hundreds of pages."""
    with pytest.raises(ImporterError, match="301 pages"):
        dod_1286.read(write_pdf(tmp_path / "book.pdf", [[]] * 301))
