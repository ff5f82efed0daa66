"""Gathered reference tables -> listing rows, with every row left out counted and explained."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from duediligence.curation.building.scripts import is_acronym
from duediligence.errors import CatalogueError
from duediligence.model import Kind, ListingRow

_SHOUTING = frozenset({"us-ofac-sdn", "gb-sanctions", "jp-meti-eul", "ch-seco", "nz-russia", "au-dfat"})
_ASPI_KINDS = {
    "civilian-university": Kind.UNIVERSITY,
    "civilian-research-academy": Kind.RESEARCH_INSTITUTE,
    "pla": Kind.MILITARY,
    "nuclear": Kind.RESEARCH_INSTITUTE,
    "mss-mps": Kind.SECURITY,
    "defence-industry": Kind.COMPANY,
}
_SAID_FORMER = re.compile(r"\b(?:f\.?k\.?a\.?|formerly(?: known as)?)[\s,:]+(.+)", re.IGNORECASE)
_SAID_ALIAS = re.compile(r"\b(?:a\.?k\.?a\.?)[\s,:]+(.+)", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"^(?P<parent>.+?)(?:\. Subordinate Institution - |\. Affiliated Entity: |, and subordinate entity )"
    r"(?P<unit>.+)$"
)
_LONGEST_PROGRAMME = 160
_INITIALS = 2  # from more letters than these an acronym tells whose it is
_EDITION = re.compile(r"not in (\d{4}-\d\d-\d\d) edition")
_SUBSIDIARY = re.compile(r"listed as subsidiary of ([^;]+)")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reference row left out of the data, and why."""

    list: str
    name: str
    why: str


def read_reference(folder: Path) -> tuple[list[ListingRow], list[Rejected]]:
    """Read the tracker and the two designation tables of a reference folder.

    Raises:
        CatalogueError: A table is missing.
    """
    rows = [_tracker_row(r, n) for n, r in _table(folder / "aspi_tracker.csv")]
    rejected: list[Rejected] = []
    for name in ("us_designations.csv", "nonus_designations.csv"):
        for line, record in _table(folder / name):
            why = _reason_to_reject(record)
            if why:
                rejected.append(Rejected(_list_id(record), record["name"], why))
            else:
                rows.append(_designation_row(record, line))
    return rows, rejected


