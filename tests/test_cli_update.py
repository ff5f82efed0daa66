"""`update` on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from duediligence.catalogue import Catalogue
from duediligence.catalogue.locate import find_data
from duediligence.catalogue.overlay import OverlayState, overlay_state
from duediligence.cli import update as command
from duediligence.curation import download, update_plan, versions
from duediligence.errors import CatalogueError
from duediligence.importers import csl
from duediligence.model import RiskList
from list_files import LISTS
from publisher import Publisher, publishing, status, whole

Run = Callable[..., Any]


@pytest.fixture
def updates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> Path:
    """An empty folder of updates; what is put in force is not compiled, and nothing was shipped."""
    folder = tmp_path / "updates"
    monkeypatch.setenv("DUEDILIGENCE_UPDATES_DIR", str(folder))

    class Shipped:
        policy = catalogue.policy
        version = "2026.11.20+abc"

        def institutions(self) -> list[Any]:
            return []

    monkeypatch.setattr(versions, "shipped_catalogue", Shipped)
    monkeypatch.setattr(versions, "compile_updates", lambda _state: None)
    return folder


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher of the US list on this machine."""
    with publishing() as server:
        server.answers = {"/csl.csv": [whole((LISTS / "csl_with_id.csv").read_bytes())]}
        moved = replace(csl.IMPORTER, address=server.address("/csl.csv"))
        monkeypatch.setattr(update_plan, "downloadable", lambda: (moved,))
        monkeypatch.setattr(update_plan, "importer_for", lambda _: moved)
        local = replace(download.FetchPolicy(), allow_loopback_http=True, attempts=1)
        monkeypatch.setattr(command, "_FETCHING", local)
        yield server


def test_a_download_says_what_it_did(run: Run, updates: Path, publisher: Publisher) -> None:
    """Counts, changes, problems, and the version in force; then that nothing is new."""
    ran = run("update", "us-csl")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"us-csl  {publisher.address('/csl.csv')}"
    assert "18 entries in" in lines[1]
    assert "  us-bis-entity-list: as of 2026-11-20, 4 rows (before 0), 4 added, 0 removed" in lines
    assert "    + Harbour University of Rocketry (HUR)" in lines
    assert any(line.startswith("  problem: csl.csv, row ") for line in lines)
    assert lines[-1].endswith("; its index is compiled")
    assert overlay_state(updates) is not None
    publisher.answers["/csl.csv"] = [whole((LISTS / "csl_with_id.csv").read_bytes(), ETag='"v"')]
    run("update")
    publisher.answers["/csl.csv"] = [status(304)]
    assert "unchanged at the publisher's; as of today" in run("update").out


def test_a_refused_download_leaves_the_data_and_exits_3(
    run: Run, updates: Path, publisher: Publisher
) -> None:
    """The message names the file and why; the data before stay in force."""
    publisher.answers["/csl.csv"] = [status(404)]
    ran = run("update")
    assert ran.code == 3
    assert "not updated, the data before stay in force" in ran.err
    assert "the server answered 404" in ran.err
    assert "--from" in ran.err
    assert overlay_state(updates) is None


def test_a_file_is_read_and_rolled_back(run: Run, updates: Path) -> None:
    """`--from`, `--as-of`, `--rollback`."""
    ran = run(
        "update", "us-bis-entity-list", "--from", str(LISTS / "csl_with_id.csv"), "--as-of", "2026-07-31"
    )
    assert ran.code == 0
    assert "as of 2026-07-31" in ran.out
    assert "date taken from the file's time" not in ran.out
    assert overlay_state(updates) is not None
    back = run("update", "--rollback")
    assert (back.code, back.out) == (0, "back to the shipped data\n")
    again = run("update", "--rollback")
    assert again.code == 3
    assert "nothing was updated yet" in again.err
    undated = run("update", "us-bis-entity-list", "--from", str(LISTS / "csl_with_id.csv"))
    assert "  date taken from the file's time; give --as-of" in undated.out
    run("update", "us-ofac-sdn", "--from", str(LISTS / "csl_with_id.csv"))
    assert run("update", "--rollback").out.startswith("back to 2026")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rollback", "us-csl"], "--rollback takes nothing else"),
        (["--from", "x.csv"], "--from needs exactly one list"),
        (["a", "b", "--from", "x.csv"], "--from needs exactly one list"),
        (["us-csl", "--as-of", "2026-01-01"], "--as-of belongs to --from"),
        (["us-csl", "--from", "nowhere.csv"], "nowhere.csv: no such file"),
        (["atlantis"], "no importer for 'atlantis'"),
    ],
)
@pytest.mark.usefixtures("updates")
def test_wrong_use_is_said(run: Run, arguments: list[str], said: str) -> None:
    """With exit code 2, before anything is opened."""
    ran = run("update", *arguments)
    assert (ran.code, said in ran.err) == (2, True)


