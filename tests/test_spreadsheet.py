"""Workbooks from other people: read by their values, refused when they are traps."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from duediligence.errors import InputError, UsageError
from duediligence.inputs.tables import PartnerTable, read_partners
from duediligence.model import Partner, Skipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
SIGNED = dt.datetime(2020, 5, 1)  # noqa: DTZ001 - spreadsheets know no time zones
SEEN = dt.datetime(2020, 5, 1, 8, 30)  # noqa: DTZ001
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>partner</t></is></c></row>'


def relation(kind: str, target: str) -> str:
    """One relation part of a workbook."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


def raw_book(path: Path, sheet: Iterable[str], *, prologue: str = "") -> Path:
    """Write a workbook whose only sheet has the given XML in its sheet data."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", relation("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        with archive.open("xl/worksheets/sheet1.xml", "w") as stream:
            opening = f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>'
            stream.write(f'<?xml version="1.0"?>{prologue}{opening}'.encode())
            for part in sheet:
                stream.write(part.encode())
            stream.write(b"</sheetData></worksheet>")
    return path


def book(path: Path, rows: Iterable[Iterable[Any]], **sheets: Iterable[Iterable[Any]]) -> Path:
    """Write a workbook as a spreadsheet program would."""
    workbook = openpyxl.Workbook()
    for row in rows:
        first_sheet(workbook).append(list(row))
    for title, content in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in content:
            sheet.append(list(row))
    workbook.save(path)
    return path


def first_sheet(workbook: openpyxl.Workbook) -> Any:  # noqa: ANN401 - a sheet or a chart
    """Return the sheet a new workbook has."""
    return workbook.worksheets[0]


def found(table: PartnerTable) -> list[tuple[int | None, str | None]]:
    """Return row and name, or row and reason of what was skipped."""
    return [
        (row.source.row, row.name if isinstance(row, Partner) else row.reason)
        for row in table.rows
        if row.source
    ]


def test_header_below_a_title_and_values_as_people_see_them(tmp_path: Path) -> None:
    """Title rows are passed over; dates, whole numbers and truth values read as shown."""
    rows: list[list[Any]] = [
        ["Agreements 2024"],
        [],
        ["Partner", "Country", "Signed", "Seen", "At", "Links", "Open"],
        ["Beihang University", "CN", SIGNED, SEEN, dt.time(9), 3.0, True],
    ]
    table = read_partners(book(tmp_path / "p.xlsx", rows))
    (partner,) = table.rows
    assert isinstance(partner, Partner)
    assert partner.columns == {
        "Country": "CN",
        "Signed": "2020-05-01",
        "Seen": "2020-05-01 08:30:00",
        "At": "09:00:00",
        "Links": "3",
        "Open": "TRUE",
    }
    assert partner.source is not None
    assert (partner.source.row, partner.source.sheet) == (4, "Sheet")
    assert "header in row 3" in (table.info.dialect or "")
    assert table.info.encoding is None


def test_merged_headers_over_two_rows_are_joined(tmp_path: Path) -> None:
    """Group titles above, columns' titles below: the lower ones count."""
    path = tmp_path / "p.xlsx"
    workbook = openpyxl.Workbook()
    sheet = first_sheet(workbook)
    sheet.append(["Partner", None, "Year"])
    sheet.append(["Name", "Country", None])
    sheet.append(["Beihang University", "CN", 2020])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    workbook.save(path)
    table = read_partners(path)
    assert found(table) == [(3, "Beihang University")]
    assert table.columns == ("Country", "Year")


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    """By name; a wrong name lists the sheets; the first visible one is the default."""
    path = book(tmp_path / "p.xlsx", [["x"]], Partners=[["Name"], ["Tsinghua University"]])
    assert found(read_partners(path, sheet="Partners")) == [(2, "Tsinghua University")]
    with pytest.raises(UsageError, match=r"no sheet 'Nope'; the sheets are 'Sheet', 'Partners'"):
        read_partners(path, sheet="Nope")
    workbook = openpyxl.load_workbook(path)
    workbook["Sheet"].sheet_state = "hidden"
    workbook.active = 1
    workbook.save(path)
    assert found(read_partners(path)) == [(2, "Tsinghua University")]


def test_formulas_and_errors_are_never_names(tmp_path: Path) -> None:
    """A formula without a stored value and an error value are skipped, with row and reason."""
    path = book(
        tmp_path / "p.xlsx", [["Partner", "Year"], ['=HYPERLINK("x","Tsinghua")', 1], ["#REF!", 2], ["A", 3]]
    )
    rows = found(read_partners(path))
    assert "formula" in str(rows[0][1])
    assert rows[1] == (3, "the cell holds the spreadsheet error #REF!")
    assert rows[2] == (4, "A")


