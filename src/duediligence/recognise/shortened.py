"""Short forms in a text: written out before names are looked up, or read as what they may be cut from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.names.tokens import Tokens
from duediligence.names.words import expansions
from duediligence.recognise.spelling import is_cut_from

_DIRECTIONS: Final = {"n": "north", "s": "south", "e": "east", "w": "west"}
_CENTRAL_OF: Final = frozenset(("china", *_DIRECTIONS.values()))
_SHORTENED: Final = frozenset((*_DIRECTIONS, "centre"))
_LOOSE: Final = frozenset(("academic", "u"))
_AROUND_U: Final = frozenset(("of", "and"))
# Words as citation indexes cut them, without a full stop.
_CUT: Final = ("Univ ", "Univ,", "Inst ", "Acad ", "Natl ", "Ctr", "Commiss", "Peoples R", "UNIV ", "INST ")
_ORDINALS: Final = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth"}
_ORDINAL: Final = re.compile(r"([1-6])(?:st|nd|rd|th)\b")
_SCIENTIFIC: Final = "scientific"
_AFTER_SCIENTIFIC: Final = frozenset(("research", "centre", "production", "industry"))
_BEFORE: Final = 8  # words of a name before `Med`


def spell_out(text: str, tokens: Tokens, index: Index) -> None:
    """Write out the directions, heads and fields that a text shortens, in its words."""
    if not _SHORTENED.isdisjoint(tokens.keys):
        _spell_out_directions(text, tokens)
    if not _LOOSE.isdisjoint(tokens.keys):
        _spell_out_heads(text, tokens)
    if "medical" in tokens.keys:
        _spell_out_medicine(text, tokens, index)


def cut_words(
    text: str, tokens: Tokens, completed: Callable[[str], tuple[str, ...]]
) -> dict[int, tuple[str, ...]]:
    """Return where words are cut as citation indexes cut them, with what they may stand for; and ordinals.

    Others put a full stop after each: Inst. of Spectrosc., Acad. of Sci., Troitsk. `Sci` is Science, and also
    Scientific: All Russian Sci Res Inst Aviat Mat. `2nd` is second: 2nd Military Medical University.
    """
    cut: dict[int, tuple[str, ...]] = {}
    without_stop = _is_cut(text)
    if without_stop or "." in text:
        ends = tokens.ends
        cut = {
            at: words
            for at, key in enumerate(tokens.keys)
            if (without_stop or text[ends[at] : ends[at] + 1] == ".") and (words := completed(key))
        }
        if without_stop:
            cut |= dict.fromkeys(_scientific(text, tokens), (_SCIENTIFIC,))
    if _ORDINAL.search(text) is not None:
        cut |= _ordinals(text, tokens)
    return cut


def is_short_for(key: str, word: str) -> bool:
    """Tell whether a word is written short for another, and no slip: an abbreviation, a cut, a figure."""
    if key.isdigit() or expansions(key):
        return True
    return is_cut_from(key, word) or (key == "science" and word == _SCIENTIFIC)


def _spell_out_medicine(text: str, tokens: Tokens, index: Index) -> None:
    """Read `Med` as Medicine where that makes a known name: Hubei Univ Med, Nanjing Univ Chinese Med."""
    keys = tokens.keys
    for at, key in enumerate(keys):
        if key == "medical" and text[tokens.starts[at] : tokens.ends[at]].casefold() == "med":
            names = (" ".join(keys[low:at]) + " medicine " for low in range(max(0, at - _BEFORE), at))
            if any("university" in name and name in index.names for name in names):
                keys[at] = "medicine"


def _spell_out_directions(text: str, tokens: Tokens) -> None:
    """Read `S China`, `Cent S Univ` and `Cent. China` as South, Central South and Central China."""
    keys = tokens.keys
    for at, key in enumerate(keys):
        following = keys[at + 1] if at + 1 < len(keys) else ""
        if key == "centre" and following in _CENTRAL_OF:
            if text[tokens.starts[at] : tokens.ends[at]].casefold() == "cent":
                keys[at] = "central"
        elif key in _DIRECTIONS:
            after_centre = at > 0 and keys[at - 1] in {"central", "centre"}
            if after_centre or following in {"china", "central"}:
                keys[at] = _DIRECTIONS[key]
                if after_centre:
                    keys[at - 1] = "central"


def _spell_out_heads(text: str, tokens: Tokens) -> None:
    """Read `Peking U.` and `U. of Tehran` as University, and the slip `Academic of Sciences` as Academy."""
    for at, key in enumerate(tokens.keys):
        if key == "academic" and "of" in _links_after(tokens, at):
            tokens.keys[at] = "academy"
        elif key == "u" and _is_apart(text, tokens.starts[at]) and _is_head(tokens, at):
            tokens.keys[at] = "university"


def _links_after(tokens: Tokens, at: int) -> list[str]:
    return tokens.links[at + 1].split() if at + 1 < len(tokens.keys) else []


def _is_head(tokens: Tokens, at: int) -> bool:
    """Tell whether a letter ends its part of the text, its country aside, or stands before `of`, or `and`."""
    ends = at + 1 == len(tokens.keys) or tokens.breaks[at + 1] or tokens.keys[at + 1] == "china"
    return bool(ends) or not _AROUND_U.isdisjoint(_links_after(tokens, at))


def _is_apart(text: str, at: int) -> bool:
    """Tell whether a capital stands after a blank: not the last letter of S.L.U. does."""
    return text[at].isupper() and (at == 0 or text[at - 1].isspace())


def _is_cut(text: str) -> bool:
    for cut in _CUT:  # noqa: SIM110 - a generator would cost more than the search, for every text
        if cut in text:
            return True
    return False


def _ordinals(text: str, tokens: Tokens) -> dict[int, tuple[str, ...]]:
    """Return where ordinals in figures stand, with the word of each: 2nd Military Medical University."""
    found = {match.start(): _ORDINALS[match[1]] for match in _ORDINAL.finditer(text)}
    return {at: (found[start],) for at, start in enumerate(tokens.starts) if start in found}


def _scientific(text: str, tokens: Tokens) -> Iterator[int]:
    """Yield where `Sci` may stand for Scientific: before a centre, a research institute, a factory."""
    for at, (key, after) in enumerate(pairwise(tokens.keys)):
        is_word = key == "science" and after in _AFTER_SCIENTIFIC
        if is_word and text[tokens.starts[at] : tokens.ends[at]].casefold() == "sci":
            yield at
