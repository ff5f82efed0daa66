"""Documents to results: every institution named in them, each once, with all the places that name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from duediligence.catalogue import Catalogue
from duediligence.catalogue.policy import Situation, only_noted
from duediligence.errors import UsageError
from duediligence.model import (
    Candidate,
    Identification,
    Institution,
    Level,
    Listing,
    NameKind,
    Partner,
    Relation,
    Result,
    RiskList,
    Source,
    Status,
    Verdict,
)
from duediligence.names.countries import country_code
from duediligence.recognise import Recogniser
from duediligence.recognise.recognition import Hit, Recognition
from duediligence.scanning.asking import Asking, Reader
from duediligence.scanning.document import Document
from duediligence.scanning.finding import Place, find
from duediligence.verdict import Judge


class Scanner:
    """Scans documents against one catalogue under one profile.

    Args:
        reader: The recogniser that also screens single names.
        judge: The policy that also judges single names.
        lists: The lists that the policy describes; a body on none but context lists is a note, no finding.
        country: ISO code of the country the unclear names are from, where it is known.
        is_word: Whether a canonical word occurs in any known name; it spares asking for the others.
    """

    def __init__(
        self,
        reader: Reader,
        judge: Judge,
        *,
        lists: Iterable[RiskList] = (),
        country: str | None = None,
        is_word: Callable[[str], bool] | None = None,
    ) -> None:
        """Prepare to scan."""
        self._reader = reader
        self._judge = judge
        self._lists = {one.id: one for one in lists}
        self._country = country
        self._recognise = partial(reader.recognise, country=country)
        self._asking = Asking(self._recognise, is_word or (lambda _: True), self._in_force)
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._unknown: dict[str, list[Source]] = defaultdict(list)

    @classmethod
    def over(
        cls,
        catalogue: Catalogue,
        profile: str = "default",
        *,
        lists: Collection[str] | None = None,
        country: str | None = None,
    ) -> Scanner:
        """Prepare to scan with the recogniser and the policy that screen single names.

        Args:
            catalogue: The opened data.
            profile: Whose rules bind.
            lists: Ids of the lists in force; None for all.
            country: Country the unclear names are from, by code or name, where it is known.

        Raises:
            UsageError: The profile or the country does not exist.
        """
        code = country_code(country) or country_code(country.upper()) if country else None
        if country and code is None:
            raise UsageError(
                f"unknown country {country!r}", hint="Give an ISO code such as CN, or an English name."
            )
        return cls(
            Recogniser(catalogue.index),
            Judge(catalogue.policy, profile, lists, catalogue.lists),
            lists=catalogue.lists,
            country=code,
            is_word=lambda word: catalogue.index.word_count(word) > 0,
        )

    def scan(self, document: Document) -> None:
        """Read one more document; its finds join those of the documents before."""
        for found in find(document, self._reader, self._asking):
            if isinstance(found, Place):
                self._places[found.institution.id].append(found)
            else:
                self._unknown[found.words].append(found.source)

    def results(self) -> Iterator[Result]:
        """Yield one result an institution named so far, worst verdict first, then as they appear."""
        results = [self._result(places) for places in self._places.values()]
        yield from sorted(results, key=lambda result: -result.verdict.level.rank)

    def candidates(self) -> tuple[Candidate, ...]:
        """Return phrases that look like names of institutions nobody knows, in order of appearance."""
        return tuple(Candidate(text=words, sources=tuple(at)) for words, at in self._unknown.items())

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
        lasting = (listing for listing in institution.listings if not listing.until)
        return {self._only_noted(listing) for listing in lasting} == {Situation.CONTEXT}

    def _in_force(self, listing: Listing) -> bool:
        return self._only_noted(listing) is None

    def _only_noted(self, listing: Listing) -> Situation | None:
        return only_noted(listing, self._lists.get(listing.list))

    def _recognition(self, place: Place) -> Recognition:
        """Recognise the words of a place by themselves, as `check` would; what the document settles holds."""
        recognition = self._recognise(place.view.text)
        meant = place.institution.id
        if recognition.institution is not None:
            agrees = meant == recognition.institution.id or any(
                meant in {hit.institution.id, hit.via and hit.via.id} for hit in recognition.hits
            )
        else:
            agrees = place.mention is not None and not place.mention.certain
        if agrees:
            return recognition
        return _as_mentioned(place, is_listed=any(map(self._in_force, place.institution.listings)))


def _clearest(places: list[Place]) -> Place:
    """Return the place whose words tell best who is meant: a name found for certain before a doubtful one."""
    names = [place for place in places if place.mention is not None]
    return next((place for place in names if place.mention and place.mention.certain), (names or places)[0])


def _as_mentioned(place: Place, *, is_listed: bool) -> Recognition:
    """What the recogniser said within the document, where the words alone would not tell."""
    institution, mention = place.institution, place.mention
    certain = mention is None or mention.certain
    confidence = mention.confidence if mention else place.view.confidence
    relation = Relation.SAME
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
        status=Status.LISTED if is_listed else Status.KNOWN_NOT_LISTED,
        institution=institution,
        relation=relation,
        confidence=confidence,
        explanation=f"The document names {institution.name} here.",
        hits=(hit,) if is_listed else (),
    )
