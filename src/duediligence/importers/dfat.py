"""Australia's Consolidated List (DFAT): XLSX, one row a name, references like `8577` and `8577a`."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from duediligence.importers.base import NATURAL_PERSON, NO_NAME, VESSEL, Collector, Importer, ImportResult
from duediligence.importers.files import read_sheet
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, is_native, take_apart
from duediligence.names.countries import country_code, country_codes

_REFERENCE, _NAME, _TYPE, _NAME_TYPE = "Reference", "Name of Individual or Entity", "Type", "Name Type"
_REQUIRED = (_REFERENCE, _NAME, _TYPE, _NAME_TYPE, "Address", "Committees", "Control Date")
_SKIPPED_TYPES = {"individual": NATURAL_PERSON, "person": NATURAL_PERSON, "vessel": VESSEL}
_FORMER = ("formerly", "previously")
_MONTH_FORMS = ("%d %b. %Y", "%d %b %Y", "%d %B %Y", "%d/%m/%Y", "%Y-%m-%d")
_PAGE = "https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list"

Line = tuple[int, dict[str, Any]]


def read(path: Path) -> ImportResult:
    """Read the official spreadsheet.

    Raises:
        ImporterError: Not a spreadsheet, or not this one.
    """
    collector = Collector(path)
    entries: dict[str, list[Line]] = {}
    for row, record in read_sheet(path, _REQUIRED):
        number = re.match(r"\d+", str(record.get(_REFERENCE) or ""))
        if number:
            entries.setdefault(number[0], []).append((row, record))
        else:
            collector.broken(row, _REFERENCE, f"no number in {str(record.get(_REFERENCE))[:40]!r}")
    for reference, lines in entries.items():
        _take(reference, lines, collector)
    return collector.result()


def _take(reference: str, lines: list[Line], collector: Collector) -> None:
    row = lines[0][0]
    kind = next((k for _, record in lines if (k := clean(record.get(_TYPE)).casefold())), "")
    if kind in _SKIPPED_TYPES:
        collector.skip(_SKIPPED_TYPES[kind])
    elif kind != "entity":
        collector.broken(row, _TYPE, f"expected Individual, Entity or Vessel, found {kind!r}")
    else:
        _organisation(reference, lines, collector)


def _organisation(reference: str, lines: list[Line], collector: Collector) -> None:
    row, first = lines[0]
    printed = [(clean(record.get(_NAME_TYPE)).casefold(), clean(record.get(_NAME))) for _, record in lines]
    printed = [(kind, name) for kind, name in printed if name]
    main = next((name for kind, name in printed if kind.startswith("prim")), printed[0][1] if printed else "")
    if not main:
        collector.skip(NO_NAME)
        return
    natives = [name for _, name in printed if is_native(name) and name != main]
    former = [name for kind, name in printed if kind.startswith(_FORMER)]
    names = take_apart(
        main, (name for _, name in printed if name != main and name not in (*natives, *former))
    )
    collector.add(
        row,
        list="au-dfat",
        name=names.name,
        printed=names.printed,
        name_native=natives[0] if natives else None,
        aliases=(*names.aliases, *natives[1:]),
        former=(*names.former, *former),
        acronyms=names.acronyms,
        countries=_countries(lines),
        kind=guess_kind(names.name, names.aliases),
        programme=clean(first.get("Committees")),
        since=_iso(first.get("Control Date")),
        cite=f"DFAT Consolidated List, reference {reference}",
        url=_PAGE,
    )


def _countries(lines: list[Line]) -> tuple[str, ...]:
    """Countries from the addresses' ends and the citizenship column, else from the committee's name."""
    found: list[str] = []
    for _, record in lines:
        parts = re.split(r";|\b[a-z]\) |\n", clean(record.get("Address")).replace("_x000D_", ";"))
        found += [part.rsplit(",", 1)[-1] for part in parts]
        found += str(record.get("Citizenship") or "").split(",")
    codes = country_codes(found)
    if codes:
        return codes
    committee = re.search(r"\(([^()]+)\)", clean(lines[0][1].get("Committees")))
    code = country_code(committee[1]) if committee else None
    return (code,) if code else ()


def _iso(cell: object) -> str | None:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    for form in _MONTH_FORMS:
        try:
            return datetime.strptime(clean(cell), form).date().isoformat()  # noqa: DTZ007 - a date, no time
        except ValueError:
            continue
    return None


IMPORTER = Importer(
    source="au-dfat",
    lists=("au-dfat",),
    title="Consolidated List",
    publisher="Department of Foreign Affairs and Trade, Australia",
    page=_PAGE,
    address="https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx",
    content_types=(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/octet-stream",
    ),
    read=read,
)
