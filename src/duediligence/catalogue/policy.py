"""The policy in the form screening needs it: lists, tiers, rules, profiles, questions and limits.

The YAML file is checked once, by `load_policy`; screening reads the same content from the JSON text
inside the compiled index, which costs about a millisecond. Nothing here decides; see `verdict`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from duediligence.errors import CatalogueError, UsageError
from duediligence.model import Level, Listing, Relation, RiskList

if TYPE_CHECKING:
    from pathlib import Path

ANY_OTHER_LIST = "*"
"""In a trigger: every list that the policy does not describe, such as a university's own."""

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "institution": "The institution",
    "list": "the list",
    "lists": "its lists",
    "country": "the country",
    "named": "The partner",
    "relation": "a unit, hospital, joint body or subsidiary of",
    "detail": "what the entry says",
    "since": "",
    "seen": "",
    "dates": "",
    "rating": "",
    "doubt": "",
}
"""What a reason may leave open, and how docs/rules.md, which speaks of no listing, puts it in words."""

RELATED: Final = frozenset((Relation.AFFILIATED_HOSPITAL, Relation.JOINT_BODY_OF, Relation.SUBSIDIARY_OF))
"""Relations to a body of its own: the listing stays the parent's."""

UNSOURCED: Final = "memory"
"""Confidence of a listing that comes from general knowledge; it is told and never counts."""


class Situation(StrEnum):
    """When a rule or note applies."""

    LISTING = "listing"
    RELATED = "related"
    UNCERTAIN = "uncertain"
    AMBIGUOUS = "ambiguous"
    PARTNER = "partner"
    FINDING = "finding"
    NOT_IDENTIFIED = "not-identified"
    NOTHING_FOUND = "nothing-found"
    UNDECIDED = "undecided"
    ENDED = "ended"
    HISTORIC = "historic"
    CONTEXT = "context"
    MEMORY = "memory"
    NOT_IN_FORCE = "not-in-force"
    REFERENCE = "reference"


_OF_LISTING: Final = frozenset(PLACEHOLDERS) - {"relation", "country"}
_NAME: Final = frozenset(("institution",))

FILLED: Final[Mapping[Situation, frozenset[str]]] = {
    Situation.LISTING: _OF_LISTING,
    Situation.RELATED: _OF_LISTING | {"relation"},
    Situation.UNCERTAIN: _OF_LISTING,
    Situation.AMBIGUOUS: _OF_LISTING,
    Situation.PARTNER: _NAME | {"country"},
    Situation.FINDING: frozenset(),
    Situation.NOT_IDENTIFIED: _NAME,
    Situation.NOTHING_FOUND: _NAME,
    Situation.UNDECIDED: _NAME,
    Situation.ENDED: _OF_LISTING,
    Situation.HISTORIC: _OF_LISTING,
    Situation.CONTEXT: _OF_LISTING,
    Situation.MEMORY: _OF_LISTING,
    Situation.NOT_IN_FORCE: _OF_LISTING,
    Situation.REFERENCE: frozenset(),
}
"""The placeholders that a sentence can fill in each situation, as `ruling` fills them."""

FILLED_BY: Final[Mapping[str, str]] = {"countries": "country", "groups": "institution"}
"""What a sentence can fill that is said for one of these conditions, where they stand for who or where."""

_NOTED_STATUS: Final = {"context": Situation.CONTEXT, "historic": Situation.HISTORIC}


def only_noted(listing: Listing, known: RiskList | None) -> Situation | None:
    """Return why a listing is told and never counts, or None for one in force.

    Args:
        listing: The listing.
        known: The list that it is on; None for one that the policy does not describe.
    """
    if known is not None and known.status in _NOTED_STATUS:
        return _NOTED_STATUS[known.status]
    if listing.until:
        return Situation.ENDED
    return Situation.MEMORY if listing.confidence == UNSOURCED else None


class PolicySource(NamedTuple):
    """A page that a rule rests on, and the ISO date on which it was read."""

    title: str
    url: str
    as_of: str


class Trigger(NamedTuple):
    """What a rule fits; an empty field fits everything, where the situation needs none.

    A rule on listings names its lists, one on ties the relations, one on partners countries or groups:
    `policy_schema` refuses one that would never act, and one with a field that its situation does not read.
    """

    situation: Situation
    lists: frozenset[str] = frozenset()
    ratings: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()


