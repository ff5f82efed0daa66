"""The user's updates, read: which version is in force, and what it holds.

Updates live in the user's data folder. `current.json` names one version; a version is a folder with
a manifest and one file a list. The manifest's sha256 stands in `current.json`, the files' in the
manifest, so that a damaged update is noticed before anything is screened against it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from duediligence.errors import CatalogueError
from duediligence.model import ListingRow, RegistryRecord

CURRENT = "current.json"
MANIFEST = "manifest.json"
VERSIONS = "versions"
FORMAT = 1
FOLDER_VARIABLE = "DUEDILIGENCE_UPDATES_DIR"
_HINT = "run `duediligence update --rollback`"


@dataclass(frozen=True, slots=True)
class OverlayState:
    """The version of updates in force: its name, its manifest's sha256, its folder."""

    version: str
    sha256: str
    path: Path


@dataclass(frozen=True, slots=True)
class UpdatedList:
    """One updated list: every row of the publisher's file, and the date as of which it was read."""

    id: str
    as_of: str
    rows: tuple[ListingRow, ...]


@dataclass(frozen=True, slots=True)
class OwnLists:
    """Lists of the user's own, laid over the data without an update.

    Attributes:
        sha256: Of all that they hold; it names the index compiled with them.
        read: Reads them; asked only when no such index is there.
    """

    sha256: str
    read: Callable[[], tuple[UpdatedList, ...]]


class Overlay:
    """The content of one version, checked against its hashes when it is read."""

    def __init__(self, state: OverlayState) -> None:
        """Read and check the manifest.

        Raises:
            CatalogueError: The manifest is missing, or not the one that was written.
        """
        self.state = state
        data = _checked(state.path / MANIFEST, state.sha256)
        self.manifest: Mapping[str, Any] = json.loads(data)
        if self.manifest.get("format") != FORMAT:
            raise CatalogueError(f"{state.path}: updates of another program version", hint=_HINT)

    @cached_property
    def lists(self) -> tuple[UpdatedList, ...]:
        """Every updated list with its rows.

        Raises:
            CatalogueError: A file is missing, or not the one that was written.
        """
        return tuple(self._list(list_id, facts) for list_id, facts in sorted(self.manifest["lists"].items()))

    def newer_than(self, shipped: Mapping[str, str]) -> Iterator[UpdatedList]:
        """Yield the updated lists that are not older than the shipped ones, one by one: some are long.

        A program that was upgraded since may carry a later state of a list than the last update fetched.

        Args:
            shipped: The shipped lists' dates by their ids.

        Raises:
            CatalogueError: A file is missing, or not the one that was written.
        """
        for list_id, facts in sorted(self.manifest["lists"].items()):
            if facts["as_of"] >= shipped.get(list_id, ""):
                yield self._list(list_id, facts)

    def registry(self) -> Iterator[RegistryRecord]:
        """Yield the records of the registry one by one; none where none was added.

        Raises:
            CatalogueError: The file is missing, or not the one that was written.
        """
        registry = self.manifest.get("registry")
        if not registry:
            return
        path = self.state.path / registry["file"]
        if file_sha256(path) != registry["sha256"]:
            raise CatalogueError(f"{path}: not the file that was written", hint=_HINT)
        with gzip.open(path, "rb") as lines:
            for line in lines:
                yield RegistryRecord.model_validate_json(line)

    def _list(self, list_id: str, facts: Mapping[str, Any]) -> UpdatedList:
        data = _checked(self.state.path / facts["file"], facts["sha256"])
        rows = tuple(ListingRow.model_validate_json(line) for line in data.splitlines())
        return UpdatedList(list_id, facts["as_of"], rows)


def updates_folder(given: Path | None = None) -> Path:
    """Return the folder of the user's updates: the one given, the variable's, or the system's usual one."""
    if given:
        return given
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("duediligence") / "updates"


def overlay_state(folder: Path | None = None) -> OverlayState | None:
    """Return the version in force, or None where nothing was updated; reads one small file.

    Raises:
        CatalogueError: The pointer exists and cannot be understood.
    """
    root = updates_folder(folder)
    path = root / CURRENT
    try:
        pointer = json.loads(path.read_bytes())
        version, sha256 = pointer["version"], pointer["sha256"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise CatalogueError(f"{path}: cannot be read: {exc}", hint=_HINT) from exc
    if version is None:
        return None
    if not isinstance(version, str) or Path(version).name != version or not isinstance(sha256, str):
        raise CatalogueError(f"{path}: names no version", hint=_HINT)
    return OverlayState(version, sha256, root / VERSIONS / version)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file of an update.

    Raises:
        CatalogueError: The file cannot be read.
    """
    try:
        return sha256_of(path)
    except OSError as exc:
        raise CatalogueError(f"{path}: cannot be read: {exc.strerror}", hint=_HINT) from exc


def _checked(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise CatalogueError(f"{path}: cannot be read: {exc.strerror}", hint=_HINT) from exc
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CatalogueError(f"{path}: not the file that was written", hint=_HINT)
    return data
