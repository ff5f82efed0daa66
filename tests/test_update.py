"""Updates: from publishers and from files, list by list, complete or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from duediligence.catalogue.overlay import Overlay
from duediligence.curation import update_plan
from duediligence.curation.download import FetchPolicy
from duediligence.curation.file_day import FileDay, day_of
from duediligence.curation.overlay_store import OverlayStore
from duediligence.curation.update import Updater
from duediligence.errors import UpdateError, UsageError
from duediligence.importers import Importer, csl, house, uk
from duediligence.model import Institution, Listing
from list_files import LISTS
from publisher import Publisher, publishing, status, whole

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
KNOWN = dict.fromkeys(("us-bis-entity-list", "us-ofac-sdn", "us-state-isn", "gb-sanctions", "ca-nro"), "")
CSL = (LISTS / "csl_with_id.csv").read_bytes()
UK = (LISTS / "uk.csv").read_bytes()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A publisher for one test."""
    with publishing() as server:
        server.answers = {
            "/csl.csv": [whole(CSL, ETag='"v1"')],
            "/uk.csv": [whole(UK, "application/octet-stream")],
        }
        yield server


@pytest.fixture
def importers(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    """The importers of two publishers, moved to this machine."""
    moved = {
        importer.source: replace(importer, address=publisher.address(path))
        for importer, path in ((csl.IMPORTER, "/csl.csv"), (uk.IMPORTER, "/uk.csv"))
    }
    by_list = {
        list_id: importer for importer in moved.values() for list_id in (*importer.lists, importer.source)
    }
    monkeypatch.setattr(update_plan, "downloadable", lambda: tuple(moved.values()))
    monkeypatch.setattr(update_plan, "importer_for", lambda name: by_list[name])


def _updater(
    tmp_path: Path, *, shipped: Sequence[Institution] = (), days: int = 0, accept_drop: bool = False
) -> Updater:
    return Updater(
        OverlayStore(tmp_path / "updates"),
        AT + timedelta(days=days),
        KNOWN,
        lambda: shipped,
        accept_drop=accept_drop,
        fetching=FetchPolicy(timeout_s=2.0, attempts=1, allow_loopback_http=True),
    )


def _overlay(updater: Updater) -> Overlay:
    current = updater.store.current()
    assert current is not None
    return current


def _listed(name: str, list_id: str = "us-bis-entity-list", until: str | None = None) -> Institution:
    return Institution(
        id=name.lower(), name=name, listings=(Listing(list=list_id, printed=name, until=until),)
    )


@pytest.mark.usefixtures("importers")
class TestFromPublishers:
    """Downloads through the whole way."""

    def test_all_lists_are_fetched_and_recorded(self, tmp_path: Path, publisher: Publisher) -> None:
        """Address, time, sha256, rows, added, removed, and what was skipped."""
        updater = _updater(tmp_path, shipped=[_listed("Gone Works"), _listed("Past Works", until="2020")])
        report = updater.from_publishers()
        assert not report.failed
        overlay = _overlay(updater)
        assert report.version == overlay.state.version
        assert {one.id for one in overlay.lists} == {
            "us-bis-entity-list",
            "us-ofac-sdn",
            "us-state-isn",
            "gb-sanctions",
        }
        assert {one.as_of for one in overlay.lists} == {"2026-11-20"}
        source = overlay.manifest["sources"]["us-csl"]
        assert source["address"] == publisher.address("/csl.csv")
        assert (source["sha256"], source["etag"]) == (hashlib.sha256(CSL).hexdigest(), '"v1"')
        assert (source["fetched_at"], source["bytes"]) == ("2026-11-20T09:30:00+00:00", len(CSL))
        assert source["skipped"]["natural person"] == 2
        facts = overlay.manifest["lists"]["us-bis-entity-list"]
        assert (facts["rows"], facts["added"], facts["removed"]) == (4, 4, 1)
        (change,) = (c for o in report.outcomes for c in o.changes if c.list == "us-bis-entity-list")
        assert (change.rows_before, change.removed) == (1, ("Gone Works",))

    def test_a_second_update_asks_whether_anything_changed(
        self, tmp_path: Path, publisher: Publisher
    ) -> None:
        """304: the rows stay, and are as of today."""
        _updater(tmp_path).from_publishers(["us-csl"])
        publisher.answers["/csl.csv"] = [status(304)]
        updater = _updater(tmp_path, days=3)
        (outcome,) = updater.from_publishers(["us-csl"]).outcomes
        assert outcome.unchanged
        assert publisher.asked[-1][1]["If-None-Match"] == '"v1"'
        overlay = _overlay(updater)
        assert {one.as_of for one in overlay.lists} == {"2026-11-23"}
        assert overlay.manifest["sources"]["us-csl"]["checked_at"] == "2026-11-23T09:30:00+00:00"

    def test_a_list_that_is_missing_is_fetched_in_full(self, tmp_path: Path, publisher: Publisher) -> None:
        """What is known of the file does not help the list that was not taken from it."""
        _updater(tmp_path).from_publishers(["us-ofac-sdn"])
        _updater(tmp_path).from_publishers(["us-csl"])
        assert "If-None-Match" not in publisher.asked[-1][1]

    def test_one_list_of_a_file_is_taken_alone(self, tmp_path: Path, publisher: Publisher) -> None:
        """Two lists of one file are one download."""
        updater = _updater(tmp_path)
        updater.from_publishers(["us-ofac-sdn", "us-state-isn"])
        assert {one.id for one in _overlay(updater).lists} == {"us-ofac-sdn", "us-state-isn"}
        assert len(publisher.asked) == 1

    def test_one_refused_file_does_not_stop_the_others(self, tmp_path: Path, publisher: Publisher) -> None:
        """It is reported, and its lists stay as they were."""
        publisher.answers["/csl.csv"] = [status(404)]
        updater = _updater(tmp_path)
        report = updater.from_publishers()
        assert report.failed
        assert [type(outcome.error) for outcome in report.outcomes] == [UpdateError, type(None)]
        assert {one.id for one in _overlay(updater).lists} == {"gb-sanctions"}

    def test_nothing_is_written_when_all_fail(self, tmp_path: Path, publisher: Publisher) -> None:
        """There is no version of nothing."""
        publisher.answers = {"/csl.csv": [status(404)], "/uk.csv": [whole(b"<html>", "text/csv")]}
        updater = _updater(tmp_path)
        assert updater.from_publishers().version is None
        assert updater.store.current() is None

    def test_progress_names_the_file(self, tmp_path: Path) -> None:
        """So that a bar can say what it is of."""
        told: list[tuple[str, int, int | None]] = []
        updater = _updater(tmp_path)
        updater.progress = lambda *what: told.append(what)
        updater.from_publishers(["gb-sanctions"])
        assert told[-1] == ("gb-sanctions", len(UK), len(UK))


def test_a_list_without_an_address_is_not_downloaded(tmp_path: Path) -> None:
    """Where to get it is said instead."""
    with pytest.raises(UsageError, match="no lasting address") as caught:
        Updater(OverlayStore(tmp_path), AT, KNOWN | {"jp-meti-eul": ""}, tuple).from_publishers(
            ["jp-meti-eul"]
        )
    assert "--from" in caught.value.hint
    with pytest.raises(UsageError, match="the registry has no lasting address"):
        _updater(tmp_path).from_publishers(["ror"])


def test_without_names_only_described_lists_are_fetched() -> None:
    """A list the policy does not describe would mean nothing."""
    plan = update_plan.plan_downloads([], {"us-ofac-sdn"})
    assert [(importer.source, lists) for importer, lists in plan] == [("us-csl", frozenset({"us-ofac-sdn"}))]


def test_a_file_is_read_with_its_own_date(tmp_path: Path) -> None:
    """The publisher's date, before the one of the disk; the given one before both."""
    updater = _updater(tmp_path)
    (outcome,) = updater.from_file("gb-sanctions", LISTS / "uk.csv").outcomes
    assert outcome.changes[0].as_of == "2026-09-21"
    assert outcome.summary.startswith("7 entries in, 2 organisations out")
    assert len(outcome.problems) == 2
    updater.from_file("gb-sanctions", LISTS / "uk.csv", "2026-10-01")
    assert _overlay(updater).lists[0].as_of == "2026-10-01"


def test_a_file_without_a_date_has_that_of_the_disk(tmp_path: Path) -> None:
    """The day it was saved is the latest it can be of."""
    path = tmp_path / "csl.csv"
    path.write_bytes(CSL)
    import os

    os.utime(path, (1_790_000_000, 1_790_000_000))
    (outcome,) = _updater(tmp_path).from_file("us-ofac-sdn", path).outcomes
    assert (outcome.changes[0].as_of, outcome.dated_by_time) == ("2026-09-21", True)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("csl_2026-07-31_rebuilt.csv", "2026-07-31"),
        ("csl20260731.csv", "2026-07-31"),
        ("2026_07_31 csl.csv", "2026-07-31"),
        ("csl_2026-02-30_2026-07-31.csv", "2026-07-31"),
    ],
)
def test_a_day_in_the_name_of_a_file_dates_every_list(tmp_path: Path, name: str, day: str) -> None:
    """A real day only; a list must not look newer than it is because its file was copied today."""
    path = tmp_path / name
    path.write_bytes(CSL)
    (outcome,) = _updater(tmp_path).from_file("us-ofac-sdn", path).outcomes
    assert (outcome.changes[0].as_of, outcome.dated_by_time) == (day, False)


