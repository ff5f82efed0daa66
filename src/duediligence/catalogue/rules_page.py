"""The page docs/rules.md, written from the policy: one section a rule, a note and a profile.

`python -m duediligence.catalogue.rules_page` rewrites it in a checkout; a test keeps it true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from duediligence.catalogue.policy import (
    PLACEHOLDERS,
    Policy,
    PolicySource,
    Profile,
    Rule,
    Situation,
    Trigger,
    load_policy,
)
from duediligence.model import Level

_STATUS = {
    "in-force": "in force",
    "announced": "announced, not in force",
    "suspended": "suspended",
    "check": "could not be confirmed for today: check",
    "historic": "history",
}
_SEEN = {
    "official": "read at the issuing body or in a copy of its text",
    "secondary": "read through a secondary source",
    "unchecked": "from general knowledge, not checked",
}
_SITUATION = {
    Situation.LISTING: "a current listing of the partner",
    Situation.RELATED: "a current listing of a body that the partner belongs to",
    Situation.UNCERTAIN: "a match that is not certain",
    Situation.AMBIGUOUS: "a name that fits several institutions, one of them listed",
    Situation.PARTNER: "who or where the partner is",
    Situation.FINDING: "any verdict above none",
    Situation.NOT_IDENTIFIED: "a name that was not identified",
    Situation.NOTHING_FOUND: "a known partner without a current listing",
    Situation.UNDECIDED: "a name that fits several institutions, none of them listed",
    Situation.ENDED: "a listing that has ended",
    Situation.HISTORIC: "an entry of a closed register",
    Situation.CONTEXT: "an entry of the context list",
    Situation.MEMORY: "a listing without a source",
    Situation.NOT_IN_FORCE: "a listing on a list left out of the run",
    Situation.REFERENCE: "nothing: it is explained here only",
}
_INTRO = """\
# Rules

Written from `data/risk_tiers.yaml` by `python -m duediligence.catalogue.rules_page`; do not edit by hand.

A rule says what a listing, a tie or a place leads to. Per listing the most specific rule that fits is
taken; the highest level of all rules that fire is the verdict:

- **stop**: not without legal or compliance clearance;
- **escalate**: security review before signing;
- **review**: enhanced due diligence;
- **none**: nothing found on the lists checked, as of their dates.

The levels are this project's proposal; each rule cites what it rests on. Nothing here is legal advice.
"""


def rules_page(policy: Policy) -> str:
    """Return the page as Markdown."""
    parts = [
        _INTRO,
        "## Rules that raise the level\n",
        *(_section(rule) for rule in policy.rules),
        "## Notes that raise nothing\n",
        *(_section(note) for note in policy.notes),
        "## Profiles\n",
        *(_profile(profile) for profile in policy.profiles.values()),
        "## Limits\n",
        *(f"### {one.title}\n\n{one.text}\n\n{_sources(one.citations)}\n" for one in policy.limits_long),
    ]
    return "\n".join(parts)


def _section(rule: Rule) -> str:
    lines = [f"### {rule.id}\n", f"**{rule.title}.** {_meaning(rule)}\n", *_facts(rule)]
    lines += [f"\nExample: {rule.example}\n", f"What to do: {rule.resolve}\n", _sources(rule.citations), ""]
    return "\n".join(lines)


def _meaning(rule: Rule) -> str:
    """Return the rule's sentence with its placeholders put in words."""
    text = rule.reason.format_map(PLACEHOLDERS)
    return text.replace("of The institution", "of the institution").replace(
        ", The institution", ", the institution"
    )


def _facts(rule: Rule) -> Iterator[str]:
    """Yield the bullet points of a section."""
    if rule.level:
        floor = (
            f"; no profile sets it below {rule.floor}"
            if rule.floor and rule.floor is not Level.REVIEW
            else ""
        )
        yield f"- Level: **{rule.level}**{floor}"
    yield f"- Fires on: {_trigger(rule.trigger)}"
    yield f"- Binds: {rule.binds}"
    if rule.needs_context:
        yield f"- Acts only if the project includes: {', '.join(rule.needs_context)}"
    if rule.profiles:
        yield f"- Only under the profiles: {', '.join(rule.profiles)}"
    if rule.since:
        yield f"- Since: {rule.since}"
    if rule.until:
        yield f"- Until: {rule.until}"
    yield f"- Status: {_STATUS[rule.status]}; {_SEEN[rule.seen]}"


def _trigger(trigger: Trigger) -> str:
    conditions = {
        "list": trigger.lists,
        "rating": trigger.ratings,
        "category": trigger.categories,
        "kind": trigger.kinds,
        "group": trigger.groups,
        "country": trigger.countries,
        "relation": trigger.relations,
    }
    words = [
        f"{name} {' or '.join(_code(one) for one in sorted(values))}"
        for name, values in conditions.items()
        if values
    ]
    return "; ".join([_SITUATION[trigger.situation], *words])


def _code(value: str) -> str:
    return "any list not described here" if value == "*" else f"`{value}`"


def _profile(profile: Profile) -> str:
    lines = [f"### Profile {profile.id}\n", f"**{profile.title}.** {profile.summary}\n"]
    lines += [f"- Assumes: {assumption}" for assumption in profile.assumes]
    if profile.extends:
        lines.append(f"- Extends: {profile.extends}")
    lines += [f"- {rule_id}: **{level}**" for rule_id, level in profile.levels.items()]
    if profile.names_lists:
        lines.append(f"- Names {profile.names_lists_as}: {', '.join(profile.names_lists)}")
    return "\n".join([*lines, ""])


def _sources(sources: Iterable[PolicySource]) -> str:
    return "\n".join(f"- [{one.title}](<{one.url}>), as of {one.as_of}" for one in sources) + "\n"


def main(root: Path = Path(__file__).parents[3]) -> None:
    """Rewrite docs/rules.md of a checkout."""
    page = rules_page(load_policy(root / "data" / "risk_tiers.yaml"))
    (root / "docs" / "rules.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
