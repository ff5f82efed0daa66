"""How many rows a second `screen` writes with one process and with several, and how near to linear that is.

The table is written for the purpose: the names of `examples/partners.csv` and variants of them with a slip of
the pen, in a share of different names that can be chosen, for a name that appears twice is screened once.
Each run is a process of its own, measured as a whole, its start and that of its workers included.
"""

from __future__ import annotations

import argparse
import csv
import filecmp
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(argv: Sequence[str] | None = None) -> None:
    """Print one line a number of processes: seconds, rows a second, times as fast as one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--distinct", type=float, default=1.0, help="share of different names, 0 to 1")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--format", default="csv")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the fastest counts")
    wanted = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="duediligence-jobs-") as folder:
        table = Path(folder, "partners.csv")
        write_table(table, wanted.rows, max(1, round(wanted.rows * wanted.distinct)))
        seconds: dict[int, float] = {}
        for jobs in wanted.jobs:
            runs = [
                timed(table, Path(folder, f"out{jobs}"), jobs, wanted.format) for _ in range(wanted.repeat)
            ]
            seconds[jobs] = min(runs)
            first = wanted.jobs[0]
            same = filecmp.cmp(Path(folder, f"out{jobs}"), Path(folder, f"out{first}"), shallow=False)
            print(
                f"{jobs} at work: {seconds[jobs]:6.1f} s  {wanted.rows / seconds[jobs]:8,.0f} rows/s  "
                f"{seconds[first] / seconds[jobs]:.2f} times  {'same bytes' if same else 'OTHER BYTES'}"
            )


def timed(table: Path, out: Path, jobs: int, fmt: str) -> float:
    """Screen a table once and return how long that took, in seconds."""
    command = [sys.executable, "-m", "duediligence", "screen", str(table), "--exit-zero"]
    command += ["--jobs", str(jobs), "-f", fmt, "-o", str(out)]
    started = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1795167000"})
    return time.perf_counter() - started


def write_table(path: Path, rows: int, distinct: int) -> None:
    """Write a table of `rows` partners with about so many different names; the same every time."""
    dice = random.Random(1)
    names = list(variants(distinct, dice))
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["partner", "faculty"])
        table.writerows([dice.choice(names) if rows > distinct else names[row], "F1"] for row in range(rows))


def variants(count: int, dice: random.Random) -> Iterator[str]:
    """Yield different names: those of the example as they stand, then with slips and with departments."""
    with (ROOT / "examples" / "partners.csv").open(encoding="utf-8", newline="") as stream:
        known = [row["partner"] for row in csv.DictReader(stream)]
    seen: set[str] = set()
    while len(seen) < count:
        name = known[len(seen)] if len(seen) < len(known) else _slipped(dice.choice(known), dice)
        if name in seen:
            name = f"Department {len(seen)}, {name}"
        seen.add(name)
        yield name


def _slipped(name: str, dice: random.Random) -> str:
    at = dice.randrange(max(1, len(name) - 1))
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


if __name__ == "__main__":
    main()
