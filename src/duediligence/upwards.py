"""Files of the working folder: found in it or in a folder above, as git finds its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def folders_upwards(start: Path) -> Iterator[Path]:
    """Yield a folder and those above it, nearest first, up to the root."""
    start = start.absolute()
    yield start
    yield from start.parents


def find_upwards(name: str, start: Path) -> Path | None:
    """Return the nearest file of this name in `start` or a folder above it."""
    return next((folder / name for folder in folders_upwards(start) if (folder / name).is_file()), None)
