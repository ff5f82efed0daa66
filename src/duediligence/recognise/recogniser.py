"""Identify first, then ask whether that identity is listed: from a text to a Recognition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import CURRENT_BIT, RATED_BIT, Weakness
from duediligence.catalogue.records import Known
from duediligence.model import Institution, Kind, NameKind, Relation, Similar, Status
from duediligence.names import tokenise
from duediligence.names.keys import Variant
from duediligence.recognise.confidence import UNDECIDED, confidence_of
from duediligence.recognise.contest import Candidate
from duediligence.recognise.explain import (
    TAKEN_AS_PART,
    UNDECIDED_BETWEEN,
    compared_words,
    explanation,
    why_lost,
    why_not_part,
    why_weak,
)
from duediligence.recognise.finding import Finding, Findings
from duediligence.recognise.findings import Finder
from duediligence.recognise.identifiers import identified_by
from duediligence.recognise.letters import stands_as_letters
from duediligence.recognise.reading import Reading
from duediligence.recognise.recognition import Hit, Mention, Recognition
from duediligence.recognise.references import to_reference
from duediligence.recognise.standing import ends_part, opens_text, stands_alone, stands_for_itself
from duediligence.recognise.whereabouts import WRITE_CYRILLIC, compatible_with, elsewhere

_OTHER: Final = Kind.OTHER
_UNIVERSITY: Final = Kind.UNIVERSITY
_ALIAS: Final = NameKind.ALIAS
_SAME: Final = Relation.SAME
_UNIT_OF: Final = Relation.UNIT_OF
_NOT_IDENTIFIED: Final = Status.NOT_IDENTIFIED
_AMBIGUOUS: Final = Status.AMBIGUOUS
_LISTED: Final = Status.LISTED
_KNOWN_NOT_LISTED: Final = Status.KNOWN_NOT_LISTED
_RESPACED: Final = Variant.RESPACED
_LOOSE: Final = Variant.LOOSE
_ACRONYM: Final = Weakness.ACRONYM
_GENERIC: Final = Weakness.GENERIC
_ORDINARY: Final = Weakness.ORDINARY
_SETTLED: Final = 99.5  # an identifier was given
_UNKNOWN: Final = "The identifier given is not known and did not count."
_ONE_OF_A_KIND: Final = frozenset(
    (Kind.UNIVERSITY, Kind.MILITARY, Kind.SECURITY, Kind.GOVERNMENT, Kind.COMPANY)
)
_OF_PARTS: Final = frozenset((Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE, Kind.MILITARY, Kind.SECURITY))
_HOSTED: Final = frozenset((Kind.RESEARCH_INSTITUTE, Kind.GOVERNMENT, Kind.PROGRAMME, Kind.OTHER))
# Heads of bodies that stand for themselves where an address beside them is another's.
_OWN_BODIES: Final = frozenset(
    ("university", "institute", "laboratory", "corporation", "company", "academy", "polytechnic", "hospital")
)
_OWNED: Final = {Kind.HOSPITAL: Relation.AFFILIATED_HOSPITAL, Kind.COMPANY: Relation.SUBSIDIARY_OF}


class Recogniser:
    """Recognises known institutions in short texts (a name) and long ones (a document)."""

    def __init__(self, index: Index) -> None:
        """Read against one compiled index."""
        self._index = index
        self._finder = Finder(index)

    def recognise(self, text: str, country: str | None = None, identifier: str | None = None) -> Recognition:
        """Return what a text names.

        Args:
            text: A partner's name, or an affiliation as authors write it.
            country: ISO 3166-1 alpha-2 code, as evidence for or against; never a reason for a listing.
            identifier: A ROR, Wikidata or GRID id, or a web or mail address; it settles identity.
        """
        given = identified_by(self._index, identifier) if identifier else None
        alone = identified_by(self._index, text)
        if given is not None:
            said = self._settled(given, text, country)
            if alone is not None:
                return said
            return self._agreed(said, self._recognition(self._find(text, country)))
        said = self._read(text, country) if alone is None else self._settled(alone, text, country)
        return said._replace(explanation=f"{said.explanation} {_UNKNOWN}") if identifier else said

    def _find(self, text: str, country: str | None) -> Findings:
        return self._finder.find(text, (country or "").upper())

    def _read(self, text: str, country: str | None) -> Recognition:
        """Return what the words of a text name; a body's web or mail address among them helps."""
        findings = self._find(text, country)
        named = self._recognition(findings)
        if named.status is not _NOT_IDENTIFIED or len(findings.addressed) != 1:
            return named
        (at,) = findings.addressed
        said = self._settled(at, text, country)
        return _held_open(said) if self._names_another(findings, at) else said

    def _names_another(self, findings: Findings, at: int) -> bool:
        """Tell whether a text with the address of one body is about another: it names it, or lies abroad."""
        if not _OWN_BODIES.isdisjoint(findings.reading.tokens.keys):
            return True
        home, reading = compatible_with(self._index.country(at)), findings.reading
        at_home = any(not home.isdisjoint(one.place.countries) for one in reading.free_places)
        return not at_home and bool(elsewhere(reading, home))

    def _agreed(self, said: Recognition, named: Recognition) -> Recognition:
        """Take the identifier's word, unless the name beside it is that of another listed body."""
        at = said.institution
        if (
            at is None
            or not named.hits
            or any(at.id in (hit.institution.id, hit.via and hit.via.id) for hit in named.hits)
        ):
            return said
        explanation = (
            f"The identifier belongs to {at.name}, but the name to {named.hits[0].institution.name}."
        )
        return named._replace(
            status=_AMBIGUOUS,
            institution=None,
            explanation=explanation,
            hits=(*said.hits, *(hit._replace(certain=False) for hit in named.hits)),
            rivals=(at.whole(), *(hit.institution for hit in named.hits)),
        )

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield every place of a longer text that names a known institution, listed or not, in order.

        A country named nearby does not make one uncertain, as beside a partner's name: prose names many.
        """
        findings = self._finder.find(text)
        for finding in findings.found:
            if finding.best.decides:
                candidate = finding.best
                yield Mention(
                    institution=self._institution(candidate),
                    relation=finding.relation,
                    confidence=confidence_of(candidate, certain=not finding.equals),
                    matched_name=self._name(candidate, finding)[0],
                    span=finding.span,
                    certain=not finding.equals,
                )

    def _settled(self, at: int, text: str, country: str | None) -> Recognition:
        institution = self._index.institution(at)
        listed = bool(self._index.facts[at] & CURRENT_BIT)
        hit = Hit(institution, _SAME, _SETTLED, institution.name, _ALIAS, (0, len(text)))
        return Recognition(
            status=_LISTED if listed else _KNOWN_NOT_LISTED,
            institution=institution,
            relation=_SAME,
            confidence=_SETTLED,
            explanation=f"The identifier given belongs to {institution.name}.",
            hits=(hit,) if listed else (),
            countries=(country,) if country else (),
            others=() if listed else (institution,),
        )

    def _recognition(self, findings: Findings) -> Recognition:
        alone = _only(findings)
        if alone is not None:
            if alone.best.listed:
                return self._summed_up(findings, (self._hit(alone, alone.best),))
            at = alone.best.posting.institution
            if self._index.parent(at) is None and not self._index.joint_owners(at):
                return self._summed_up(findings, others=(alone,))
        return self._weighed(findings)

    def _weighed(self, findings: Findings) -> Recognition:
        """Sum up a text that names several institutions, none for certain, or a part of one."""
        hits: dict[int, Hit] = {}
        similar: list[Similar] = []
        rivals: list[Candidate] = []
        others: list[Finding] = []
        for finding in findings.found:
            best = finding.best
            if finding.beaten:
                similar.extend(
                    self._similar(one, why_lost(one, best)) for one in finding.beaten if _tells(one)
                )
            if best.decides and not finding.equals:
                if best.listed:
                    self._add_hit(finding, hits)
                else:
                    others.append(finding)
                    self._add_owner(finding, hits, similar)
            else:
                self._add_undecided(finding, hits, similar, rivals, others)
        for finding in others:
            self._add_joint_owners(finding, hits, similar, alone=len(findings.found) == 1)
        if len(hits) > 1:
            self._fold_parents(hits, similar)
            self._set_beside(findings.reading, hits)
        if findings.vetoed:
            similar.extend(self._similar_parts(findings))
        for finding in findings.owned:
            similar.extend(self._similar(one, TAKEN_AS_PART) for one in finding.contenders if one.listed)
        ordered = tuple(sorted(hits.values(), key=_likeliest) if len(hits) > 1 else hits.values())
        return self._summed_up(findings, ordered, _distinct(similar, ordered), rivals, others)

    def _add_undecided(
        self,
        finding: Finding,
        hits: dict[int, Hit],
        similar: list[Similar],
        rivals: list[Candidate],
        others: list[Finding],
    ) -> None:
        """Add a finding whose evidence is not enough, or that several bodies share, to where it belongs."""
        best = finding.best
        listed = [one for one in finding.contenders if one.listed]
        if not best.decides and not (listed and self._asks(finding)):
            similar.extend(self._similar(one, why_weak(one)) for one in filter(_tells, listed))
        elif listed and (finding.equals or not self._points_at_one(finding)):
            rivals.extend(finding.contenders)
            if best.decides and len(listed) == len(finding.contenders):
                self._add_rivals(finding, hits)
            else:
                undecided = UNDECIDED_BETWEEN if finding.equals else why_weak(best)
                similar.extend(self._similar(one, undecided) for one in listed)
        elif listed:
            self._add_hit(finding, hits)
        else:
            others.append(finding)
            self._add_owner(finding, hits, similar)

    def _points_at_one(self, finding: Finding) -> bool:
        """Tell whether the best candidate may be shown as a match, if only to be looked at.

        It may when it decides, when it is the letters' only owner, and when a generic name is that of
        one school or service: other countries have institutes of the same field, but hardly another
        Railway Police College.
        """
        best = finding.best
        if best.decides or best.posting.weakness == _ACRONYM:
            return True
        if best.conflicts or best.posting.variant > _RESPACED:
            return False
        kind = self._index.kind(best.posting.institution)
        if finding.whole:
            return kind in _ONE_OF_A_KIND or kind is _OTHER
        return best.posting.weakness == _GENERIC and kind in _ONE_OF_A_KIND

    def _asks(self, finding: Finding) -> bool:
        """Tell whether a name that cannot decide is all there is, so that the reader must be asked.

        Beside it places may be named, and a part of the body if it is one that has departments. A
        company's everyday word asks when it opens the text or fills a part of it, abroad too, where firms
        have seats: Huawei Canada. After a person's initials it does not, nor where it goes on in another
        country, unless the registry knows it: Element Six, Didcot. Russian letters, and others after
        `of`, ask where nobody is named for certain: Сотрудник ФИАН, Academy of CASIC.
        """
        best, reading, run = finding.best, finding.reading, finding.run
        if best.branch or best.posting.variant == _LOOSE:
            return False
        is_nobodys = not (finding.cover or best.conflicts or best.other)
        are_russian = self._index.country(best.posting.institution) in WRITE_CYRILLIC
        letters = is_nobodys and (are_russian or " of" in reading.tokens.links[run.start])
        letters = letters and stands_as_letters(reading, run)
        if best.posting.weakness == _ORDINARY:
            is_registered = self._index.is_registered(best.posting.institution)
            is_anothers = best.conflicts and not ends_part(reading, run) and not is_registered
            return letters or stands_alone(reading, run) or (opens_text(reading, run) and not is_anothers)
        if best.conflicts or best.other:
            return False
        if finding.whole or (letters and not finding.equals):
            return True
        has_parts = self._index.kind(best.posting.institution) in _OF_PARTS
        return has_parts and finding.relation is _UNIT_OF and stands_for_itself(reading, run)

    def _fold_parents(self, hits: dict[int, Hit], similar: list[Similar]) -> None:
        """Leave out a parent without a rating named beside a listed part: the part is who is meant."""
        parts = {self._index.parent(at): hit.institution.name for at, hit in hits.items()}
        for at, part in parts.items():
            if at in hits and not self._index.facts[at] & RATED_BIT:
                del hits[at]
                similar.append(self._listed_but(at, f"named as the parent of {part}"))

    def _set_beside(self, reading: Reading, hits: dict[int, Hit]) -> None:
        """Mark the bodies that are named beside the partner: its laboratory, its academy, its owner."""
        for at, hit in hits.items():
            if hit.institution.kind is _UNIVERSITY or not hit.certain:
                continue
            others = [(other, one) for other, one in hits.items() if other != at and one.certain]
            if any(
                self._is_host(reading, one, hit) or at in self._index.above(other) for other, one in others
            ):
                hits[at] = hit._replace(beside=True)

    def _is_host(self, reading: Reading, one: Hit, hit: Hit) -> bool:
        """Tell whether `one` is a university named in the same affiliation as `hit`, and in its country."""
        if one.institution.kind is not _UNIVERSITY or hit.institution.kind not in _HOSTED:
            return False
        if one.institution.country != hit.institution.country:
            return False
        return _are_together(reading, one, hit)

    def _add_hit(self, finding: Finding, hits: dict[int, Hit]) -> None:
        at = finding.best.posting.institution
        hit, known = self._hit(finding, finding.best), hits.get(at)
        if known is not None and known.via:
            hits[at] = _joined(finding.reading, hit, known)
        elif known is None or known.confidence < hit.confidence:
            hits[at] = hit

    def _add_rivals(self, finding: Finding, hits: dict[int, Hit]) -> None:
        """Add every bearer of a name that only listed bodies bear: whichever is meant, it is listed."""
        for one in finding.contenders:
            hits.setdefault(one.posting.institution, self._hit(finding, one))

    def _add_owner(self, finding: Finding, hits: dict[int, Hit], similar: list[Similar]) -> None:
        """Add the listed body that an unlisted one belongs to, by the catalogue's own record of it.

        An owner that is listed without a rating is only mentioned: the text does not name it.
        """
        if finding.equals or not finding.best.decides:
            return
        part = finding.best.posting.institution
        relation = _OWNED.get(self._index.kind(part), _UNIT_OF)
        for at in self._index.above(part):
            facts, known = self._index.facts[at], hits.get(at)
            if known is not None and (not facts & RATED_BIT or not _says_more(relation, known)):
                return
            if facts & RATED_BIT:
                owned = self._owned(finding, at, relation)
                hits[at] = owned if known is None or known.via else _joined(finding.reading, known, owned)
            elif facts & CURRENT_BIT:
                why_not = f"listed without a rating; the owner of {self._institution(finding.best).name}"
                similar.append(self._listed_but(at, why_not))
            if facts & CURRENT_BIT:
                return

    def _add_joint_owners(
        self, finding: Finding, hits: dict[int, Hit], similar: list[Similar], *, alone: bool
    ) -> None:
        """Add those who own a body together where all are rated; of others that are listed, say so.

        Whose listing a joint body shares is open, unless each owner has one, or the text names another body
        beside it.
        """
        owners = self._index.joint_owners(finding.best.posting.institution)
        if not hits.keys().isdisjoint(owners):
            return
        if alone and all(self._index.facts[at] & RATED_BIT for at in owners):
            hits.update((at, self._owned(finding, at, Relation.JOINT_BODY_OF)) for at in owners)
            return
        why_not = f"one of several that {self._institution(finding.best).name} belongs to"
        similar.extend(self._listed_but(at, why_not) for at in owners if self._index.facts[at] & CURRENT_BIT)

    def _owned(self, finding: Finding, at: int, relation: Relation) -> Hit:
        """Return the hit on an owner that the text names by what belongs to it."""
        return self._hit(finding, finding.best)._replace(
            institution=self._index.institution(at), relation=relation, via=self._institution(finding.best)
        )

    def _hit(self, finding: Finding, candidate: Candidate) -> Hit:
        certain = not finding.equals and candidate.certain
        name, kind = self._name(candidate, finding)
        confidence = confidence_of(candidate, certain=certain)
        evidence = compared_words(finding.reading, finding.run, name)
        institution = self._institution(candidate)
        return Hit(
            institution,
            finding.relation,
            confidence,
            name,
            kind,
            finding.span,
            evidence,
            certain=certain,
            loose=candidate.posting.variant == _LOOSE,
        )

    def _summed_up(
        self,
        findings: Findings,
        hits: tuple[Hit, ...] = (),
        similar: tuple[Similar, ...] = (),
        rivals: Sequence[Candidate] = (),
        others: Sequence[Finding] = (),
    ) -> Recognition:
        known: tuple[Known, ...] = ()
        if others:
            known = tuple([self._index.known(one.best.posting.institution) for one in others])
        status = _status(hits, known, rivals)
        institution: Known | None = None
        relation, confidence = None, 0.0
        if hits:
            best = hits[0]
            institution, relation, confidence = best.institution, best.relation, best.likelihood
        elif others:
            first = others[0]
            institution, relation = known[0], first.relation
            certain = first.best.decides and not first.equals
            confidence = confidence_of(first.best, certain=certain)
        contenders = self._bearers(rivals) if rivals else ()
        said = explanation(status, institution, relation, hits, contenders, similar)
        if status is _AMBIGUOUS:
            institution = None
        else:
            contenders = ()
        reading = findings.reading
        abroad = _abroad(reading, hits, known) if reading.free_places and (hits or known) else ()
        return Recognition(
            status,
            institution,
            relation,
            confidence,
            said,
            hits,
            similar,
            findings.countries,
            abroad,
            contenders,
            known,
        )

    def _bearers(self, rivals: Sequence[Candidate]) -> tuple[Institution, ...]:
        return tuple({one.posting.institution: self._institution(one) for one in rivals}.values())

    def _similar_parts(self, findings: Findings) -> Iterator[Similar]:
        for run, word in findings.vetoed:
            for value in run.postings:
                if self._index.facts[value & 0xFFFFFF] & CURRENT_BIT:
                    yield self._listed_but(value & 0xFFFFFF, why_not_part(findings.reading, run, word))

    def _listed_but(self, at: int, why_not: str) -> Similar:
        """Return a listed institution with the reason why it is no match."""
        reference = to_reference(self._index.institution(at))
        return Similar.made(institution=reference, why_not=why_not, listed=True)

    def _similar(self, candidate: Candidate, why_not: str) -> Similar:
        reference = to_reference(self._institution(candidate))
        return Similar.made(institution=reference, why_not=why_not, listed=candidate.listed)

    def _institution(self, candidate: Candidate) -> Institution:
        return self._index.institution(candidate.posting.institution)

    def _name(self, candidate: Candidate, finding: Finding) -> tuple[str, NameKind]:
        """Return the name found; of those that read alike, one in the script of the text."""
        institution = self._institution(candidate)
        name = institution.name_at(candidate.posting.name)
        latin = _is_latin(finding.reading.printed(finding.run.start, finding.run.end))
        if _is_latin(name) is not latin:
            words = tokenise(name).keys
            others = ((institution.name, _ALIAS), *((one.text, one.kind) for one in institution.names))
            for text, kind in others:
                if _is_latin(text) is latin and tokenise(text).keys == words:
                    return text, kind
        return name, candidate.posting.kind


def _tells(one: Candidate) -> bool:
    """Tell whether a candidate that was not taken is worth telling: listed, and not put loosely elsewhere."""
    return one.listed and not (one.posting.variant == _LOOSE and (one.conflicts or not one.city))


def _only(findings: Findings) -> Finding | None:
    """Return the one finding that decides in a text where nothing else was found or left out."""
    found = findings.found
    if len(found) != 1 or findings.vetoed or findings.owned:
        return None
    only = found[0]
    return only if only.best.decides and not only.equals and not only.beaten else None


def _abroad(reading: Reading, hits: tuple[Hit, ...], known: tuple[Known, ...]) -> tuple[str, ...]:
    """Return the countries of addresses that lie in none of the countries of the institutions named."""
    countries = {hit.institution.country for hit in hits}.union([one.country for one in known])
    home = frozenset().union(*[compatible_with(country) for country in countries if country])
    return elsewhere(reading, home)


def _held_open(said: Recognition) -> Recognition:
    """Leave open whether a text is about the body of the address in it: it names another, not known.

    Shanghai Innovation Institute, Shanghai (e-mail: chen@sjtu.edu.cn): one of its people works at both.
    """
    at = said.institution
    if at is None or not said.hits:
        return said
    return said._replace(
        status=_AMBIGUOUS,
        institution=None,
        relation=None,
        confidence=UNDECIDED,
        explanation=f"The body named is not known; the address in the text belongs to {at.name}.",
        hits=tuple(hit._replace(relation=_UNIT_OF, confidence=UNDECIDED, certain=False) for hit in said.hits),
        rivals=(at.whole(),),
    )


def _is_latin(text: str) -> bool:
    return text.isascii() or not any(char.isalpha() and char >= "\u0370" for char in text)


def _says_more(relation: Relation, known: Hit) -> bool:
    """Tell whether a part adds to what is known of its owner: a hospital does, beside a laboratory."""
    return known.via is None or (known.relation is _UNIT_OF and relation is not _UNIT_OF)


def _joined(reading: Reading, named: Hit, owned: Hit) -> Hit:
    """Join what an affiliation says of a body by its own name and by that of a part, in whatever order.

    A hospital or a subsidiary is a body of its own, and the partner; a laboratory is the body itself. In
    different affiliations the body is a partner as well.
    """
    if not _are_together(reading, named, owned):
        return named
    is_own_body = owned.relation is not _UNIT_OF
    surer = owned if owned.confidence > named.confidence else named
    return surer._replace(relation=owned.relation, via=owned.via if is_own_body else None)


def _are_together(reading: Reading, one: Hit, other: Hit) -> bool:
    """Tell whether two names stand in one affiliation: no line break, semicolon or country parts them."""
    (_, left), (right, _) = sorted((one.span, other.span))
    starts = reading.tokens.starts
    if any(one.place.states and left <= starts[one.start] < right for one in reading.free_places):
        return False
    return not reading.are_parted(one.span, other.span)


def _likeliest(hit: Hit) -> tuple[float, tuple[int, int]]:
    return -hit.likelihood, hit.span


def _status(hits: tuple[Hit, ...], known: tuple[Known, ...], rivals: Sequence[Candidate]) -> Status:
    for hit in hits:
        if hit.certain:
            return _LISTED
    # Beside a known body a weak name asks nothing; a full name that several bear stays open.
    if hits or any(one.decides or not known for one in rivals):
        return _AMBIGUOUS
    return _KNOWN_NOT_LISTED if known else _NOT_IDENTIFIED


def _distinct(similar: list[Similar], hits: tuple[Hit, ...]) -> tuple[Similar, ...]:
    if not similar:
        return ()
    taken = {hit.institution.id for hit in hits}
    kept: dict[str, Similar] = {}
    for one in similar:
        if one.institution.id not in taken:
            kept.setdefault(one.institution.id, one)
    return tuple(kept.values())
