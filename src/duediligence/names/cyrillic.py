"""Russian words in Latin letters, read back as Cyrillic ones, so that both meet in one canonical word.

The canonical word of a Cyrillic word has lost its case ending: Радуга is `radug`, but Raduga stays as it is.
"""

from __future__ import annotations

import re

from duediligence.names.words import WordClass, canonical, word_class

_SHORTEST = 4  # letters; shorter words keep their ending
_ENDINGS = ("a", "e", "o", "y", "i", "om")  # of words that lose letters in Cyrillic; Landau loses none
_SOFTENED = "yo"  # Полёт is printed Полет as well
_OF_INSTITUTES = re.compile("(?:n|ts|v|gos)?nii")  # letters have no endings: НИИПА
_SPELT = {
    "shch": "щ",
    "zh": "ж",
    "kh": "х",
    "ts": "ц",
    "ch": "ч",
    "sh": "ш",
    "yu": "ю",
    "iu": "ю",
    "ya": "я",
    "ia": "я",
    "ye": "е",
    "yo": "ё",
    "iy": "ий",
    "yy": "ый",
    "ks": "кс",
    "x": "кс",
} | dict(zip("abvgdezijklmnoprstufhcyw", "абвгдезийклмнопрстуфхкыв", strict=True))
_LETTERS = re.compile("|".join(sorted(_SPELT, key=len, reverse=True)))


def as_in_cyrillic(words: list[str]) -> list[str]:
    """Return canonical words as those of a text in Cyrillic would be, proper names without their ending."""
    return [_back(word) for word in words]


def _back(word: str) -> str:
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return word
    if word_class(word) is not WordClass.RARE or _OF_INSTITUTES.match(word):
        return word
    if not (word.endswith(_ENDINGS) or _SOFTENED in word):
        return word
    found = canonical(_LETTERS.sub(lambda letters: _SPELT[letters[0]], word))
    return found if word_class(found) is WordClass.RARE else word
