"""One partner in full on the terminal: verdict, identity, reasons, listings, next steps, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from duediligence.formats.terminal_grid import LabelledRows
from duediligence.formats.terminal_parts import (
    QUIET,
    TITLE,
    banner,
    identity,
    joined,
    level_tag,
    marks,
    plain,
    rows,
    section,
    sources,
)
from duediligence.formats.wording import RELATION_PHRASE, STATUS_SENTENCE, advice_on, rating_words
from duediligence.model import (
    DecisionMark,
    Evidence,
    EvidenceKind,
    Identification,
    ListingView,
    Match,
    Note,
    Relation,
    Result,
    Similar,
    Status,
)
from duediligence.names.countries import country_name

_EVIDENCE_WORD = {
    EvidenceKind.AGREED: "agree",
    EvidenceKind.MISSING: "missing",
    EvidenceKind.DIFFERENT: "differ",
    EvidenceKind.EXTRA: "left over",
}


def result_view(result: Result) -> RenderableType:
    """Lay out everything said about one partner, the most important first."""
    return Group(*_blocks(result))


def _blocks(result: Result) -> Iterator[RenderableType]:
    yield banner(result.verdict.level, result.partner.name, advice_on(result))
    if result.decision:
        yield section("Decision on file", _decision(result.decision))
    yield section("Who this is", *_who(result))
    if result.verdict.reasons:
        yield section("Why", _reasons(result))
    for match in result.matches:
        yield from _listings(match)
    if result.notes:
        yield section("Good to know (changes nothing in the verdict)", _notes(result.notes))
    if result.similar:
        yield section("Similar names, not taken", _similar(result.similar))
    if result.questions:
        yield section("What to do next", _questions(result.questions))
    if result.citations:
        yield section("Sources", sources(result.citations))


def _who(result: Result) -> Iterator[RenderableType]:
    found = result.identification
    if found.institution:
        yield identity(found.institution)
    yield plain(found.explanation or STATUS_SENTENCE[found.status])
    if found.institution and found.status is not Status.AMBIGUOUS:
        yield _certainty(found)
    if result.matches and result.matches[0].evidence:
        yield _evidence(result.matches[0].evidence)


def _certainty(found: Identification) -> Text:
    phrase = RELATION_PHRASE[found.relation or Relation.SAME]
    return Text(f"The name stands for {phrase} · confidence {found.confidence:.0f} of 100", style=QUIET)


def _evidence(evidence: Sequence[Evidence]) -> LabelledRows:
    """The words compared, grouped by how they compare."""
    grid = rows()
    for kind, word in _EVIDENCE_WORD.items():
        said = [_compared(one) for one in evidence if one.kind is kind]
        if said:
            grid.add(Text(word, style=QUIET), joined(said, ", "))
    return grid


def _compared(evidence: Evidence) -> Text:
    if evidence.kind is EvidenceKind.DIFFERENT:
        return plain(f"{evidence.query or '(nothing)'} is not {evidence.name or '(nothing)'}")
    if evidence.query and evidence.name and evidence.query.casefold() != evidence.name.casefold():
        return plain(f"{evidence.query} = {evidence.name}")
    return plain(evidence.query or evidence.name or "")


def _reasons(result: Result) -> LabelledRows:
    grid = rows()
    for reason in result.verdict.reasons:
        grid.add(level_tag(reason.level), joined([plain(reason.text), marks(reason.citations)], " "))
    return grid


def _listings(match: Match) -> Iterator[RenderableType]:
    current = [view for view in match.listings if not view.until]
    ended = [view for view in match.listings if view.until]
    subject = match.institution.name
    if match.via:
        subject = f"{subject}, over {match.via.name}"
    if current:
        yield section(f"On the lists: {plain(subject)}", _listing_grid(current))
    if ended:
        yield section(f"Listed in the past, no longer in force: {plain(subject)}", _listing_grid(ended))


def _listing_grid(views: Sequence[ListingView]) -> LabelledRows:
    grid = rows(labels=4)
    for view in views:
        grid.add(marks([view.citation]), _listing_title(view))
        grid.add("", joined([plain(f"“{view.printed_name}”"), _listing_dates(view)]))
        if view.meaning:
            grid.add("", plain(view.meaning, QUIET))
    return grid


def _listing_title(view: ListingView) -> Text:
    details = [rating_words(view.rating), view.category or "", view.programme or ""]
    return joined(
        [
            plain(view.list_title, TITLE),
            *(plain(detail, TITLE if detail == details[0] else "") for detail in details),
        ]
    )


def _listing_dates(view: ListingView) -> Text:
    since = f"since {view.since}" if view.since else ""
    until = f"until {view.until}" if view.until else ""
    seen = f"as of {view.as_of}" if view.as_of else ""
    return joined([since, until, seen])


def _notes(notes: Sequence[Note]) -> LabelledRows:
    grid = rows()
    for note in notes:
        grid.add(Text("•", style=QUIET), joined([plain(note.text), marks(note.citations)], " "))
    return grid


def _similar(similar: Sequence[Similar]) -> LabelledRows:
    grid = rows()
    for one in similar:
        listed = Text("listed", style="bold") if one.listed else Text("not listed", style=QUIET)
        named = joined(
            [plain(one.institution.name, TITLE), plain(country_name(one.institution.country or "")), listed]
        )
        grid.add(Text("≠", style=QUIET), Text("\n").join([named, plain(one.why_not, QUIET)]))
    return grid


def _questions(questions: Sequence[str]) -> LabelledRows:
    grid = rows()
    for number, question in enumerate(questions, 1):
        grid.add(Text(f"{number}.", style=QUIET), plain(question))
    return grid


def _decision(decision: DecisionMark) -> LabelledRows:
    grid = rows()
    grid.add(Text(decision.state, style=TITLE), plain(f"{decision.decision}: {decision.reason}"))
    grid.add("", plain(f"{decision.institution} · by {decision.by} · expires {decision.expires}", QUIET))
    return grid
