"""What a name is written in: native or Latin script, which language, an acronym or words."""

from __future__ import annotations

import re
import unicodedata

_HAN = ("\u3400", "\u9fff")
_KANA = ("\u3040", "\u30ff")
_HANGUL = ("\uac00", "\ud7a3")
_CYRILLIC = ("\u0400", "\u04ff")
_ARABIC = ("\u0600", "\u06ff")
_READ_HAN = frozenset({"CN", "HK", "MO", "TW", "SG"})
_ARABIC_LANGUAGES = {"SY": "ar", "LB": "ar", "IQ": "ar", "AE": "ar", "PK": "ur"}

_ALWAYS_ACRONYM = 5  # capitals up to here are an acronym whatever the full name
_LONGEST_ACRONYM = 8
_LONGEST_INITIALS = 10
_CAPITALS = 0.5


def is_acronym(text: str, full_name: str = "", *, shouting: bool = False) -> bool:
    """Whether a name is an acronym: one short word, mostly capitals.

    Args:
        text: The name in question.
        full_name: The name it may be an acronym of; its initials are evidence.
        shouting: True where the publisher prints every name in capitals.
    """
    word = text.strip().strip(".")
    if not re.fullmatch(r"[A-ZА-Я0-9][\w&/.\-]{1,9}(?: of [A-Z]{2,4})?", word) or is_han(word):
        return False
    capitals = sum(c.isupper() or c.isdigit() for c in word)
    if capitals < _CAPITALS * len(re.sub(r"[.\-]", "", word)) or word.isdigit():
        return False
    if len(word) <= _ALWAYS_ACRONYM or _initials_agree(word, full_name):
        return True
    return not shouting and capitals == len(word) and len(word) <= _LONGEST_ACRONYM


def is_native(text: str) -> bool:
    """Whether a name is written in another script than Latin."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and 2 * sum(not _is_latin(c) for c in letters) > len(letters)


def is_han(text: str) -> bool:
    """Whether a name is written in Chinese characters or Japanese kana."""
    han = sum(_within(c, _HAN) or _within(c, _KANA) for c in text)
    return 2 * han > sum(c.isalpha() for c in text) > 0


def script_language(text: str, country: str | None) -> str | None:
    """The language a native name is most likely in, told from its script and country; None for Latin.

    Han characters are Chinese for a Chinese body and otherwise the Japanese ministry's own printing.
    """
    if any(_within(c, _KANA) for c in text):
        return "ja"
    for block, language in (
        (_HANGUL, "ko"),
        (_CYRILLIC, "uk" if country == "UA" else "ru"),
        (_ARABIC, _ARABIC_LANGUAGES.get(country or "", "fa")),
    ):
        if any(_within(c, block) for c in text):
            return language
    if is_han(text):
        return "zh" if country is None or country in _READ_HAN else "ja"
    return None


def _within(char: str, block: tuple[str, str]) -> bool:
    return block[0] <= char <= block[1]


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "MODIFIER"))


def _initials_agree(word: str, full_name: str) -> bool:
    initials = "".join(w[0] for w in re.findall(r"[^\W_]+", full_name)).casefold()
    letters = iter(initials)
    fits = bool(full_name) and len(word) <= _LONGEST_INITIALS
    return fits and all(c.casefold() in letters for c in word if c.isupper() or c.isdigit())
