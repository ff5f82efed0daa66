"""Decisions: what may be written, what it does to the gate, and when it stops doing so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from duediligence.decisions import (
    NOT_IDENTIFIED,
    Decision,
    DecisionBook,
    DecisionKind,
    add_decision,
    find_decisions,
    listings_hash,
    make_decision,
    open_decisions,
    read_decisions,
    same_name,
)
from duediligence.errors import ConfigError, OutputError, UsageError
from duediligence.model import (
    Identification,
    Institution,
    InstitutionRef,
    Level,
    Listing,
    Match,
    Partner,
    Reason,
    Related,
    RelatedAs,
    Relation,
    Result,
    Status,
    Verdict,
)

TODAY = date(2026, 11, 22)
NRO = Listing(list="ca-nro", printed="A")
ENDED = Listing(list="us-dod-1260h", printed="A", until="2024")

BODIES = {
    one.id: one
    for one in (
        Institution(id="a", name="A", listings=(NRO, ENDED)),
        Institution(id="b", name="B", listings=(Listing(list="us-uflpa", printed="B"),)),
        Institution(
            id="unit",
            name="U",
            related=(Related(id="a", role=RelatedAs.UNIT_OF), Related(id="gone", role=RelatedAs.UNIT_OF)),
        ),
        Institution(id="plain", name="P"),
    )
}

ENTRY = """\
  - partner: "A  University"
    institution: a
    as: not-the-same
    reason: another city
    expires: 2027-06-30
    by: Kim
