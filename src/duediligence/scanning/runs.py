"""Runs of capitalised words, with the small words that link them: what names look like in Latin script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duediligence.scanning.lexicon import BEFORE_NAMES

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİŁŃŇŌŎŐŒŔŘŚŜŞŠŢŤŨŪŬŮŰŲŴŶŸŹŻŽƏ"
_WORD = rf"(?:(?:St|Ste|Mt|[{_UPPER}])\.|[{_UPPER}\d][\w’'.&-]*[\w’']|[{_UPPER}](?!\w))"
_LINK = (
    r"(?:of|for|and|the|&|de|del|della|degli|di|da|do|dos|das|du|des|la|le|les|et|e|y|für|und|der|die|an|"
    r"zu|i|w|van|voor|named|after)"
)
# A comma stands inside a name before its legal form, and in `College of Arts, Sciences and Letters`.
_COMMA = r",\s(?=[A-Z]\w+\s(?:and|&)\s|(?:Ltd|Inc|LLC|Limited|S\.A)\b)"
_RUN = re.compile(
    rf"(?<![\w@./-]){_WORD}(?:(?:\s+(?:{_LINK}\s+){{0,3}}|\s*-\s*|{_COMMA}){_WORD}|\s\({_WORD}\)(?=\s[A-Z]))*(?![\w@])"
)
_TOKEN = re.compile(r"[^\s,]+")
_POSSESSIVE = re.compile(r"[’']s?$")
_LONGEST = 14  # words


def capitalised_runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of a text, without words that stand before names (`The`, `President`) at either end."""
    for match in _RUN.finditer(text):
        words = [(word.group(), word.start(), word.end()) for word in _TOKEN.finditer(text, *match.span())]
        while words and words[0][0].casefold().rstrip(".") in BEFORE_NAMES:
            words = words[1:]
        while words and words[-1][0].casefold() in BEFORE_NAMES:
            words = words[:-1]
        if words:
            start, end = words[0][1], words[:_LONGEST][-1][2]
            yield start, end - len(_possessive(text[start:end]))


def _possessive(words: str) -> str:
    found = _POSSESSIVE.search(words)
    return found.group() if found else ""
