"""The coverage table of docs/data.md: what went in, what came out, and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from duediligence.curation.building.reference import Rejected
from duediligence.curation.stats import ListStats, stats
from duediligence.model import Institution, ListingRow

START, END = "<!-- coverage: written by the build -->", "<!-- coverage: end -->"
_HEADER = (
    "| list | rows in the source | rejected | institutions here | rows joined to another row's record "
    "| listings in force | ended | native name | ROR id | dated |"
)


def coverage_table(
    institutions: Sequence[Institution], rows: Sequence[ListingRow], rejected: Sequence[Rejected]
) -> str:
    """The table, one line a list, and the reasons of rejection below it.

    Args:
        institutions: The built records.
        rows: The reference rows that were merged.
        rejected: Those that were not.
    """
    counted = stats(institutions)
    out = Counter(entry.list for entry in rejected)
    came = Counter(row.list for row in rows)
    lines = [_HEADER, "|---" + "|---:" * 9 + "|"]
    lines += [_line(one, came[one.list] + out[one.list], out[one.list]) for one in counted.lists]
    lines += ["", *_rejections(rejected), ""]
    lines.append(
        f"In all {counted.listed} listed institutions, {counted.with_ror} of them with a ROR id; "
        f"{counted.known_not_listed} known and not listed; {counted.names} names; {counted.ties} ties."
    )
    return "\n".join(lines)


def with_coverage(document: str, table: str) -> str:
    """The document with the table between its two markers, or unchanged when it has none."""
    head, start, rest = document.partition(START)
    _, end, tail = rest.partition(END)
    return f"{head}{START}\n{table}\n{END}{tail}" if start and end else document


def _line(one: ListStats, rows_in: int, rejected: int) -> str:
    merged = rows_in - rejected - one.institutions
    cells = (
        rows_in,
        rejected,
        one.institutions,
        merged,
        one.listings,
        one.ended,
        one.native,
        one.ror,
        one.dated,
    )
    return f"| {one.list} | " + " | ".join(map(str, cells)) + " |"


def _rejections(rejected: Sequence[Rejected]) -> Iterator[str]:
    for (list_id, why), count in sorted(Counter((entry.list, entry.why) for entry in rejected).items()):
        names = "; ".join(entry.name[:60] for entry in rejected if (entry.list, entry.why) == (list_id, why))
        yield f"- Rejected from {list_id} ({count}): {why} ({names})."
