"""Chinese words in pinyin: told apart by a letter, and so seldom misspellings of each other."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from duediligence.catalogue.index import Index

# Writers drop and add the g of a syllable, and mean the same word: Nanjin, Shangdong.
_NASAL: Final = re.compile("ng(?![aeiou])")
_LONGEST: Final = 6  # letters of a syllable: zhuang


class Syllables:
    """Knows the syllables of Mandarin."""

    def __init__(self, index: Index) -> None:
        """Use those kept in an index."""
        self._index = index

    @cached_property
    def _known(self) -> frozenset[str]:
        return self._index.syllables()

    def are_two(self, word: str, meant: str) -> bool:
        """Tell whether a word and what it may be a misspelling of are both Chinese, and not one misheard."""
        if _NASAL.sub("n", word) == _NASAL.sub("n", meant):
            return False
        return self._is_pinyin(word) and self._is_pinyin(meant)

    def _is_pinyin(self, word: str) -> bool:
        """Tell whether a word can be parted into syllables, whatever way."""
        ends = {0}
        for end in range(1, len(word) + 1):
            if any(
                end - size in ends and word[end - size : end] in self._known
                for size in range(1, _LONGEST + 1)
            ):
                ends.add(end)
        return len(word) in ends
