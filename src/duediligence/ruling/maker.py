"""The rules and notes of one profile, applied to what was recognised in one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from duediligence.catalogue.policy import ANY_OTHER_LIST, Policy, Rule, Situation, Trigger, fold_code
from duediligence.catalogue.records import Known
from duediligence.model import Institution, Kind, Level, Listing, Note, Reason, RiskList, Status, Verdict
from duediligence.recognise.recognition import Recognition
from duediligence.ruling.listings import Listings, Words
from duediligence.ruling.places import country_name
from duediligence.ruling.shapes import Finding, Numbers, Ruling, Said, Source, cited

Places = Mapping[str, str | None]
"""ISO codes that the partner may be in, each with the id of the institution known to be there."""

Asked = tuple[str, str | None, str | None, Kind, tuple[str, ...]]
"""What decides which rule fits: list, rating and category of a listing, kind and groups of who is on it."""

_KNOWN_NOT_LISTED: Final = Status.KNOWN_NOT_LISTED
_REMEMBERED: Final = 256  # answers on a stand-in, one for each set of countries
_ANYONE: Final = Institution.model_construct(id="anyone", name="\0")
"""Stands for any institution; its name is no name, so that a real one can take its place."""


class RulingMaker:
    """Applies one profile; the arguments, and the errors raised, are those of `verdict.Judge`."""

    def __init__(
        self,
        policy: Policy,
        profile: str,
        lists_in_force: Iterable[str] | None,
        lists: Iterable[RiskList] | None,
    ) -> None:
        """Take the rules and notes that apply under the profile, at the levels that it sets."""
        self._listings = Listings(policy, lists_in_force, lists)
        self._described = {entry.id for entry in policy.lists}
        levels = policy.profile(profile).levels
        self._rules = _by_situation(
            (rule, levels.get(rule.id, rule.level or Level.NONE))
            for rule in policy.rules
            if _applies(rule, profile)
        )
        self._notes = _by_situation((note, Level.NONE) for note in policy.notes if _applies(note, profile))
        self._fitting: dict[Asked, tuple[Rule, Level]] = {}
        placed = [*self._rules[Situation.PARTNER], *self._rules[Situation.NOT_IDENTIFIED]]
        placed += self._notes[Situation.PARTNER]
        self._countries = frozenset().union(*(rule.trigger.countries for rule, _ in placed))
        self._on_unlisted = lru_cache(maxsize=_REMEMBERED)(self._rule_on_unlisted)
        self._questions = {
            level: tuple(one.text for one in policy.questions if level in one.levels) for level in Level
        }

    def rule(
        self,
        recognition: Recognition,
        findings: Sequence[Finding],
        about: Sequence[Known],
        places: Places,
    ) -> Ruling:
        """Apply every rule and note to one recognition.

        Args:
            recognition: What the recogniser says.
            findings: Its hits, as far as the policy cares.
            about: Every institution named; see `institutions_named`.
            places: Where the partner may be; see `places_of`.
        """
        one = recognition.institution
        alone = recognition.status is _KNOWN_NOT_LISTED and len(about) == 1
        others = findings or recognition.rivals
        if one is not None and alone and not others and not one.listings and not one.groups:
            return self._on_one_unlisted(one, places)
        return self._apply(recognition, findings, about, places)

    def _on_one_unlisted(self, institution: Known, places: Places) -> Ruling:
        """Say of an institution on no list, and in no group, what is said of all in the same countries."""
        where = [(place, there is not None) for place, there in places.items() if place in self._countries]
        common = self._on_unlisted(tuple(where))
        reasons = tuple([_about(one, institution) for one in common.verdict.reasons])
        return common._replace(verdict=Verdict.made(level=common.verdict.level, reasons=reasons))

    def _rule_on_unlisted(self, where: tuple[tuple[str, bool], ...]) -> Ruling:
        """Apply every rule to a stand-in in these countries, each with whether it is known to be there."""
        recognition = Recognition(_KNOWN_NOT_LISTED, institution=_ANYONE, others=(_ANYONE,))
        places = {place: _ANYONE.id if is_there else None for place, is_there in where}
        return self._apply(recognition, (), (_ANYONE,), places)

    def _apply(
        self,
        recognition: Recognition,
        findings: Sequence[Finding],
        about: Sequence[Known],
        places: Places,
    ) -> Ruling:
        said = list(dict.fromkeys(self._reasons(recognition, findings, about, places)))
        said.sort(key=lambda one: -one.level.rank)
        level = said[0].level if said else Level.NONE
        numbers = Numbers()
        reasons = tuple(_reason(one, numbers) for one in said or [self._nothing(recognition)])
        listings = tuple(self._listings.views(finding.institution, numbers) for finding in findings)
        notes = tuple(
            Note.made(text=text, citations=numbers.of(sources))
            for text, sources in _by_text(self._noted(about, places, level)).items()
        )
        verdict = Verdict.made(level=level, reasons=reasons)
        return Ruling(verdict, listings, notes, self._questions[level], numbers.citations())

    # --- reasons ----------------------------------------------------------------------------

    def _reasons(
        self,
        recognition: Recognition,
        findings: Sequence[Finding],
        about: Sequence[Known],
        places: Places,
    ) -> Iterator[Said]:
        for finding in findings:
            current = self._listings.current(finding.institution)
            if not current:
                continue
            if finding.situation is Situation.LISTING:
                yield from self._by_listing(finding.institution, current)
            elif finding.situation is Situation.RELATED:
                yield from self._by_relation(finding, current)
            else:
                yield from self._in_doubt(Situation.UNCERTAIN, finding.institution, current)
        yield from self._by_rivals(recognition, findings)
        yield from self._by_place(recognition, about, places)

    def _by_listing(self, institution: Institution, current: Sequence[Listing]) -> Iterator[Said]:
        """Yield one reason a rule: per listing the closest rule that fits, equal ones joined."""
        by_rule: dict[str, tuple[Rule, Level, list[Listing]]] = {}
        for listing in current:
            rule, level = self._closest(institution, listing)
            by_rule.setdefault(rule.id, (rule, level, []))[2].append(listing)
        for rule, level, listings in by_rule.values():
            text = self._listings.tell(rule, institution, listings)
            yield Said(rule.id, level, text, self._listings.sources(rule, listings), institution.id)

    def _closest(self, institution: Institution, listing: Listing) -> tuple[Rule, Level]:
        """Return the most specific rule that fits a listing; the strictest of equally specific ones."""
        asked = (listing.list, listing.rating, listing.category, institution.kind, institution.groups)
        found = self._fitting.get(asked)
        if found is None:
            found = self._fitting[asked] = max(
                (pair for pair in self._rules[Situation.LISTING] if self._fits(pair[0].trigger, *asked)),
                key=lambda pair: (_specificity(pair[0].trigger, listing.list), pair[1].rank),
            )
        return found

    def _fits(
        self,
        trigger: Trigger,
        list_id: str,
        rating: str | None,
        category: str | None,
        kind: Kind,
        groups: tuple[str, ...],
    ) -> bool:
        return (
            self._fits_list(trigger, list_id)
            and (not trigger.ratings or fold_code(rating) in trigger.ratings)
            and (not trigger.categories or fold_code(category) in trigger.categories)
            and (not trigger.kinds or kind in trigger.kinds)
            and (not trigger.groups or not trigger.groups.isdisjoint(groups))
        )

    def _fits_list(self, trigger: Trigger, list_id: str) -> bool:
        return list_id in trigger.lists or (
            ANY_OTHER_LIST in trigger.lists and list_id not in self._described
        )

    def _by_relation(self, finding: Finding, current: Sequence[Listing]) -> Iterator[Said]:
        """Yield the reasons for a body tied to a listed one; milder than the parent's, or equal."""
        institution = finding.institution
        parent_level = _highest(self._closest(institution, one)[1] for one in current)
        for rule, level in self._rules[Situation.RELATED]:
            if finding.relation not in rule.trigger.relations:
                continue
            listings = [
                one for one in current if not rule.trigger.lists or self._fits_list(rule.trigger, one.list)
            ]
            if listings:
                text = self._listings.tell(rule, institution, listings, finding)
                sources = self._listings.sources(rule, listings)
                yield Said(rule.id, _milder(level, parent_level), text, sources, institution.id)

    def _in_doubt(
        self, situation: Situation, institution: Institution, current: Sequence[Listing]
    ) -> Iterator[Said]:
        """Yield the reason for a match that is not certain: review, neither more nor less."""
        for rule, _ in self._rules[situation]:
            text = self._listings.tell(rule, institution, current)
            yield Said(rule.id, Level.REVIEW, text, self._listings.sources(rule, current), institution.id)

    def _by_rivals(self, recognition: Recognition, findings: Sequence[Finding]) -> Iterator[Said]:
        """Yield a reason for each listed rival of an ambiguous name that is not among the hits."""
        hits = {finding.institution.id for finding in findings}
        for rival in recognition.rivals:
            current = self._listings.current(rival)
            if current and rival.id not in hits:
                yield from self._in_doubt(Situation.AMBIGUOUS, rival, current)

    def _by_place(self, recognition: Recognition, about: Sequence[Known], places: Places) -> Iterator[Said]:
        if not self._may_be_placed(about, places):
            return
        for rule, level in self._rules[Situation.PARTNER]:
            yield from _placed(rule, level, about, places)
        if recognition.status is Status.NOT_IDENTIFIED:
            for rule, level in self._rules[Situation.NOT_IDENTIFIED]:
                yield from _placed(rule, level, about, places)

    def _may_be_placed(self, about: Sequence[Known], places: Places) -> bool:
        """Tell whether a rule or note can speak of these countries or of a group: for most partners none."""
        return not self._countries.isdisjoint(places) or any(one.groups for one in about)

    def _nothing(self, recognition: Recognition) -> Said:
        """Return the sentence for a verdict of none, which says how far the name was identified."""
        situation = _NOTHING.get(recognition.status, Situation.NOTHING_FOUND)
        note, level = self._notes[situation][0]
        name = recognition.institution.name if recognition.institution else "the partner"
        return Said(note.id, level, note.reason.format_map(Words(institution=name)), cited(note.citations))

    # --- notes ------------------------------------------------------------------------------

    def _noted(self, about: Sequence[Known], places: Places, level: Level) -> Iterator[Said]:
        for institution in about:
            if institution.listings:
                yield from self._noted_listings(institution.whole())
        if self._may_be_placed(about, places):
            for note, nothing in self._notes[Situation.PARTNER]:
                yield from _placed(note, nothing, about, places)
        if level is not Level.NONE:
            for note, nothing in self._notes[Situation.FINDING]:
                yield Said(note.id, nothing, note.reason.format_map(Words()), cited(note.citations))

    def _noted_listings(self, institution: Institution) -> Iterator[Said]:
        """Yield a note a listing that does not count, then the profile's notes on those that do."""
        for listing in institution.listings:
            situation = self._listings.only_noted(listing)
            if situation is not None:
                yield from (self._note_on(note, institution, listing) for note, _ in self._notes[situation])
        current = self._listings.current(institution)
        for note, _ in self._notes[Situation.LISTING]:
            named = (one for one in current if self._fits_list(note.trigger, one.list))
            yield from (self._note_on(note, institution, listing) for listing in named)

    def _note_on(self, note: Rule, institution: Institution, listing: Listing) -> Said:
        text = self._listings.tell(note, institution, [listing])
        return Said(note.id, Level.NONE, text, (self._listings.source(listing),))


