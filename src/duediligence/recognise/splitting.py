"""Part words that stand glued together, by the vocabulary of all known names."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.names.fold import fold
from duediligence.names.tokens import Part, glued_parts, plain_split
from duediligence.names.words import WordClass, canonical, spelt_forms, word_class

_NUMBER: Final = WordClass.NUMBER
_RARE: Final = WordClass.RARE
_FORM: Final = WordClass.FORM
_HEADS: Final = frozenset((
    "university", "universitys", "institute", "academy", "college", "school", "department", "laboratory",
    "hospital", "technology", "science", "sciences", "engineering", "center", "centre", "bureau", "ministry",
))  # fmt: skip
_LINKS: Final = ("of", "and", "for", "the")
_OPENING: Final = 4  # letters by which spellings are looked up
_LONG: Final = 6  # letters of a word that one name alone may hold: Donghua
_SHORTEST: Final = 5  # letters of a word that may be several
_LONGEST: Final = 200  # of a longer one the parts could go deeper than calls may
_MARKS: Final = frozenset("abcdfgh")  # letters of footnotes that open no brand, as those of iRay and eBay do
_SLIPS: Final = 2  # institutions whose printed names may hold a glued word by mistake


class WordSplitter:
    """Turns one raw word into its canonical parts; called once for each word never seen before."""

    def __init__(self, index: Index) -> None:
        """Use the vocabulary of an index."""
        self._index = index

    def __call__(self, word: str) -> tuple[Part, ...]:
        """Return (canonical key, folded word, start, end) for each part; a link has an empty key."""
        whole = plain_split(word)
        if not whole:
            return ()
        key, folded, start, _ = whole[-1]
        if word_class(key) is _NUMBER and not word.isdigit():
            return whole if self._index.word_count(key) else self._camel(word) or whole
        if start or len(word) > _LONGEST or word_class(key) is not _RARE:
            return whole
        if word[0] in _MARKS and word[1:].istitle():
            return self._unmarked(word, key) or whole
        if len(word) < _SHORTEST or self._index.word_count(key) > _SLIPS:
            return whole
        parts = self._camel(word)
        if not parts and not self._index.word_count(key):
            parts = self._lower(word, folded)
        return parts or whole

    def _unmarked(self, word: str, key: str) -> tuple[Part, ...]:
        """Part a word from the footnote's letter glued before it: cKim, bUniversity."""
        part = _part(word[1:], 1, len(word))
        ordinary = word_class(part[0]) is not _RARE or not part[0]
        return (part,) if ordinary or self._index.word_count(part[0]) > self._index.word_count(key) else ()

    def _known(self, folded: str, key: str) -> bool:
        return not key or key != folded or word_class(key) is not _RARE or self._index.word_count(key) > 0

    def _camel(self, word: str) -> tuple[Part, ...]:
        if word.isalpha() and (word.islower() or word.isupper() or word[1:].islower()):
            return ()  # neither capitals within nor a footnote's digits
        pieces = glued_parts(word)
        if len(pieces) == 1 and pieces[0][0] == word:
            return ()
        parts = [_part(*piece) for piece in pieces]
        known = [self._known(folded, key) for key, folded, _, _ in parts]
        if self._index.word_count(canonical(fold(word))):
            enough = all(known) and any(not key or word_class(key) is _FORM for key, *_ in parts)
        else:
            enough = any(known)
        if not enough:
            return ()
        found: list[Part] = []
        for part, is_known, (piece, start, _) in zip(parts, known, pieces, strict=True):
            found.extend(() if is_known else self._lower(piece, part[1], start, headed=False))
            if is_known or not found or found[-1][3] != part[3]:
                found.append(part)
        return tuple(part for part in found if part[1])

    def _lower(self, word: str, folded: str, offset: int = 0, *, headed: bool = True) -> tuple[Part, ...]:
        """Part a word in one case into known words, one of them a head: `zhejianguniversity`.

        Beside other parts of a glued word none need be a head: `Electronicsand`.
        """
        if len(folded) != len(word):
            return ()
        if headed and not any(head in folded for head in _HEADS):
            return self._without_link(word, folded, offset)
        ends = self._ends(folded, 0, set())
        pieces = [(word[start:end], offset + start, offset + end) for start, end in pairwise((0, *ends))]
        return tuple(_part(*piece) for piece in pieces) if not headed or _holds_head(folded, ends) else ()

    def _without_link(self, word: str, folded: str, offset: int) -> tuple[Part, ...]:
        """Part a word of several names from the link glued to it: `Researchand`, `ofchinese`."""
        after = next(filter(folded.endswith, _LINKS), "")
        before = next(filter(folded.startswith, _LINKS), "")
        for link, cut, name in ((after, len(folded) - len(after), 0), (before, len(before), 1)):
            if link and len(folded) - len(link) > _OPENING:
                first = _part(word[:cut], offset, offset + cut)
                parts = first, _part(word[cut:], offset + cut, offset + len(word))
                if self._is_ordinary(parts[name]):
                    return parts
        return ()

    def _is_ordinary(self, part: Part) -> bool:
        """Tell whether a part is a word of the tables, or one that several names hold."""
        return word_class(part[0]) is not _RARE or self._index.word_count(part[0]) > _SLIPS

    def _ends(self, folded: str, start: int, dead: set[int]) -> tuple[int, ...]:
        """Return where the known words that fill the rest of a word end, longest first; empty for none."""
        if start in dead:
            return ()
        for end in self._next_ends(folded, start):
            if end == len(folded):
                return (end,)
            rest = self._ends(folded, end, dead)
            if rest:
                return (end, *rest)
        dead.add(start)
        return ()

    def _next_ends(self, folded: str, start: int) -> list[int]:
        """Return where known words from `start` on may end, longest first.

        A plural s is the next word's before all (Moscow State, not Moscows), unless a link follows it.
        """
        words = (*_LINKS, *_spellings().get(folded[start : start + _OPENING], ()))
        ends = {start + len(word) for word in words if folded.startswith(word, start)}
        for word in self._index.opening_words(folded[start:]):
            if len(word) > 3 and (self._index.word_count(word) > 1 or _is_simple(word)):
                ends.add(start + len(word))
        plurals = {end + 1 for end in ends if end - start > 3 and folded.startswith("s", end)} - ends
        ends.update(end for end in plurals if folded.startswith(_LINKS, end))
        return [*sorted(ends, reverse=True), *sorted(plurals - ends, reverse=True)]


@cache
def _spellings() -> dict[str, list[str]]:
    """Return the long spellings of ordinary words, by their first letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in spelt_forms() | _HEADS:
        found[word[:_OPENING]].append(word)
    return found


def _is_simple(word: str) -> bool:
    """Tell whether a word that one institution bears may be taken for a name, and not for a slip in one."""
    glued = word.endswith(_LINKS) or any(head in word for head in _HEADS)
    return len(word) >= _LONG and not glued


def _holds_head(folded: str, ends: tuple[int, ...]) -> bool:
    return any(folded[start:end] in _HEADS for start, end in pairwise((0, *ends)))


def _part(piece: str, start: int, end: int) -> Part:
    folded = fold(piece)
    return canonical(folded), folded, start, end