"""


def decision(
    institution: str = "a", kind: str = "accepted-risk", name: str = "A University", **changes: str
) -> Decision:
    """A decision made today, in force for half a year unless changed."""
    made = make_decision(
        name,
        institution,
        kind,
        reason="known well",
        expires="2027-06-30",
        by="Kim",
        today=TODAY,
        institution_of=BODIES.get,
    )
    return made.model_copy(update=changes)


def book(*decisions: Decision, today: date = TODAY) -> DecisionBook:
    """The decisions of a run."""
    return DecisionBook(decisions, today, BODIES.get)


def reference(institution: str) -> InstitutionRef:
    """The short form of a body."""
    return InstitutionRef(id=institution, name=BODIES[institution].name)


def result(*reasons: tuple[str | None, Level], name: str = "A University", via: str | None = None) -> Result:
    """A result with these reasons, matched with the first body; `via` is the unit that was named."""
    first = reasons[0][0] if reasons else "plain"
    matches = tuple(
        Match(
            institution=reference(one),
            relation=Relation.SAME,
            confidence=97.0,
            matched_name="A",
            span=(0, 1),
            via=reference(via) if via else None,
        )
        for one, _ in reasons
        if one
    )
    return Result(
        partner=Partner(name=name),
        identification=Identification(status=Status.LISTED, institution=reference(first) if first else None),
        verdict=Verdict(
            level=max((level for _, level in reasons), key=lambda level: level.rank, default=Level.NONE),
            reasons=tuple(Reason(rule="r", level=level, text="t", institution=one) for one, level in reasons),
        ),
        matches=matches,
    )


LISTED = result(("a", Level.STOP))
TWO = result(("a", Level.STOP), ("b", Level.REVIEW))
PLACED = result(("a", Level.STOP), (None, Level.REVIEW))


# --- what a decision does -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_a_decided_finding_stays_and_passes_the_gate(kind: DecisionKind) -> None:
    """The verdict is untouched, the result is marked, and the gate sees none."""
    marked = book(decision(kind=kind)).apply(LISTED)
    assert marked.verdict == LISTED.verdict
    assert marked.decision is not None
    assert (marked.decision.decision, marked.decision.state) == (kind, "in-force")
    assert (LISTED.gate_level, marked.gate_level) == (Level.STOP, Level.NONE)


@pytest.mark.parametrize("name", ["a university", " A\u00a0UNIVERSITY ", "Ａ University"])
def test_the_name_is_compared_without_case_and_spacing(name: str) -> None:
    """The partner may be written in another case, width or spacing."""
    assert book(decision()).apply(LISTED.model_copy(update={"partner": Partner(name=name)})).decision


@pytest.mark.parametrize(
    ("made", "of"),
    [
        (decision(name="B University"), LISTED),
        (decision(institution="b"), LISTED),
        (decision(NOT_IDENTIFIED), LISTED),
        (decision(), result(("a", Level.NONE))),
        (decision(), result()),
    ],
)
def test_a_decision_about_something_else_does_nothing(made: Decision, of: Result) -> None:
    """Another name, another institution, or a result without a finding stay unmarked."""
    assert book(made).apply(of) is of


def test_other_findings_of_the_same_partner_stay_open() -> None:
    """A decision on one of two institutions leaves the gate to the other one."""
    marked = book(decision()).apply(TWO)
    assert marked.decision is not None
    assert (marked.decision.state, marked.gate_level) == ("partial", Level.REVIEW)


def test_two_decisions_close_two_findings() -> None:
    """Each finding needs its own decision; the mark names both and the nearer end."""
    later = decision("b", "not-the-same", expires="2028-01-01", reason="another one", by="Lee")
    mark = book(decision(), later.model_copy(update={"expires": date(2028, 1, 1)})).apply(TWO).decision
    assert mark is not None
    assert mark.model_dump() == {
        "institution": "a, b",
        "decision": "accepted-risk, not-the-same",
        "reason": "known well; another one",
        "by": "Kim, Lee",
        "expires": "2027-06-30",
        "state": "in-force",
        "leaves": Level.NONE,
    }


@pytest.mark.parametrize(("kind", "left"), [("accepted-risk", Level.NONE), ("not-the-same", Level.REVIEW)])
def test_a_country_given_is_answered_by_acceptance_only(kind: str, left: Level) -> None:
    """Being another body does not move the partner out of its country; accepting the risk covers it."""
    assert book(decision(kind=kind)).apply(PLACED).gate_level is left


def test_a_decision_on_the_unit_answers_for_its_parent() -> None:
    """The finding may be decided under the id of the unit that was named."""
    of = result(("a", Level.STOP), via="unit")
    assert book(decision("unit")).apply(of).gate_level is Level.NONE


def test_a_name_that_nobody_knows_can_be_decided() -> None:
    """A finding by country alone is decided under a word in place of the id."""
    of = result((None, Level.REVIEW))
    assert book(decision(NOT_IDENTIFIED, "not-the-same")).apply(of).gate_level is Level.NONE


# --- when it stops ------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "state"), [("2027-06-30", "in-force"), ("2027-07-01", "expired")])
def test_expiry(day: str, state: str) -> None:
    """A decision holds on its last day; on the next the gate fails again and a warning says why."""
    run = book(decision(), today=date.fromisoformat(day))
    marked = run.apply(LISTED)
    assert marked.decision is not None
    assert marked.decision.state == state
    assert (marked.gate_level is Level.STOP) == (state == "expired")
    assert any("expired on 2027-06-30" in text for text in run.warnings()) == (state == "expired")


def test_changed_listings_invalidate() -> None:
    """A decision made on other listings warns and no longer passes the gate."""
    run = book(decision(listings="0" * 16))
    marked = run.apply(LISTED)
    assert marked.decision is not None
    assert (marked.decision.state, marked.gate_level) == ("invalidated", Level.STOP)
    assert any("listings changed" in text for text in run.warnings())


def test_one_in_force_stands_for_the_mark() -> None:
    """Beside an expired decision, the one in force is shown, and what the other covered is open."""
    marked = book(decision(expires=date(2026, 1, 1)), decision("b")).apply(TWO)  # type: ignore[arg-type]
    assert marked.decision is not None
    assert (marked.decision.institution, marked.decision.state) == ("b", "partial")
    assert marked.gate_level is Level.STOP


def test_unused() -> None:
    """A decision that met no finding warns after a batch, and is kept quiet after a single check."""
    run = book(decision(), decision("b"))
    run.apply(LISTED)
    assert len(run.warnings()) == 1
    assert "(b) met no finding" in run.warnings()[0]
    assert run.warnings(unused=False) == ()


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"listings": (NRO, ENDED.model_copy(update={"until": "2025"}))}, True),
        ({"listings": (NRO.model_copy(update={"as_of": "2026-01-01", "url": "https://x"}),)}, True),
        ({"listings": ()}, False),
        ({"listings": (NRO.model_copy(update={"rating": "high"}),)}, False),
        ({"listings": (NRO, ENDED.model_copy(update={"until": None}))}, False),
    ],
)
def test_what_counts_as_a_change(changed: dict[str, object], same: bool) -> None:
    """Only being on a list, and how rated, counts; also for the body that a unit belongs to."""
    before = BODIES["a"]
    after = before.model_copy(update=changed)
    assert (listings_hash(before, BODIES.get) == listings_hash(after, BODIES.get)) == same
    bodies = BODIES | {"a": after}
    unit = BODIES["unit"]
    assert (listings_hash(unit, BODIES.get) == listings_hash(unit, bodies.get)) == same
    assert listings_hash(None, BODIES.get) is None


def test_same_name_is_about_words() -> None:
    """Different words stay different names."""
    assert same_name("清華大學") != same_name("清华大学")


# --- making one ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("institution", "nobody", "--institution nobody"),
        ("kind", "whatever", "--as whatever"),
        ("partner", " ", "NAME is empty"),
        ("reason", "\n", "--reason is empty"),
        ("by", "", "--by is empty"),
        ("expires", "", "--expires"),
        ("expires", "next year", "not a date"),
        ("expires", "2026-11-21", "already past"),
    ],
)
def test_what_cannot_be_decided(field: str, value: str, words: str) -> None:
    """Reason and expiry are mandatory, and every value must make sense; the option is named."""
    values = {
        "partner": "A",
        "institution": "a",
        "kind": "accepted-risk",
        "reason": "r",
        "expires": "2027-01-01",
        "by": "K",
    }
    values[field] = value
    with pytest.raises(UsageError, match=words) as caught:
        make_decision(
            values["partner"],
            values["institution"],
            values["kind"],
            reason=values["reason"],
            expires=values["expires"],
            by=values["by"],
            today=TODAY,
            institution_of=BODIES.get,
        )
    assert caught.value.hint


def test_a_decision_may_end_today() -> None:
    """Today is the earliest end."""
    made = make_decision(
        "A",
        "a",
        "not-the-same",
        reason="r",
        expires=" 2026-11-22 ",
        by="K",
        today=TODAY,
        institution_of=BODIES.get,
    )
    assert made.expires == TODAY


# --- the file -----------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """A decisions file's place; nothing else may be left beside it."""
    path = tmp_path / "duediligence.decisions.yaml"
    yield path
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] in ([path.name], [])


