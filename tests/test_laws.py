"""Laws that hold for any text: nothing breaks, figures stay in range, dressing a name up changes nobody."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duediligence.errors import InputError
from duediligence.model import Result, Status
from duediligence.names import tokenise
from duediligence.names.fold import fold
from duediligence.names.harmless import harmless
from duediligence.screening import Screener
from own_cases import Case, read_cases

LAW = settings(
    deadline=None,
    max_examples=120,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PLAIN = [
    case for case in read_cases() if case.file == "must" and case.relation == "same" and not case.country
]
LISTED = [case for case in PLAIN if case.status == "listed" and len(case.query.split()) > 1]
SCHOOLS = [case for case in LISTED if re.search(r"Univ|Inst|Academy", case.query)]
UNLISTED = [case for case in PLAIN if case.status == "known-not-listed"]

DEPARTMENTS = [
    "Department of Physics, {}",
    "School of Mechanical Engineering, {}",
    "Faculty of Law, {}",
    "Institute for Advanced Study, {}",
    "State Key Laboratory of Fluid Power, {}",
    "College of Life Sciences of {}",
]
PIECES = st.sampled_from(
    [case.query for case in PLAIN]
    + [
        "Department of",
        "the",
        "University",
        "of",
        "Technology",
        ",",
        ";",
        "(",
        ")",
        "\n",
        "&amp;",
        "[/red]",
        "BIT",
    ]
    + [
        "北京",
        "大学",
        "им.",
        "دانشگاه",
        "National",
        "Hospital",
        "Co., Ltd.",
        "http://",
        "@",
        "No. 38",
        "\u202e",
        "\x00",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=200), st.lists(PIECES, min_size=1, max_size=8).map(" ".join))


def checked(screener: Screener, text: str) -> Result | None:
    """The result, or None where the text is refused as no name."""
    try:
        return screener.check(text)
    except InputError:
        return None


def matched(result: Result) -> set[str]:
    """Ids of the institutions matched."""
    return {match.institution.id for match in result.matches}


@LAW
@given(text=ANY_TEXT)
def test_any_text_is_answered_or_refused_in_words(text: str, screener: Screener) -> None:
    """No text raises anything but the one deliberate error, and that error says what to do."""
    refusals = []
    try:
        screener.check(text)
    except InputError as refusal:
        refusals.append(refusal)
    assert all(str(refusal) and refusal.hint for refusal in refusals)


@LAW
@given(text=ANY_TEXT)
def test_confidence_and_places_stay_within_bounds(text: str, screener: Screener) -> None:
    """Confidence lies between 0 and 100, best match first, and each match stands inside the name shown."""
    result = checked(screener, text)
    if result is None:
        return
    confidences = [match.confidence for match in result.matches]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 100 for confidence in [*confidences, result.identification.confidence])
    for match in result.matches:
        start, end = match.span
        assert 0 <= start < end <= len(result.partner.name)


@LAW
@given(text=ANY_TEXT)
def test_what_is_said_hangs_together(text: str, screener: Screener) -> None:
    """A listed identity is among the matches, a look-alike is not, and every citation used is printed."""
    result = checked(screener, text)
    if result is None:
        return
    identified = result.identification
    if identified.status == Status.LISTED and identified.institution is not None:
        assert result.matches
    assert not matched(result) & {similar.institution.id for similar in result.similar}
    printed = {citation.n for citation in result.citations}
    used = {n for reason in result.verdict.reasons for n in reason.citations}
    used |= {view.citation for match in result.matches for view in match.listings}
    assert used <= printed


@LAW
@given(text=ANY_TEXT)
def test_the_same_text_gets_the_same_answer(text: str, screener: Screener) -> None:
    """Nothing that was asked before changes an answer."""
    first = checked(screener, text)
    checked(screener, "Beihang University")
    assert checked(screener, text) == first


@LAW
@given(word=st.text(max_size=40))
def test_folding_is_idempotent(word: str) -> None:
    """A folded word is its own folding, so that names and texts meet in one form."""
    assert fold(fold(word)) == fold(word)


@LAW
@given(text=st.text(max_size=200))
def test_harmless_text_stays_as_it_is(text: str) -> None:
    """Cleaning twice is cleaning once, and no control character survives."""
    cleaned = harmless(text)
    assert harmless(cleaned) == cleaned
    assert not any(ord(char) < 32 for char in cleaned)


@LAW
@given(text=ANY_TEXT)
def test_words_remember_where_they_stood(text: str) -> None:
    """Words come in the order of the text and point into it."""
    tokens = tokenise(text)
    assert all(0 <= start <= end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert tokens.starts == sorted(tokens.starts)


@pytest.mark.parametrize("case", SCHOOLS, ids=lambda case: case.query[:50])
def test_a_department_never_turns_a_listed_institution_into_another(case: Case, screener: Screener) -> None:
    """Whatever part of it is named first, the listed institution is still the one matched."""
    for pattern in DEPARTMENTS:
        result = screener.check(pattern.format(case.query))
        assert matched(result) & set(case.institutions), pattern


@pytest.mark.parametrize("case", UNLISTED, ids=lambda case: case.query[:50])
def test_a_department_never_makes_an_unlisted_institution_listed(case: Case, screener: Screener) -> None:
    """Naming a part of an institution that is on no list raises no alarm either."""
    for pattern in DEPARTMENTS:
        assert not screener.check(pattern.format(case.query)).matches, pattern


@LAW
@given(case=st.sampled_from(LISTED + UNLISTED), change=st.sampled_from([str.upper, str.lower, str.title]))
def test_case_does_not_change_the_institution(case: Case, change: object, screener: Screener) -> None:
    """Capitals carry no identity."""
    assert callable(change)
    assert matched(screener.check(change(case.query))) == matched(screener.check(case.query))


@LAW
@given(
    case=st.sampled_from(LISTED + UNLISTED),
    gap=st.sampled_from(["  ", "\n", "\t", " \r\n ", "\u00a0", "\u2009", "\u3000"]),
)
def test_spacing_does_not_change_the_institution(case: Case, gap: str, screener: Screener) -> None:
    """A line break, a tab or a wide space between two words is a space."""
    assert matched(screener.check(gap.join(case.query.split(" ")))) == matched(screener.check(case.query))


@LAW
@given(
    case=st.sampled_from(LISTED),
    dressing=st.sampled_from(["{}.", "“{}”", "({})", "* {}", "{};", "<b>{}</b>", "the {}"]),
)
def test_dressing_does_not_hide_a_listed_institution(case: Case, dressing: str, screener: Screener) -> None:
    """Quotes, brackets, marks and an article around a name leave it what it is."""
    assert matched(screener.check(dressing.format(case.query))) >= set(case.institutions[:1]) or matched(
        screener.check(dressing.format(case.query))
    ) & set(case.institutions)


@LAW
@given(
    case=st.sampled_from([case for case in LISTED if "ror.org" not in case.query]),
    other=st.sampled_from(["US", "BR", "NG"]),
)
def test_a_foreign_country_never_raises_confidence(case: Case, other: str, screener: Screener) -> None:
    """A country that is not the institution's speaks against it, or says nothing; never for it."""
    plain = {m.institution.id: m.confidence for m in screener.check(case.query).matches}
    abroad = {m.institution.id: m.confidence for m in screener.check(case.query, country=other).matches}
    assert all(confidence <= plain.get(institution, 0.0) for institution, confidence in abroad.items())


@LAW
@given(first=st.sampled_from(LISTED), second=st.sampled_from(LISTED))
def test_two_names_in_one_text_are_both_found(first: Case, second: Case, screener: Screener) -> None:
    """Of several affiliations none is lost, in whatever order they stand."""
    result = screener.check(f"{first.query}; {second.query}")
    assert matched(result) & set(first.institutions)
    assert matched(result) & set(second.institutions)


ASKED = [
    "Stanford University",
    "Stanford University, Tehran, Iran",
    "Iran Mill, Stanford University",
    "Mill, Iran, Stanford University",
    "Tsinghua University",
    "Tsinghua University, Lyon, France",
    "K. U. Leuven",
    "Beihang U.",
    "b University of Tehran",
    "a b University",
    "Nobody Institute, Moscow",
    "Nobody Institute, Moscow, Idaho",
]


@pytest.mark.parametrize("text", ASKED)
def test_an_answer_does_not_depend_on_what_was_asked_before(text: str) -> None:
    """What is remembered of one text says nothing of another."""
    alone, last = Screener(), Screener()
    for other in ASKED:
        last.check(other)
    assert last.check(text) == alone.check(text)
