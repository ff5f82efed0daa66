"""Let the known institutions that a run of words may stand for compete, listed or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import (
    BRANCHED_BIT,
    COMMON,
    CURRENT_BIT,
    EVERYDAY,
    FIELD_OF_MANY,
    PLACE_BIT,
    PLACE_KINDS,
    Posting,
    Weakness,
    country_in,
    kind_in,
    unpack_posting,
)
from duediligence.model import Kind
from duediligence.names import tokenise
from duediligence.names.keys import Variant
from duediligence.names.legal import are_of_two_forms
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.printing import is_all_printed, is_traditional, odd_words, spelling
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.standing import (
    ends_part,
    follows_brand,
    follows_name,
    has_cyrillic,
    has_place_beside,
    holds_letters,
    is_cyrillic,
    is_in_capitals,
    is_in_cyrillic,
    is_letters,
    is_number_only,
    is_of_another_law,
    is_place,
    is_quoted_firm,
    is_sci_tech,
    is_whole_name,
    legal_words,
    names_part_in_han,
    opens_part,
    rests_on_slip,
    says_field_only,
    stands_alone,
    stands_tied,
    words_abbreviated,
)
from duediligence.recognise.syllables import Syllables
from duediligence.recognise.vetting import is_cyrillic_word
from duediligence.recognise.whereabouts import Whereabouts, lies_elsewhere, place_key

_COMPANY: Final = Kind.COMPANY
_RESEARCH_INSTITUTE: Final = Kind.RESEARCH_INSTITUTE
_EXACT: Final = Variant.EXACT
_RESPACED: Final = Variant.RESPACED
_REORDERED: Final = Variant.REORDERED
_TRANSLITERATED: Final = Variant.TRANSLITERATED
_INITIALS: Final = Variant.INITIALS
_ACRONYM: Final = Weakness.ACRONYM
_GENERIC: Final = Weakness.GENERIC
_BRIEF: Final = Weakness.BRIEF
_ORDINARY: Final = Weakness.ORDINARY
# A rival counts as equal when its support is within this much; support is a sum of the weights below.
MARGIN: Final = 1.0
_ADDRESS: Final = 4.0
_GIVEN: Final = 4.0
_COUNTRY: Final = 2.5
_CITY: Final = 2.0
_SURFACE: Final = 1.5
_CONFLICT: Final = 5.0
_OTHER_CITY: Final = 1.5
_ODD: Final = 1.0  # what a word spelt otherwise costs
_SLIPS: Final = 2  # letters by which a misspelt word differs from the one meant
WRITE_CYRILLIC: Final = frozenset(("BY", "KG", "KZ", "RU", "TJ", "UA", "UZ"))
"""Countries whose bodies write their names in Cyrillic."""

_NEVER: Final = float("-inf")
_TELLING_HAN: Final = 3  # characters: 哈工大, unlike 北大, which opens other words
_TELLING: Final = frozenset((WordClass.FIELD, WordClass.RARE))
_FIRST: Final = 3  # letters
_FEW_LETTERS: Final = 4
_OPENED: Final = 512  # institutions whose words are kept
_REMEMBERED: Final = 4096  # names of companies, with the places in their brackets
_IN_BRACKETS: Final = re.compile(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]")
_KANA: Final = "\u3040"  # the first of the characters that stand for words or syllables
_SCRIPT: Final = 0.9
_OWN_PLACE: Final = 1.5
# What each way of making a key from a name takes away (see `names.keys.Variant`).
_VARIANT: Final = (0.0, 0.5, 2.4, 3.6, 4.8, 6.0, 7.2)


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
        decides: Whether the evidence is enough: it is neither a branch nor elsewhere, and a weak name has
            what `_decides` asks.
        branch: Whether the text names a branch that is an institution of its own.
        elsewhere: Whether a place of another country follows a name that other bodies may bear: Naval
            Command College, Newport.
        doubtful: Whether it is a company's name that may be another's (see `_is_doubtful`).
        other: Whether a word read as a misspelling is as good a name of another: Xiangnan University,
            Chenzhou, is not the one of Xiangtan. Or letters stand for another's name before them.
    """

    posting: Posting
    run: Run
    support: float
    listed: bool
    agrees: bool
    conflicts: bool
    city: bool | None
    decides: bool
    branch: bool
    elsewhere: bool
    doubtful: bool
    other: bool

    @property
    def certain(self) -> bool:
        """Whether nothing said speaks against it; otherwise it calls for a look, no more."""
        return self.decides and not self.conflicts and not self.doubtful


