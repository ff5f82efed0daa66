"""House lists named in the configuration: in force at once, under their own names, dates and citations."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ran
from duediligence.catalogue import compile as compiler
from duediligence.catalogue import lay_over
from duediligence.cli import ExitCode

Run = Callable[..., Ran]
LIST = (
    "name,country,rating,since,as_of,cite,url\n"
    "Henan University,CN,stop,2024-05,2026-10-01,Board decision 7,https://example.org/7\n"
    "Zuiop Foundation,NO,review,,2026-09-01,Dean's memo,\n"
)


@pytest.fixture
def house(in_small_world: Path) -> Path:
    """A list in a folder of its own, named by the configuration relative to itself."""
    path = in_small_world / "lists" / "ended-partnerships.csv"
    path.parent.mkdir()
    path.write_text(LIST, "utf-8")
    (in_small_world / "duediligence.toml").write_text(f'house_lists = ["lists/{path.name}"]\n', "utf-8")
    return path


@pytest.mark.usefixtures("house")
def test_a_list_of_the_configuration_is_in_force(run: Run) -> None:
    """A known body becomes a listed one, a new one is known; list, date, sentence and source are its own."""
    ran = run("check", "Henan University", "Zuiop Foundation", "-f", "json")
    assert ran.code == ExitCode.FINDINGS
    report = json.loads(ran.out)
    first, second = report["results"]
    assert (first["verdict"]["level"], second["verdict"]["level"]) == ("stop", "review")
    (listing,) = first["matches"][0]["listings"]
    assert (listing["list"], listing["since"], listing["as_of"]) == (
        "ended-partnerships",
        "2024-05",
        "2026-10-01",
    )
    (cited,) = [one for one in first["citations"] if one["n"] == listing["citation"]]
    assert cited == {
        "n": 1,
        "title": "ended-partnerships: Board decision 7",
        "url": "https://example.org/7",
        "as_of": "2026-10-01",
    }
    (state,) = [one for one in report["data"]["lists"] if one["id"] == "ended-partnerships"]
    assert (state["source"], state["as_of"], state["listings"]) == ("own", "2026-10-01", 2)


def test_every_command_knows_the_list(run: Run, house: Path) -> None:
    """`screen`, `scan`, `lists`, `show`, `config show` and `verify`, with one process and with two."""
    Path("partners.csv").write_text("partner,country\nHenan University,CN\n", "utf-8")
    Path("text.txt").write_text("We thank Henan University, China, for its hospitality.\n", "utf-8")
    for jobs in ("1", "2"):
        assert "ended-partnerships" in run("screen", "partners.csv", "--jobs", jobs, "-f", "csv").out
    assert "ended-partnerships" in run("scan", "text.txt", "-f", "json").out
    assert "ended-partnerships" in run("lists").out
    assert "ended-partnerships" in run("show", "henan-university").out
    assert str(house) in run("config", "show").out
    run("check", "Henan University", "-o", "r.json")
    assert run("verify", "r.json").code == ExitCode.CLEAN
    Path("duediligence.toml").unlink()
    assert run("verify", "r.json").code == ExitCode.FINDINGS
    assert run("check", "Henan University").code == ExitCode.CLEAN


def test_it_is_compiled_once_and_again_when_it_changes(
    run: Run, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was compiled from a content is opened again for it, wherever and whenever the file was written."""
    monkeypatch.setenv("DUEDILIGENCE_CACHE_DIR", str(house.parent / "cache"))
    made = 0
    lay = lay_over.lay_lists

    def counted(*given: object) -> None:
        nonlocal made
        made += 1
        lay(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(compiler, "lay_lists", counted)
    house.write_text(LIST.replace("Board", "Rector's"), "utf-8")
    first = run("check", "Henan University")
    os.utime(house, (0, 0))
    assert run("check", "Henan University") == first
    assert made == 1
    house.write_text(LIST.replace("Board", "Senate's"), "utf-8")
    assert "Senate's" in run("check", "Henan University").out
    assert made == 2


def test_without_dates_the_file_gives_the_date(run: Run, house: Path) -> None:
    """The list is as of the day on which its file was last changed, and so is what is compiled from it."""
    house.write_text("name,country\nHenan University,CN\n", "utf-8")
    for day, seconds in (("2026-01-02", 1767312000), ("2026-02-03", 1770076800)):
        os.utime(house, (seconds, seconds))
        assert f"as of {day}" in run("check", "Henan University").out


def test_rows_of_one_list_may_stand_in_several_files(run: Run, house: Path) -> None:
    """A second file adds to a list and does not end what the first one says."""
    other = house.with_name("more.csv")
    other.write_text("name,country,list\nZuiop Institute,NO,ended-partnerships\n", "utf-8")
    Path("duediligence.toml").write_text(
        f'house_lists = ["lists/{house.name}", "lists/{other.name}"]\n', "utf-8"
    )
    report = json.loads(run("check", "Henan University", "Zuiop Institute", "-f", "json").out)
    assert [one["verdict"]["level"] for one in report["results"]] == ["stop", "escalate"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,country\nA Body,Atlantis\nB,NO,x\n", "ended-partnerships.csv, row 2, field country"),
        ("name,country\nA Body,Atlantis\nB,NO,x\n", "ended-partnerships.csv, row 3"),
        ("name,country\n,NO\n", "ended-partnerships.csv: 1 no name"),
        ("title\nA Body\n", "column name missing"),
        ("name\n", "no organisation in it"),
        ("", "empty file"),
        (None, "cannot be read: No such file"),
        ("name,list\nA Body,us-bis-entity-list\n", "under the id of an official list"),
    ],
)
def test_a_broken_list_is_refused(run: Run, house: Path, text: str | None, said: str) -> None:
    """File, row and what was expected; nothing is screened without the list."""
    if text is None:
        house.unlink()
    else:
        house.write_text(text, "utf-8")
    ran = run("check", "Beihang University")
    assert ran.code == ExitCode.BAD_DATA
    assert said in ran.err
    assert ran.out == ""


def test_the_faults_of_a_file_are_counted_not_poured_out(run: Run, house: Path) -> None:
    """The first twenty with their rows, and how many more there are."""
    house.write_text("name,since\n" + "Wick Works,2023-13\n" * 25, "utf-8")
    ran = run("check", "Henan University")
    assert ran.code == ExitCode.BAD_DATA
    assert "row 2, field since" in ran.err
    assert "row 21, field since" in ran.err
    assert "row 22" not in ran.err
    assert "and 5 more problems" in ran.err
