"""Who a text names and where the partner may be."""

from __future__ import annotations

from collections.abc import Sequence

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


def institutions_named(recognition: Recognition, findings: Sequence[Finding]) -> tuple[Institution, ...]:
    """Return every institution that the text names, each once: hits, the whole, units, the unlisted."""
    named = {finding.institution.id: finding.institution for finding in findings}
    if recognition.institution:
        named.setdefault(recognition.institution.id, recognition.institution)
    for finding in findings:
        if finding.via:
            named.setdefault(finding.via.id, finding.via)
    for other in recognition.others:
        named.setdefault(other.id, other)
    return tuple(named.values())


def places_of(
    recognition: Recognition, findings: Sequence[Finding], country: str | None
) -> dict[str, str | None]:
    """Return the ISO codes that the partner may be in, each with the id of the institution known to be there.

    The country given always counts; then that of the institutions named for certain, else those
    found in the text, else the one that all rivals share.
    """
    known: dict[str, str | None] = {}
    for one in institutions_named(recognition, [finding for finding in findings if finding.certain]):
        if one.country:
            known.setdefault(one.country, one.id)
    if not known:
        shared = {rival.country for rival in recognition.rivals}
        rivals = [place for place in shared if place and len(shared) == 1]
        known = dict.fromkeys(recognition.countries or rivals)
    given: dict[str, str | None] = dict.fromkeys([country.upper()] if country else [])
    return given | known | given
