"""The short form of an institution, as reports show it."""

from __future__ import annotations

from duediligence.catalogue.records import Known
from duediligence.model import InstitutionRef


def to_reference(institution: Known) -> InstitutionRef:
    """Return id, name, country, kind and ROR address of an institution."""
    return InstitutionRef.made(
        id=institution.id,
        name=institution.name,
        country=institution.country,
        kind=institution.kind,
        ror=institution.ror_url,
    )
