"""The words of a reason: placeholders, countries, and who counts as the institution itself."""

from __future__ import annotations

import pytest

from duediligence.catalogue.policy import Situation
from duediligence.model import Institution, Relation
from duediligence.ruling import Finding
from duediligence.ruling.listings import Words
from duediligence.ruling.places import country_name

BODY = Institution(id="a", name="A")


def test_a_placeholder_without_a_value_reads_as_nothing() -> None:
    """A rule's sentence never fails for want of a value."""
    assert "on {list}{since}.".format_map(Words(list="L")) == "on L."


def test_country_names() -> None:
    """The countries of the shipped rules have names; any other keeps its code."""
    assert (country_name("IR"), country_name("XX")) == ("Iran", "XX")


@pytest.mark.parametrize(
    ("relation", "certain", "via", "situation"),
    [
        (Relation.SAME, True, None, Situation.LISTING),
        (Relation.FORMER_NAME, True, None, Situation.LISTING),
        (Relation.UNIT_OF, True, None, Situation.LISTING),
        (Relation.UNIT_OF, True, BODY, Situation.RELATED),
        (Relation.SUBSIDIARY_OF, True, None, Situation.RELATED),
        (Relation.AFFILIATED_HOSPITAL, True, BODY, Situation.RELATED),
        (Relation.JOINT_BODY_OF, True, None, Situation.RELATED),
        (Relation.SAME, False, None, Situation.UNCERTAIN),
        (Relation.SUBSIDIARY_OF, False, BODY, Situation.UNCERTAIN),
    ],
)
def test_situation(relation: Relation, certain: bool, via: Institution | None, situation: Situation) -> None:
    """A school without a record of its own is the institution; doubt comes before any relation."""
    assert Finding(BODY, relation, certain, via).situation is situation
