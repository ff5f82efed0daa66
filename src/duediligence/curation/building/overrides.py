"""The curator's reviewed decisions: what the rules of merging and linking cannot know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from duediligence.curation.building.folding import Key, fold
from duediligence.errors import CatalogueError
from duediligence.model import RelatedAs, Shape


class LinkDecision(Shape):
    """A listed name belongs to this registry record (or, with `ror` null, to none)."""

    name: str
    country: str | None = None
    ror: str | None
    why: str


class SameDecision(Shape):
    """These printed names are one body."""

    names: tuple[str, ...]
    country: str
    why: str


class ApartDecision(Shape):
    """These printed names are never one body, whatever they share."""

    names: tuple[str, ...]
    country: str
    why: str


class UnitsDecision(Shape):
    """The aliases printed beside this name are its units, except its true synonyms.

    `native` gives a unit's name in its own script, where the source prints both side by side.
    """

    name: str
    country: str
    synonyms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    native: dict[str, str] = Field(default_factory=dict)
    why: str


class RejectDecision(Shape):
    """A reference row left out."""

    list: str
    name: str
    why: str


class NamesDecision(Shape):
    """Names to drop from, or add to, the record that carries `name`, or the registry record `ror`.

    `to` is the display name; `generic` names stay but never decide alone. Domains of others go likewise.
    """

    name: str = ""
    ror: str | None = None
    country: str | None = None
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    drop_domains: tuple[str, ...] = ()
    to: str | None = None
    why: str


class RelatedDecision(Shape):
    """The record with this registry id or name is tied to the listed one that carries the name `of`."""

    ror: str | None = None
    name: str = ""
    role: RelatedAs = Field(alias="as")
    of: str
    why: str


class GroupDecision(Shape):
    """These registry records, by id and name, form a group that a rule speaks of."""

    group: str
    members: dict[str, str]
    why: str


class Overrides(Shape):
    """All decisions of one file; `generic` names never decide alone."""

    generic: tuple[str, ...] = ()
    link: tuple[LinkDecision, ...] = ()
    same: tuple[SameDecision, ...] = ()
    apart: tuple[ApartDecision, ...] = ()
    units: tuple[UnitsDecision, ...] = ()
    reject: tuple[RejectDecision, ...] = ()
    names: tuple[NamesDecision, ...] = ()
    related: tuple[RelatedDecision, ...] = ()
    groups: tuple[GroupDecision, ...] = ()

    @property
    def generic_keys(self) -> frozenset[Key]:
        """The generic names, folded."""
        return frozenset(Key(fold(name).core) for name in self.generic)

    @property
    def native_units(self) -> dict[Key, str]:
        """Names of units in their own script, by their folded English name."""
        return {fold(text): native for d in self.units for text, native in d.native.items()}


def read_overrides(path: Path) -> Overrides:
    """Read the decisions file.

    Raises:
        CatalogueError: The file is missing or holds an unknown field.
    """
    import yaml
    from pydantic import ValidationError

    try:
        raw: Any = yaml.safe_load(path.read_text("utf-8")) or {}
        return Overrides.model_validate(raw)
    except (OSError, yaml.YAMLError, ValidationError) as exc:
        raise CatalogueError(f"{path}: {exc}", hint="Mend the decisions file and run again.") from exc
