"""What the recogniser says about one text: the shapes handed to the verdict and the report."""

from __future__ import annotations

from typing import Final, NamedTuple

from duediligence.catalogue.records import Known
from duediligence.model import Evidence, Institution, NameKind, Relation, Similar, Status

BESIDE: Final = 0.65
"""Share of the confidence left to a body named beside the partner."""


class Hit(NamedTuple):
    """One listed institution that the text names.

    Attributes:
        institution: The listed institution.
        relation: How the text relates to it.
        confidence: Calibrated chance, 0 to 100, that the text names it.
        matched_name: The known name that was found, as the catalogue writes it.
        matched_kind: What sort of name that is.
        span: Character positions in the text, end exclusive.
        evidence: Word by word: agreed, missing, different, extra.
        via: The known unit or subsidiary that was named, when the listing is its parent's.
        certain: False when a rival identity is about as good; such a hit gives at most `review`.
        beside: True when the text names it beside the partner: the laboratory or the academy of the
            university that is named too. The listing counts; as an answer to "who is this" it is second.
        loose: True when the text puts the name loosely: only the town or country beside it tells whose
            it is.
    """

    institution: Institution
    relation: Relation
    confidence: float
    matched_name: str
    matched_kind: NameKind
    span: tuple[int, int]
    evidence: tuple[Evidence, ...] = ()
    via: Institution | None = None
    certain: bool = True
    beside: bool = False
    loose: bool = False

    @property
    def likelihood(self) -> float:
        """Calibrated chance, 0 to 100, that the partner is this institution."""
        return round(BESIDE * self.confidence, 1) if self.beside else self.confidence


class Recognition(NamedTuple):
    """Everything recognised in one text.

    Attributes:
        status: Listed, known and not listed, ambiguous, or not identified.
        institution: The institution the text as a whole stands for, when there is one; in outline when
            nobody lists it.
        relation: How the text relates to `institution`.
        confidence: Calibrated chance, 0 to 100, that `institution` is right.
        explanation: One sentence for a reader: what was recognised and what decided.
        hits: Listed institutions named in the text, best first.
        similar: Look-alikes that were considered and not taken, with the reason.
        countries: ISO codes given or found in the text, most certain first.
        abroad: ISO codes of addresses in the text that lie in no country of an institution named.
        rivals: Between whom an ambiguous text is undecided.
        others: Known institutions without a current listing that the text names too; in outline as well.
    """

    status: Status
    institution: Known | None = None
    relation: Relation | None = None
    confidence: float = 0.0
    explanation: str = ""
    hits: tuple[Hit, ...] = ()
    similar: tuple[Similar, ...] = ()
    countries: tuple[str, ...] = ()
    abroad: tuple[str, ...] = ()
    rivals: tuple[Institution, ...] = ()
    others: tuple[Known, ...] = ()


class Mention(NamedTuple):
    """One place of a long text that names a known institution, listed or not.

    `span` counts characters of the text given; `certain` is False for namesakes not told apart.
    """

    institution: Institution
    relation: Relation
    confidence: float
    matched_name: str
    span: tuple[int, int]
    certain: bool = True
