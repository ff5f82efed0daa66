"""Every importer, by the name of its file and by the lists it carries."""

from __future__ import annotations

from collections.abc import Mapping

from duediligence.errors import UsageError
from duediligence.importers import (
    csl,
    dfat,
    dod_1260h,
    dod_1286,
    eu,
    house,
    meti,
    nro,
    opensanctions,
    seco,
    shtc,
    uk,
)
from duediligence.importers.base import Importer

_MODULES = (csl, meti, nro, uk, eu, shtc, seco, dfat, dod_1260h, dod_1286, opensanctions, house)
IMPORTERS: Mapping[str, Importer] = {module.IMPORTER.source: module.IMPORTER for module in _MODULES}


def importer_for(name: str) -> Importer:
    """Return the importer of a source (`us-csl`) or of a list (`us-bis-entity-list`).

    Raises:
        UsageError: Nothing is imported under that name.
    """
    wanted = name.strip().lower().replace("_", "-")
    if wanted in IMPORTERS:
        return IMPORTERS[wanted]
    for importer in IMPORTERS.values():
        if wanted in importer.lists:
            return importer
    raise UsageError(
        f"no importer for {name!r}",
        hint=f"Known: {', '.join((*IMPORTERS, 'ror'))}, or the id of a list they carry.",
    )


def downloadable() -> tuple[Importer, ...]:
    """The importers whose publisher offers a lasting address, in the order of the registry."""
    return tuple(importer for importer in IMPORTERS.values() if importer.address)
