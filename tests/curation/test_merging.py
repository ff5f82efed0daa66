"""A list merged into a curated file: proposed, reviewed, applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation_files import row
from duediligence.catalogue.load import load_institutions
from duediligence.curation import merge_list
from duediligence.curation.merging import Change
from duediligence.errors import CatalogueError, OutputError

FILE = """\
# The curated file.
# Lantern: two listings, see the note below.
- id: lantern
  name: "Lantern University"   # quoted on purpose
  country: CN
  kind: university
  names:
    - {text: LU, kind: acronym}   # never alone
  listings:
    # the academic lists first
    - {list: us-dod-1286, printed: Lantern University, since: "2023-06-29", cite: old notice, url: "https://old.example"}
    - {list: ca-nro, printed: Lantern University, cite: a notice, url: "https://lists.example/notice"}
- id: wick
  name: Wick Works
  country: CN
  kind: company
  listings:
    - {list: us-dod-1286, printed: Wick Works, cite: a notice, url: "https://lists.example/notice"}

# --- known, not listed ---
- {id: torch, name: Torch University, country: CN, kind: university}
- {id: glass, name: Glass University, country: CN, kind: university, ids: {ror: "0glas"}}   # look-alike
"""
LIST = "us-dod-1286"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file edited by hand."""
    file = tmp_path / "institutions.yaml"
    file.write_text(FILE, "utf-8")
    return file


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_nothing_new_proposes_nothing(path: Path) -> None:
    """The list as it is changes no byte."""
    rows = [
        row("Lantern University", LIST, since="2023-06-29", cite="old notice", url="https://old.example"),
        row("Wick Works", LIST),
    ]
    proposal = merge_list(path, LIST, rows, "2026-11-20")
    assert (proposal.edits, proposal.diff, proposal.text) == ((), "", FILE)
    assert proposal.summary == f"{LIST}: 0 added, 0 changed, 0 ended"


def test_additions_changes_and_removals_are_proposed_and_not_applied(path: Path) -> None:
    """A diff a person can read; the file stays as it was until it is applied."""
    rows = [
        row("Lantern University", LIST, cite="new notice", aliases=("Lamp University",)),
        row("Torch University", LIST),
        row("Candle Institute", LIST),
    ]
    proposal = merge_list(path, LIST, rows, "2026-11-20")
    assert [(e.change, e.institution) for e in proposal.edits] == [
        (Change.CHANGED, "lantern"),
        (Change.ENDED, "wick"),
        (Change.ADDED, "torch"),
        (Change.ADDED, "candle-institute"),
    ]
    assert proposal.summary == f"{LIST}: 2 added, 1 changed, 1 ended"
    assert "@@ line 3: lantern (changed) @@" in proposal.diff
    assert "+    - {text: Lamp University, source: us-dod-1286}" in proposal.diff
    assert "-- {id: torch, name: Torch University, country: CN, kind: university}" in proposal.diff
    assert path.read_text("utf-8") == FILE


def test_applied_the_file_keeps_comments_order_and_every_other_byte(path: Path) -> None:
    """Only what changed has changed; every new name says where it was read."""
    rows = [
        row(
            "Lantern University",
            LIST,
            since="2024-06-29",
            cite="new notice",
            aliases=("Lamp University",),
            name_native="灯大学",
        ),
        row("Torch University", LIST),
        row("Candle Institute", LIST),
    ]
    merge_list(path, LIST, rows, "2026-11-20").apply()
    lines = _lines(path)
    for kept in (
        '  name: "Lantern University"   # quoted on purpose',
        "    # the academic lists first",
        "    - {text: LU, kind: acronym}   # never alone",
        "# --- known, not listed ---",
    ):
        assert kept in lines
    assert lines.index("- id: candle-institute") < lines.index("# --- known, not listed ---")
    assert lines[-1] == FILE.splitlines()[-1]
    found = load_institutions(path)
    assert [i.id for i in found] == ["lantern", "wick", "candle-institute", "torch", "glass"]
    lantern = found[0]
    assert [(n.text, n.source) for n in lantern.names] == [
        ("LU", None),
        ("灯大学", LIST),
        ("Lamp University", LIST),
    ]
    assert [(x.list, x.cite, x.since) for x in lantern.listings] == [
        (LIST, "new notice", "2024-06-29"),
        ("ca-nro", "a notice", None),
    ]
    assert (found[1].listings[0].until, found[3].listings[0].list) == ("2026-11-20", LIST)
    assert merge_list(path, LIST, rows, "2026-11-20").edits == ()


