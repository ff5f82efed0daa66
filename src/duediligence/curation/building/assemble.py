"""A group of rows -> one institution: its name, id, names, listings and identifiers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from duediligence.curation.building.folding import Key, fold, is_legal_form
from duediligence.curation.building.ids import slug
from duediligence.curation.building.merge import Group
from duediligence.curation.building.overrides import NamesDecision
from duediligence.curation.building.registry import Organisation
from duediligence.curation.building.scripts import is_acronym, is_native, script_language
from duediligence.model import Institution, Kind, Listing, ListingRow, Name, NameKind
from duediligence.names import name_keys

# Whose printed name reads best where the registry has none: first the academic lists.
_NAME_ORDER = (
    "aspi-tracker", "us-dod-1286", "ca-nro", "us-dod-1260h", "us-ndaa-889", "us-fcc-covered",
    "ua-war-sponsors", "us-bis-entity-list", "us-bis-meu", "us-bis-uvl", "eu-fsf", "eu-833-annex-iv",
    "jp-meti-ru", "us-uflpa", "us-ofac-ns-cmic", "tw-shtc", "ch-seco", "gb-sanctions", "nz-russia", "au-dfat",
    "jp-meti-eul", "us-ofac-sdn", "context",
)  # fmt: skip
_KIND_ORDER = (
    Kind.MILITARY, Kind.SECURITY, Kind.UNIVERSITY, Kind.HOSPITAL, Kind.PROGRAMME, Kind.GOVERNMENT,
    Kind.RESEARCH_INSTITUTE, Kind.COMPANY, Kind.OTHER,
)  # fmt: skip


# For telling apart, in the display name, bodies that have nothing but a generic name.
_COUNTRY_NAMES = {
    "CN": "China", "RU": "Russia", "IR": "Iran", "KP": "North Korea", "SY": "Syria", "MM": "Myanmar",
    "UA": "Ukraine", "PK": "Pakistan", "BY": "Belarus",
}  # fmt: skip


# Japan prints foreign bodies in Japanese: a name, but not a native one.
_MINISTRY_LANGUAGE = "ja"
_WORD_IN_CAPITALS = 4  # letters from which a word in capitals is not taken for an acronym


class Names:
    """Collects the names of one institution without repeating one."""

    def __init__(
        self, display: str, country: str | None, generic: frozenset[Key], dropped: Iterable[str]
    ) -> None:
        """Start with the display name, which is not repeated among the others."""
        self._seen = {_looked_up(display)}
        self._dropped = {_bare(text) for text in dropped}
        self._country = country
        self._generic = generic
        self._names: list[Name] = []

    def add(self, text: str, source: str, kind: NameKind = NameKind.ALIAS, lang: str | None = None) -> None:
        """Add a name unless it is known, empty or dropped; native and generic ones tell themselves."""
        text = re.sub(r"\s+", " ", text).strip(" ,;")
        if (
            not fold(text).core
            or is_legal_form(text)
            or _looked_up(text) in self._seen
            or _bare(text) in self._dropped
        ):
            return
        self._seen.add(_looked_up(text))
        if is_native(text):
            lang = lang or script_language(text, self._country)
            if lang == _MINISTRY_LANGUAGE and self._country != "JP":
                kind = NameKind.ALIAS
            elif kind not in {NameKind.FORMER, NameKind.ACRONYM}:
                kind = NameKind.NATIVE
        if Key(fold(text).core) in self._generic and kind is not NameKind.ACRONYM:
            kind = NameKind.GENERIC
        self._names.append(Name(text=text, kind=kind, lang=lang, source=source))

    def result(self) -> tuple[Name, ...]:
        """All names, in the order of arrival."""
        return tuple(self._names)


def assemble(group: Group, generic: frozenset[Key], decision: NamesDecision | None) -> Institution:
    """Build the record of a group; its `id` is a provisional slug."""
    rows = sorted(
        group.rows, key=lambda r: (_NAME_ORDER.index(r.list) if r.list in _NAME_ORDER else 99, r.line or 0)
    )
    organisation = group.link.organisation if group.link else None
    country = _country(rows, organisation)
    display = (decision.to if decision else None) or _display(rows, organisation, generic)
    if Key(fold(display).core) in generic and country in _COUNTRY_NAMES:
        display = f"{display} ({_COUNTRY_NAMES[country]})"
    names = Names(display, country, generic, decision.drop if decision else ())
    for text in decision.add if decision else ():
        names.add(text, "curator")
    if organisation:
        add_registry_names(names, organisation)
    for row in rows:
        _add_row_names(names, row)
    ids = {"ror": organisation.ror, **organisation.ids} if organisation else {}
    others_domains = decision.drop_domains if decision else ()
    return Institution(
        id=slug(display),
        name=display,
        country=country,
        kind=_kind(rows, organisation),
        city=organisation.city if organisation else None,
        ids=ids,
        domains=tuple(one for one in organisation.domains if one not in others_domains)
        if organisation
        else (),
        names=names.result(),
        groups=("seven-sons",) if any((r.programme or "").startswith("Seven Sons") for r in rows) else (),
        listings=tuple(_listing(r) for r in _without_repeats(rows)),
    )


def assemble_unlisted(
    organisation: Organisation, generic: frozenset[Key], dropped: Iterable[str] = ()
) -> Institution:
    """Build the short record of a registry organisation that is on no list."""
    names = Names(organisation.name, organisation.country, generic, dropped)
    add_registry_names(names, organisation)
    ids = {"ror": organisation.ror} if organisation.ror else {}
    return Institution(
        id=slug(organisation.name),
        name=organisation.name,
        country=organisation.country,
        kind=organisation.kind,
        city=organisation.city,
        ids=ids,
        domains=tuple(organisation.domains),
        names=tuple(n.model_copy(update={"source": None}) for n in names.result()),
    )


def add_registry_names(names: Names, organisation: Organisation) -> None:
    """Add the registry's display name, labels, aliases and acronyms."""
    names.add(organisation.name, "ror")
    for text, lang in organisation.labels:
        names.add(text, "ror", lang=None if lang == "en" else lang)
    for text in organisation.aliases:
        acronym = is_acronym(text, organisation.name)
        names.add(text, "ror", NameKind.ACRONYM if acronym else NameKind.ALIAS)
    for text in organisation.acronyms:
        names.add(text, "ror", NameKind.ACRONYM)


