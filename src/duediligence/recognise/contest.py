"""Let the known institutions that a run of words may stand for compete, listed or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import BRANCHED_BIT, CURRENT_BIT, Posting, Weakness, unpack_posting
from duediligence.model import Kind
from duediligence.names import tokenise
from duediligence.names.fold import simplified
from duediligence.names.keys import Variant
from duediligence.names.tokens import SPACE
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.reading import PlaceRun, Reading, Run
from duediligence.recognise.whereabouts import Whereabouts

# A rival counts as equal when its support is within this much; support is a sum of the weights below.
MARGIN = 1.0
_ADDRESS, _GIVEN, _COUNTRY, _CITY, _SURFACE = 4.0, 4.0, 2.5, 2.0, 1.5
_CONFLICT, _OTHER_CITY = 5.0, 1.5
_ODD, _LONG = 1.0, 5  # what a word spelt otherwise costs, and how many letters it has at least
_WORD = re.compile(r"[^\W_]+")
_BEFORE_NAMES = frozenset(("the", "by", "from", "at"))
# Countries whose law knows a legal form that others do not.
_LAWS = {
    "gmbh": ("AT", "CH", "DE", "LI"),
    "ag": ("AT", "CH", "DE", "LI"),
    "kg": ("AT", "DE"),
    "bv": ("BE", "NL"),
    "sdn": ("BN", "MY"),
    "bhd": ("BN", "MY"),
    "pty": ("AU", "ZA", "BW", "NA"),
    "pte": ("SG",),
}
_CYRILLIC = frozenset(("BY", "KG", "KZ", "RU", "TJ", "UA", "UZ"))
_SHORTEST_LETTERS = 4
_NEVER = float("-inf")
_SCRIPT, _OWN_PLACE = 0.9, 1.5
# What each way of making a key from a name takes away (see `names.keys.Variant`).
_VARIANT = (0.0, 0.5, 2.4, 3.6, 4.8, 6.0, 7.2)


_HEADS = frozenset((WordClass.UNIT, WordClass.FORM))
_ACADEMIES = frozenset(("ra", "ras", "cas", "russian", "chinese", "academy", "nan", "ran"))


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
        branch: Whether the text names a branch that is an institution of its own.
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
        if self.branch:
            return False
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
        if _crosses_break(reading, run):
            postings = [posting for posting in postings if posting.variant < Variant.RESPACED]
        if run.end - run.start == 1 and not _in_capitals(reading, run):
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
            agrees |= _is_cyrillic(reading, run)
        is_company = index.kind(at) is Kind.COMPANY
        conflicts = where.conflicts(country) or (is_company and _is_of_another_law(reading, run, country))
        listed = bool(index.facts[at] & CURRENT_BIT)
        branch = listed and bool(index.facts[at] & BRANCHED_BIT) and self._is_branch(reading, at, where)
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
        if posting.weakness and _is_place(reading, run):
            agrees = addressed  # its country in the same address agrees with the place
        elif posting.weakness:
            alone_in_part = _opens(reading, run) and (_closes(reading, run) or _is_before_place(reading, run))
            closes = _name_ends(reading, run)
        doubtful = is_company and bool(run.changed) and not agrees and _rests_on_slip(reading, run)
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
        if _spelling(name) != _spelling(text):
            return -_ODD * _odd_words(reading, run, name)
        # Traditional characters are written for mainland bodies too: they favour, but do not decide.
        return _SCRIPT if is_traditional(text) else _SURFACE


_unpacked = lru_cache(maxsize=16384)(unpack_posting)


def _is_cyrillic(reading: Reading, run: Run) -> bool:
    """Tell whether letters are Cyrillic and four or more: their script says where they are used."""
    start, end = reading.tokens.starts[run.start], reading.tokens.ends[run.end - 1]
    return end - start >= _SHORTEST_LETTERS and "\u0400" <= reading.text[start] <= "\u04ff"


def _odd_words(reading: Reading, run: Run, name: str) -> int:
    """Count the long words of a run, not cut short, that the name spells otherwise.

    Polytechnical and Polytechnic are one word to look up, and two to tell namesakes apart by.
    """
    tokens, text = reading.tokens, reading.text
    spans = [(tokens.starts[at], tokens.ends[at]) for at in range(run.start, run.end)]
    whole = [text[start:end] for start, end in spans if end - start >= _LONG and text[end : end + 1] != "."]
    return sum(word.casefold() not in _words(name) for word in whole)


@lru_cache(maxsize=8192)
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold()))


@lru_cache(maxsize=8192)
def _spelling(text: str) -> str:
    """Return what two prints of one spelling share: case, spaces and the form of apostrophes do not count."""
    return "".join(unescape(text).casefold().split()).replace("\u2019", "'")


@lru_cache(maxsize=4096)
def _place_key(name: str) -> str:
    return " ".join(tokenise(name).keys)


def _lies_in(place: PlaceRun, country: str) -> bool:
    return any(code == country for _, code in place.meanings)


def is_traditional(text: str) -> bool:
    """Tell whether a text holds Han characters that are written otherwise in simplified script."""
    return not text.isascii() and text != text.translate(simplified())


def _crosses_break(reading: Reading, run: Run) -> bool:
    return any(reading.tokens.breaks[run.start + 1 : run.end])


def _in_capitals(reading: Reading, run: Run) -> bool:
    """Tell whether a run may be letters that stand for a name: `AIR`, not `Air`."""
    word = reading.text[reading.tokens.starts[run.start] : reading.tokens.ends[run.start]]
    return sum(char.isupper() for char in word) >= 2 or not (word[:1].isupper() or word[:1].islower())


def _is_place(reading: Reading, run: Run) -> bool:
    """Tell whether a run is a place, too: a plant's short name may be its town, and then an address."""
    return any(place.start == run.start and place.end == run.end for place in reading.places)


