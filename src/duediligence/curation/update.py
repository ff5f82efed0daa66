"""Refresh lists from their publishers, or from files, as one new version of the user's updates.

A list is replaced as a whole or left as it was. What was done is recorded: address, time, sha256, rows,
added, removed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from duediligence.catalogue.overlay import Overlay, sha256_of
from duediligence.curation.download import Fetched, FetchPolicy, Progress, Wanted, fetch
from duediligence.curation.file_day import checked_day, day_of
from duediligence.curation.overlay_store import MakeReady, OverlayStore, VersionWriter
from duediligence.curation.update_compare import (
    Printed,
    compare,
    names_in_force,
    printed_names,
    refuse_drop,
    refuse_older,
)
from duediligence.curation.update_plan import (
    NOT_DESCRIBED,
    REGISTRY,
    choose,
    lists_to_replace,
    plan_downloads,
)
from duediligence.curation.update_report import ListChange, SourceOutcome, UpdateReport
from duediligence.errors import DueDiligenceError
from duediligence.importers import Importer, ImportResult
from duediligence.importers.ror import RorReader
from duediligence.model import Institution


@dataclass(slots=True)
class Updater:
    """Updates the user's data.

    Attributes:
        store: Where versions are kept.
        at: The time of the update.
        known_lists: The lists the policy describes, with the date of what is shipped of each, empty where
            nothing is; rows of other lists are left out.
        institutions: Gives the shipped institutions, to compare a list with at its first update.
        accept_drop: Take a list that lost more than a fifth of its rows.
        fetching: Limits of a download.
        progress: Told source, bytes so far, bytes in all.
        make_ready: Called with the new version before it comes in force: compiles its index.
    """

    store: OverlayStore
    at: datetime
    known_lists: Mapping[str, str]
    institutions: Callable[[], Iterable[Institution]]
    accept_drop: bool = False
    fetching: FetchPolicy = field(default_factory=FetchPolicy)
    progress: Callable[[str, int, int | None], None] | None = None
    make_ready: MakeReady | None = None
    _shipped: dict[str, list[Printed]] | None = None

    def from_publishers(self, names: Sequence[str] = ()) -> UpdateReport:
        """Download lists from their official addresses; all that have one when none is named.

        Raises:
            UsageError: A name stands for no list, or for one without a lasting address.
            UpdateError: Another update is running, or the folder cannot be written.
        """
        return self._run(plan_downloads(names, self.known_lists), self._download)

    def from_file(self, name: str, path: Path, as_of: str | None = None) -> UpdateReport:
        """Read one list, one publisher's file, or the registry (`ror`), from a local file.

        Args:
            name: A list id, a source, or `ror`.
            path: The file.
            as_of: The date it was published; by default what the file states, or the day in its
                name, or its time on the disk.

        Raises:
            UsageError: The name stands for no importer, or the date is none.
            UpdateError: Another update is running, or the folder cannot be written.
        """
        as_of = checked_day(as_of)
        if name == REGISTRY:
            return self._registry(path, as_of)
        importer, lists = choose(name, self.known_lists)
        return self._run([(importer, lists)], lambda *args: self._read_file(path, as_of, *args))

    def _run(self, plan: Sequence[tuple[Importer, frozenset[str]]], step: _Step) -> UpdateReport:
        with self.store.locked():
            writer = self.store.new_version(self.at)
            try:
                before = self.store.current()
                outcomes = [self._guarded(importer, lists, step, writer, before) for importer, lists in plan]
                self._shipped = None  # compiling needs the room
                wrote = any(not outcome.error for outcome in outcomes)
                version = writer.publish(self.make_ready).version if wrote else None
            finally:
                writer.abandon()
        return UpdateReport(version, tuple(outcomes))

    def _guarded(
        self,
        importer: Importer,
        lists: frozenset[str],
        step: _Step,
        writer: VersionWriter,
        before: Overlay | None,
    ) -> SourceOutcome:
        try:
            return step(importer, lists, writer, before)
        except DueDiligenceError as exc:
            return SourceOutcome(importer.source, importer.address or importer.page, error=exc)

    # --- one file -------------------------------------------------------------------------------

    def _download(
        self, importer: Importer, lists: frozenset[str], writer: VersionWriter, before: Overlay | None
    ) -> SourceOutcome:
        address = importer.address or ""
        known = _known_source(before, importer, lists)
        wanted = Wanted(
            address,
            importer.content_types,
            importer.html,
            importer.headers,
            known.get("etag"),
            known.get("last_modified"),
        )
        with tempfile.TemporaryDirectory(prefix="duediligence-") as folder:
            path = Path(folder) / _file_name(importer)
            fetched = fetch(wanted, path, self.fetching, progress=self._progress_of(importer))
            if fetched is None:
                return self._unchanged(importer, lists, writer, known)
            result = importer.read(path)
        facts = _source_facts(fetched, self.at)
        return self._take(importer, lists, result, self.at.date().isoformat(), writer, before, facts)

    def _read_file(
        self,
        path: Path,
        as_of: str | None,
        importer: Importer,
        lists: frozenset[str],
        writer: VersionWriter,
        before: Overlay | None,
    ) -> SourceOutcome:
        result = importer.read(path)
        day = day_of(path, as_of, result.as_of)
        taken = self._take(importer, lists, result, day.as_of, writer, before, _file_facts(path, self.at))
        return replace(taken, dated_by_time=day.by_time)

    def _unchanged(
        self, importer: Importer, lists: frozenset[str], writer: VersionWriter, known: Mapping[str, Any]
    ) -> SourceOutcome:
        """Nothing new: the lists are as of today all the same."""
        today = self.at.date().isoformat()
        for list_id in lists & writer.manifest["lists"].keys():
            writer.manifest["lists"][list_id] = {**writer.manifest["lists"][list_id], "as_of": today}
        writer.put_source(importer.source, {**known, "checked_at": _stamp(self.at)})
        return SourceOutcome(importer.source, str(known.get("address")), unchanged=True)

    def _take(
        self,
        importer: Importer,
        lists: frozenset[str],
        result: ImportResult,
        as_of: str,
        writer: VersionWriter,
        before: Overlay | None,
        facts: Mapping[str, Any],
    ) -> SourceOutcome:
        """Write every wanted list of a file that was read, or none of them."""
        wanted = lists_to_replace(importer, result, lists)
        changes = [
            compare(list_id, as_of, self._names_before(list_id, before), result.of_list(list_id))
            for list_id in wanted
        ]
        # A list the file does not hold and nobody had was not checked: it must not look empty.
        changes = [change for change in changes if change.rows or change.rows_before]
        refuse_older(changes, self.known_lists)
        if not self.accept_drop:
            refuse_drop(changes)
        for change in changes:
            writer.put_list(change.list, result.of_list(change.list), _list_facts(importer, change))
        skipped = _all_skipped(result, wanted)
        counts = {
            "entries_in": result.entries_in,
            "skipped": skipped,
            "publisher_date": result.as_of,
            "lists": wanted,
        }
        writer.put_source(importer.source, {**facts, **counts})
        return SourceOutcome(
            source=importer.source,
            origin=str(facts["address"]),
            changes=tuple(changes),
            summary=_summary(result, wanted, skipped),
            problems=tuple(map(str, result.problems)),
            licence=importer.licence,
        )

    def _names_before(self, list_id: str, before: Overlay | None) -> Sequence[Printed]:
        """The list in force: that of the last update, or else the shipped one."""
        updated = before and next((one for one in before.lists if one.id == list_id), None)
        if updated:
            return names_in_force(updated.rows)
        if self._shipped is None:
            self._shipped = printed_names(self.institutions())
        return self._shipped.get(list_id, ())

    def _progress_of(self, importer: Importer) -> Progress | None:
        report = self.progress
        return (lambda done, total: report(importer.source, done, total)) if report else None

    # --- the registry ---------------------------------------------------------------------------

    def _registry(self, path: Path, as_of: str | None) -> UpdateReport:
        reader = RorReader(path)
        with self.store.locked():
            writer = self.store.new_version(self.at)
            try:
                day = day_of(path, as_of, None)
                change = self._write_registry(reader, day.as_of, writer)
                version = writer.publish(self.make_ready).version
            except DueDiligenceError as exc:
                return UpdateReport(None, (SourceOutcome(REGISTRY, str(path), error=exc),))
            finally:
                writer.abandon()
        skipped = ", ".join(f"{n} {why}" for why, n in reader.skipped.items()) or "none"
        summary = f"{reader.entries_in} records in, {change.rows} out, skipped: {skipped}"
        problems = tuple(map(str, reader.problems))
        outcome = SourceOutcome(REGISTRY, str(path), (change,), summary, problems, dated_by_time=day.by_time)
        return UpdateReport(version, (outcome,))

    def _write_registry(self, reader: RorReader, as_of: str, writer: VersionWriter) -> ListChange:
        before = writer.manifest["registry"] or {}
        count = writer.put_registry(reader, {"as_of": as_of})
        change = ListChange(REGISTRY, as_of, count, int(before.get("records", 0)))
        if not self.accept_drop:
            refuse_drop([change])
        writer.put_source(REGISTRY, {**_file_facts(reader.path, self.at), "skipped": dict(reader.skipped)})
        return change


_Step = Callable[[Importer, frozenset[str], VersionWriter, Overlay | None], SourceOutcome]


def _known_source(before: Overlay | None, importer: Importer, lists: frozenset[str]) -> Mapping[str, Any]:
    """What is recorded of a source, if every wanted list was taken from that very file."""
    source: Mapping[str, Any] = before.manifest["sources"].get(importer.source, {}) if before else {}
    taken = source.get("address") == importer.address and lists <= set(source.get("lists", ()))
    return source if taken else {}


def _file_facts(path: Path, at: datetime) -> dict[str, Any]:
    return {
        "address": str(path.resolve()),
        "sha256": sha256_of(path),
        "bytes": path.stat().st_size,
        "fetched_at": _stamp(at),
    }


def _source_facts(fetched: Fetched, at: datetime) -> dict[str, Any]:
    return {
        "address": fetched.requested,
        "final_address": fetched.address,
        "sha256": fetched.sha256,
        "bytes": fetched.size,
        "etag": fetched.etag,
        "last_modified": fetched.last_modified,
        "fetched_at": _stamp(at),
    }


def _list_facts(importer: Importer, change: ListChange) -> dict[str, Any]:
    return {
        "source": importer.source,
        "as_of": change.as_of,
        "rows": change.rows,
        "added": len(change.added),
        "removed": len(change.removed),
    }


def _all_skipped(result: ImportResult, wanted: Collection[str]) -> dict[str, int]:
    others = sum(row.list not in wanted for row in result.rows)
    return {**result.skipped, **({NOT_DESCRIBED + " or not asked for": others} if others else {})}


def _summary(result: ImportResult, wanted: Collection[str], skipped: Mapping[str, int]) -> str:
    kept = sum(row.list in wanted for row in result.rows)
    reasons = "; ".join(f"{count} {why}" for why, count in skipped.items()) or "none"
    return f"{result.entries_in} entries in, {kept} organisations out, skipped: {reasons}"


def _file_name(importer: Importer) -> str:
    """A name for the downloaded copy, as messages will show it."""
    tail = (importer.address or "").split("?")[0].rsplit("/", 1)[-1]
    return tail if re.fullmatch(r"[\w.\-]{1,80}", tail) else importer.source


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
