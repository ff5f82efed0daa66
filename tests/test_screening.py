"""The pipeline: what is screened, what is skipped and why, what a report says about its run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import duediligence
from duediligence import Screener
from duediligence.catalogue import Catalogue
from duediligence.errors import InputError, UsageError
from duediligence.model import InputInfo, Level, Partner, Result, Skipped, Source, Status
from duediligence.recognise import Recognition
from duediligence.screening import LONGEST_NAME, Tally

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def small(small_catalogue: Catalogue) -> Screener:
    """A screener of the small world."""
    return Screener(catalogue=small_catalogue)


@pytest.mark.parametrize(
    ("name", "status", "level"),
    [
        ("Beihang University", Status.LISTED, Level.STOP),
        ("北京航空航天大学", Status.LISTED, Level.STOP),
        ("Beijing University of Technology", Status.KNOWN_NOT_LISTED, Level.NONE),
        ("Qwertz Foundation of Zuiop", Status.NOT_IDENTIFIED, Level.NONE),
    ],
)
def test_check(small: Screener, name: str, status: Status, level: Level) -> None:
    """A name is answered with who it is and what that means."""
    result = small.check(name)
    assert (result.identification.status, result.verdict.level) == (status, level)
    assert result.partner.name == name


def test_listing_comes_with_citation(small: Screener) -> None:
    """Every listing shown has a numbered source, and the reason names it."""
    result = small.check("Beihang University")
    numbers = {citation.n for citation in result.citations}
    assert {listing.citation for match in result.matches for listing in match.listings} <= numbers
    assert all(set(reason.citations) <= numbers for reason in result.verdict.reasons)


def test_identifier_settles_identity(small: Screener) -> None:
    """A ROR id beside a vague name says who it is; so does one in place of the name."""
    for result in (
        small.check("Partner 7", identifier="00wk2mp56"),
        small.check("https://ror.org/00wk2mp56"),
    ):
        assert result.identification.institution is not None
        assert result.identification.institution.id == "beihang-university"


@pytest.mark.parametrize("country", ["CN", "cn", "China", "CHN", "中国"])
def test_country_is_read_in_any_form(small: Screener, country: str) -> None:
    """BIT in China is one institute, BIT in India another."""
    found = small.check("BIT", country=country).identification.institution
    assert found is None or found.country == "CN"


def test_country_not_understood_is_said(small: Screener) -> None:
    """A country that nobody knows does not count, and the result says so."""
    notes = [note.text for note in small.check("Beihang University", country="Atlantis").notes]
    assert any("“Atlantis” was not understood" in note for note in notes)
    assert small.check("Beihang University", country=" ").notes == small.check("Beihang University").notes


@pytest.mark.parametrize("country", ["cn\x1b[31m", "\u202eCN", " C\x00N\n"])
def test_a_country_is_made_harmless_before_it_is_read(small: Screener, country: str) -> None:
    """As the name is: what cannot be seen neither hides the country nor reaches a report."""
    (screened,) = small.screen([Partner(name="Beihang University", country=country)])
    assert isinstance(screened, Result)
    for result in (small.check("Beihang University", country=country), screened):
        assert (result.partner.country or "").upper() == "CN"
        assert result.notes == small.check("Beihang University", country="CN").notes
    (note, *_) = small.check("Beihang University", country="At\x1b[31mlantis").notes
    assert "“Atlantis” was not understood" in note.text


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "empty"),
        ("   \t", "empty"),
        ("\x1b[31m\x00", "empty"),
        ("--- ???", "no letters"),
        ("a" * (LONGEST_NAME + 1), "duediligence scan"),
        ("大" * 100_000, "100,000 characters"),
    ],
)
def test_what_is_no_name_is_skipped_with_a_reason(small: Screener, name: str, reason: str) -> None:
    """An unscreenable name is a value in a stream and an error in a call, with the same reason."""
    (item,) = small.screen([Partner(name=name, source=Source(file="p.csv", row=4))])
    assert isinstance(item, Skipped)
    assert reason in item.reason
    assert item.source.row == 4
    with pytest.raises(InputError, match=reason):
        small.check(name)


def test_controls_are_removed_before_screening(small: Screener) -> None:
    """Escapes, direction marks and line breaks neither hide a name nor reach a report."""
    (item,) = small.screen([Partner(name="\x1b[31mBeihang\u202e\nUniversity\x07 ")])
    assert isinstance(item, Result)
    assert item.partner.name == "Beihang University"
    assert item.identification.status is Status.LISTED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dr. Jane Example", "Persons are not screened"),
        ("Prof Li Example", "Persons are not screened"),
        ("Jane Example", "If this is a person's name"),
        ("Jane van Example", ""),
        ("Example Institute", ""),
        ("EXAMPLE JANE", ""),
    ],
)
def test_person_gets_an_explanation(small: Screener, name: str, said: str) -> None:
    """What reads like a person's name is not matched, and the reader is told whom to ask about."""
    explanation = small.check(name).identification.explanation
    assert said in explanation
    assert said or "person" not in explanation


