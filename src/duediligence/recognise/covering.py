"""Which of the known names that run through a text are taken: those that explain most, none overlapping."""

from __future__ import annotations

from functools import partial
from typing import Final

from duediligence.names.keys import Variant
from duediligence.names.words import WordClass
from duediligence.recognise.reading import HEADS, Reading, Run
from duediligence.recognise.vetting import OF, is_arabic

_RESPACED: Final = Variant.RESPACED
_REORDERED: Final = Variant.REORDERED
_EXACT: Final = Variant.EXACT
_FORM: Final = WordClass.FORM
_LEGAL: Final = WordClass.LEGAL
_DASHES: Final = frozenset(("-", "\u2013", "\u2014"))
_COMMA: Final = 1.5  # words that each of these inside a run costs it
_ASIDE: Final = 0.5
_SLIP: Final = 0.9
_LONG: Final = 5  # words of a name that no other's and a place make by chance


def cover(reading: Reading) -> list[Run]:
    """Return the runs that explain most: longest first, none overlapping, in the order of the text."""
    chosen: list[Run] = []
    taken: set[int] = set()
    runs = reading.runs
    for run in sorted(runs, key=partial(explained, reading)) if len(runs) > 1 else runs:
        words = range(run.start, run.end)
        if (
            taken.isdisjoint(words)
            and not (run.crosses and is_derived_over_break(reading, run, run.variant))
            and not _is_in_place(reading, run)
            and not _is_backwards(reading, run)
            and not _is_over_owner(reading, run)
        ):
            chosen.append(run)
            taken.update(words)
    chosen.sort(key=lambda run: run.start)
    return chosen


def _is_in_place(reading: Reading, run: Run) -> bool:
    """Tell whether a run is a piece of a place's longer name: SRI of Sri Lanka."""
    start, end = run.start, run.end
    for place in reading.places:
        if place.start <= start and end <= place.end and place.end - place.start > end - start:
            return True
    return False


def is_derived_over_break(reading: Reading, run: Run, variant: int) -> bool:
    """Tell whether a run crosses a comma that no name bears: `University, Beijing` is no known name.

    A name spelt apart may end in its town, or its region, and may hold a comma itself if it is long: Zhong
    Shan University, Guangzhou; University of Radioengineering, Electronics and Automation.
    """
    if variant != _RESPACED or run.end - run.start >= _LONG:
        return variant > _RESPACED
    breaks = reading.tokens.breaks
    first = next(at for at in range(run.start + 1, run.end) if breaks[at])
    return not any(place.start == first for place in reading.places)


def _follows_quote(reading: Reading, at: int) -> bool:
    """Tell whether only a quotation mark stands before a word: NPO "Volna" is one name."""
    return reading.gap(at).strip() == '"'


def _follows_dash(reading: Reading, at: int) -> bool:
    """Tell whether a dash ties a word to those before it: NRC "Kurchatov Institute" - VIAM is VIAM's name."""
    return reading.gap(at).strip(' "«»“”„') in _DASHES


def _is_backwards(reading: Reading, run: Run) -> bool:
    """Tell whether a name was turned round to end in its head, in a script whose names begin with it."""
    if run.variant != _REORDERED or reading.kinds[run.end - 1] is not _FORM:
        return False
    return is_arabic(reading.text[reading.tokens.starts[run.end - 1]])


def _is_over_owner(reading: Reading, run: Run) -> bool:
    """Tell whether a run begins before the `of` that leads to an owner, whose name goes on beyond it.

    Informatique de l'Institut de technologie de Harbin holds the name of an Informatics Institute.
    """
    kinds, links = reading.kinds, reading.tokens.links
    if kinds[run.start] in HEADS:
        return False
    at = next((at for at in range(run.start + 1, run.end) if kinds[at] in HEADS), 0)
    if not at or OF.isdisjoint(links[at].split()):
        return False
    return any(one.start == at and one.end > run.end for one in reading.runs)


def _is_where(reading: Reading, run: Run, at: int) -> bool:
    """Tell whether the words of a run from `at` say where it is, and open no name: California, Los Angeles.

    They are a place, or where the body named before them has a branch: the gazetteer does not know every
    town, as in Islamic Azad University, Marvdasht. Letters of a body are none: ..., CAS.
    """
    start, end, links, runs = run.start, run.end, reading.tokens.links, reading.runs
    names = [one for one in runs if one.start == at]
    if any(place.start == at and place.end >= end for place in reading.places):
        return all(any(links[at + 1 : one.end]) for one in names if one.end > end)  # Shenzhen University
    if names or not HEADS.isdisjoint(reading.kinds[at:end]):
        return False
    return any((one.start, one.end) == (start, at) and not one.read_as for one in runs)


def explained(reading: Reading, run: Run) -> tuple[float, int, int]:
    """Sort key, best first: words explained, less for each comma run over; then the most faithful key."""
    start, end = run.start, run.end
    missing = _SLIP * len(run.changed) - (end - start)
    if run.crosses and not (run.variant == _EXACT and end - start == len(reading.kinds)):
        missing += _parted(reading, run)
    return missing, run.variant, start


def _parted(reading: Reading, run: Run) -> float:
    """Return the words that the commas and brackets within a run cost it."""
    breaks, brackets, links = reading.tokens.breaks, reading.tokens.brackets, reading.tokens.links
    cost = 0.0
    for at in range(run.start + 1, run.end):
        if (
            breaks[at]
            and brackets[at] >= brackets[at - 1]
            and reading.kinds[at] is not _LEGAL
            and links[at] != " and"  # Optics, Fine Mechanics, and Physics
            and not _follows_quote(reading, at)
        ):
            aside = (
                brackets[at] > brackets[at - 1] or _follows_dash(reading, at) or _is_where(reading, run, at)
            )
            cost += _ASIDE if aside else _COMMA
    return cost
