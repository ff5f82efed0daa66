"""What changed between two versions of the data, or two reports, and whether for the worse."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from duediligence.catalogue.compile import build_index
from duediligence.catalogue.locate import find_data
from duediligence.curation import diff as diffing
from duediligence.curation import versions
from duediligence.curation.diff import diff_institutions, diff_reports, read_report
from duediligence.curation.overlay_store import OverlayStore
from duediligence.errors import DataError, UsageError
from duediligence.model import (
    DataInfo,
    Identification,
    Institution,
    InstitutionRef,
    Level,
    Listing,
    ListingRow,
    Partner,
    PolicyInfo,
    Report,
    Result,
    RunInfo,
    Status,
    Summary,
    ToolInfo,
    Verdict,
)

AT = datetime(2026, 11, 20, tzinfo=UTC)


def _listed(*listings: Listing, identifier: str = "lantern") -> Institution:
    return Institution(id=identifier, name=identifier.title(), country="CN", listings=listings)


def _on(list_id: str = "a-list", printed: str = "Lantern", **more: str | None) -> Listing:
    return Listing(list=list_id, printed=printed, **more)


def _result(name: str, level: Level, institution: str | None = None) -> Result:
    ref = InstitutionRef(id=institution, name=institution) if institution else None
    return Result(
        partner=Partner(name=name),
        identification=Identification(status=Status.LISTED, institution=ref),
        verdict=Verdict(level=level),
    )


def _report(*results: Result) -> Report:
    return Report(
        tool=ToolInfo(version="1"),
        run=RunInfo(at=AT),
        data=DataInfo(version="1", sha256="x"),
        policy=PolicyInfo(profile="default", sha256="y"),
        summary=Summary(),
        results=results,
    )


@pytest.mark.parametrize(
    ("old", "new", "kinds", "worse"),
    [
        ([], [_on()], ["gained"], True),
        ([_on()], [], ["lost"], False),
        ([_on()], [_on(until="2026")], ["lost"], False),
        ([_on(rating="high")], [_on(rating="very-high")], ["rating"], True),
        ([_on(rating="high")], [_on(rating="low")], ["rating"], False),
        ([_on(rating="odd")], [_on(rating="other")], ["rating"], False),
        ([_on(since="2001")], [_on(since="2002")], ["since"], False),
        ([_on(cite="a")], [_on(cite="b")], [], False),
        ([_on(), _on(printed="Unit")], [_on(printed="Unit")], ["lost"], False),
        ([_on()], [_on(printed="Lantern U"), _on(printed="Unit")], ["printed", "gained"], True),
        ([_on("a-list")], [_on("b-list")], ["lost", "gained"], True),
    ],
    ids=str,
)
def test_listings_in_force_are_compared(
    old: list[Listing], new: list[Listing], kinds: list[str], worse: bool
) -> None:
    """Gained, lost, changed; a listing gained and a rating risen are for the worse."""
    found = diff_institutions([_listed(*old)], [_listed(*new)])
    changes = [change for one in found.institutions for change in one.changes]
    said = [
        "gained" if change.before is None else "lost" if change.after is None else ",".join(change.fields)
        for change in changes
    ]
    assert (said, found.worse) == (kinds, worse)


def test_institutions_come_and_go() -> None:
    """In the order of their ids, with name and country; those never listed are left out."""
    found = diff_institutions(
        [_listed(_on(), identifier="b")], [_listed(_on(), identifier="a"), _listed(identifier="c")]
    )
    assert [(one.id, one.name, one.country, one.worse) for one in found.institutions] == [
        ("a", "A", "CN", True),
        ("b", "B", "CN", False),
    ]


def test_verdicts_are_compared_partner_by_partner() -> None:
    """Risen, fallen, identified anew, new and gone; the gravest of several counts."""
    old = _report(
        _result("Risen", Level.NONE), _result("Fallen", Level.STOP), _result("Same", Level.REVIEW, "x"),
        _result("Renamed", Level.REVIEW, "x"), _result("Gone", Level.STOP),
    )  # fmt: skip
    new = _report(
        _result("Risen", Level.REVIEW), _result("Risen", Level.STOP), _result("Risen", Level.NONE),
        _result("Fallen", Level.NONE), _result("Same", Level.REVIEW, "x"),
        _result("Renamed", Level.REVIEW, "y"),
        _result("New", Level.STOP),
    )  # fmt: skip
    found = diff_reports(old, new)
    assert [(one.partner, one.before, one.after, one.worse) for one in found.partners] == [
        ("Risen", Level.NONE, Level.STOP, True),
        ("Fallen", Level.STOP, Level.NONE, False),
        ("Renamed", Level.REVIEW, Level.REVIEW, False),
        ("New", None, Level.STOP, True),
        ("Gone", Level.STOP, None, False),
    ]
    assert found.worse
    assert not diff_reports(new, new).worse


@pytest.mark.parametrize("level", list(Level))
def test_a_new_partner_with_a_finding_is_for_the_worse(level: Level) -> None:
    """A gate that compares with an older report must not pass over it; one with nothing found passes."""
    found = diff_reports(_report(), _report(_result("New", level)))
    assert found.worse == (level is not Level.NONE)


def _write(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_a_saved_report_is_read(tmp_path: Path) -> None:
    """As `--format json` writes it."""
    path = _write(tmp_path / "r.json", _report(_result("A", Level.STOP)).model_dump_json())
    read = read_report(path)
    assert read is not None
    assert read.results[0].partner.name == "A"
    assert read_report(tmp_path / "data.yaml") is None
    assert read_report(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not readable JSON"),
        ([1], "no report"),
        ({}, "no report"),
        ({"schema_version": "1.0"}, "tool: Field required"),
    ],
)
def test_a_broken_report_is_refused(tmp_path: Path, content: object, said: str) -> None:
    """With the place."""
    with pytest.raises(DataError, match=said):
        read_report(_write(tmp_path / "r.json", content))


def test_a_huge_report_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read."""
    monkeypatch.setattr(diffing, "_LARGEST_REPORT", 1)
    with pytest.raises(DataError, match="too large"):
        read_report(_write(tmp_path / "r.json", {}))


