"""The wheel with compiled modules: it answers every case as the sources do, in several processes too."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import ROOT
from wheels import built_wheel, programs_with

pytestmark = pytest.mark.skipif(
    os.environ.get("DUEDILIGENCE_COMPILE") != "1",
    reason="takes two minutes and a C compiler: .ci/run asks for it",
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the compiled wheel in it; its folder of programs."""
    wheel = built_wheel(tmp_path_factory.mktemp("wheel"), DUEDILIGENCE_COMPILE="1")
    return programs_with(wheel, tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All names of the project's own cases, as a list of partners."""
    names: list[str] = []
    for path in sorted((ROOT / "tests" / "cases").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            names += [row[field] for row in rows for field in ("query", "better", "worse") if row.get(field)]
    listed = tmp_path_factory.mktemp("partners") / "names.txt"
    listed.write_text("\n".join(dict.fromkeys(names)), encoding="utf-8")
    return listed


def _screened(program: Sequence[str], partners: Path, jobs: int) -> list[str]:
    command = [*program, "screen", str(partners), "-f", "jsonl", "--exit-zero", "--jobs", str(jobs)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=partners.parent)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def ours(partners: Path) -> list[str]:
    """What the sources answer."""
    return _screened([sys.executable, "-m", "duediligence"], partners, 1)


def test_recogniser_is_compiled(compiled: Path) -> None:
    """What screening spends its time in is machine code."""
    asked = "import duediligence.recognise.reading as one; print(one.__file__)"
    done = subprocess.run(
        [str(compiled / "python"), "-c", asked], check=True, capture_output=True, text=True, cwd=compiled
    )
    assert not done.stdout.strip().endswith(".py")


@pytest.mark.parametrize("jobs", [1, 2])
def test_compiled_answers_are_those_of_the_sources(
    compiled: Path, partners: Path, ours: list[str], jobs: int
) -> None:
    """Every case is answered word for word alike."""
    assert len(ours) > 2_000
    assert _screened([str(compiled / "duediligence")], partners, jobs) == ours
