"""Misspelt and cut words: what known word a word that nobody knows may stand for."""

from __future__ import annotations

from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import EVERYDAY
from duediligence.names.words import WordClass, canonical, expansions, word_class

_RARE: Final = WordClass.RARE
_OF_ANY_NAME: Final = frozenset((WordClass.FIELD, WordClass.UNIT, WordClass.FORM))
_SHORTEST: Final = 5  # letters: shorter words have too many neighbours, longer ones forgive two slips
_SHORTEST_CUT: Final = 4
_MOST_OPENED: Final = 200  # words that open alike before the letters say nothing
_LONG: Final = 9
_LONGEST: Final = 40  # letters: of a longer one each form with a letter left out would cost too much
_KEPT: Final = 3
# A word borne by so few institutions may be a misprint of one so many times commoner.
_MISPRINTS: Final = 2
COMMONER: Final = 10
"""How many times more institutions bear a word before the other is hardly meant."""
_MEMORY: Final = 20_000


class Spelling:
    """Finds what an unknown word may be a misspelling of, or cut from.

    A word that is itself in the vocabulary is never one (Henan is not Hunan, Shanxi not Shaanxi),
    unless it is so rare beside a far commoner neighbour that it must be a misprint in a list.

    Attributes:
        plain: The words asked about so far that are no misspelling, emptied when they grow too many.
    """

    def __init__(self, index: Index) -> None:
        """Use the vocabulary of an index."""
        self._index = index
        self._seen: dict[str, tuple[str, ...]] = {}
        self._whole: dict[str, tuple[str, ...]] = {}
        self.plain: set[str] = set()

    def alternatives(self, word: str) -> tuple[str, ...]:
        """Return the known words a canonical word may stand for, nearest first, usually none."""
        if word in self.plain:
            return ()
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) + len(self.plain) >= _MEMORY:
                self._seen.clear()
                self.plain.clear()
            found = self._find(word)
            if found:
                self._seen[word] = found
            else:
                self.plain.add(word)
        return found

    def completed(self, word: str) -> tuple[str, ...]:
        """Return the everyday words that an unknown one is cut from, commonest first: Logist, Utilizat.

        Citation indexes cut words so, and keep no list of them. Words of names' own are not cut.
        """
        found = self._whole.get(word)
        if found is None:
            if len(self._whole) >= _MEMORY:
                self._whole.clear()
            found = self._whole[word] = self._complete(word)
        return found

    def _find(self, word: str) -> tuple[str, ...]:
        return expansions(word) or self._near(word)

    def _complete(self, word: str) -> tuple[str, ...]:
        if len(word) < _SHORTEST_CUT or not word.isalpha() or word_class(word) is not _RARE:
            return ()
        opened = () if self._index.word_count(word) else self._index.words_from(word)
        if len(opened) > _MOST_OPENED:
            return ()
        whole = [other for other in opened if is_cut_from(word, other) or self._is_common(other)]
        whole.sort(key=lambda other: -self._index.word_count(other))
        return tuple(dict.fromkeys(map(canonical, whole)))[:_KEPT]

    def _is_common(self, word: str) -> bool:
        """Tell whether many names hold a word, and no place is called so."""
        return self._index.word_count(word) >= EVERYDAY and not self._index.is_place(canonical(word))

    def _near(self, word: str) -> tuple[str, ...]:
        """Return the known words within a slip of one."""
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha() or word_class(word) is not _RARE:
            return ()
        count = self._index.word_count(word)
        if count > _MISPRINTS:
            return ()
        others = self._index.near_words(word)
        if not others:
            return ()
        from rapidfuzz.distance import OSA  # most names hold no slip, and a check must start at once

        allowed = 2 if len(word) >= _LONG else 1
        near = []
        for other in others:
            if other == word:
                continue
            # The s of Phsyics and Southwes was cut as that of a plural.
            forms = (word, f"{word}s") if "s" in other[-2:] else (word,)
            far = max(1, min(OSA.distance(form, other, score_cutoff=allowed) for form in forms))
            if far <= allowed:
                near.append((far, -self._index.word_count(other), other))
        if count:  # a misprint in the lists themselves: only a far commoner word can be meant
            near = [one for one in near if one[0] == 1 and -one[1] >= COMMONER * count]
        return tuple(dict.fromkeys(canonical(other) for _, _, other in sorted(near)[:_KEPT]))


def is_cut_from(word: str, other: str) -> bool:
    """Tell whether an everyday word opens with another word."""
    return other.startswith(word) and len(word) < len(other) and word_class(other) in _OF_ANY_NAME
