"""Names folded to comparable keys, for merging and linking only.

Screening uses `duediligence.names`; merging needs something stricter: two names are the same here
only when nothing but spelling habits, legal forms and script variants tells them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from duediligence.curation.building.scripts import is_han
from duediligence.curation.building.tables import (
    ACADEMY,
    ACADEMY_NUMBER,
    COMMON,
    EMPTY,
    FILLERS,
    HOLDING,
    INSTITUTE_NUMBER,
    LEGAL_HINT,
    LEGAL_PHRASES,
    LEGAL_WORDS,
    NAMED_AFTER,
    NUMBERED_GROUPS,
    ORDINALS,
    SPELLINGS,
)
from duediligence.names.fold import fold as fold_word

_FEWEST_LETTERS = 8  # of a variant
_BRACKETS = re.compile(r"\s*[(\[（].*?[)\]）]")
_ACRONYM = re.compile(r"(?!USA$)[A-Z]{3,}")
_RUN_TOGETHER = re.compile(r"\b(air)(force)\b")


@dataclass(frozen=True, slots=True)
class Key:
    """A folded name: its words in order, and its legal form apart (`jsc`, `llc`, `fsue`, `ltd` or none)."""

    core: str
    legal: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the folded name."""
        return tuple(self.core.split())

    @property
    def letters(self) -> int:
        """How many letters and digits the folded name holds."""
        return len(self.core.replace(" ", ""))


@cache
def fold(name: str) -> Key:
    """Fold a name: case, accents, punctuation, fillers, spelling, legal form, Han variants."""
    if is_han(name):
        return Key(re.sub(r"[^\w]", "", _plain(name)))
    return _without_legal_form(_words(_with_short_forms(_plain(name))))


@cache
def variants(name: str) -> tuple[Key, ...]:
    """Further foldings of a name, its words in alphabetical order.

    Brackets, the academy or holding it belongs to, honours ("named after ...", "Order of Lenin"),
    initials and legal prefixes are left out; numbered institutes of defence groups become group and
    number. These are weaker than `fold`: use them only where nothing else in the country answers to
    them.
    """
    keys = dict.fromkeys(_loose(fold(text)) for text in _shortened(name))
    found = [key for key in keys if key.letters >= _FEWEST_LETTERS and len(key.words) > 1]
    number = _numbered(name)
    return (*found, number) if number else tuple(found)


def is_legal_form(text: str) -> bool:
    """Whether a text is nothing but a legal form ("JSC", "Co., Ltd.", "Акционерное общество")."""
    words = re.findall(r"\w+", _with_short_forms(text.casefold()))
    return all(word in LEGAL_WORDS or word in FILLERS for word in words)


def compatible(first: set[str], second: set[str]) -> bool:
    """Whether two sets of countries may be one body's: CN, HK and MO agree, TW stands alone."""
    return bool({_region(c) for c in first} & {_region(c) for c in second})


def _region(country: str) -> str:
    return "CN" if country in {"HK", "MO"} else country


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return re.sub(r"\w[\w'’‘`ʹʼ´′]*", lambda word: fold_word(word.group()), text)


def _with_short_forms(text: str) -> str:
    """Write legal forms that are spelt out in their letters: joint stock company as jsc."""
    if LEGAL_HINT.search(text):
        for pattern, form in LEGAL_PHRASES:
            text = pattern.sub(form, text)
    return text


def _words(text: str) -> list[str]:
    text = re.sub(r"(?<=\b\w)\.(?=\s?\w\b)", "", text)
    return [SPELLINGS.get(w, w) for w in re.findall(r"\w+", text) if w not in FILLERS]


def _without_legal_form(words: list[str]) -> Key:
    legal = {LEGAL_WORDS[w] for w in words if w in LEGAL_WORDS} - {""}
    core = [w for w in words if w not in LEGAL_WORDS]
    if not core:
        return Key(" ".join(words))
    return Key(" ".join(core), min(legal, default=""))


def _shortened(name: str) -> Iterator[str]:
    """The name with less and less around what it is called."""
    bare = _without_brackets(name)
    own = HOLDING.sub("", bare)
    yield from (name, bare, own)
    yield ACADEMY.sub(" ", own)
    yield _without_honour(own)
    yield ACADEMY.sub(" ", _without_honour(own))


def _without_brackets(name: str) -> str:
    """Drop what stands in brackets, but for a firm's place: "X (Beijing) Co., Ltd." is not X Co., Ltd."""

    def drop(match: re.Match[str]) -> str:
        rest = re.findall(r"\w+", match.string[match.end() :].casefold())
        of_firm = bool(rest) and (
            rest[-1] in LEGAL_WORDS or SPELLINGS.get(rest[-1], rest[-1]) == "corporation"
        )
        return match.group() if of_firm and not _ACRONYM.fullmatch(match.group().strip(" ()")) else " "

    return _BRACKETS.sub(drop, name)


def _loose(key: Key) -> Key:
    text = _RUN_TOGETHER.sub(r"\1 \2", key.core)
    return Key(" ".join(sorted(w for w in text.split() if w not in EMPTY and len(w) > 1)), key.legal)


def _without_honour(text: str) -> str:
    """Drop "named after ..." unless too little would be left to tell the body by."""
    match = NAMED_AFTER.search(text)
    if not match or match.start() < _FEWEST_LETTERS:
        return text
    tail = re.search(r"\b(?:of|under)\b.*$", text[match.end() :])
    short = text[: match.start()] + (" " + tail.group() if tail else "")
    return short if set(fold(short).words) - COMMON else text


def _numbered(name: str) -> Key | None:
    """The key of a numbered institute of a defence group ("CETC 14th Research Institute"), or None."""
    text = name.casefold()
    for word, number in ORDINALS.items():
        text = text.replace(f"{word} ", f"{number} ")
    group = next(
        ((short, strict) for pattern, short, strict in NUMBERED_GROUPS if pattern.search(text)), None
    )
    institute, academy = INSTITUTE_NUMBER.search(text), ACADEMY_NUMBER.search(text)
    if not group or not institute or (group[1] and not academy):
        return None
    number = next(n for n in institute.groups() if n)
    return Key(f"{group[0]} academy {academy.group(1) if academy else 0} numbered institute {number}")
