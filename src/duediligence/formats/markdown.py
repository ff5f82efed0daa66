"""Markdown for notes, issues and job summaries: the counts, a table, what was found and why, with sources.

Partner names are escaped so that no renderer takes them for markup, links, mentions or formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duediligence.formats.html import web_address
from duediligence.formats.rows import decision_text, place_of, place_text
from duediligence.formats.wording import (
    LEVEL_ADVICE,
    LEVEL_WORD,
    RELATION_PHRASE,
    STATUS_WORD,
    advice_on,
    as_of_suffix,
    counted,
    encoding_told,
    rating_words,
)
from duediligence.model import Citation, Level, Match, Relation, Report, Result
from duediligence.names.harmless import harmless
from duediligence.portfolio import Driver, Exposure, UnitExposure

_WORST_FIRST = tuple(sorted(Level, key=lambda level: -level.rank))
# One pass over all of it, so that no escape is escaped again: signs a backslash disarms, signs that need
# an entity (for renderers that know mentions, references and formulas), and the beginnings of bare links.
_BACKSLASH = "\\`*_[]|~!{}"
_SPECIAL = re.compile(r"[\\`*_\[\]|~!{}&<>@$^#]|\b(?:https?|ftp|mailto|xmpp):|\bwww\.", re.IGNORECASE)


def render(report: Report, exposure: Exposure | None = None) -> str:
    """Return the report as Markdown."""
    lines = [*_head(report), *_table(report), *_findings(report), *_skipped(report)]
    if exposure is not None:
        lines += _exposure(exposure)
    lines += _foot(report)
    return "\n".join(lines) + "\n"


def escaped(text: str | None) -> str:
    """Return untrusted text that shows as itself, on one line, wherever it stands but a code span."""
    return _SPECIAL.sub(_disarmed, harmless(text or ""))


def units_table(exposure: Exposure) -> Iterator[str]:
    """Yield the lines of a table of units: links and partners, links by verdict and rating, shares."""
    overall = exposure.overall
    verdicts = [LEVEL_WORD[Level(level)].lower() for level in overall.by_verdict]
    tiers = [f"ASPI {rating_words(tier)}" for tier in overall.by_tier]
    titles = [
        escaped(exposure.by),
        "links",
        "partners",
        *verdicts,
        *tiers,
        "rated links",
        "of all rated links",
    ]
    yield f"| {' | '.join(titles)} |"
    yield f"|---|{'---:|' * (len(titles) - 1)}"
    for unit in (overall, *exposure.units):
        cells = [*_exposure_cells(unit), f"{exposure.share_of_rated(unit):.0f} %"]
        yield f"| {' | '.join(cells)} |"


def drivers_table(title: str, drivers: Sequence[Driver]) -> Iterator[str]:
    """Yield the lines of a table of lists or institutions, with the links and partners they concern."""
    yield f"| {title} | links | partners |"
    yield "|---|---:|---:|"
    for driver in drivers:
        yield f"| {escaped(driver.title)} | {driver.count.links:,} | {driver.count.partners:,} |"


def _disarmed(found: re.Match[str]) -> str:
    sign = found[0][-1]  # of a bare link, the sign without which it is none
    return f"\\{sign}" if sign in _BACKSLASH else f"{found[0][:-1]}&#{ord(sign)};"


def _head(report: Report) -> Iterator[str]:
    yield "# Partner screening"
    yield ""
    if report.run.partial:
        yield "**Partial: the run was stopped before its last row; what is missing was not screened.**"
        yield ""
    yield (
        f"{counted(report.summary.screened, 'partner')} screened, {report.summary.skipped:,} not, "
        f"on {report.run.at.date()} against {counted(len(report.data.lists), 'list')} "
        f"(profile {escaped(report.policy.profile)})."
    )
    yield ""
    yield "| Verdict | Partners | What to do |"
    yield "|---|---:|---|"
    for level in _WORST_FIRST:
        count = report.summary.by_verdict.get(level.value, 0)
        yield f"| {LEVEL_WORD[level]} | {count:,} | {LEVEL_ADVICE[level]} |"
    yield ""


def _table(report: Report) -> Iterator[str]:
    if not report.results:
        return
    yield "## Results"
    yield ""
    yield "| Row | Partner | Verdict | Recognised as | Listed on |"
    yield "|---:|---|---|---|---|"
    for result in _worst_first(report):
        row = place_of(result).row
        cells = [
            str(row or ""),
            escaped(result.partner.name),
            _verdict(result),
            _recognised(result),
            _listed_on(result),
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _verdict(result: Result) -> str:
    word = LEVEL_WORD[result.verdict.level]
    if result.decision is None:
        return word
    decided = f"{result.decision.decision}, {result.decision.state}".replace("-", " ")
    return f"{word} ({escaped(decided)})"


def _recognised(result: Result) -> str:
    identified = result.identification
    if identified.institution is None:
        return STATUS_WORD[identified.status]
    shown = f"{escaped(identified.institution.name)} ({STATUS_WORD[identified.status]}"
    if identified.relation and identified.relation is not Relation.SAME:
        shown += f"; {RELATION_PHRASE[identified.relation]}"
    return shown + ")"


def _listed_on(result: Result) -> str:
    """Return each list once, with the rating there, over all institutions the name names."""
    named = dict.fromkeys(
        escaped(view.list_title) + (f" ({escaped(rating_words(view.rating))})" if view.rating else "")
        for match in result.matches
        for view in match.listings
        if not view.until
    )
    return "; ".join(named)


def _findings(report: Report) -> Iterator[str]:
    for result in _worst_first(report):
        if result.verdict.level is not Level.NONE or len(report.results) == 1:
            yield from _finding(result)


def _finding(result: Result) -> Iterator[str]:
    yield f"### {LEVEL_WORD[result.verdict.level]}: {escaped(result.partner.name)}"
    yield ""
    if result.verdict.level is Level.NONE:
        yield advice_on(result)
        yield ""
    place = place_text(place_of(result))
    if place:
        yield f"{escaped(place)}. {escaped(result.identification.explanation)}"
    else:
        yield escaped(result.identification.explanation)
    yield ""
    if result.decision is not None:
        yield f"Decision on record: {escaped(decision_text(result.decision))}"
        yield ""
    for reason in result.verdict.reasons:
        numbers = ", ".join(map(str, reason.citations))
        yield f"- {escaped(reason.text)} ({reason.rule}{f'; sources {numbers}' if numbers else ''})"
    for match in result.matches:
        yield from _listings(match)
    for note in result.notes:
        yield f"- To know: {escaped(note.text)}"
    for other in result.similar:
        yield f"- Similar, not taken: {escaped(other.institution.name)}: {escaped(other.why_not)}"
    yield ""
    yield from map(_source, result.citations)
    if result.citations:
        yield ""


def _listings(match: Match) -> Iterator[str]:
    for view in match.listings:
        dates = [f"since {view.since}" if view.since else "", f"ended {view.until}" if view.until else ""]
        details = [rating_words(view.rating), *dates, f"as of {view.as_of}" if view.as_of else ""]
        shown = ", ".join(escaped(detail) for detail in details if detail)
        title, printed = escaped(view.list_title), escaped(view.printed_name)
        yield f"- {title}: printed as “{printed}”, {shown} \\[{view.citation}\\]"


def _source(cited: Citation) -> str:
    address = web_address(cited.url)
    dated = escaped(as_of_suffix(cited))
    target = f" <{address.replace('<', '%3C').replace('>', '%3E')}>" if address and " " not in address else ""
    return f"{cited.n}. {escaped(cited.title)}{dated}{target}"


def _skipped(report: Report) -> Iterator[str]:
    if not report.skipped:
        return
    yield "## Not screened"
    yield ""
    yield "| Place | Name | Reason |"
    yield "|---|---|---|"
    for item in report.skipped:
        yield f"| {escaped(place_text(item.source))} | {escaped(item.name)} | {escaped(item.reason)} |"
    yield ""


def _exposure(exposure: Exposure) -> Iterator[str]:
    yield f"## Exposure by {escaped(exposure.by)}"
    yield ""
    yield "A link is one row of the input; a partner is one institution, however many rows name it."
    yield ""
    yield from units_table(exposure)
    yield ""
    for title, drivers in (("List", exposure.lists), ("Listed institution", exposure.institutions)):
        if drivers:
            yield from drivers_table(title, drivers)
            yield ""


def _exposure_cells(unit: UnitExposure) -> Iterator[str]:
    yield escaped(unit.unit)
    counts = [unit.total.links, unit.total.partners]
    counts += [count.links for count in (*unit.by_verdict.values(), *unit.by_tier.values())]
    yield from (f"{count:,}" for count in counts)
    yield f"{unit.rated.links:,} ({unit.share(unit.rated):.0f} %)"


def _foot(report: Report) -> Iterator[str]:
    yield "## What this rests on"
    yield ""
    for warning in report.warnings:
        yield f"- Warning: {escaped(warning)}"
    for limit in report.limits:
        yield f"- {escaped(limit)}"
    yield (
        f"- {report.tool.name} {escaped(report.tool.version)}, data {escaped(report.data.version)} "
        f"(sha256 {report.data.sha256}), profile {escaped(report.policy.profile)} "
        f"(sha256 {report.policy.sha256})"
    )
    for given in report.run.inputs:
        encoding = f"{escaped(told)}, " if (told := encoding_told(given)) else ""
        yield f"- Input {escaped(given.file)} ({encoding}sha256 {given.sha256})"


def _worst_first(report: Report) -> list[Result]:
    return sorted(report.results, key=lambda result: -result.verdict.level.rank)