@pytest.mark.parametrize("name", ["csl.csv", "csl_2026-02-30.csv", "csl_120260731.csv", "csl_2026-0731.csv"])
def test_what_is_no_day_in_a_name_dates_nothing(tmp_path: Path, name: str) -> None:
    """Then the file's time does, and it is said."""
    assert day_of(_written(tmp_path / name), None, None).by_time
    assert day_of(_written(tmp_path / name), None, "2026-01-02") == FileDay("2026-01-02")


def _written(path: Path) -> Path:
    path.write_bytes(CSL)
    return path


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "2026"])
def test_a_date_that_is_none_is_refused(tmp_path: Path, day: str) -> None:
    """Before anything is read."""
    with pytest.raises(UsageError, match="is no date"):
        _updater(tmp_path).from_file("us-ofac-sdn", LISTS / "csl_with_id.csv", day)


def test_a_list_that_lost_many_rows_is_refused(tmp_path: Path) -> None:
    """More than a fifth, unless it is accepted; all of them gone counts too."""
    shipped = [_listed(f"Works {number}") for number in range(6)]
    updater = _updater(tmp_path, shipped=shipped)
    (outcome,) = updater.from_file("us-bis-entity-list", LISTS / "csl_with_id.csv").outcomes
    assert "4 rows where 6 were in force" in str(outcome.error)
    assert updater.store.current() is None
    accepting = _updater(tmp_path, shipped=shipped, accept_drop=True)
    assert accepting.from_file("us-bis-entity-list", LISTS / "csl_with_id.csv").version
    cut = tmp_path / "cut.csv"
    cut.write_bytes(b"\n".join(CSL.splitlines()[:9]))
    (outcome,) = _updater(tmp_path).from_file("us-csl", LISTS / "csl_with_id.csv").outcomes
    assert outcome.error is None
    (outcome,) = _updater(tmp_path).from_file("us-csl", cut).outcomes
    assert "us-state-isn: 0 rows where 1 were in force" in str(outcome.error)