def test_the_same_fact_cited_otherwise_is_no_change(path: Path) -> None:
    """A deep link is not given up for the publisher's index page; a missing category is filled in."""
    said = {"cite": "the list", "url": "https://lists.example/"}
    rows = [row("Lantern University", LIST, since="2023-06-29", **said), row("Wick Works", LIST, **said)]
    assert merge_list(path, LIST, rows, "2026-11-20").edits == ()
    rated = [rows[0].model_copy(update={"rating": "high"}), rows[1]]
    merge_list(path, LIST, rated, "2026-11-20").apply()
    assert load_institutions(path)[0].listings[0].url == "https://lists.example/"


def test_rows_of_other_lists_are_ignored(path: Path) -> None:
    """One merge, one list."""
    proposal = merge_list(path, "us-bis-uvl", [row("Lantern University", LIST)], "2026-11-20")
    assert proposal.edits == ()


def test_ids_and_first_names_arrive_in_a_hand_edited_record(path: Path) -> None:
    """A record without names or identifiers gets them in flow style; its comments stay."""
    text = FILE.replace("  name: Wick Works\n", "  name: Wick Works  # by hand\n")
    path.write_text(text, "utf-8")
    rows = [
        row("Wick Works", LIST, aliases=("Lamp Works",), ids={"ror": "0wick"}),
        row("Lantern University", LIST),
    ]
    merge_list(path, LIST, rows, "2026-11-20").apply()
    assert "  name: Wick Works  # by hand" in _lines(path)
    wick = load_institutions(path)[1]
    assert wick.ids == {"ror": "0wick"}
    assert [n.text for n in wick.names] == ["Lamp Works"]


def test_an_ended_listing_that_returns_gets_its_dates_anew(path: Path) -> None:
    """In a hand-edited record a field that no longer holds is taken out, not left behind."""
    ended = FILE.replace("cite: old notice,", 'cite: old notice, until: "2025-01-01",   ')
    path.write_text(ended, "utf-8")
    rows = [row("Lantern University", LIST, since="2026-01-01"), row("Wick Works", LIST)]
    merge_list(path, LIST, rows, "2026-11-20").apply()
    found = load_institutions(path)[0].listings
    assert [(x.list, x.since, x.until) for x in found] == [
        (LIST, "2023-06-29", "2025-01-01"),
        ("ca-nro", None, None),
        (LIST, "2026-01-01", None),
    ]


def test_a_file_with_indented_records_is_refused(tmp_path: Path) -> None:
    """Records are edited as text, so they must start where text can find them."""
    path = tmp_path / "institutions.yaml"
    path.write_text("  - {id: a, name: A}\n", "utf-8")
    with pytest.raises(CatalogueError, match="1 records, but 0 start at the margin"):
        merge_list(path, LIST, [], "2026-11-20")


def test_a_file_without_a_last_newline_or_listed_records_can_grow(tmp_path: Path) -> None:
    """A new record never runs into the one before it."""
    path = tmp_path / "institutions.yaml"
    path.write_text("- {id: a, name: A}", "utf-8")
    merge_list(path, LIST, [row("Candle Institute", LIST)], "2026-11-20").apply()
    assert [i.id for i in load_institutions(path)] == ["a", "candle-institute"]


def test_an_empty_file_takes_new_records(tmp_path: Path) -> None:
    """A list can be the first thing in the data."""
    path = tmp_path / "institutions.yaml"
    path.write_text("# nothing yet\n[]\n", "utf-8")
    with pytest.raises(CatalogueError):
        merge_list(tmp_path / "none.yaml", LIST, [], "2026-11-20")
    proposal = merge_list(path, LIST, [row("Candle Institute", LIST)], "2026-11-20")
    proposal.apply()
    assert [i.id for i in load_institutions(path)] == ["candle-institute"]


def test_a_file_that_cannot_be_written_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is replaced whole or not at all."""
    proposal = merge_list(path, LIST, [row("Candle Institute", LIST)], "2026-11-20")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="cannot be written: Permission denied"):
        proposal.apply()
    assert path.read_text("utf-8") == FILE
    assert [p.name for p in path.parent.iterdir()] == [path.name]
