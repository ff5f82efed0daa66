"""The scoring rules behind every published figure, and the labelled documents."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import list_coverage
from accuracy_page import examples_list, replaced
from calibration import band_of, calibrate
from documents import FLOORS, as_figures, labelled_documents, read_labels, score_document
from duediligence import Screener
from duediligence.catalogue import Catalogue
from duediligence.recognise import Recogniser
from duediligence.verdict import Judge
from jobs import write_table
from labelled import (
    Answer,
    Named,
    Pair,
    Row,
    Scores,
    fold,
    name_forms,
    read_pairs,
    read_rows,
    score_pairs,
    score_rows,
)
from make_documents import FOLDER, labels_of, read_line, write_document

HEADER = "id,text,ror_ids,gold_names,countries,listed,clean,scored,source,flags\n"


def row(*, listed: bool, ror: str = "https://ror.org/1", flags: tuple[str, ...] = ("none",)) -> Row:
    """A labelled row with one ROR id."""
    return Row("a1", "text", frozenset({ror}), "gold", ("CN",), listed, "aps", flags)


def answer(*matches: tuple[str | None, float]) -> Answer:
    """An answer that matches these ROR ids with these confidences."""
    return Answer(tuple(Named(f"id-{ror}", f"Name {ror}", ror, confidence) for ror, confidence in matches))


@pytest.mark.parametrize(
    ("listed", "given", "recall", "wrong", "alerts"),
    [
        (True, answer(("https://ror.org/1", 90)), (1, 1), (0, 1), (0, 0)),
        (True, answer(("https://ror.org/2", 95), ("https://ror.org/1", 50)), (1, 1), (0, 1), (0, 0)),
        (True, answer(("https://ror.org/1", 49.9)), (0, 1), (0, 1), (0, 0)),
        (True, answer(("https://ror.org/2", 90)), (0, 1), (1, 1), (0, 0)),
        (True, answer((None, 90)), (0, 1), (1, 1), (0, 0)),
        (True, answer(), (0, 1), (0, 1), (0, 0)),
        (False, answer(("https://ror.org/1", 10)), (0, 0), (0, 0), (1, 1)),
        (False, answer(), (0, 0), (0, 0), (0, 1)),
    ],
)
def test_rows_are_scored_by_the_published_rules(
    listed: bool, given: Answer, recall: tuple[int, int], wrong: tuple[int, int], alerts: tuple[int, int]
) -> None:
    """Recall needs the right ROR id at 50 or more; anything matched where nothing is listed is an alert."""
    scores = score_rows([(row(listed=listed), given)])
    found = [(t.right, t.total) for t in (scores.recall, scores.wrong_entity, scores.false_alerts)]
    assert found == [recall, wrong, alerts]


def test_alerts_of_the_labelled_institution_are_counted_apart() -> None:
    """An alert at the institution the label itself names is an alert, and shown to be one of these."""
    answered = [
        (row(listed=False), answer(("https://ror.org/1", 90))),
        (row(listed=False), answer((None, 90))),
    ]
    scores = score_rows(answered)
    assert (scores.false_alerts.right, scores.own_alerts.right, scores.own_alerts.total) == (2, 1, 2)


def test_a_row_of_several_institutions_counts_for_those_labelled_alone() -> None:
    """A co-author's unlisted institution does not enter the macro average."""
    both = Row(
        "a2",
        "text",
        frozenset({"https://ror.org/1", "https://ror.org/7"}),
        "g",
        ("CN",),
        True,
        "aps",
        ("none",),
    )
    scores = score_rows([(row(listed=True), answer(("https://ror.org/1", 90))), (both, answer())])
    assert set(scores.by_institution) == {"https://ror.org/1"}
    assert scores.macro_recall == 50


def test_macro_recall_weighs_institutions_alike() -> None:
    """Nine texts of one institution weigh as much as one text of another."""
    hit, miss = answer(("https://ror.org/1", 90)), answer()
    answered = [(row(listed=True), hit)] * 9 + [(row(listed=True, ror="https://ror.org/2"), miss)]
    scores = score_rows(answered)
    assert scores.recall.share == 90
    assert scores.macro_recall == 50
    assert Scores().macro_recall == 0


