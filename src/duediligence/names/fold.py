"""Fold one word to its comparable letters: case, accents, look-alikes, Han and Arabic variants."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

TABLES: Final = Path(__file__).parent / "tables"
_APOSTROPHES: Final = "'’‘ʻʼ`´ʹʺ\"＇"
_DROPPED: Final = dict.fromkeys(map(ord, _APOSTROPHES + ".\u200b\u200c\u200d\u2060\ufeff\u00ad\u0640"))

# Letters that Unicode does not take apart but that a typist writes without the mark.
_PLAIN: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ə": "e", "œ": "oe", "æ": "ae", "ß": "ss", "þ": "th"}
)
# Persian and Arabic letters that differ by keyboard, not by word.
_ARABIC: Final = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ۀ": "ه"}
)
# Latin letters inside a Cyrillic word are typing slips (official Russian names hold many), and the reverse.
_TO_CYRILLIC: Final = str.maketrans("abcehikmoptxy", "авсенікмортху")
_TO_LATIN: Final = str.maketrans("авсенікмортху", "abcehikmoptxy")


def fold(word: str) -> str:
    """Return the comparable letters of one word; idempotent, and empty only for words of marks alone.

    Case, accents, apostrophes and zero-width characters go; look-alike Latin and Cyrillic letters
    follow the word's majority script; traditional and Japanese Han become simplified.
    """
    if word.isascii():
        return word.lower() if word.isalnum() else word.lower().translate(_DROPPED)
    text = unicodedata.normalize("NFKC", word).casefold().translate(_DROPPED)
    if any("\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" for char in text):
        return text.translate(simplified())
    return _one_script(_without_marks(text).translate(_PLAIN).translate(_ARABIC))


@cache
def simplified() -> dict[int, int]:
    """Return the character table from traditional and Japanese Han forms to simplified ones."""
    raw = (TABLES / "han.txt").read_text("utf-8")
    lines = (line for line in raw.splitlines() if not line.startswith("#"))
    pairs = "".join("".join(lines).split())
    return str.maketrans(pairs[::2], pairs[1::2])


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    # й and ё are letters of their own in Russian spelling, but typists drop the marks too.
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _one_script(text: str) -> str:
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in text)
    if not cyrillic:
        return text
    latin = sum(char.isascii() and char.isalpha() for char in text)
    if not latin:
        return text
    return text.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)
