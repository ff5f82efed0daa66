"""Any table or list of partners, read as a stream that loses nothing."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tracemalloc
from pathlib import Path

import openpyxl
import pytest

from duediligence.errors import InputError, UsageError
from duediligence.inputs.tables import InputFormat, PartnerTable, read_partners
from duediligence.model import Partner, Skipped

CSV = "partner,country,faculty\nBeihang University,CN,Engineering\nTsinghua University,CN,\n"


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write an input file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def names(table: PartnerTable) -> list[str | None]:
    """Return the names of all rows, skipped ones in angle brackets."""
    return [row.name if isinstance(row, Partner) else f"<{row.reason}>" for row in table.rows]


def test_a_csv_gives_partners_with_place_country_and_other_columns(tmp_path: Path) -> None:
    """Everything of a row arrives: name, country, row number, the other columns."""
    table = read_partners(write(tmp_path, "p.csv", CSV))
    first = next(iter(table.rows))
    assert isinstance(first, Partner)
    assert (first.name, first.country) == ("Beihang University", "CN")
    assert first.source is not None
    assert (first.source.file, first.source.row) == (str(tmp_path / "p.csv"), 2)
    assert first.columns == {"country": "CN", "faculty": "Engineering"}
    assert table.columns == ("country", "faculty")
    assert table.expected == 3


def test_the_input_is_recorded_so_that_a_run_can_be_repeated(tmp_path: Path) -> None:
    """Name, hash, encoding and dialect are told."""
    table = read_partners(write(tmp_path, "p.csv", CSV))
    assert table.info.sha256 == hashlib.sha256(CSV.encode()).hexdigest()
    assert table.info.encoding == "utf-8"
    assert table.info.dialect == "CSV, comma, header in row 1, names in 'partner'"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8-sig", "utf-8 (BOM)"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
    ],
)
def test_encodings_are_found_and_named(tmp_path: Path, encoding: str, named: str) -> None:
    """Chinese partners arrive whole from UTF-8 with a mark, UTF-16 and GB18030."""
    table = read_partners(write(tmp_path, "p.csv", "合作院校,国家\n北京航空航天大学,中国\n", encoding))
    assert table.info.encoding == named
    assert names(table) == ["北京航空航天大学"]


@pytest.mark.parametrize(
    ("encoding", "name", "named"),
    [
        ("cp1252", "Universität Zürich", "windows-1252"),
        ("cp949", "서울대학교", "euc-kr (cp949)"),
        ("cp932", "東京大学のこと", "shift_jis (cp932)"),
    ],
)
def test_code_pages_have_the_names_people_know(tmp_path: Path, encoding: str, name: str, named: str) -> None:
    """A report says windows-1252, not cp1252."""
    table = read_partners(write(tmp_path, "p.csv", f"partner\n{name}\n", encoding))
    assert table.info.encoding == named
    assert names(table) == [name]


def test_bytes_that_do_not_fit_are_said(tmp_path: Path) -> None:
    """A damaged file is read, and the report says that it is damaged."""
    content = "partner\nUniversität Zürich, Köln, Tübingen, Würzburg\n".encode() + b"X\xff\n"
    table = read_partners(write(tmp_path, "p.csv", content))
    assert table.info.encoding == "utf-8, some bytes do not fit"
    assert names(table)[1] == "X\ufffd"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("p.csv", "Partner;Land\nA, Schule X;DE\nB, Institut Y;DE\n", ["A, Schule X", "B, Institut Y"]),
        ("p.tsv", "Name\tCountry\nA, B\tCN\n", ["A, B"]),
        ("p.tab", "Name\tCountry\nA, B\tCN\n", ["A, B"]),
        ("p.csv", "Name|Country\nA|CN\n", ["A"]),
        ("p.csv", "sep=;\nYear;Name;Country\n1;A, B;CN\n", ["A, B"]),
        ("p.csv", "a,b\nYear;Name;Country\n1;A, B;CN\n2;C, D;CN\n", ["A, B", "C, D"]),
        ("p.csv", "Name\nA\n\n\nB\n", ["A", "B"]),
        ("p.csv", "Partner,Country\nName,Land\nA,CN\n", ["Name", "A"]),
        ("p.csv", "List of agreements\n\nPartner;Country\nA;CN\n", ["A"]),
        ("p.csv", 'Name,Note\n"A\nB",x\nC,y\n', ["A\nB", "C"]),
        ("p.csv", "Name,Country\rA,CN\rB,CN\r", ["A", "B"]),
        ("p.txt", "A, School of X\nB\n\n  \nC  \n", ["A, School of X", "B", "C"]),
        ("p.txt", "Name\tCountry\nA\tCN\n", ["A"]),
        ("p", "A\nB\n", ["A", "B"]),
        ("p.txt", "", []),
        (
            "p.json",
            '["A", {"name": "B", "year": 2020.0}, {"year": 1}]',
            ["A", "B", "<no name in column 'name'>"],
        ),
        ("p.json", '{"partners": [{"partner": "A"}]}', ["A"]),
        ("p.json", "[]", []),
        ("p.jsonl", '{"partner": "A"}\n\n"B"\n', ["A", "B"]),
        ("p.ndjson", '\ufeff{"partner": "A"}\n', ["A"]),
    ],
)
def test_formats_are_told_by_content_and_name(
    tmp_path: Path, name: str, content: str, expected: list[str]
) -> None:
    """Delimiters, titles above the header, blank lines, line ends and record formats are all taken."""
    assert names(read_partners(write(tmp_path, name, content))) == expected


def test_row_numbers_are_those_a_spreadsheet_shows(tmp_path: Path) -> None:
    """Blank lines count, a cell of several lines is one row, and its line in the file is kept beside."""
    table = read_partners(write(tmp_path, "p.csv", 'Name,Note\n\n"A\nB",x\nC,y\n'))
    places = [(row.source.row, row.source.line) for row in table.rows if row.source]
    assert places == [(3, None), (4, 5)]


def test_a_row_without_a_name_is_kept_with_its_reason(tmp_path: Path) -> None:
    """It comes as skipped, in its place, with file and row."""
    rows = list(read_partners(write(tmp_path, "p.csv", "partner,country\nA,CN\n,IR\nB,CN\n")).rows)
    assert isinstance(rows[1], Skipped)
    assert (rows[1].source.row, rows[1].reason) == (3, "no name in column 'partner'")
    assert len(rows) == 3


def test_a_row_wider_than_the_header_is_not_guessed_at(tmp_path: Path) -> None:
    """An unquoted comma shifts cells; the row is skipped with what was found."""
    rows = list(read_partners(write(tmp_path, "p.csv", "partner,country\nA, School,CN\nB,CN,\n")).rows)
    assert isinstance(rows[0], Skipped)
    assert "3 cells under 2 headers" in rows[0].reason
    assert rows[0].name == "A"
    assert isinstance(rows[1], Partner)


def test_an_open_quote_does_not_swallow_rows_in_silence(tmp_path: Path) -> None:
    """The lines that were not read are named; reading goes on below where it can."""
    rows = list(read_partners(write(tmp_path, "p.csv", 'name,x\n"A,1\nB,2\nC,3\n')).rows)
    assert [type(row) for row in rows] == [Skipped]
    assert "lines 2 to 4 not read" in rows[0].reason  # type: ignore[union-attr]


def test_a_cell_beyond_all_measure_is_skipped_and_the_next_row_read(tmp_path: Path) -> None:
    """One monstrous cell costs its row, not the file."""
    rows = list(read_partners(write(tmp_path, "p.csv", f"name,x\n{'y' * 200_000},1\nB,2\n")).rows)
    assert isinstance(rows[0], Skipped)
    assert "longer than 131,072 characters" in rows[0].reason
    assert isinstance(rows[1], Partner)


def test_a_line_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    """A file that is one endless line is no table; the message names file and line."""
    path = write(tmp_path, "p.txt", "A\n" + "y" * (5 << 20))
    with pytest.raises(InputError, match=r"p\.txt: line 2 is longer"):
        names(read_partners(path, input_format="lines"))


def test_ten_thousand_columns_are_refused(tmp_path: Path) -> None:
    """The message names the file, the row and the number."""
    wide = ",".join(f"c{number}" for number in range(10_000))
    with pytest.raises(InputError, match=r"p\.csv: row 1 has 10,000 columns"):
        read_partners(write(tmp_path, "p.csv", f"{wide}\n"))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\xd0\xcf\x11\xe0rest", "password-protected"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"7z\xbc\xaf\x27", "7z"),
        (b"Rar!\x1a", "RAR"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"{\\rtf1 ...}", "rich-text"),
        (b"\0\1\2\3" * 50, "binary"),
        (b"\1\2\3\4ab" * 50, "binary"),
    ],
)
def test_files_that_are_no_tables_are_named(tmp_path: Path, content: bytes, what: str) -> None:
    """The message says what the file is, and the hint what to do."""
    with pytest.raises(InputError, match=what) as caught:
        read_partners(write(tmp_path, "p.csv", content))
    assert caught.value.hint


def test_a_binary_file_is_refused_for_a_text_format_asked_for(tmp_path: Path) -> None:
    """Saying --input-format csv does not make a picture a table."""
    with pytest.raises(InputError, match="binary"):
        read_partners(write(tmp_path, "p.bin", b"\0\1\2" * 30), input_format="csv")


@pytest.mark.parametrize("path", ["missing.csv", "."])
def test_an_unreadable_file_is_a_plain_message(tmp_path: Path, path: str) -> None:
    """A missing file or a folder is said to be so."""
    with pytest.raises(InputError, match="cannot be read"):
        read_partners(tmp_path / path)


def test_an_empty_table_is_said(tmp_path: Path) -> None:
    """A table without any row has no header to read by."""
    with pytest.raises(InputError, match="there is nothing in it"):
        read_partners(write(tmp_path, "p.csv", "\n\n"))


def test_an_unknown_input_format_lists_the_known(tmp_path: Path) -> None:
    """A typo is answered with the choices."""
    with pytest.raises(UsageError, match="unknown input format 'xml'") as caught:
        read_partners(write(tmp_path, "p.csv", CSV), input_format="xml")
    assert "jsonl" in caught.value.hint


@pytest.mark.parametrize("form", list(InputFormat))
def test_every_input_format_is_read_when_asked_for(tmp_path: Path, form: InputFormat) -> None:
    """The enum has no member that leads nowhere."""
    content = {
        InputFormat.CSV: b"name\nA\n",
        InputFormat.TSV: b"name\tx\nA\t1\n",
        InputFormat.JSON: b'["A"]',
        InputFormat.JSONL: b'"A"\n',
        InputFormat.LINES: b"A\n",
    }.get(form)
    if content is None:
        pytest.skip("binary formats have tests of their own")
    assert names(read_partners(write(tmp_path, "p.dat", content), input_format=form)) == ["A"]


def test_a_numbered_column_is_found_below_a_title(tmp_path: Path) -> None:
    """Where no header is a usual one, the first row of several cells is the header."""
    table = read_partners(write(tmp_path, "p.csv", "Our ties\n\nxx,yy\n1,Beihang University\n"), column="2")
    assert names(table) == ["Beihang University"]


def test_text_saved_by_a_spreadsheet_program_is_a_table(tmp_path: Path) -> None:
    """Its "Unicode text" is UTF-16 with tabs, in a file named .txt."""
    table = read_partners(write(tmp_path, "p.txt", "Partner\tLand\r\nBeihang University\tCN\r\n", "utf-16"))
    assert names(table) == ["Beihang University"]


def stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Replace the standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_standard_input_is_one_name_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a line that looks like a header is a name there, as documented."""
    stdin(monkeypatch, b"Beihang University\nSchool of X, Tsinghua University\n")
    table = read_partners("-")
    assert names(table) == ["Beihang University", "School of X, Tsinghua University"]
    assert table.info.file == "<stdin>"