@pytest.mark.parametrize(
    ("note", "matched", "apart"),
    [
        ("x | one-listed", (), True),
        ("x | one-listed", ("other",), False),
        ("x | both-listed", ("other",), True),
        ("x | both-listed", ("beihang",), False),
    ],
)
def test_pairs_are_kept_apart_by_name(note: str, matched: tuple[str, ...], apart: bool) -> None:
    """Where only the look-alike is listed nothing may be matched; else only the look-alike may not."""
    names = {
        "beihang": frozenset({fold("Beihang University"), fold("北京航空航天大学")}),
        "other": frozenset({"other"}),
    }
    pair = Pair("query", "北京航空航天大学 (Beihang University)", "truth", note)
    given = Answer(tuple(Named(key, "shown name", None, 90) for key in matched))
    scores = Scores()
    score_pairs(scores, [(pair, given)], names)
    assert (scores.pairs.right == 1) is apart
    assert [failure.how for failure in scores.failures] == ([] if apart else ["pair"])


def test_names_with_brackets_are_compared_whole_and_in_parts() -> None:
    """`native (English)` stands for either name."""
    assert list(name_forms("东华大学 (Donghua University)")) == [
        "东华大学 donghua university",
        "东华大学",
        "donghua university",
    ]
    assert list(name_forms("Xidian University")) == ["xidian university"]


@pytest.mark.parametrize(
    ("confidence", "band"), [(100, "90-100"), (90, "90-100"), (89.9, "70-90"), (50, "50-70"), (0, "below 50")]
)
def test_bands_hold_their_lower_bound(confidence: float, band: str) -> None:
    """A confidence belongs to the band that starts at or below it."""
    assert band_of(confidence) == band


def test_confidence_outside_the_scale_is_refused() -> None:
    """A confidence above 100 is a bug and not a band."""
    with pytest.raises(ValueError, match="not between 0 and 100"):
        band_of(101)


def test_calibration_counts_every_match_and_first_matches_apart() -> None:
    """A second match that the label does not name counts as wrong, but not among the first ones."""
    bands = calibrate([(row(listed=True), answer(("https://ror.org/1", 95), ("https://ror.org/2", 92)))])
    band = bands["90-100"]
    assert (band.shown.right, band.shown.total) == (1, 2)
    assert (band.first.right, band.first.total) == (1, 1)


def test_only_scored_rows_are_read(tmp_path: Path) -> None:
    """Rows that do not count are left out, and missing flags are shown as none."""
    path = tmp_path / "rows.csv"
    path.write_text(
        HEADER + "a1,one,https://ror.org/1|https://ror.org/2,G,CN|US,1,1,1,aps,verbatim;related\n"
        "a2,two,https://ror.org/3,G,CN,0,1,0,aps,\n",
        encoding="utf-8",
    )
    [read] = read_rows(path)
    assert read.rors == {"https://ror.org/1", "https://ror.org/2"}
    assert (read.countries, read.listed, read.flags) == (("CN", "US"), True, ("verbatim", "related"))


def test_pairs_are_read(tmp_path: Path) -> None:
    """A pair keeps its note, which says whether anything may be matched."""
    path = tmp_path / "pairs.csv"
    path.write_text("query,must_not_match,truth,note\nA,B,C,x | one-listed\n", encoding="utf-8")
    assert read_pairs(path) == [Pair("A", "B", "C", "x | one-listed")]


def test_only_the_marked_part_of_the_page_is_rewritten() -> None:
    """Text written by hand stays; a page without the markers is refused."""
    page = "before\n<!-- figures:start -->\nold\n<!-- figures:end -->\nafter"
    assert (
        replaced(page, "figures", "new") == "before\n<!-- figures:start -->\nnew\n<!-- figures:end -->\nafter"
    )
    with pytest.raises(ValueError, match="no part 'errors'"):
        replaced(page, "errors", "new")


def test_examples_show_different_causes_first() -> None:
    """Ten errors of one institution do not crowd out the error of another."""
    own = (row(listed=False), answer(("https://ror.org/1", 99)))
    rows = [(row(listed=True), answer())] * 30 + [(row(listed=False), answer(("https://ror.org/9", 80))), own]
    lines = examples_list(score_rows(rows).failures).splitlines()
    assert len(lines) == 20
    assert "alarm although" in lines[1]
    assert not any("(99)" in line for line in lines)