def test_stream_is_lazy_and_keeps_order(small: Screener) -> None:
    """Each partner is screened when its result is asked for; skipped inputs keep their place."""
    taken = []

    def partners() -> Iterator[Partner | Skipped]:
        for item in (
            Partner(name="Beihang University"),
            Skipped(source=Source(row=2), reason="x"),
            Partner(name="Y"),
        ):
            taken.append(item)
            yield item

    stream = small.screen(partners())
    assert taken == []
    assert isinstance(next(stream), Result)
    assert len(taken) == 1
    assert isinstance(next(stream), Skipped)
    assert isinstance(next(stream), Result)


def test_duplicates_are_screened_once(small: Screener, monkeypatch: pytest.MonkeyPatch) -> None:
    """A partner who appears a thousand times costs one recognition; rows keep their own source."""
    asked: list[str] = []
    recognise = small._recogniser.recognise

    def counted(text: str, country: str | None = None, identifier: str | None = None) -> Recognition:
        asked.append(text)
        return recognise(text, country, identifier)

    monkeypatch.setattr(small._recogniser, "recognise", counted)
    rows = [Partner(name="Hunan University", source=Source(row=row)) for row in range(1_000)]
    results = list(small.screen(rows))
    assert len(asked) == 1
    assert [
        item.partner.source.row for item in results if isinstance(item, Result) and item.partner.source
    ] == [*range(1_000)]


def test_texts_on_one_unlisted_body_share_the_answer_alone(small: Screener) -> None:
    """Two texts that say the same of an unlisted body differ in the partner; what differs is not shared."""
    texts = (
        "Henan University",
        "Henan  University",
        "School of Law, Henan University",
        "Henan University, USA",
    )
    for country in (None, "CN", "IR", "Atlantis"):
        for name in (*texts, "Henan University, USA"):
            result = small.check(name, country=country)
            assert (result.partner.name, result.partner.country) == (name, country)
            assert result == Screener(catalogue=small.catalogue).check(name, country=country)
    plain, spaced = (small.check(name) for name in texts[:2])
    assert spaced.verdict is plain.verdict
    assert small.check(texts[0], country="IR").verdict != plain.verdict
    assert small.check("Henan University").partner is not plain.partner


