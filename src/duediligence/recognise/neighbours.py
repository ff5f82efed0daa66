"""What the names found in one affiliation say of each other: whose a part is, which letters are idle."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import EVERYDAY, FIELD_OF_MANY, Weakness
from duediligence.model import Kind
from duediligence.names import tokenise
from duediligence.names.keys import Variant
from duediligence.names.words import WordClass
from duediligence.recognise.contest import Candidate
from duediligence.recognise.finding import Finding
from duediligence.recognise.reading import Reading
from duediligence.recognise.standing import is_whole_name
from duediligence.recognise.whereabouts import compatible_with

_REORDERED: Final = Variant.REORDERED
_STRONG: Final = Weakness.NONE
_GENERIC: Final = Weakness.GENERIC
_ACRONYM: Final = Weakness.ACRONYM
_DIRECTION: Final = WordClass.DIRECTION
_TELLING: Final = frozenset((WordClass.FIELD, WordClass.RARE, WordClass.PLACE))
_FEW: Final = 4  # words of a name that any country's institute may bear
_GUESTS: Final = frozenset((Kind.RESEARCH_INSTITUTE, Kind.HOSPITAL))
_HOSTS: Final = frozenset((Kind.UNIVERSITY, Kind.MILITARY))
_REMEMBERED: Final = 1024  # pairs of an institute and an owner
_WORDED: Final = 128  # institutions whose names are kept in words


class Neighbours:
    """Weighs the findings of one text against each other."""

    def __init__(self, index: Index) -> None:
        """Use the facts of an index."""
        self._index = index
        self._belongs = lru_cache(maxsize=_REMEMBERED)(self._is_part_of)
        self._worded = lru_cache(maxsize=_WORDED)(self._in_words)

    def weigh(self, reading: Reading, found: list[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that stand, and those left out as parts of the institution named after them."""
        for part in found:
            if part.best.posting.weakness == _GENERIC and not (part.best.decides and not part.equals):
                self._settle(reading, part, found)
                _settle_by_letters(reading, part, found)
        for letters in found:
            if letters.best.posting.weakness == _ACRONYM:
                self._settle_owner(letters, found)
        found = [one for one in found if not _is_belied(reading, one, found)]
        found = self._without_idle_letters(reading, found)
        strong = [one for one in found if one.best.posting.weakness == _STRONG]
        owned = [one for one in found if any(self._owns(reading, other, one) for other in strong)]
        return [one for one in found if not any(one is other for other in owned)], owned

    def _settle(self, reading: Reading, part: Finding, found: list[Finding]) -> None:
        """Let a generic name decide for the institute whose own names hold the academy named after it.

        Institute of Petroleum Chemistry, Russian Academy of Sciences, although its list prints it with the
        academy's Siberian branch.
        """
        following = [other for other in found if _follows(reading, part, other)]
        if not following or not self._says_its_field(reading, part):
            return
        if not is_whole_name(reading, part.run, {other.run.start for other in following}):
            return
        owners = {one.posting.institution for other in following for one in other.contenders}
        own = [one for one in _all(part) if self._may_be_owned(one, owners)]
        if len(own) == 1:
            _settle_for(part, own[0])

    def _settle_owner(self, letters: Finding, found: list[Finding]) -> None:
        """Let letters decide for the body that is on record as the owner of one named beside them.

        Institute of Information Engineering, CAS: the academy is as sure as if it were written out.
        """
        certain = [one for one in found if one.best.decides and not one.equals]
        own = [one for one in _all(letters) if self._is_owner(one, certain)]
        if len(own) == 1:
            _settle_for(letters, own[0])

    def _is_owner(self, one: Candidate, parts: list[Finding]) -> bool:
        """Tell whether a candidate is on record as the owner of what one of the findings names."""
        return any(self._is_above(one, part.best) for part in parts)

    def _is_above(self, one: Candidate, part: Candidate) -> bool:
        """Tell whether a candidate is on record as an owner of another, alone or with others."""
        at, below = one.posting.institution, part.posting.institution
        return at in self._index.above(below) or at in self._index.joint_owners(below)

    def _says_its_field(self, reading: Reading, part: Finding) -> bool:
        """Tell whether a name says what its body works on: no Federal Research Centre."""
        words = range(part.run.start, part.run.end)
        return any(
            reading.kinds[at] in _TELLING and self._index.word_count(reading.tokens.keys[at]) < FIELD_OF_MANY
            for at in words
        )

    def _may_be_owned(self, one: Candidate, owners: set[int]) -> bool:
        if one.conflicts or one.branch or one.other or one.city is False:
            return False
        return any(self._belongs(one.posting.institution, owner) for owner in owners)

    def _is_part_of(self, part: int, owner: int) -> bool:
        """Tell whether an institute is known as part of a body, or its names hold the body's or its owner's.

        Of an owner's owner its names may hold no branch: the text names another one.
        """
        if part == owner:
            return False
        if owner in self._index.above(part):
            return True
        names = self._worded(part)
        if _are_held(self._worded(owner), names):
            return True
        unbranched = [name for name in names if " branch " not in name]
        return any(_are_held(self._worded(above), unbranched) for above in self._index.above(owner))

    def _in_words(self, at: int) -> list[str]:
        """Return an institution's names as comparable words between blanks."""
        institution = self._index.institution(at)
        names = (institution.name, *(name.text for name in institution.names))
        words = (tokenise(name).keys for name in names)
        return [f" {' '.join(keys)} " for keys in words if keys]

    def _without_idle_letters(self, reading: Reading, found: list[Finding]) -> list[Finding]:
        """Leave out acronyms in texts that also name an institution in full: they add nothing certain.

        The letters of a university stay beside its laboratory or hospital: ... Laboratory, BIT, Beijing. So
        do those of a body beside its owner, or its owner's: ICT, Chinese Academy of Sciences; ..., ICT, CAS.
        """
        telling = [one for one in found if one.best.decides and _is_telling(one.best)]
        letters = [one for one in found if one.best.posting.weakness == _ACRONYM]
        idle = [one for one in letters if self._is_idle(reading, one, telling, letters)]
        return [one for one in found if not any(one is other for other in idle)]

    def _is_idle(
        self, reading: Reading, letters: Finding, telling: list[Finding], others: list[Finding]
    ) -> bool:
        """Tell whether letters stand in an affiliation that names its institution in full."""
        full = [one for one in telling if not reading.are_parted(one.span, letters.span)]
        if letters.best.decides and not letters.equals:
            beside = [
                one
                for one in others
                if one.best.decides and not one.equals and not reading.are_parted(one.span, letters.span)
            ]
            if (
                self._is_owner(letters.best, [*full, *beside])
                or any(self._is_above(one.best, letters.best) for one in beside)
                or self._are_owned(letters.best, full)
            ):
                return False
        guests = all(self._index.kind(one.best.posting.institution) in _GUESTS for one in full)
        return bool(full) and not (guests and self._are_hosts(reading, letters))

    def _are_owned(self, letters: Candidate, full: list[Finding]) -> bool:
        """Tell whether one of the names in full is the letters' owner's, and the others are of its parts."""
        others = [one.best for one in full if not self._is_above(one.best, letters)]
        guests = (not one.listed and self._index.kind(one.posting.institution) in _GUESTS for one in others)
        return len(others) < len(full) and all(guests)

    def _are_hosts(self, reading: Reading, one: Finding) -> bool:
        """Tell whether letters, not in brackets, are certainly those of a body that has laboratories."""
        bracketed = reading.tokens.brackets[one.run.start]
        kind = self._index.kind(one.best.posting.institution)
        return not bracketed and one.best.decides and not one.equals and kind in _HOSTS

    def _owns(self, reading: Reading, owner: Finding, part: Finding) -> bool:
        """Tell whether a generic institute is one of the institution named after it, and none of its own.

        The Institute of Physics of Nankai University is not the academy's institute of that name.
        """
        if not _follows(reading, part, owner) or owner.best.conflicts:
            return False
        if part.best.posting.weakness != _GENERIC and not self._is_abroad(reading, owner, part):
            return False
        at, above = part.best.posting.institution, owner.best.posting.institution
        if self._index.parent(at) == above:
            return False
        return not (self._says_its_field(reading, part) and self._belongs(at, above))

    def _is_abroad(self, reading: Reading, owner: Finding, part: Finding) -> bool:
        """Tell whether an institute of few everyday words stands before a university of another country."""
        index, at, other = self._index, part.best.posting.institution, owner.best.posting.institution
        if index.kind(at) is not Kind.RESEARCH_INSTITUTE or index.kind(other) is not Kind.UNIVERSITY:
            return False
        if "and" in reading.tokens.links[owner.run.start].split() or part.best.agrees:
            return False
        if index.country(other) in compatible_with(index.country(at)) | {""}:
            return False
        low, high = part.run.start, part.run.end
        words = reading.tokens.keys[low:high]
        counts = part.best.listed or index.parent(at) is not None
        if counts and (len(words) > _FEW or _DIRECTION in reading.kinds[low:high]):
            return False  # Northwest Institute of Nuclear Technology
        return index.is_everyday(words, EVERYDAY)


