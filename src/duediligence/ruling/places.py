"""Who a text names and where the partner may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duediligence.model import Institution
from duediligence.recognise.recognition import Recognition
from duediligence.ruling.shapes import Finding

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


def institutions_named(recognition: Recognition, findings: Iterable[Finding]) -> tuple[Institution, ...]:
    """Return every institution that the text names, each once: hits, the whole, units, the unlisted."""
    findings = tuple(findings)
    hits = [finding.institution for finding in findings]
    whole = [recognition.institution] if recognition.institution else []
    units = [finding.via for finding in findings if finding.via]
    return tuple({one.id: one for one in (*hits, *whole, *units, *recognition.others)}.values())


def places_of(
    recognition: Recognition, findings: Sequence[Finding], country: str | None
) -> dict[str, str | None]:
    """Return the ISO codes that the partner may be in, each with the id of the institution known to be there.

    The country given always counts; then that of the institutions named for certain, else those
    found in the text, else the one that all rivals share.
    """
    named = institutions_named(recognition, (finding for finding in findings if finding.certain))
    known: dict[str, str | None] = {}
    for one in named:
        if one.country:
            known.setdefault(one.country, one.id)
    shared = {rival.country for rival in recognition.rivals}
    rivals = [place for place in shared if place and len(shared) == 1]
    given = dict.fromkeys([country.upper()] if country else [])
    return given | (known or dict.fromkeys(recognition.countries or rivals)) | given
