"""How a known name is printed, beside how a text prints it: what tells namesakes apart."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import unescape
from typing import Final

from duediligence.names.fold import simplified
from duediligence.recognise.reading import Reading, Run

_LONG: Final = 5  # letters of a word that tells one spelling from another
_WORD: Final = re.compile(r"[^\W_]+")
_MARGINS: Final = 8  # blanks and marks around a name that is all of a text


@lru_cache(maxsize=2048)
def spelling(text: str) -> str:
    """Return what two prints of one spelling share: case, spaces and the form of apostrophes do not count."""
    return "".join(unescape(text).casefold().split()).replace("\u2019", "'")


def odd_words(reading: Reading, run: Run, name: str) -> int:
    """Count the long words of a run, not cut short, that the name spells otherwise.

    Polytechnical and Polytechnic are one word to look up, and two to tell namesakes apart by.
    """
    tokens, text = reading.tokens, reading.text
    spans = [(tokens.starts[at], tokens.ends[at]) for at in range(run.start, run.end)]
    whole = [text[start:end] for start, end in spans if end - start >= _LONG and text[end : end + 1] != "."]
    return sum(word.casefold() not in _words(name) for word in whole)


def is_all_printed(reading: Reading, name: str) -> bool:
    """Tell whether the whole text is a name just as it is printed, initials included."""
    return len(name) + _MARGINS >= len(reading.text) and spelling(name) == spelling(reading.text)


def is_traditional(text: str) -> bool:
    """Tell whether a text holds Han characters that are written otherwise in simplified script."""
    return not text.isascii() and text != text.translate(simplified())


def is_japanese(text: str) -> bool:
    """Tell whether some of a text's Han characters are as in simplified script, others not: 東北大学."""
    return is_traditional(text) and not _reformed().isdisjoint(text)


@cache
def _reformed() -> frozenset[str]:
    """Return the characters of simplified script that others are written for."""
    return frozenset(map(chr, simplified().values())) - frozenset(map(chr, simplified()))


@lru_cache(maxsize=2048)
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name.casefold()))
