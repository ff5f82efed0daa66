"""The recogniser on the project's own labelled cases: each explicit promise, and shares by kind."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from duediligence.catalogue import Catalogue
from duediligence.model import Result
from duediligence.screening import Screener
from own_cases import (
    EACH_MUST_PASS,
    FLOORS,
    Case,
    OrderCase,
    grade,
    has_right_relation,
    is_right,
    is_right_order,
    read_cases,
    read_order_cases,
)

CASES = read_cases()
MOST_UNNAMED = 46  # printed names that others share, are generic, or are on lists that raise nothing
MUST_PASS = [case for case in CASES if case.file == EACH_MUST_PASS]
ORDER_CASES = read_order_cases()


@pytest.fixture(scope="module")
def answered(screener: Screener) -> list[tuple[Case, Result]]:
    """Every case with its result."""
    return [(case, screener.check(case.query, country=case.country)) for case in CASES]


@pytest.mark.parametrize("case", MUST_PASS, ids=lambda case: case.query[:60])
def test_each_promised_name_is_answered_as_promised(case: Case, screener: Screener) -> None:
    """A name that the documentation promises to recognise, or to leave alone, is."""
    result = screener.check(case.query, country=case.country)
    assert is_right(case, result), result.identification.explanation
    if case.relation and case.status == "listed":
        assert has_right_relation(case, result), result.matches


@pytest.mark.parametrize("case", ORDER_CASES, ids=lambda case: case.better[:60])
def test_a_better_text_is_matched_at_least_as_surely(case: OrderCase, screener: Screener) -> None:
    """Whatever the weights, a fuller or cleaner text never gets less confidence than a poorer one."""
    assert is_right_order(case, screener.check(case.better), screener.check(case.worse))


def test_no_figure_falls_below_its_floor(answered: list[tuple[Case, Result]]) -> None:
    """The share of cases answered right, in all and of every kind, only ever rises."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    shares = {name: round(tally.share, 1) for name, tally in grade(answered).items()}
    assert shares.keys() == floors.keys()
    fallen = {name: (share, floors[name]) for name, share in shares.items() if share < floors[name]}
    assert not fallen


def test_cases_name_institutions_of_the_catalogue(catalogue: Catalogue) -> None:
    """Every id in the cases exists, and is listed exactly when the case says so."""
    for case in CASES:
        for institution_id in case.institutions:
            institution = catalogue.institution(institution_id)
            assert institution is not None, (case.query, institution_id)
            if case.status == "known-not-listed":
                assert not institution.listings, (case.query, institution_id)


def test_cases_are_many_and_no_text_is_labelled_twice() -> None:
    """The cases cover what they are said to cover, and none contradicts another."""
    counts = Counter((case.query, case.country) for case in CASES)
    assert not [text for text, count in counts.items() if count > 1]
    assert len(CASES) >= 900
    assert len(MUST_PASS) >= 250


def test_a_listed_body_is_found_by_its_printed_names(catalogue: Catalogue, screener: Screener) -> None:
    """Screening just what a list prints names the body listed, but for a known few; never fewer."""
    unnamed = []
    for institution in catalogue.institutions():
        for text in {listing.printed for listing in institution.listings if not listing.until}:
            found = {match.institution.id for match in screener.check(text).matches}
            if institution.id not in found:
                unnamed.append(text)
    assert len(unnamed) <= MOST_UNNAMED, unnamed