def _table(path: Path) -> list[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise CatalogueError(f"{path}: not found", hint="Give the folder that holds the reference tables.")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [
            (n, {k: (v or "").strip() for k, v in r.items()}) for n, r in enumerate(csv.DictReader(handle), 2)
        ]


def _list_id(record: dict[str, str]) -> str:
    return record["list"].replace("_", "-")


def _reason_to_reject(record: dict[str, str]) -> str | None:
    if record["confidence"] == "memory" and record["list"] != "context":
        return "from memory, no source"
    if "subordinate entity Nuclear reactors" in record["name"]:
        return "a class of sites, not a body"
    return None


def _tracker_row(record: dict[str, str], line: int) -> ListingRow:
    category = record["category"].replace("_", "-")
    return ListingRow(
        list="aspi-tracker",
        name=record["name"],
        name_native=record["name_zh"] or None,
        aliases=_split(record["aliases"]),
        acronyms=_split(record["acronyms"]),
        countries=("CN",),
        kind=_ASPI_KINDS[category],
        rating=record["risk"].replace("_", "-") or "unrated",
        category=category,
        as_of=record["evidence_date"],
        cite=f"ASPI China Defence Universities Tracker, as of {record['evidence_date']}",
        url=record["aspi_url"] or record["evidence_url"],
        programme=_tracker_facts(record["designations"]),
        line=line,
    )


def _tracker_facts(designations: str) -> str | None:
    """What the tracker says about supervision and credentials, without the gatherers' remarks."""
    remarks = ("same rating", "rating ", "added to tracker", "on sanctions lists", "work on ")
    facts = [part for part in designations.split("; ") if part and not part.startswith(remarks)]
    return "; ".join(facts) or None


def _designation_row(record: dict[str, str], line: int) -> ListingRow:
    list_id = _list_id(record)
    name, parent, former, extra = _take_apart(record["name"])
    aliases, acronyms, more_former = _sort_names(
        (*extra, *_split(record["aliases"])), name, shouting=list_id in _SHOUTING
    )
    programme = record["rating_or_programme"]
    subsidiary = _SUBSIDIARY.search(programme)
    edition = _EDITION.search(programme)
    return ListingRow(
        list=list_id,
        name=name,
        printed=record["name"] if record["name"] != name else None,
        name_native=record["name_native"] or None,
        aliases=tuple(a for a in dict.fromkeys(aliases) if a != name),
        acronyms=acronyms,
        former=(*former, *more_former),
        parent=parent or (subsidiary.group(1).strip() if subsidiary else None),
        countries=_split(record["country"]),
        kind=Kind(record["entity_type"].replace("_", "-")),
        programme=_short_programme(list_id, programme),
        since=record["designated_on"] or None,
        until=record["removed_on"] or (edition.group(1) if edition else None),
        cite=record["citation_title"] or record["evidence_url"],
        url=record["citation_url"] or record["evidence_url"],
        confidence="memory" if record["confidence"] == "memory" else None,
        line=line,
    )


def _take_apart(printed: str) -> tuple[str, str | None, tuple[str, ...], tuple[str, ...]]:
    """Split a printed name into the party's own name, its parent, former names and other names."""
    parent = None
    match = _SUBORDINATE.match(printed)
    if match:
        return match["unit"], match["parent"], (), ()
    former: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    name = printed
    for bracket in re.findall(r"\(([^()]*)\)", printed):
        said = _SAID_FORMER.match(bracket) or _SAID_ALIAS.match(bracket)
        if said and _SAID_FORMER.match(bracket):
            former = (*former, said.group(1).strip(" ,.;"))
        elif said:
            others = (*others, said.group(1).strip(" ,.;"))
        if said:
            name = re.sub(r"\s+", " ", name.replace(f"({bracket})", " ")).strip(" ,")
    match = re.search(r"\s*\(a subordinate institute of (.+)\)$", name)
    if match:
        name, parent = name[: match.start()], match.group(1)
    return name, parent, former, others


def _sort_names(
    names: tuple[str, ...], full_name: str, *, shouting: bool
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Sort the printed aliases of one row into aliases, acronyms and former names."""
    aliases: list[str] = []
    acronyms: list[str] = []
    former: list[str] = []
    for text in names:
        said = _SAID_FORMER.match(text)
        if said:
            former.append(said.group(1))
            continue
        base, acronym = _trailing_acronym(text)
        for part in filter(None, (base, acronym)):
            (acronyms if is_acronym(part, full_name, shouting=shouting) else aliases).append(part)
    return tuple(dict.fromkeys(aliases)), tuple(dict.fromkeys(acronyms)), tuple(former)


def _trailing_acronym(text: str) -> tuple[str, str | None]:
    match = re.search(r"^(.{6,}?)\s*\((?:a\.k\.a\.,?\s*)?([A-Z][A-Za-z0-9\-/]{1,9})\)$", text)
    if match and is_acronym(match.group(2), match.group(1)) and not _is_of_parent(*match.groups()):
        return match.group(1).strip(" ,"), match.group(2)
    return text, None


def _is_of_parent(name: str, acronym: str) -> bool:
    """Whether an acronym is the larger body's: "10th Institute of China Electronic ... Group (CETC)"."""
    head, _, tail = name.rpartition(" of ") if ", " not in name else name.rpartition(", ")
    letters = iter("".join(word[0] for word in re.findall(r"[^\W_]+", tail)))
    opens = head[:1].casefold() != acronym[0].casefold() and tail[:1] == acronym[0]
    return bool(head) and len(acronym) > _INITIALS and opens and all(c in letters for c in acronym)


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))


def _short_programme(list_id: str, text: str) -> str | None:
    """Licence texts of the Entity List are the same for whole families of entries: left out."""
    if list_id == "us-bis-entity-list" or not text:
        return None
    if list_id == "context":
        return text.removeprefix("CONTEXT ONLY, not a designation: ")
    text = re.sub(r"; listed as subsidiary of [^;]+", "", text)
    return (
        text if len(text) <= _LONGEST_PROGRAMME else text[: _LONGEST_PROGRAMME - 3].rsplit(" ", 1)[0] + " ..."
    )
