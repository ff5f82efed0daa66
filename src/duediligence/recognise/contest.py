"""Let the known institutions that a run of words may stand for compete, listed or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import (
    BRANCHED_BIT,
    COMMON,
    CURRENT_BIT,
    Posting,
    Weakness,
    country_in,
    kind_in,
    unpack_posting,
)
from duediligence.model import Kind
from duediligence.names import tokenise
from duediligence.names.keys import Variant
from duediligence.recognise.covering import is_derived_over_break
from duediligence.recognise.firms import Firms, is_of_another_law, is_quoted_firm
from duediligence.recognise.letters import (
    Letters,
    holds_letters,
    is_cyrillic,
    is_in_capitals,
    open_firm,
    open_part,
)
from duediligence.recognise.printing import is_all_printed, is_japanese, is_traditional, odd_words, spelling
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.slips import Slips
from duediligence.recognise.standing import (
    follows_name,
    has_cyrillic,
    has_place_beside,
    is_honoured,
    is_number_only,
    is_place,
    is_sci_tech,
    is_whole_name,
    names_part_in_han,
    says_field_only,
    words_up_to_break,
)
from duediligence.recognise.whereabouts import WRITE_CYRILLIC, Whereabouts, lies_elsewhere

_COMPANY: Final = Kind.COMPANY
_UNIVERSITY: Final = Kind.UNIVERSITY
_RESEARCH_INSTITUTE: Final = Kind.RESEARCH_INSTITUTE
_EXACT: Final = Variant.EXACT
_REORDERED: Final = Variant.REORDERED
_LOOSE: Final = Variant.LOOSE
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
_NEVER: Final = float("-inf")
_TELLING_HAN: Final = 3  # characters: 哈工大, unlike 北大, which opens other words
_FEW_LETTERS: Final = 4
_FEW_INITIALS: Final = 3
_KANA: Final = "\u3040"  # the first of the characters that stand for words or syllables
_SCRIPT: Final = 0.9
_OWN_PLACE: Final = 1.5
_PERSON: Final = 2.0  # the one whom a body is named after
_FIRM: Final = 1.5  # a legal form, in the text as in the name
# What each way of making a key from a name takes away (see `names.keys.Variant`).
_VARIANT: Final = (0.0, 0.5, 2.4, 3.6, 3.6, 3.6, 4.8, 6.0, 7.2)


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
        doubtful: Whether it is a company's name that may be another's (see `Firms.is_doubtful`).
        other: Whether a word is as good a name of another: one read as a misspelling (Xiangnan University,
            Chenzhou, is not the one of Xiangtan), one with another legal form (ФГУП «Стрела» is not ООО
            «Стрела»), or letters that stand for another's name before them.
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
        self._letters = Letters(index)
        self._slips = Slips(index)
        self._firms = Firms(index)

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
        postings = list(map(unpack_posting, run.postings))
        if run.crosses:
            postings = [one for one in postings if not is_derived_over_break(reading, run, one.variant)]
        if run.end - run.start == 1 and not is_in_capitals(reading, run):
            postings = [posting for posting in postings if posting.weakness != _ACRONYM]
        if run.variant == _INITIALS and run.end - run.start == 1 and not has_cyrillic(reading, run):
            few = len(reading.tokens.keys[run.start]) <= _FEW_INITIALS  # ИБМ, but not IBM
            postings = [one for one in postings if not (few and one.variant == _INITIALS)]
        if run.variant == _TRANSLITERATED and not has_cyrillic(reading, run):
            postings = [posting for posting in postings if not self._is_russian(posting)]
        return postings

    def _is_russian(self, posting: Posting) -> bool:
        """Tell whether a name was written in Cyrillic for a key: texts in Latin letters do not meet it."""
        return country_in(self._index.facts[posting.institution]) in WRITE_CYRILLIC

    def _without_children(self, found: list[Candidate]) -> list[Candidate]:
        """Leave out a subsidiary that bears its parent's name no better than the parent does.

        What is the subsidiary's very name, and one of several to the parent, is the subsidiary's.
        """
        support = {one.posting.institution: one.support for one in found}
        mains = (one.posting for one in found if not one.posting.name)
        main = {one.institution for one in mains if one.variant == _EXACT}
        parents = {at: self._index.parent(at) for at in support}
        left_out = {parent for at, parent in parents.items() if at in main and parent not in main}
        kept = []
        for one in found:
            at = one.posting.institution
            parent = parents[at]
            if at not in left_out and (
                parent is None or parent in left_out or support.get(parent, _NEVER) < one.support
            ):
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
        spelt_out = self._letters.are_of(reading, run, at) if weakness == _ACRONYM else None
        with_person = (weakness == _ACRONYM or not alone) and self._letters.are_with_person(reading, run, at)
        agrees = agrees or addressed or (not conflicts and (with_person or spelt_out is True))
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
            city = where.names(self._index.known(at).city)
            support += _CITY if city else (-_OTHER_CITY if city is False else 0.0)
            support += _OWN_PLACE if _holds_place(reading, run, country) else 0.0
            support += self._surface(reading, run, posting)
            support += _PERSON if with_person else 0.0
            if weakness == _GENERIC:
                support += _FIRM if self._firms.share_form(reading, run, posting) else 0.0
        other = spelt_out is False or self._is_another(reading, run, posting, where)
        loose = posting.variant == _REORDERED and is_sci_tech(reading, run)
        decides = not (branch or elsewhere or other or loose)
        if weakness:
            place = is_place(reading, run)
            if place:
                agrees = addressed  # its country in the same address agrees with the place
            decides = decides and self._decides(
                reading, run, posting, agrees=agrees, conflicts=conflicts, city=city, place=place
            )
        doubtful = is_company and self._firms.is_doubtful(reading, run, posting, agrees=agrees)
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

    def _is_another(self, reading: Reading, run: Run, posting: Posting, where: Whereabouts) -> bool:
        """Tell whether a word is as good a name of another: misspelt, inflected, with another legal form."""
        if run.changed and self._slips.is_another(reading, run, posting.institution, where):
            return True
        if posting.weakness == _ACRONYM and self._letters.are_inflected(reading, run, posting):
            return True
        is_firm = bool(posting.weakness) and kind_in(self._index.facts[posting.institution]) is _COMPANY
        return is_firm and self._firms.are_of_another_form(reading, run, posting)

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

        Letters and generic names must be no piece of a longer name: begin at a comma or after a part of the
        body, and end at a comma, a place, an academy or the text's end. A whole text just as a name is
        printed does both. A number that several go by tells none of them without a town, and what is put
        loosely tells only a university by its country.
        """
        weakness = posting.weakness
        if weakness == _ORDINARY:
            return not (conflicts or place) and self._firms.are_named(reading, run, posting)
        if weakness != _GENERIC and not conflicts and self._is_telling(reading, run, posting):
            return True
        elsewhere = city is False and (weakness == _GENERIC or self._is_of_one_town(reading, run, posting))
        if posting.variant == _LOOSE:
            elsewhere = not city if city is not None else not self._is_university(posting)
        if not agrees or elsewhere or (len(run.postings) > 1 and not city and is_number_only(reading, run)):
            return False
        if weakness == _BRIEF:
            return not (follows_name(reading, run) or self._is_in_university(reading, run, posting))
        return not place and (
            is_whole_name(reading, run)
            or (weakness == _ACRONYM and self._is_listed(posting) and self._opens_part(reading, run, posting))
            or self._is_all_printed(reading, posting)
        )

    def _opens_part(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether letters open the name of a part of their body, or of a firm of their group."""
        if open_part(reading, run):
            return True
        return kind_in(self._index.facts[posting.institution]) is _COMPANY and open_firm(reading, run)

    def _is_in_university(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a company's short name is a word in that of a university: Kant Baltic University."""
        if kind_in(self._index.facts[posting.institution]) is not _COMPANY:
            return False
        return is_honoured(reading, run) or "university" in words_up_to_break(reading, run.start)

    def _is_listed(self, posting: Posting) -> bool:
        return self._index.facts[posting.institution] & CURRENT_BIT > 0

    def _is_university(self, posting: Posting) -> bool:
        return kind_in(self._index.facts[posting.institution]) is _UNIVERSITY

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
        return is_all_printed(reading, self._index.name_of(posting))

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
        if any(map(self._index.is_listed_name, keys)):
            return False
        if posting.variant >= _REORDERED or (not posting.weakness and self._is_common(keys)):
            return True
        if self._is_listed(posting):
            return False
        return says_field_only(reading, run) or self._is_common(_without_country(reading, run, country))

    def _is_common(self, keys: list[str]) -> bool:
        """Tell whether many names hold the words of this one; in Chinese and Japanese they are characters."""
        return bool(keys) and keys[0] < _KANA and self._index.is_everyday(keys, COMMON)

    def _is_branch(self, reading: Reading, at: int, where: Whereabouts) -> bool:
        if "branch" in reading.tokens.keys:
            return True
        return where.are_towns and not where.names(self._index.known(at).city)

    def _surface(self, reading: Reading, run: Run, posting: Posting) -> float:
        name = self._index.name_of(posting)
        text = reading.printed(run.start, run.end)
        if spelling(name) != spelling(text):
            return -_ODD * odd_words(reading, run, name)
        # Traditional characters are written for mainland bodies too: they favour, but do not decide.
        return _SCRIPT if is_traditional(text) and not is_japanese(text) else _SURFACE


def _without_country(reading: Reading, run: Run, country: str) -> list[str]:
    """Return the words of a run but the name of another country, or nothing where it holds none."""
    others = [one for one in reading.places if one.place.states and country not in one.place.states]
    placed = {at for one in others for at in range(one.start, one.end)}
    left = [reading.tokens.keys[at] for at in range(run.start, run.end) if at not in placed]
    return left if len(left) < run.end - run.start else []


def _each_once(found: list[Candidate]) -> list[Candidate]:
    """Return the first candidate of each institution: two readings of a slip may name the same one."""
    first: dict[int, Candidate] = {}
    for one in found:
        first.setdefault(one.posting.institution, one)
    return list(first.values())


def _holds_place(reading: Reading, run: Run, country: str) -> bool:
    """Tell whether a run holds the name of a place in a country."""
    return any(run.start <= one.start < run.end and country in one.place.countries for one in reading.places)
