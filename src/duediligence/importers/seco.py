"""The Swiss list of sanctioned parties (SECO): the XML of the whole list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from duediligence.errors import ImporterError
from duediligence.importers.base import (
    AIRCRAFT,
    ENDED,
    NATURAL_PERSON,
    NO_NAME,
    VESSEL,
    Collector,
    Importer,
    ImportResult,
)
from duediligence.importers.files import iter_xml
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean, is_native, take_apart
from duediligence.names.countries import country_codes

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAGE = "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html"
_LATIN = ("", "Latn")


def read(path: Path) -> ImportResult:
    """Read the official XML.

    Raises:
        ImporterError: Not well-formed, or not the Swiss list.
    """
    collector = Collector(path)
    programmes = dict(_programmes(path))
    places = dict(_places(path))
    as_of, seen = None, False
    for row, target in iter_xml(path, "target"):
        seen = True
        as_of = as_of or target.getroottree().getroot().get("date")
        _take(row, target, programmes, places, collector)
    if not seen:
        raise ImporterError(
            f"{path}: no <target> element", hint="Give the complete list in XML, as SECO publishes it."
        )
    return collector.result(as_of=as_of)


def _programmes(path: Path) -> Iterator[tuple[str, str]]:
    for _, programme in iter_xml(path, "sanctions-program"):
        name = next((n.text for n in programme.iterfind("program-name") if n.get("lang") == "eng"), None)
        for chosen in programme.iterfind("sanctions-set"):
            yield chosen.get("ssid", ""), clean(name)


def _places(path: Path) -> Iterator[tuple[str, str]]:
    for _, place in iter_xml(path, "place"):
        country = place.find("country")
        if country is not None:
            yield place.get("ssid", ""), country.get("iso-code") or clean(country.text)


def _take(
    row: int, target: _Element, programmes: dict[str, str], places: dict[str, str], collector: Collector
) -> None:
    entity, thing = target.find("entity"), target.find("object")
    changes = [m.get("modification-type") for m in target.iterfind("modification")]
    if target.find("individual") is not None:
        collector.skip(NATURAL_PERSON)
    elif thing is not None:
        collector.skip(AIRCRAFT if thing.get("object-type") == "aircraft" else VESSEL)
    elif entity is None:
        collector.broken(row, "target", "neither individual, entity nor object")
    elif changes and changes[-1] == "de-listed":
        collector.skip(ENDED)
    else:
        _organisation(row, target, entity, programmes, places, collector)


def _organisation(
    row: int,
    target: _Element,
    entity: _Element,
    programmes: dict[str, str],
    places: dict[str, str],
    collector: Collector,
) -> None:
    printed = [
        (kind, text, native)
        for name in entity.iterfind("identity/name")
        for kind, text, native in _texts(name)
    ]
    latin = [text for _, text, native in printed if not native]
    main = next(
        (text for kind, text, native in printed if kind == "primary-name" and not native), (latin or [""])[0]
    )
    if not main:
        collector.skip(NO_NAME)
        return
    former = [text for kind, text, native in printed if kind == "formerly-known-as" and not native]
    natives = [text for _, text, native in printed if native]
    names = take_apart(main, (text for text in latin if text != main and text not in former))
    sets = [
        target.get("sanctions-set-id"),
        *(clean(node.text) for node in target.iterfind("sanctions-set-id")),
    ]
    collector.add(
        row,
        list="ch-seco",
        name=names.name,
        printed=names.printed,
        name_native=natives[0] if natives else None,
        aliases=(*names.aliases, *dict.fromkeys(natives[1:])),
        former=(*names.former, *former),
        acronyms=names.acronyms,
        countries=country_codes(
            places.get(a.get("place-id", ""), "") for a in entity.iterfind("identity/address")
        ),
        kind=guess_kind(names.name, names.aliases),
        programme="; ".join(dict.fromkeys(programmes[s] for s in sets if s and programmes.get(s))),
        since=_listed(target),
        cite=f"SECO, SSID {target.get('ssid', '?')}",
        url=_PAGE,
    )


def _texts(name: _Element) -> Iterator[tuple[str, str, bool]]:
    """Yield (type, text, whether in another script) for each whole name and its spellings."""
    kind = name.get("name-type", "")
    for part in name.iterfind("name-part"):
        if part.get("name-part-type") not in ("whole-name", "other", None):
            continue
        if value := clean(part.findtext("value")):
            yield kind, value, is_native(value)
        for spelling in part.iterfind("spelling-variant"):
            if text := clean(spelling.text):
                yield kind, text, is_native(text) or spelling.get("script", "") not in _LATIN


def _listed(target: _Element) -> str | None:
    dates = [
        m.get("effective-date") or m.get("publication-date")
        for m in target.iterfind("modification")
        if m.get("modification-type") in ("listed", "re-listed")
    ]
    return next((date for date in dates if date), None)


IMPORTER = Importer(
    source="ch-seco",
    lists=("ch-seco",),
    title="Sanctioned individuals, entities and organisations",
    publisher="State Secretariat for Economic Affairs, Switzerland",
    page=_PAGE,
    address=(
        "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
        "?lang=en&action=downloadXmlGesamtlisteAction"
    ),
    content_types=("application/xml", "text/xml", "application/octet-stream"),
    read=read,
)
