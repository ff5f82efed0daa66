"""SARIF 2.1.0 for code-scanning services: one result for each list (and rating) that names a partner.

Rules are lists with their rating, so that a service can be told to mute one; fingerprints depend on the
partner's name and the listing, not on the row, so that a moved row is no new alert.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from duediligence.formats.html import web_address
from duediligence.formats.json_ import escape_active
from duediligence.formats.rows import place_of
from duediligence.formats.wording import LEVEL_WORD, rating_words
from duediligence.model import (
    DecisionMark,
    Level,
    ListingView,
    Match,
    Reason,
    Report,
    Result,
    Skipped,
    Source,
)
from duediligence.names.harmless import harmless
from duediligence.portfolio import Exposure

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = MappingProxyType(
    {Level.STOP: "error", Level.ESCALATE: "error", Level.REVIEW: "warning", Level.NONE: "note"}
)
_MOST_RESULTS = 25_000  # of a run, for the services that read it; more go to further runs


@dataclass(frozen=True, slots=True)
class _Alert:
    """One SARIF result before it is written: which rule, about whom, how grave, and where it can be read."""

    rule: str
    rule_title: str
    result: Result
    level: Level
    text: str
    subject: str
    url: str | None = None
    about: str | None = None  # the institution that a decision has to name


def render(report: Report, exposure: Exposure | None = None) -> str:  # noqa: ARG001 - has no place for it
    """Return the report as a SARIF log."""
    alerts = [alert for result in report.results for alert in _alerts(result, report.policy.rules)]
    alerts.sort(key=lambda alert: -alert.level.rank)
    parts = [alerts[at : at + _MOST_RESULTS] for at in range(0, len(alerts), _MOST_RESULTS)] or [[]]
    repeated: Counter[str] = Counter()
    runs = [_run(report, part, number, repeated) for number, part in enumerate(parts, 1)]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": runs}
    return escape_active(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _alerts(result: Result, titles: dict[str, str]) -> Iterator[_Alert]:
    """Yield an alert for each list that names the partner, and for reasons that rest on no listing."""
    cited: set[int] = set()
    for match in result.matches:
        for views in _by_rule(match).values():
            yield _listing_alert(result, match, views)
            cited |= {view.citation for view in views}
    for reason in result.verdict.reasons:
        if reason.level is not Level.NONE and not cited & set(reason.citations):
            title = titles.get(reason.rule) or f"Rule {reason.rule}"
            yield _Alert(reason.rule, title, result, reason.level, reason.text, "", about=reason.institution)


def _by_rule(match: Match) -> dict[str, list[ListingView]]:
    grouped: dict[str, list[ListingView]] = {}
    for view in match.listings:
        if not view.until:
            grouped.setdefault(_rule_id(view), []).append(view)
    return grouped


def _listing_alert(result: Result, match: Match, views: list[ListingView]) -> _Alert:
    view = views[0]
    reasons = [reason for reason in result.verdict.reasons if _rests_on(reason, views)]
    level = max((reason.level for reason in reasons), key=lambda level: level.rank, default=Level.NONE)
    rated = f", rated {rating_words(view.rating)}" if view.rating else ""
    text = (
        f"{result.partner.name}: names {match.institution.name}, which is on {view.list_title}{rated} "
        f"(as of {view.as_of or 'its date'})."
    )
    details = " ".join(reason.text for reason in reasons)
    url = next((cited.url for cited in result.citations if cited.n == view.citation), None)
    title = view.list_title + (f": {rating_words(view.rating)}" if view.rating else "")
    return _Alert(
        _rule_id(view),
        title,
        result,
        level,
        f"{text} {details}".strip(),
        match.institution.id,
        url,
        match.institution.id,
    )


def _rule_id(view: ListingView) -> str:
    return f"{view.list}/{view.rating}" if view.rating else view.list


def _rests_on(reason: Reason, views: list[ListingView]) -> bool:
    return any(view.citation in reason.citations for view in views)


def _run(report: Report, alerts: list[_Alert], number: int, repeated: Counter[str]) -> dict[str, Any]:
    rules = {alert.rule: alert for alert in reversed(alerts)}
    places = {rule: at for at, rule in enumerate(sorted(rules))}
    return {
        "tool": {
            "driver": {
                "name": report.tool.name,
                "version": report.tool.version,
                "rules": [_rule(rules[rule]) for rule in sorted(rules)],
            }
        },
        "automationDetails": {"id": f"partner-screening/{number}"},
        "invocations": [_invocation(report, number)],
        "columnKind": "unicodeCodePoints",
        "properties": {
            "dataVersion": report.data.version,
            "dataSha256": report.data.sha256,
            "profile": report.policy.profile,
            "screened": report.summary.screened,
        },
        "results": [_result(alert, places, repeated) for alert in alerts],
    }


def _rule(alert: _Alert) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": alert.rule,
        "name": "".join(word.capitalize() for word in alert.rule.replace("/", "-").split("-")),
        "shortDescription": {"text": harmless(alert.rule_title)},
        "defaultConfiguration": {"level": _LEVELS[alert.level]},
    }
    if web_address(alert.url):
        rule["helpUri"] = quote(alert.url or "", safe=":/?#[]@!$&'()*+,;=%~-._")
    return rule


def _invocation(report: Report, number: int) -> dict[str, Any]:
    """Return how the run went; inputs that could not be screened are told once, in the first run."""
    told = report.skipped if number == 1 else ()
    return {
        "executionSuccessful": not report.run.partial,
        "endTimeUtc": report.run.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": [_notification(item) for item in told]
        + [_warning(text) for text in (report.warnings if number == 1 else ())],
    }


def _notification(item: Skipped) -> dict[str, Any]:
    text = harmless(f"{item.name or 'an input'} was not screened: {item.reason}")
    told: dict[str, Any] = {"level": "error", "message": {"text": text}}
    if item.source.file:
        told["locations"] = [_location(item.source)]
    return told


def _warning(text: str) -> dict[str, Any]:
    return {"level": "warning", "message": {"text": harmless(text)}}


def _result(alert: _Alert, places: dict[str, int], repeated: Counter[str]) -> dict[str, Any]:
    fingerprint = _fingerprint(alert)
    repeated[fingerprint] += 1
    result: dict[str, Any] = {
        "ruleId": alert.rule,
        "ruleIndex": places[alert.rule],
        "level": _LEVELS[alert.level],
        "message": {"text": harmless(alert.text)},
        "partialFingerprints": {
            "partnerListing/v1": fingerprint,
            "primaryLocationLineHash": f"{fingerprint}:{repeated[fingerprint]}",
        },
        "properties": {
            "verdict": LEVEL_WORD[alert.result.verdict.level],
            "partner": harmless(alert.result.partner.name),
        },
    }
    place = place_of(alert.result)
    if place.file:
        result["locations"] = [_location(place)]
    result["suppressions"] = _suppressions(alert)
    return result


def _suppressions(alert: _Alert) -> list[dict[str, Any]]:
    """Return the decision in force on this finding; an empty list says that it is not suppressed."""
    decision = alert.result.decision
    if decision is None or not _covers(decision, alert):
        return []
    justification = f"{decision.decision} by {decision.by}, until {decision.expires}: {decision.reason}"
    return [{"kind": "external", "status": "accepted", "justification": harmless(justification)}]


def _covers(decision: DecisionMark, alert: _Alert) -> bool:
    """Tell whether decisions cover an alert: all of them, or of several findings those they name.

    A decision on a unit covers what is said of it because of its parent.
    """
    if decision.state != "partial":
        return decision.state == "in-force"
    named = set(decision.institution.split(", "))
    if alert.about is None:  # a country, a name that nobody knows
        return "accepted-risk" in decision.decision or "not-identified" in named
    named |= {match.institution.id for match in alert.result.matches if match.via and match.via.id in named}
    return alert.about in named


def _fingerprint(alert: _Alert) -> str:
    """Return a value that stays the same when rows move and letter case or spacing change."""
    name = " ".join(unicodedata.normalize("NFKC", alert.result.partner.name).casefold().split())
    return hashlib.sha256(f"{name}\x1f{alert.subject}\x1f{alert.rule}".encode()).hexdigest()[:32]


def _location(source: Source) -> dict[str, Any]:
    """Return the place in the file; a spreadsheet's row stands for the line."""
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(source.file or "")}}
    line = source.line or source.row
    if line:
        physical["region"] = {"startLine": line}
        if source.column:
            physical["region"]["startColumn"] = source.column
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    path = PurePath(file).as_posix()
    return ("file://" if path.startswith("/") else "") + quote(path.removeprefix("./"))
