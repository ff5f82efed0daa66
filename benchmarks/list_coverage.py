"""Does `check` find random rows of each list under their printed name, with the right list?

    python benchmarks/list_coverage.py rows.csv [more.csv ...] [--seed N] [--rows 40 | --all]

Each row is checked by its printed name alone. A name that other bodies bear too, or that is made of everyday
words, is rightly undecided by itself: the answer then names the listed body as a possibility ("named"), and
the row is checked again with its country ("with country").

A CSV needs the columns `list` and `name`; `country`, `removed_on` and `confidence` are used where they are
there. Rows whose listing has ended, that rest on memory, or whose list is not described here are left out. A
file without a `list` column is taken for the tracker, `aspi-tracker`.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from duediligence import Screener
from duediligence.model import Result, Status

TRACKER = "aspi-tracker"


@dataclass(frozen=True, slots=True)
class Row:
    """One printed name on one list."""

    list: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Miss:
    """A row not found by its name alone: what was said, and what else leads to the list.

    Attributes:
        row: The row.
        said: The answer's explanation.
        named: Whether the answer was undecided and named a body of the list as one that may be meant.
        settled: Whether the row's country leads to the list.
    """

    row: Row
    said: str
    named: bool
    settled: bool


@dataclass(slots=True)
class Score:
    """How the rows of one list fared."""

    rows: int = 0
    missed: list[Miss] = field(default_factory=list)

    @property
    def found(self) -> int:
        """Rows found with the right list by their name alone."""
        return self.rows - len(self.missed)

    @property
    def named(self) -> int:
        """Rows found, or named with the right list in an undecided answer."""
        return self.found + sum(miss.named for miss in self.missed)

    @property
    def settled(self) -> int:
        """Rows found with the right list by name, or by name and country."""
        return self.found + sum(miss.settled for miss in self.missed)


def read_rows(paths: Iterable[Path], known_lists: Iterable[str]) -> dict[str, list[Row]]:
    """The usable rows of the files, by list."""
    known = set(known_lists)
    found: dict[str, list[Row]] = defaultdict(list)
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for record in csv.DictReader(handle):
                row = _row(record)
                if row.name and row.list in known and not _left_out(record):
                    found[row.list].append(row)
    return dict(found)


def measure(
    screener: Screener, rows: dict[str, list[Row]], per_list: int | None, seed: int
) -> dict[str, Score]:
    """Check a random sample of each list, or every row where `per_list` is None."""
    chance = random.Random(seed)
    scores: dict[str, Score] = {}
    for list_id, candidates in sorted(rows.items()):
        score = scores.setdefault(list_id, Score())
        count = len(candidates) if per_list is None else min(per_list, len(candidates))
        for row in chance.sample(candidates, count):
            score.rows += 1
            result = screener.check(row.name)
            if list_id not in lists_of(screener, result):
                again = screener.check(row.name, country=row.country) if row.country else result
                said = f"{result.identification.status}: {result.identification.explanation}"
                named = list_id in lists_named(screener, result)
                score.missed.append(Miss(row, said, named, list_id in lists_of(screener, again)))
    return scores


def lists_of(screener: Screener, result: Result) -> set[str]:
    """The lists of everything matched, and of the institution recognised: history and notes count too."""
    found = {listing.list for match in result.matches for listing in match.listings}
    own = result.identification.institution
    record = screener.catalogue.institution(own.id) if own else None
    return found | {listing.list for listing in (record.listings if record else ())}


def lists_named(screener: Screener, result: Result) -> set[str]:
    """The lists of every body that an undecided answer says may be meant; none of a decided answer."""
    if result.identification.status is not Status.AMBIGUOUS:
        return set()
    records = (screener.catalogue.institution(one.institution.id) for one in result.similar if one.listed)
    return {listing.list for record in records if record for listing in record.listings}


def print_scores(scores: dict[str, Score]) -> None:
    """Print one line a list, then every miss with what was said instead."""
    columns = ("rows", "found", "named", "settled")
    print(f"{'list':24} {'rows':>5} {'by name':>8} {'or named':>9} {'or with country':>16}")
    sums = dict.fromkeys(columns, 0)
    for list_id, score in scores.items():
        counts = {name: getattr(score, name) for name in columns}
        sums = {name: sums[name] + counts[name] for name in columns}
        print(_line(list_id, *counts.values()))
    print(_line("all", *sums.values()))
    for list_id, score in scores.items():
        for miss in score.missed:
            settled = "settled by country" if miss.settled else ""
            mark = ", ".join(filter(None, ("named" if miss.named else "", settled))) or "MISSED"
            print(f"{mark}  {list_id}  {miss.row.name!r} ({miss.row.country or '?'}): {miss.said}")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when every row was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="CSV")
    parser.add_argument("--seed", type=int, default=1)
    count = parser.add_mutually_exclusive_group()
    count.add_argument("--rows", type=int, default=40, help="random rows a list")
    count.add_argument("--all", action="store_true", help="every row")
    options = parser.parse_args(argv)
    screener = Screener()
    rows = read_rows(options.files, [one.id for one in screener.catalogue.lists])
    scores = measure(screener, rows, None if options.all else options.rows, options.seed)
    print_scores(scores)
    return 1 if any(score.settled < score.rows for score in scores.values()) else 0


def _line(name: str, rows: int, found: int, named: int, settled: int) -> str:
    return f"{name:24} {rows:5} {found:8} {named:9} {settled:16}"


def _row(record: dict[str, str]) -> Row:
    list_id = (record.get("list") or TRACKER).replace("_", "-")
    country = (record.get("country") or ("CN" if list_id == TRACKER else "")).split("|")[0] or None
    return Row(list_id, (record.get("name") or "").strip(), country)


def _left_out(record: dict[str, str]) -> bool:
    """Rows that have ended or rest on memory are not shipped as listings in force."""
    ended = (
        record.get("removed_on")
        or "edition" in (record.get("rating_or_programme") or "").partition("not in")[2]
    )
    return bool(ended) or record.get("confidence") == "memory"


if __name__ == "__main__":
    sys.exit(main())