def test_repeated_and_empty_headers_stay_apart(tmp_path: Path) -> None:
    """No column is lost to another of the same name."""
    table = read_partners(book(tmp_path / "p.xlsx", [["Partner", "Note", None, "Note"], ["A", 1, 2, 3]]))
    assert table.columns == ("Note", "column C", "Note (2)")


def test_many_empty_rows_are_passed_over(tmp_path: Path) -> None:
    """Empty rows cost nothing and what stands below them is found."""
    sheet = [HEADER, *(f'<row r="{row}"/>' for row in range(2, 20_000))]
    last = '<row r="20000"><c r="A20000" t="inlineStr"><is><t>A</t></is></c></row>'
    assert found(read_partners(raw_book(tmp_path / "p.xlsx", [*sheet, last]))) == [(20_000, "A")]


def test_a_row_beyond_any_sheet_is_told_not_followed(tmp_path: Path) -> None:
    """A row number no program writes does not send the reader through billions of rows."""
    trap = '<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>A</t></is></c></row>'
    (row,) = read_partners(raw_book(tmp_path / "p.xlsx", [HEADER, trap])).rows
    assert isinstance(row, Skipped)
    assert "beyond 1,048,576" in row.reason


def test_ten_thousand_columns_are_refused(tmp_path: Path) -> None:
    """The message names file, sheet, row and number."""
    cells = "".join(
        f'<c r="{get_column_letter(number)}1" t="inlineStr"><is><t>c</t></is></c>'
        for number in range(1, 10_001)
    )
    with pytest.raises(InputError, match=r"p\.xlsx, sheet 'S': row 1 has 10,000 columns"):
        read_partners(raw_book(tmp_path / "p.xlsx", [f'<row r="1">{cells}</row>']))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """The part and its size are named."""
    with pytest.raises(InputError, match=r"'xl/worksheets/sheet1.xml' would unpack to 64 MiB .* zip bomb"):
        read_partners(raw_book(tmp_path / "p.xlsx", [" " * (1 << 20)] * 64))


def test_xml_entities_are_refused(tmp_path: Path) -> None:
    """No spreadsheet program defines any; a billion laughs begins with them."""
    path = raw_book(tmp_path / "p.xlsx", [HEADER], prologue='<!DOCTYPE x [<!ENTITY lol "lol">]>')
    with pytest.raises(InputError, match="defines XML entities"):
        read_partners(path)


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("word/document.xml", "a Word document"),
        ("content.xml", "an OpenDocument file"),
        ("xl/workbook.bin", r"a binary Excel workbook \(\.xlsb\)"),
        ("Index/Document.iwa", "a Numbers document"),
        ("notes.txt", "a zip archive, not a workbook"),
    ],
)
def test_other_zips_are_named(tmp_path: Path, part: str, what: str) -> None:
    """The hint says what to do with each."""
    path = tmp_path / "p.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(InputError, match=what):
        read_partners(path)


def test_broken_workbooks_are_one_plain_message(tmp_path: Path) -> None:
    """A cut-off file, a part that is no XML and a sheet that breaks off are told with the file's name."""
    whole = book(tmp_path / "w.xlsx", [["Partner"], ["A"]]).read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"cut\.xlsx: cannot be read as an XLSX workbook"):
        read_partners(cut)
    empty = tmp_path / "empty.xlsx"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("xl/nothing", "")
    with pytest.raises(InputError, match=r"empty\.xlsx: cannot be read"):
        read_partners(empty)
    rows = [
        HEADER,
        *(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(2, 5_000)),
        "<row><broken",
    ]
    with pytest.raises(InputError, match=r"sheet 'S', after row \d+: cannot be read"):
        list(read_partners(raw_book(tmp_path / "breaks.xlsx", rows)).rows)


def test_the_sheet_with_the_partners_is_found(tmp_path: Path) -> None:
    """A cover sheet and an empty one before it are passed over; the sheet is named in the report."""
    path = book(tmp_path / "b.xlsx", [["Notes"], ["Seen"]], Empty=[], Partners=[["Partner"], ["A"]])
    table = read_partners(path)
    assert "sheet 'Partners'" in (table.info.dialect or "")
    (partner,) = table.rows
    assert isinstance(partner, Partner)
    assert partner.source is not None
    assert (partner.source.sheet, partner.source.row) == ("Partners", 2)


def test_no_sheet_with_partners(tmp_path: Path) -> None:
    """What the first one lacks is said, and which others were tried."""
    path = book(tmp_path / "b.xlsx", [["Notes"], ["x"]], More=[["Remarks"], ["y"]])
    with pytest.raises(UsageError, match=r"'Notes'; no other sheet \('More'\) looks like a table") as caught:
        read_partners(path)
    assert "--sheet" in caught.value.hint