def test_standard_input_can_be_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column or a format asked for makes it one."""
    stdin(monkeypatch, CSV.encode())
    assert names(read_partners("-", column="partner")) == ["Beihang University", "Tsinghua University"]
    stdin(monkeypatch, CSV.encode())
    assert len(names(read_partners("-", input_format="csv"))) == 2


def test_a_workbook_can_be_piped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first bytes tell what it is."""
    path = tmp_path / "p.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"] = "Partner", "Beihang University"
    workbook.save(path)
    stdin(monkeypatch, path.read_bytes())
    assert names(read_partners("-")) == ["Beihang University"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{bad", "line 1, column 2: not JSON"),
        ('{"a": 1}', "expected an array of names or objects, found dict"),
        ("3", "found int"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_broken_json_names_the_place(tmp_path: Path, content: str, message: str) -> None:
    """Line and column, or what was found instead of an array."""
    with pytest.raises(InputError, match=message):
        read_partners(write(tmp_path, "p.json", content))


def test_a_json_array_too_large_to_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint names the format that streams."""
    monkeypatch.setattr("duediligence.inputs.structured._MAX_JSON", 3)
    with pytest.raises(InputError, match="has to be read whole") as caught:
        read_partners(write(tmp_path, "p.json", '["A"]'))
    assert "JSONL" in caught.value.hint


def test_json_records_keep_row_fields_and_strangers(tmp_path: Path) -> None:
    """Numbers, truth values, nested values and lone surrogates come as text; a number is no partner."""
    records = [
        {"partner": "A\ud800", "n": 3.0, "x": 1.5, "t": True, "f": False, "d": {"k": [1]}, "none": None},
        7,
    ]
    table = read_partners(write(tmp_path, "p.json", json.dumps(records)))
    first, second = table.rows
    assert isinstance(first, Partner)
    assert first.name == "A\ufffd"
    assert first.columns == {"n": "3", "x": "1.5", "t": "TRUE", "f": "FALSE", "d": '{"k": [1]}', "none": ""}
    assert isinstance(second, Skipped)
    assert "found int" in second.reason


@pytest.mark.parametrize("record", ["{}", '{"name": ""}', '{"name": null, "country": " "}', '""', '" "'])
@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_an_empty_json_record_is_no_blank_line(tmp_path: Path, record: str, form: str) -> None:
    """It stands for a partner whose name was left out: not screened, with its row, and never passed over."""
    content = f'"A"\n{record}\n"B"\n' if form == "jsonl" else f'["A", {record}, "B"]'
    _, empty, _ = read_partners(write(tmp_path, f"p.{form}", content)).rows
    assert isinstance(empty, Skipped)
    assert (empty.source.row, empty.reason) == (2, "an empty record")


def test_broken_json_lines_are_skipped_with_their_number(tmp_path: Path) -> None:
    """One bad line costs itself only."""
    deep = "[" * 100_000
    rows = list(read_partners(write(tmp_path, "p.jsonl", f'"A"\n{{bad\n{deep}\n"B"\n')).rows)
    assert [row.source.row for row in rows if row.source] == [1, 2, 3, 4]
    assert [isinstance(row, Skipped) for row in rows] == [False, True, True, False]


def test_json_with_too_many_fields_is_refused(tmp_path: Path) -> None:
    """A thousand and one different fields are no table of partners."""
    record = {f"f{number}": 1 for number in range(1_001)}
    with pytest.raises(InputError, match="1,001 different fields"):
        read_partners(write(tmp_path, "p.json", json.dumps([record])))


def test_parquet_is_read_with_its_columns(tmp_path: Path) -> None:
    """Rows, other columns and the number of rows come from the file."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "p.parquet"
    parquet.write_table(pyarrow.table({"partner": ["A", None, "C"], "year": [1, 2, 3]}), path)
    table = read_partners(path)
    assert table.expected == 3
    assert table.columns == ("year",)
    assert names(table) == ["A", "<no name in column 'partner'>", "C"]


def test_broken_parquet_is_said(tmp_path: Path) -> None:
    """A file that only begins like Parquet is a plain error."""
    pytest.importorskip("pyarrow")
    with pytest.raises(InputError, match="broken Parquet file"):
        read_partners(write(tmp_path, "p.parquet", b"PAR1nonsense"))


def test_parquet_without_its_package_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match="pyarrow") as caught:
        read_partners(write(tmp_path, "p.parquet", b"PAR1"))
    assert "parquet" in caught.value.hint


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """Twenty times the rows need no more memory at the peak."""
    peaks = []
    for rows in (2_000, 40_000):
        path = write(tmp_path, f"p{rows}.csv", "partner,country\n" + "Beihang University,CN\n" * rows)
        tracemalloc.start()
        assert sum(1 for _ in read_partners(path).rows) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + (4 << 20)
