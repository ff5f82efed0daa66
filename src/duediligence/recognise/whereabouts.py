"""Where a text says it is: countries and cities as evidence for or against an institution."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from duediligence.names import tokenise
from duediligence.names.fold import fold
from duediligence.names.tokens import HARD, SPACE
from duediligence.names.words import WordClass
from duediligence.recognise.reading import Place, PlaceRun, Reading, Run
from duediligence.recognise.vetting import is_han

_NUMBER: Final = WordClass.NUMBER
_RANK: Final = WordClass.RANK
_CLOSE: Final = 6  # characters before a place in which `U.` stands with what parts it from another name
_UNIVERSITY_OF: Final = re.compile(r"(?:^|[(,;/+&])\s*U\. $")
# Between a place and the name it opens: a rank in characters, which are words, and `Kaohsiung-based`.
_BETWEEN: Final = frozenset(map(fold, ("国立", "국립", "based")))
_LETTERS: Final = 3  # as many as the key of a country's letters has: USA, PRC, RAS
_CODE: Final = 2  # letters of a state's code: ID, FL
_RUSSIA: Final = frozenset(("RU",))
_ACADEMY: Final = "ras"  # the key of its letters; before them stands one of these
_OF_ACADEMIES: Final = frozenset(("institute", "centre", "observatory", "museum", "sb", "ub", "feb"))
# Canonical words for a street that stand after its name, and before it.
_STREETS: Final = frozenset((
    "road", "rd", "street", "str", "avenue", "ave", "lane", "strasse", "weg", "allee", "prospekt", "ulit",
    "ro", "gil",
))  # fmt: skip
_STREETS_FIRST: Final = frozenset((
    "bd", "boulevard", "rue", "via", "viale", "corso", "calle", "avenida", "rua", "strada", "ul", "ulitsa",
    "ulit",
))  # fmt: skip

# Lists disagree on whether a body in Hong Kong or Macau is in CN; Taiwan is never CN.
_COMPATIBLE: Final = {
    "HK": frozenset(("CN", "HK")),
    "MO": frozenset(("CN", "MO")),
    "CN": frozenset(("CN", "HK", "MO")),
    "UA": frozenset(("UA", "RU")),  # bodies in occupied territory are printed with either
}

# Towns under a former name, or written otherwise, by their canonical words.
_RENAMED: Final = {
    "leningrad": "saint petersburg",
    "gorky": "nizhny novgorod",
    "gorkii": "nizhny novgorod",
    "kuibyshev": "samara",
    "kuybyshev": "samara",
    "arzama 16": "sarov",
    "chelyabinsk 70": "snezhinsk",
    "hsin chu": "hsinchu",
    "chung li": "zhongli",
    "chungli": "zhongli",
}
WRITE_CYRILLIC: Final = frozenset(("BY", "KG", "KZ", "RU", "TJ", "UA", "UZ"))
"""Countries whose bodies write their names in Cyrillic."""


@lru_cache(maxsize=512)
def compatible_with(country: str) -> frozenset[str]:
    """Return the country codes that may stand for one country: CN and HK for CN, never TW."""
    return _COMPATIBLE.get(country) or frozenset((country,))


class Whereabouts(NamedTuple):
    """Places that bear on one run of words.

    Attributes:
        given: Country given beside the text, empty for none.
        said: That country, and those of the countries, regions, cities and adjectives named near the run.
        cities: Keys of the cities named near the run.
        addressed: Positions of the institutions whose web or mail domain the text holds.
        near: The places that were taken for those near the run.
    """

    given: str
    said: frozenset[str]
    cities: frozenset[str]
    addressed: frozenset[int] = frozenset()
    near: tuple[PlaceRun, ...] = ()

    def bearing(self, country: str) -> tuple[bool, bool]:
        """Tell whether anything said is this country, and whether it speaks against it: only others are said.

        A country given beside the text weighs more than those named in it.
        """
        if not country or not self.said:
            return False, False
        compatible = compatible_with(country)
        agrees = not self.said.isdisjoint(compatible)
        return agrees, self.given not in compatible if self.given else not agrees

    def names(self, city: str | None) -> bool | None:
        """Tell whether a city is among those named near the run; None where either is not known.

        A country of a city's name speaks for a city, and against none: Singapore, China.
        """
        if not city or not self.cities:
            return None
        return place_key(city) in self.cities or (False if self.are_towns else None)

    @property
    def are_towns(self) -> bool:
        """Whether one of the cities near the run is not also the name of a country."""
        return any(one.place.is_city and not one.place.states for one in self.near)


_NONE: Final[frozenset[str]] = frozenset()
NOWHERE: Final = Whereabouts("", _NONE, _NONE)


@lru_cache(maxsize=4096)
def place_key(name: str) -> str:
    """Return a place's name in canonical words."""
    return " ".join(tokenise(name).keys)


