"""Where a text says it is: countries and cities as evidence for or against an institution."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.recognise.reading import PlaceRun, Reading, Run

# Lists disagree on whether a body in Hong Kong or Macau is in CN; Taiwan is never CN.
_COMPATIBLE = {"HK": {"CN", "HK"}, "MO": {"CN", "MO"}, "CN": {"CN", "HK", "MO"}, "UA": {"UA", "RU"}}


def compatible(one: str, other: str) -> bool:
    """Tell whether two country codes may stand for one place: CN and HK do, CN and TW never."""
    return one == other or other in _COMPATIBLE.get(one, ())


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Places that bear on one run of words.

    Attributes:
        given: Country given beside the text, empty for none.
        countries: Countries the text names near the run.
        localities: Countries of the cities, regions and adjectives named near the run.
        cities: Keys of the cities named near the run.
    """

    given: str
    countries: frozenset[str]
    localities: frozenset[str]
    cities: frozenset[str]

    def agrees(self, country: str) -> bool:
        """Tell whether anything said places the institution in this country."""
        return any(compatible(country, said) for said in (self.given, *self.countries, *self.localities) if said)

    def conflicts(self, country: str) -> bool:
        """Tell whether a country is said, and only others than this one."""
        if not country:
            return False
        if self.given:
            return not compatible(country, self.given)
        if self.countries:
            return not any(compatible(country, said) for said in self.countries | self.localities)
        return bool(self.localities) and not any(compatible(country, said) for said in self.localities)


_NONE: frozenset[str] = frozenset()
NOWHERE = Whereabouts("", _NONE, _NONE, _NONE)


def free_places(reading: Reading, cover: list[Run]) -> list[PlaceRun]:
    """Return the places that are not part of an institution's name, longest reading of each only."""
    free: list[PlaceRun] = []
    for place in sorted(reading.places, key=lambda one: one.start - one.end):
        if not any(run.start <= place.start < run.end for run in cover) and not any(
            place.start < other.end and other.start < place.end for other in free
        ):
            free.append(place)
    return free


def whereabouts(run: Run, cover: list[Run], places: list[PlaceRun], given: str) -> Whereabouts:
    """Return the places said after a run up to the next institution, or else anywhere in the text."""
    if not places:
        return Whereabouts(given, _NONE, _NONE, _NONE) if given else NOWHERE
    limit = min((other.start for other in cover if other.start >= run.end), default=1 << 30)
    near = [place for place in places if run.end <= place.start < limit]
    if not any(kind != "demonym" for place in near for kind, _ in place.meanings):
        near = places
    countries, localities, cities = set(), set(), set()
    for place in near:
        for kind, country in place.meanings:
            if kind == "country":
                countries.add(country)
                continue
            localities.add(country)
            if kind == "city":
                cities.add(place.key)
    return Whereabouts(given, frozenset(countries), frozenset(localities), frozenset(cities))


def said_countries(places: list[PlaceRun], given: str) -> tuple[str, ...]:
    """Return the countries given or found, most certain first."""
    said = [(kind != "country", country) for place in places for kind, country in place.meanings]
    found = [given] if given else []
    return tuple(dict.fromkeys([*found, *(country for _, country in sorted(said, key=lambda one: one[0]))]))
