"""The registry of research organisations (ROR): the official dump, zip or JSON, schema version 2.

The full dump unpacks to some 300 MB of JSON, so records are read one by one.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from duediligence.errors import ImporterError
from duediligence.importers.base import BROKEN, NO_NAME, Problem
from duediligence.importers.files import MAX_BYTES
from duediligence.importers.kinds import guess_kind
from duediligence.importers.text import clean
from duediligence.model import Kind, Name, NameKind, RegistryRecord

SOURCE = "ror"
PAGE = "https://doi.org/10.5281/zenodo.6347574"
WITHDRAWN = "withdrawn record"

_PREFIX = "https://ror.org/"
_CHUNK = 1 << 20
_SEPARATORS = re.compile(r"[, \r\n\t]*")
_LONGEST_RECORD = 20_000_000
_KINDS = {"acronym": NameKind.ACRONYM, "alias": NameKind.ALIAS, "label": NameKind.ALIAS}
_MOST_PROBLEMS = 50


@dataclass(slots=True)
class RorReader:
    """Yields the records of a dump; the counts are complete once it is exhausted."""

    path: Path
    entries_in: int = 0
    records_out: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[RegistryRecord]:
        """Read the file from its beginning.

        Raises:
            ImporterError: Not a ROR dump of schema 2, damaged, or larger than any dump can be.
        """
        with _opened(self.path) as stream:
            for number, raw in enumerate(_objects(self.path, stream), 1):
                self.entries_in += 1
                record = self._record(number, raw)
                if record:
                    self.records_out += 1
                    yield record
        if not self.records_out:
            raise ImporterError(
                f"{self.path}: no organisation found", hint=f"Give the dump from {PAGE}, zip or JSON."
            )

    def _record(self, number: int, raw: Any) -> RegistryRecord | None:  # noqa: ANN401 - whatever the JSON holds
        if number == 1 and not _is_schema_2(raw):
            raise ImporterError(
                f"{self.path}: not a ROR record of schema version 2",
                hint="The dump also holds files of schema 1: give the one named v2, or the zip.",
            )
        try:
            record = _record_of(raw)
        except (KeyError, TypeError, AttributeError, ValueError, ValidationError) as exc:
            self.skipped[BROKEN] += 1
            if len(self.problems) < _MOST_PROBLEMS:
                self.problems.append(
                    Problem(self.path.name, number, None, f"{type(exc).__name__}: {str(exc)[:120]}")
                )
            return None
        if record is None:
            self.skipped[NO_NAME] += 1
        elif record.status == "withdrawn":
            self.skipped[WITHDRAWN] += 1
            return None
        return record


def _record_of(raw: dict[str, Any]) -> RegistryRecord | None:
    types = tuple(str(kind).lower() for kind in raw.get("types", ()))
    printed = [(clean(n["value"]), tuple(n.get("types", ())), n.get("lang")) for n in raw["names"]]
    shown = next(
        (text for text, kinds, _ in printed if "ror_display" in kinds), printed[0][0] if printed else ""
    )
    if not shown:
        return None
    names = tuple(
        Name(text=_without_country(text, types), kind=_name_kind(kinds), lang=lang, source=SOURCE)
        for text, kinds, lang in printed
        if text and text != shown
    )
    place = next((loc.get("geonames_details") or {} for loc in raw.get("locations", ())), {})
    name = _without_country(shown, types)
    return RegistryRecord(
        id=raw["id"].removeprefix(_PREFIX),
        name=name,
        names=names,
        country=place.get("country_code"),
        city=place.get("name"),
        kind=_kind(types, name),
        types=types,
        status=str(raw.get("status", "active")).lower(),
        domains=_domains(raw),
        ids=_ids(raw),
        related=tuple(
            (r["type"].lower(), r["id"].removeprefix(_PREFIX)) for r in raw.get("relationships", ())
        ),
    )


def _name_kind(kinds: tuple[str, ...]) -> NameKind:
    return next((_KINDS[kind] for kind in kinds if kind in _KINDS), NameKind.ALIAS)


def _without_country(name: str, types: tuple[str, ...]) -> str:
    """ROR writes companies with their country: `Huawei Technologies (China)`."""
    return re.sub(r"\s+\([A-Z][A-Za-z .']+\)$", "", name) if "company" in types else name


def _kind(types: tuple[str, ...], name: str) -> Kind:
    if "healthcare" in types:
        return Kind.HOSPITAL
    if "education" in types:
        return Kind.UNIVERSITY
    if "company" in types:
        return Kind.COMPANY
    guessed = guess_kind(name)
    if "facility" in types:
        return Kind.RESEARCH_INSTITUTE if guessed is Kind.OTHER else guessed
    return Kind.GOVERNMENT if "government" in types and guessed is Kind.OTHER else guessed


def _ids(raw: dict[str, Any]) -> dict[str, str]:
    known = {
        e["type"].lower(): e.get("preferred") or (e.get("all") or [""])[0]
        for e in raw.get("external_ids", ())
    }
    return {kind: known[kind] for kind in ("wikidata", "grid") if known.get(kind)}


def _domains(raw: dict[str, Any]) -> tuple[str, ...]:
    sites = [link["value"] for link in raw.get("links", ()) if link.get("type") == "website"]
    hosts = [
        re.sub(r"^[a-z]+://(?:www\d?\.)?|[/:?#].*$", "", re.sub(r"^([a-z]+://)", r"\1", s.strip().lower()))
        for s in sites
    ]
    return tuple(
        dict.fromkeys(host for host in (*raw.get("domains", ()), *hosts) if "." in host and " " not in host)
    )


def _is_schema_2(raw: object) -> bool:
    return (
        isinstance(raw, dict)
        and str(raw.get("id", "")).startswith(_PREFIX)
        and isinstance(raw.get("names"), list)
    )


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with path.open("rb") as raw:
            start = raw.read(4)
            raw.seek(0)
            if start == b"PK\x03\x04":
                with zipfile.ZipFile(raw) as archive, archive.open(_member(path, archive)) as member:
                    yield io.TextIOWrapper(member, encoding="utf-8")
            elif start[:2] == b"\x1f\x8b":
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield io.TextIOWrapper(unpacked, encoding="utf-8")
            else:
                yield io.TextIOWrapper(raw, encoding="utf-8")
    except (OSError, EOFError, UnicodeDecodeError, zipfile.BadZipFile, zlib.error, RuntimeError) as exc:
        raise ImporterError(
            f"{path}: cannot be read: {exc}", hint="Check the path, or download the dump again."
        ) from exc


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The JSON of schema 2: the one named v2 where a dump of the change-over time holds both."""
    found = [m for m in archive.infolist() if m.filename.endswith(".json")]
    if not found:
        raise ImporterError(f"{path}: no JSON file inside", hint=f"Give the dump from {PAGE}.")
    member = next((m for m in found if "schema_v2" in m.filename), found[0])
    if member.file_size > MAX_BYTES * 2:
        raise ImporterError(f"{path}: unpacks to {member.file_size:,} bytes", hint="This is not a ROR dump.")
    return member


def _objects(path: Path, stream: TextIO) -> Iterator[Any]:
    """Yield the elements of one JSON array without holding it whole."""
    decoder = json.JSONDecoder()
    text, at, size = stream.read(_CHUNK).lstrip("\ufeff \r\n\t"), 1, 0
    if not text.startswith("["):
        raise ImporterError(f"{path}: not a JSON array of records", hint=f"Give the dump from {PAGE}.")
    while True:
        at = _after_separators(text, at)
        if text[at : at + 1] == "]":
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError as exc:
            raise ImporterError(f"{path}: JSON nested too deeply", hint="This is not a ROR dump.") from exc
        except ValueError as exc:
            more = stream.read(_CHUNK)
            size += len(more)
            if not more or len(text) - at > _LONGEST_RECORD or size > MAX_BYTES * 2:
                raise ImporterError(
                    f"{path}: JSON cut off or damaged: {exc}", hint="Download the dump again."
                ) from exc
            text, at = text[at:] + more, 0
            continue
        yield value


def _after_separators(text: str, at: int) -> int:
    match = _SEPARATORS.match(text, at)
    return match.end() if match else at
