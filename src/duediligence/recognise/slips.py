"""Words read as misspellings: whether the word that stands there is as good a name of another body."""

from __future__ import annotations

from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import EVERYDAY, kind_in
from duediligence.model import Kind
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.letters import is_letters
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.standing import is_in_cyrillic
from duediligence.recognise.syllables import Syllables
from duediligence.recognise.vetting import is_cyrillic_word
from duediligence.recognise.whereabouts import Whereabouts

_COMPANY: Final = Kind.COMPANY
_RARE: Final = WordClass.RARE
_NEAR: Final = 2  # letters by which a misspelt word differs from the one meant


class Slips:
    """Judges the misspelt words of a run."""

    def __init__(self, index: Index) -> None:
        """Use the words and names of an index."""
        self._index = index
        self._syllables = Syllables(index)

    def is_another(self, reading: Reading, run: Run, at: int, where: Whereabouts) -> bool:
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
        if where.names(self._index.known(at).city) is not False or not _names_town(reading):
            return False
        return any(self._syllables.are_two(keys[slip], meant) for slip, meant in run.changed)

    def _is_english(self, reading: Reading, slip: int, meant: str, at: int) -> bool:
        """Tell whether a Cyrillic word is read as an everyday word of English: стекла as steel.

        It is no such reading where a Cyrillic name of the institution prints a word like it.
        """
        from rapidfuzz.distance import OSA  # few texts hold a slip in Cyrillic

        if word_class(meant) is _RARE:
            everyday = self._index.word_count(meant) >= EVERYDAY
        else:  # `universtet` is a slip of `universitet`, which is no English
            everyday = OSA.distance(reading.tokens.keys[slip], meant) <= _NEAR
        if not everyday:
            return False
        printed = reading.printed(slip, slip + 1).casefold()
        names = (name.text.casefold() for name in self._index.institution(at).names)
        words = (word for name in names if is_in_cyrillic(name) for word in name.split())
        return all(OSA.distance(printed, word) > _NEAR for word in words)


def rests_on_slip(reading: Reading, run: Run) -> bool:
    """Tell whether no other rare word of a run than the misspelt ones says whose name it is."""
    slips = {at for at, _ in run.changed}
    return all(at in slips or reading.kinds[at] is not _RARE for at in range(run.start, run.end))


def _names_town(reading: Reading) -> bool:
    """Tell whether a text names a town, and no province or country of that name: not Shaanxi, nor China."""
    places = (one.place for one in reading.free_places)
    return any(place.is_city and not (place.is_region or place.states) for place in places)
