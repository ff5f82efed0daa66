"""Names the reference tables lack, from the curator's file: native scripts, short forms, parts of bodies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pydantic import RootModel

from duediligence.catalogue.marked_yaml import MarkedYaml, Problem, parse_marked
from duediligence.curation.building.folding import fold
from duediligence.curation.building.ids import slug
from duediligence.curation.building.known import name_keys
from duediligence.curation.building.scripts import is_native
from duediligence.errors import CatalogueError
from duediligence.model import Institution, Kind, Name, NameKind, Related, RelatedAs, Shape

GENERAL_KNOWLEDGE = "general-knowledge"
"""The source every name of the file carries: known to many, printed on no list."""

_HINT = "Mend the entries named, or take them out of the file, and run again."
_BODY_HINT = "Give its names to the record named, tie that under `related` in the overrides, and run again."


class NativeName(Shape):
    """One name of the file; without a kind it is an alias, or native where its script is not Latin."""

    text: str
    lang: str | None = None
    kind: NameKind | None = None

    def to_name(self) -> Name:
        """The name as the institution carries it, with its source."""
        kind = self.kind or (NameKind.NATIVE if is_native(self.text) else NameKind.ALIAS)
        return Name(text=self.text, kind=kind, lang=self.lang, source=GENERAL_KNOWLEDGE)


class NativeBody(Shape):
    """A body on no list that the registry does not know: part of an institution, or its namesake."""

    name: str
    kind: Kind = Kind.RESEARCH_INSTITUTE
    city: str | None = None
    names: tuple[NativeName, ...] = ()

    def to_institution(self, country: str | None, *related: Related) -> Institution:
        """The body as a known institution of a country, with its ties."""
        return Institution(
            id=slug(self.name),
            name=self.name,
            country=country,
            kind=self.kind,
            city=self.city,
            names=tuple(name.to_name() for name in self.names),
            related=related,
        )


class NativeEntry(Shape):
    """What the file adds to one institution, which is told by its id and its bare ROR id, if it has one.

    `city` is where it lies, for a body that the registry's rows know by its name only. `units` are parts
    that texts name without their owner; `namesakes` are other bodies of the country that go by one of its
    short names.
    """

    ror: str | None = None
    city: str | None = None
    names: tuple[NativeName, ...] = ()
    units: tuple[NativeBody, ...] = ()
    namesakes: tuple[NativeBody, ...] = ()

    def bodies(self, owner: Institution) -> Iterator[tuple[tuple[str, int], Institution]]:
        """The bodies the entry adds beside its owner, each with its place in the entry."""
        tie = Related(id=owner.id, role=RelatedAs.UNIT_OF, source=GENERAL_KNOWLEDGE)
        for at, unit in enumerate(self.units):
            yield ("units", at), unit.to_institution(owner.country, tie)
        for at, namesake in enumerate(self.namesakes):
            yield ("namesakes", at), namesake.to_institution(owner.country)


class NativeFile(RootModel[dict[str, NativeEntry]]):
    """The whole file: entries by institution id."""


def add_native_names(institutions: list[Institution], path: Path) -> list[Institution]:
    """Return the institutions, in the same order, with the names of the curator's file.

    A name that an institution already bears, spelling habits aside, is not repeated.

    Args:
        institutions: What the rebuild has so far; not changed.
        path: The curator's file, institution id to ROR id and names.

    Raises:
        CatalogueError: The file cannot be read or has another shape, or entries belong to no
            institution; every problem is named with its line.
    """
    marked = _read(path)
    parsed, problems = marked.checked(NativeFile)
    additions = _by_institution(institutions, parsed.root, problems) if parsed else {}
    if problems:
        raise CatalogueError(marked.message(problems), hint=_HINT)
    return [_completed(one, additions[one.id]) if one.id in additions else one for one in institutions]


def known_bodies(institutions: list[Institution], path: Path) -> list[Institution]:
    """Return the bodies that the curator's file adds beside the institutions: their parts and namesakes.

    Args:
        institutions: What the rebuild has so far, with their final names; not changed.
        path: The curator's file, as for the names.

    Raises:
        CatalogueError: The file cannot be read or has another shape, or the id or a name of a part, or
            the very name of a namesake, is taken. Then the body has a record: its names belong there,
            and a decision under `related` in the overrides ties that record to its owner.
    """
    marked = _read(path)
    parsed, problems = marked.checked(NativeFile)
    directory, by_id = _Directory(institutions), {one.id: one for one in institutions}
    bearers = {(key, one.country): one.id for one in institutions for key in name_keys(one)}
    bodies: dict[str, Institution] = {}
    for key, entry in parsed.root.items() if parsed else ():
        owner = by_id.get(directory.find(key, entry.ror) or "")
        if owner is None:
            continue  # told by `add_native_names`
        for place, body in entry.bodies(owner):
            names = _full_names(body, owner) if body.related else [fold(body.name).core]
            claims = [(name, body.country) for name in names]
            taken = body.id in by_id or body.id in bodies
            bearer = body.id if taken else next((bearers[one] for one in claims if one in bearers), None)
            if bearer:
                problems.append(((key, *place), f"{body.name} is known already, as {bearer}"))
            bodies[body.id] = body
            bearers |= dict.fromkeys(claims, body.id)
    if problems:
        raise CatalogueError(marked.message(problems), hint=_BODY_HINT)
    return list(bodies.values())


def _full_names(body: Institution, owner: Institution) -> Iterator[str]:
    """A part's names, folded: bare, and with the owner's behind or before them as the registry has them."""
    for name in name_keys(body):
        yield name
        for of in name_keys(owner):
            yield fold(f"{name} {of}").core
            yield fold(f"{of} {name}").core


def _read(path: Path) -> MarkedYaml:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise CatalogueError(f"{path}: cannot be read: {exc.strerror}", hint=_HINT) from exc
    return parse_marked(path, data, CatalogueError)


def _by_institution(
    institutions: Iterable[Institution], entries: dict[str, NativeEntry], problems: list[Problem]
) -> dict[str, list[NativeEntry]]:
    """Gather the entries by the id of the institution meant; those without one become problems."""
    directory = _Directory(institutions)
    additions: defaultdict[str, list[NativeEntry]] = defaultdict(list)
    for key, entry in entries.items():
        meant = directory.find(key, entry.ror)
        if meant is None:
            ror = f", nor the ROR id {entry.ror}" if entry.ror else ""
            problems.append(((key,), f"no institution has this id{ror}"))
        else:
            additions[meant].append(entry)
    return additions


class _Directory:
    """Finds the institution an entry means, although merging and linking may have changed its id."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        self._institutions = list(institutions)
        self._rors = {one.id: one.ids.get("ror") for one in self._institutions}
        self._by_ror = {ror: at for at, ror in self._rors.items() if ror}

    def find(self, key: str, ror: str | None) -> str | None:
        """Return the institution's id: told by the ROR id, else the id, else a name that makes that id.

        The ROR id comes first because ids of namesakes can change places. An institution with
        another ROR id is never meant.
        """
        if ror in self._by_ror:
            return self._by_ror[ror]
        found = key if key in self._rors else self._bearer(key)
        return found if found and (not ror or not self._rors[found]) else None

    def _bearer(self, key: str) -> str | None:
        bearers = self._by_slug.get(key, set())
        return next(iter(bearers)) if len(bearers) == 1 else None

    @cached_property
    def _by_slug(self) -> dict[str, set[str]]:
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for one in self._institutions:
            for text in (one.name, *(name.text for name in one.names)):
                bearers[slug(text)].add(one.id)
        return bearers


def _completed(institution: Institution, entries: Iterable[NativeEntry]) -> Institution:
    """Return an institution with what entries add: names it does not bear, and a city where it has none."""
    borne = {fold(text) for text in (institution.name, *(name.text for name in institution.names))}
    fresh: list[Name] = []
    city = institution.city
    for entry in entries:
        city = city or entry.city
        for name in map(NativeName.to_name, entry.names):
            key = fold(name.text)
            if key not in borne:
                borne.add(key)
                fresh.append(name)
    return institution.model_copy(update={"names": (*institution.names, *fresh), "city": city})
