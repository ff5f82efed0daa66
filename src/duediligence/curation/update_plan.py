"""Which publishers' files an update needs, and which lists of each are meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from duediligence.errors import UpdateError, UsageError
from duediligence.importers import Importer, ImportResult, downloadable, importer_for
from duediligence.importers import ror as ror_dump

REGISTRY = "ror"
NOT_DESCRIBED = "list not described in risk_tiers.yaml"


def plan_downloads(
    names: Sequence[str], known_lists: Collection[str]
) -> list[tuple[Importer, frozenset[str]]]:
    """The files to fetch, each once, with the lists wanted of it."""
    if not names:
        wanted = [(importer, _described(importer, known_lists)) for importer in downloadable()]
        return [(importer, lists) for importer, lists in wanted if lists]
    plan: dict[str, tuple[Importer, frozenset[str]]] = {}
    for name in names:
        if name == REGISTRY:
            raise UsageError(
                "the registry has no lasting address", hint=f"Download it from {ror_dump.PAGE}; give --from."
            )
        importer, lists = choose(name, known_lists)
        if not importer.address:
            raise UsageError(
                f"{importer.title} has no lasting address",
                hint=f"Download it from {importer.page}; give --from FILE.",
            )
        _, others = plan.get(importer.source, (importer, frozenset()))
        plan[importer.source] = (importer, others | lists)
    return list(plan.values())


def choose(name: str, known_lists: Collection[str]) -> tuple[Importer, frozenset[str]]:
    """The importer of a source or a list, and the lists meant.

    Raises:
        UsageError: No importer, or a publisher's list that the policy does not describe.
    """
    wanted = name.strip().lower().replace("_", "-")
    importer = importer_for(wanted)
    if wanted in importer.lists and (wanted in known_lists or importer.own_lists):
        return importer, frozenset({wanted})
    lists = _described(importer, known_lists)
    if not lists or (wanted in importer.lists and wanted != importer.source):
        raise UsageError(
            f"{name}: {NOT_DESCRIBED}", hint="Describe it there first: what would a listing mean?"
        )
    return importer, lists


def lists_to_replace(importer: Importer, result: ImportResult, lists: frozenset[str]) -> list[str]:
    """The lists to replace: all that were asked for, and those that a file of the user's own names by itself.

    Raises:
        UpdateError: The file holds no organisation of any of them.
    """
    own = frozenset(result.lists) if importer.own_lists else frozenset()
    if not any(result.of_list(list_id) for list_id in lists | own):
        found = ", ".join(result.lists) or "none"
        raise UpdateError(
            f"no organisation of {', '.join(sorted(lists))} in the file; lists found: {found}",
            hint="This is not the file that was asked for.",
        )
    return sorted(lists | own)


def _described(importer: Importer, known_lists: Collection[str]) -> frozenset[str]:
    return frozenset(importer.lists) & frozenset(known_lists)
