"""Read a text once: its words, the known names that run through them, the places named."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import ANY_ORDER, PLACE_BIT, PLACE_KINDS, unpack_country
from duediligence.names.keys import PINYIN, Variant
from duediligence.names.legal import company_forms
from duediligence.names.tokens import HARD, SPACE, Tokeniser, Tokens
from duediligence.names.words import WordClass, expansions, word_class
from duediligence.recognise.hyphens import joined, put_back
from duediligence.recognise.spelling import Spelling, is_cut_from
from duediligence.recognise.splitting import WordSplitter

HEADS: Final = frozenset((WordClass.UNIT, WordClass.FORM))
"""Classes of words that say what sort of body, or of part of one, a name is that of."""

_REACH: Final = 260  # letters of the longest known names
_MEMORY: Final = 20_000  # keys whose meaning is kept
_BEFORE: Final = 8  # words of a name before a misspelt one
_AFTER: Final = 130  # words that `_REACH` letters may be
_FEWEST_RESPELT: Final = 2  # words of a name in which a misspelling is read

_MARK: Final = re.compile(r"\s+(?:\d{1,2}|[a-h])\s?(?=[A-Z][a-z])")
_POSTCODE: Final = 5  # digits at least
_NUMBER: Final = WordClass.NUMBER
_DIRECTIONS: Final = {"n": "north", "s": "south", "e": "east", "w": "west"}
_CENTRAL_OF: Final = frozenset(("china", *_DIRECTIONS.values()))
_OF_COMPANIES: Final = frozenset(  # words of which one is in every legal form that is spelt out
    ("stock", "liability", "unitary", "aktsionern", "aktsionernoe", "ogranich", "ogranichennoi")
)
# Words as citation indexes cut them, without a full stop.
_CUT: Final = ("Univ ", "Univ,", "Inst ", "Acad ", "Natl ", "Ctr", "UNIV ", "INST ")
_CUT_OR_STOPPED: Final = (". ", ".,", *_CUT)
# The code of a state of the US that ends an address, or stands before a ZIP code or the country.
_STATE: Final = re.compile(
    r",\s*(A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]"
    r"|W[AIVY])(?=\s*$|,?\s+(?:\d{5}\b|USA\b|U\.S|United States))"
)
_COUNTRY_CODES: Final = frozenset(
    (
        "AL",
        "AR",
        "AZ",
        "CA",
        "CO",
        "DE",
        "GA",
        "ID",
        "IL",
        "IN",
        "LA",
        "MA",
        "MD",
        "MO",
        "MT",
        "PA",
        "SC",
        "SD",
        "TN",
    )
)
_ORDINALS: Final = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "6": "sixth"}
_ORDINAL: Final = re.compile(r"\b([1-6])(?:st|nd|rd|th)\b")
_STATE_CENTRES: Final = frozenset(("ssc", "gnts"))  # letters of a State Scientific Centre, if `rf` follows
_SCIENTIFIC: Final = "scientific"
_AFTER_SCIENTIFIC: Final = frozenset(("research", "centre", "production", "industry"))
_SHORTENED: Final = frozenset((*_DIRECTIONS, "centre"))
_JOINING: Final = frozenset((" and", " and the"))
_AROUND_U: Final = frozenset(("of", "and"))
_LOOSE: Final = frozenset(("academic", "u"))


@dataclass(frozen=True, slots=True)
class Place:
    """What the name of a place may mean.

    Attributes:
        states: The countries of that name, as ISO codes.
        within: The countries of its regions, cities and adjectives, in their order.
        countries: All of these.
        is_city: Whether a city bears it.
        is_region: Whether a province or another region does.
        is_demonym: Whether it is first of all an adjective: Chinese.
        is_shared: Whether it lies in several countries, and is none itself, or names two: Korea.
    """

    states: tuple[str, ...]
    within: tuple[str, ...]
    countries: frozenset[str]
    is_city: bool
    is_region: bool
    is_demonym: bool
    is_shared: bool

    @classmethod
    def of(cls, meanings: list[tuple[str, str]]) -> Place:
        """Sum up its meanings, each a kind of place and an ISO code."""
        states = tuple(code for kind, code in meanings if kind == "country")
        countries = frozenset(code for _, code in meanings)
        return cls(
            states=states,
            within=tuple(code for kind, code in meanings if kind != "country"),
            countries=countries,
            is_city=any(kind == "city" for kind, _ in meanings),
            is_region=any(kind == "region" for kind, _ in meanings),
            is_demonym=meanings[0][0] == "demonym",
            is_shared=len(countries) > 1 and len(states) != 1,
        )

    def within_only(self, countries: frozenset[str]) -> Place:
        """Return what is left of its meanings in some of its countries."""
        states = tuple(code for code in self.states if code in countries)
        within = tuple(code for code in self.within if code in countries)
        return replace(self, states=states, within=within, countries=countries, is_shared=False)


Entry = tuple[int, list[int], int, Place | None]
"""How many words a key has; packed institutions, the most faithful way the key was made; a place."""


@dataclass(slots=True)
class Run:
    """A run of words that is a known name.

    Attributes:
        start: Position of its first word.
        end: Position after its last word.
        postings: Packed institutions it may stand for.
        variant: The most faithful way its key was made from a name (see `names.keys.Variant`).
        crosses: Whether a comma or a bracket stands within it.
        changed: Words read as misspellings: position and the word meant.
        read_as: These, and the abbreviations written out.
        part_of: What `vetting.longer_name` said of it, once asked: a word, or nothing.
    """

    start: int
    end: int
    postings: list[int]
    variant: int
    crosses: bool = False
    changed: tuple[tuple[int, str], ...] = ()
    read_as: tuple[tuple[int, str], ...] = ()
    part_of: tuple[str | None] | None = None


@dataclass(slots=True)
class PlaceRun:
    """A run of words that names a place.

    Attributes:
        start: Position of its first word.
        end: Position after its last word.
        place: What it means.
        key: Its canonical words.
    """

    start: int
    end: int
    place: Place
    key: str


@dataclass(slots=True)
class Reading:
    """What one pass over a text found.

    Attributes:
        text: The text itself.
        tokens: Its comparable words.
        kinds: The class of each word.
        runs: Every run of words that is a known name.
        places: Every run of words that is a place.
        free_places: Those that are part of no institution's name, once that is known.
        mended: The words with misspellings mended; empty when there are none.
        partings: Where the words stand that open another affiliation, once asked.
    """

    text: str
    tokens: Tokens
    kinds: list[WordClass]
    runs: list[Run] = field(default_factory=list)
    places: list[PlaceRun] = field(default_factory=list)
    free_places: list[PlaceRun] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    partings: list[int] | None = None

    def span(self, run: Run) -> tuple[int, int]:
        """Return the character positions of a run in the text, end exclusive."""
        return self.tokens.starts[run.start], self.tokens.ends[run.end - 1]

    def printed(self, start: int, end: int) -> str:
        """Return the words from `start` to `end` as the text prints them."""
        return self.text[self.tokens.starts[start] : self.tokens.ends[end - 1]]

    def gap(self, at: int) -> str:
        """Return what the text prints between the word at a position and the one before it."""
        return self.text[self.tokens.ends[at - 1] : self.tokens.starts[at]]

    def words_read(self, run: Run) -> list[str]:
        """Return the words of a run as they were read: abbreviations written out, slips mended."""
        words = self.tokens.keys[run.start : run.end]
        for at, word in run.read_as:
            words[at - run.start] = word
        return words

    def is_postcode(self, at: int) -> bool:
        """Tell whether the word at a position is a number as long as postcodes are."""
        return self.kinds[at] is _NUMBER and len(self.tokens.keys[at]) >= _POSTCODE

    def are_parted(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Tell whether two spans stand in different affiliations: a line break or a semicolon parts them."""
        if self.partings is None:
            starts, breaks = self.tokens.starts, self.tokens.breaks
            gaps = zip(starts, breaks, strict=True) if HARD in breaks else ()
            self.partings = [start for start, gap in gaps if gap == HARD]
        if not self.partings:
            return False
        (_, left), (right, _) = sorted((one, other))
        at = bisect_left(self.partings, left)
        return at < len(self.partings) and self.partings[at] <= right


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
        tokens = self._spelt_out(text)
        reading = Reading(text, tokens, list(map(word_class, tokens.keys)))
        if not _OF_COMPANIES.isdisjoint(tokens.keys):
            for at in company_forms(tokens.keys):
                reading.kinds[at] = WordClass.LEGAL
        self._walk(reading)
        if (code := _STATE.search(text)) is not None:
            _add_state(reading, code)
        if not _STATE_CENTRES.isdisjoint(tokens.keys):
            _mark_state_centres(reading)
        _part_affiliations(reading)
        if not _JOINING.isdisjoint(tokens.links):
            _part_bodies(reading)
        cut = self._cut_words(text, tokens) if _holds(text, _CUT_OR_STOPPED) else {}
        if _ORDINAL.search(text) is not None:
            cut |= _ordinals(text, tokens)
        if cut or not self._spelling.plain.issuperset(tokens.keys):
            self._respell(reading, cut)
        return reading

    def _spelt_out(self, text: str) -> Tokens:
        """Return the words of a text, those parted by a line's end joined, and short forms spelt out."""
        whole, cuts = joined(text, self._index) if "-" in text or "\u2010" in text else (text, None)
        tokens = self._tokenise(whole)
        if cuts:
            put_back(tokens, cuts)
        if not _SHORTENED.isdisjoint(tokens.keys):
            _spell_out_directions(text, tokens)
        if not _LOOSE.isdisjoint(tokens.keys):
            _spell_out_heads(text, tokens)
        if "medical" in tokens.keys:
            self._spell_out_medicine(text, tokens)
        return tokens

    def _cut_words(self, text: str, tokens: Tokens) -> dict[int, tuple[str, ...]]:
        """Return where words are cut as citation indexes cut them, with what they may stand for.

        Others put a full stop after each: Inst. of Spectrosc., Acad. of Sci., Troitsk. `Sci` is Science, and
        also Scientific: All Russian Sci Res Inst Aviat Mat.
        """
        completed, ends = self._spelling.completed, tokens.ends
        without_stop = _holds(text, _CUT)
        cut = {
            at: words
            for at, key in enumerate(tokens.keys)
            if (without_stop or text[ends[at] : ends[at] + 1] == ".") and (words := completed(key))
        }
        return cut | dict.fromkeys(_scientific(text, tokens), (_SCIENTIFIC,)) if without_stop else cut

    def _spell_out_medicine(self, text: str, tokens: Tokens) -> None:
        """Read `Med` as Medicine where that makes a known name: Hubei Univ Med, Nanjing Univ Chinese Med."""
        keys = tokens.keys
        for at, key in enumerate(keys):
            if key == "medical" and text[tokens.starts[at] : tokens.ends[at]].casefold() == "med":
                names = (" ".join(keys[low:at]) + " medicine " for low in range(max(0, at - _BEFORE), at))
                if any("university" in name and name in self._index.names for name in names):
                    keys[at] = "medicine"

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
    return tuple((at, word) for at, word in respelt if not _is_cut(original[at], word))


