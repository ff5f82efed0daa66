"""From a text to findings: which known institution each part of it names, and which it beat."""

from __future__ import annotations

from dataclasses import dataclass

from duediligence.catalogue.index import Index
from duediligence.model import Relation
from duediligence.recognise.contest import MARGIN, Candidate, Contest
from duediligence.recognise.reading import Reader, Reading, Run
from duediligence.recognise.relation import relation_of
from duediligence.recognise.vetting import longer_name
from duediligence.recognise.whereabouts import Whereabouts, free_places, whereabouts


@dataclass(slots=True)
class Finding:
    """What one run of a text turned out to be: the best candidate, its equals, and those it beat.

    Attributes:
        run: The words that name it.
        best: The best supported candidate.
        equals: Others about as well supported; the finding is undecided when there are any.
        beaten: Candidates with clearly less support.
        relation: How the text around the run relates to the institution.
        whole: Whether the run is all the text says, places and numbers apart.
    """

    run: Run
    best: Candidate
    equals: list[Candidate]
    beaten: list[Candidate]
    relation: Relation
    whole: bool

    @property
    def contenders(self) -> list[Candidate]:
        """The best candidate and its equals."""
        return [self.best, *self.equals]


@dataclass(slots=True)
class Findings:
    """Everything found in one text.

    Attributes:
        reading: The text read.
        found: Findings in the order of the text.
        vetoed: Runs that are part of a longer unknown name, each with the word that shows it.
        countries: Countries given or found, most certain first.
    """

    reading: Reading
    found: list[Finding]
    vetoed: list[tuple[Run, str]]
    countries: tuple[str, ...]


class Finder:
    """Finds known institutions in texts."""

    def __init__(self, index: Index) -> None:
        """Search one index."""
        self._reader = Reader(index)
        self._contest = Contest(index)

    def find(self, text: str, given: str = "") -> Findings:
        """Return what a text names; `given` is the country said beside it, empty for none."""
        reading = self._reader.read(text)
        spots = {place.start: place.end for place in reading.places}
        kept: list[Run] = []
        vetoed: list[tuple[Run, str]] = []
        for run in cover(reading.runs):
            word = longer_name(reading, run, spots)
            if word is None:
                kept.append(run)
            else:
                vetoed.append((run, word))
        places = free_places(reading, kept)
        found = [self._decide(reading, run, kept, whereabouts(run, kept, places, given)) for run in kept]
        said = sorted(places, key=lambda place: place.kind != "country")
        countries = dict.fromkeys([*([given] if given else []), *(place.country for place in said)])
        return Findings(reading, [one for one in found if one is not None], vetoed, tuple(countries))

    def _decide(self, reading: Reading, run: Run, kept: list[Run], where: Whereabouts) -> Finding | None:
        ranked = self._contest.candidates(reading, run, where)
        if not ranked:
            return None
        fit = [one for one in ranked if one.decides] or ranked
        best = fit[0]
        equals = [one for one in fit[1:] if best.support - one.support < MARGIN]
        beaten = [one for one in ranked if one is not best and one not in equals]
        relation = relation_of(reading, run, best.posting, kept)
        return Finding(run, best, equals, beaten, relation, _is_whole(reading, run))


def cover(runs: list[Run]) -> list[Run]:
    """Return the runs that explain most: longest first, none overlapping, in the order of the text."""
    chosen: list[Run] = []
    taken: set[int] = set()
    for run in sorted(runs, key=lambda one: (one.start - one.end, min(value >> 40 & 0xF for value in one.postings), one.start)):
        if taken.isdisjoint(range(run.start, run.end)):
            chosen.append(run)
            taken.update(range(run.start, run.end))
    return sorted(chosen, key=lambda one: one.start)


def _is_whole(reading: Reading, run: Run) -> bool:
    covered = {at for place in reading.places for at in range(place.start, place.end)}
    rest = [at for at in range(len(reading.tokens.keys)) if not run.start <= at < run.end and at not in covered]
    return all(any(char.isdigit() for char in reading.tokens.keys[at]) for at in rest)
