"""The EU consolidated financial sanctions list: XML 1.1 and CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from duediligence.importers.base import NATURAL_PERSON, NO_NAME, Collector, Importer, ImportResult
from duediligence.importers.files import iter_xml, read_bytes, read_csv, read_text
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, is_native, take_apart
from duediligence.names.countries import country_codes

if TYPE_CHECKING:
    from lxml.etree import _Element

_REQUIRED = ("Entity_LogicalId", "NameAlias_WholeName")
_SUBJECTS = ("Entity_SubjectType_ClassificationCode", "Entity_SubjectType")
_PERSON, _ORGANISATION = {"p", "person"}, {"e", "enterprise"}
_PAGE = (
    "https://data.europa.eu/data/datasets/"
    "consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions"
)


@dataclass(slots=True)
class _Entry:
    """One sanctioned entity, gathered from its element or from its lines."""

    row: int
    subject: str = ""
    reference: str = ""
    since: str = ""
    programme: str = ""
    regulation: str = ""
    url: str = ""
    names: list[tuple[str, str]] = field(default_factory=list)  # (language, name)
    countries: list[str] = field(default_factory=list)


def read(path: Path) -> ImportResult:
    """Read the XML or the CSV file.

    Raises:
        ImporterError: The file is neither.
    """
    collector = Collector(path)
    entries: Iterable[_Entry]
    if read_bytes(path).lstrip(b"\xef\xbb\xbf \r\n")[:1] == b"<":
        entries, as_of = _from_xml(path)
    else:
        entries, as_of = _from_csv(path, collector)
    for entry in entries:
        _take(entry, as_of, collector)
    return collector.result(as_of=as_of)


def _take(entry: _Entry, as_of: str | None, collector: Collector) -> None:
    subject = entry.subject.casefold()
    if subject in _PERSON:
        collector.skip(NATURAL_PERSON)
    elif subject not in _ORGANISATION:
        collector.broken(entry.row, "subjectType", f"expected person or enterprise, found {subject!r}")
    elif not entry.names:
        collector.skip(NO_NAME)
    else:
        _organisation(entry, as_of, collector)


def _organisation(entry: _Entry, as_of: str | None, collector: Collector) -> None:
    latin = [name for _, name in entry.names if not is_native(name)]
    natives = [name for _, name in entry.names if is_native(name)]
    english = next((name for language, name in entry.names if language in ("EN", "") and name in latin), None)
    main = english or (latin or natives)[0]
    names = take_apart(main, (name for name in latin if name != main))
    others = [name for name in natives if name != main]
    collector.add(
        entry.row,
        list="eu-fsf",
        name=names.name,
        printed=names.printed,
        name_native=others[0] if others else None,
        aliases=(*names.aliases, *others[1:]),
        former=names.former,
        acronyms=names.acronyms,
        countries=country_codes(entry.countries),
        kind=guess_kind(names.name, names.aliases),
        programme=entry.programme,
        since=entry.since,
        as_of=as_of,
        cite="; ".join(part for part in (entry.regulation, entry.reference) if part),
        url=entry.url or _PAGE,
    )


def _from_xml(path: Path) -> tuple[list[_Entry], str | None]:
    entries, as_of = [], None
    for row, element in iter_xml(path, "sanctionEntity"):
        entries.append(_entry_of(element, row))
        as_of = as_of or _iso(element.getroottree().getroot().get("generationDate", ""))
    return entries, as_of


def _entry_of(element: _Element, row: int) -> _Entry:
    regulation = next(_children(element, "regulation"), None)
    subject = next(_children(element, "subjectType"), None)
    entry = _Entry(row=row, reference=element.get("euReferenceNumber", ""))
    entry.since = _iso(element.get("designationDate", "")) or ""
    if subject is not None:
        entry.subject = subject.get("classificationCode") or subject.get("code") or ""
    if regulation is not None:
        entry.programme = regulation.get("programme", "")
        entry.regulation = regulation.get("numberTitle", "")
        entry.since = entry.since or _iso(regulation.get("entryIntoForceDate", "")) or ""
        entry.url = clean(next((child.text for child in _children(regulation, "publicationUrl")), ""))
    for alias in _children(element, "nameAlias"):
        if name := clean(alias.get("wholeName", "")):
            entry.names.append((alias.get("nameLanguage", ""), name))
    for tag in ("address", "citizenship"):
        entry.countries.extend(child.get("countryIso2Code", "") for child in _children(element, tag))
    return entry


def _children(element: _Element, name: str) -> Iterator[_Element]:
    yield from element.iterchildren(f"{{*}}{name}")


def _from_csv(path: Path, collector: Collector) -> tuple[Iterable[_Entry], str | None]:
    entries: dict[str, _Entry] = {}
    as_of = None
    text = read_text(path, collector)
    for row, record in read_csv(path, collector, _REQUIRED, delimiter=";", text=text):
        entry = entries.setdefault(record["Entity_LogicalId"], _Entry(row=row))
        _add_line(entry, record)
        as_of = as_of or _iso(record.get("fileGenerationDate", ""))
    return entries.values(), as_of


def _add_line(entry: _Entry, record: dict[str, str]) -> None:
    get = record.get
    entry.subject = entry.subject or next((record[c] for c in _SUBJECTS if get(c)), "")
    entry.reference = entry.reference or get("Entity_EU_ReferenceNumber", "")
    entry.programme = entry.programme or get("Entity_Regulation_Programme", "")
    entry.regulation = entry.regulation or get("Entity_Regulation_NumberTitle", "")
    entry.url = entry.url or get("Entity_Regulation_PublicationUrl", "")
    dates = (get("Entity_DesignationDate", ""), get("Entity_Regulation_EntryIntoForceDate", ""))
    entry.since = entry.since or next((iso for date in dates if (iso := _iso(date))), "")
    name = clean(record["NameAlias_WholeName"])
    if name and all(name != known for _, known in entry.names):
        entry.names.append((get("NameAlias_NameLanguage", ""), name))
    entry.countries.extend((get("Address_CountryIso2Code", ""), get("Citizenship_CountryIso2Code", "")))


def _iso(text: str) -> str | None:
    if match := re.match(r"\d{4}-\d\d-\d\d", text):
        return match[0]
    match = re.match(r"(\d\d)/(\d\d)/(\d{4})", text)
    return f"{match[3]}-{match[2]}-{match[1]}" if match else None


IMPORTER = Importer(
    source="eu-fsf",
    lists=("eu-fsf",),
    title="Consolidated list of financial sanctions",
    publisher="European Commission, Directorate-General for Financial Stability",
    page=_PAGE,
    # The token is the same public one for everybody; the Commission prints it in its own documentation.
    address="https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
    content_types=("application/xml", "text/xml", "text/csv", "application/octet-stream"),
    read=read,
)
