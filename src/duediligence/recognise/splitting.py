"""Part words that stand glued together, by the vocabulary of all known names."""

from __future__ import annotations

from duediligence.catalogue.index import Index
from duediligence.names.fold import fold
from duediligence.names.tokens import Part, glued_parts, plain_split
from duediligence.names.words import WordClass, canonical, is_link, word_class

_HEADS = (
    "university", "universitys", "institute", "academy", "college", "of", "and", "for", "school",
    "department", "laboratory", "hospital", "technology", "science", "sciences", "engineering",
)  # fmt: skip
_SLIPS = 2  # institutions whose printed names may hold a glued word by mistake


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
        key, folded, start, _ = whole[0]
        if word_class(key) is WordClass.NUMBER and not word.isdigit():
            return self._camel(word) or whole
        if start or len(word) < 5 or word_class(key) is not WordClass.RARE:
            return whole
        if self._index.word_count(key) > _SLIPS:
            return whole
        parts = self._camel(word)
        if not parts and not self._index.word_count(key):
            parts = self._lower(word, folded)
        return parts or whole

    def _known(self, folded: str, key: str) -> bool:
        return (
            not key
            or key != folded
            or word_class(key) is not WordClass.RARE
            or self._index.word_count(key) > 0
        )

    def _camel(self, word: str) -> tuple[Part, ...]:
        pieces = glued_parts(word)
        if len(pieces) == 1 and pieces[0][0] == word:
            return ()
        parts = [self._part(piece, start, end) for piece, start, end in pieces]
        known = [self._known(folded, key) for key, folded, _, _ in parts]
        if self._index.word_count(canonical(fold(word))):
            enough = all(known) and any(not key or word_class(key) is WordClass.FORM for key, *_ in parts)
        else:
            enough = any(known)
        return tuple(part for part in parts if part[1]) if enough else ()

    def _lower(self, word: str, folded: str) -> tuple[Part, ...]:
        """Cut a known head off either end of a word in one case: `universityof`, `zhejianguniversity`."""
        if len(folded) != len(word):
            return ()
        for head in _HEADS:
            rest = len(folded) - len(head)
            if rest < 2:
                continue
            for cut, at_start in ((len(head), True), (rest, False)):
                whole = folded.startswith(head) if at_start else folded.endswith(head)
                other = folded[cut:] if at_start else folded[:cut]
                if whole and (
                    is_link(other) or (len(other) > 3 and self._index.word_count(canonical(other)) > 1)
                ):
                    return self._part(word[:cut], 0, cut), self._part(word[cut:], cut, len(word))
        return ()

    def _part(self, piece: str, start: int, end: int) -> Part:
        folded = fold(piece)
        return canonical(folded), folded, start, end
