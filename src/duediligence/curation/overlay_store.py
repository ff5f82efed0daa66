"""Versions of the user's updates on disk: each complete or absent, the previous one kept.

A new version is written to a scratch folder, flushed to the disk and renamed; only then does
`current.json` come to name it, in one step. A killed update leaves a scratch folder behind and the
old version in force.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from duediligence.catalogue.overlay import (
    CURRENT,
    FORMAT,
    MANIFEST,
    VERSIONS,
    Overlay,
    OverlayState,
    overlay_state,
    sha256_of,
    updates_folder,
)
from duediligence.errors import CatalogueError, UpdateError
from duediligence.model import ListingRow, RegistryRecord

MakeReady = Callable[[OverlayState], None]  # what must be done before a version is in force

_SCRATCH = ".part-"
_LOCK = "update.lock"
_REGISTRY = "registry.jsonl.gz"
_KEPT_VERSIONS = 3
_SHORT_HASH = 8


class OverlayStore:
    """The user's folder of updates, for writing."""

    def __init__(self, folder: Path | None = None) -> None:
        """Use the folder given, or the system's usual one."""
        self.folder = updates_folder(folder)

    def current(self) -> Overlay | None:
        """The version in force, or None.

        Raises:
            CatalogueError: It is damaged.
        """
        state = overlay_state(self.folder)
        return Overlay(state) if state else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second update out while this one runs.

        Raises:
            UpdateError: Another update is running, or the folder cannot be written.
        """
        lock = self.folder / _LOCK
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = _take_lock(lock)
        except OSError as exc:
            raise UpdateError(
                f"{self.folder}: cannot be written: {exc.strerror}", hint="Check the folder's permissions."
            ) from exc
        try:
            self._sweep()
            yield
        except OSError as exc:
            raise UpdateError(
                f"{self.folder}: cannot be written: {exc.strerror or exc}; the data before stay in force",
                hint="Free some space, or check the folder's permissions.",
            ) from exc
        finally:
            os.close(handle)

    def rollback(self) -> str | None:
        """Put the version before the one in force back; None means the shipped data alone.

        Raises:
            UpdateError: There is nothing to go back from, or the previous version is gone.
        """
        state = _state_or_broken(self.folder)
        if state is None:
            raise UpdateError("nothing was updated yet", hint="The shipped data are in force.")
        previous = _previous_of(state)
        if previous is None:
            self._point_to(None, "")
            return None
        path = self.folder / VERSIONS / previous / MANIFEST
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as exc:
            raise UpdateError(f"{path}: the previous version is gone", hint="Update again.") from exc
        self._point_to(previous, digest)
        return previous

    def new_version(self, at: datetime) -> VersionWriter:
        """Start a version that takes over everything of the one in force until it is replaced."""
        return VersionWriter(self, self.current(), at)

    def publish(
        self, scratch: Path, manifest: bytes, version: str, make_ready: MakeReady | None = None
    ) -> OverlayState:
        """Rename a finished scratch folder to its version, make it ready, and put it in force."""
        target = self.folder / VERSIONS / version
        known = target.exists()  # the same content at the same second: nothing to do but to point to it
        if known:
            shutil.rmtree(scratch)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch.rename(target)
        _sync_folder(target.parent)
        state = OverlayState(version, hashlib.sha256(manifest).hexdigest(), target)
        try:
            if make_ready:
                make_ready(state)
        except BaseException:  # also when the user stops it: the version was never in force
            if not known:
                shutil.rmtree(target, ignore_errors=True)
            raise
        self._point_to(version, state.sha256)
        self._prune(version)
        return state

    def _point_to(self, version: str | None, sha256: str) -> None:
        scratch = self.folder / f"{_SCRATCH}{CURRENT}"
        write_synced(scratch, json.dumps({"version": version, "sha256": sha256}).encode())
        scratch.replace(self.folder / CURRENT)
        _sync_folder(self.folder)

    def _prune(self, version: str) -> None:
        """Delete versions that a rollback can no longer reach within the kept number."""
        kept: list[str] = []
        name = version
        while name and len(kept) < _KEPT_VERSIONS:
            kept.append(name)
            name = _previous_of(OverlayState(name, "", self.folder / VERSIONS / name)) or ""
        for folder in (self.folder / VERSIONS).iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def _sweep(self) -> None:
        for left_over in self.folder.glob(f"{_SCRATCH}*"):
            if left_over.is_dir():
                shutil.rmtree(left_over, ignore_errors=True)
            else:
                left_over.unlink(missing_ok=True)


class VersionWriter:
    """A version being written; nothing is in force before `publish`."""

    def __init__(self, store: OverlayStore, before: Overlay | None, at: datetime) -> None:
        """Take over the files of the version before."""
        self._store = store
        self._scratch = store.folder / f"{_SCRATCH}{os.getpid()}"
        self._scratch.mkdir(parents=True)
        self.manifest: dict[str, Any] = {
            "format": FORMAT,
            "created": at.isoformat(timespec="seconds"),
            "previous": before.state.version if before else None,
            "lists": dict(before.manifest["lists"]) if before else {},
            "sources": dict(before.manifest["sources"]) if before else {},
            "registry": before.manifest["registry"] if before else None,
        }
        self._before = before

    def put_list(self, list_id: str, rows: Iterable[ListingRow], facts: Mapping[str, Any]) -> None:
        """Write the rows of one list; `facts` go into the manifest beside the file's hash."""
        lines = b"".join(row.model_dump_json(exclude_defaults=True).encode() + b"\n" for row in rows)
        name = f"{list_id}.jsonl"
        write_synced(self._scratch / name, lines)
        self.manifest["lists"][list_id] = {**facts, "file": name, "sha256": hashlib.sha256(lines).hexdigest()}

    def put_registry(self, records: Iterable[RegistryRecord], facts: Mapping[str, Any]) -> int:
        """Write the registry, record by record; return how many."""
        path = self._scratch / _REGISTRY
        count = 0
        with path.open("wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=6) as out:
                for count, record in enumerate(records, 1):  # noqa: B007 - the number is the result
                    out.write(record.model_dump_json(exclude_defaults=True).encode() + b"\n")
            raw.flush()
            os.fsync(raw.fileno())
        self.manifest["registry"] = {**facts, "records": count, "file": _REGISTRY, "sha256": sha256_of(path)}
        return count

    def put_source(self, source: str, facts: Mapping[str, Any]) -> None:
        """Record where a file came from and when."""
        self.manifest["sources"][source] = dict(facts)

    def publish(self, make_ready: MakeReady | None = None) -> OverlayState:
        """Complete the version and put it in force, once `make_ready` has returned for it."""
        self._take_over()
        created = datetime.fromisoformat(self.manifest["created"])
        content = json.dumps(self.manifest, sort_keys=True).encode()
        version = f"{created:%Y%m%dT%H%M%SZ}-{hashlib.sha256(content).hexdigest()[:_SHORT_HASH]}"
        manifest = json.dumps({**self.manifest, "version": version}, indent=1, sort_keys=True).encode()
        write_synced(self._scratch / MANIFEST, manifest)
        _sync_folder(self._scratch)
        return self._store.publish(self._scratch, manifest, version, make_ready)

    def abandon(self) -> None:
        """Delete what was written."""
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _take_over(self) -> None:
        """Link the unchanged files of the version before; copy where links are not possible."""
        files = [facts["file"] for facts in self.manifest["lists"].values()]
        if self.manifest["registry"]:
            files.append(self.manifest["registry"]["file"])
        for name in files:
            target = self._scratch / name
            if not target.exists() and self._before:
                _link(self._before.state.path / name, target)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _state_or_broken(folder: Path) -> OverlayState | None:
    """The version in force; for a pointer that cannot be read, a stand-in without a previous version."""
    try:
        return overlay_state(folder)
    except CatalogueError:
        return OverlayState("", "", folder / VERSIONS / "-")


def _previous_of(state: OverlayState) -> str | None:
    try:
        previous = json.loads((state.path / MANIFEST).read_bytes()).get("previous")
    except (OSError, ValueError, AttributeError):
        return None
    return previous if isinstance(previous, str) and Path(previous).name == previous else None


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows cannot open folders; the rename alone must do there
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take_lock(lock: Path) -> int:
    """Lock a file for this process; the system releases it however the process ends."""
    handle = os.open(lock, os.O_CREAT | os.O_RDWR)
    try:
        if sys.platform == "win32":  # pragma: no cover - the other system's calls
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        os.close(handle)
        raise UpdateError(f"{lock}: another update is running", hint="Wait until it has ended.") from exc
    return handle
