"""Recognition and policy to a verdict: pure policy, compares no text.

A `Judge` answers thousands of names a second with a few hundred different institutions, so that
everything that depends only on who was recognised, and how, is worked out once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from duediligence.catalogue.policy import Policy
from duediligence.catalogue.records import Known
from duediligence.model import (
    Citation,
    InstitutionRef,
    ListingView,
    Match,
    Note,
    Relation,
    RiskList,
    Similar,
    Verdict,
)
from duediligence.recognise.recognition import Hit, Recognition
from duediligence.recognise.references import to_reference
from duediligence.ruling import RELATED, Finding, Ruling, RulingMaker, institutions_named, places_of

_ACRONYM_ONLY: Final = Relation.ACRONYM_ONLY
SURE_ENOUGH: Final = 70.0
"""Confidence, 0 to 100, below which a match is uncertain: "BIT" or a misspelt short name."""

REMEMBERED: Final = 1_000
"""Different answers kept by one judge; beyond it everything kept is dropped at once. About 5 KB each."""


class Judgement(NamedTuple):
    """What the policy says about one recognition; `matches` holds what may raise the verdict."""

    verdict: Verdict
    matches: tuple[Match, ...]
    similar: tuple[Similar, ...]
    notes: tuple[Note, ...]
    questions: tuple[str, ...]
    citations: tuple[Citation, ...]


class Judge:
    """Applies one profile of a policy; deterministic, and free of side effects for its callers.

    One judge serves one catalogue: it takes an institution's id for the whole record.
    """

    def __init__(
        self,
        policy: Policy,
        profile: str = "default",
        lists_in_force: Iterable[str] | None = None,
        lists: Iterable[RiskList] | None = None,
    ) -> None:
        """Prepare to judge.

        Args:
            policy: Rules and notes.
            profile: Whose rules bind.
            lists_in_force: Ids of the lists that count; None for all.
            lists: The lists with their present dates, updated and house lists included; by default
                those of the policy.

        Raises:
            UsageError: The profile or a list in force does not exist.
        """
        self._maker = RulingMaker(policy, profile, lists_in_force, lists)
        self._rulings: dict[tuple[Any, ...], Ruling] = {}
        self._references: dict[str, InstitutionRef] = {}

    def judge(self, recognition: Recognition, country: str | None = None) -> Judgement:
        """Judge what was recognised in one text.

        Args:
            recognition: What the recogniser says.
            country: ISO code given with the partner, if any.
        """
        hits = recognition.hits
        ruling = self._ruling(recognition, country)
        judged = zip(hits, ruling.listings, strict=True)
        matches = tuple([self._match(hit, listings) for hit, listings in judged if listings]) if hits else ()
        return Judgement(
            ruling.verdict, matches, recognition.similar, ruling.notes, ruling.questions, ruling.citations
        )

    def _ruling(self, recognition: Recognition, country: str | None) -> Ruling:
        key = _key(recognition, country)
        ruling = self._rulings.get(key)
        if ruling is None:
            if len(self._rulings) >= REMEMBERED:
                self._rulings.clear()
            ruling = self._rulings[key] = self._ruled(recognition, country)
        return ruling

    def _ruled(self, recognition: Recognition, country: str | None) -> Ruling:
        findings = [
            Finding(hit.institution, hit.relation, _is_sure(hit), hit.via) for hit in recognition.hits
        ]
        about = institutions_named(recognition, findings)
        places = places_of(recognition, findings, about, country)
        return self._maker.rule(recognition, findings, about, places)

    def _match(self, hit: Hit, listings: tuple[ListingView, ...]) -> Match:
        return Match.made(
            institution=self.reference(hit.institution),
            relation=hit.relation,
            confidence=hit.likelihood,
            matched_name=hit.matched_name,
            matched_kind=hit.matched_kind,
            span=hit.span,
            evidence=hit.evidence,
            listings=listings,
            via=self.reference(hit.via) if hit.via else None,
        )

    def reference(self, institution: Known) -> InstitutionRef:
        """Return the short form of an institution used in reports."""
        known = self._references.get(institution.id)
        if known is None:
            if len(self._references) >= REMEMBERED:
                self._references.clear()
            known = self._references[institution.id] = to_reference(institution)
        return known


def _key(recognition: Recognition, country: str | None) -> tuple[Any, ...]:
    """Return what a ruling depends on; see `places_of` for when the countries said do not count."""
    named, hits, others, rivals = (
        recognition.institution,
        recognition.hits,
        recognition.others,
        recognition.rivals,
    )
    return (
        recognition.status,
        named.id if named else None,
        hits and tuple([_hit_key(hit) for hit in hits]),
        others and tuple([other.id for other in others]),
        rivals and tuple([rival.id for rival in rivals]),
        recognition.countries if named is None or not named.country else None,
        recognition.abroad,
        country,
    )


def _hit_key(hit: Hit) -> tuple[str, Relation | bool, str | None]:
    """Return what a ruling depends on of one hit: its relation only where a body of its own is meant."""
    sure, via = _is_sure(hit), hit.via
    tied = sure and (via is not None or hit.relation in RELATED)
    return hit.institution.id, hit.relation if tied else sure, via.id if via else None


def _is_sure(hit: Hit) -> bool:
    return hit.certain and hit.confidence >= SURE_ENOUGH and hit.relation is not _ACRONYM_ONLY
