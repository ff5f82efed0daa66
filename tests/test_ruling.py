"""The words of a reason: placeholders, countries, and who counts as the institution itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duediligence.catalogue.policy import FILLED, PLACEHOLDERS, Policy, Rule, Situation, Trigger, load_policy
from duediligence.model import Institution, Level, Listing, NameKind, Relation, Status
from duediligence.recognise.recognition import Hit, Recognition
from duediligence.ruling import Finding, RulingMaker
from duediligence.ruling.listings import Listings, Words
from duediligence.ruling.places import country_name
from duediligence.verdict import Judge

TIERS_FILE = Path(__file__).parents[1] / "data" / "risk_tiers.yaml"
BODY = Institution(id="a", name="A")
COUNTRY, GROUP = frozenset(("AQ",)), frozenset(("own-group",))


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The shipped policy."""
    return load_policy(TIERS_FILE)


@pytest.fixture(scope="module")
def placeless(policy: Policy) -> Policy:
    """The shipped policy without its rules and notes on countries and groups."""
    return replace(
        policy,
        rules=tuple(rule for rule in policy.rules if not _is_placed(rule)),
        notes=tuple(note for note in policy.notes if not _is_placed(note)),
    )


def _is_placed(rule: Rule) -> bool:
    return rule.trigger.situation is Situation.PARTNER or bool(rule.trigger.countries)


def _own(policy: Policy, trigger: Trigger, level: Level | None) -> Rule:
    """A rule, or a note without a level, as a user writes one."""
    return policy.rules[0]._replace(id="own", trigger=trigger, reason="Look twice.", level=level, floor=None)


def test_a_placeholder_without_a_value_reads_as_nothing() -> None:
    """A rule's sentence never fails for want of a value."""
    assert "on {list}{since}.".format_map(Words(list="L")) == "on L."


FULL = Listing(
    list="us-dod-1286", printed="B", rating="high", since="2020", note="a laboratory", confidence="memory"
)


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_every_placeholder_is_filled_somewhere(policy: Policy, placeholder: str) -> None:
    """In a sentence about a listing or about a country."""
    rule = policy.rules[0]._replace(
        reason=f"<{{{placeholder}}}>", trigger=Trigger(Situation.PARTNER, countries=COUNTRY)
    )
    finding = Finding(BODY, Relation.SUBSIDIARY_OF, certain=True, via=Institution(id="b", name="B"))
    told = Listings(policy, None, None).tell(rule, BODY, [FULL], finding)
    (placed,) = Judge(replace(policy, rules=(rule,))).judge(IN_THE_COUNTRY).verdict.reasons
    assert {told, placed.text} != {"<>"}


@pytest.mark.parametrize(
    ("situation", "finding"),
    [
        (Situation.LISTING, None),
        (Situation.ENDED, None),
        (Situation.RELATED, Finding(BODY, Relation.SUBSIDIARY_OF, certain=True)),
    ],
)
def test_the_table_of_placeholders_is_what_listings_fill(
    policy: Policy, situation: Situation, finding: Finding | None
) -> None:
    """A sentence about a listing fills those named for its situation, and no other."""
    filled = set()
    for name in PLACEHOLDERS:
        rule = policy.rules[0]._replace(reason=f"{{{name}}}")
        if Listings(policy, None, None).tell(rule, BODY, [FULL], finding):
            filled.add(name)
    assert filled == FILLED[situation]


@pytest.mark.parametrize(("profile", "level"), [("us", Level.STOP), ("us-dow", Level.REVIEW)])
def test_a_rule_of_one_profile_holds_under_that_alone(placeless: Policy, profile: str, level: Level) -> None:
    """Not under one that extends it either: as for notes, and as docs/rules.md says."""
    nro = frozenset(("ca-nro",))
    own = _own(placeless, Trigger(Situation.LISTING, lists=nro), Level.STOP)._replace(profiles=("us",))
    usual = _own(placeless, Trigger(Situation.LISTING, lists=nro), Level.REVIEW)._replace(id="usual")
    listed = BODY.model_copy(update={"listings": (Listing(list="ca-nro", printed="A"),)})
    hit = Hit(listed, Relation.SAME, 99.0, "A", NameKind.ALIAS, (0, 1))
    found = Recognition(Status.LISTED, listed, hits=(hit,))
    verdict = Judge(replace(placeless, rules=(usual, own)), profile).judge(found).verdict
    assert verdict.level is level


OWN_LIST = Listing(list="own-list", printed="A")
ON_OWN_LIST = BODY.model_copy(update={"listings": (OWN_LIST,)})


def test_a_tie_to_a_body_on_a_list_not_described_counts(placeless: Policy) -> None:
    """A rule on ties may name every list that the policy does not describe, as one on listings may."""
    tie = Trigger(Situation.RELATED, lists=frozenset("*"), relations=frozenset(("subsidiary-of",)))
    judge = Judge(replace(placeless, rules=(*placeless.rules, _own(placeless, tie, Level.REVIEW))))
    hit = Hit(ON_OWN_LIST, Relation.SUBSIDIARY_OF, 99.0, "A", NameKind.ALIAS, (0, 1))
    found = Recognition(Status.LISTED, ON_OWN_LIST, hits=(hit,))
    assert "own" in [reason.rule for reason in judge.judge(found).verdict.reasons]


def test_a_note_on_lists_not_described_is_shown(placeless: Policy) -> None:
    """Beside the verdict on the listing."""
    note = _own(placeless, Trigger(Situation.LISTING, lists=frozenset("*")), None)
    hit = Hit(ON_OWN_LIST, Relation.SAME, 99.0, "A", NameKind.ALIAS, (0, 1))
    found = Recognition(Status.LISTED, ON_OWN_LIST, hits=(hit,))
    judge = Judge(replace(placeless, notes=(*placeless.notes, note)))
    assert "Look twice." in [one.text for one in judge.judge(found).notes]


