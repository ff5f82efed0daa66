"""Read a text once: find the known names that run through its words, and the places named."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import ANY_ORDER, PLACE_BIT, PLACE_KINDS, unpack_country
from duediligence.names.keys import PINYIN, Variant
from duediligence.names.legal import company_forms
from duediligence.names.tokens import HARD, SPACE, Tokeniser, Tokens
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.hyphens import joined, put_back
from duediligence.recognise.marks import heed_marks
from duediligence.recognise.reading import Place, PlaceRun, Reading, Run
from duediligence.recognise.shortened import cut_words, is_short_for, spell_out
from duediligence.recognise.spelling import Spelling
from duediligence.recognise.splitting import WordSplitter

_REACH: Final = 260  # letters of the longest known names
_MEMORY: Final = 20_000  # keys whose meaning is kept
_BEFORE: Final = 8  # words of a name before a misspelt one
_AFTER: Final = 130  # words that `_REACH` letters may be
_FEWEST_RESPELT: Final = 2  # words of a name in which a misspelling is read
_OF_COMPANIES: Final = frozenset(  # words of which one is in every legal form that is spelt out
    ("stock", "liability", "unitary", "aktsionern", "aktsionernoe", "ogranich", "ogranichennoi")
)
Entry = tuple[int, list[int], int, Place | None]
"""How many words a key has; packed institutions, the most faithful way the key was made; a place."""


class Reader:
    """Reads texts against one index."""

    def __init__(self, index: Index) -> None:
        """Prepare a tokeniser that knows the index's vocabulary."""
        self._index = index
        self._spelling = Spelling(index)
        self._tokenise = Tokeniser(WordSplitter(index))
        self._entries: dict[str, Entry] = {}

    def read(self, text: str) -> Reading:
        """Return the words of a text with every known name and place among them."""
        whole, cuts = joined(text, self._index) if "-" in text or "\u2010" in text else (text, None)
        tokens = self._tokenise(whole)
        if cuts:
            put_back(tokens, cuts)
        spell_out(text, tokens, self._index)
        reading = Reading(text, tokens, list(map(word_class, tokens.keys)))
        if not _OF_COMPANIES.isdisjoint(tokens.keys):
            for at in company_forms(tokens.keys):
                reading.kinds[at] = WordClass.LEGAL
        self._walk(reading)
        heed_marks(reading)
        cut = cut_words(text, tokens, self._spelling.completed)
        if cut or not self._spelling.plain.issuperset(tokens.keys):
            self._respell(reading, cut)
        return reading

    def any_order(self, reading: Reading, low: int, high: int) -> list[Run]:
        """Return the names whose words are words `low` to `high` in another order, misspellings mended.

        No comma stands between these words.
        """
        original = reading.tokens.keys
        for keys in (original, reading.mended):
            key = ANY_ORDER + " ".join(sorted(keys[low:high])) + " "
            if key in self._index.names:
                respelt = tuple((at, keys[at]) for at in range(low, high) if keys[at] != original[at])
                _, postings, variant, _ = self._entry(key)
                slips = _slips(original, respelt)
                return [Run(low, high, postings, variant, changed=slips, read_as=respelt)]
            if not reading.mended:
                break
        return []

    def with_town(self, reading: Reading, run: Run, towns: list[str]) -> Run | None:
        """Return a run as the known name that it is with one of the towns after it, if with any."""
        opening = " ".join(reading.words_read(run)) + " "
        for town in towns:
            key = f"{opening}{town} "
            if key in self._index.names:
                _, postings, variant, _ = self._entry(key)
                if postings:
                    return replace(run, postings=postings, variant=variant)
        return None

    def before_town(self, reading: Reading, low: int, high: int, towns: list[str]) -> list[Run]:
        """Return words `low` to `high` as the names that they are behind one of the towns after them."""
        words = " ".join(reading.tokens.keys[low:high]) + " "
        found = [self._entry(key) for town in towns if (key := f"{town} {words}") in self._index.names]
        return [Run(low, high, entry[1], max(entry[2], Variant.REORDERED)) for entry in found if entry[1]]

    def pinyin(self, reading: Reading, low: int, high: int) -> list[Run]:
        """Return the Chinese names whose syllables words `low` to `high` spell, however they are parted."""
        key = PINYIN + "".join(syllables(reading.tokens, at) for at in range(low, high)) + " "
        if key not in self._index.names:
            return []
        _, postings, variant, _ = self._entry(key)
        return [Run(low, high, postings, variant, any(reading.tokens.breaks[low + 1 : high]))]

    def _respell(self, reading: Reading, cut: dict[int, tuple[str, ...]]) -> None:
        """Read words that are in no known name as misspelt or cut, and look for names again around them."""
        keys = reading.tokens.keys
        plain, alternatives = self._spelling.plain, self._spelling.alternatives
        odd = {at: words for at, key in enumerate(keys) if key not in plain and (words := alternatives(key))}
        for at, words in cut.items():
            odd[at] = tuple(dict.fromkeys(odd.get(at, ()) + words))
        if not odd:
            return
        reading.mended = [odd[at][0] if at in odd else key for at, key in enumerate(keys)]
        for at, words in odd.items():
            low = max(0, at - _BEFORE)
            near = {place: other[0] for place, other in odd.items() if low <= place < at + _AFTER}
            for word in words:
                self._walk_respelt(reading, near | {at: word}, low, at + 1)
                if len(near) > 1:  # the other word may be known as it stands: Tech
                    self._walk_respelt(reading, {at: word}, low, at + 1)

    def _walk(self, reading: Reading) -> None:
        """Add every run of words that is a known name or a place."""
        prefixes, entries = self._index.names.prefixes, self._entries
        runs, places = reading.runs, reading.places
        keys, breaks = reading.tokens.keys, reading.tokens.breaks
        joined, at = " ".join(keys) + " ", 0
        for start, word in enumerate(keys):
            for key in prefixes(joined[at : at + _REACH]):
                size, postings, variant, place = entries.get(key) or self._entry(key)
                end = start + size
                widest = max(breaks[start + 1 : end]) if size > 1 else SPACE
                if widest == HARD:
                    break
                if postings:
                    runs.append(Run(start, end, postings, variant, widest != SPACE))
                if place:
                    places.append(PlaceRun(start, end, place, key[:-1]))
            at += len(word) + 1

    def _walk_respelt(self, reading: Reading, changed: dict[int, str], low: int, high: int) -> None:
        """Add the runs of two words and more that start at words `low` to `high` and hold a changed word."""
        original, breaks = reading.tokens.keys, reading.tokens.breaks
        keys = [changed.get(at, key) for at, key in enumerate(original[low : high + _AFTER], low)]
        for start in range(low, high):
            for key in self._index.names.prefixes((" ".join(keys[start - low :]) + " ")[:_REACH]):
                size, postings, variant, place = self._entries.get(key) or self._entry(key)
                end = start + size
                widest = max(breaks[start + 1 : end]) if size > 1 else SPACE
                if widest == HARD:
                    break
                respelt = tuple(item for item in changed.items() if start <= item[0] < end)
                if not respelt or size < _FEWEST_RESPELT:
                    continue
                if postings:
                    reading.runs.append(
                        Run(
                            start, end, postings, variant, widest != SPACE, _slips(original, respelt), respelt
                        )
                    )
                if place:
                    reading.places.append(PlaceRun(start, end, place, key[:-1]))

    def _entry(self, key: str) -> Entry:
        """Return what a key of the index stands for."""
        found = self._index.packed(key)
        postings = [value for value in found if not value & PLACE_BIT]
        meanings = [
            (PLACE_KINDS[value >> 16 & 0x3], unpack_country(value & 0xFFFF))
            for value in found
            if value & PLACE_BIT
        ]
        if len(self._entries) >= _MEMORY:
            self._entries.clear()
        variant = min([value >> 40 & 0xF for value in postings], default=0)
        place = Place.of(meanings) if meanings else None
        entry = self._entries[key] = key.count(" "), postings, variant, place
        return entry


def _slips(original: list[str], respelt: tuple[tuple[int, str], ...]) -> tuple[tuple[int, str], ...]:
    """Return what was misspelt of the words read otherwise: a full word for one that was cut is no slip."""
    return tuple((at, word) for at, word in respelt if not is_short_for(original[at], word))


def syllables(tokens: Tokens, at: int) -> str:
    """Return one word as pinyin is read: `da`, which links words elsewhere, belongs to `da xue`."""
    key = tokens.keys[at]
    return f"da{key}" if key == "xue" and tokens.links[at].endswith(" da") else key
