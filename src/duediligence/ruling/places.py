"""Who a text names and where the partner may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from duediligence.catalogue.records import Known
from duediligence.recognise.recognition import Recognition
from duediligence.ruling.shapes import Finding

COUNTRY_NAMES: Final = {
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


def institutions_named(recognition: Recognition, findings: Sequence[Finding]) -> tuple[Known, ...]:
    """Return every institution that the text names, each once: hits, the whole, units, the unlisted."""
    named: dict[str, Known] = {finding.institution.id: finding.institution for finding in findings}
    if recognition.institution:
        named.setdefault(recognition.institution.id, recognition.institution)
    for finding in findings:
        if finding.via:
            named.setdefault(finding.via.id, finding.via)
    for other in recognition.others:
        named.setdefault(other.id, other)
    return tuple(named.values())


def places_of(
    recognition: Recognition,
    findings: Sequence[Finding],
    about: Sequence[Known],
    country: str | None,
) -> dict[str, str | None]:
    """Return the ISO codes that the partner may be in, each with the id of the institution known to be there.

    The country given always counts; then those of the institutions named for certain (`about` holds all
    that are named) and of addresses in the text that lie in none of these, else those found in the text,
    else the one that all rivals share.
    """
    known: dict[str, str | None] = {}
    certain = [finding for finding in findings if finding.certain]
    for one in about if len(certain) == len(findings) else institutions_named(recognition, certain):
        if one.country:
            known.setdefault(one.country, one.id)
    if known:
        known = dict.fromkeys(recognition.abroad) | known
    else:
        shared = {rival.country for rival in recognition.rivals}
        rivals = [place for place in shared if place and len(shared) == 1]
        known = dict.fromkeys(recognition.countries or rivals)
    if not country:
        return known
    given: dict[str, str | None] = {country.upper(): None}
    return given | known | given