class Rule(NamedTuple):
    """A rule, or a note when `level` is None.

    Attributes:
        id: Stable name, one section in docs/rules.md each.
        trigger: What it fits.
        reason: Sentence for the reader, with placeholders such as `{institution}`.
        binds: Whom the rule binds, in words.
        needs_context: What the project must include for the rule to act.
        citations: The pages that it rests on.
        status: in-force, announced, suspended, check (not confirmed today) or historic.
        seen: How the text was read: official, secondary or unchecked.
        floor: Lowest level that a profile may set.
        profiles: Profiles under which it applies, those that extend them not included; empty for all.
    """

    id: str
    title: str
    trigger: Trigger
    reason: str
    binds: str
    status: str
    seen: str
    resolve: str
    example: str
    citations: tuple[PolicySource, ...]
    level: Level | None = None
    floor: Level | None = None
    needs_context: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose rules bind; `levels` holds the changed levels by rule id, inherited ones included."""

    id: str
    title: str
    summary: str
    assumes: tuple[str, ...] = ()
    extends: str | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    names_lists: tuple[str, ...] = ()
    names_lists_as: str = ""
    citations: tuple[PolicySource, ...] = ()


class Tier(NamedTuple):
    """One of our tiers, and the publishers' ratings it stands for, by list id."""

    id: str
    title: str
    meaning: str
    ratings: Mapping[str, tuple[str, ...]]


class Question(NamedTuple):
    """What a careful reviewer asks next, at the levels named."""

    id: str
    text: str
    levels: frozenset[Level]
    citations: tuple[PolicySource, ...]


