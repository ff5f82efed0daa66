"""A list of one's own: a CSV with the header documented in `docs/house_lists.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from duediligence.errors import ImporterError
from duediligence.importers.base import NO_NAME, Collector, Importer, ImportResult
from duediligence.importers.dates import is_iso
from duediligence.importers.files import read_csv, read_text
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, split_names
from duediligence.model import Kind
from duediligence.names.countries import country_code

HOUSE_LIST = "house"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": (),
    "list": (),
    "name_native": ("native_name", "name_zh"),
    "aliases": ("alias", "other_names"),
    "acronyms": ("acronym",),
    "former": ("former_names",),
    "parent": (),
    "country": ("countries",),
    "kind": ("entity_type", "type"),
    "rating": ("risk",),
    "category": (),
    "programme": ("program", "rating_or_programme"),
    "since": ("designated_on", "start_date"),
    "until": ("removed_on", "end_date"),
    "as_of": ("evidence_date",),
    "cite": ("citation", "citation_title"),
    "url": ("citation_url",),
    "confidence": (),
    "ror": ("ror_id",),
}
_IGNORED = frozenset({"evidence_url"})
_RATINGS = ("stop", "escalate", "review")
_WHOLE_DAY = len("2026-01-31")
_LIST_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_SEPARATOR = "|"


def read(path: Path) -> ImportResult:
    """Read a house list; the delimiter (comma, semicolon, tab) is told from the header.

    Raises:
        ImporterError: No `name` column, or a column that is not documented.
    """
    collector = Collector(path)
    text = read_text(path, collector)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    columns = _columns(path, [clean(cell).strip('"') for cell in header.split(delimiter)])
    for row, record in read_csv(path, collector, (), delimiter=delimiter, text=text):
        _take(row, {columns[name]: value for name, value in record.items() if name in columns}, collector)
    found = collector.result()
    days = [row.as_of for row in found.rows if row.as_of and len(row.as_of) == _WHOLE_DAY]
    return replace(found, as_of=max(days, default=None))


def _columns(path: Path, header: list[str]) -> dict[str, str]:
    known = {spelling: column for column, others in COLUMNS.items() for spelling in (column, *others)}
    unknown = [name for name in header if name not in known and name not in _IGNORED]
    columns = {name: known[name] for name in header if name in known}
    if "name" not in columns.values():
        raise ImporterError(
            f"{path}, row 1: column name missing; found: {', '.join(header)[:300]}", hint=_hint()
        )
    if unknown:
        raise ImporterError(f"{path}, row 1: unknown column {', '.join(unknown)[:200]}", hint=_hint())
    return columns


def _hint() -> str:
    return f"Columns a list may have: {', '.join(COLUMNS)}; see docs/house_lists.md."


def _take(row: int, record: Mapping[str, str], collector: Collector) -> None:
    name = clean(record.get("name"))
    if not name:
        collector.skip(NO_NAME)
    elif faults := list(_faults(record)):
        collector.broken(row, *faults[0])
        for fault in faults[1:]:
            collector.note(row, *fault)
    else:
        _add(row, name, record, collector)


def _faults(record: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every field that cannot be taken, and why."""
    if (list_id := record.get("list", "")) and not _LIST_ID.match(list_id.replace("_", "-")):
        yield "list", f"expected letters, digits and hyphens, found {list_id[:40]!r}"
    for name in ("since", "until", "as_of"):
        if (value := clean(record.get(name))) and not is_iso(value):
            yield name, f"expected YYYY, YYYY-MM or YYYY-MM-DD, found {value[:40]!r}"
    if (rating := _rating(record)) and rating not in _RATINGS:
        yield "rating", f"expected one of {', '.join(_RATINGS)}, found {rating[:40]!r}"
    if (kind := _kind_text(record)) and kind not in {k.value for k in Kind}:
        yield "kind", f"expected one of {', '.join(k.value for k in Kind)}, found {kind[:40]!r}"
    for country in _split(record, "country"):
        if country_code(country) is None:
            yield "country", f"expected an ISO code or a country's name, found {country[:40]!r}"


def _add(row: int, name: str, record: Mapping[str, str], collector: Collector) -> None:
    aliases = _split(record, "aliases")
    kind = _kind_text(record)
    ror = record.get("ror", "").removeprefix("https://ror.org/")
    plain = (
        "name_native",
        "parent",
        "category",
        "programme",
        "since",
        "until",
        "as_of",
        "cite",
        "url",
        "confidence",
    )
    collector.add(
        row,
        list=record.get("list", "").replace("_", "-") or HOUSE_LIST,
        name=name,
        aliases=aliases,
        acronyms=_split(record, "acronyms"),
        former=_split(record, "former"),
        countries=tuple(dict.fromkeys(code for c in _split(record, "country") if (code := country_code(c)))),
        rating=_rating(record),
        kind=Kind(kind) if kind else guess_kind(name, aliases),
        ids={"ror": ror} if ror else None,
        **{field: clean(record.get(field)) for field in plain},
    )


def _split(record: Mapping[str, str], column: str) -> tuple[str, ...]:
    return split_names(record.get(column, ""), _SEPARATOR)


def _rating(record: Mapping[str, str]) -> str:
    return clean(record.get("rating")).lower()


def _kind_text(record: Mapping[str, str]) -> str:
    return record.get("kind", "").strip().lower().replace("_", "-")


IMPORTER = Importer(
    source=HOUSE_LIST,
    lists=(HOUSE_LIST,),
    title="A list of one's own",
    publisher="the user",
    page="docs/house_lists.md",
    own_lists=True,
    read=read,
)
