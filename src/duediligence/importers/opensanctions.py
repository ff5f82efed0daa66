"""OpenSanctions `targets.simple.csv`: read under the user's own licence.

The data are CC BY-NC 4.0 (a commercial user needs a licence from OpenSanctions), so `update` never
downloads this file by itself.
"""

from __future__ import annotations

import re
from pathlib import Path

from duediligence.importers.base import (
    AIRCRAFT,
    NATURAL_PERSON,
    NO_NAME,
    VESSEL,
    Collector,
    Importer,
    ImportResult,
)
from duediligence.importers.files import read_csv
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, is_native, split_names, take_apart
from duediligence.names.countries import country_codes

LICENCE = "CC BY-NC 4.0: for commercial use you need your own licence from OpenSanctions"
_REQUIRED = ("id", "schema", "name", "aliases", "countries", "dataset")
_SKIPPED = {"Person": NATURAL_PERSON, "Vessel": VESSEL, "Airplane": AIRCRAFT}
_ORGANISATIONS = frozenset({"Organization", "Company", "LegalEntity", "PublicBody"})
_PAGE = "https://www.opensanctions.org/datasets/"


def read(path: Path) -> ImportResult:
    """Read the simplified CSV of any OpenSanctions collection.

    Raises:
        ImporterError: The columns are not those of `targets.simple.csv`.
    """
    collector = Collector(path)
    for row, record in read_csv(path, collector, _REQUIRED):
        _take(row, record, collector)
    return collector.result()


def _take(row: int, record: dict[str, str], collector: Collector) -> None:
    schema = record["schema"]
    if schema not in _ORGANISATIONS:
        collector.skip(_SKIPPED.get(schema, f"no organisation ({clean(schema)[:30] or 'no schema'})"))
        return
    main = clean(record["name"])
    if not main:
        collector.skip(NO_NAME)
        return
    listed = [name for name in split_names(record["aliases"]) if name != main]
    natives = [name for name in listed if is_native(name)]
    names = take_apart(main, (name for name in listed if name not in natives))
    collector.add(
        row,
        list="opensanctions",
        name=names.name,
        printed=names.printed,
        name_native=natives[0] if natives else None,
        aliases=(*names.aliases, *natives[1:]),
        former=names.former,
        acronyms=names.acronyms,
        countries=country_codes(code.upper() for code in record["countries"].split(";")),
        kind=guess_kind(names.name, names.aliases),
        programme=clean(record["dataset"]),
        category=clean(record.get("sanctions"))[:200],
        since=_date(record.get("first_seen", "")),
        as_of=_date(record.get("last_seen", "")),
        cite=f"OpenSanctions {record['id']}",
        url=f"https://www.opensanctions.org/entities/{record['id']}/",
    )


def _date(text: str) -> str | None:
    match = re.match(r"\d{4}-\d\d-\d\d", text)
    return match[0] if match else None


IMPORTER = Importer(
    source="opensanctions",
    lists=("opensanctions",),
    title="OpenSanctions targets (simplified CSV)",
    publisher="OpenSanctions",
    page=_PAGE,
    licence=LICENCE,
    own_lists=True,
    read=read,
)