def _settle_by_letters(reading: Reading, part: Finding, found: list[Finding]) -> None:
    """Let a generic name decide for the one bearer whose letters follow it in brackets.

    Space Research Institute (IKI): many countries have such an institute, but one of that acronym.
    """
    for letters in _letters_after(reading, part, found):
        owners = {one.posting.institution for one in _all(letters)}
        own = [one for one in _all(part) if one.posting.institution in owners]
        if len(own) == 1 and not (own[0].conflicts or own[0].branch or own[0].city is False):
            _settle_for(part, own[0])


def _is_belied(reading: Reading, part: Finding, found: list[Finding]) -> bool:
    """Tell whether letters in brackets after a name in another word order are certainly another's.

    Геологоразведочный нефтяной институт (ВНИГНИ) turns the words of VNIGRI's name round.
    """
    if part.best.posting.variant != _REORDERED:
        return False
    owners = {one.posting.institution for one in _all(part)}
    return any(
        letters.best.certain and owners.isdisjoint([one.posting.institution for one in _all(letters)])
        for letters in _letters_after(reading, part, found)
    )


def _letters_after(reading: Reading, part: Finding, found: list[Finding]) -> list[Finding]:
    """Return the letters that follow a name in brackets."""
    depth, end = reading.tokens.brackets, part.run.end
    return [
        one
        for one in found
        if one.best.posting.weakness == _ACRONYM and one.run.start == end and depth[end] > depth[end - 1]
    ]


def _settle_for(part: Finding, own: Candidate) -> None:
    """Make a candidate the one a finding decides for."""
    own.agrees = own.decides = True
    part.beaten = [one for one in _all(part) if one is not own]
    part.best, part.equals = own, []


def _all(one: Finding) -> list[Candidate]:
    return [*one.contenders, *one.beaten]


def _are_held(forms: list[str], names: list[str]) -> bool:
    """Tell whether one of the forms of a body's name stands in one of the names, both between blanks."""
    return any(form in name for form in forms for name in names)


def _follows(reading: Reading, one: Finding, other: Finding) -> bool:
    """Tell whether another name stands after one in the same affiliation."""
    return other.run.start >= one.run.end and not reading.are_parted(one.span, other.span)


def _is_telling(one: Candidate) -> bool:
    weakness = one.posting.weakness
    return weakness == _STRONG or (one.listed and weakness != _ACRONYM)
