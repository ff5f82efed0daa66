"""Wheels of the project, built as pip builds them, and empty environments with a wheel in them."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

from conftest import ROOT


def built_wheel(folder: Path, **environment: str) -> Path:
    """Build the wheel into a folder, with the build requirements of the project."""
    _pip(
        sys.executable, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT), **environment
    )
    (built,) = folder.glob("*.whl")
    return built


def programs_with(wheel: Path, folder: Path) -> Path:
    """Install a wheel into an empty environment; return its folder of programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    _pip(str(programs / "python"), "install", "--quiet", str(wheel))
    return programs


def _pip(python: str, *arguments: str, **environment: str) -> None:
    command = [python, "-m", "pip", *arguments]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
