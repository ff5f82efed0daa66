"""Name a version of the data, and read its institutions: a path, or `shipped`, `current`, `previous`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from duediligence.catalogue.catalogue import Catalogue, open_catalogue
from duediligence.catalogue.index import Index
from duediligence.catalogue.lay_over import lay_over
from duediligence.catalogue.load import load_institutions
from duediligence.catalogue.locate import find_data, open_index
from duediligence.catalogue.overlay import (
    MANIFEST,
    VERSIONS,
    Overlay,
    OverlayState,
    overlay_state,
    updates_folder,
)
from duediligence.errors import UsageError
from duediligence.model import Institution

SHIPPED, CURRENT, PREVIOUS = "shipped", "current", "previous"
_KINDS = (
    "a data folder or its institutions.yaml, a version of updates, an index, or shipped, current, previous"
)


def read_version(name: str) -> Iterable[Institution]:
    """Return the institutions of one version of the data.

    Args:
        name: `shipped`, `current` (with the updates in force), `previous` (the updates before them), or a
            path to an `institutions.yaml`, a folder that holds one, a folder of one version of updates
            (laid over the shipped data), or a compiled index.

    Raises:
        UsageError: The name is none of these.
        CatalogueError: The data are missing or broken.
    """
    if name == SHIPPED:
        return shipped_catalogue().institutions()
    if name == CURRENT:
        return open_catalogue().institutions()
    if name == PREVIOUS:
        return _previous()
    return _at(Path(name))


def shipped_catalogue() -> Catalogue:
    """The data that came with the program, without any update."""
    return open_catalogue(find_data())


def compile_updates(state: OverlayState) -> None:
    """Compile the shipped data with a version of updates laid over them, so that no check has to wait.

    Raises:
        CatalogueError: The data cannot be compiled, or the index cannot be written.
    """
    open_index(find_data(), updates=state)


def _at(path: Path) -> Iterable[Institution]:
    if (path / MANIFEST).is_file():
        return _updated(path)
    if (path / "institutions.yaml").is_file():
        return load_institutions(path / "institutions.yaml")
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return load_institutions(path)
    if path.suffix == ".index" and path.is_file():
        return Index(path).institutions()
    raise UsageError(f"{path}: no version of the data", hint=f"Give {_KINDS}.")


def _updated(folder: Path) -> Iterable[Institution]:
    """The shipped data with one version of updates; its manifest is taken as it stands."""
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    overlay = Overlay(OverlayState(folder.name, digest, folder))
    return lay_over(shipped_catalogue().institutions(), overlay.lists)


def _previous() -> Iterable[Institution]:
    state = overlay_state()
    if state is None:
        raise UsageError("nothing was updated yet, so there is no previous version", hint=f"Give {_KINDS}.")
    before = Overlay(state).manifest.get("previous")
    return _updated(updates_folder() / VERSIONS / before) if before else shipped_catalogue().institutions()
