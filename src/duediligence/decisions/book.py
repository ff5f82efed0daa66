"""The decisions of one file, applied to the results of one run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from duediligence.decisions.entry import (
    NOT_IDENTIFIED,
    Decision,
    DecisionKind,
    DecisionState,
    InstitutionOf,
    listings_hash,
    same_name,
)
from duediligence.model import DecisionMark, Level, Reason, Result


@dataclass(slots=True)
class DecisionBook:
    """Decisions in the order of their file, and which of them met a finding.

    Attributes:
        today: The day that counts for expiry; a decision is in force up to and including its day.
        institution_of: Finds an institution of the data in force.
        path: Where the decisions come from, for messages.
    """

    decisions: Sequence[Decision]
    today: date
    institution_of: InstitutionOf
    path: Path | None = None
    _by_name: dict[str, list[Decision]] = field(init=False, default_factory=dict)
    _used: set[tuple[str, str]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Sort the decisions by the name they are about."""
        for decision in self.decisions:
            self._by_name.setdefault(decision.key[0], []).append(decision)

    def apply(self, result: Result) -> Result:
        """Return the result, marked when decisions are about its findings; the verdict itself stays."""
        if not self._by_name or result.verdict.level is Level.NONE:
            return result
        named = self._by_name.get(same_name(result.partner.name), ())
        about = [decision for decision in named if decision.institution in _subjects(result)]
        if not about:
            return result
        self._used.update(decision.key for decision in about)
        return result.model_copy(update={"decision": self._mark(result, about)})

    @property
    def used(self) -> frozenset[tuple[str, str]]:
        """The keys of the decisions that met a finding so far."""
        return frozenset(self._used)

    def mark_used(self, keys: Iterable[tuple[str, str]]) -> None:
        """Take decisions, by their keys, as having met a finding elsewhere."""
        self._used.update(keys)

    def state(self, decision: Decision) -> DecisionState:
        """Return what a decision is worth today: in force, expired or invalidated."""
        if decision.expires < self.today:
            return DecisionState.EXPIRED
        now = listings_hash(self.institution_of(decision.institution), self.institution_of)
        if decision.listings and decision.listings != now:
            return DecisionState.INVALIDATED
        return DecisionState.IN_FORCE

    def warnings(self, *, unused: bool = True) -> tuple[str, ...]:
        """Say which decisions have expired, were overtaken, or met no finding in this run.

        Args:
            unused: Also name decisions that met no finding; ask for it after a whole batch only.
        """
        return tuple(
            f"{self.path or 'decisions'}: decision on {decision.partner!r} ({decision.institution}) {problem}"
            for decision in self.decisions
            if (problem := self._problem(decision, unused=unused))
        )

    def _problem(self, decision: Decision, *, unused: bool) -> str | None:
        state = self.state(decision)
        if state is DecisionState.EXPIRED:
            return f"expired on {decision.expires}: decide again, or remove it"
        if state is DecisionState.INVALIDATED:
            return "was made before the institution's listings changed: decide again, or remove it"
        if unused and decision.key not in self._used:
            return "met no finding in this run: remove it if the partner is gone"
        return None

    def _mark(self, result: Result, about: Sequence[Decision]) -> DecisionMark:
        """Return the mark of the decisions in force, or else of the first that no longer is."""
        in_force = [one for one in about if self.state(one) is DecisionState.IN_FORCE]
        left = [reason for reason in result.verdict.reasons if not _covered(reason, result, in_force)]
        leaves = max((reason.level for reason in left), key=lambda level: level.rank, default=Level.NONE)
        shown = in_force or about[:1]
        return DecisionMark(
            institution=", ".join(one.institution for one in shown),
            decision=", ".join(dict.fromkeys(one.kind.value for one in shown)),
            reason="; ".join(dict.fromkeys(one.reason for one in shown)),
            by=", ".join(dict.fromkeys(one.by for one in shown if one.by)),
            expires=min(one.expires for one in shown).isoformat(),
            state=self._mark_state(shown[0], leaves),
            leaves=leaves,
        )

    def _mark_state(self, decision: Decision, leaves: Level) -> DecisionState:
        state = self.state(decision)
        if state is DecisionState.IN_FORCE and leaves is not Level.NONE:
            return DecisionState.PARTIAL
        return state


def _subjects(result: Result) -> set[str]:
    """Return the ids that a decision on this result may name."""
    ids = {reason.institution for reason in result.verdict.reasons if reason.institution}
    ids |= {match.institution.id for match in result.matches}
    ids |= {match.via.id for match in result.matches if match.via}
    if result.identification.institution:
        ids.add(result.identification.institution.id)
    return ids or {NOT_IDENTIFIED}


def _covered(reason: Reason, result: Result, in_force: Sequence[Decision]) -> bool:
    return any(_covers(decision, reason, result) for decision in in_force)


def _covers(decision: Decision, reason: Reason, result: Result) -> bool:
    """Tell whether a decision answers a reason.

    A decision on a unit or subsidiary answers the reasons taken from its parent. A reason about no
    institution, such as a country given by the user, is answered only by accepting the risk, or by
    a decision on a name that nobody knows.
    """
    if reason.institution is None:
        accepted = decision.kind is DecisionKind.ACCEPTED_RISK
        return accepted or decision.institution == NOT_IDENTIFIED
    parents = {
        match.institution.id for match in result.matches if match.via and match.via.id == decision.institution
    }
    return reason.institution == decision.institution or reason.institution in parents
