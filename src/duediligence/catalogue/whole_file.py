"""Write a file whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_ident
from typing import BinaryIO

UNFINISHED = ".part"
"""Ends the name of a file that is being written."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a stream whose bytes take the place of a file once all of them are written.

    Until then, and when anything fails, the file is left as it was; its permissions stay.

    Raises:
        OSError: The file cannot be written.
    """
    # Several processes, and threads of one, may write the same file: each its own, the last one stays.
    beside = path.with_name(f".{path.name}.{os.getpid()}-{get_ident():x}{UNFINISHED}")
    try:
        with beside.open("wb") as stream:
            yield stream
        with suppress(FileNotFoundError):  # a new file
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
