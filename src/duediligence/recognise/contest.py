"""Let the known institutions that a run of words may stand for compete, listed or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import BRANCHED_BIT, COMMON, CURRENT_BIT, Posting, Weakness, unpack_posting
from duediligence.model import Kind
from duediligence.names import tokenise
from duediligence.names.keys import Variant
from duediligence.recognise.printing import is_all_printed, is_traditional, odd_words, spelling
from duediligence.recognise.reading import PlaceRun, Reading, Run
from duediligence.recognise.standing import (
    crosses_break,
    is_cyrillic,
    is_in_capitals,
    is_of_another_law,
    is_place,
    is_whole_name,
    rests_on_slip,
    stands_alone,
)
from duediligence.recognise.whereabouts import Whereabouts

# A rival counts as equal when its support is within this much; support is a sum of the weights below.
MARGIN = 1.0
_ADDRESS, _GIVEN, _COUNTRY, _CITY, _SURFACE = 4.0, 4.0, 2.5, 2.0, 1.5
_CONFLICT, _OTHER_CITY = 5.0, 1.5
_ODD = 1.0  # what a word spelt otherwise costs
_CYRILLIC = frozenset(("BY", "KG", "KZ", "RU", "TJ", "UA", "UZ"))
_NEVER = float("-inf")
_SCRIPT, _OWN_PLACE = 0.9, 1.5
# What each way of making a key from a name takes away (see `names.keys.Variant`).
_VARIANT = (0.0, 0.5, 2.4, 3.6, 4.8, 6.0, 7.2)


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
        stands_alone: Whether the run fills its part of the text, from comma to comma; asked of weak
            names only, as is the next.
        closes: Whether the name is no piece of a longer one: it begins at a comma or after a part of
            the body, and ends at a comma, a place, an academy or the text's end.
        branch: Whether the text names a branch that is an institution of its own, or a body of another
            country by a name of everyday words: Naval Command College, Newport.
        doubtful: Whether a company's one telling word was read as a misspelling and no place agrees.
    """

    posting: Posting
    run: Run
    support: float
    listed: bool
    agrees: bool
    conflicts: bool
    city: bool | None
    stands_alone: bool
    closes: bool
    branch: bool
    doubtful: bool

    @property
    def certain(self) -> bool:
        """Whether nothing said speaks against it; otherwise it calls for a look, no more."""
        return self.decides and not self.conflicts and not self.doubtful

    @property
    def decides(self) -> bool:
        """Whether the evidence is enough: a weak name needs a second agreement and no contradiction."""
        if self.branch or (self.conflicts and self.posting.variant >= Variant.REORDERED):
            return False  # another country's body: High Temperature Institute, Tel Aviv
        if self.posting.weakness == Weakness.NONE:
            return True
        if self.posting.weakness == Weakness.ORDINARY:
            return self.stands_alone and not self.conflicts
        if self.posting.weakness == Weakness.GENERIC:
            return self.agrees and self.city is not False and self.closes
        return self.agrees and (self.closes or self.posting.weakness != Weakness.ACRONYM)


class Contest:
    """Weighs the candidates of a run against each other."""

    def __init__(self, index: Index) -> None:
        """Use the facts of an index."""
        self._index = index

    def candidates(self, reading: Reading, run: Run, where: Whereabouts) -> list[Candidate]:
        """Return what the run may stand for, best supported first."""
        postings = [_unpacked(value) for value in run.postings]
        if crosses_break(reading, run):
            postings = [posting for posting in postings if posting.variant < Variant.RESPACED]
        if run.end - run.start == 1 and not is_in_capitals(reading, run):
            postings = [posting for posting in postings if posting.weakness != Weakness.ACRONYM]
        if len(postings) == 1:
            return [self._weigh(reading, run, postings[0], where, alone=True)]
        found = [self._weigh(reading, run, posting, where, alone=False) for posting in postings]
        found.sort(key=lambda one: (-one.support, not one.listed, one.posting.institution))
        return self._without_children(found)

    def _without_children(self, found: list[Candidate]) -> list[Candidate]:
        """Leave out a subsidiary that bears its parent's name no better than the parent does."""
        support = {one.posting.institution: one.support for one in found}
        kept = []
        for one in found:
            parent = self._index.parent(one.posting.institution)
            if parent is None or support.get(parent, _NEVER) < one.support:
                kept.append(one)
        return kept

    def _weigh(
        self, reading: Reading, run: Run, posting: Posting, where: Whereabouts, *, alone: bool
    ) -> Candidate:
        index, at = self._index, posting.institution
        country = index.country(at)
        addressed = at in where.addressed
        agrees = addressed or (bool(country) and where.agrees(country))
        if alone and posting.weakness == Weakness.ACRONYM and country in _CYRILLIC:
            agrees |= is_cyrillic(reading, run)
        is_company = index.kind(at) is Kind.COMPANY
        conflicts = where.conflicts(country) or (is_company and is_of_another_law(reading, run, country))
        listed = bool(index.facts[at] & CURRENT_BIT)
        branch = listed and bool(index.facts[at] & BRANCHED_BIT) and self._is_branch(reading, at, where)
        if conflicts and not addressed and posting.weakness == Weakness.NONE:
            branch |= index.is_everyday(reading.tokens.keys[run.start : run.end], COMMON)
        support = -_VARIANT[posting.variant]
        support += (_GIVEN if where.given else _COUNTRY) if agrees else 0.0
        support -= _CONFLICT if conflicts else 0.0
        support += _ADDRESS if addressed else 0.0
        city: bool | None = None
        if not alone or posting.weakness:
            city = self._city(at, where)
            support += _CITY if city else (-_OTHER_CITY if city is False else 0.0)
            if any(
                run.start <= place.start < run.end and _lies_in(place, country) for place in reading.places
            ):
                support += _OWN_PLACE
            support += self._surface(reading, run, posting)
        alone_in_part = closes = False
        if posting.weakness and is_place(reading, run):
            agrees = addressed  # its country in the same address agrees with the place
        elif posting.weakness:
            alone_in_part = stands_alone(reading, run)
            closes = is_whole_name(reading, run)
            if not alone_in_part and is_all_printed(reading, index.institution(at).name_at(posting.name)):
                alone_in_part = closes = True
        doubtful = is_company and bool(run.changed) and not agrees and rests_on_slip(reading, run)
        return Candidate(
            posting, run, support, listed, agrees, conflicts, city, alone_in_part, closes, branch, doubtful
        )

    def _is_branch(self, reading: Reading, at: int, where: Whereabouts) -> bool:
        if "branch" in reading.tokens.keys:
            return True
        return bool(where.cities) and not self._city(at, where)

    def _city(self, at: int, where: Whereabouts) -> bool | None:
        city = self._index.institution(at).city
        if not city or not where.cities:
            return None
        return _place_key(city) in where.cities

    def _surface(self, reading: Reading, run: Run, posting: Posting) -> float:
        name = self._index.institution(posting.institution).name_at(posting.name)
        start, end = reading.tokens.starts[run.start], reading.tokens.ends[run.end - 1]
        text = reading.text[start:end]
        if spelling(name) != spelling(text):
            return -_ODD * odd_words(reading, run, name)
        # Traditional characters are written for mainland bodies too: they favour, but do not decide.
        return _SCRIPT if is_traditional(text) else _SURFACE


_unpacked = lru_cache(maxsize=16384)(unpack_posting)


@lru_cache(maxsize=4096)
def _place_key(name: str) -> str:
    return " ".join(tokenise(name).keys)


def _lies_in(place: PlaceRun, country: str) -> bool:
    return any(code == country for _, code in place.meanings)
