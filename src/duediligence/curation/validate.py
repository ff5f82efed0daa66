"""Everything wrong with an institutions file, in one run, each with file and line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from duediligence.catalogue.load import read_yaml
from duediligence.curation.blocks import split_blocks
from duediligence.curation.building.folding import compatible
from duediligence.curation.building.known import shared_by_two
from duediligence.model import Institution, Listing, NameKind
from duediligence.names.countries import country_code

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


class Severity(StrEnum):
    """Whether the data must not ship as they are, or a curator should only know."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class DataProblem:
    """One thing wrong: where, with which institution, and what to do about it."""

    file: str
    line: int
    institution: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """`institutions.yaml:12: beihang-university: error: ...`."""
        return f"{self.file}:{self.line}: {self.institution}: {self.severity}: {self.message}"


def validate(path: Path, lists: Mapping[str, str] | None = None) -> list[DataProblem]:
    """Check an institutions file.

    Args:
        path: The file.
        lists: As-of date of every known list by id (of `risk_tiers.yaml`); None skips the checks that
            need them.

    Returns:
        Every problem, in the order of the file. Errors must be mended; notes are shared acronyms.

    Raises:
        CatalogueError: The file cannot be read or is not YAML at all.
    """
    raw = read_yaml(path)
    if not isinstance(raw, list):
        found = type(raw).__name__
        return [DataProblem(path.name, 1, "-", f"expected a list of institutions, found {found}")]
    lines = _record_lines(path, len(raw))
    institutions, problems = _shaped(path.name, raw, lines)
    check = _Check(path.name, institutions, lists)
    return sorted([*problems, *check.run()])


def _shaped(
    file: str, raw: list[Any], lines: list[int]
) -> tuple[list[tuple[Institution, int]], list[DataProblem]]:
    adapter = TypeAdapter(Institution)
    shaped: list[tuple[Institution, int]] = []
    problems: list[DataProblem] = []
    for record, line in zip(raw, lines, strict=True):
        try:
            shaped.append((adapter.validate_python(record), line))
        except ValidationError as error:
            name = str(record.get("id", "-")) if isinstance(record, dict) else "-"
            problems += [DataProblem(file, line, name, _said(e)) for e in error.errors()]
    return shaped, problems


def _said(error: ErrorDetails) -> str:
    field = ".".join(map(str, error["loc"])) or "record"
    return f"{field}: {error['msg'].lower()}"


def _record_lines(path: Path, count: int) -> list[int]:
    """The line of every record; of the file's nodes where records do not start at the margin."""
    text = path.read_text("utf-8")
    lines = [block.line for block in split_blocks(text)[1]]
    if len(lines) == count:
        return lines
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(text, Loader=loader)
    return [node.start_mark.line + 1 for node in root.value] if root else []


def _ill_written(institution: Institution) -> Iterator[str]:
    """What the schema lets pass and nobody can use: blank names, dates and countries that are none."""
    if not _ID.fullmatch(institution.id):
        yield "id: write lower-case letters, digits and hyphens"
    if not all(text.strip() for text in (institution.name, *(name.text for name in institution.names))):
        yield "a name is blank"
    if institution.country is not None and country_code(institution.country) != institution.country:
        yield f"country {institution.country!r}: write the two letters of ISO 3166-1"
    for listing in institution.listings:
        for field in ("since", "until", "as_of"):
            if (day := getattr(listing, field)) and not _is_date(day):
                yield f"listing {listing.list} ({listing.printed}): {field} {day!r} is no date"


def _is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar in ISO form."""
    if not _DATE.fullmatch(text):
        return False
    year, month, day = map(int, f"{text}-01-01"[:10].split("-"))
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


class _Check:
    """The checks that need all records at once."""

    def __init__(
        self,
        file: str,
        located: list[tuple[Institution, int]],
        lists: Mapping[str, str] | None,
    ) -> None:
        self._file = file
        self._institutions = [institution for institution, _ in located]
        self._lines = {id(institution): line for institution, line in located}  # an id may stand twice
        self._lists = lists
        self._by_id = {i.id: i for i in self._institutions}

    def run(self) -> Iterator[DataProblem]:
        """Yield every problem, in no order."""
        yield from self._repeated_ids()
        for institution in self._institutions:
            yield from (self._problem(institution, message) for message in _ill_written(institution))
            yield from self._ties(institution)
            for listing in institution.listings:
                yield from self._citation(institution, listing)
        yield from self._shared_identifiers()
        yield from self._shared_names()
        yield from self._shared_acronyms()

    def _problem(
        self, institution: Institution, message: str, severity: Severity = Severity.ERROR
    ) -> DataProblem:
        return DataProblem(self._file, self._lines[id(institution)], institution.id, message, severity)

    def _repeated_ids(self) -> Iterator[DataProblem]:
        for identifier, count in Counter(i.id for i in self._institutions).items():
            if count > 1:
                yield self._problem(
                    self._by_id[identifier], f"id stands {count} times; every record needs its own"
                )

    def _ties(self, institution: Institution) -> Iterator[DataProblem]:
        for tie in institution.related:
            if tie.id == institution.id:
                yield self._problem(institution, "is related to itself")
            elif tie.id not in self._by_id:
                yield self._problem(institution, f"related: no institution has the id {tie.id}")
        for namesake in institution.declared_namesakes:
            if namesake not in self._by_id:
                yield self._problem(institution, f"declared_namesakes: no institution has the id {namesake}")

    def _citation(self, institution: Institution, listing: Listing) -> Iterator[DataProblem]:
        place = f"listing {listing.list} ({listing.printed})"
        if self._lists is not None and listing.list not in self._lists:
            yield self._problem(institution, f"{place}: no list has this id")
            return
        if listing.confidence == "memory":
            return
        if not listing.cite or not listing.url:
            yield self._problem(institution, f"{place}: citation or address missing")
        dated = listing.since or listing.as_of or listing.until
        if not dated and self._lists is not None and not self._lists[listing.list]:
            yield self._problem(institution, f"{place}: undated, and so is its list")

    def _shared_identifiers(self) -> Iterator[DataProblem]:
        holders: dict[tuple[str, str], list[Institution]] = defaultdict(list)
        for institution in self._institutions:
            for scheme, identifier in institution.ids.items():
                holders[scheme, identifier].append(institution)
        for (scheme, identifier), found in holders.items():
            for other in found[1:]:
                yield self._problem(other, f"{scheme} {identifier} is also {found[0].id}'s")

    def _shared_names(self) -> Iterator[DataProblem]:
        for first, second, name in shared_by_two(self._institutions):
            if second.id in first.declared_namesakes and first.id in second.declared_namesakes:
                continue
            if bool(first.listings) != bool(second.listings):
                unlisted, listed = (second, first) if first.listings else (first, second)
                message = f"known as not listed, but {listed.id} is listed under the name {name!r}"
                yield self._problem(unlisted, message)
            else:
                message = f"shares the name {name!r} with {second.id}; merge them or declare both namesakes"
                yield self._problem(first, message)

    def _shared_acronyms(self) -> Iterator[DataProblem]:
        bearers: dict[str, list[Institution]] = defaultdict(list)
        for institution in self._institutions:
            if institution.listings:
                acronyms = {n.text.casefold() for n in institution.names if n.kind is NameKind.ACRONYM}
                for acronym in acronyms:
                    bearers[acronym].append(institution)
        for acronym, found in bearers.items():
            for first, second in combinations(found, 2):
                if compatible({first.country or "?"}, {second.country or "?"}):
                    message = f"acronym {acronym.upper()} is also {second.id}'s"
                    yield self._problem(first, message, Severity.NOTE)