def test_what_is_kept_of_unlisted_bodies_is_bounded(small: Screener, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of every unlisted body in the world leaves no more behind than one of a few."""
    monkeypatch.setattr("duediligence.screening._REMEMBERED", 2)
    for place in ("China", "USA", "Taiwan", "Iran", "Russia"):
        result = small.check(f"Henan University, {place}")
        assert result.identification.status is Status.KNOWN_NOT_LISTED
        assert 1 <= len(small._shared) <= 2


def test_report_gathers_and_counts(small: Screener) -> None:
    """A report holds results, skipped inputs, counts, options, inputs, lists with ages and limits."""
    partners = [Partner(name="Beihang University"), Partner(name=""), Partner(name="Henan University")]
    report = small.report(
        small.screen(partners), at=AT, options={"profile": "default"}, inputs=[InputInfo(file="partners.csv")]
    )
    assert (report.summary.screened, report.summary.skipped) == (2, 1)
    assert report.summary.by_verdict == {"none": 1, "stop": 1}
    assert report.summary.by_status == {"known-not-listed": 1, "listed": 1}
    assert report.run.at == AT
    assert report.run.inputs[0].file == "partners.csv"
    assert report.tool.version == duediligence.__version__
    assert report.limits
    ages = {state.id: state.age_days for state in report.data.lists}
    assert ages["us-dod-1286"] == (AT.date() - datetime(2026, 6, 26, tzinfo=UTC).date()).days
    assert any("60 days" in warning for warning in report.warnings)


def test_fresh_lists_need_no_warning(small: Screener) -> None:
    """On the day the lists were read nobody is warned."""
    early = datetime(2020, 1, 1, tzinfo=UTC)
    assert small.frame(at=early).warnings == ()


def test_report_fits_its_own_schema(small: Screener) -> None:
    """Shapes built without validation on the hot path are valid all the same."""
    report = small.report(small.screen([Partner(name="Beihang University", country="China")]), at=AT)
    assert type(report).model_validate_json(report.model_dump_json(by_alias=True)) == report


def test_unknown_profile_and_list_are_usage_errors(small_catalogue: Catalogue) -> None:
    """A profile or list that does not exist is refused by name."""
    with pytest.raises(UsageError, match="nosuch"):
        Screener(catalogue=small_catalogue, profile="nosuch")
    with pytest.raises(UsageError, match="nosuch"):
        Screener(catalogue=small_catalogue, lists=["nosuch"])


def test_lists_in_force_can_be_chosen(small_catalogue: Catalogue) -> None:
    """A listing on a list that is not in force raises nothing."""
    chosen = Screener(catalogue=small_catalogue, lists=["aspi-tracker"])
    assert chosen.check("Beihang University").verdict.level is Level.NONE


def test_data_dir_is_opened(small_data: Path) -> None:
    """A folder of one's own data is enough to screen with."""
    assert Screener(small_data).check("Beihang University").verdict.level is Level.STOP


def test_tally_of_nothing() -> None:
    """No results are no error."""
    assert Tally().total == 0
    assert Tally().summary.screened == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text(max_size=80))
def test_any_text_is_answered(small: Screener, name: str) -> None:
    """No text raises anything but the documented refusal, and no answer holds a control character."""
    try:
        shown = small.check(name).partner.name
    except InputError:
        return
    assert not any(unicodedata.category(char) == "Cc" for char in shown)


def test_public_names_load_on_demand() -> None:
    """The package offers what it promises, and nothing else."""
    for name in duediligence.__all__:
        assert getattr(duediligence, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        duediligence.nonsense  # noqa: B018 - the access is the test


def test_lists_that_are_not_in_force_do_not_read_as_checked(small_catalogue: Catalogue) -> None:
    """A report names the lists in force alone; its coverage says of the others that they were not checked."""
    screener = Screener(
        catalogue=small_catalogue, profile="us-nsf", lists=["us-bis-entity-list", "aspi-tracker"]
    )
    frame = screener.frame(at=AT)
    assert {one.id for one in frame.data.lists} == {"us-bis-entity-list", "aspi-tracker"}
    said = [line for line in frame.limits if "hecked" in line and line.startswith(("Section", "Entity"))]
    assert [line.partition(": ")[2][:11] for line in said] == ["not checked", "not checked", "checked, as"]
    assert "2 of the lists in force" in frame.warnings[0]


def test_a_word_glued_of_a_thousand_is_answered(small: Screener) -> None:
    """A hostile word of a name's full length is no known body, and no error."""
    result = small.check("of" * 990 + "university")
    assert result.identification.status is Status.NOT_IDENTIFIED
