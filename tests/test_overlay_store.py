"""Versions of updates on disk: complete or absent, the previous one kept, damage noticed."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duediligence.catalogue.overlay import Overlay, OverlayState, overlay_state, updates_folder
from duediligence.curation import overlay_store
from duediligence.curation.overlay_store import OverlayStore
from duediligence.errors import CatalogueError, UpdateError
from duediligence.model import ListingRow, Name, NameKind, RegistryRecord

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ROW = ListingRow(list="a-list", name="Lantern University", countries=("CN",))
RECORD = RegistryRecord(id="00abc", name="Tidal College", names=(Name(text="TC", kind=NameKind.ACRONYM),))


@pytest.fixture
def store(tmp_path: Path) -> OverlayStore:
    """An empty folder of updates."""
    return OverlayStore(tmp_path / "updates")


def _publish(store: OverlayStore, *rows: ListingRow, list_id: str = "a-list", days: int = 0) -> OverlayState:
    writer = store.new_version(AT + timedelta(days=days))
    writer.put_list(list_id, rows, {"as_of": "2026-11-20", "rows": len(rows)})
    return writer.publish()


def _overlay(store: OverlayStore) -> Overlay:
    state = overlay_state(store.folder)
    assert state is not None
    return Overlay(state)


def test_nothing_updated_is_no_version(store: OverlayStore) -> None:
    """An absent folder is not an error."""
    assert overlay_state(store.folder) is None
    assert store.current() is None


def test_what_is_written_is_read_back(store: OverlayStore) -> None:
    """Rows and registry records, each list with its date."""
    writer = store.new_version(AT)
    writer.put_list("a-list", [ROW], {"as_of": "2026-11-20"})
    assert writer.put_registry([RECORD], {"as_of": "2026-11-01"}) == 1
    writer.put_source("a", {"address": "https://x.example/"})
    state = writer.publish()
    overlay = _overlay(store)
    assert overlay.state == state
    (updated,) = overlay.lists
    assert (updated.id, updated.as_of, updated.rows) == ("a-list", "2026-11-20", (ROW,))
    assert list(overlay.registry()) == [RECORD]
    assert overlay.manifest["registry"]["as_of"] == "2026-11-01"
    assert overlay.manifest["sources"]["a"]["address"] == "https://x.example/"


def test_an_update_older_than_the_shipped_list_is_not_laid_over_it(store: OverlayStore) -> None:
    """The program may have been upgraded since; the newer state counts."""
    _publish(store, ROW)
    overlay = _overlay(store)
    assert [one.id for one in overlay.newer_than({"a-list": "2026-11-20"})] == ["a-list"]
    assert not [*overlay.newer_than({"a-list": "2026-11-21"})]
    assert len([*overlay.newer_than({})]) == 1


def test_a_new_version_keeps_what_it_does_not_replace(store: OverlayStore) -> None:
    """The other lists and the registry are taken over."""
    writer = store.new_version(AT)
    writer.put_list("a-list", [ROW], {"as_of": "2026-11-20"})
    writer.put_registry([RECORD], {"as_of": "2026-11-01"})
    writer.publish()
    _publish(store, ROW, list_id="b-list", days=1)
    overlay = _overlay(store)
    assert [one.id for one in overlay.lists] == ["a-list", "b-list"]
    assert list(overlay.registry()) == [RECORD]


def test_files_are_copied_where_links_are_not_possible(
    store: OverlayStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems have no hard links."""

    def refuse(*_: object) -> None:
        raise OSError

    _publish(store, ROW)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    _publish(store, ROW, list_id="b-list", days=1)
    assert len(_overlay(store).lists) == 2


def test_a_version_without_a_registry_has_none(store: OverlayStore) -> None:
    """No record, and nothing said of one."""
    _publish(store, ROW)
    assert list(_overlay(store).registry()) == []
    assert _overlay(store).manifest["registry"] is None


def test_the_same_version_twice_is_one(store: OverlayStore) -> None:
    """Writing again what is there only points to it."""
    first = _publish(store, ROW)
    (store.folder / "current.json").unlink()
    assert _publish(store, ROW) == first


def test_rollback_goes_back_step_by_step(store: OverlayStore) -> None:
    """To the version before, and at last to the shipped data."""
    first = _publish(store, ROW)
    _publish(store, ROW, ROW, days=1)
    assert store.rollback() == first.version
    assert overlay_state(store.folder) == first
    assert store.rollback() is None
    assert overlay_state(store.folder) is None
    with pytest.raises(UpdateError, match="nothing was updated yet"):
        store.rollback()


def test_rollback_to_a_version_that_is_gone_is_refused(store: OverlayStore) -> None:
    """The version in force stays."""
    first = _publish(store, ROW)
    second = _publish(store, ROW, ROW, days=1)
    (first.path / "manifest.json").unlink()
    with pytest.raises(UpdateError, match="the previous version is gone"):
        store.rollback()
    assert overlay_state(store.folder) == second


