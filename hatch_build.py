"""Build hook: compile the catalogue once, so that an installed `duediligence` starts at once.

The wheel carries `data/*.yaml` (to read and to correct) and the index compiled from them. An editable
install carries neither: it reads the checkout's `data/` and compiles into the user's cache.

With `DUEDILIGENCE_COMPILE=1` in the environment the wheel also carries the modules that screening spends
its time in as machine code (mypyc; a C compiler is needed). The same sources answer the same, faster.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGED_INDEX = "duediligence/data/catalogue.index"
_WANTED = os.environ.get("DUEDILIGENCE_COMPILE") == "1"
_COMPILER = ["mypy>=1.14", "setuptools>=70", "types-PyYAML>=6.0"]
# From a name to a verdict; what only a start, an input or the writing of a report needs stays Python.
_COMPILED = (
    "names/fold.py",
    "names/harmless.py",
    "names/legal.py",
    "names/tokens.py",
    "names/words.py",
    "catalogue/index.py",
    "catalogue/layout.py",
    "catalogue/records.py",
    "catalogue/typos.py",
    "recognise/[a-z]*.py",
    "ruling/listings.py",
    "ruling/maker.py",
    "ruling/places.py",
    "screening.py",
    "verdict.py",
)


class CompileForWheel(BuildHookInterface):  # type: ignore[type-arg]
    """Compile `data/`, and the program where that is asked for, into the wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside the project's own build requirements."""
        return _COMPILER if _WANTED else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what was compiled to the files of a standard wheel; nothing for an editable one."""
        if version == "editable":
            return
        root = Path(self.root)
        self._scratch = tempfile.TemporaryDirectory()
        scratch = Path(self._scratch.name)
        build_data["force_include"][str(_compile_catalogue(root, scratch))] = PACKAGED_INDEX
        if _WANTED:
            build_data["pure_python"], build_data["infer_tag"] = False, True
            build_data["force_include"].update(_compile_program(root / "src", scratch / "src"))

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the scratch folder once the wheel is written."""
        if version != "editable":
            self._scratch.cleanup()


def _compile_catalogue(root: Path, scratch: Path) -> Path:
    sys.path.insert(0, str(root / "src"))
    from duediligence.catalogue.compile import build_index

    out = scratch / "index"
    build_index(root / "data", out)
    return out


def _compile_program(sources: Path, scratch: Path) -> dict[str, str]:
    """Compile a copy of the sources, so that no checkout is left with machine code of an older state.

    Returns:
        The files made, each with its place in the wheel.
    """
    shutil.copytree(sources, scratch, ignore=shutil.ignore_patterns("__pycache__"))
    package = scratch / "duediligence"
    modules = [
        str(path.relative_to(scratch)) for pattern in _COMPILED for path in sorted(package.glob(pattern))
    ]
    config = f"--config-file={sources.parent / 'pyproject.toml'}"
    without_symbols = {**os.environ, "MYPYC_DEBUG_LEVEL": "0"}  # two fifths of the wheel
    command = [sys.executable, "-m", "mypyc", config, *modules]
    done = subprocess.run(command, cwd=scratch, env=without_symbols, check=False)  # noqa: S603
    compiled = (path.relative_to(scratch) for path in scratch.rglob("*") if path.suffix in {".so", ".pyd"})
    made = [path for path in compiled if path.parts[0] != "build"]  # where mypyc works
    if done.returncode or len(made) < len(modules):
        raise SystemExit(
            "DUEDILIGENCE_COMPILE=1: the modules could not be compiled; the reason stands above. It takes a C"
            " compiler and Python's headers; without the variable the wheel is made of Python alone."
        )
    return {str(scratch / path): path.as_posix() for path in made}
