"""The UK Sanctions List (FCDO): CSV, several lines a designation, a report date above the header."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from duediligence.importers.base import NATURAL_PERSON, NO_NAME, VESSEL, Collector, Importer, ImportResult
from duediligence.importers.files import read_csv, read_text
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, take_apart
from duediligence.names.countries import country_codes

_REQUIRED = ("Unique ID", "Name 6", "Name 1", "Name type", "Regime Name", "Address Country")
_TYPE_COLUMNS = ("Designation Type", "IndividualEntityShip")
_NAME_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_SKIPPED_TYPES = {"individual": NATURAL_PERSON, "ship": VESSEL}
_PAGE = "https://www.gov.uk/government/publications/the-uk-sanctions-list"

Line = tuple[int, dict[str, str]]


def read(path: Path) -> ImportResult:
    """Read the official CSV, with or without the "Report Date" line.

    Raises:
        ImporterError: The columns are not those of the UK Sanctions List.
    """
    collector = Collector(path)
    text, first_line, as_of = _below_report_date(read_text(path, collector))
    entries: dict[str, list[Line]] = {}
    for row, record in read_csv(path, collector, _REQUIRED, text=text, first_line=first_line):
        if record["Unique ID"]:
            entries.setdefault(record["Unique ID"], []).append((row, record))
        else:
            collector.broken(row, "Unique ID", "empty")
    for lines in entries.values():
        _take(lines, as_of, collector)
    return collector.result(as_of=as_of)


def _take(lines: list[Line], as_of: str | None, collector: Collector) -> None:
    row, first = lines[0]
    kind = next((first[column] for column in _TYPE_COLUMNS if first.get(column)), "").casefold()
    if kind in _SKIPPED_TYPES:
        collector.skip(_SKIPPED_TYPES[kind])
    elif kind != "entity":
        collector.broken(row, _TYPE_COLUMNS[0], f"expected Individual, Entity or Ship, found {kind!r}")
    else:
        _organisation(lines, row, first, as_of, collector)


def _organisation(
    lines: list[Line], row: int, first: dict[str, str], as_of: str | None, collector: Collector
) -> None:
    printed = [(record["Name type"].casefold(), name) for _, record in lines if (name := _full_name(record))]
    main = next((name for kind, name in printed if kind == "primary name"), printed[0][1] if printed else "")
    if not main:
        collector.skip(NO_NAME)
        return
    former = [name for kind, name in printed if kind.startswith(("f.k.a", "formerly", "fka"))]
    others = [name for _, name in printed if name != main and name not in former]
    natives = list(dict.fromkeys(filter(None, (clean(r.get("Name non-latin script")) for _, r in lines))))
    names = take_apart(main, others, shouting=True)
    collector.add(
        row,
        list="gb-sanctions",
        name=names.name,
        printed=names.printed,
        name_native=natives[0] if natives else None,
        aliases=(*names.aliases, *natives[1:]),
        former=(*names.former, *dict.fromkeys(former)),
        acronyms=names.acronyms,
        countries=country_codes(record["Address Country"] for _, record in lines),
        kind=guess_kind(names.name, names.aliases),
        parent=clean(first.get("Parent company")),
        programme=first["Regime Name"],
        category=first.get("Sanctions Imposed", "").replace("|", "; "),
        since=_iso(first.get("Date Designated", "")),
        as_of=as_of,
        cite=f"UK Sanctions List, {first['Unique ID']}",
        url=_PAGE,
    )


def _full_name(record: dict[str, str]) -> str:
    return clean(" ".join(record[part] for part in _NAME_PARTS if record.get(part)))


def _below_report_date(text: str) -> tuple[str, int, str | None]:
    """Cut the line above the header; return the rest, the header's line number and the date."""
    first, _, rest = text.partition("\n")
    if "Unique ID" in first:
        return text, 1, None
    match = re.search(r"\d{1,2}-[A-Za-z]{3}-\d{4}|\d{1,2}/\d{1,2}/\d{4}", first)
    return rest, 2, _iso(match[0]) if match else None


def _iso(text: str) -> str | None:
    for form in ("%d/%m/%Y", "%d-%b-%Y"):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007 - a date, no time
        except ValueError:
            continue
    return None


IMPORTER = Importer(
    source="gb-sanctions",
    lists=("gb-sanctions",),
    title="UK Sanctions List",
    publisher="Foreign, Commonwealth and Development Office, United Kingdom",
    page=_PAGE,
    address="https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv",
    content_types=(
        "text/csv",
        "application/csv",
        "text/plain",
        "application/octet-stream",
        "application/vnd.ms-excel",
    ),
    read=read,
)
