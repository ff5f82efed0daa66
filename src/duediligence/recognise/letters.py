"""Letters that stand for a name: how a text prints them, and which words before them they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import FIELD_OF_MANY, PLACE_BIT, PLACE_KINDS, Posting
from duediligence.names import tokenise
from duediligence.names.fold import fold
from duediligence.names.keys import Variant
from duediligence.names.tokens import SPACE
from duediligence.names.words import WordClass, looks_like_letters, word_class
from duediligence.recognise.reading import HEADS, Reading, Run
from duediligence.recognise.standing import (
    ends_part,
    opens_part,
    past_person,
    words_up_to_break,
)
from duediligence.recognise.vetting import is_cyrillic_word

_INITIALS: Final = Variant.INITIALS
_RARE: Final = WordClass.RARE
_LEGAL: Final = WordClass.LEGAL
_TELLING: Final = frozenset((WordClass.FIELD, WordClass.RARE))
_SHORTEST: Final = 4
_FEWEST: Final = 3
_FIRST: Final = 3  # letters of a word that agree with those of a name
_OPENING_WORDS: Final = 2  # up to the head of a part that letters open: Key Laboratory
_MORE_WORDS: Final = 5  # than letters that stand for them
_FIRMS: Final = frozenset(("company", "corporation", "group"))
_DASHES: Final = frozenset(("- ", "\u2013 ", "\u2014 "))
_PARTING: Final = re.compile(r"[\s/-]+")
_SMALL: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_ALIKE: Final = 7  # letters that an adjective shares with its town
_OPENED: Final = 512  # institutions whose words are kept


class Letters:
    """Knows what the words of each body's names open with, so that letters can be told from another's."""

    def __init__(self, index: Index) -> None:
        """Use the names of an index."""
        self._index = index
        self._opened = lru_cache(maxsize=_OPENED)(self._openings_of)

    def are_of(self, reading: Reading, run: Run, at: int) -> bool | None:
        """Tell whether letters in brackets stand for words before them that are a name of their body.

        They do if the telling words and towns are those of one of its names; if no telling word is in its
        names, of those that name somebody none, or without any no town, they stand for another: China
        Tourism Group (CTG), Воронежский механический завод (ВМЗ).
        Three first letters agree in a word that is cut or misspelt.

        Returns:
            None where they stand for no words before them, or this is not to be told.
        """
        words = _words_abbreviated(reading, run)
        if not words:
            return None
        telling = [key for at in words if word_class(key := reading.tokens.keys[at]) in _TELLING]
        placed = {one.start: one.key for one in reading.places if one.start in words and not one.place.states}
        towns = _openings(placed.values())
        own = _openings(telling)
        naming = _openings(key for key in telling if word_class(key) is _RARE)
        held, names = self._opened(at)
        if any(said and held.isdisjoint(said) for said in (own or towns, naming)):
            return False
        first = reading.tokens.keys[words.start]
        if is_cyrillic_word(reading, run.start) and not self._opens_alike(first, at):
            return False
        tells = len(own | towns) > 1 and any(self._index.word_count(key) < FIELD_OF_MANY for key in telling)
        return True if tells and own | towns in names else None

    def are_inflected(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether Cyrillic letters only look like those of a name once endings are cut: НИИАС, НИИАО."""
        if run.end - run.start > 1 or posting.variant == _INITIALS or run.changed:
            return False
        if not is_cyrillic_word(reading, run.start):
            return False
        word = reading.printed(run.start, run.end)
        printed = (_spelt(word), _spelt(word.rstrip(_SMALL)))  # ВНИИЭФа
        return all(_spelt(one) not in printed for one in _PARTING.split(self._index.name_of(posting)))

    def are_with_person(self, reading: Reading, run: Run, at: int) -> bool:
        """Tell whether the words after a run honour a person in a body's name: НИИП им. Тихомирова."""
        honoured = reading.tokens.keys[run.end : past_person(reading, run.end)]
        return bool(honoured) and not self._opened(at)[0].isdisjoint(_openings(honoured))

    def _opens_alike(self, word: str, at: int) -> bool:
        """Tell whether a name of a body holds the word that the first letter stands for: Красноярский."""
        body = self._index.institution(at)
        texts = (body.name, *(name.text for name in body.names))
        keys = (key for text in texts for key in tokenise(text).keys if len(key) >= _SHORTEST)
        return any(key.startswith(word[:_ALIKE]) or word.startswith(key[:_ALIKE]) for key in keys)

    def _openings_of(self, at: int) -> tuple[frozenset[str], list[frozenset[str]]]:
        """Return the first letters of all words in a body's names, and of those in each that tell."""
        body = self._index.institution(at)
        names = [tokenise(text).keys for text in (body.name, *(name.text for name in body.names))]
        told = [_openings(key for key in name if self._tells(key)) for name in names]
        return _openings(key for name in names for key in name), told

    def _tells(self, key: str) -> bool:
        """Tell whether a word of a name is a field, its own, or a town."""
        meanings = [
            PLACE_KINDS[value >> 16 & 0x3] for value in self._index.packed(f"{key} ") if value & PLACE_BIT
        ]
        return "country" not in meanings if meanings else word_class(key) in _TELLING


