"""Names beside the places of other countries: evidence against, never a reason to fall silent or to fail."""

from __future__ import annotations

from itertools import islice

import pytest

from duediligence import Screener
from duediligence.catalogue import Catalogue
from duediligence.model import Level, Status

GIVEN = [
    ("National University of Defense Technology", "US"),
    ("Northwestern Polytechnical University", "DE"),
    ("Central South University", "NZ"),
    ("Army Medical University", "DE"),
    ("南京大学", "SG"),
    ("国防科技大学", "DE"),
]


@pytest.mark.parametrize(("name", "country"), GIVEN)
def test_a_country_given_is_evidence_only(screener: Screener, name: str, country: str) -> None:
    """A listed body's own name under another country is looked at, never passed over."""
    result = screener.check(name, country=country)
    assert result.verdict.level is not Level.NONE
    assert result.matches


ELSEWHERE = [
    "Naval Command College, Newport",
    "Southeast University, Tel Aviv",
    "High Temperature Institute, Tel Aviv",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_an_everyday_name_before_a_foreign_town(screener: Screener, text: str) -> None:
    """A name of everyday words, or turned round, is another body's abroad, and the reader sees why."""
    result = screener.check(text)
    assert not result.matches
    assert any("in another country" in one.why_not for one in result.similar)


TELLING = [
    "Huawei Device Co., Ltd., Berlin, Germany",
    "14th Research Institute of CETC, Berlin, Germany",
    "Academy of Military Medical Sciences of the PLA, Berlin",
    "Pakistan Atomic Energy Commission, Vienna, Austria",
    "ハルビン工程大学, Berlin, Germany",
]


@pytest.mark.parametrize("text", TELLING)
def test_a_telling_name_before_a_foreign_town(screener: Screener, text: str) -> None:
    """A company's name, or one with letters, a brand, its country or characters, is looked at abroad too."""
    assert screener.check(text).verdict.level is not Level.NONE


APART = [
    ("Beihang University; Harvard University, Boston, USA", "beihang-university", Level.STOP),
    ("Harvard University, Boston, USA; Army Medical University", "army-medical-university", Level.STOP),
    ("Army Medical University; University of Vienna, Austria", "army-medical-university", Level.STOP),
    ("Harvard University, Boston, USA; MIPT, Moscow, Russia", "moscow-institute-of-physics-and-technology",
     Level.REVIEW),
    ("南京大学, Boston, USA", "nanjing-university", Level.REVIEW),
    ("Northwest Institute of Nuclear Technology, University of Oxford",
     "northwest-institute-of-nuclear-technology", Level.STOP),
    ("Air Force Medical University, Xi'an, China. Xijing Hospital, Xi'an, China",
     "air-force-medical-university", Level.STOP),
]  # fmt: skip


@pytest.mark.parametrize(("text", "institution", "level"), APART)
def test_another_affiliation_speaks_for_itself(
    screener: Screener, text: str, institution: str, level: Level
) -> None:
    """The places and names of one affiliation neither weaken nor soften what another names."""
    result = screener.check(text)
    assert [match.institution.id for match in result.matches] == [institution]
    assert result.verdict.level is level


def test_a_known_body_does_not_settle_another_name(screener: Screener) -> None:
    """A name that a listed body shares stays undecided beside an institution known for certain."""
    result = screener.check("Southeast University; Harvard University, Boston, USA")
    assert result.identification.status is Status.AMBIGUOUS
    assert result.verdict.level is Level.REVIEW


def test_a_generic_part_left_out_is_shown(screener: Screener) -> None:
    """An institute taken as a part of the university after it stands among the similar ones, with why."""
    result = screener.check("Institute of Physics, Nankai University, Tianjin, China")
    assert not result.matches
    assert any("part of the institution named after it" in one.why_not for one in result.similar)


def test_no_listed_name_fails_abroad(catalogue: Catalogue, screener: Screener) -> None:
    """Whatever country stands beside a listed body's name, there is an answer."""
    for institution in islice(catalogue.institutions(), 0, 5_000, 7):
        screener.check(institution.name, country="NZ")
        screener.check(f"{institution.name}, Berlin, Germany")
        screener.check(f"{institution.name}; Harvard University, Boston, USA")
