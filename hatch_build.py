"""Build hook: compile the catalogue once, so that an installed `duediligence` starts at once.

The wheel carries `data/*.yaml` (to read and to correct) and the index compiled from them. An editable
install carries neither: it reads the checkout's `data/` and compiles into the user's cache.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGED_INDEX = "duediligence/data/catalogue.index"


class CompileCatalogue(BuildHookInterface):  # type: ignore[type-arg]
    """Compile `data/` into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled index to the files of a standard wheel; nothing for an editable one."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from duediligence.catalogue.compile import build_index

        self._scratch = tempfile.TemporaryDirectory()
        out = Path(self._scratch.name) / "index"
        build_index(root / "data", out)
        build_data["force_include"][str(out)] = PACKAGED_INDEX

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove the scratch folder once the wheel is written."""
        if version != "editable":
            self._scratch.cleanup()
