"""What one pass over a text found: its words, the known names that run through them, the places named."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Final

from duediligence.names.tokens import HARD, Tokens
from duediligence.names.words import WordClass

HEADS: Final = frozenset((WordClass.UNIT, WordClass.FORM))
"""Classes of words that say what sort of body, or of part of one, a name is that of."""

_POSTCODE: Final = 5  # digits at least
_NUMBER: Final = WordClass.NUMBER


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
