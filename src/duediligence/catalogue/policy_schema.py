"""What a `risk_tiers.yaml` must look like; used when a policy is compiled, never while screening."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from duediligence.catalogue.marked_yaml import Place, Problem, parse_marked
from duediligence.catalogue.policy import ANY_OTHER_LIST, FILLED, FILLED_BY, PLACEHOLDERS, RELATED, Situation
from duediligence.errors import CatalogueError
from duediligence.model import Kind, Level, Relation
from duediligence.names.countries import country_code

NEEDED_RULES = frozenset((Situation.UNCERTAIN, Situation.AMBIGUOUS))
NEEDED_NOTES = frozenset((Situation.NOTHING_FOUND, Situation.NOT_IDENTIFIED, Situation.UNDECIDED))
NEEDED_RELATIONS = RELATED | {Relation.UNIT_OF}

_PLACED: Final = (Situation.PARTNER, Situation.NOT_IDENTIFIED)

UNRATED: Final = "none"
"""The rating of a listing without one, as `fold_code` spells it."""


class Reads(NamedTuple):
    """The conditions that are read in a situation: one of `needed` must be given, the `further` ones may."""

    needed: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


ActOn = Mapping[Situation, Reads]
"""The situations that are ever asked about, as `ruling.maker` asks about them."""

_RULES_ACT_ON: ActOn = {
    Situation.LISTING: Reads(("lists",), ("ratings", "categories", "kinds", "groups")),
    Situation.RELATED: Reads(("relations",), ("lists",)),
    Situation.PARTNER: Reads(("countries", "groups")),
    Situation.NOT_IDENTIFIED: Reads(("countries",)),
    Situation.UNCERTAIN: Reads(),
    Situation.AMBIGUOUS: Reads(),
}
_NOTES_ACT_ON: ActOn = {
    **{situation: Reads() for situation in Situation if situation not in _RULES_ACT_ON},
    Situation.LISTING: Reads(("lists",)),
    Situation.PARTNER: Reads(("countries", "groups")),
    Situation.NOT_IDENTIFIED: Reads(),
}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
RuleStatus = Literal["in-force", "announced", "suspended", "check", "historic"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceRow(_Strict):
    """A page that something rests on."""

    title: Text
    url: Url
    as_of: IsoDate | None = None


Sources = Annotated[list[SourceRow], Field(min_length=1)]


class ListRow(_Strict):
    """A list; the fields of `model.RiskList` that a curator writes, and whether it is covered."""

    id: Slug
    title: Text
    short: Text
    publisher: Text
    jurisdiction: Text
    force: Text
    url: Url
    cadence: Text
    as_of: IsoDate
    covers: Text
    does_not_mean: Text
    status: Literal["in-force", "historic", "context"] = "in-force"
    revised: bool = True
    covered: bool = True


class TierRow(_Strict):
    """A tier and the ratings it stands for."""

    id: Slug
    title: Text
    ratings: dict[Slug, list[Slug]]
    meaning: Text


class TriggerRow(_Strict):
    """What a rule fits."""

    situation: Situation = Situation.LISTING
    lists: list[str] = []
    ratings: list[Slug] = []
    categories: list[Slug] = []
    kinds: list[Kind] = []
    groups: list[Slug] = []
    countries: list[Country] = []
    relations: list[Relation] = []


_CONDITIONS: Final = tuple(name for name in TriggerRow.model_fields if name != "situation")
_T = TypeVar("_T")


class NoteRow(_Strict):
    """A note: a rule that raises no level."""

    id: Slug
    title: Text
    trigger: TriggerRow
    reason: Text
    binds: Text
    status: RuleStatus
    seen: Literal["official", "secondary", "unchecked"]
    resolve: Text
    example: Text
    citations: Sources
    needs_context: list[Text] = []
    since: Text | None = None
    until: Text | None = None
    profiles: list[Slug] = []


class RuleRow(NoteRow):
    """A rule that raises a level."""

    level: Literal["review", "escalate", "stop"]
    floor: Literal["review", "escalate", "stop"] = "review"


class ProfileRow(_Strict):
    """A profile; `levels` replaces levels of rules."""

    id: Slug
    title: Text
    summary: Text
    assumes: Annotated[list[Text], Field(min_length=1)]
    extends: Slug | None = None
    levels: dict[Slug, Literal["review", "escalate", "stop"]] = {}
    names_lists: list[Slug] = []
    names_lists_as: str = ""
    citations: list[SourceRow] = []


class QuestionRow(_Strict):
    """A question for the reviewer."""

    id: Slug
    text: Text
    levels: Annotated[list[Level], Field(min_length=1)]
    citations: Sources


class LimitRow(_Strict):
    """A limit in long form."""

    id: Slug
    title: Text
    text: Text
    citations: Sources


class LimitsRow(_Strict):
    """Limits, short for every report and long for the documentation."""

    short: Annotated[list[Text], Field(min_length=1)]
    long: Annotated[list[LimitRow], Field(min_length=1)]


class PolicyRow(_Strict):
    """The whole file."""

    version: Literal["1"]
    read_on: IsoDate
    lists: list[ListRow]
    tiers: list[TierRow]
    rules: list[RuleRow]
    notes: list[NoteRow]
    profiles: list[ProfileRow]
    questions: list[QuestionRow]
    limits: LimitsRow


def read_document(path: Path) -> dict[str, Any]:
    """Read a policy file and return it as plain JSON values, with its own sha256 added.

    Raises:
        CatalogueError: The file cannot be read or has problems; all of them, each with its line.
    """
    data = _read(path)
    marked = parse_marked(path, data, CatalogueError)
    policy, problems = marked.checked(PolicyRow)
    if policy:
        problems += _problems(policy)
    if problems or policy is None:
        raise CatalogueError(
            marked.message(problems), hint="Mend the fields named; docs/rules.md explains each rule."
        )
    return {**policy.model_dump(mode="json"), "sha256": hashlib.sha256(data).hexdigest()}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise CatalogueError(
            f"{path}: cannot read the risk tiers: {exc.strerror or exc}",
            hint="Install the package again, or point --data-dir at a folder that holds risk_tiers.yaml.",
        ) from exc


def _problems(policy: PolicyRow) -> Iterator[Problem]:
    yield from _repeated_ids(policy)
    yield from _list_problems(policy)
    yield from _rule_problems(policy)
    yield from _profile_problems(policy)


def _repeated_ids(policy: PolicyRow) -> Iterator[Problem]:
    sections: Mapping[str, Sequence[Any]] = {
        "lists": policy.lists,
        "tiers": policy.tiers,
        "profiles": policy.profiles,
        "questions": policy.questions,
    }
    for section, rows in sections.items():
        yield from _repeated(section, [row.id for row in rows], set())
    seen: set[str] = set()
    yield from _repeated("rules", [row.id for row in policy.rules], seen)
    yield from _repeated("notes", [row.id for row in policy.notes], seen)


def _repeated(section: str, ids: Sequence[str], seen: set[str]) -> Iterator[Problem]:
    for position, row_id in enumerate(ids):
        if row_id in seen:
            yield (section, position, "id"), f"{row_id!r} is used already; ids are unique"
        seen.add(row_id)


def _list_problems(policy: PolicyRow) -> Iterator[Problem]:
    """Yield lists, ties and situations that not every profile has a rule for: found, and nothing raised."""
    caught = _under_every_profile(policy, policy.rules, _catches)
    for position, row in enumerate(policy.lists):
        if row.covered and row.status == "in-force" and row.id not in caught:
            yield ("lists", position, "id"), f"no rule acts on every listing of {row.id!r}"
    if ANY_OTHER_LIST not in caught:
        yield ("rules",), f"no rule acts on every listing of lists not described ({ANY_OTHER_LIST!r})"
    for relation in sorted(NEEDED_RELATIONS - _under_every_profile(policy, policy.rules, _ties)):
        yield ("rules",), f"no rule acts on every body tied as {relation.value!r} to a listed one"
    for section, rows, needed in (
        ("rules", policy.rules, NEEDED_RULES),
        ("notes", policy.notes, NEEDED_NOTES),
    ):
        for situation in sorted(needed - _under_every_profile(policy, rows, _asked)):
            yield (section,), f"none for the situation {situation.value!r} under every profile"


def _under_every_profile(
    policy: PolicyRow, rows: Sequence[NoteRow], of: Callable[[TriggerRow], Iterable[_T]]
) -> set[_T]:
    """Return what has a rule under every profile: one rule for all of them, or one for each."""
    under = [
        {one for row in rows if not row.profiles or profile in row.profiles for one in of(row.trigger)}
        for profile in _profile_ids(policy)
    ]
    return set.intersection(*under)


def _profile_ids(policy: PolicyRow) -> list[str]:
    return [row.id for row in policy.profiles] or ["default"]


def _asked(trigger: TriggerRow) -> list[Situation]:
    return [trigger.situation]


def _catches(trigger: TriggerRow) -> list[str]:
    """Return the lists of which the rule acts on every listing."""
    narrowed = trigger.ratings or trigger.categories or trigger.kinds or trigger.groups
    return trigger.lists if trigger.situation is Situation.LISTING and not narrowed else []


def _ties(trigger: TriggerRow) -> list[Relation]:
    """Return the relations of which the rule acts on every one."""
    return trigger.relations if trigger.situation is Situation.RELATED and not trigger.lists else []


def _rule_problems(policy: PolicyRow) -> Iterator[Problem]:
    lists = {row.id for row in policy.lists} | {ANY_OTHER_LIST}
    profiles = {row.id for row in policy.profiles}
    ratings = _ratings(policy)
    sections: tuple[tuple[str, Sequence[NoteRow], ActOn], ...] = (
        ("rules", policy.rules, _RULES_ACT_ON),
        ("notes", policy.notes, _NOTES_ACT_ON),
    )
    for section, rows, act_on in sections:
        for position, row in enumerate(rows):
            at: Place = (section, position)
            yield from _unknown((*at, "trigger", "lists"), row.trigger.lists, lists, "list")
            yield from _unknown((*at, "profiles"), row.profiles, profiles, "profile")
            yield from _idle((*at, "trigger"), row.trigger, act_on)
            yield from _never_met((*at, "trigger"), row.trigger, ratings)
            yield from _misprints((*at, "reason"), row)
            if isinstance(row, RuleRow):
                yield from _level_problems(at, row)
    yield from _unsaid(policy)


def _level_problems(at: Place, rule: RuleRow) -> Iterator[Problem]:
    """Yield a level that is not the one the rule would lead to."""
    if Level(rule.level).rank < Level(rule.floor).rank:
        yield (*at, "floor"), f"{rule.floor} is above the level {rule.level}"
    if rule.trigger.situation in NEEDED_RULES and Level(rule.level) is not Level.REVIEW:
        yield (*at, "level"), _always_review(rule)


def _always_review(rule: RuleRow) -> str:
    return f"the situation {rule.trigger.situation.value!r} always leads to {Level.REVIEW}"


def _idle(loc: Place, trigger: TriggerRow, act_on: ActOn) -> Iterator[Problem]:
    """Yield why a rule or note with this trigger would never act, or act on more than is written."""
    situation = trigger.situation.value
    reads = act_on.get(trigger.situation)
    if reads is None:
        yield loc, f"nothing acts on the situation {situation!r} here"
        return
    given = [name for name in _CONDITIONS if getattr(trigger, name)]
    needed = [name for name in given if name in reads.needed]
    if reads.needed and not needed:
        yield loc, f"the situation {situation!r} needs {' or '.join(reads.needed)}"
    if len(needed) > 1:  # both would read as one narrower condition, and each acts without the other
        yield loc, f"{' and '.join(needed)} act each by itself: write one for each"
    for name in given:
        if name not in reads.needed + reads.further:
            yield (*loc, name), f"the situation {situation!r} does not read {name}: it would act without"


def _never_met(loc: Place, trigger: TriggerRow, ratings: Mapping[str, set[str]]) -> Iterator[Problem]:
    """Yield what a trigger asks for that no tie, no partner and no listing has."""
    for relation in trigger.relations:
        if relation not in NEEDED_RELATIONS:
            yield (*loc, "relations"), f"{relation.value!r} ties nothing to a listed body"
    for code in trigger.countries:
        if (meant := country_code(code)) != code:
            yield (*loc, "countries"), f"{code!r} is no country's code{f'; {meant} is' if meant else ''}"
    for rating in _never_given(trigger, ratings):
        lists = " or ".join(trigger.lists)
        yield (*loc, "ratings"), f"no tier names the rating {rating!r} of {lists}"


def _never_given(trigger: TriggerRow, ratings: Mapping[str, set[str]]) -> list[str]:
    """Return the ratings that none of the lists gives; those of a list not described are not known here."""
    if not trigger.lists or ANY_OTHER_LIST in trigger.lists:
        return []
    given = {UNRATED}.union(*(ratings.get(list_id, ()) for list_id in trigger.lists))
    return [rating for rating in trigger.ratings if rating not in given]


def _ratings(policy: PolicyRow) -> dict[str, set[str]]:
    """Return the ratings that the tiers name, by list."""
    ratings: dict[str, set[str]] = {}
    for tier in policy.tiers:
        for list_id, values in tier.ratings.items():
            ratings.setdefault(list_id, set()).update(values)
    return ratings


def _unsaid(policy: PolicyRow) -> Iterator[Problem]:
    """Yield notes that others stand before: of those that end a verdict of none, the first one is said."""
    said: dict[Situation, set[str]] = {situation: set() for situation in NEEDED_NOTES}
    for position, row in enumerate(policy.notes):
        situation = row.trigger.situation
        if situation not in said:
            continue
        under = set(row.profiles or _profile_ids(policy))
        if under <= said[situation]:
            yield ("notes", position, "trigger"), f"an earlier note on {situation.value!r} is said instead"
        said[situation] |= under


def _misprints(loc: Place, row: NoteRow) -> Iterator[Problem]:
    """Yield what could not be filled in when the sentence is said."""
    try:
        parts = list(Formatter().parse(row.reason))
    except ValueError as error:
        yield loc, f"{error} (a brace that stands for itself is written twice)"
        return
    names = [name for _, name, _, _ in parts if name is not None]
    yield from _unknown(loc, names, PLACEHOLDERS, "placeholder")
    for name in dict.fromkeys(names):
        if name in PLACEHOLDERS and name not in _filled(row.trigger):
            yield loc, f"nothing fills {{{name}}} {_when(row.trigger)}"
    if any(form or conversion for _, _, form, conversion in parts):
        yield loc, "a placeholder is its name in braces and nothing else"


def _filled(trigger: TriggerRow) -> frozenset[str]:
    """Return the placeholders that can be filled when a sentence with this trigger is said."""
    placing = _placing(trigger)
    return frozenset(FILLED_BY[name] for name in placing) if placing else FILLED[trigger.situation]


def _when(trigger: TriggerRow) -> str:
    """Return the words for when a sentence with this trigger is said."""
    return " with ".join([f"in the situation {trigger.situation.value!r}", *_placing(trigger)])


def _placing(trigger: TriggerRow) -> list[str]:
    """Return the conditions on who or where the partner is, for each of which the sentence is said."""
    return [name for name in FILLED_BY if trigger.situation in _PLACED and getattr(trigger, name)]


def _unknown(loc: Place, names: Sequence[str], known: Collection[str], kind: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield loc, f"unknown {kind} {name!r}"


def _profile_problems(policy: PolicyRow) -> Iterator[Problem]:
    rules = {rule.id: rule for rule in policy.rules}
    lists = {row.id for row in policy.lists}
    heirs = _heirs(policy)
    above: set[str] = set()
    for position, row in enumerate(policy.profiles):
        at: Place = ("profiles", position)
        if row.extends and row.extends not in above:
            yield (*at, "extends"), f"unknown profile {row.extends!r}; it must stand above"
        above.add(row.id)
        yield from _unknown((*at, "names_lists"), row.names_lists, lists, "list")
        yield from _unknown((*at, "levels"), list(row.levels), set(rules), "rule")
        for rule_id, level in row.levels.items():
            if rule := rules.get(rule_id):
                problems = _changed_level(rule, level, heirs[row.id])
                yield from (((*at, "levels", rule_id), problem) for problem in problems)
    if "default" not in above:
        yield ("profiles",), "the profile 'default' is missing"


def _changed_level(rule: RuleRow, level: str, under: Collection[str]) -> Iterator[str]:
    """Yield why a rule does not lead to the level that a profile, and those that extend it, set."""
    if Level(level).rank < Level(rule.floor).rank:
        yield f"{level} is below {rule.floor}, the lowest level allowed"
    if rule.trigger.situation in NEEDED_RULES and Level(level) is not Level.REVIEW:
        yield _always_review(rule)
    if rule.profiles and not set(rule.profiles).intersection(under):
        yield f"the rule acts only under {', '.join(rule.profiles)}"


def _heirs(policy: PolicyRow) -> dict[str, set[str]]:
    """Return for each profile those that take over its levels, itself among them."""
    heirs: dict[str, set[str]] = {row.id: {row.id} for row in policy.profiles}
    for row in reversed(policy.profiles):  # one that extends another stands below it
        if row.extends in heirs:
            heirs[row.extends] |= heirs[row.id]
    return heirs
