"""What goes into a ruling and what comes out: findings, sentences, numbered sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from duediligence.catalogue.policy import RELATED, PolicySource, Situation
from duediligence.model import Citation, Institution, Level, ListingView, Note, Relation, Verdict


class Finding(NamedTuple):
    """A listed institution as far as the policy cares: who, in what relation, and whether for certain.

    A department or school has no legal person of its own: `unit-of` without `via` is the institution.
    """

    institution: Institution
    relation: Relation
    certain: bool
    via: Institution | None = None

    @property
    def situation(self) -> Situation:
        """Which rules apply to the institution's listings."""
        if not self.certain:
            return Situation.UNCERTAIN
        if self.relation in RELATED or (self.relation is Relation.UNIT_OF and self.via):
            return Situation.RELATED
        return Situation.LISTING


class Ruling(NamedTuple):
    """Everything said about a recognition that does not depend on the words of the text.

    `listings` has one entry a finding, in order; an empty one means that nothing there counts.
    """

    verdict: Verdict
    listings: tuple[tuple[ListingView, ...], ...]
    notes: tuple[Note, ...]
    questions: tuple[str, ...]
    citations: tuple[Citation, ...]


class Source(NamedTuple):
    """A citation before it has a number."""

    title: str
    url: str | None
    as_of: str | None


class Said(NamedTuple):
    """A sentence of a rule before its citations have numbers; `rule` and `about` are ids."""

    rule: str
    level: Level
    text: str
    sources: tuple[Source, ...]
    about: str | None = None


@dataclass(slots=True)
class Numbers:
    """Numbers sources in order of first use; equal ones share a number."""

    known: dict[Source, int] = field(default_factory=dict)

    def of(self, sources: Iterable[Source]) -> tuple[int, ...]:
        """Return the numbers of the sources, without repeats, in the order given."""
        known = self.known
        return tuple(dict.fromkeys([known.setdefault(one, len(known) + 1) for one in sources]))

    def citations(self) -> tuple[Citation, ...]:
        """Return the numbered list."""
        return tuple([_citation(number, one) for one, number in self.known.items()])


@lru_cache(maxsize=4096)
def _citation(number: int, source: Source) -> Citation:
    """Return one citation; most answers end in the same ones."""
    return Citation.made(n=number, title=source.title, url=source.url, as_of=source.as_of)


@lru_cache(maxsize=1024)
def cited(sources: tuple[PolicySource, ...]) -> tuple[Source, ...]:
    """Return what a rule rests on as sources to be numbered."""
    return tuple(Source(one.title, one.url, one.as_of) for one in sources)