def test_written_and_read_back(file: Path) -> None:
    """A new file has a heading and the decision, and reads back equal; adding again replaces."""
    assert add_decision(file, decision()) is False
    assert file.read_text(encoding="utf-8").startswith("# Decisions")
    assert read_decisions(file) == (decision(),)
    assert add_decision(file, decision(name="a UNIVERSITY", reason="known better")) is True
    assert [one.reason for one in read_decisions(file)] == ["known better"]
    assert add_decision(file, decision("b", name="Ünïversity “B”: [no]")) is False
    assert [one.partner for one in read_decisions(file)] == ["a UNIVERSITY", "Ünïversity “B”: [no]"]


def test_comments_and_order_are_kept(file: Path) -> None:
    """What people wrote by hand stays where it is."""
    file.write_text(f"# ours\ndecisions:\n  # first\n{ENTRY}  # last\n", encoding="utf-8")
    add_decision(file, decision("b"))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"# ours\ndecisions:\n  # first\n{ENTRY}")
    assert "# last" in text
    assert [one.institution for one in read_decisions(file)] == ["a", "b"]


@pytest.mark.parametrize("text", ["", "# only a comment", "decisions: []\n", "# c\n\n"])
def test_added_to_a_file_without_decisions(file: Path, text: str) -> None:
    """An empty list or a file of comments takes a first decision."""
    file.write_text(text, encoding="utf-8")
    assert read_decisions(file) == ()
    add_decision(file, decision())
    assert len(read_decisions(file)) == 1