def _words_abbreviated(reading: Reading, run: Run) -> range:
    """Return the words before letters in brackets that these stand for, if they stand for any.

    Each letter is sought backwards in these words, the first one where a word begins (Schwartz and Hearst,
    "A simple algorithm for identifying abbreviation definitions in biomedical text", PSB 2003).
    """
    tokens, end = reading.tokens, run.start
    if not end or tokens.brackets[end] <= tokens.brackets[end - 1]:
        return range(0)
    letters = fold(reading.printed(end, end + 1))
    low = max(0, end - min(len(letters) + _MORE_WORDS, 2 * len(letters)))
    start = tokens.starts[low]
    words = "".join([char.lower()[0] for char in reading.text[start : tokens.ends[end - 1]]])
    at = len(words)
    for left, letter in zip(range(len(letters) - 1, -1, -1), reversed(letters), strict=True):
        at = words.rfind(letter, 0, at)
        while not left and at > 0 and words[at - 1].isalnum():
            at = words.rfind(letter, 0, at)
        if at < 0:
            return range(0)
    first = next((place for place in range(low, end) if tokens.ends[place] > start + at), end)
    is_itself = tokens.keys[end] in tokens.keys[first:end]
    return range(0) if is_itself else range(first, end)


def _spelt(word: str) -> str:
    """Return the letters of a word in small Latin ones."""
    from anyascii import anyascii  # few texts hold letters in Cyrillic

    latin = word if word.isascii() else anyascii(word)
    return "".join(filter(str.isalnum, latin.lower()))


def _openings(keys: Iterable[str]) -> frozenset[str]:
    return frozenset([key[:_FIRST] for key in keys])


def stands_as_letters(reading: Reading, run: Run) -> bool:
    """Tell whether letters stand where a text on a person or a work names a body, and end its part there.

    Сотрудник ФИАН; Разработано в ИТМиВТ, 2006; A.I. Alikhanov ITEP, Moscow. Short letters mean too much, and
    those in brackets are of the name before them.
    """
    tokens, at = reading.tokens, run.start
    start, end = reading.span(run)
    if run.end - at > 1 or end - start < _SHORTEST or tokens.brackets[at] or reading.text.isupper():
        return False
    if sum(map(str.isupper, reading.text[start:end])) < _FEWEST:
        return False
    begins = at == 0 or tokens.breaks[at] != SPACE or bool(tokens.links[at])
    if not begins and reading.kinds[at - 1] not in {_RARE, _LEGAL}:
        return False
    if reading.text[start - 2 : start] in _DASHES:
        return False  # Consejo Superior de Investigaciones Científicas - CSIC
    return ends_part(reading, run) or _is_year(tokens.keys[run.end])


def open_part(reading: Reading, run: Run) -> bool:
    """Tell whether four letters and more, which one body alone bears, open the name of a part of it.

    CASIC Research Institute of Intelligent Decision Engineering; CNNC Key Laboratory of Uranium Resources.
    """
    if not _are_opening_letters(reading, run):
        return False
    after = range(run.end, min(run.end + _OPENING_WORDS, len(reading.kinds)))
    head = next((at for at in after if reading.kinds[at] in HEADS), None)
    return head is not None and not any(reading.tokens.breaks[run.end : head + 1])


def open_firm(reading: Reading, run: Run) -> bool:
    """Tell whether four letters and more, which one body alone bears, open the name of a firm.

    CASIC Space Engineering Development Co., Ltd.; CNNC Nuclear Power Operation Technology Corporation.
    """
    if not _are_opening_letters(reading, run):
        return False
    end = run.start + len(words_up_to_break(reading, run.start))
    return any(reading.kinds[at] is _LEGAL or reading.tokens.keys[at] in _FIRMS for at in range(run.end, end))


def _are_opening_letters(reading: Reading, run: Run) -> bool:
    start, end = reading.span(run)
    if end - start < _SHORTEST or not reading.text[start:end].isupper() or reading.text.isupper():
        return False
    return run.end - run.start == 1 and len(run.postings) == 1 and opens_part(reading, run)


def _is_year(key: str) -> bool:
    return len(key) == len("2008") and key.startswith(("19", "20")) and key.isdigit()


def is_in_capitals(reading: Reading, run: Run) -> bool:
    """Tell whether a run may be letters that stand for a name: `AIR`, not `Air`."""
    word = reading.printed(run.start, run.start + 1)
    return sum(char.isupper() for char in word) >= 2 or not (word[:1].isupper() or word[:1].islower())


def holds_letters(reading: Reading, run: Run) -> bool:
    """Tell whether a word of a run stands for a name: PLA, not AI, in a text that is not all in capitals."""
    words = (reading.printed(at, at + 1) for at in range(run.start, run.end))
    return not reading.text.isupper() and any(len(word) >= _FEWEST and word.isupper() for word in words)


def is_cyrillic(reading: Reading, run: Run) -> bool:
    """Tell whether letters are Cyrillic and four or more: their script says where they are used."""
    start, end = reading.span(run)
    return end - start >= _SHORTEST and is_cyrillic_word(reading, run.start)


def is_letters(reading: Reading, at: int) -> bool:
    """Tell whether a word is printed as letters that stand for a name: VNIIST."""
    return looks_like_letters(reading.printed(at, at + 1))