def test_a_note_on_any_finding_says_its_words(placeless: Policy) -> None:
    """With braces that stand for themselves written once."""
    note = _own(placeless, Trigger(Situation.FINDING), None)._replace(reason="Look {{twice}}.")
    rule = _own(placeless, Trigger(Situation.PARTNER, countries=COUNTRY), Level.REVIEW)
    judge = Judge(replace(placeless, rules=(rule,), notes=(*placeless.notes, note)))
    assert "Look {twice}." in [one.text for one in judge.judge(IN_THE_COUNTRY).notes]


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


IN_THE_COUNTRY = Recognition(Status.KNOWN_NOT_LISTED, BODY.model_copy(update={"country": "AQ"}))
OF_THE_GROUP = Recognition(Status.KNOWN_NOT_LISTED, BODY.model_copy(update={"groups": ("own-group",)}))
UNKNOWN = Recognition(Status.NOT_IDENTIFIED, countries=("AQ",))
OWN_RULES = [
    (Trigger(Situation.PARTNER, countries=COUNTRY), IN_THE_COUNTRY),
    (Trigger(Situation.PARTNER, groups=GROUP), OF_THE_GROUP),
    (Trigger(Situation.NOT_IDENTIFIED, countries=COUNTRY), UNKNOWN),
]


@pytest.mark.parametrize(("trigger", "recognition"), OWN_RULES)
def test_the_only_rule_on_a_place_speaks(
    placeless: Policy, trigger: Trigger, recognition: Recognition
) -> None:
    """A user's rule on a country or a group holds when no other rule or note of the policy names any."""
    assert Judge(placeless).judge(recognition).verdict.level is Level.NONE
    own = replace(placeless, rules=(*placeless.rules, _own(placeless, trigger, Level.REVIEW)))
    verdict = Judge(own).judge(recognition).verdict
    assert (verdict.level, [reason.rule for reason in verdict.reasons]) == (Level.REVIEW, ["own"])


@pytest.mark.parametrize(
    ("trigger", "recognition"),
    [
        (Trigger(Situation.PARTNER, countries=COUNTRY), IN_THE_COUNTRY),
        (Trigger(Situation.PARTNER, countries=COUNTRY), UNKNOWN),
        (Trigger(Situation.PARTNER, groups=GROUP), OF_THE_GROUP),
    ],
)
def test_the_only_note_on_a_place_is_shown(
    placeless: Policy, trigger: Trigger, recognition: Recognition
) -> None:
    """A user's note on a country or a group is shown when no rule and no other note names any."""
    assert "Look twice." not in [note.text for note in Judge(placeless).judge(recognition).notes]
    own = replace(placeless, notes=(*placeless.notes, _own(placeless, trigger, None)))
    assert "Look twice." in [note.text for note in Judge(own).judge(recognition).notes]


@pytest.mark.parametrize("profile", ["default", "strict"])
@pytest.mark.parametrize(
    "places",
    [
        {},
        {"CN": "own-id"},
        {"CN": None},
        {"FR": "own-id"},
        {"FR": None, "CN": "own-id"},
        {"CN": "own-id", "FR": None},
        {"IR": None, "RU": "own-id", "AQ": None},
    ],
)
def test_on_one_unlisted_body_all_rules_speak(profile: str, places: dict[str, str | None]) -> None:
    """What is kept for all unlisted bodies of the same countries is what the rules say of each of them."""
    maker = RulingMaker(load_policy(TIERS_FILE), profile, None, None)
    for name, own_id in (("A", "own-id"), ("{institution} & Söhne", "own-id"), ("A", "other-id")):
        one = Institution(id=own_id, name=name)
        there = {place: own_id if known else None for place, known in places.items()}
        recognition = Recognition(Status.KNOWN_NOT_LISTED, one, others=(one,))
        assert maker.rule(recognition, (), (one,), there) == maker._apply(recognition, (), (one,), there)


def test_own_words_on_an_unlisted_body(placeless: Policy) -> None:
    """A user's rule on a country names each body by its own id; two bodies never share a reason."""
    trigger = Trigger(Situation.PARTNER, countries=COUNTRY)
    judge = Judge(replace(placeless, rules=(*placeless.rules, _own(placeless, trigger, Level.REVIEW))))
    found = [Institution(id=name, name=name, country="AQ") for name in ("a", "b")]
    verdicts = [judge.judge(Recognition(Status.KNOWN_NOT_LISTED, one)).verdict for one in found]
    assert [[reason.institution for reason in verdict.reasons] for verdict in verdicts] == [["a"], ["b"]]


def test_a_listed_rival_is_told_beside_an_unlisted_body(placeless: Policy) -> None:
    """What is kept for unlisted bodies is never said where a listed one may be meant too."""
    rival = Institution(id="r", name="R", listings=(Listing(list="ca-nro", printed="R"),))
    found = Recognition(Status.KNOWN_NOT_LISTED, BODY, others=(BODY,), rivals=(rival,))
    assert Judge(placeless).judge(found).verdict.level is Level.REVIEW


def test_no_listing_of_a_hit_counts(placeless: Policy) -> None:
    """A hit without a listing is no match, and no error."""
    hit = Hit(BODY, Relation.SAME, 99.0, "A", NameKind.ALIAS, (0, 1))
    judgement = Judge(placeless).judge(Recognition(Status.KNOWN_NOT_LISTED, BODY, hits=(hit,)))
    assert (judgement.verdict.level, judgement.matches) == (Level.NONE, ())