PROBLEMS = [
    (ENTRY.replace("    reason: another city\n", ""), 2, "decisions.0.reason: Field required"),
    (ENTRY.replace("another city", "''"), 5, "decisions.0.reason"),
    (ENTRY.replace("2027-06-30", "soon"), 6, "decisions.0.expires: Value error, expected a date"),
    (ENTRY.replace("2027-06-30", "20270630"), 6, "expected a date"),
    (ENTRY.replace("2027-06-30", "2027-06-31"), 6, "decisions.0.expires"),
    (ENTRY.replace("    expires: 2027-06-30\n", ""), 2, "decisions.0.expires: Field required"),
    (ENTRY.replace("not-the-same", "fine"), 4, "decisions.0.as"),
    (ENTRY.replace("reason:", "raison:"), 5, "decisions.0.raison: Extra inputs"),
    (ENTRY + ENTRY, 8, "decisions.1.partner: this partner and institution are decided above"),
    (ENTRY + "    by: Lee\n", 7, "decisions.0.by: stands twice"),
]


@pytest.mark.parametrize(("entries", "line", "words"), PROBLEMS)
def test_problems_are_located(file: Path, entries: str, line: int, words: str) -> None:
    """Each mistake is reported with the file, the line and the field."""
    file.write_text(f"decisions:\n{entries}", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_decisions(file)
    assert f"{file}:{line}: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text", ["- a\n", "words", "decisions: 3\n", "a: [", "verdicts: []\n", "\x00", "a: &a [*a]"]
)
def test_what_is_no_decisions_file(file: Path, text: str) -> None:
    """Anything else is refused with the file's name, and never written to."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"duediligence\.decisions\.yaml"):
        add_decision(file, decision())
    assert file.read_text(encoding="utf-8") == text


def test_missing_and_unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read or written is named; a failed write leaves nothing behind."""
    with pytest.raises(ConfigError, match="cannot read"):
        read_decisions(tmp_path / "none.yaml")
    with pytest.raises(OutputError, match="cannot write"):
        add_decision(tmp_path / "no" / "folder.yaml", decision())
    monkeypatch.setattr(Path, "replace", _no_space)
    with pytest.raises(OutputError, match="No space"):
        add_decision(tmp_path / "d.yaml", decision())
    assert not list(tmp_path.iterdir())


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_the_documented_example_is_valid(file: Path) -> None:
    """What the page on decisions shows can be read."""
    page = (Path(__file__).parents[1] / "docs" / "decisions.md").read_text(encoding="utf-8")
    file.write_text(page.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    assert [one.kind for one in read_decisions(file)] == [DecisionKind.NOT_THE_SAME]


def test_found_upwards(tmp_path: Path) -> None:
    """The nearest file counts, in the folder or above it."""
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find_decisions(below) is None
    add_decision(tmp_path / "duediligence.decisions.yaml", decision())
    found = find_decisions(below)
    assert found == tmp_path / "duediligence.decisions.yaml"
    run = open_decisions(found, today=TODAY, institution_of=BODIES.get)
    assert run.apply(LISTED).decision
    assert str(found) in book_warning(run)
    assert open_decisions(None, today=TODAY, institution_of=BODIES.get).apply(LISTED) is LISTED


def book_warning(run: DecisionBook) -> str:
    """The warnings of a run on a day when all has expired."""
    run.today = date(2030, 1, 1)
    return "\n".join(run.warnings())