def test_marks_become_labels_and_leave_the_text(tmp_path: Path) -> None:
    """A marked source gives a clean text, counts of mentions, and listed and unlisted apart."""
    source = tmp_path / "note.txt.txt"
    source.write_text(
        "# Note\n[[beihang-university|BUAA]] and [[beihang-university|Beihang]].\n", encoding="utf-8"
    )
    written = write_document(source, tmp_path)
    assert written.read_text(encoding="utf-8") == "Note\n\nBUAA and Beihang."
    labels = read_labels(written)
    assert labels.listed == {"beihang-university": 2}
    assert labels_of("[[!x|X]]", [read_line("X")])["institutions"] == [
        {"id": "x", "listed": False, "mentions": 1}
    ]


def test_labelled_documents_are_what_their_sources_say() -> None:
    """At least twelve documents in four formats, each with labels that its source still gives."""
    documents = labelled_documents(FOLDER)
    assert len(documents) >= 12
    assert {".txt", ".md", ".html", ".docx", ".pdf", ".eml"} <= {path.suffix for path in documents}
    for path in documents:
        source = (FOLDER / "source" / f"{path.name}.txt").read_text(encoding="utf-8")
        counted = json.loads(path.with_name(f"{path.name}.labels.json").read_text(encoding="utf-8"))[
            "institutions"
        ]
        assert counted == labels_of(source, [])["institutions"], path.name


def test_scanning_keeps_its_figures(catalogue: Catalogue) -> None:
    """Recall over the labelled documents never falls, and false alarms never rise."""
    reader, judge = Recogniser(catalogue.index), Judge(catalogue.policy, "default", None, catalogue.lists)
    figures = as_figures([score_document(path, reader, judge) for path in labelled_documents(FOLDER)])
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name in ("recall_of_listed_institutions", "recall_of_mentions", "precision_of_mentions"):
        assert figures[name] >= floors[name], name
    assert figures["false_alarms"] <= floors["false_alarms"]


@pytest.mark.parametrize(("rows", "distinct"), [(300, 300), (300, 9)])
def test_the_table_for_jobs_is_what_was_asked_for(tmp_path: Path, rows: int, distinct: int) -> None:
    """As many rows and different names as wanted, the same every time, so that two runs can be compared."""
    write_table(tmp_path / "a.csv", rows, distinct)
    write_table(tmp_path / "b.csv", rows, distinct)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["partner"] for row in csv.DictReader(stream)]
    assert (len(names), len(set(names))) == (rows, distinct)


def test_list_coverage_tells_found_from_named(screener: Screener, tmp_path: Path) -> None:
    """A row is found, named in an undecided answer, settled by country, or missed; others are left out."""
    rows = tmp_path / "rows.csv"
    rows.write_text(
        "list,name,country,removed_on,confidence\n"
        "us_dod_1286,Beihang University,CN,,\n"
        "us_dod_1286,National Defense University,CN,,\n"
        "us_dod_1286,Nobody Knows This Place,CN,,\n"
        "us_dod_1286,Beihang University,CN,2026-01-01,\n"
        "us_dod_1286,Beihang University,CN,,memory\n"
        "no_such_list,Beihang University,CN,,\n",
        "utf-8",
    )
    read = list_coverage.read_rows([rows], ["us-dod-1286"])
    score = list_coverage.measure(screener, read, None, seed=1)["us-dod-1286"]
    assert (score.rows, score.found, score.named, score.settled) == (3, 1, 2, 2)
    assert {miss.row.name: (miss.named, miss.settled) for miss in score.missed} == {
        "National Defense University": (True, True),
        "Nobody Knows This Place": (False, False),
    }


def test_list_coverage_prints_every_miss(screener: Screener, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that nothing finds is printed with what was said; a sample keeps to its size."""
    rows = {"us-dod-1286": [list_coverage.Row("us-dod-1286", f"Nobody {n}", "CN") for n in range(5)]}
    scores = list_coverage.measure(screener, rows, 2, seed=1)
    list_coverage.print_scores(scores)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["us-dod-1286", "2", "0", "0", "0"]
    assert sum(line.startswith("MISSED  us-dod-1286") for line in lines) == 2
