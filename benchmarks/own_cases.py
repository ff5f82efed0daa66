"""Grade the recogniser on the project's own labelled cases and keep the floors below its figures.

    python benchmarks/own_cases.py [--failures] [--write-floors]

A case is right when the text is answered as its row says: the institution matched, known and not
listed, ambiguous, not identified, or simply not matched with anything listed.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from duediligence import Screener
from duediligence.model import Result
from labelled import COUNTED_FROM, Tally

CASES_DIR = Path(__file__).resolve().parent.parent / "tests" / "cases"
FLOORS = CASES_DIR / "floors.json"
NO_MATCH = "no-match"
"""Status of a case that only asks for silence: nothing listed may be matched."""

DECIDED_FROM = 70.0
"""Confidence from which a match is more than a possibility."""

UNDECIDED = "undecided"
"""Status of an acronym or a generic name alone: named as a possibility at most, never decided."""

EACH_MUST_PASS = "must"
"""The file whose cases are tested one by one; of the others the share that is right is tested."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text; `institutions` are the ids of which any one is right."""

    file: str
    query: str
    country: str | None
    institutions: tuple[str, ...]
    relation: str
    status: str
    note: str
    kind: str


@dataclass(frozen=True, slots=True)
class OrderCase:
    """Two texts for one institution: the better must be matched, and at least as surely."""

    institution: str
    better: str
    worse: str
    note: str


def read_cases(folder: Path = CASES_DIR) -> list[Case]:
    """Read every file of cases in a folder."""
    return [
        Case(
            file=path.stem,
            query=record["query"],
            country=record["country"] or None,
            institutions=tuple(filter(None, record["institution"].split("|"))),
            relation=record["relation"],
            status=record["status"],
            note=record["note"],
            kind=record["kind"],
        )
        for path in sorted(folder.glob("*.csv"))
        if path.stem != "order"
        for record in _records(path)
    ]


def read_order_cases(folder: Path = CASES_DIR) -> list[OrderCase]:
    """Read the pairs of texts of which one must be matched better."""
    return [OrderCase(**record) for record in _records(folder / "order.csv")]


def is_right(case: Case, result: Result) -> bool:
    """True when the result answers the case as labelled; the relation is judged apart."""
    matched = {m.institution.id for m in result.matches if m.confidence >= COUNTED_FROM}
    if case.status == "listed":
        return bool(matched.intersection(case.institutions))
    if case.status == UNDECIDED:
        sure = any(match.confidence >= DECIDED_FROM for match in result.matches)
        return not sure and result.identification.status != "listed"
    if result.matches and case.status != "ambiguous":
        return False
    if case.status == NO_MATCH:
        return True
    identified = result.identification
    if identified.status != case.status:
        return False
    return not case.institutions or (
        identified.institution is not None and identified.institution.id in case.institutions
    )


def has_right_relation(case: Case, result: Result) -> bool:
    """True when the case's institution is matched with the relation the case names."""
    return any(
        match.institution.id in case.institutions and match.relation == case.relation
        for match in result.matches
    )


def is_right_order(case: OrderCase, better: Result, worse: Result) -> bool:
    """True when the better text is matched, and no less surely than the worse one."""
    sure = confidence_in(case.institution, better)
    return sure >= COUNTED_FROM and sure >= confidence_in(case.institution, worse)


def confidence_in(institution: str, result: Result) -> float:
    """Return the confidence with which an institution was matched, 0 when it was not."""
    return max((m.confidence for m in result.matches if m.institution.id == institution), default=0.0)


def grade(answered: Iterable[tuple[Case, Result]]) -> dict[str, Tally]:
    """Count right answers in all, by kind, and of the relations named."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case, result in answered:
        right = is_right(case, result)
        tallies["all"].add(right=right)
        tallies[case.kind].add(right=right)
        if case.relation and case.status == "listed" and right:
            tallies["relation"].add(right=has_right_relation(case, result))
    return dict(tallies)


def failures(screener: Screener) -> list[tuple[Case, Result]]:
    """Return every case answered wrong, with its result."""
    answered = ((case, screener.check(case.query, country=case.country)) for case in read_cases())
    return [(case, result) for case, result in answered if not is_right(case, result)]


def main(argv: Sequence[str] | None = None) -> None:
    """Grade all cases, print the figures, and list failures or raise the floors when asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--failures", action="store_true", help="list every case answered wrong")
    parser.add_argument("--write-floors", action="store_true", help="make today's figures the floors")
    options = parser.parse_args(argv)
    screener = Screener()
    answered = [(case, screener.check(case.query, country=case.country)) for case in read_cases()]
    tallies = grade(answered)
    console = Console(width=140)
    if options.failures:
        _print_failures(console, answered)
    _print_figures(console, tallies)
    if options.write_floors:
        floors = {name: round(tally.share, 1) for name, tally in sorted(tallies.items())}
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")


def _records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _print_figures(console: Console, tallies: dict[str, Tally]) -> None:
    table = Table(title="the project's own cases", title_justify="left")
    table.add_column("kind")
    for heading in ("right", "cases", "%"):
        table.add_column(heading, justify="right")
    for name, tally in sorted(tallies.items(), key=lambda item: -item[1].total):
        table.add_row(name, str(tally.right), str(tally.total), f"{tally.share:.1f}")
    console.print(table)


def _print_failures(console: Console, answered: Iterable[tuple[Case, Result]]) -> None:
    for case, result in answered:
        if is_right(case, result):
            continue
        identified = result.identification
        who = identified.institution.id if identified.institution else "-"
        matches = ", ".join(f"{m.institution.id} {m.confidence:.0f}" for m in result.matches) or "none"
        wanted = "|".join(case.institutions) or "-"
        where = f" [{case.country}]" if case.country else ""
        console.print(
            f"{case.file}/{case.kind}: {case.query!r}{where}\n    wanted {case.status} {wanted}; "
            f"got {identified.status} {who}; matches: {matches}\n    {identified.explanation}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


if __name__ == "__main__":
    main()
