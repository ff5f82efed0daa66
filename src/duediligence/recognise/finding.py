"""What one run of a text, and the whole of it, turned out to name."""

from __future__ import annotations

from dataclasses import dataclass, field

from duediligence.model import Relation
from duediligence.recognise.contest import Candidate
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.relation import relation_of


@dataclass(slots=True)
class Finding:
    """What one run of a text turned out to be: the best candidate, its equals, and those it beat.

    Attributes:
        reading: The text read.
        run: The words that name it.
        best: The best supported candidate.
        equals: Others about as well supported; the finding is undecided when there are any.
        beaten: Candidates with clearly less support.
        cover: The runs that name somebody in the text for certain; a part of this body lies between them.
        undecided: The others that open an item of a list, as this one may.
    """

    reading: Reading
    run: Run
    best: Candidate
    equals: list[Candidate]
    beaten: list[Candidate]
    cover: list[Run] = field(default_factory=list)
    undecided: list[Run] = field(default_factory=list)

    @property
    def contenders(self) -> list[Candidate]:
        """The best candidate and its equals."""
        return [self.best, *self.equals]

    @property
    def relation(self) -> Relation:
        """How the text around the run relates to the best candidate."""
        return relation_of(self.reading, self.run, self.best.posting, self.cover)

    @property
    def whole(self) -> bool:
        """Whether the run is all the text says, places, numbers and other weak names apart: BIT, HIT."""
        told = {at for run in (*self.undecided, self.run) for at in range(run.start, run.end)}
        told.update(at for place in self.reading.places for at in range(place.start, place.end))
        rest = (key for at, key in enumerate(self.reading.tokens.keys) if at not in told)
        return all(any(map(str.isdigit, key)) for key in rest)

    @property
    def span(self) -> tuple[int, int]:
        """Character positions of the run in the text, end exclusive."""
        return self.reading.span(self.run)


@dataclass(slots=True)
class Findings:
    """Everything found in one text.

    Attributes:
        reading: The text read.
        found: Findings in the order of the text.
        vetoed: Runs that are part of a longer unknown name, each with the word that shows it.
        owned: Findings left out as parts of the institution named after them.
        countries: Countries given or found, most certain first.
        addressed: Positions of the institutions whose web or mail domain the text holds.
    """

    reading: Reading
    found: list[Finding]
    vetoed: list[tuple[Run, str]]
    owned: list[Finding]
    countries: tuple[str, ...]
    addressed: frozenset[int]