def town_key(place: PlaceRun) -> str:
    """Return a place's name in canonical words, its present name where the text has a former one."""
    return _RENAMED.get(place.key, place.key)


def free_places(reading: Reading, cover: list[Run]) -> list[PlaceRun]:
    """Return the places that are not part of an institution's name, longest reading of each only.

    A town that is also a plant's short name stays a town: MIPT, Dolgoprudny. The place that a street is
    named after is none. One that lies in several countries lies in that of the country or region next to it.
    """
    if not reading.places:
        return []
    towns = {(place.start, place.end) for place in reading.places}
    taken: set[int] = set()
    for run in cover:
        letters = run.end - run.start == 2 and reading.tokens.keys[run.start + 1] == _ACADEMY  # SB RAS
        if (run.start, run.end) not in towns and not letters:
            taken.update(range(run.start, run.end))
    free: list[PlaceRun] = []
    places = reading.places
    for place in sorted(places, key=_length) if len(places) > 1 else places:
        if place.start not in taken and place.end - 1 not in taken:
            if not _names_other(reading, place):
                free.append(place)
            taken.update(range(place.start, place.end))
    for place in free:
        if place.place.is_shared:
            place.place = _settled(reading, place, free)
    return free


def _length(place: PlaceRun) -> int:
    return place.start - place.end


