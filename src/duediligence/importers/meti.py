"""Japan's Foreign End User List (METI): XLSX, names in English and in Japanese forms of Han characters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from duediligence.importers.base import Collector, Importer, ImportResult
from duediligence.importers.files import read_sheet
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, is_native, take_apart
from duediligence.names.countries import country_code

_COUNTRY, _NAME, _ALSO = "Country or Region", "Company or Organization", "Also Known As"
_WMD, _CONVENTIONAL = "Type of WMD", "Conventional Weapons"
_PAGE = "https://www.meti.go.jp/english/policy/external_economy/trade_control/index.html"
# Full-width ASCII, as Japanese typists leave it, and the half-width comma.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("､"): ord(",")}
_NATIVE_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_CONCERNS = {"B": "biological", "C": "chemical", "M": "missile", "N": "nuclear"}


def read(path: Path) -> ImportResult:
    """Read the official spreadsheet.

    Raises:
        ImporterError: Not a spreadsheet, or not this one.
    """
    collector = Collector(path)
    as_of = _date_in(path.name)
    for row, record in read_sheet(path, (_COUNTRY, _NAME, _ALSO, _WMD)):
        _take(row, record, as_of, collector)
    return collector.result(as_of=as_of)


def _take(row: int, record: dict[str, Any], as_of: str | None, collector: Collector) -> None:
    printed = str(record.get(_NAME) or "").translate(_FULL_WIDTH)
    if not clean(printed):
        collector.broken(row, _NAME, "empty")
        return
    country = country_code(_last_line(record.get(_COUNTRY)))
    if country is None:
        collector.note(row, _COUNTRY, f"unknown country {clean(record.get(_COUNTRY))[:60]!r}")
    name, native = _without_native(clean(printed))
    listed = [part for line in _aliases(record.get(_ALSO)) for part in _both_scripts(line)]
    names = take_apart(name, (alias for alias in listed if not is_native(alias)))
    natives = [*native, *(alias for alias in listed if is_native(alias))]
    collector.add(
        row,
        list="jp-meti-eul",
        name=names.name,
        printed=names.printed,
        name_native=natives[0] if natives else None,
        native_lang="ja" if natives else None,
        aliases=(*names.aliases, *natives[1:]),
        former=names.former,
        acronyms=names.acronyms,
        countries=(country,) if country else (),
        kind=guess_kind(names.name, names.aliases),
        category=_concerns(record),
        as_of=as_of,
        cite="METI Foreign End User List" + (f" of {as_of}" if as_of else ""),
        url=_PAGE,
    )


def _aliases(cell: object) -> list[str]:
    """The bulleted names of a cell; a line without bullet continues the one above."""
    text = str(cell or "").translate(_FULL_WIDTH)
    return [line for part in re.split(r"(?:^|\n)\s*[・•･]", text) if (line := clean(part))]


def _both_scripts(alias: str) -> list[str]:
    name, native = _without_native(alias)
    return [part for part in (name, *native) if part]


def _without_native(text: str) -> tuple[str, list[str]]:
    """Take out brackets that hold the name in another script."""
    natives = [inner.strip() for inner in _NATIVE_BRACKET.findall(text) if is_native(inner)]
    for native in natives:
        text = re.sub(rf"\s*\(\s*{re.escape(native)}\s*\)", "", text)
    return clean(text), natives


def _concerns(record: dict[str, Any]) -> str | None:
    letters = re.findall(r"[BCMN]", _last_line(record.get(_WMD)))
    found = [_CONCERNS[letter] for letter in letters]
    if clean(record.get(_CONVENTIONAL)):
        found.append("conventional")
    return ", ".join(found) or None


def _last_line(cell: object) -> str:
    lines = str(cell or "").strip().splitlines()
    return lines[-1].strip() if lines else ""


def _date_in(name: str) -> str | None:
    match = re.search(r"(20\d\d)[-_]?([01]\d)[-_]?([0-3]\d)", name)
    return "-".join(match.groups()) if match else None


IMPORTER = Importer(
    source="jp-meti",
    lists=("jp-meti-eul",),
    title="Foreign End User List",
    publisher="Ministry of Economy, Trade and Industry, Japan",
    page=_PAGE,
    read=read,
)