class Contest:
    """Weighs the candidates of a run against each other."""

    def __init__(self, index: Index) -> None:
        """Use the facts of an index."""
        self._index = index
        self._syllables = Syllables(index)
        self._opened = lru_cache(maxsize=_OPENED)(self._openings_of)
        self._places_of = lru_cache(maxsize=_REMEMBERED)(self._bracketed_places)

    def candidates(self, reading: Reading, runs: list[Run], where: Whereabouts) -> list[Candidate]:
        """Return what a run may stand for, by each way its misspelt words are read, best supported first."""
        pairs = [(run, posting) for run in runs for posting in self._postings(reading, run)]
        if len(pairs) == 1:
            return [self._weigh(reading, *pairs[0], where, alone=True)]
        found = [self._weigh(reading, run, posting, where, alone=False) for run, posting in pairs]
        found.sort(key=lambda one: (-one.support, not one.listed, one.posting.institution))
        return self._without_children(_each_once(found) if len(runs) > 1 else found)

    def _postings(self, reading: Reading, run: Run) -> list[Posting]:
        """Return the names a run may stand for, as it is printed."""
        postings = list(map(_unpacked, run.postings))
        if run.crosses:
            postings = [posting for posting in postings if posting.variant < _RESPACED]
        if run.end - run.start == 1 and not is_in_capitals(reading, run):
            postings = [posting for posting in postings if posting.weakness != _ACRONYM]
        if run.variant == _INITIALS and run.end - run.start == 1 and not has_cyrillic(reading, run):
            few = len(reading.tokens.keys[run.start]) <= _FIRST  # ИБМ, but not IBM
            postings = [one for one in postings if not (few and one.variant == _INITIALS)]
        if run.variant == _TRANSLITERATED and not has_cyrillic(reading, run):
            postings = [posting for posting in postings if not self._is_russian(posting)]
        return postings

    def _is_russian(self, posting: Posting) -> bool:
        """Tell whether a name was written in Cyrillic for a key: texts in Latin letters do not meet it."""
        return country_in(self._index.facts[posting.institution]) in WRITE_CYRILLIC

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
        at, weakness = posting.institution, posting.weakness
        facts = self._index.facts[at]
        country = country_in(facts)
        agrees, conflicts = where.bearing(country)
        if conflicts and not weakness and not lies_elsewhere(reading, run, where, country):
            # Words of another name, or of a part's: School of German Studies, Xidian University.
            conflicts = self._is_common(reading.tokens.keys[run.start : run.end])
        addressed = at in where.addressed
        spelt_out = self._is_spelt_out(reading, run, at) if weakness == _ACRONYM else None
        agrees = agrees or addressed or (spelt_out is True and not conflicts)
        if alone and weakness == _ACRONYM and country in WRITE_CYRILLIC:
            agrees = agrees or is_cyrillic(reading, run)
        is_company = kind_in(facts) is _COMPANY
        conflicts = conflicts or (is_company and is_of_another_law(reading, run, country))
        listed = facts & CURRENT_BIT > 0
        branch = listed and facts & BRANCHED_BIT > 0 and self._is_branch(reading, at, where)
        elsewhere = conflicts and not (addressed or where.given or is_company)
        elsewhere = elsewhere and self._is_elsewhere(reading, run, posting, country)
        support = -_VARIANT[posting.variant]
        if agrees:
            support += _GIVEN if where.given else _COUNTRY
        if conflicts:
            support -= _CONFLICT
        if addressed:
            support += _ADDRESS
        city: bool | None = None
        if not alone or weakness:
            city = self._city(at, where)
            support += _CITY if city else (-_OTHER_CITY if city is False else 0.0)
            support += _OWN_PLACE if _holds_place(reading, run, country) else 0.0
            support += self._surface(reading, run, posting)
        other = spelt_out is False or (bool(run.changed) and self._is_other(reading, run, at, where))
        loose = posting.variant == _REORDERED and is_sci_tech(reading, run)
        decides = not (branch or elsewhere or other or loose)
        if weakness:
            place = is_place(reading, run)
            if place:
                agrees = addressed  # its country in the same address agrees with the place
            decides = decides and self._decides(
                reading, run, posting, agrees=agrees, conflicts=conflicts, city=city, place=place
            )
        doubtful = is_company and self._is_doubtful(reading, run, posting, agrees=agrees)
        return Candidate(
            posting,
            run,
            support,
            listed,
            agrees,
            conflicts,
            city,
            decides,
            branch,
            elsewhere,
            doubtful,
            other,
        )

    def _decides(
        self,
        reading: Reading,
        run: Run,
        posting: Posting,
        *,
        agrees: bool,
        conflicts: bool,
        city: bool | None,
        place: bool,
    ) -> bool:
        """Tell whether a weak name has its second agreement, no contradiction, and a place of its own.

        Everyday words must fill their part of the text, from comma to comma. Letters and generic names
        must be no piece of a longer name: begin at a comma or after a part of the body, and end at a
        comma, a place, an academy or the text's end. A whole text just as a name is printed does both.
        A name that opens with a brand begins after anything. A number that several go by tells none of them
        without a town.
        """
        weakness = posting.weakness
        if weakness == _ORDINARY:
            printed = reading.printed(run.start, run.end).casefold()
            if posting.variant == _RESPACED and printed not in self._printed(posting).casefold():
                return False  # VisionLabs is no Vision Lab
            return not (conflicts or place) and (
                stands_alone(reading, run)
                or self._is_all_printed(reading, posting)
                or self._opens_with_brand(reading, run, posting.institution)
                or self._is_tied(reading, run, posting)
                or self._opens_with_word(reading, run, posting)
            )
        if weakness != _GENERIC and not conflicts and self._is_telling(reading, run, posting):
            return True
        elsewhere = city is False and (weakness == _GENERIC or self._is_of_one_town(reading, run, posting))
        if not agrees or elsewhere or (len(run.postings) > 1 and not city and is_number_only(reading, run)):
            return False
        if weakness == _BRIEF:
            return not follows_name(reading, run)
        return not place and (is_whole_name(reading, run) or self._is_all_printed(reading, posting))

    def _is_of_one_town(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a listed institute's few letters are another's in another town: SIA, Shanghai.

        Academies have institutes in many towns.
        """
        facts = self._index.facts[posting.institution]
        if not facts & CURRENT_BIT or kind_in(facts) is not _RESEARCH_INSTITUTE:
            return False
        few = len(reading.tokens.keys[run.start]) <= _FEW_LETTERS
        return few and "academy" not in tokenise(self._index.known(posting.institution).name).keys

    def _is_telling(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a short name needs no more for how it is written.

        It is a firm's Russian letters in quotation marks, after its legal form: ПАО «МТС»; or a Chinese name
        with its part after it, a firm's or of three characters: 华为中央研究院.
        """
        is_company = kind_in(self._index.facts[posting.institution]) is _COMPANY
        if is_company and is_quoted_firm(reading, run):
            return True
        is_long = run.end - run.start >= _TELLING_HAN
        return (is_company or is_long) and names_part_in_han(reading, run)

    def _is_all_printed(self, reading: Reading, posting: Posting) -> bool:
        return is_all_printed(reading, self._printed(posting))

    def _is_elsewhere(self, reading: Reading, run: Run, posting: Posting, country: str) -> bool:
        """Tell whether a name of everyday words, or with its words turned round, has a place beside it.

        With a place of another country it names another body. A name that holds letters, its own country
        or the brand of a listed body is too telling, and so is one in Chinese or Japanese, whose words are
        characters. A company may have a seat there.
        """
        keys = reading.tokens.keys[run.start : run.end]
        if keys[0] >= _KANA or not has_place_beside(reading, run):
            return False
        if _holds_place(reading, run, country) or holds_letters(reading, run):
            return False
        if any(map(self._is_listed_name, keys)):
            return False
        if posting.variant >= _REORDERED or (not posting.weakness and self._is_common(keys)):
            return True
        return not self._index.facts[posting.institution] & CURRENT_BIT and says_field_only(reading, run)

    def _is_common(self, keys: list[str]) -> bool:
        """Tell whether many names hold the words of this one; in Chinese and Japanese they are characters."""
        return keys[0] < _KANA and self._index.is_everyday(keys, COMMON)

    def _is_doubtful(self, reading: Reading, run: Run, posting: Posting, *, agrees: bool) -> bool:
        """Tell whether a company's name may be another's.

        It may by a slip, or without the place in its name, where nothing said agrees; with a brand before it;
        and, if its words are several everyday ones, with another legal form.
        """
        if not agrees and (
            (run.changed and rests_on_slip(reading, run)) or self._leaves_out_place(reading, run, posting)
        ):
            return True
        if self._is_led_by_brand(reading, run):
            return True
        if posting.weakness != _ORDINARY or run.end - run.start == 1:
            return False
        return are_of_two_forms(legal_words(reading, run), tokenise(self._printed(posting)).keys)

    def _leaves_out_place(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a name says in brackets which company of a group it is, and the text does not.

        Arrow Electronics is not the listed Arrow Electronics (Hong Kong). What a listed brand opens is.
        """
        if posting.variant == _EXACT:
            return False
        words = reading.tokens.keys[run.start : run.end]
        left_out = any(not set(place).issubset(words) for place in self._places_of(self._printed(posting)))
        return left_out and not self._is_listed_name(words[0])

    def _bracketed_places(self, name: str) -> list[list[str]]:
        """Return the places in brackets in a name, each in canonical words."""
        asides = (tokenise(aside).keys for aside in _IN_BRACKETS.findall(name))
        return [words for words in asides if words and self._index.is_place(" ".join(words))]

    def _printed(self, posting: Posting) -> str:
        return self._index.known(posting.institution).name_at(posting.name)

    def _is_led_by_brand(self, reading: Reading, run: Run) -> bool:
        """Tell whether another's own word opens the name of everyday words that a run ends.

        A listed brand among them is its company's, whatever stands before: Zhang Huawei Technologies Ltd.
        """
        if not follows_brand(reading, run):
            return False
        words = [
            key for key in reading.tokens.keys[run.start : run.end] if word_class(key) is not WordClass.LEGAL
        ]
        return self._index.is_everyday(words, EVERYDAY) and not any(map(self._is_listed_name, words))

    def _is_other(self, reading: Reading, run: Run, at: int, where: Whereabouts) -> bool:
        """Tell whether a misspelt name is another one: a Chinese word as good, in a town not its own.

        So are letters, where they alone tell: VNIIST is not VNIIRT. A company's one telling word is another's
        with another first letter, where hands slip least. A Cyrillic word is no slip of a word of English.
        """
        keys = reading.tokens.keys
        for slip, meant in run.changed:
            if is_cyrillic_word(reading, slip) and self._is_english(reading, slip, meant, at):
                return True
        if rests_on_slip(reading, run):
            if any(is_letters(reading, slip) for slip, _ in run.changed):
                return True
            if kind_in(self._index.facts[at]) is _COMPANY:
                return any(keys[slip][0] != meant[0] for slip, meant in run.changed)
        if self._city(at, where) is not False or not _names_town(reading):
            return False
        return any(self._syllables.are_two(keys[slip], meant) for slip, meant in run.changed)

    def _is_spelt_out(self, reading: Reading, run: Run, at: int) -> bool | None:
        """Tell whether letters in brackets stand for words before them that are a name of their body.

        They do if the telling words and towns are those of one of its names; if no telling word is in its
        names, or without any no town, they stand for another: China Tourism Group (CTG).
        Three first letters agree in a word that is cut or misspelt.

        Returns:
            None where they stand for no words before them, or this is not to be told.
        """
        words = words_abbreviated(reading, run)
        if not words:
            return None
        telling = [key for at in words if word_class(key := reading.tokens.keys[at]) in _TELLING]
        towns = _openings(one.key for one in reading.places if one.start in words and not one.place.states)
        own = _openings(telling)
        held, names = self._opened(at)
        if (own or towns) and held.isdisjoint(own or towns):
            return False
        tells = len(own | towns) > 1 and any(self._index.word_count(key) < FIELD_OF_MANY for key in telling)
        return True if tells and own | towns in names else None

    def _openings_of(self, at: int) -> tuple[frozenset[str], list[frozenset[str]]]:
        """Return the first letters of all words in a body's names, and of those in each that tell."""
        body = self._index.institution(at)
        names = [tokenise(text).keys for text in (body.name, *(name.text for name in body.names))]
        told = [_openings(key for key in name if self._tells(key)) for name in names]
        return _openings(key for name in names for key in name), told

    def _tells(self, key: str) -> bool:
        """Tell whether a word of a name is a field, its own, or a town."""
        meanings = [
            PLACE_KINDS[value >> 16 & 0x3] for value in self._index.packed(f"{key} ") if value & PLACE_BIT
        ]
        return "country" not in meanings if meanings else word_class(key) in _TELLING

    def _is_english(self, reading: Reading, slip: int, meant: str, at: int) -> bool:
        """Tell whether a Cyrillic word is read as an everyday word of English: стекла as steel.

        It is no such reading where a Cyrillic name of the institution prints a word like it.
        """
        from rapidfuzz.distance import OSA  # few texts hold a slip in Cyrillic

        if word_class(meant) is WordClass.RARE:
            everyday = self._index.word_count(meant) >= EVERYDAY
        else:  # `universtet` is a slip of `universitet`, which is no English
            everyday = OSA.distance(reading.tokens.keys[slip], meant) <= _SLIPS
        if not everyday:
            return False
        printed = reading.printed(slip, slip + 1).casefold()
        names = (name.text.casefold() for name in self._index.institution(at).names)
        words = (word for name in names if is_in_cyrillic(name) for word in name.split())
        return all(OSA.distance(printed, word) > _SLIPS for word in words)

    def _opens_with_brand(self, reading: Reading, run: Run, at: int) -> bool:
        """Tell whether a name ends its part and opens with its brand, after `by` with any listed one.

        Zhang Yong Huawei Technologies; funded by Huawei Technologies.
        """
        if run.end - run.start == 1 or not ends_part(reading, run):
            return False
        brand = reading.tokens.keys[run.start]
        if reading.tokens.links[run.start] == " by":
            return self._is_listed_name(brand)
        return any(one.institution == at for one in self._named(brand))

    def _is_listed_name(self, word: str) -> bool:
        """Tell whether a word alone, and not as letters, is a name of a listed body: Huawei."""
        facts = self._index.facts
        return any(facts[one.institution] & CURRENT_BIT for one in self._named(word))

    def _is_tied(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a name of a body of the registry is tied to another: University of Oxford and Huawei.

        Brands of others are words that texts on research use as such: Signal, Meteor.
        """
        return not run.changed and self._is_registered(posting) and stands_tied(reading, run)

    def _opens_with_word(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether the one word of a listed body of the registry opens a part: Tencent Robotics X."""
        facts = self._index.facts[posting.institution]
        is_listed_firm = facts & CURRENT_BIT > 0 and kind_in(facts) is _COMPANY
        if (
            run.end - run.start > 1
            or run.changed
            or not is_listed_firm
            or country_in(facts) in WRITE_CYRILLIC
        ):
            return False  # firms of these countries are called after persons: Sukhoi
        return self._is_registered(posting) and opens_part(reading, run)

    def _is_registered(self, posting: Posting) -> bool:
        return self._index.known(posting.institution).ror_url is not None

    def _named(self, word: str) -> Iterator[Posting]:
        """Yield the names that are a word alone, and not as letters."""
        own = (_unpacked(value) for value in self._index.packed(f"{word} ") if not value & PLACE_BIT)
        return (one for one in own if one.weakness != _ACRONYM)

    def _is_branch(self, reading: Reading, at: int, where: Whereabouts) -> bool:
        if "branch" in reading.tokens.keys:
            return True
        return bool(where.cities) and not self._city(at, where)

    def _city(self, at: int, where: Whereabouts) -> bool | None:
        city = self._index.known(at).city
        if not city or not where.cities:
            return None
        return place_key(city) in where.cities

    def _surface(self, reading: Reading, run: Run, posting: Posting) -> float:
        name = self._printed(posting)
        text = reading.printed(run.start, run.end)
        if spelling(name) != spelling(text):
            return -_ODD * odd_words(reading, run, name)
        # Traditional characters are written for mainland bodies too: they favour, but do not decide.
        return _SCRIPT if is_traditional(text) else _SURFACE


def _each_once(found: list[Candidate]) -> list[Candidate]:
    """Return the first candidate of each institution: two readings of a slip may name the same one."""
    first: dict[int, Candidate] = {}
    for one in found:
        first.setdefault(one.posting.institution, one)
    return list(first.values())


def _names_town(reading: Reading) -> bool:
    """Tell whether a text names a town, and no province or country of that name: not Shaanxi, nor China."""
    places = (one.place for one in reading.free_places)
    return any(place.is_city and not (place.is_region or place.states) for place in places)


def _openings(keys: Iterable[str]) -> frozenset[str]:
    return frozenset([key[:_FIRST] for key in keys])


_unpacked = lru_cache(maxsize=16384)(unpack_posting)


def _holds_place(reading: Reading, run: Run, country: str) -> bool:
    """Tell whether a run holds the name of a place in a country."""
    return any(run.start <= one.start < run.end and country in one.place.countries for one in reading.places)
