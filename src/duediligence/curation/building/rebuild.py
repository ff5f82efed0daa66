"""Rebuild `institutions.yaml` from the gathered reference tables and the curator's decisions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from duediligence.curation.building.assemble import assemble, assemble_unlisted
from duediligence.curation.building.coverage import coverage_table, with_coverage
from duediligence.curation.building.folding import Key, fold
from duediligence.curation.building.ids import assign_ids, read_ids
from duediligence.curation.building.known import (
    Clash,
    declare_namesakes,
    find_clashes,
    select_known,
    shared_names,
)
from duediligence.curation.building.link import Linker
from duediligence.curation.building.merge import Group, Merged, merge_rows, split_units
from duediligence.curation.building.native import add_native_names, known_bodies
from duediligence.curation.building.overrides import GroupDecision, NamesDecision, Overrides, read_overrides
from duediligence.curation.building.reference import Rejected, read_reference
from duediligence.curation.building.registry import Organisation, read_registry
from duediligence.curation.building.relate import relate
from duediligence.curation.building.write import write_institutions
from duediligence.errors import CatalogueError
from duediligence.model import Institution, ListingRow


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Everything a rebuild found: the institutions, and what a curator should look at."""

    institutions: list[Institution]
    rows: list[ListingRow]
    merged: Merged
    rejected: list[Rejected]
    clashes: list[Clash]
    unused: list[str]

    @property
    def account(self) -> str:
        """A few lines: how many records, what was refused, and decisions that no row answers to any more."""
        listed = sum(bool(i.listings) for i in self.institutions)
        lines = [
            f"{listed} listed, {len(self.institutions) - listed} known and not listed",
            f"{len(self.merged.refusals)} joins refused, {len(self.rejected)} rows rejected",
            *(f"clash: {c.unlisted.id} has the name {c.name!r} of {c.listed.id}" for c in self.clashes),
            *(f"unused decision: {name}" for name in self.unused),
        ]
        return "\n".join(lines) + "\n"


def rebuild(
    reference: Path,
    overrides: Overrides,
    earlier: Mapping[str, str] | None = None,
    native_names: Path | None = None,
) -> Rebuilt:
    """Read, link, merge and assemble; writes nothing.

    Args:
        reference: The folder of the reference tables and the registry.
        overrides: The curator's decisions.
        earlier: Ids of an earlier build, to be kept (`ids.read_ids`).
        native_names: The curator's file of names that the tables lack, if there is one.

    Raises:
        CatalogueError: A table is missing, or the file of names does not fit the institutions.
    """
    rows, rejected = _rows(reference, overrides)
    organisations = read_registry(reference)
    merged = merge_rows(rows, Linker(organisations, overrides), overrides)
    generic = overrides.generic_keys | shared_names(organisations)
    institutions = assign_ids(_records(merged, organisations, overrides, generic), earlier or {})
    groups = {i.id: group for i, group in zip(institutions, merged.groups, strict=False)}
    if native_names:
        institutions = add_native_names(institutions, native_names)
    by_ror = {o.ror: o for o in organisations if o.ror}
    ties, units = overrides.related, overrides.native_units
    related = relate(institutions, groups, by_ror, generic, ties, units)
    parts = known_bodies(institutions, native_names) if native_names else []
    institutions = _with_groups(declare_namesakes([*related, *parts]), overrides.groups)
    return Rebuilt(institutions, rows, merged, rejected, find_clashes(institutions), _unused(rows, overrides))


def main(arguments: list[str] | None = None) -> None:
    """Run from the command line and give a short account on stdout."""
    parser = argparse.ArgumentParser(prog="python -m duediligence.curation.building", description=__doc__)
    parser.add_argument("--reference", type=Path, required=True, help="folder of the reference tables")
    parser.add_argument("--overrides", type=Path, default=Path("data/curation/overrides.yaml"))
    parser.add_argument("--names", type=Path, default=Path("data/curation/native_names.yaml"))
    parser.add_argument(
        "--coverage", type=Path, default=Path("docs/data.md"), help="document to bring up to date"
    )
    parser.add_argument("--out", type=Path, default=Path("data/institutions.yaml"))
    options = parser.parse_args(arguments)
    names = options.names if options.names.is_file() else None
    rebuilt = rebuild(options.reference, read_overrides(options.overrides), read_ids(options.out), names)
    options.out.write_text(write_institutions(rebuilt.institutions), "utf-8")
    if options.coverage.is_file():
        table = coverage_table(rebuilt.institutions, rebuilt.rows, rebuilt.rejected)
        options.coverage.write_text(with_coverage(options.coverage.read_text("utf-8"), table), "utf-8")
    sys.stdout.write(rebuilt.account)


def _with_groups(institutions: list[Institution], decisions: Sequence[GroupDecision]) -> list[Institution]:
    """Put the members that the decisions name into their groups.

    Raises:
        CatalogueError: A member is no record, or has another name: the registry changed.
    """
    groups = {member: decision.group for decision in decisions for member in decision.members.items()}
    missing = groups.keys() - {(i.ids.get("ror"), i.name) for i in institutions}
    if missing:
        raise CatalogueError(
            f"groups: no record has these id and name: {sorted(missing)}", hint="Mend the decisions file."
        )
    return [
        i.model_copy(update={"groups": (*i.groups, groups[ror, i.name])})
        if (ror := i.ids.get("ror", "")) and (ror, i.name) in groups
        else i
        for i in institutions
    ]


def _rows(reference: Path, overrides: Overrides) -> tuple[list[ListingRow], list[Rejected]]:
    """The rows to merge, and those left out."""
    rows, rejected = read_reference(reference)
    unwanted = {(d.list, d.name): d.why for d in overrides.reject}
    kept = [row for row in rows if (row.list, row.name) not in unwanted]
    left_out = [row for row in rows if (row.list, row.name) in unwanted]
    rejected += [Rejected(row.list, row.name, unwanted[row.list, row.name]) for row in left_out]
    return split_units(kept, overrides.units), rejected


def _records(
    merged: Merged, organisations: list[Organisation], overrides: Overrides, generic: frozenset[Key]
) -> list[Institution]:
    """The listed records, in the order of the groups, and behind them the unlisted ones."""
    listed = [assemble(group, generic, _names_decision(group, overrides)) for group in merged.groups]
    dropped = {d.ror: d.drop for d in overrides.names if d.ror}
    known = select_known(organisations, listed)
    return [*listed, *(assemble_unlisted(o, overrides.generic_keys, dropped.get(o.ror, ())) for o in known)]


def _names_decision(group: Group, overrides: Overrides) -> NamesDecision | None:
    keys = {fold(row.name) for row in group.rows}
    ror = group.link.organisation.ror if group.link else None
    fitting = (d for d in overrides.names if not d.country or d.country in group.countries)
    return next((d for d in fitting if (fold(d.name) in keys if d.name else d.ror == ror)), None)


def _unused(rows: list[ListingRow], overrides: Overrides) -> list[str]:
    """Names in decisions that no row has: a list changed, or the name is misspelt."""
    cores = {fold(row.name).core for row in rows}
    decided = [
        *(d.name for d in overrides.link),
        *(name for d in overrides.same for name in d.names),
        *(name for d in overrides.apart for name in d.names),
        *(d.name for d in overrides.units),
        *(d.name for d in overrides.names if d.name),
    ]
    return [name for name in decided if fold(name).core not in cores]