def test_only_the_last_versions_are_kept(store: OverlayStore) -> None:
    """The one in force and the two before it."""
    states = [_publish(store, *[ROW] * (day + 1), days=day) for day in range(5)]
    kept = {folder.name for folder in (store.folder / "versions").iterdir()}
    assert kept == {state.version for state in states[-3:]}


def test_a_killed_update_leaves_the_old_data_in_force(store: OverlayStore) -> None:
    """What it had written is swept away by the next one."""
    before = _publish(store, ROW)
    killed = store.new_version(AT + timedelta(days=1))
    killed.put_list("a-list", [ROW, ROW], {"as_of": "2026-11-21"})
    (store.folder / ".part-current.json").write_text("{", "utf-8")
    assert overlay_state(store.folder) == before
    with store.locked():
        assert list(store.folder.glob(".part-*")) == []
    assert overlay_state(store.folder) == before


def test_two_updates_do_not_run_at_once(store: OverlayStore) -> None:
    """The second is told to wait."""
    with (
        store.locked(),
        pytest.raises(UpdateError, match="another update is running"),
        OverlayStore(store.folder).locked(),
    ):
        pass
    with store.locked():
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """With its path."""
    (tmp_path / "file").write_text("x", "utf-8")
    with (
        pytest.raises(UpdateError, match="cannot be written"),
        OverlayStore(tmp_path / "file" / "updates").locked(),
    ):
        pass


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 1}'])
def test_a_damaged_manifest_is_noticed(store: OverlayStore, damage: bytes) -> None:
    """Its hash stands in the pointer."""
    state = _publish(store, ROW)
    (state.path / "manifest.json").write_bytes(damage)
    with pytest.raises(CatalogueError, match="not the file that was written"):
        Overlay(state)


def test_damaged_rows_are_noticed(store: OverlayStore) -> None:
    """Their hash stands in the manifest."""
    state = _publish(store, ROW)
    (state.path / "a-list.jsonl").write_bytes(b"{}")
    with pytest.raises(CatalogueError, match="not the file that was written"):
        _ = Overlay(state).lists


def test_a_damaged_registry_is_noticed(store: OverlayStore) -> None:
    """Before a record of it is used."""
    writer = store.new_version(AT)
    writer.put_registry([RECORD], {"as_of": "2026-11-01"})
    state = writer.publish()
    (state.path / "registry.jsonl.gz").write_bytes(b"x")
    with pytest.raises(CatalogueError, match="not the file that was written"):
        next(Overlay(state).registry())
    (state.path / "registry.jsonl.gz").unlink()
    with pytest.raises(CatalogueError, match="cannot be read"):
        next(Overlay(state).registry())


def test_a_version_folder_that_is_gone_is_noticed(store: OverlayStore) -> None:
    """The pointer names it all the same."""
    state = _publish(store, ROW)
    (state.path / "manifest.json").unlink()
    with pytest.raises(CatalogueError, match="cannot be read"):
        Overlay(state)


def test_a_version_of_another_program_is_refused(store: OverlayStore) -> None:
    """The format is numbered."""
    state = _publish(store, ROW)
    manifest = {**json.loads((state.path / "manifest.json").read_bytes()), "format": 99}
    content = json.dumps(manifest).encode()
    (state.path / "manifest.json").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    with pytest.raises(CatalogueError, match="another program version"):
        Overlay(OverlayState(state.version, digest, state.path))


@pytest.mark.parametrize(
    "pointer",
    [
        b"",
        b"[]",
        b'{"version": "../../etc", "sha256": "x"}',
        b'{"version": "v", "sha256": 1}',
        b'{"sha256": "x"}',
    ],
)
def test_a_damaged_pointer_is_an_error_and_can_be_rolled_back(store: OverlayStore, pointer: bytes) -> None:
    """Screening never goes on with less than the user believes; rollback leads to the shipped data."""
    _publish(store, ROW)
    (store.folder / "current.json").write_bytes(pointer)
    with pytest.raises(CatalogueError, match=r"current\.json"):
        overlay_state(store.folder)
    assert store.rollback() is None
    assert overlay_state(store.folder) is None


def test_the_folder_comes_from_the_call_the_variable_or_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this order."""
    assert updates_folder(tmp_path) == tmp_path
    monkeypatch.setenv("DUEDILIGENCE_UPDATES_DIR", str(tmp_path / "named"))
    assert updates_folder() == tmp_path / "named"
    monkeypatch.delenv("DUEDILIGENCE_UPDATES_DIR")
    assert updates_folder().parts[-2:] == ("duediligence", "updates")


def test_a_full_disk_is_said(store: OverlayStore) -> None:
    """The version in force stays."""
    with pytest.raises(UpdateError, match="No space left"), store.locked():
        raise OSError(28, "No space left on device")


def test_an_abandoned_version_leaves_nothing(store: OverlayStore) -> None:
    """No folder, no pointer."""
    store.new_version(AT).abandon()
    assert list(store.folder.iterdir()) == []


def test_a_folder_that_cannot_be_opened_is_not_flushed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Some systems cannot; the rename must do there."""

    def refuse(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(os, "open", refuse)
    overlay_store._sync_folder(tmp_path)