def _is_cut(key: str, word: str) -> bool:
    if key.isdigit() or expansions(key):
        return True
    return is_cut_from(key, word) or (key == "science" and word == _SCIENTIFIC)


def _holds(text: str, signs: tuple[str, ...]) -> bool:
    for sign in signs:  # noqa: SIM110 - a generator would cost more than the search, for every text
        if sign in text:
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


def syllables(tokens: Tokens, at: int) -> str:
    """Return one word as pinyin is read: `da`, which links words elsewhere, belongs to `da xue`."""
    key = tokens.keys[at]
    return f"da{key}" if key == "xue" and tokens.links[at].endswith(" da") else key


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


def _add_state(reading: Reading, code: re.Match[str]) -> None:
    """Read the two letters of a state of the US as a place, and as no acronym: Glen Allen, VA.

    Many are also the code of a country, and then may stand for either: Bangalore, IN.
    """
    at = bisect_left(reading.tokens.starts, code.start(1))
    if reading.tokens.starts[at : at + 1] != [code.start(1)] or not at:
        return
    countries = dict.fromkeys(("US", code[1]) if code[1] in _COUNTRY_CODES else ("US",))
    place = Place.of([("country", country) for country in countries])
    reading.places.append(PlaceRun(at, at + 1, place, reading.tokens.keys[at]))