# --- versions of the data -----------------------------------------------------------------------

YAML = """
- id: lantern
  name: Lantern University
  country: CN
  kind: university
  listings:
    - {list: us-bis-entity-list, printed: Lantern University}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A small folder of data."""
    folder = tmp_path / "data"
    folder.mkdir()
    _write(folder / "institutions.yaml", YAML)
    for name in ("risk_tiers.yaml", "places.tsv"):
        (folder / name).write_bytes((find_data() / name).read_bytes())
    return folder


@pytest.fixture
def small_world(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OverlayStore:
    """The small data as the shipped ones, and an empty folder of updates."""
    monkeypatch.setattr(versions, "find_data", lambda: data)
    monkeypatch.setenv("DUEDILIGENCE_UPDATES_DIR", str(tmp_path / "updates"))
    monkeypatch.setenv("DUEDILIGENCE_CACHE_DIR", str(tmp_path / "cache"))
    return OverlayStore()


def _update(store: OverlayStore, *names: str, day: int = 20) -> None:
    writer = store.new_version(datetime(2026, 11, day, tzinfo=UTC))
    rows = [ListingRow(list="us-bis-entity-list", name=name, countries=("CN",)) for name in names]
    writer.put_list("us-bis-entity-list", rows, {"as_of": f"2026-11-{day}"})
    writer.publish()


def _ids(name: str) -> list[str]:
    return sorted(one.id for one in versions.read_version(name))


def test_versions_are_read_from_wherever_they_are(data: Path, tmp_path: Path) -> None:
    """A folder, its file, a compiled index."""
    index = tmp_path / "some.index"
    build_index(data, index)
    assert _ids(str(data)) == _ids(str(data / "institutions.yaml")) == _ids(str(index)) == ["lantern"]


def test_the_previous_version_is_the_one_before_the_last_update(small_world: OverlayStore) -> None:
    """At first the shipped data, then the update before."""
    assert _ids("shipped") == ["lantern"]
    with pytest.raises(UsageError, match="nothing was updated yet"):
        _ids("previous")
    _update(small_world, "Lantern University", "Tidal Works")
    assert _ids("previous") == ["lantern"]
    _update(small_world, "Ebb Works", day=21)
    assert _ids("previous") == ["lantern", "tidal-works"]
    state = small_world.current()
    assert state is not None
    assert _ids(str(state.state.path)) == ["ebb-works", "lantern"]


def test_the_current_version_is_what_screening_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the updates in force."""

    class Fake:
        def institutions(self) -> list[Institution]:
            return [_listed(identifier="x")]

    monkeypatch.setattr(versions, "open_catalogue", lambda *_: Fake())
    assert _ids("current") == ["x"]


@pytest.mark.parametrize("name", ["nowhere", "x.yaml", "x.index"])
def test_what_is_no_version_is_a_usage_error(tmp_path: Path, name: str) -> None:
    """The hint says what there is."""
    with pytest.raises(UsageError, match="no version of the data"):
        versions.read_version(str(tmp_path / name))


# --- the command --------------------------------------------------------------------------------


def test_diff_of_reports_exits_1_when_worse(run: Callable[..., Any], tmp_path: Path) -> None:
    """So that a scheduled job can act on it."""
    old = _write(
        tmp_path / "old.json",
        _report(_result("A [red]", Level.NONE), _result("G", Level.NONE)).model_dump_json(),
    )
    new = _write(
        tmp_path / "new.json",
        _report(_result("A [red]", Level.STOP, "x"), _result("N", Level.NONE)).model_dump_json(),
    )
    ran = run("diff", str(old), str(new))
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "! A [red]: none -> stop; identified as nobody -> x",
        "+ N: none (not in the older report)",
        "- G: was none (not in the newer report)",
        "3 partners changed, 1 for the worse.",
    ]
    back = run("diff", str(new), str(old), "--format", "json")
    assert back.code == 0
    assert json.loads(back.out)["partners"][0]["after"] == "none"


def test_diff_of_data_names_every_change(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """Gained, lost and changed, with the fields."""
    newer = tmp_path / "institutions.yaml"
    newer.write_text(YAML.replace("printed: Lantern University", "printed: Lantern U, rating: high") + (
        "- id: tidal\n  name: Tidal Works\n  listings: [{list: ca-nro, printed: Tidal}]\n"
    ), "utf-8")  # fmt: skip
    ran = run("diff", str(data), str(newer))
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "Lantern University (CN) [lantern]",
        "  ~ us-bis-entity-list: printed Lantern University -> Lantern U; rating none -> high",
        "Tidal Works (country unknown) [tidal]",
        "  + ca-nro: listed as Tidal",
        "2 institutions changed, 2 for the worse.",
    ]
    back = run("diff", str(newer), str(data))
    assert (back.code, "  - ca-nro: no longer listed (Tidal)" in back.out) == (0, True)
    listings = json.loads(run("diff", str(data), str(newer), "-f", "json").out)["institutions"][1]["listings"]
    assert (listings[0]["change"], listings[0]["before"], listings[0]["worse"]) == ("gained", None, True)


def test_a_report_is_not_compared_with_data(run: Callable[..., Any], data: Path, tmp_path: Path) -> None:
    """They answer different questions."""
    report = _write(tmp_path / "r.json", _report().model_dump_json())
    assert run("diff", str(report), str(data)).code == 2
