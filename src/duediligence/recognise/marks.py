"""What stands around names: marks that part affiliations, letters of a state, of a status."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from duediligence.names.tokens import HARD
from duediligence.names.words import WordClass
from duediligence.recognise.reading import Place, PlaceRun, Reading

_MARK: Final = re.compile(r"\s+(?:\d{1,2}|[a-h])\s?(?=[A-Z][a-z])")
# The code of a state of the US that ends an address, or stands before a ZIP code or the country.
_STATE: Final = re.compile(
    r",\s*(A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]"
    r"|W[AIVY])(?:\s*$|(?P<surely>,?\s+(?:\d{5}\b|USA\b|U\.S|United States)))"
)
# States whose letters stand for a country, too.
_COUNTRY_CODES: Final = frozenset((
    "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "LA", "MA", "MD", "ME", "MN", "MO", "MT",
    "NE", "PA", "SC", "SD", "TN",
))  # fmt: skip
# Degrees and words of two letters; one of them stands before any number.
_OTHERWISE: Final = frozenset((
    "AL", "CO", "DE", "HI", "ID", "IN", "LA", "MA", "MD", "ME", "MS", "OK", "OR", "PA",
))  # fmt: skip
_NUMBERED: Final = "ID"
_STATE_CENTRES: Final = frozenset(("ssc", "gnts"))  # letters of a State Scientific Centre, if `rf` follows
_JOINING: Final = frozenset((" and", " and the"))
_NUMBER: Final = WordClass.NUMBER


def heed_marks(reading: Reading) -> None:
    """Part affiliations and bodies at what stands between them, and read letters around names as such."""
    if (code := _STATE.search(reading.text)) is not None:
        _add_state(reading, code)
    if not _STATE_CENTRES.isdisjoint(reading.tokens.keys):
        _mark_state_centres(reading)
    _part_affiliations(reading)
    if not _JOINING.isdisjoint(reading.tokens.links):
        _part_bodies(reading)


def _add_state(reading: Reading, code: re.Match[str]) -> None:
    """Read the two letters of a state of the US as a place, and as no acronym: Glen Allen, VA.

    Many are also the code of a country, and then may stand for either: Bangalore, IN. Without a town of the
    US before them, or a ZIP code or the country behind, some may be a degree and say nothing: Dr. Li, MD.
    """
    at = bisect_left(reading.tokens.starts, code.start(1))
    if reading.tokens.starts[at : at + 1] != [code.start(1)] or not at:
        return
    reading.runs = [run for run in reading.runs if (run.start, run.end) != (at, at + 1)]
    after_town = any(one.end == at and "US" in one.place.countries for one in reading.places)
    is_state = code[1] != _NUMBERED if code["surely"] else code[1] not in _OTHERWISE
    if after_town or is_state:
        countries = ("US", code[1]) if code[1] in _COUNTRY_CODES else ("US",)
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
