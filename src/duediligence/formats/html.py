"""One self-contained page: summary and charts, a table to filter, a printable dossier for every partner.

Needs no script and loads nothing. Every text is escaped by the template engine, and a content security
policy in the page forbids whatever might get past it.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from duediligence.formats.charts import Bar, Part, bar_chart, small_bar, stacked_bar
from duediligence.formats.rows import NOT_SCREENED, decision_text, place_of, place_text
from duediligence.formats.wording import (
    LEVEL_ADVICE,
    LEVEL_WORD,
    RELATION_PHRASE,
    STATUS_SENTENCE,
    STATUS_WORD,
    advice_on,
    as_of_suffix,
    counted,
    country_title,
    option_words,
    rating_words,
)
from duediligence.model import Level, Report, Result, Status
from duediligence.names.harmless import harmless
from duediligence.portfolio import Exposure, UnitExposure

if TYPE_CHECKING:
    from jinja2 import Environment

ALL_DOSSIERS_UP_TO = 3_000  # partners; a larger report holds dossiers for findings only, and says so
_SHOWN_BARS = 12
_OLD_AFTER = 60  # days
_WORST_FIRST = tuple(sorted(Level, key=lambda level: -level.rank))


@dataclass(frozen=True, slots=True)
class Entry:
    """One result in the page: its anchor, and whether it has a dossier."""

    anchor: str
    result: Result
    has_dossier: bool


def render(report: Report, exposure: Exposure | None = None) -> str:
    """Return the report as one HTML page."""
    from markupsafe import Markup

    environment = _environment()
    script = _source(environment, "report.js")
    template = environment.get_template("report.html.j2")
    page = template.render(
        report=report,
        entries=_entries(report),
        single=len(report.results) == 1 and not report.skipped,
        findings=sum(1 for result in report.results if result.verdict.level is not Level.NONE),
        levels=_WORST_FIRST,
        exposure=exposure,
        charts=_charts(report, exposure),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
        all_dossiers=len(report.results) <= ALL_DOSSIERS_UP_TO,
    )
    return page + "\n"


def web_address(url: str | None) -> str | None:
    """Return an address that may become a link: http or https with a host; None for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("duediligence.formats", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "web": web_address,
        "place": lambda item: place_text(place_of(item)),
        "rating": rating_words,
        "as_of": as_of_suffix,
        "advice": advice_on,
        "option": option_words,
        "decision": decision_text,
        "plural": counted,
        "country": country_title,
    }
    environment.globals |= {
        "LEVEL_WORD": LEVEL_WORD,
        "LEVEL_ADVICE": LEVEL_ADVICE,
        "STATUS_WORD": STATUS_WORD,
        "STATUS_SENTENCE": STATUS_SENTENCE,
        "RELATION_PHRASE": RELATION_PHRASE,
        "NOT_SCREENED": NOT_SCREENED,
    }
    return environment


def _shown(value: object) -> object:
    """Make every printed text harmless before it is escaped; None prints as nothing."""
    if value is None:
        return ""
    return harmless(value) if type(value) is str else value


def _source(environment: Environment, name: str) -> str:
    if environment.loader is None:  # pragma: no cover - set just above
        return ""
    return environment.loader.get_source(environment, name)[0]


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _entries(report: Report) -> list[Entry]:
    """Return the results worst first, in the input's order within a verdict."""
    everything = len(report.results) <= ALL_DOSSIERS_UP_TO
    entries = [
        Entry(f"p{number}", result, everything or result.verdict.level is not Level.NONE)
        for number, result in enumerate(report.results, 1)
    ]
    return sorted(entries, key=lambda entry: -entry.result.verdict.level.rank)


def _charts(report: Report, exposure: Exposure | None) -> dict[str, Any]:
    charts: dict[str, Any] = {
        "verdicts": stacked_bar("Partners by verdict", _verdict_parts(report)),
        "lists": _lists_chart(report),
        "ages": _age_bars(report),
        "statuses": _statuses_chart(report),
    }
    if exposure is not None:
        charts["units"] = _units_chart(exposure)
        charts["tiers"] = _tiers_chart(exposure)
    return charts


def _verdict_parts(report: Report) -> list[Part]:
    counts = report.summary.by_verdict
    parts = [
        Part(level.value, LEVEL_WORD[level].lower(), counts.get(level.value, 0)) for level in _WORST_FIRST
    ]
    return [*parts, Part(NOT_SCREENED, "not screened", report.summary.skipped)]


def _lists_chart(report: Report) -> Any:  # noqa: ANN401 - markup, or None for nothing to draw
    """Return how many partners each list names; a partner counts once a list."""
    titles: dict[str, str] = {}
    partners: Counter[str] = Counter()
    for result in report.results:
        current = [view for match in result.matches for view in match.listings if not view.until]
        titles |= {view.list: view.list_title for view in current}
        partners.update({view.list for view in current})
    most = sorted(partners.items(), key=lambda pair: (-pair[1], pair[0]))[:_SHOWN_BARS]
    bars = [Bar(titles[key], (Part("ink", "partners", count),)) for key, count in most]
    return bar_chart("Partners named by each list", bars) if bars else None


def _statuses_chart(report: Report) -> Any:  # noqa: ANN401
    counts = report.summary.by_status
    bars = [
        Bar(STATUS_WORD[status], (Part("ink", STATUS_WORD[status], counts[status.value]),))
        for status in Status
        if counts.get(status.value)
    ]
    return bar_chart("Partners by how they were identified", bars) if bars else None


def _age_bars(report: Report) -> dict[str, Any]:
    """Return for each list a bar as long as the list is old."""
    ages = {
        state.id: state.age_days for state in report.data.lists if state.age_days is not None and state.ages
    }
    oldest = max(ages.values(), default=0)
    return {
        key: small_bar("Age in days", Part("old" if age > _OLD_AFTER else "ink", "days", age), oldest)
        for key, age in ages.items()
    }


def _units_chart(exposure: Exposure) -> Any:  # noqa: ANN401
    bars = [Bar(unit.unit, _by_verdict(unit)) for unit in exposure.units[:_SHOWN_BARS]]
    return bar_chart(f"Links by verdict, for each {exposure.by}", bars) if bars else None


def _by_verdict(unit: UnitExposure) -> tuple[Part, ...]:
    return tuple(
        Part(level, LEVEL_WORD[Level(level)].lower(), count.links) for level, count in unit.by_verdict.items()
    )


def _tiers_chart(exposure: Exposure) -> Any:  # noqa: ANN401
    overall = exposure.overall
    bars = [
        Bar(
            rating_words(tier),
            (Part(f"tier-{tier}", rating_words(tier), count.links),),
            _with_share(overall, count.links),
        )
        for tier, count in overall.by_tier.items()
    ]
    return bar_chart("Links by rating in the ASPI tracker", bars)


def _with_share(unit: UnitExposure, links: int) -> str:
    return f"{links:,} ({100 * links / (unit.total.links or 1):.0f} %)"
