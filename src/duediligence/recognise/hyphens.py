"""Join words that the end of a printed line has parted with a hyphen: Univer- sity, Engi-neering."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.names.fold import fold
from duediligence.names.tokens import Tokens
from duediligence.names.words import WordClass, canonical, word_class

_SMALL: Final = "[a-z\u00df-\u00ff\u0430-\u044f\u0451]"
_CAPITAL: Final = "[A-Z\u0410-\u042f\u0401]"
_PARTED: Final = re.compile(
    rf"(?<![^\W_])([^\W\d_]{{2,}})([-\u2010]\s*)({_SMALL}{{2,}}|{_CAPITAL}{{2,}})(?![^\W_])"
)
# Sooner tried than the whole pattern, which begins at every word.
_HYPHEN: Final = re.compile(rf"(?<=[^\W\d_]{{2}})[-\u2010]\s*(?:{_SMALL}{{2}}|{_CAPITAL}{{2}})")
_RARE: Final = WordClass.RARE
_SHORT: Final = 4
_HYPHENS: Final = frozenset(("-", "\u2010"))
Cut = tuple[int, int]
"""A place in the joined text, and how many characters of the text given were left out before it."""


def joined(text: str, index: Index) -> tuple[str, list[Cut]]:
    """Return a text without the hyphens that part words, and where they were; the text itself if none does.

    A hyphen at a line's end parts any known word; one within a line only a word of which a piece is none,
    for `Jiao-tong` and `Electro-optical` are written so. Then it may be misspelt, too: Sun Yet-sen.
    """
    pieces: list[str] = []
    cuts: list[Cut] = []
    if _HYPHEN.search(text) is None:
        return text, cuts
    at = size = 0
    for match in _PARTED.finditer(text):
        first, hyphen, second = match.groups()
        if not (second.islower() or (first + second).isupper()):
            continue
        are_words = _is_word(first, index) and _is_word(second, index)
        if len(hyphen) == 1 and are_words:
            continue
        alone = not {text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]} & _HYPHENS
        if not _is_word(first + second, index) and not (
            alone and not are_words and _is_misspelt(first, second, index)
        ):
            continue
        pieces.append(text[at : match.end(1)])
        size += len(pieces[-1])
        at = match.start(3)
        cuts.append((size, at - size))
    return ("".join((*pieces, text[at:])), cuts) if cuts else (text, cuts)


def put_back(tokens: Tokens, cuts: list[Cut]) -> None:
    """Count the positions of words in the text given, not in the joined one."""
    places = [place for place, _ in cuts]
    for position, opens in ((tokens.starts, 0), (tokens.ends, 1)):
        for at, place in enumerate(position):
            before = bisect_right(places, place - opens)
            if before:
                position[at] = place + cuts[before - 1][1]


def _is_word(word: str, index: Index) -> bool:
    key = canonical(fold(word))
    return bool(key) and (word_class(key) is not _RARE or index.word_count(key) > 0)


def _is_misspelt(first: str, second: str, index: Index) -> bool:
    """Tell whether two short words, no linking ones, make a word a letter away from one in a listed name."""
    if max(len(first), len(second)) > _SHORT or not (canonical(fold(first)) and canonical(fold(second))):
        return False
    return bool(index.near_words(canonical(fold(first + second))))
