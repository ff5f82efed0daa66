"""The user's updates applied: lists first, then the registry, so that no registry name hides a listed body."""

from __future__ import annotations

from collections.abc import Iterable

from duediligence.catalogue.enrol import enrol
from duediligence.catalogue.lay_over import lay_over
from duediligence.catalogue.overlay import Overlay
from duediligence.model import Institution


def with_updates(
    institutions: Iterable[Institution], overlay: Overlay
) -> tuple[list[Institution], dict[str, dict[str, str]]]:
    """Return the institutions with everything updated, and what changes in the description of each list.

    The second part maps a list's id to its `as_of` and `source` ("updated").

    Raises:
        CatalogueError: The updates on disk are damaged.
    """
    found = lay_over(institutions, overlay.lists)
    if overlay.registry_as_of:
        found = list(enrol(found, overlay.registry()))
    return found, {one.id: {"as_of": one.as_of, "source": "updated"} for one in overlay.lists}
