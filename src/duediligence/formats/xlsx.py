"""A workbook: results with coloured verdicts and filters, their citations, what was not screened, the run.

Written row by row (openpyxl's write-only mode), so that memory stays flat. Every text is stored as text:
nothing from a partner's table is ever evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from duediligence.formats.csv_ import carried_titles
from duediligence.formats.palette import FILLS, NOT_SCREENED_FILL
from duediligence.formats.rows import COLUMNS, NOT_SCREENED, place_of, row_values
from duediligence.formats.wording import LEVEL_ADVICE, LEVEL_WORD, option_words, rating_words
from duediligence.formats.writer import Writer
from duediligence.model import Level, Report, Result, Skipped
from duediligence.names.harmless import harmless
from duediligence.portfolio import Exposure, UnitExposure

if TYPE_CHECKING:
    from openpyxl import Workbook

_LAST_ROW = 1_048_576  # of a sheet; more rows go to a further sheet
_MOST_LINKS = 60_000  # hyperlinks a sheet may have: 65,530
_LONGEST_CELL = 32_767  # characters a cell may hold
_ACTIVE = re.compile(r"\s*[=+\-@#＝＋－＠]")  # how formulas and error values begin
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")

_WORDS = {**{level.value: word for level, word in LEVEL_WORD.items()}, NOT_SCREENED: "NOT SCREENED"}
_CITATION_COLUMNS = (("Row", 7), ("Partner", 44), ("No", 5), ("Source", 70), ("As of", 12), ("Address", 70))
_SKIPPED_COLUMNS = (("File", 20), ("Sheet", 12), ("Row", 8), ("Name", 44), ("Reason", 80))


def open_writer(sink: BinaryIO, frame: Report, columns: tuple[str, ...]) -> Writer:  # noqa: ARG001
    """Return a writer of an XLSX workbook."""
    return XlsxWriter(sink, columns)


class XlsxWriter:
    """Writes results and their citations as they come, the other sheets at the end."""

    def __init__(self, sink: BinaryIO, columns: tuple[str, ...]) -> None:
        """Open the sheets that are written row by row."""
        self._sink = sink
        self._columns = columns
        self._book = _Book()
        titles = [(column.title, column.width) for column in COLUMNS]
        taken = [title for title, _ in titles]
        titles += [(title, 20) for title in carried_titles(columns, taken)]
        self._verdict_at = next(at for at, column in enumerate(COLUMNS) if column.key == "verdict")
        self._results = self._book.sheet("Results", titles, frozen_columns=2)
        self._citations = self._book.sheet("Citations", _CITATION_COLUMNS)
        self._skipped: list[Skipped] = []

    def add(self, item: Result | Skipped) -> None:
        """Write one row, and a row for each of its citations."""
        carried = item.partner.columns if isinstance(item, Result) else {}
        level = item.verdict.level.value if isinstance(item, Result) else NOT_SCREENED
        cells = [*row_values(item), *(carried.get(column, "") for column in self._columns)]
        cells[self._verdict_at] = _WORDS[level]
        self._results.append(cells, coloured={self._verdict_at: level})
        if isinstance(item, Skipped):
            self._skipped.append(item)
            return
        row = place_of(item).row
        for cited in item.citations:
            self._citations.append(
                [row or "", item.partner.name, cited.n, cited.title, cited.as_of or "", cited.url or ""],
                link=5,
            )

    def finish(self, totals: Report, exposure: Exposure | None = None) -> None:
        """Write the sheets of what is known at the end, and the workbook itself."""
        if exposure is not None:
            _write_exposure(self._book, exposure)
        if self._skipped:
            sheet = self._book.sheet("Not screened", _SKIPPED_COLUMNS)
            for item in self._skipped:
                place = item.source
                cells = [place.file or "", place.sheet or "", place.row or "", item.name or "", item.reason]
                sheet.append(cells)
        _write_run(self._book, totals)
        self._book.save(self._sink, totals)


class _Book:
    """The workbook and the named styles its sheets share: a header, a link, and one for each verdict."""

    def __init__(self) -> None:
        from openpyxl import Workbook  # heavy
        from openpyxl.styles import Font, NamedStyle, PatternFill

        self._book = Workbook(write_only=True)
        colours = {level.value: pair for level, pair in FILLS.items()}
        colours |= {NOT_SCREENED: NOT_SCREENED_FILL, "header": ("1F3347", "FFFFFF")}
        for name, (fill, text) in colours.items():
            style = NamedStyle(
                name, font=Font(bold=True, color=text), fill=PatternFill("solid", fgColor=fill)
            )
            self._book.add_named_style(style)
        self._book.add_named_style(NamedStyle("address", font=Font(color="0B57D0", underline="single")))

    def sheet(self, title: str, columns: Sequence[tuple[str, int]], *, frozen_columns: int = 0) -> _Sheet:
        return _Sheet(self._book, title, columns, frozen_columns)

    def save(self, sink: BinaryIO, totals: Report) -> None:
        """Write the workbook; its dates are those of the run, so that equal reports give equal files."""
        properties = self._book.properties
        properties.creator = f"{totals.tool.name} {totals.tool.version}"
        properties.title = "Screening of partners"
        properties.created = totals.run.at.replace(tzinfo=None)
        _save_reproducibly(self._book, sink, totals.run.at)


class _Sheet:
    """A sheet with a frozen, filterable header, continued on a further sheet when it is full."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[tuple[str, int]], frozen_columns: int
    ) -> None:
        self._book, self._title, self._columns, self._frozen = book, title, columns, frozen_columns
        self._part = 0
        self._open()

    def append(
        self, cells: Iterable[object], *, coloured: dict[int, str] | None = None, link: int | None = None
    ) -> None:
        """Write a row; `coloured` maps positions to verdicts, `link` is the position of a web address."""
        if self._rows == _LAST_ROW:
            self._open()
        self._rows += 1
        written = [self._value(value) for value in cells]
        for position, verdict in (coloured or {}).items():
            written[position] = self._styled(written[position], verdict)
        if link is not None and self._rows <= _MOST_LINKS and _WEB.fullmatch(str(written[link])):
            address = written[link]
            written[link] = self._styled(address, "address")
            written[link].hyperlink = address
        self._sheet.append(written)
        self._sheet.auto_filter.ref = f"A1:{self._last_column}{self._rows}"

    def _open(self) -> None:
        from openpyxl.utils import get_column_letter

        self._part += 1
        title = self._title if self._part == 1 else f"{self._title} {self._part}"
        self._sheet = self._book.create_sheet(title)
        self._last_column = get_column_letter(len(self._columns))
        self._sheet.freeze_panes = f"{get_column_letter(self._frozen + 1)}2"
        self._sheet.print_title_rows = "1:1"
        self._sheet.page_setup.orientation = "landscape"
        for position, (_, width) in enumerate(self._columns, 1):
            self._sheet.column_dimensions[get_column_letter(position)].width = width
        self._sheet.append([self._styled(cell_text(title), "header") for title, _ in self._columns])
        self._rows = 1

    def _value(self, value: object) -> Any:  # noqa: ANN401
        """Return a number or harmless text as it is, anything a program might evaluate as a cell of text."""
        if isinstance(value, int | float):
            return value
        text = cell_text(value)
        return self._styled(text, "Normal") if _ACTIVE.match(text) else text or None

    def _styled(self, value: str, style: str) -> Any:  # noqa: ANN401
        """Return a cell of a named style, its text never a formula or error value, whatever it looks like."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=value)
        cell.style = style
        cell.data_type = "s"
        cell.quotePrefix = bool(_ACTIVE.match(value))  # stays text when someone edits the cell
        return cell


def cell_text(value: object) -> str:
    """Return a text that a cell can hold: no control characters, not too long."""
    text = _UNWRITABLE.sub("\ufffd", harmless(str(value)))
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _write_run(book: _Book, totals: Report) -> None:
    """Write what a reader needs to trust or repeat the run, and what the verdicts mean."""
    sheet = book.sheet(
        "Run", (("What", 26), ("Value", 100), ("As of", 14), ("Age in days", 12), ("Address", 70))
    )
    if totals.run.partial:
        sheet.append(["PARTIAL", "The run was stopped before its last row."])
    sheet.append(["Screened at", totals.run.at.isoformat()])
    sheet.append(["Tool", f"{totals.tool.name} {totals.tool.version}"])
    sheet.append(["Data", f"{totals.data.version} (sha256 {totals.data.sha256})"])
    sheet.append(["Profile", f"{totals.policy.profile} (sha256 {totals.policy.sha256})"])
    for key, value in totals.run.options.items():
        sheet.append([f"Option {key}", option_words(value)])
    for given in totals.run.inputs:
        read = ", ".join(part for part in (given.encoding, given.dialect) if part)
        sheet.append(["Input", f"{given.file} ({read}; sha256 {given.sha256})"])
    sheet.append(["Screened", totals.summary.screened])
    sheet.append(["Not screened", totals.summary.skipped])
    for level in sorted(Level, key=lambda level: -level.rank):
        sheet.append(
            [_WORDS[level.value], totals.summary.by_verdict.get(level.value, 0)], coloured={0: level.value}
        )
        sheet.append(["", LEVEL_ADVICE[level]])
    for state in totals.data.lists:
        age = state.age_days if state.age_days is not None else ""
        sheet.append(["List", f"{state.title} ({state.id})", state.as_of, age, state.url], link=4)
    for warning in totals.warnings:
        sheet.append(["Warning", warning])
    for limit in totals.limits:
        sheet.append(["What this cannot tell", limit])


def _write_exposure(book: _Book, exposure: Exposure) -> None:
    """Write the portfolio: one row a unit, in links and in partners, then which listings drive it."""
    verdicts = [_WORDS[level].lower() for level in exposure.overall.by_verdict]
    tiers = [f"ASPI {rating_words(tier)}" for tier in exposure.overall.by_tier]
    for what in ("links", "partners"):
        titles = [exposure.by, what, *verdicts, *tiers, "rated by ASPI", "on a list"]
        titles += ["rated, % of its links", "% of all rated links"] if what == "links" else []
        widths = [(title, 34 if at == 0 else 13) for at, title in enumerate(titles)]
        sheet = book.sheet(f"Exposure, {what}", widths, frozen_columns=1)
        for unit in (exposure.overall, *exposure.units):
            shares = [round(unit.share(unit.rated), 1), round(exposure.share_of_rated(unit), 1)]
            sheet.append([*_exposure_row(unit, what), *(shares if what == "links" else [])])
    drivers = book.sheet("Drivers", (("Kind", 14), ("What", 70), ("Id", 40), ("Links", 10), ("Partners", 10)))
    for kind, found in (("List", exposure.lists), ("Institution", exposure.institutions)):
        for driver in found:
            drivers.append([kind, driver.title, driver.id, driver.count.links, driver.count.partners])


def _exposure_row(unit: UnitExposure, what: str) -> list[object]:
    counts = [unit.total, *unit.by_verdict.values(), *unit.by_tier.values(), unit.rated, unit.listed]
    return [unit.unit, *(getattr(count, what) for count in counts)]


def _save_reproducibly(book: Any, sink: BinaryIO, at: datetime) -> None:  # noqa: ANN401
    """Write a workbook dated `at`; openpyxl would date the parts and properties by the present time."""
    import shutil
    import tempfile
    import zipfile

    from openpyxl.xml.functions import tostring

    with tempfile.TemporaryFile() as raw:
        book.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.infolist():
                fixed = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
                fixed.compress_type = zipfile.ZIP_DEFLATED
                if part.filename == "docProps/core.xml":
                    book.properties.modified = at.replace(tzinfo=None)
                    target.writestr(fixed, tostring(book.properties.to_tree()))
                    continue
                with source.open(part) as data, target.open(fixed, "w", force_zip64=True) as copy:
                    shutil.copyfileobj(data, copy, 1 << 20)
