"""Documents to results: every institution named in them, each once, with all the places that name it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from duediligence.catalogue import Catalogue
from duediligence.model import (
    Candidate,
    Identification,
    Institution,
    Level,
    MentionView,
    NameKind,
    Partner,
    Relation,
    Result,
    Source,
    Status,
    Verdict,
)
from duediligence.recognise import Recogniser
from duediligence.recognise.recognition import Hit, Mention, Recognition
from duediligence.scanning.abbreviations import (
    Definition,
    defined_beside,
    defined_for_others,
    implied,
    settled,
    uses,
)
from duediligence.scanning.candidates import candidate_spans
from duediligence.scanning.document import Document
from duediligence.scanning.flow import Piece, pieces
from duediligence.scanning.sentences import sentence_around
from duediligence.scanning.single_words import SingleWords
from duediligence.scanning.vetting import Vetting
from duediligence.verdict import Judge

_POSSESSIVE = re.compile(r"(?:['’]s?|[\s\"“”.,;:]+)$")


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


ShortUse = tuple[tuple[int, int], Institution, Mention | None]
"""A use of an abbreviation: where, and who is meant; there is no mention behind it."""


@dataclass(slots=True)
class Found:
    """What one document, or several, was found to hold."""

    places: list[Place] = field(default_factory=list)
    candidates: dict[str, list[Source]] = field(default_factory=lambda: defaultdict(list))

    def add(self, document: Document, piece: Piece, mentions: list[Mention], short: list[ShortUse]) -> None:
        """Add the names and abbreviations found in a piece, and what else looks like a name there."""
        marked = sorted([(m.span, m.institution, m) for m in mentions] + short, key=lambda mark: mark[0])
        for span, institution, mention in marked:
            self.places.append(Place(institution, _view(document, piece, span, mention), mention))
        for span in candidate_spans(piece.text, [span for span, _, _ in marked]):
            words = " ".join(piece.text[slice(*span)].split())
            self.candidates[words].append(_view(document, piece, span).source)


class Scanner:
    """Scans documents against one catalogue under one profile.

    Args:
        reader: The recogniser that also screens single names.
        judge: The policy that also judges single names.
        context_lists: Ids of the lists that designate nobody; a body on no other list is a note, no finding.
        country: ISO code of the country the unclear names are from, where it is known.
        is_word: Whether a canonical word occurs in any known name; it spares asking for the others.
    """

    def __init__(
        self,
        reader: Reader,
        judge: Judge,
        *,
        context_lists: Collection[str] = (),
        country: str | None = None,
        is_word: Callable[[str], bool] | None = None,
    ) -> None:
        """Prepare to scan."""
        self._reader = reader
        self._judge = judge
        self._context_lists = frozenset(context_lists)
        self._country = country
        self._recognise = partial(reader.recognise, country=country)
        self._single_words = SingleWords(self._recognise, is_word or (lambda _: True))
        self._found = Found()

    @classmethod
    def over(cls, catalogue: Catalogue, profile: str = "default", *, country: str | None = None) -> Scanner:
        """Prepare to scan with the recogniser and the policy that screen single names.

        Raises:
            UsageError: The profile does not exist.
        """
        return cls(
            Recogniser(catalogue.index),
            Judge(catalogue.policy, profile, None, catalogue.lists),
            context_lists=[known.id for known in catalogue.lists if known.status == "context"],
            country=country,
            is_word=lambda word: catalogue.index.word_count(word) > 0,
        )

    def scan(self, document: Document) -> None:
        """Read one more document; its finds join those of the documents before."""
        texts = list(pieces(document))
        vetting = Vetting(document.text)
        named = [self._named(piece, vetting) for piece in texts]
        for piece, mentions, short in zip(texts, named, _abbreviated(texts, named), strict=True):
            self._found.add(document, piece, mentions, short)

    def results(self) -> Iterator[Result]:
        """Yield one result an institution named so far, worst verdict first, then as they appear."""
        named: dict[str, list[Place]] = defaultdict(list)
        for place in self._found.places:
            named[place.institution.id].append(place)
        results = [self._result(places) for places in named.values()]
        yield from sorted(results, key=lambda result: -result.verdict.level.rank)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return phrases that look like names of institutions nobody knows, in order of appearance."""
        return tuple(Candidate(text=words, sources=tuple(at)) for words, at in self._found.candidates.items())

    def _named(self, piece: Piece, vetting: Vetting) -> list[Mention]:
        """Return the finds of a piece that are names, each without what only clings to it."""
        found = [_trimmed(piece, mention) for mention in self._reader.mentions(piece.text)]
        names = [mention for mention in found if vetting.is_name(piece, mention)]
        words = self._single_words.mentions(piece.text, [mention.span for mention in names])
        return sorted(
            [*names, *(w for w in words if vetting.is_name(piece, w))], key=lambda mention: mention.span
        )

    def _result(self, places: list[Place]) -> Result:
        first = _clearest(places)
        recognition = self._recognition(first)
        judgement = self._judge.judge(recognition, self._country)
        found = recognition.institution
        context = self._is_context(first.institution)
        return Result(
            partner=Partner(name=first.view.text, country=self._country, source=first.view.source),
            identification=Identification(
                status=recognition.status,
                institution=self._judge.reference(found) if found else None,
                relation=recognition.relation,
                confidence=recognition.confidence,
                explanation=recognition.explanation,
            ),
            verdict=Verdict(level=Level.NONE) if context else judgement.verdict,
            matches=judgement.matches,
            similar=judgement.similar,
            notes=judgement.notes,
            questions=() if context else judgement.questions,
            citations=judgement.citations,
            mentions=tuple(place.view for place in places),
            context=context,
        )

    def _is_context(self, institution: Institution) -> bool:
        listed_on = {listing.list for listing in institution.listings if not listing.until}
        return bool(listed_on) and listed_on <= self._context_lists

    def _recognition(self, place: Place) -> Recognition:
        """Recognise the words of a place by themselves, as `check` would; the document outweighs that."""
        recognition = self._recognise(place.view.text)
        named = {recognition.institution and recognition.institution.id, *(r.id for r in recognition.rivals)}
        named |= {hit.institution.id for hit in recognition.hits} | {
            hit.via.id for hit in recognition.hits if hit.via
        }
        return recognition if place.institution.id in named else _as_mentioned(place)


def _trimmed(piece: Piece, mention: Mention) -> Mention:
    """Return a mention without the possessive or the open bracket that its words end with."""
    words = piece.text[slice(*mention.span)]
    kept = _POSSESSIVE.sub("", words)
    if words.count("(") > words.count(")"):
        kept = kept[: kept.rindex("(")].rstrip()
    start, end = mention.span
    return mention._replace(span=(start, start + len(kept))) if kept and len(kept) < end - start else mention


def _abbreviated(texts: list[Piece], named: list[list[Mention]]) -> list[list[ShortUse]]:
    """Return, piece by piece, the uses of abbreviations that are not part of a name found already."""
    definitions = [
        definition
        for number, (piece, mentions) in enumerate(zip(texts, named, strict=True))
        for definition in _definitions(number, piece, mentions)
    ]
    found: list[list[ShortUse]] = [[] for _ in texts]
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


def _view(
    document: Document, piece: Piece, span: tuple[int, int], mention: Mention | None = None
) -> MentionView:
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
