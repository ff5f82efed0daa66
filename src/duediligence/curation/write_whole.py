"""Write a data file whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from duediligence.errors import OutputError


def write_whole(path: Path, text: str) -> None:
    """Replace a file's text.

    Raises:
        OutputError: The file cannot be written; it is left as it was.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        hint = "Check the folder's permissions and free space."
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error
