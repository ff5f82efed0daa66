"""Documents to results: every institution named in them, each once, with all the places that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from duediligence.model import Candidate, Identification, Institution, MentionView, NameKind, Partner, Relation, Result, Source, Status
from duediligence.recognise.recognition import Hit, Mention, Recognition
from duediligence.scanning.abbreviations import Definition, defined_beside, defined_for_others, implied, settled, uses
from duediligence.scanning.candidates import candidate_spans
from duediligence.scanning.document import Document
from duediligence.scanning.flow import Piece, pieces
from duediligence.scanning.sentences import sentence_around
from duediligence.scanning.vetting import Vetting, is_acronym
from duediligence.verdict import Judge


class Reader(Protocol):
    """What scanning needs of the recogniser."""

    def mentions(self, text: str) -> Iterable[Mention]:
        """Yield every place of a longer text that names a known institution."""
        ...

    def recognise(self, text: str, country: str | None = None) -> Recognition:
        """Return what a short text names."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a document that names a known institution.

    Attributes:
        institution: Who is named.
        view: The words and where they stand, as reports show them.
        mention: What the recogniser said; None for an abbreviation the document defines.
    """

    institution: Institution
    view: MentionView
    mention: Mention | None = None


@dataclass(slots=True)
class Found:
    """What one document, or several, was found to hold."""

    places: list[Place] = field(default_factory=list)
    candidates: dict[str, list[Source]] = field(default_factory=lambda: defaultdict(list))


class Scanner:
    """Scans documents against one catalogue under one profile.

    Args:
        reader: The recogniser that also screens single names.
        judge: The policy that also judges single names.
        country: ISO code of the country the unclear names are from, where it is known.
    """

    def __init__(self, reader: Reader, judge: Judge, *, country: str | None = None) -> None:
        """Prepare to scan."""
        self._reader = reader
        self._judge = judge
        self._country = country
        self._found = Found()

    def scan(self, document: Document) -> None:
        """Read one more document; its finds join those of the documents before."""
        find(document, self._reader, self._found)

    def results(self) -> Iterator[Result]:
        """Yield one result an institution named so far, highest verdict first, then in order of appearance."""
        named: dict[str, list[Place]] = defaultdict(list)
        for place in self._found.places:
            named[place.institution.id].append(place)
        results = [self._result(places) for places in named.values()]
        yield from sorted(results, key=lambda result: -result.verdict.level.rank)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return phrases that look like names of institutions nobody knows, in order of appearance."""
        return tuple(Candidate(text=words, sources=tuple(at)) for words, at in self._found.candidates.items())

    def _result(self, places: list[Place]) -> Result:
        first = _clearest(places)
        recognition = self._recognition(first)
        judgement = self._judge.judge(recognition, self._country)
        found = recognition.institution
        return Result(
            partner=Partner(name=first.view.text, country=self._country, source=first.view.source),
            identification=Identification(
                status=recognition.status,
                institution=self._judge.reference(found) if found else None,
                relation=recognition.relation,
                confidence=recognition.confidence,
                explanation=recognition.explanation,
            ),
            verdict=judgement.verdict,
            matches=judgement.matches,
            similar=judgement.similar,
            notes=judgement.notes,
            questions=judgement.questions,
            citations=judgement.citations,
            mentions=tuple(place.view for place in places),
        )

    def _recognition(self, place: Place) -> Recognition:
        """Recognise the words of a place by themselves, as `check` would; what the document said outweighs it."""
        recognition = self._reader.recognise(place.view.text, self._country)
        named = {recognition.institution and recognition.institution.id, *(r.id for r in recognition.rivals)}
        named |= {hit.institution.id for hit in recognition.hits} | {hit.via.id for hit in recognition.hits if hit.via}
        return recognition if place.institution.id in named else _as_mentioned(place)


def find(document: Document, reader: Reader, found: Found) -> None:
    """Add to `found` what one document names."""
    texts = list(pieces(document))
    vetting = Vetting(document.text)
    named = [[m for m in reader.mentions(piece.text) if _counts(m, piece, vetting)] for piece in texts]
    short = _abbreviated(texts, named)
    for piece, mentions, uses_here in zip(texts, named, short, strict=True):
        marked = sorted([(m.span, m.institution, m) for m in mentions] + uses_here, key=lambda mark: mark[0])
        for span, institution, mention in marked:
            found.places.append(Place(institution, _view(document, piece, span, mention), mention))
        for span in candidate_spans(piece.text, [span for span, _, _ in marked]):
            words = " ".join(piece.text[slice(*span)].split())
            found.candidates[words].append(_view(document, piece, span).source)


def _counts(mention: Mention, piece: Piece, vetting: Vetting) -> bool:
    return not is_acronym(piece.text[slice(*mention.span)], mention) and vetting.is_name(piece, mention)


def _abbreviated(
    texts: list[Piece], named: list[list[Mention]]
) -> list[list[tuple[tuple[int, int], Institution, Mention | None]]]:
    """Return, piece by piece, the uses of abbreviations that are not part of a name found already."""
    definitions = [
        definition
        for number, (piece, mentions) in enumerate(zip(texts, named, strict=True))
        for definition in _definitions(number, piece, mentions)
    ]
    found: list[list[tuple[tuple[int, int], Institution, Mention | None]]] = [[] for _ in texts]
    for institution, number, span in uses([piece.text for piece in texts], settled(definitions)):
        if not any(m.span[0] < span[1] and span[0] < m.span[1] for m in named[number]):
            found[number].append((span, institution, None))
    return found


def _definitions(number: int, piece: Piece, mentions: list[Mention]) -> Iterator[Definition]:
    """Yield the abbreviations that hold from this piece on."""
    said: set[str] = set()
    for mention in mentions:
        for short, end in defined_beside(piece.text, mention.span, mention.institution):
            said.add(short)
            yield Definition(short, mention.institution, (number, end))
        for short in implied(mention.institution):
            yield Definition(short, mention.institution, (number, mention.span[1]), implied=True)
    for short, end in defined_for_others(piece.text):
        if short not in said:
            yield Definition(short, None, (number, end))


def _view(document: Document, piece: Piece, span: tuple[int, int], mention: Mention | None = None) -> MentionView:
    context, marked = sentence_around(piece.text, span)
    return MentionView(
        text=piece.text[slice(*span)],
        source=document.source(piece.in_document(span), context),
        marked=marked,
        confidence=mention.confidence if mention else 100.0,
        abbreviation=mention is None,
    )


def _clearest(places: list[Place]) -> Place:
    """Return the place whose words tell best who is meant: a name found for certain before a doubtful one."""
    names = [place for place in places if place.mention is not None]
    return next((place for place in names if place.mention and place.mention.certain), (names or places)[0])


def _as_mentioned(place: Place) -> Recognition:
    """What the recogniser said within the document, where the words alone would not tell."""
    institution, mention = place.institution, place.mention
    certain = mention is None or mention.certain
    confidence = mention.confidence if mention else place.view.confidence
    relation = Relation.SAME
    current = [listing for listing in institution.listings if not listing.until]
    hit = Hit(
        institution=institution,
        relation=relation,
        confidence=confidence,
        matched_name=mention.matched_name if mention else place.view.text,
        matched_kind=NameKind.ALIAS,
        span=(0, len(place.view.text)),
        certain=certain,
    )
    return Recognition(
        status=Status.LISTED if current else Status.KNOWN_NOT_LISTED,
        institution=institution,
        relation=relation,
        confidence=confidence,
        explanation=f"The document names {institution.name} here.",
        hits=(hit,) if current else (),
    )