def _add_row_names(names: Names, row: ListingRow) -> None:
    names.add(row.name, row.list, NameKind.PRINTED)
    if row.printed:
        names.add(row.printed, row.list, NameKind.PRINTED)
    if row.name_native:
        names.add(row.name_native, row.list, NameKind.NATIVE)
    for text in row.aliases:
        names.add(text, row.list)
    for text in row.former:
        names.add(text, row.list, NameKind.FORMER)
    for text in row.acronyms:
        names.add(text, row.list, NameKind.ACRONYM)


def _listing(row: ListingRow) -> Listing:
    note = (
        "no removal notice found" if row.programme and "removal notice not found" in row.programme else None
    )
    return Listing(
        list=row.list,
        printed=row.printed or row.name,
        rating=row.rating,
        category=row.category,
        programme=row.programme,
        since=row.since,
        until=row.until,
        as_of=row.as_of,
        cite=row.cite,
        url=row.url,
        confidence=row.confidence,
        note=note,
    )


def _without_repeats(rows: list[ListingRow]) -> list[ListingRow]:
    seen: dict[tuple[str, str, str | None, str | None], ListingRow] = {}
    for row in rows:
        seen.setdefault((row.list, row.printed or row.name, row.since, row.until), row)
    return list(seen.values())


def _country(rows: list[ListingRow], organisation: Organisation | None) -> str | None:
    if organisation and organisation.country:
        return organisation.country
    counts = Counter(row.countries[0] for row in rows if row.countries)
    return counts.most_common(1)[0][0] if counts else None


def _kind(rows: list[ListingRow], organisation: Organisation | None) -> Kind:
    tracker = [row.kind for row in rows if row.list == "aspi-tracker"]
    if tracker:
        return tracker[0]
    kinds = {row.kind for row in rows}
    if organisation and organisation.kind in {Kind.HOSPITAL, Kind.UNIVERSITY} and not kinds & {Kind.MILITARY}:
        return organisation.kind
    if len(kinds) > 1:
        kinds -= {Kind.OTHER}
    if organisation and Kind.RESEARCH_INSTITUTE in kinds:
        kinds -= {Kind.UNIVERSITY} if organisation.kind is not Kind.UNIVERSITY else set()
    return next(kind for kind in _KIND_ORDER if kind in kinds)


def _display(rows: list[ListingRow], organisation: Organisation | None, generic: frozenset[Key]) -> str:
    if organisation:
        english = [text for text, lang in organisation.labels if lang == "en" and not is_native(text)]
        if english and organisation.name not in english and not organisation.name.isascii():
            return english[0]
        if Key(fold(organisation.name).core) in generic and _academy(organisation):
            return f"{organisation.name}, {_academy(organisation)}"
        if not is_native(organisation.name):
            return organisation.name
    names = [_distinct_name(row, generic) for row in rows]
    readable = [n for n in names if not _shouts(n)]
    return readable[0] if readable else _unshout(names[0])


def _academy(organisation: Organisation) -> str | None:
    return next((name for name in organisation.parents if "Academy of Sciences" in name), None)


def _distinct_name(row: ListingRow, generic: frozenset[Key]) -> str:
    """A row's own name; "23rd Research Institute" is told apart by its parent."""
    if row.parent and Key(fold(row.name).core) in generic:
        return f"{row.parent}, {row.name}"
    return row.name


def _shouts(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{4,}", text)
    return bool(words) and all(word.isupper() for word in words)


def _unshout(text: str) -> str:
    small = {"of", "the", "and", "for", "in", "on", "at", "de", "la", "du", "named", "after"}

    def calm(match: re.Match[str]) -> str:
        word = match.group()
        if word.lower() in small and match.start():
            return word.lower()
        return word if len(word) < _WORD_IN_CAPITALS else word[0] + word[1:].lower()

    return re.sub(r"[^\W\d_][\w'’]*", calm, text)


def _looked_up(text: str) -> tuple[str, str]:
    """What two texts must share to be one name: letters, and the key by which a reader's text finds it.

    "DES International" and "Des International" are read as different words, so both are kept.
    """
    keys = name_keys(text)
    return _bare(text), keys[0].text if keys else ""


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
