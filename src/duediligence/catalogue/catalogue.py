"""The catalogue in force: its lists with their dates, its policy, its institutions, its index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from duediligence.catalogue.freshness import grows_old
from duediligence.catalogue.index import Index
from duediligence.catalogue.locate import find_data, open_index
from duediligence.catalogue.overlay import OwnLists, overlay_state
from duediligence.catalogue.policy import Policy
from duediligence.model import Institution, RiskList


class Catalogue:
    """Everything known, opened for reading.

    Attributes:
        data_dir: The folder the data came from.
        index: The compiled index; for the recogniser alone.
        sha256: Digest of the data and updates in force.
        version: The data's version: the newest date of a list that is kept current, and the digest's start.
    """

    def __init__(self, index: Index, data_dir: Path) -> None:
        """Wrap an opened index."""
        self.index = index
        self.data_dir = data_dir
        self.sha256: str = index.meta["sha256"]

    @cached_property
    def policy(self) -> Policy:
        """Lists, tiers, rules, profiles, questions and limits."""
        return Policy.from_json(self.index.policy)

    @cached_property
    def lists(self) -> tuple[RiskList, ...]:
        """Every list with its date, counts and source; also those that only the user's updates hold."""
        described = {one.id: one for one in (*self.policy.lists, *self.policy.uncovered)}
        added = self.index.meta.get("sources", {}).keys() - {one.id for one in self.policy.lists}
        more = (_now_covered(described[one]) if one in described else _own_list(one) for one in sorted(added))
        return tuple(self._with_counts(one) for one in (*self.policy.lists, *more))

    @cached_property
    def version(self) -> str:
        """The data's version, such as `2026.07.31+1f2e3d4c`."""
        dated = [one for one in self.lists if one.listings and grows_old(one)]
        newest = max((one.as_of for one in dated or self.lists if one.listings), default="")
        return f"{newest.replace('-', '.')}+{self.sha256[:8]}"

    def institution(self, identifier: str) -> Institution | None:
        """Return the institution with an id, or None."""
        found = self.index.by_identifier("id", identifier)
        return self.index.institution(found[0]) if found else None

    def institutions(self) -> Iterator[Institution]:
        """Yield every institution, listed ones first."""
        return self.index.institutions()

    def _with_counts(self, one: RiskList) -> RiskList:
        listings, institutions = self.index.meta["lists"].get(one.id, (0, 0))
        source = self.index.meta.get("sources", {}).get(one.id, {})
        changes = {"listings": listings, "institutions": institutions, **source}
        return one.model_copy(update=changes)


def _now_covered(one: RiskList) -> RiskList:
    """A list that is not shipped, now that an update holds it: the warning that it is not covered goes."""
    return one.model_copy(update={"does_not_mean": ""})


def _own_list(identifier: str) -> RiskList:
    """A list the policy does not describe: what it means, its keeper must say."""
    return RiskList(
        id=identifier,
        title=identifier,
        short=identifier,
        publisher="kept by the user",
        jurisdiction="own",
        force="What it asks is what its keeper has decided.",
        url="",
        cadence="as its keeper decides",
        as_of="",
        covers="",
        does_not_mean="",
    )


def open_catalogue(data_dir: Path | None = None, own: OwnLists | None = None) -> Catalogue:
    """Open the data in force.

    Args:
        data_dir: A folder with institutions.yaml, risk_tiers.yaml and places.tsv; by default the
            packaged data, or the checkout's, with the user's updates laid over them. A folder
            given is taken as it stands.
        own: Lists of the user's own, laid over all of it.

    Raises:
        CatalogueError: If data are missing, broken or inconsistent.
    """
    folder = find_data(data_dir)
    updates = overlay_state() if data_dir is None else None
    return Catalogue(open_index(folder, updates=updates, own=own), folder)