def _is_of_another_law(reading: Reading, run: Run, country: str) -> bool:
    """Tell whether a legal form beside a company's name is one of other countries, as in Saturn GmbH."""
    keys = reading.tokens.keys[run.start : run.end + 1]
    return bool(country) and any(country not in _LAWS.get(key, (country,)) for key in keys)


def _rests_on_slip(reading: Reading, run: Run) -> bool:
    """Tell whether no other rare word of a run than the misspelt ones says whose name it is."""
    slips = {at for at, _ in run.changed}
    keys = reading.tokens.keys
    return all(at in slips or word_class(keys[at]) is not WordClass.RARE for at in range(run.start, run.end))


def _opens(reading: Reading, run: Run) -> bool:
    tokens, at = reading.tokens, run.start
    while at > 0 and tokens.breaks[at] == SPACE and word_class(tokens.keys[at - 1]) is WordClass.LEGAL:
        at -= 1
    if at == 1 and word_class(tokens.keys[0]) is WordClass.NUMBER:
        return True  # a footnote mark
    between = reading.text[tokens.ends[at - 1] if at else 0 : tokens.starts[at]]
    if not tokens.links[at] and any(map(str.isalpha, between)):
        return False  # the initials of a person: J.P. Morgan
    return at == 0 or tokens.breaks[at] != SPACE


def _closes(reading: Reading, run: Run) -> bool:
    keys, end = reading.tokens.keys, run.end
    while end < len(keys) and word_class(keys[end]) is WordClass.LEGAL:
        end += 1
    return end >= len(keys) or reading.tokens.breaks[end] != SPACE


def _name_ends(reading: Reading, run: Run) -> bool:
    if not _name_begins(reading, run):
        return False
    if _closes(reading, run):
        return True
    word = reading.tokens.keys[run.end]
    return word in _ACADEMIES or word.isdigit() or _is_before_place(reading, run)


def _is_before_place(reading: Reading, run: Run) -> bool:
    return any(place.start == run.end for place in reading.places)


def _name_begins(reading: Reading, run: Run) -> bool:
    tokens, at = reading.tokens, run.start
    if _BEFORE_NAMES.intersection(tokens.links[at].split()[-1:]):
        return True  # on behalf of the Institute, sent by the Academy
    while at > 0 and tokens.breaks[at] == SPACE:
        at -= 1
        kind = word_class(tokens.keys[at])
        if kind is WordClass.NUMBER and (at == 0 or tokens.breaks[at] != SPACE):
            return True  # a footnote mark
        if kind in _HEADS:
            return True
    return at == run.start
