"""How the rules of a policy apply to institutions: levels, reasons, notes and numbered citations.

Slow and thorough; `verdict.Judge` remembers what is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duediligence.catalogue.policy import (
    ANY_OTHER_LIST,
    Policy,
    PolicySource,
    Rule,
    Situation,
    Trigger,
    fold_code,
)
from duediligence.errors import UsageError
from duediligence.model import (
    Citation,
    Institution,
    Level,
    Listing,
    ListingView,
    Note,
    Reason,
    Relation,
    RiskList,
    Status,
    Verdict,
)
from duediligence.recognise.recognition import Recognition

UNSOURCED = "memory"
"""Confidence of a listing that comes from general knowledge; it is told and never counts."""

RELATED = frozenset((Relation.AFFILIATED_HOSPITAL, Relation.JOINT_BODY_OF, Relation.SUBSIDIARY_OF))
"""Relations to a body of its own: the listing stays the parent's."""

RELATION_WORDS = {
    Relation.UNIT_OF: "a unit of",
    Relation.AFFILIATED_HOSPITAL: "an affiliated hospital of",
    Relation.JOINT_BODY_OF: "a joint body of",
    Relation.SUBSIDIARY_OF: "a subsidiary of",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A listed institution as far as the policy cares: who, in what relation, and whether for certain.

    A department or school has no legal person of its own: `unit-of` without `via` is the institution.
    """

    institution: Institution
    relation: Relation
    certain: bool
    via: Institution | None = None

    @property
    def key(self) -> tuple[str, Relation, bool, str | None]:
        """What the ruling depends on."""
        return (self.institution.id, self.relation, self.certain, self.via.id if self.via else None)

    @property
    def situation(self) -> Situation:
        """Which rules apply to the institution's listings."""
        if not self.certain:
            return Situation.UNCERTAIN
        if self.relation in RELATED or (self.relation is Relation.UNIT_OF and self.via):
            return Situation.RELATED
        return Situation.LISTING


@dataclass(frozen=True, slots=True)
class Ruling:
    """Everything said about a recognition that does not depend on the words of the text.

    `listings` has one entry a finding, in order; an empty one means that nothing there counts.
    """

    verdict: Verdict
    listings: tuple[tuple[ListingView, ...], ...]
    notes: tuple[Note, ...]
    questions: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """A citation before it has a number."""

    title: str
    url: str | None
    as_of: str | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a rule before its citations have numbers; `about` is an institution's id."""

    rule: Rule
    level: Level
    text: str
    sources: tuple[_Source, ...]
    about: str | None = None


@dataclass(slots=True)
class _Numbers:
    """Numbers sources in order of first use; equal ones share a number."""

    known: dict[_Source, int] = field(default_factory=dict)

    def of(self, sources: Iterable[_Source]) -> tuple[int, ...]:
        """Return the numbers of the sources, without repeats, in the order given."""
        return tuple(dict.fromkeys(self.known.setdefault(one, len(self.known) + 1) for one in sources))

    def citations(self) -> tuple[Citation, ...]:
        """Return the numbered list."""
        return tuple(
            Citation.model_construct(n=number, title=one.title, url=one.url, as_of=one.as_of)
            for one, number in self.known.items()
        )


class RulingMaker:
    """Applies the rules and notes of one profile to what was recognised."""

    def __init__(
        self,
        policy: Policy,
        profile: str,
        lists_in_force: Iterable[str] | None,
        lists: Iterable[RiskList] | None,
    ) -> None:
        """Take what `verdict.Judge` takes, and raise what it raises."""
        self._lists = {entry.id: entry for entry in (policy.lists if lists is None else lists)}
        self._described = {entry.id for entry in policy.lists}
        self._in_force = self._check_in_force(lists_in_force)
        self._policy = policy
        levels = policy.profile(profile).levels
        self._rules = [(rule, levels.get(rule.id, rule.level or Level.NONE)) for rule in policy.rules]
        self._notes = [note for note in policy.notes if not note.profiles or profile in note.profiles]
        self._questions = {
            level: tuple(one.text for one in policy.questions if level in one.levels) for level in Level
        }

    def rule(self, recognition: Recognition, findings: Sequence[Finding], country: str | None) -> Ruling:
        """Apply every rule and note to one recognition."""
        about = _institutions_named(recognition, findings)
        places = _places(recognition, findings, country)
        said = list(dict.fromkeys(self._reasons(recognition, findings, about, places)))
        said.sort(key=lambda one: -one.level.rank)
        level = said[0].level if said else Level.NONE
        if not said:
            said = [self._nothing(recognition)]
        numbers = _Numbers()
        reasons = tuple(
            Reason.model_construct(
                rule=one.rule.id,
                level=one.level,
                text=one.text,
                citations=numbers.of(one.sources),
                institution=one.about,
            )
            for one in said
        )
        listings = tuple(self._views(finding.institution, numbers) for finding in findings)
        notes = tuple(
            Note.model_construct(text=one.text, citations=numbers.of(one.sources))
            for one in dict.fromkeys(self._noted(about, places, level))
        )
        return Ruling(
            Verdict.model_construct(level=level, reasons=reasons),
            listings,
            notes,
            self._questions[level],
            numbers.citations(),
        )

    # --- which listings count ---------------------------------------------------------------

    def _check_in_force(self, lists_in_force: Iterable[str] | None) -> frozenset[str] | None:
        if lists_in_force is None:
            return None
        chosen = frozenset(lists_in_force)
        unknown = sorted(chosen - set(self._lists))
        if unknown:
            raise UsageError(
                f"unknown list: {', '.join(unknown)}", hint=f"Choose among: {', '.join(sorted(self._lists))}."
            )
        return chosen

    def _note_situation(self, listing: Listing) -> Situation | None:
        """Return why a listing is only noted, or None for one that counts."""
        entry = self._lists.get(listing.list)
        if self._in_force is not None and listing.list not in self._in_force:
            return Situation.NOT_IN_FORCE
        if entry is not None and entry.status == "context":
            return Situation.CONTEXT
        if entry is not None and entry.status == "historic":
            return Situation.HISTORIC
        if listing.until:
            return Situation.ENDED
        if listing.confidence == UNSOURCED:
            return Situation.MEMORY
        return None

    def _current(self, institution: Institution) -> tuple[Listing, ...]:
        return tuple(one for one in institution.listings if self._note_situation(one) is None)

    # --- reasons ----------------------------------------------------------------------------

    def _reasons(
        self,
        recognition: Recognition,
        findings: Sequence[Finding],
        about: Sequence[Institution],
        places: Mapping[str, str | None],
    ) -> Iterator[_Said]:
        for finding in findings:
            current = self._current(finding.institution)
            if not current:
                continue
            if finding.situation is Situation.LISTING:
                yield from self._by_listing(finding.institution, current)
            elif finding.situation is Situation.RELATED:
                yield from self._by_relation(finding, current)
            else:
                yield from self._of_doubt(Situation.UNCERTAIN, finding.institution, current)
        yield from self._by_rivals(recognition, findings)
        yield from self._by_place(recognition, about, places)

    def _by_listing(self, institution: Institution, current: Sequence[Listing]) -> Iterator[_Said]:
        """Yield one reason a rule: per listing the closest rule that fits, equal ones joined."""
        by_rule: dict[str, tuple[Rule, Level, list[Listing]]] = {}
        for listing in current:
            rule, level = self._closest(institution, listing)
            by_rule.setdefault(rule.id, (rule, level, []))[2].append(listing)
        for rule, level, listings in by_rule.values():
            text = self._fill(rule, institution, listings)
            yield _Said(rule, level, text, self._sources(rule, listings), institution.id)

    def _closest(self, institution: Institution, listing: Listing) -> tuple[Rule, Level]:
        """Return the most specific rule that fits a listing; the strictest of equally specific ones."""
        fitting = [
            (rule, level)
            for rule, level in self._rules
            if rule.when.situation is Situation.LISTING and self._fits(rule.when, institution, listing)
        ]
        return max(fitting, key=lambda pair: (_specificity(pair[0].when, listing.list), pair[1].rank))

    def _fits(self, when: Trigger, institution: Institution, listing: Listing) -> bool:
        rating = fold_code(listing.rating)
        return (
            self._fits_list(when, listing.list)
            and (not when.ratings or rating in when.ratings)
            and (not when.categories or fold_code(listing.category) in when.categories)
            and (not when.kinds or institution.kind in when.kinds)
            and (not when.groups or not when.groups.isdisjoint(institution.groups))
        )

    def _fits_list(self, when: Trigger, list_id: str) -> bool:
        return list_id in when.lists or (ANY_OTHER_LIST in when.lists and list_id not in self._described)

    def _by_relation(self, finding: Finding, current: Sequence[Listing]) -> Iterator[_Said]:
        """Yield the reasons for a body tied to a listed one; milder than the parent's, or equal."""
        levels = (self._closest(finding.institution, one)[1] for one in current)
        parent_level = max(levels, key=lambda level: level.rank)
        for rule, level in self._rules:
            if rule.when.situation is not Situation.RELATED or finding.relation not in rule.when.relations:
                continue
            listings = [one for one in current if not rule.when.lists or one.list in rule.when.lists]
            if listings:
                text = self._fill(rule, finding.institution, listings, finding)
                sources = self._sources(rule, listings)
                yield _Said(rule, _milder(level, parent_level), text, sources, finding.institution.id)

    def _of_doubt(
        self, situation: Situation, institution: Institution, current: Sequence[Listing]
    ) -> Iterator[_Said]:
        """Yield the reason for a match that is not certain: review, neither more nor less."""
        for rule, _ in self._rules:
            if rule.when.situation is situation:
                text = self._fill(rule, institution, current)
                yield _Said(rule, Level.REVIEW, text, self._sources(rule, current), institution.id)

    def _by_rivals(self, recognition: Recognition, findings: Sequence[Finding]) -> Iterator[_Said]:
        """Yield a reason for each listed rival of an ambiguous name that is not among the hits."""
        hits = {finding.institution.id for finding in findings}
        for rival in recognition.rivals:
            current = self._current(rival)
            if current and rival.id not in hits:
                yield from self._of_doubt(Situation.AMBIGUOUS, rival, current)

    def _by_place(
        self, recognition: Recognition, about: Sequence[Institution], places: Mapping[str, str | None]
    ) -> Iterator[_Said]:
        unknown = recognition.status is Status.NOT_IDENTIFIED
        for rule, level in self._rules:
            if rule.when.situation is Situation.NOT_IDENTIFIED and not unknown:
                continue
            if rule.when.situation not in (Situation.PARTNER, Situation.NOT_IDENTIFIED):
                continue
            yield from self._placed(rule, level, about, places)

    def _placed(
        self, rule: Rule, level: Level, about: Sequence[Institution], places: Mapping[str, str | None]
    ) -> Iterator[_Said]:
        """Yield one sentence a country that the rule names, and one an institution of its groups."""
        sources = _cited(rule.sources)
        for place, there in places.items():
            if place in rule.when.countries:
                text = rule.reason.format_map(_Fill(country=country_name(place)))
                yield _Said(rule, level, text, sources, there)
        for institution in about:
            if not rule.when.groups.isdisjoint(institution.groups):
                text = rule.reason.format_map(_Fill(institution=institution.name))
                yield _Said(rule, level, text, sources, institution.id)

    def _nothing(self, recognition: Recognition) -> _Said:
        """Return the sentence for a verdict of none, which says how far the name was identified."""
        situation = Situation.NOTHING_FOUND
        if recognition.status is Status.NOT_IDENTIFIED:
            situation = Situation.NOT_IDENTIFIED
        elif recognition.status is Status.AMBIGUOUS:
            situation = Situation.UNDECIDED
        rule = next(note for note in self._policy.notes if note.when.situation is situation)
        name = recognition.institution.name if recognition.institution else "the partner"
        return _Said(rule, Level.NONE, rule.reason.format_map(_Fill(institution=name)), _cited(rule.sources))

    # --- notes ------------------------------------------------------------------------------

    def _noted(
        self, about: Sequence[Institution], places: Mapping[str, str | None], level: Level
    ) -> Iterator[_Said]:
        for institution in about:
            yield from self._noted_listings(institution)
        for note in self._notes:
            if note.when.situation is Situation.PARTNER:
                yield from self._placed(note, Level.NONE, about, places)
            elif note.when.situation is Situation.FINDING and level is not Level.NONE:
                yield _Said(note, Level.NONE, note.reason, _cited(note.sources))

    def _noted_listings(self, institution: Institution) -> Iterator[_Said]:
        """Yield a note a listing that does not count, then the profile's notes on those that do."""
        for listing in institution.listings:
            situation = self._note_situation(listing)
            for note in self._notes:
                if situation is not None and note.when.situation is situation:
                    yield self._note_on(note, institution, listing)
        for note in self._notes:
            fits = note.when.situation is Situation.LISTING
            for listing in self._current(institution) if fits else ():
                if listing.list in note.when.lists:
                    yield self._note_on(note, institution, listing)

    def _note_on(self, note: Rule, institution: Institution, listing: Listing) -> _Said:
        text = self._fill(note, institution, [listing])
        return _Said(note, Level.NONE, text, (self._listing_source(listing),))

    # --- words and sources ------------------------------------------------------------------

    def _fill(
        self,
        rule: Rule,
        institution: Institution,
        listings: Sequence[Listing],
        finding: Finding | None = None,
    ) -> str:
        first = min(listings, key=lambda one: one.since or "9")
        named = finding.via.name if finding and finding.via else "The partner"
        values = _Fill(
            institution=institution.name,
            list=self._title(first.list),
            lists=", ".join(dict.fromkeys(self._short(one) for one in listings)),
            since=f" since {first.since}" if first.since else "",
            seen=f" (as seen on {seen})" if (seen := self._as_of(first)) else "",
            dates=_dates(first),
            rating=first.rating or "",
            relation=RELATION_WORDS.get(finding.relation, "part of") if finding else "",
            named=named,
            detail=(first.note or first.programme or first.printed).rstrip("."),
            doubt=" (no source found)" if first.confidence == UNSOURCED else "",
        )
        return rule.reason.format_map(values)

    def _title(self, list_id: str) -> str:
        entry = self._lists.get(list_id)
        return entry.title if entry else list_id

    def _short(self, listing: Listing) -> str:
        entry = self._lists.get(listing.list)
        name = entry.short if entry else listing.list
        return f"{name} ({listing.rating})" if listing.rating else name

    def _as_of(self, listing: Listing) -> str | None:
        entry = self._lists.get(listing.list)
        return listing.as_of or (entry.as_of if entry else None)

    def _sources(self, rule: Rule, listings: Iterable[Listing]) -> tuple[_Source, ...]:
        return (*(self._listing_source(one) for one in listings), *_cited(rule.sources))

    def _listing_source(self, listing: Listing) -> _Source:
        """Return where a listing can be read; a listing from general knowledge has no address."""
        entry = self._lists.get(listing.list)
        name = entry.short if entry else listing.list
        if listing.confidence == UNSOURCED:
            return _Source(f"{name}: no source found", None, None)
        title = f"{name}: {listing.cite}" if listing.cite else self._title(listing.list)
        return _Source(title, listing.url or (entry.url if entry else None), self._as_of(listing))

    def _views(self, institution: Institution, numbers: _Numbers) -> tuple[ListingView, ...]:
        """Return the listings as a report shows them; none where none counts, as nothing is raised."""
        if not self._current(institution):
            return ()
        shown = [one for one in institution.listings if self._shown(one)]
        return tuple(self._view(one, numbers) for one in shown)

    def _shown(self, listing: Listing) -> bool:
        return self._note_situation(listing) in (None, Situation.ENDED, Situation.HISTORIC)

    def _view(self, listing: Listing, numbers: _Numbers) -> ListingView:
        (number,) = numbers.of([self._listing_source(listing)])
        return ListingView.model_construct(
            list=listing.list,
            list_title=self._title(listing.list),
            printed_name=listing.printed,
            rating=listing.rating,
            category=listing.category,
            programme=listing.programme,
            since=listing.since,
            until=listing.until,
            as_of=self._as_of(listing),
            meaning=self._meaning(listing),
            citation=number,
        )

    def _meaning(self, listing: Listing) -> str:
        """Say what the listing means; for a rated one, what the rating means."""
        tier = self._policy.tier_of(listing.list, listing.rating)
        if tier is not None:
            return tier.meaning
        entry = self._lists.get(listing.list)
        return entry.force if entry else ""


class _Fill(dict[str, str]):
    """Values for a sentence's placeholders; one without a value reads as nothing."""

    def __init__(self, **values: str) -> None:
        super().__init__(values)

    def __missing__(self, key: str) -> str:
        return ""


COUNTRY_NAMES = {
    "BY": "Belarus",
    "CN": "China",
    "HK": "Hong Kong",
    "IR": "Iran",
    "KP": "North Korea",
    "MO": "Macao",
    "RU": "Russia",
    "SY": "Syria",
    "UA": "Ukraine",
}
"""Names of the countries that the shipped rules mention."""


def country_name(code: str) -> str:
    """Return a country's name where a shipped rule needs it, and its code otherwise."""
    return COUNTRY_NAMES.get(code, code)


def _dates(listing: Listing) -> str:
    """Return what is known of a listing's time, in brackets; nothing where nothing is known."""
    words = [f"{word} {date}" for word, date in (("from", listing.since), ("until", listing.until)) if date]
    return f" ({' '.join(words)})" if words else ""


def _specificity(when: Trigger, list_id: str) -> int:
    """Return how many conditions a trigger sets, naming this very list among them."""
    conditions = (when.ratings, when.categories, when.kinds, when.groups, list_id in when.lists)
    return sum(bool(condition) for condition in conditions)


def _milder(one: Level, other: Level) -> Level:
    return min(one, other, key=lambda level: level.rank)


def _cited(sources: Iterable[PolicySource]) -> tuple[_Source, ...]:
    return tuple(_Source(one.title, one.url, one.as_of) for one in sources)


def _institutions_named(recognition: Recognition, findings: Iterable[Finding]) -> tuple[Institution, ...]:
    """Return every institution that the text names, each once: hits, the whole, units, the unlisted."""
    findings = tuple(findings)
    hits = [finding.institution for finding in findings]
    whole = [recognition.institution] if recognition.institution else []
    units = [finding.via for finding in findings if finding.via]
    return tuple({one.id: one for one in (*hits, *whole, *units, *recognition.others)}.values())


def _places(
    recognition: Recognition, findings: Sequence[Finding], country: str | None
) -> dict[str, str | None]:
    """Return the ISO codes that the partner may be in, each with the id of the institution known to be there.

    The country given always counts; then that of the institutions named for certain, else those
    found in the text, else the one that all rivals share.
    """
    named = _institutions_named(recognition, (finding for finding in findings if finding.certain))
    known = {one.country: one.id for one in reversed(named) if one.country}
    known = dict(reversed(known.items()))
    shared = {rival.country for rival in recognition.rivals}
    rivals = [place for place in shared if place and len(shared) == 1]
    given = dict.fromkeys([country.upper()] if country else [])
    return given | (known or dict.fromkeys(recognition.countries or rivals)) | given