class Limit(NamedTuple):
    """Something that screening against lists cannot tell, in long form."""

    id: str
    title: str
    text: str
    citations: tuple[PolicySource, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in `risk_tiers.yaml`, checked.

    Attributes:
        lists: Lists whose entries are part of the data.
        uncovered: Lists that a rule or profile names but whose entries are not.
        sha256: Hash of the file the policy was read from.
        document: The same content as plain JSON values; `to_json` writes it.
    """

    read_on: str
    sha256: str
    lists: tuple[RiskList, ...]
    uncovered: tuple[RiskList, ...]
    tiers: tuple[Tier, ...]
    rules: tuple[Rule, ...]
    notes: tuple[Rule, ...]
    profiles: Mapping[str, Profile]
    questions: tuple[Question, ...]
    limits_short: tuple[str, ...]
    limits_long: tuple[Limit, ...]
    document: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def from_json(cls, data: bytes | str) -> Policy:
        """Read what `to_json` wrote; nothing is validated again.

        Raises:
            CatalogueError: The text is not such a policy.
        """
        try:
            return cls.from_document(json.loads(data))
        except (ValueError, KeyError, TypeError) as exc:
            raise CatalogueError(
                f"the compiled policy cannot be read: {exc}", hint="Delete the cache folder and run again."
            ) from exc

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Policy:
        """Build the policy from plain JSON values that were checked before."""
        read_on = document["read_on"]
        lists = document["lists"]
        return cls(
            read_on=read_on,
            sha256=document["sha256"],
            lists=tuple(_risk_list(row) for row in lists if row["covered"]),
            uncovered=tuple(_risk_list(row) for row in lists if not row["covered"]),
            tiers=tuple(_tier(row) for row in document["tiers"]),
            rules=tuple(_rule(row, read_on) for row in document["rules"]),
            notes=tuple(_rule(row, read_on) for row in document["notes"]),
            profiles=_profiles(document["profiles"], read_on),
            questions=tuple(_question(row, read_on) for row in document["questions"]),
            limits_short=tuple(document["limits"]["short"]),
            limits_long=tuple(_limit(row, read_on) for row in document["limits"]["long"]),
            document=document,
        )

    def to_json(self) -> bytes:
        """Return the policy as UTF-8 JSON text for the compiled index; byte-identical every time."""
        return json.dumps(self.document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def profile(self, profile_id: str) -> Profile:
        """Return a profile by its id.

        Raises:
            UsageError: There is no such profile; the message names those there are.
        """
        try:
            return self.profiles[profile_id]
        except KeyError:
            raise UsageError(
                f"unknown profile {profile_id!r}", hint=f"Choose one of: {', '.join(self.profiles)}."
            ) from None

    def risk_list(self, list_id: str) -> RiskList | None:
        """Return a list by its id, covered or not, or None when the policy does not describe it."""
        return next((entry for entry in (*self.lists, *self.uncovered) if entry.id == list_id), None)

    def tier_of(self, list_id: str, rating: str | None) -> Tier | None:
        """Return our tier for a publisher's rating, or None for a list without ratings."""
        wanted = fold_code(rating)
        return next((tier for tier in self.tiers if wanted in tier.ratings.get(list_id, ())), None)

    def coverage(self, profile_id: str, lists: Iterable[RiskList] | None = None) -> tuple[str, ...]:
        """Say for each list that a profile names whether it was checked, and as of which date.

        Args:
            profile_id: The profile in force.
            lists: The lists in force with their present dates; by default those of the policy.

        Returns:
            A heading sentence and a sentence a list; nothing for a profile that names no lists.
        """
        profile = self.profile(profile_id)
        if not profile.names_lists:
            return ()
        checked = {entry.id: entry for entry in (self.lists if lists is None else lists)}
        heading = f"Profile {profile.id} names {profile.names_lists_as}:"
        return (heading, *(self._coverage_of(list_id, checked) for list_id in profile.names_lists))

    def _coverage_of(self, list_id: str, checked: Mapping[str, RiskList]) -> str:
        entry = checked.get(list_id)
        if entry is not None:
            return f"{entry.title}: checked, as of {entry.as_of} ({entry.covers})."
        known = self.risk_list(list_id)
        title = known.title if known else list_id
        if known and known in self.uncovered:
            return f"{title}: not covered; look it up at {known.url}."
        return f"{title}: not checked in this run."


def load_policy(path: Path) -> Policy:
    """Read and check a `risk_tiers.yaml`.

    Args:
        path: The YAML file.

    Raises:
        CatalogueError: The file is missing or broken; the message lists every problem with its line.
    """
    from duediligence.catalogue.policy_schema import read_document

    return Policy.from_document(read_document(path))


def fold_code(code: str | None) -> str:
    """Return a publisher's rating or category in our spelling: `very_high` is `very-high`, None `none`."""
    return (code or "none").strip().lower().replace("_", "-").replace(" ", "-")


def _risk_list(row: Mapping[str, Any]) -> RiskList:
    return RiskList.model_construct(**{key: value for key, value in row.items() if key != "covered"})


def _sources(rows: Iterable[Mapping[str, str]], read_on: str) -> tuple[PolicySource, ...]:
    return tuple(PolicySource(row["title"], row["url"], row.get("as_of") or read_on) for row in rows)


def _tier(row: Mapping[str, Any]) -> Tier:
    ratings = {list_id: tuple(values) for list_id, values in row["ratings"].items()}
    return Tier(row["id"], row["title"], row["meaning"], ratings)


def _trigger(row: Mapping[str, Any]) -> Trigger:
    sets = {key: frozenset(values) for key, values in row.items() if key != "situation"}
    return Trigger(Situation(row["situation"]), **sets)


def _rule(row: Mapping[str, Any], read_on: str) -> Rule:
    values = dict(row)
    values["trigger"] = _trigger(row["trigger"])
    values["citations"] = _sources(row["citations"], read_on)
    for key in ("needs_context", "profiles"):
        values[key] = tuple(row[key])
    for key in ("level", "floor"):
        values[key] = Level(row[key]) if row.get(key) else None
    return Rule(**values)


def _profiles(rows: Iterable[Mapping[str, Any]], read_on: str) -> dict[str, Profile]:
    """Build the profiles in file order; a profile extends only one written above it."""
    profiles: dict[str, Profile] = {}
    for row in rows:
        inherited = profiles[row["extends"]].levels if row["extends"] else {}
        own = {rule_id: Level(level) for rule_id, level in row["levels"].items()}
        values = dict(row) | {
            "levels": {**inherited, **own},
            "citations": _sources(row["citations"], read_on),
        }
        for key in ("assumes", "names_lists"):
            values[key] = tuple(row[key])
        profiles[row["id"]] = Profile(**values)
    return profiles


def _question(row: Mapping[str, Any], read_on: str) -> Question:
    levels = frozenset(Level(level) for level in row["levels"])
    return Question(row["id"], row["text"], levels, _sources(row["citations"], read_on))


def _limit(row: Mapping[str, Any], read_on: str) -> Limit:
    return Limit(row["id"], row["title"], row["text"], _sources(row["citations"], read_on))