@pytest.mark.parametrize("stop", [CatalogueError("no good", hint="look"), KeyboardInterrupt()])
def test_data_that_do_not_compile_are_never_in_force(
    run: Run, updates: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    """Compiling comes before the pointer moves: the version before stays, and nothing is left."""

    def broken(state: OverlayState) -> None:
        assert overlay_state(updates) == before
        assert state.path.is_dir()
        raise stop

    before = None
    monkeypatch.setattr(versions, "compile_updates", broken)
    ran = run("update", "us-bis-entity-list", "--from", str(LISTS / "csl_with_id.csv"))
    assert ran.code != 0
    assert isinstance(stop, KeyboardInterrupt) or "cannot be compiled: no good" in ran.err
    assert overlay_state(updates) is None
    assert not [*(updates / "versions").iterdir()]


@pytest.mark.usefixtures("updates")
def test_compiling_can_be_left_to_the_next_check(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--no-compile` puts the data in force at once and says who waits."""
    monkeypatch.delattr(versions, "compile_updates")
    ran = run("update", "us-bis-entity-list", "--from", str(LISTS / "csl_with_id.csv"), "--no-compile")
    assert ran.code == 0
    assert ran.out.endswith("; the next check compiles its index once\n")


@pytest.mark.usefixtures("updates")
def test_a_bar_is_drawn_on_a_terminal_alone(
    run: Run, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stderr, so that stdout stays a list of facts."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with command._progress() as report:
        assert report is not None
        report("us-csl", 1, 2)
        report("us-csl", 2, 2)
    assert run("update", "us-csl").code == 0
    assert publisher.asked


def test_long_lists_of_problems_are_cut() -> None:
    """With the number of those left out, and the licence at the end."""
    from duediligence.curation.update_report import SourceOutcome

    outcome = SourceOutcome("x", "y", problems=tuple(f"p{n}" for n in range(12)), licence="yours")
    lines = list(command._outcome_lines(outcome))
    assert lines[-2:] == ["  ... and 2 more problems", "  licence: yours"]


def test_an_update_changes_the_verdict(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a publisher's file to a cited verdict with its date, and back again."""
    data = tmp_path / "data"
    data.mkdir()
    for name in ("risk_tiers.yaml", "places.tsv"):
        (data / name).write_bytes((find_data() / name).read_bytes())
    (data / "institutions.yaml").write_text(
        "- {id: tidal, name: Tidal University, country: CN, kind: university}\n", "utf-8"
    )
    monkeypatch.setattr("duediligence.catalogue.catalogue.find_data", lambda given=None: given or data)
    monkeypatch.setattr(versions, "find_data", lambda: data)
    monkeypatch.setenv("DUEDILIGENCE_UPDATES_DIR", str(tmp_path / "updates"))
    monkeypatch.setenv("DUEDILIGENCE_CACHE_DIR", str(tmp_path / "cache"))
    name = "Harbour University of Rocketry"
    before = json.loads(run("check", name, "-f", "json").out)
    assert before["results"][0]["identification"]["status"] == "not-identified"
    source = str(LISTS / "csl_with_id.csv")
    ran = run("update", "us-bis-entity-list", "--from", source, "--as-of", "2026-11-01")
    assert "its index is compiled" in ran.out
    assert len([*(tmp_path / "cache").glob("*-*.index")]) == 1
    (result,) = json.loads(run("check", name, "-f", "json").out)["results"]
    assert result["verdict"]["level"] == "stop"
    (listing,) = result["matches"][0]["listings"]
    assert (listing["list"], listing["printed_name"]) == (
        "us-bis-entity-list",
        "Harbour University of Rocketry (HUR)",
    )
    assert "2026-11-01" in [citation["as_of"] for citation in result["citations"]]
    assert "updated" in run("lists").out
    run("update", "--rollback")
    after = json.loads(run("check", name, "-f", "json").out)
    assert after["results"][0]["identification"]["status"] == "not-identified"


@pytest.mark.usefixtures("updates")
def test_lists_says_whose_licence_a_list_needs(run: Run) -> None:
    """OpenSanctions is read under the user's own: after the update, and wherever the list is shown."""
    from duediligence.cli.lists import _licensed
    from duediligence.formats.terminal_lists import lists_view

    ran = run("update", "opensanctions", "--from", str(LISTS / "targets.simple.csv"))
    assert "  licence: CC BY-NC 4.0" in ran.out
    own = RiskList.model_validate(
        dict.fromkeys(("title", "short", "publisher", "jurisdiction", "force", "url", "cadence"), "x")
        | {
            "id": "opensanctions",
            "as_of": "2026-01-01",
            "covers": "",
            "does_not_mean": "",
            "source": "updated",
        }
    )
    licensed = _licensed(own)
    assert "your own licence" in licensed.licence
    console = Console(record=True, width=200)
    console.print(lists_view([licensed], date(2026, 1, 2)))
    assert "Licence: CC BY-NC 4.0" in console.export_text()
    assert _licensed(own.model_copy(update={"id": "us-ofac-sdn"})).licence == ""
