"""The built wheel: in an empty environment and another folder it works with the data it carries."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from conftest import FIXED_TIME
from wheels import built_wheel, programs_with


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as everybody gets it."""
    return built_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it; its folder of programs."""
    return programs_with(wheel, tmp_path_factory.mktemp("environment"))


def test_wheel_carries_data_index_and_tables(wheel: Path) -> None:
    """The data to read and the index compiled from them are inside, beside the tables and templates."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "data/institutions.yaml",
        "data/risk_tiers.yaml",
        "data/catalogue.index",
        "names/tables/words.tsv",
        "py.typed",
    ):
        assert f"duediligence/{name}" in names


def test_wheel_runs_on_every_system(wheel: Path) -> None:
    """Unless compiling is asked for, the wheel holds Python alone."""
    assert wheel.name.endswith("-py3-none-any.whl")


def test_installed_wheel_works_elsewhere(installed: Path, tmp_path: Path) -> None:
    """From an empty folder, with no cache to write to, the main job is done with the packaged data."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "SOURCE_DATE_EPOCH": FIXED_TIME,
        "DUEDILIGENCE_CACHE_DIR": str(tmp_path / "no" / "cache"),
    }
    command = [str(installed / "duediligence"), "check", "Beihang University", "-f", "json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 1, done.stderr
    result = json.loads(done.stdout)["results"][0]
    assert result["verdict"]["level"] == "stop"
    lists = {listing["list"] for match in result["matches"] for listing in match["listings"]}
    assert {"aspi-tracker", "us-bis-entity-list", "us-dod-1286", "ca-nro", "jp-meti-eul"} <= lists
    assert not (tmp_path / "no").exists()
