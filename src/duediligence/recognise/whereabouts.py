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


NOWHERE = Whereabouts("", frozenset(), frozenset(), frozenset())


def free_places(reading: Reading, cover: list[Run]) -> list[PlaceRun]:
    """Return the places that are not part of an institution's name, longest reading of each only."""
    taken = {at for run in cover for at in range(run.start, run.end)}
    free = [place for place in reading.places if place.start not in taken]
    longest: dict[int, int] = {}
    for place in free:
        for at in range(place.start, place.end):
            longest[at] = max(longest.get(at, 0), place.end - place.start)
    return [place for place in free if longest[place.start] == place.end - place.start]


def whereabouts(run: Run, cover: list[Run], places: list[PlaceRun], given: str) -> Whereabouts:
    """Return the places said after a run up to the next institution, or else anywhere in the text."""
    if not places:
        return NOWHERE if not given else Whereabouts(given, frozenset(), frozenset(), frozenset())
    limit = min((other.start for other in cover if other.start >= run.end), default=1 << 30)
    near = [place for place in places if run.end <= place.start < limit]
    if not any(place.kind != "demonym" for place in near):
        near = places
    return Whereabouts(
        given,
        frozenset(place.country for place in near if place.kind == "country"),
        frozenset(place.country for place in near if place.kind != "country"),
        frozenset(place.key for place in near if place.kind == "city"),
    )
