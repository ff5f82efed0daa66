"""The shipped risk tiers: complete, cited, and consistent with themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duediligence.catalogue.policy import Policy, Rule, Situation, load_policy
from duediligence.model import Level

TIERS_FILE = Path(__file__).parents[1] / "data" / "risk_tiers.yaml"

# fmt: off
LISTS = [
    "us-bis-entity-list", "us-dod-1286", "us-dod-1260h", "us-bis-meu", "us-bis-uvl", "us-ofac-sdn",
    "us-ofac-ns-cmic", "us-ndaa-889", "us-fcc-covered", "us-uflpa", "ca-nro", "jp-meti-eul",
    "jp-meti-ru", "eu-833-annex-iv", "eu-fsf", "gb-sanctions", "ch-seco", "au-dfat", "nz-russia",
    "tw-shtc", "ua-war-sponsors", "context", "aspi-tracker",
]

PROFILES = [
    "default", "strict", "us", "us-dow", "us-nsf", "ca", "gb", "eu", "ch", "no", "au", "nz", "jp", "tw",
]
# fmt: on


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The shipped policy."""
    return load_policy(TIERS_FILE)


def everything(policy: Policy) -> tuple[Rule, ...]:
    """Rules and notes together."""
    return policy.rules + policy.notes


def test_every_list_is_described(policy: Policy) -> None:
    """Each list of the data is in the policy, with an address and a date."""
    assert sorted(entry.id for entry in policy.lists) == sorted(LISTS)
    for entry in policy.lists + policy.uncovered:
        assert entry.url.startswith("https://")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", entry.as_of)


def test_every_force_is_one_sentence(policy: Policy) -> None:
    """A lay reader gets the legal force of a list in one sentence."""
    for entry in policy.lists + policy.uncovered:
        assert entry.force.endswith("."), entry.id
        assert ". " not in entry.force.removesuffix("."), entry.id


def test_every_list_of_a_rule_exists(policy: Policy) -> None:
    """No rule or note names a list that the policy does not describe."""
    known = {entry.id for entry in policy.lists + policy.uncovered} | {"*"}
    for rule in everything(policy):
        assert rule.trigger.lists <= known, rule.id


def test_every_rule_is_cited(policy: Policy) -> None:
    """Each rule, note, question and limit names a page and the date on which it was read."""
    sections = (everything(policy), policy.questions, policy.limits_long)
    for sources in [entry.citations for section in sections for entry in section]:
        assert sources
        assert all(source.url.startswith("http") and source.as_of for source in sources)


def test_profiles(policy: Policy) -> None:
    """There is a profile default, one strict, and one per jurisdiction."""
    assert list(policy.profiles) == PROFILES


def test_no_profile_lowers_a_freeze_below_escalate(policy: Policy) -> None:
    """A user outside a freezing state's law may set escalate, never lower."""
    freezes = {"us-sdn", "eu-asset-freeze", "uk-sanctions", "ch-sanctions", "au-sanctions"}
    for profile in policy.profiles.values():
        for rule_id in freezes & set(profile.levels):
            assert profile.levels[rule_id].rank >= Level.ESCALATE.rank, profile.id


@pytest.mark.parametrize("profile", PROFILES)
def test_a_states_own_freeze_stays_at_stop(policy: Policy, profile: str) -> None:
    """No jurisdiction's profile lowers its own freeze, nor the US one, which reaches others."""
    own = {"gb": "uk-sanctions", "eu": "eu-asset-freeze", "ch": "ch-sanctions", "au": "au-sanctions"}
    assert "us-sdn" not in policy.profiles[profile].levels
    assert own.get(profile) not in policy.profiles[profile].levels


def test_questions(policy: Policy) -> None:
    """Sixteen questions; the ones for every level include the identity and fairness questions."""
    assert len(policy.questions) == 16
    for_all = {one.id for one in policy.questions if len(one.levels) == 4}
    assert for_all == {"same-body", "who-pays", "field", "fairness"}
    per_level = {level: sum(level in one.levels for one in policy.questions) for level in Level}
    assert per_level == {Level.STOP: 12, Level.ESCALATE: 16, Level.REVIEW: 15, Level.NONE: 6}


def test_every_reason_is_one_sentence(policy: Policy) -> None:
    """A reason is one sentence, and ends as one."""
    for rule in everything(policy):
        assert rule.reason.endswith("."), rule.id
        assert not re.search(r"[.!?] [A-Z]", rule.reason), rule.id


def test_no_word_of_comfort(policy: Policy) -> None:
    """No text of ours calls a partner safe, clear or approved."""
    texts = [rule.reason + rule.title + rule.resolve for rule in everything(policy)]
    texts += [entry.force + entry.does_not_mean for entry in policy.lists] + list(policy.limits_short)
    for text in texts:
        assert not re.search(r"\b(safe|clear|cleared|approved)\b", text), text


def test_the_nsf_profile_names_thirteen_lists(policy: Policy) -> None:
    """Each of the thirteen lists is said to be checked, with its date, or not covered."""
    heading, *states = policy.coverage("us-nsf")
    assert "FY2027" in heading
    assert "not shown to be in force" in heading
    assert len(states) == len(set(states)) == 13
    assert sum("checked, as of" in state for state in states) == 7
    assert sum("not covered" in state for state in states) == 6


def test_the_affiliates_rule_is_not_asserted(policy: Policy) -> None:
    """What could not be confirmed is marked so: the affiliates rule, and the announced NSF rule."""
    status = {rule.id: rule.status for rule in everything(policy)}
    assert status["us-affiliates-rule"] == "check"
    assert status["us-nsf-restricted-fy27"] == "announced"


def test_reference_notes_are_only_documented(policy: Policy) -> None:
    """What binds the user's own side is explained, and never printed with a partner."""
    ids = {note.id for note in policy.notes if note.trigger.situation is Situation.REFERENCE}
    assert {"us-confucius", "us-nspm33", "uk-atas", "us-not-law"} <= ids
