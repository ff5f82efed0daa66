"""Time a cold `check` against the bare imports it cannot avoid, side by side, and measure its peak memory.

    python benchmarks/startup.py [--rounds 15] [--name "Beihang University"]

Byte code is kept, as `pip install` keeps it. Each round starts both programs once, in turn, so that both
meet the same machine; medians are compared. Exits 1 when the ratio is above 1.8 or the peak above 120 MB.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

BASELINE = (sys.executable, "-c", "import typer, rich, pydantic, rapidfuzz, yaml")
RATIO_AT_MOST = 1.8
MEGABYTES_AT_MOST = 120.0
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> int:
    """Measure, print a small table, and say whether both promises hold."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--name", default="Beihang University")
    given = options.parse_args()

    command = (sys.executable, "-m", "duediligence", "check", given.name)
    _seconds(command)  # compiles the catalogue where it is not compiled yet
    pairs = [(_seconds(BASELINE), _seconds(command)) for _ in range(given.rounds)]
    baseline = statistics.median(base for base, _ in pairs)
    check = statistics.median(full for _, full in pairs)
    ratio = statistics.median(full / base for base, full in pairs)
    peak = _peak_megabytes(command)

    print(f"imports alone  {baseline * 1000:6.0f} ms   {' '.join(BASELINE[1:])}")
    print(f"cold check     {check * 1000:6.0f} ms   {' '.join(command[1:])}")
    print(f"ratio          {ratio:6.2f}      at most {RATIO_AT_MOST} (median of {given.rounds} rounds)")
    print(f"peak memory    {peak:6.1f} MB   at most {MEGABYTES_AT_MOST:.0f}")
    return int(ratio > RATIO_AT_MOST or peak > MEGABYTES_AT_MOST)


def _seconds(command: tuple[str, ...]) -> float:
    begun = time.perf_counter()
    subprocess.run(
        command, check=False, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - begun


def _peak_megabytes(command: tuple[str, ...]) -> float:
    """Peak of resident memory of one run, measured in a process of its own."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    measured = (sys.executable, "-c", code, *command)
    done = subprocess.run(measured, check=True, env=_ENVIRONMENT, capture_output=True, text=True)
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return int(done.stdout) / unit


if __name__ == "__main__":
    sys.exit(main())