def test_a_file_older_than_the_shipped_list_is_refused(tmp_path: Path) -> None:
    """It would take back what is known; the same day is not older."""
    updater = _updater(tmp_path)
    updater.known_lists = {"gb-sanctions": "2026-09-22"}
    (outcome,) = updater.from_file("gb-sanctions", LISTS / "uk.csv").outcomes
    assert "gb-sanctions: as of 2026-09-21, shipped as of 2026-09-22" in str(outcome.error)
    updater.known_lists = {"gb-sanctions": "2026-09-21"}
    assert updater.from_file("gb-sanctions", LISTS / "uk.csv").version


def test_exactly_a_fifth_fewer_is_taken(tmp_path: Path) -> None:
    """The limit is more than a fifth."""
    shipped = [_listed(f"Works {number}") for number in range(5)]
    assert (
        _updater(tmp_path, shipped=shipped).from_file("us-bis-entity-list", LISTS / "csl_with_id.csv").version
    )


def test_added_and_removed_are_told_by_name(tmp_path: Path) -> None:
    """A heading that lost its acronym is no change."""
    updater = _updater(tmp_path, shipped=[_listed("Harbour University of Rocketry")])
    (outcome,) = updater.from_file("us-bis-entity-list", LISTS / "csl_with_id.csv").outcomes
    (change,) = outcome.changes
    assert (len(change.added), change.removed) == (3, ())


