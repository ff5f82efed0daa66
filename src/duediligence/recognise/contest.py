"""Let the known institutions that a run of words may stand for compete, listed or not."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import CURRENT_BIT, Posting, Weakness, unpack_posting
from duediligence.catalogue.postings import names_of
from duediligence.names import name_keys
from duediligence.names.keys import Variant
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.whereabouts import Whereabouts

# A rival counts as equal when its support is within this much; support is a sum of the weights below.
MARGIN = 1.0
_GIVEN, _COUNTRY, _CITY, _SURFACE = 4.0, 2.5, 2.0, 1.5
_CONFLICT, _OTHER_CITY = 5.0, 1.5
_VARIANT = 1.2


@dataclass(slots=True)
class Candidate:
    """One institution that a run may stand for.

    Attributes:
        posting: The name that was found.
        run: Where it was found.
        support: Sum of the evidence for it; comparable within one run only.
        listed: Whether it has a listing in force.
        agrees: Whether the text or the caller places it in its own country.
        conflicts: Whether they place it in another country only.
        city: True if its own city is named, False if only others are, None if nothing is known.
    """

    posting: Posting
    run: Run
    support: float
    listed: bool
    agrees: bool
    conflicts: bool
    city: bool | None

    @property
    def decides(self) -> bool:
        """Whether the evidence is enough: a weak name needs a second agreement and no contradiction."""
        if self.posting.weakness == Weakness.NONE:
            return True
        if self.posting.weakness == Weakness.GENERIC:
            return self.agrees and self.city is not False
        return self.agrees


class Contest:
    """Weighs the candidates of a run against each other."""

    def __init__(self, index: Index) -> None:
        """Use the facts of an index."""
        self._index = index

    def candidates(self, reading: Reading, run: Run, where: Whereabouts) -> list[Candidate]:
        """Return what the run may stand for, best supported first."""
        postings = [unpack_posting(value) for value in run.postings]
        if _crosses_break(reading, run):
            postings = [posting for posting in postings if posting.variant < Variant.RESPACED]
        alone = len(postings) == 1
        found = [self._weigh(reading, run, posting, where, alone=alone) for posting in postings]
        found.sort(key=lambda one: (-one.support, not one.listed, one.posting.institution))
        return found

    def _weigh(
        self, reading: Reading, run: Run, posting: Posting, where: Whereabouts, *, alone: bool
    ) -> Candidate:
        index, at = self._index, posting.institution
        country = index.country(at)
        agrees = bool(country) and where.agrees(country)
        conflicts = where.conflicts(country)
        listed = bool(index.facts[at] & CURRENT_BIT)
        support = -_VARIANT * posting.variant
        support += (_GIVEN if where.given else _COUNTRY) if agrees else 0.0
        support -= _CONFLICT if conflicts else 0.0
        city: bool | None = None
        if not alone or posting.weakness:
            city = self._city(at, where)
            support += _CITY if city else (-_OTHER_CITY if city is False else 0.0)
            support += self._surface(reading, run, posting)
        return Candidate(posting, run, support, listed, agrees, conflicts, city)

    def _city(self, at: int, where: Whereabouts) -> bool | None:
        city = self._index.institution(at).city
        if not city or not where.cities:
            return None
        keys = name_keys(city)
        return bool(keys) and keys[0].text in where.cities

    def _surface(self, reading: Reading, run: Run, posting: Posting) -> float:
        name = names_of(self._index.institution(posting.institution))[posting.name].text
        start, end = reading.tokens.starts[run.start], reading.tokens.ends[run.end - 1]
        return _SURFACE if name.casefold() == reading.text[start:end].casefold() else 0.0


def _crosses_break(reading: Reading, run: Run) -> bool:
    return any(reading.tokens.breaks[run.start + 1 : run.end])