_NOTHING: Final = {
    Status.NOT_IDENTIFIED: Situation.NOT_IDENTIFIED,
    Status.AMBIGUOUS: Situation.UNDECIDED,
}


def _applies(rule: Rule, profile: str) -> bool:
    return not rule.profiles or profile in rule.profiles


def _by_situation(rules: Iterable[tuple[Rule, Level]]) -> dict[Situation, list[tuple[Rule, Level]]]:
    grouped: dict[Situation, list[tuple[Rule, Level]]] = {situation: [] for situation in Situation}
    for rule, level in rules:
        grouped[rule.trigger.situation].append((rule, level))
    return grouped


def _reason(said: Said, numbers: Numbers) -> Reason:
    return Reason.made(
        rule=said.rule,
        level=said.level,
        text=said.text,
        citations=numbers.of(said.sources),
        institution=said.about,
    )


def _about(reason: Reason, institution: Known) -> Reason:
    """Turn a reason about the stand-in into one about an institution."""
    return Reason.made(
        rule=reason.rule,
        level=reason.level,
        text=reason.text.replace(_ANYONE.name, institution.name),
        citations=reason.citations,
        institution=institution.id if reason.institution else None,
    )


def _by_text(notes: Iterable[Said]) -> dict[str, tuple[Source, ...]]:
    """Join notes that say the same, as on two headings of one body on one list: one text, all its sources."""
    joined: dict[str, tuple[Source, ...]] = {}
    for note in notes:
        joined[note.text] = tuple(dict.fromkeys((*joined.get(note.text, ()), *note.sources)))
    return joined


def _placed(rule: Rule, level: Level, about: Sequence[Known], places: Places) -> Iterator[Said]:
    """Yield one sentence a country that the rule names, and one an institution of its groups."""
    for place, there in places.items():
        if place in rule.trigger.countries:
            text = rule.reason.format_map(Words(country=country_name(place)))
            yield Said(rule.id, level, text, cited(rule.citations), there)
    for institution in about:
        if not rule.trigger.groups.isdisjoint(institution.groups):
            text = rule.reason.format_map(Words(institution=institution.name))
            yield Said(rule.id, level, text, cited(rule.citations), institution.id)


def _specificity(trigger: Trigger, list_id: str) -> int:
    """Return how many conditions a trigger sets, naming this very list among them."""
    conditions = (
        trigger.ratings,
        trigger.categories,
        trigger.kinds,
        trigger.groups,
        list_id in trigger.lists,
    )
    return sum(bool(condition) for condition in conditions)


def _milder(one: Level, other: Level) -> Level:
    return min(one, other, key=lambda level: level.rank)


def _highest(levels: Iterable[Level]) -> Level:
    return max(levels, key=lambda level: level.rank)
