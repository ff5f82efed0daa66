"""Where a text says it is: countries and cities as evidence for or against an institution."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from duediligence.names.tokens import HARD, SPACE
from duediligence.names.words import WordClass
from duediligence.recognise.reading import Place, PlaceRun, Reading, Run

_RARE: Final = WordClass.RARE
_NUMBER: Final = WordClass.NUMBER
_LETTERS: Final = 3  # as many as the key of a country's letters has: USA, PRC, RAS

# Lists disagree on whether a body in Hong Kong or Macau is in CN; Taiwan is never CN.
_COMPATIBLE: Final = {
    "HK": frozenset(("CN", "HK")),
    "MO": frozenset(("CN", "MO")),
    "CN": frozenset(("CN", "HK", "MO")),
    "UA": frozenset(("UA", "RU")),  # bodies in occupied territory are printed with either
}


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
    """

    given: str
    said: frozenset[str]
    cities: frozenset[str]
    addressed: frozenset[int] = frozenset()

    def bearing(self, country: str) -> tuple[bool, bool]:
        """Tell whether anything said is this country, and whether it speaks against it: only others are said.

        A country given beside the text weighs more than those named in it.
        """
        if not country or not self.said:
            return False, False
        compatible = compatible_with(country)
        agrees = not self.said.isdisjoint(compatible)
        return agrees, self.given not in compatible if self.given else not agrees


_NONE: Final[frozenset[str]] = frozenset()
NOWHERE: Final = Whereabouts("", _NONE, _NONE)


def free_places(reading: Reading, cover: list[Run]) -> list[PlaceRun]:
    """Return the places that are not part of an institution's name, longest reading of each only.

    A town that is also a plant's short name stays a town: MIPT, Dolgoprudny. A place that a street or a
    person is named after is none beside an address elsewhere: Shanghai Road, Nairobi, Kenya. One that lies
    in several countries lies in that of the country or region beside it.
    """
    if not reading.places:
        return []
    towns = {(place.start, place.end) for place in reading.places}
    taken: set[int] = set()
    for run in cover:
        if (run.start, run.end) not in towns:
            taken.update(range(run.start, run.end))
    free: list[PlaceRun] = []
    places = reading.places
    for place in sorted(places, key=_length) if len(places) > 1 else places:
        if place.start not in taken and place.end - 1 not in taken:
            if len(place.key) <= _LETTERS and _is_word(reading, place):
                continue
            free.append(place)
            taken.update(range(place.start, place.end))
    if len(free) > 1:
        free = _without_streets(reading, free)
        for place in free:
            if place.place.is_shared:
                place.place = _settled(reading, place, free, cover)
    return free


def _length(place: PlaceRun) -> int:
    return place.start - place.end


def _is_word(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether the letters of a country, or of its academy, are a word here: contact us, Ras Tanura."""
    if place.place.is_city or place.place.is_region or reading.text.islower():
        return False
    printed = reading.printed(place.start, place.end)
    return printed.isascii() and not printed.isupper() and "." not in printed


def _without_streets(reading: Reading, places: list[PlaceRun]) -> list[PlaceRun]:
    """Leave out the places whose name goes on in a word nobody knows, where an address lies elsewhere."""
    first = places[0].place.countries
    for one in places:
        if first.isdisjoint(one.place.countries):
            break
    else:
        return places
    going_on = [place for place in places if _goes_on(reading, place)]
    said = frozenset().union(*(one.place.countries for one in places if _ends_address(reading, one)))
    return [place for place in places if place not in going_on or not said or place.place.countries & said]


def _settled(reading: Reading, place: PlaceRun, places: list[PlaceRun], cover: list[Run]) -> Place:
    """Return what a place means beside the nearest country or region: Moscow, Idaho is no Russian town."""
    beside = [one for one in places if one.key != place.key and (one.place.states or one.place.is_region)]
    # What follows says more: a town, then its region, then its country.
    beside.sort(key=lambda one: (one.start < place.start, abs(one.start - place.start)))
    for one in beside:
        common = place.place.countries & one.place.countries
        if common and not _are_apart(reading, place, one, cover):
            return place.place.within_only(common)
    return place.place


def _are_apart(reading: Reading, one: PlaceRun, other: PlaceRun, cover: list[Run]) -> bool:
    """Tell whether another affiliation, or another institution's name, begins between two places."""
    low, high = min(one.start, other.start), max(one.start, other.start)
    return HARD in reading.tokens.breaks[low + 1 : high + 1] or any(low < run.start < high for run in cover)


def _goes_on(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether a rare word follows a place without a comma: Vladimir Zaimov, Teheran-ro."""
    tokens, at = reading.tokens, place.end
    if place.place.is_demonym or at >= len(tokens.keys) or reading.kinds[at] is not _RARE:
        return False
    apart = tokens.breaks[at] != SPACE and reading.text[tokens.ends[at - 1] : tokens.starts[at]] != "-"
    return not apart and not tokens.links[at] and all(other.start != at for other in reading.places)


def _ends_address(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether a place, no mere adjective, ends a part of the text, or a postcode follows it."""
    at = place.end
    if place.place.is_demonym:
        return False
    return at >= len(reading.kinds) or reading.tokens.breaks[at] != SPACE or reading.kinds[at] is _NUMBER


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
        near = _shared(reading, run, cover, places) if HARD in reading.tokens.breaks else places
    said = frozenset((given,) if given else ()).union(*[one.place.countries for one in near])
    return Whereabouts(given, said, frozenset([one.key for one in near if one.place.is_city]))


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
        found += one.place.states
    for one in places:
        found += one.place.within
    return tuple(dict.fromkeys(found))


def elsewhere(reading: Reading, home: frozenset[str]) -> tuple[str, ...]:
    """Return the countries of the addresses in a text that lie in none of some countries."""
    places = reading.free_places
    for one in places:
        if home.isdisjoint(one.place.countries):
            break
    else:
        return ()
    abroad = [one for one in places if home.isdisjoint(one.place.countries) and _ends_address(reading, one)]
    return tuple(dict.fromkeys(chain.from_iterable(sorted(one.place.countries) for one in abroad)))
