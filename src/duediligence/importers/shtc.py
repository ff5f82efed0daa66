"""Taiwan's entity list for strategic high-tech commodities (SHTC): CSV of the open data portal."""

from __future__ import annotations

import re
from pathlib import Path

from duediligence.importers.base import (
    LOOKS_LIKE_PERSON,
    NATURAL_PERSON,
    NO_NAME,
    Collector,
    Importer,
    ImportResult,
)
from duediligence.importers.files import read_csv
from duediligence.importers.kinds import guess_kind, looks_like_person
from duediligence.importers.text import clean, is_native, split_names, take_apart
from duediligence.names.countries import country_codes

_NAME, _ALIAS, _PASSPORT, _COUNTRY = "名稱name", "別名alias", "護照號碼ID Number", "國家代碼country code"
_SCRIPT_MARK = re.compile(r"(?:繁體中文|簡體中文)[：:]\s*")
_UN_REFERENCE = re.compile(r"[（(]永久參考號[：:].*?[）)]")
_MARKUP = re.compile(r"<[^<>]*>")
_PASSPORT_WORDS = re.compile(r"passport|護照|出生|DOB|born", re.IGNORECASE)
_PAGE = "https://data.gov.tw/dataset/102368"


def read(path: Path) -> ImportResult:
    """Read the open data CSV.

    Raises:
        ImporterError: The columns are not those of the list.
    """
    collector = Collector(path)
    for row, record in read_csv(path, collector, (_NAME, _ALIAS, _COUNTRY)):
        _take(row, record, collector)
    return collector.result()


def _take(row: int, record: dict[str, str], collector: Collector) -> None:
    main, *more = _names(record[_NAME]) or [""]
    if not main:
        collector.skip(NO_NAME)
        return
    listed = [*more, *_names(record[_ALIAS])]
    if _PASSPORT_WORDS.search(record.get(_PASSPORT, "")):
        collector.skip(NATURAL_PERSON)
        return
    if looks_like_person(main, listed):
        collector.skip(LOOKS_LIKE_PERSON)
        return
    natives = [name for name in (main, *listed) if is_native(name)]
    names = take_apart(main, (name for name in listed if not is_native(name)))
    others = [name for name in natives if name != main]
    collector.add(
        row,
        list="tw-shtc",
        name=names.name,
        printed=names.printed,
        name_native=others[0] if others else None,
        aliases=(*names.aliases, *others[1:]),
        former=names.former,
        acronyms=names.acronyms,
        countries=country_codes(record[_COUNTRY].replace("；", ";").split(";")),
        kind=guess_kind(names.name, listed),
        cite="SHTC entity list, Foreign Trade Act art. 13",
        url=_PAGE,
    )


def _names(cell: str) -> list[str]:
    text = _UN_REFERENCE.sub("", _MARKUP.sub("", cell)).replace("；", ";").replace(" alias:", ";")
    return [clean(_SCRIPT_MARK.sub("", name)) for name in split_names(text)]


IMPORTER = Importer(
    source="tw-shtc",
    lists=("tw-shtc",),
    title="Strategic High-Tech Commodities entity list",
    publisher="International Trade Administration, Ministry of Economic Affairs, Taiwan",
    page=_PAGE,
    address="https://www.trade.gov.tw/OpenData/getOpenData.aspx?oid=0F2CD336A579151B",
    headers={"Referer": "https://www.trade.gov.tw/"},
    content_types=(
        "text/csv",
        "application/csv",
        "text/plain",
        "application/octet-stream",
        "application/vnd.ms-excel",
    ),
    read=read,
)
