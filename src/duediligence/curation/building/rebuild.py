"""Rebuild `institutions.yaml` from the gathered reference tables and the curator's decisions.

Usage: python -m duediligence.curation.building --reference DIR [--overrides FILE] [--out FILE]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from duediligence.curation.building.assemble import assemble, assemble_unlisted
from duediligence.curation.building.folding import fold
from duediligence.curation.building.known import Clash, declare_namesakes, find_clashes, select_known, shared_names
from duediligence.curation.building.link import Linker
from duediligence.curation.building.merge import Group, Merged, merge_rows, split_units
from duediligence.curation.building.overrides import NamesDecision, Overrides, read_overrides
from duediligence.curation.building.reference import Rejected, read_reference
from duediligence.curation.building.registry import read_registry
from duediligence.curation.building.relate import relate
from duediligence.curation.building.write import write_institutions
from duediligence.model import Institution


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Everything a rebuild found: the institutions, and what a curator should look at."""

    institutions: list[Institution]
    merged: Merged
    rejected: list[Rejected]
    clashes: list[Clash]


def rebuild(reference: Path, overrides: Overrides) -> Rebuilt:
    """Read, link, merge and assemble; writes nothing."""
    rows, rejected = read_reference(reference)
    unwanted = {(d.list, d.name): d.why for d in overrides.reject}
    rejected += [Rejected(r.list, r.name, unwanted[r.list, r.name]) for r in rows if (r.list, r.name) in unwanted]
    rows = [r for r in rows if (r.list, r.name) not in unwanted]
    organisations = read_registry(reference)
    merged = merge_rows(split_units(rows, overrides.units), Linker(organisations, overrides), overrides)
    generic = overrides.generic_keys | shared_names(organisations)
    listed = [assemble(g, generic, _names_decision(g, overrides)) for g in merged.groups]
    known = select_known(organisations, listed)
    dropped = {d.ror: d.drop for d in overrides.names if d.ror}
    unlisted = [assemble_unlisted(o, overrides.generic_keys, dropped.get(o.ror, ())) for o in known]
    institutions = with_unique_ids([*listed, *unlisted])
    groups = {i.id: g for i, g in zip(institutions, merged.groups, strict=False)}
    by_ror = {o.ror: o for o in organisations if o.ror}
    institutions = declare_namesakes(relate(institutions, groups, by_ror, generic))
    return Rebuilt(institutions, merged, rejected, find_clashes(institutions))


def with_unique_ids(institutions: list[Institution]) -> list[Institution]:
    """Give namesakes ids of their own: first the country, then the city, then a number."""
    counts = Counter(i.id for i in institutions)
    taken: defaultdict[str, int] = defaultdict(int)
    result = []
    for institution in institutions:
        new_id = institution.id or "unnamed"
        if (counts[institution.id] > 1 and taken[new_id]) or not institution.id:
            new_id = f"{new_id}-{(institution.country or 'xx').lower()}"
        while taken[new_id]:
            taken[new_id] += 1
            new_id = f"{new_id}-{taken[new_id]}"
        taken[new_id] += 1
        result.append(institution.model_copy(update={"id": new_id}))
    return result


def _names_decision(group: Group, overrides: Overrides) -> NamesDecision | None:
    keys = {fold(row.name) for row in group.rows}
    return next((d for d in overrides.names if d.name and fold(d.name) in keys and _country_fits(d, group)), None)


def _country_fits(decision: NamesDecision, group: Group) -> bool:
    return decision.country is None or decision.country in group.countries


def main() -> None:
    """Run from the command line and print a short account."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--overrides", type=Path, default=Path("data/curation/overrides.yaml"))
    parser.add_argument("--out", type=Path, default=Path("data/institutions.yaml"))
    options = parser.parse_args()
    rebuilt = rebuild(options.reference, read_overrides(options.overrides))
    options.out.write_text(write_institutions(rebuilt.institutions), "utf-8")
    listed = [i for i in rebuilt.institutions if i.listings]
    print(f"{len(listed)} listed, {len(rebuilt.institutions) - len(listed)} known and not listed")
    print(f"{len(rebuilt.merged.refusals)} joins refused, {len(rebuilt.clashes)} clashes, {len(rebuilt.rejected)} rejected")


if __name__ == "__main__":
    main()