def test_a_list_nobody_had_and_the_file_does_not_hold_is_not_checked(tmp_path: Path) -> None:
    """An empty list must not look like a checked one."""
    path = tmp_path / "csl.csv"
    path.write_bytes(b"\n".join(CSL.splitlines()[:2]))
    updater = _updater(tmp_path)
    updater.from_file("us-csl", path)
    assert [one.id for one in _overlay(updater).lists] == ["us-bis-entity-list"]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    """The lists it does hold are named; so is what is wrong with it."""
    path = tmp_path / "csl.csv"
    path.write_bytes(b"\n".join(CSL.splitlines()[:2]))
    (outcome,) = _updater(tmp_path).from_file("us-ofac-sdn", path).outcomes
    assert "no organisation of us-ofac-sdn in the file; lists found: us-bis-entity-list" in str(outcome.error)
    (outcome,) = _updater(tmp_path).from_file("gb-sanctions", path).outcomes
    assert "column Unique ID" in str(outcome.error)


def test_a_house_file_may_carry_several_lists(tmp_path: Path) -> None:
    """They are the user's own, so the policy need not describe them."""
    path = tmp_path / "house.csv"
    path.write_text("name,list\nLantern,partners-we-left\n", "utf-8")
    updater = _updater(tmp_path)
    updater.from_file("house", path)
    assert [one.id for one in _overlay(updater).lists] == ["partners-we-left"]
    both = _updater(tmp_path / "both")
    both.from_file("house", LISTS / "house.csv")
    assert [one.id for one in _overlay(both).lists] == ["house", "partners-we-left"]


def test_a_list_the_policy_does_not_describe_is_refused(tmp_path: Path) -> None:
    """What would its listings mean?"""
    with pytest.raises(UsageError, match="not described in risk_tiers"):
        _updater(tmp_path).from_file("jp-meti-eul", LISTS / "uk.csv")
    with pytest.raises(UsageError, match="not described in risk_tiers"):
        _updater(tmp_path).from_file("us-ofac-ssi", LISTS / "csl_with_id.csv")


def test_the_registry_is_kept_beside_the_lists(tmp_path: Path) -> None:
    """With its own date, and its own refusal of a cut file."""
    path = tmp_path / "v2.9-2026-10-01-ror-data.json"
    path.write_bytes((LISTS / "ror.json").read_bytes())
    updater = _updater(tmp_path)
    report = updater.from_file("ror", path)
    (outcome,) = report.outcomes
    assert "8 records in, 5 out" in outcome.summary
    overlay = _overlay(updater)
    assert overlay.manifest["registry"]["as_of"] == "2026-10-01"
    assert len(list(overlay.registry())) == 5
    assert overlay.manifest["sources"]["ror"]["skipped"]["withdrawn record"] == 1
    path.write_text('[{"id": "https://ror.org/1", "names": [{"value": "X", "types": []}]}]', "utf-8")
    again = _updater(tmp_path).from_file("ror", path)
    assert again.failed
    assert "1 rows where 5 were in force" in str(again.outcomes[0].error)
    assert _updater(tmp_path, accept_drop=True).from_file("ror", path, "2026-11-01").version


def test_a_broken_registry_leaves_the_old_one(tmp_path: Path) -> None:
    """Nothing half-written."""
    path = tmp_path / "dump.json"
    path.write_text("[", "utf-8")
    report = _updater(tmp_path).from_file("ror", path)
    assert (report.version, report.failed) == (None, True)


def test_the_licence_goes_with_the_outcome(tmp_path: Path) -> None:
    """So that it is said when the file is taken."""
    updater = _updater(tmp_path)
    (outcome,) = updater.from_file("opensanctions", LISTS / "targets.simple.csv").outcomes
    assert "CC BY-NC" in (outcome.licence or "")


def test_a_download_keeps_the_name_of_its_address() -> None:
    """Problems name the file as the publisher does."""
    from duediligence.curation.update import _file_name

    assert _file_name(csl.IMPORTER) == "consolidated.csv"
    assert _file_name(replace(uk.IMPORTER, address="https://x.example/?a=b")) == "gb-sanctions"
    assert isinstance(house.IMPORTER, Importer)