def _mark_state_centres(reading: Reading) -> None:
    """Read SSC RF as a status before a name, as legal forms are, and as no Southern Scientific Centre."""
    keys = reading.tokens.keys
    for at, key in enumerate(keys[:-1]):
        if key in _STATE_CENTRES and keys[at + 1] == "rf":
            kinds = reading.kinds
            kinds[at : at + 2] = WordClass.LEGAL, WordClass.LEGAL
            reading.runs = [
                run
                for run in reading.runs
                if not at < run.end <= at + 2 or kinds[run.start] is not WordClass.LEGAL
            ]


def _part_affiliations(reading: Reading) -> None:
    """Part affiliations where a footnote's mark follows a country or a postcode: China 2 School of Physics.

    A number glued to a word is a mark anywhere: 1Peking University 2Fudan University. Text taken from a
    printed page often has no other sign between them.
    """
    if _MARK.search(reading.text) is None:
        return
    text, starts, ends = reading.text, reading.tokens.starts, reading.tokens.ends
    after = {one.end for one in reading.places if one.place.states}
    after.update(at + 1 for at in range(len(starts)) if reading.is_postcode(at))
    for at in range(1, len(starts)):
        mark = _MARK.match(text, ends[at - 1])
        if mark and mark.end() in starts[at : at + 2] and (at in after or text[mark.end() - 1].isdigit()):
            first = starts.index(mark.end(), at)
            if _is_numbered(reading, first):
                continue
            if at in after:  # a name may hold a country and a number: Korea 56 Trading Corporation
                reading.tokens.breaks[first] = HARD
            else:
                _part_before(reading, first)


def _part_bodies(reading: Reading) -> None:
    """Part two bodies where `and` stands after the place of the first: Nanjing, China and University of ...

    Read as one they would name a third: China University of Science and Technology.
    """
    links = reading.tokens.links
    for at in [place.end for place in reading.places]:
        if at < len(links) and links[at] in _JOINING and reading.kinds[at] is WordClass.FORM:
            _part_before(reading, at)


def _part_before(reading: Reading, at: int) -> None:
    """Let another affiliation begin at a word, so that no name runs into it."""
    reading.tokens.breaks[at] = HARD
    reading.runs = [run for run in reading.runs if not run.start < at < run.end]


def _is_numbered(reading: Reading, at: int) -> bool:
    """Tell whether a number before a word is that of a body: China 54 Research Institute."""
    kinds, links = reading.kinds, reading.tokens.links
    if kinds[at] is _NUMBER:
        at += 1
    if at < len(kinds) and reading.tokens.keys[at] == "research":
        at += 1
    if at >= len(kinds) or kinds[at] is not WordClass.FORM:
        return False
    return at + 1 == len(kinds) or not links[at + 1]


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
