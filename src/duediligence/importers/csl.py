"""The US Consolidated Screening List (trade.gov): CSV with or without `_id`, and JSON.

One file carries the lists of three departments, told apart by the code in brackets of `source`.
Parties of Commerce and State have no `type`: natural persons among them are told by their names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from duediligence.errors import ImporterError
from duediligence.importers.base import (
    AIRCRAFT,
    LOOKS_LIKE_PERSON,
    MERGED,
    NATURAL_PERSON,
    VESSEL,
    Collector,
    Importer,
    ImportResult,
)
from duediligence.importers.files import read_csv, read_text
from duediligence.importers.kinds import guess_kind, looks_like_person, says_person
from duediligence.importers.text import Names, clean, split_names, take_apart, without_tail
from duediligence.names.countries import country_at_end, country_code, country_codes

_LISTS = {
    "EL": "us-bis-entity-list",
    "MEU": "us-bis-meu",
    "UVL": "us-bis-uvl",
    "DPL": "us-bis-dpl",
    "SDN": "us-ofac-sdn",
    "CMIC": "us-ofac-ns-cmic",
    "NS-MBS": "us-ofac-ns-mbs",
    "SSI": "us-ofac-ssi",
    "CAP": "us-ofac-cap",
    "PLC": "us-ofac-plc",
    "FSE": "us-ofac-fse",
    "ISN": "us-state-isn",
    "DTC": "us-state-dtc",
}
_RULES = {
    "us-bis-entity-list": "15 CFR Part 744, Supplement No. 4",
    "us-bis-meu": "15 CFR Part 744, Supplement No. 7",
    "us-bis-uvl": "15 CFR Part 744, Supplement No. 6",
}
_REQUIRED = (
    "source",
    "type",
    "name",
    "addresses",
    "federal_register_notice",
    "start_date",
    "end_date",
    "alt_names",
)
_TYPES = {"individual": NATURAL_PERSON, "vessel": VESSEL, "aircraft": AIRCRAFT}
_CODE = re.compile(r"\(([A-Z\-]+)(?: List)?\)")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_BARE_ADDRESS = re.compile(r"Address \d+$", re.IGNORECASE)
_CLASS_OF_SITES = re.compile(r"^Nuclear reactors\b", re.IGNORECASE)
_NATIONALITY = re.compile(r"\s*[(\[]([^()\[\]]+?)(?: entity)?[)\]]\s*$", re.IGNORECASE)
_STATE_LISTS = ("us-state-isn", "us-state-dtc")
# Headings that the file cuts off, as its aliases or country show; the Federal Register prints them whole.
_CUT_OFF = {
    ("China Aerospace Science and Technology Corporation (CASC)", "13th Institute"): (
        "China Aerospace Science and Technology Corporation (CASC) 9th Academy 13 Research Institute"
    ),
    ("Nuclear Research Center", "IL"): "Nuclear Research Center at Negev Dimona",
}


@dataclass(slots=True)
class _Party:
    """One party on one list, gathered from all the rows that print its name."""

    list: str
    printed: str
    names: Names
    row: int
    record: Mapping[str, Any]
    countries: dict[str, None] = field(default_factory=dict)
    former: dict[str, None] = field(default_factory=dict)
    aliases: dict[str, None] = field(default_factory=dict)
    acronyms: dict[str, None] = field(default_factory=dict)

    def take(self, names: Names, countries: tuple[str, ...]) -> None:
        """Add what another row says of the same party."""
        self.countries.update(dict.fromkeys(countries))
        self.former.update(dict.fromkeys(names.former))
        self.aliases.update(dict.fromkeys(names.aliases))
        self.acronyms.update(dict.fromkeys(names.acronyms))


def read(path: Path) -> ImportResult:
    """Read the bulk file, CSV or JSON, plain or gzip.

    Raises:
        ImporterError: The file is neither.
    """
    collector = Collector(path)
    text = read_text(path, collector)
    if text.lstrip()[:1] in "{[":
        records, as_of = _json_records(path, text, collector)
    else:
        records, as_of = read_csv(path, collector, _REQUIRED, text=text), None
    parties: dict[tuple[str, str], _Party] = {}
    for row, record in records:
        _take(record, row, parties, collector)
    for party in parties.values():
        _emit(party, as_of or datetime.now(UTC).date().isoformat(), collector)
    return collector.result(as_of=as_of)


def _json_records(
    path: Path, text: str, collector: Collector
) -> tuple[Iterator[tuple[int, dict[str, Any]]], str | None]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise ImporterError(f"{path}: not readable JSON: {exc}", hint="Download the file again.") from exc
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        raise ImporterError(
            f"{path}: no `results` array", hint="Give the bulk file consolidated.json of trade.gov."
        )
    built = re.match(r"\d{4}-\d\d-\d\d", str(document.get("search_performed_at", "")))
    return _objects(results, collector), built[0] if built else None


def _objects(results: list[Any], collector: Collector) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, record in enumerate(results, 1):
        if isinstance(record, dict):
            yield number, record
        else:
            collector.broken(number, "results", "not an object")


def _take(
    record: Mapping[str, Any], row: int, parties: dict[tuple[str, str], _Party], collector: Collector
) -> None:
    match = _CODE.search(str(record.get("source") or ""))
    list_id = _LISTS.get(match[1]) if match else None
    name = clean(record.get("name"))
    if list_id is None:
        collector.broken(row, "source", f"unknown list {str(record.get('source'))[:80]!r}")
    elif not name:
        collector.broken(row, "name", "empty")
    elif reason := _left_out(record, name, list_id):
        collector.skip(reason)
    else:
        _gather(record, row, list_id, name, parties, collector)


def _left_out(record: Mapping[str, Any], name: str, list_id: str) -> str | None:
    kind = clean(record.get("type")).casefold()
    if kind in _TYPES:
        return _TYPES[kind]
    if _BARE_ADDRESS.match(name):
        return "bare address"
    if kind:
        return None
    if says_person(name):
        return NATURAL_PERSON
    aliases = _aliases(record, list_id)
    return LOOKS_LIKE_PERSON if looks_like_person(name, aliases) else None


def _gather(
    record: Mapping[str, Any],
    row: int,
    list_id: str,
    printed: str,
    parties: dict[tuple[str, str], _Party],
    collector: Collector,
) -> None:
    countries, aliases = _countries(record), _aliases(record, list_id)
    printed = next(
        (full for (cut, mark), full in _CUT_OFF.items() if cut == printed and mark in (*aliases, *countries)),
        printed,
    )
    party = without_tail(printed)
    own = _NATIONALITY.search(party)
    if own and list_id in _STATE_LISTS and (code := country_code(own[1])):
        party, countries = party[: own.start()], (*countries, code)
    names = take_apart(party, aliases, shouting=list_id.startswith("us-ofac"))
    if _CLASS_OF_SITES.match(names.name):
        collector.skip("a class of sites, not a body")
        return
    key = (list_id, printed.casefold())
    if key in parties:
        collector.skip(MERGED)
    parties.setdefault(key, _Party(list_id, printed, names, row, record)).take(names, countries)


def _emit(party: _Party, today: str, collector: Collector) -> None:
    """Hand over one party; an order that ends after `today` is in force, and its end is not yet news."""
    record, names = party.record, party.names
    ends = _iso(record.get("end_date"))
    aliases = tuple(party.aliases)
    collector.add(
        party.row,
        list=party.list,
        name=names.name,
        printed=party.printed if party.printed != names.name else None,
        parent=names.parent,
        aliases=aliases,
        former=tuple(party.former),
        acronyms=tuple(party.acronyms),
        countries=tuple(party.countries),
        kind=guess_kind(names.name, aliases),
        programme=_joined(record.get("programs")),
        since=_since(record),
        until=ends if ends and ends <= today else None,
        cite=_citation(record, party.list),
        url=clean(record.get("source_information_url") or record.get("source_list_url")),
    )


def _aliases(record: Mapping[str, Any], list_id: str) -> tuple[str, ...]:
    value = record.get("alt_names") or ""
    if isinstance(value, list):
        return tuple(name for part in value for name in split_names(str(part)))
    names = split_names(value)
    if (
        list_id == "us-state-isn"
        and len(names) == 1
        and re.search(r", (?=[A-Z])(?!Inc|Ltd|LLC|Co\b|S\.A)", names[0])
    ):
        return split_names(names[0], ",")
    return names


def _countries(record: Mapping[str, Any]) -> tuple[str, ...]:
    addresses = record.get("addresses") or ""
    if isinstance(addresses, list):
        return country_codes(str(a.get("country") or "") for a in addresses if isinstance(a, dict))
    ends = (country_at_end(part) for part in addresses.split(";"))
    return tuple(dict.fromkeys(code for code in ends if code))


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else clean(value)


def _since(record: Mapping[str, Any]) -> str | None:
    notice = str(record.get("federal_register_notice") or "")
    return _iso(record.get("start_date")) or _iso(notice)


def _iso(value: object) -> str | None:
    """The first date in a text as ISO, from `2023-07-19` or US style `10/20/2017`; None for neither."""
    text = str(value or "")
    if match := re.search(r"\d{4}-\d\d-\d\d", text):
        return match[0]
    if match := _DATE.search(text):
        month, day, year = map(int, match.groups())
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return None
    return None


def _citation(record: Mapping[str, Any], list_id: str) -> str:
    notice = re.sub(r"F\.R\.", "FR", clean(record.get("federal_register_notice")))
    return "; ".join(part for part in (_RULES.get(list_id), notice) if part)


IMPORTER = Importer(
    source="us-csl",
    lists=tuple(_LISTS.values()),
    title="Consolidated Screening List",
    publisher="International Trade Administration, US Department of Commerce",
    page="https://www.trade.gov/consolidated-screening-list",
    address="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv",
    content_types=(
        "text/csv",
        "application/csv",
        "text/plain",
        "application/octet-stream",
        "binary/octet-stream",
    ),
    read=read,
)