def _names_other(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether what reads like a place is a word, a street's name or a university's: U. Ottawa."""
    if len(place.key) <= _LETTERS and _is_word(reading, place):
        return True
    start = reading.tokens.starts[place.start]
    before = reading.text[max(0, start - _CLOSE) : start]
    return (before.endswith("U. ") and _UNIVERSITY_OF.search(before) is not None) or _names_street(
        reading, place
    )


def _is_word(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether the letters of a country, or of its academy, are a word here: contact us, Ras Tanura."""
    if place.place.is_city or place.place.is_region or reading.text.islower():
        return False
    printed = reading.printed(place.start, place.end)
    if place.key == _ACADEMY:
        return printed.isascii() and not _is_of_institute(reading, place)
    return printed.isascii() and not printed.isupper() and "." not in printed


def _is_of_institute(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether Latin letters are those of the Russian academy: after an institute, at a part's end.

    Others write them for an access network, a robotics society or a tank for fish, and in other countries.
    """
    keys, at = reading.tokens.keys, place.end
    ends = at >= len(keys) or reading.tokens.breaks[at] != SPACE or keys[at].isdigit()
    if not ends or reading.printed(place.start, at) != "RAS" or _OF_ACADEMIES.isdisjoint(keys[: place.start]):
        return False
    said = (one.place for one in reading.places if not one.place.is_demonym)
    return not any(_RUSSIA.isdisjoint(one.countries) for one in said)


def _names_street(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether a street bears the name of a place: Shanghai Road, Bd. Vladimir Zaimov, Teheran-ro."""
    tokens, start, end = reading.tokens, place.start, place.end
    if end < len(tokens.keys) and tokens.keys[end] in _STREETS:
        gap = reading.text[tokens.ends[end - 1] : tokens.starts[end]]
        return tokens.breaks[end] == SPACE or gap == "-"
    return start > 0 and tokens.breaks[start] == SPACE and tokens.keys[start - 1] in _STREETS_FIRST


def _settled(reading: Reading, place: PlaceRun, places: list[PlaceRun]) -> Place:
    """Return what a place means beside the country or region next to it: Moscow, Idaho is no Russian town."""
    # What follows says more: a town, then its region, then its country.
    for one in sorted(places, key=lambda one: (one.start < place.start, abs(one.start - place.start))):
        wider = one.place.states or (one.place.is_region and not one.place.is_city) or place.place.states
        common = place.place.countries & one.place.countries
        if wider and common and one.key != place.key and _is_one_address(reading, place, one):
            return place.place.within_only(common)
    return place.place


def _is_one_address(reading: Reading, one: PlaceRun, other: PlaceRun) -> bool:
    """Tell whether two places are of one address: nothing but places, numbers and codes lies between."""
    first, last = (one, other) if one.start < other.start else (other, one)
    tokens, between = reading.tokens, range(first.end, last.start)
    if HARD in tokens.breaks[first.end : last.start + 1] or "and" in tokens.links[last.start].split():
        return False
    placed = {at for place in reading.places for at in range(place.start, place.end)}
    return all(
        at in placed or reading.kinds[at] is _NUMBER or len(tokens.keys[at]) <= _CODE for at in between
    )


def _ends_address(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether a place, no mere adjective, ends a part of the text, or a postcode follows it."""
    at = place.end
    if place.place.is_demonym:
        return False
    if at >= len(reading.kinds) or reading.tokens.breaks[at] != SPACE:
        return True
    return reading.is_postcode(at)


def _says_where(reading: Reading, place: PlaceRun, run: Run) -> bool:
    """Tell whether a place is that of a run, and no word of a part's name or of another body's.

    It ends an address, opens the name that the run is in, or has a campus; after `of` it goes with the run
    only where no other body stands between: National Academy of Sciences of Belarus. A town before the name
    may be another partner: Stanford, Peking University.
    """
    tokens, at = reading.tokens, place.end
    if _stands_before(reading, place, run) or tokens.keys[at : at + 1] == ["campus"]:
        return True
    is_university = "university" in tokens.keys[run.start : run.end] or is_han(tokens.keys[run.start])
    is_other_town = is_university and at <= run.start and place.place.is_city and not place.place.states
    if is_other_town or not _ends_address(reading, place):
        return False
    if " of" not in tokens.links[place.start]:
        return True
    is_one_phrase = run.end <= place.start and not any(tokens.breaks[run.end : at])
    return is_one_phrase and not any("and" in links.split() for links in tokens.links[run.end : at])


def _stands_before(reading: Reading, place: PlaceRun, run: Run) -> bool:
    """Tell whether a place stands before a run, or before its rank: Taiwan's National Tsing Hua."""
    start, end = place.end, run.start
    tokens = reading.tokens
    if start > end or any(tokens.breaks[start : end + 1]) or "and" in tokens.links[end].split():
        return False
    is_rank = all(kind is _RANK for kind in reading.kinds[start:end])
    return is_rank or "".join(tokens.keys[start:end]) in _BETWEEN


def whereabouts(
    reading: Reading, run: Run, cover: list[Run], places: list[PlaceRun], given: str
) -> Whereabouts:
    """Return the places said after a run up to the next institution, or else anywhere in the text.

    Those that follow an institution in another affiliation are that institution's.
    """
    if not places:
        return Whereabouts(given, frozenset((given,)), _NONE) if given else NOWHERE
    limit = 1 << 30
    for other in cover:
        if run.end <= other.start < limit:
            limit = other.start
    near = [one for one in places if run.end <= one.start < limit]
    if all(one.place.is_demonym for one in near):
        shared = _shared(reading, run, cover, places) if HARD in reading.tokens.breaks else places
        # An academy's letters are those of the institute before them alone.
        near = [one for one in shared if one.key != _ACADEMY or one in near]
    said = frozenset((given,) if given else ()).union(*[one.place.countries for one in near])
    cities = frozenset([town_key(one) for one in near if one.place.is_city])
    return Whereabouts(given, said, cities, near=tuple(near))


def lies_elsewhere(reading: Reading, run: Run, where: Whereabouts, country: str) -> bool:
    """Tell whether a country given, or an address, puts a run into other countries than one.

    Of the places near it only those count that are its own.
    """
    if where.given:
        return True
    said = _NONE.union(*[one.place.countries for one in where.near if _says_where(reading, one, run)])
    return bool(said) and said.isdisjoint(compatible_with(country))


def _shared(reading: Reading, run: Run, cover: list[Run], places: list[PlaceRun]) -> list[PlaceRun]:
    """Return the places that are not those of an institution in another affiliation."""
    apart = [one for one in cover if reading.are_parted(reading.span(one), reading.span(run))]
    return [place for place in places if _last_before(place, cover) not in apart]


def _last_before(place: PlaceRun, cover: list[Run]) -> Run | None:
    return next((run for run in reversed(cover) if run.end <= place.start), None)


def said_countries(places: list[PlaceRun], given: str) -> tuple[str, ...]:
    """Return the countries given or found, most certain first."""
    if not places:
        return (given,) if given else ()
    found = [given] if given else []
    for one in places:
        if len(one.place.states) == 1:  # Korea alone is either
            found += one.place.states
    for one in places:
        found += one.place.within
    if not found and any(not _RUSSIA.isdisjoint(one.place.states) for one in places):
        found += _RUSSIA  # the Soviet Union alone
    return tuple(dict.fromkeys(found))


def elsewhere(reading: Reading, home: frozenset[str]) -> tuple[str, ...]:
    """Return the countries of the addresses in a text that lie in none of some countries."""
    abroad = [
        one.place.countries
        for one in reading.free_places
        if home.isdisjoint(one.place.countries) and len(one.place.states) < 2 and _ends_address(reading, one)
    ]
    return tuple(dict.fromkeys(chain.from_iterable(map(sorted, abroad))))
