"""Exposure of a portfolio: partners and links by verdict and rating, for each unit of one's own.

A link is one row of the input (an agreement, a project, a visit); a partner is one institution, however
many rows name it. Counting goes on while results pass; nothing but counts and partner keys is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import Field

from duediligence.errors import UsageError
from duediligence.model import Level, Result, Shape, Skipped

RATED_LIST = "aspi-tracker"
TIERS = ("very-high", "high", "medium", "low")  # worst first
_WORST_FIRST = tuple(sorted(Level, key=lambda level: -level.rank))
UNNAMED = "(not given)"


class Count(Shape):
    """How many links (rows) and how many different partners."""

    links: int = 0
    partners: int = 0


class UnitExposure(Shape):
    """One unit (a faculty, a year, a country, ...) and whom it is linked to.

    Attributes:
        unit: The value of the column, as first written.
        total: All links and partners of the unit that were screened.
        by_verdict: The same by verdict, worst first; every level is there.
        by_tier: The same by rating in the ASPI tracker, worst first; every tier is there.
        rated: Links to partners with any rating there; a link counts once, by its worst rating.
        listed: Links to partners on any list in force.
    """

    unit: str
    total: Count = Count()
    by_verdict: dict[str, Count] = Field(default_factory=dict)
    by_tier: dict[str, Count] = Field(default_factory=dict)
    rated: Count = Count()
    listed: Count = Count()

    def share(self, part: Count) -> float:
        """Return a part of the unit's links, 0 to 100; 0 for a unit without links."""
        return 100 * part.links / self.total.links if self.total.links else 0.0


class Driver(Shape):
    """A list or an institution that findings rest on, and how many links and partners it concerns."""

    id: str
    title: str
    count: Count


class Exposure(Shape):
    """The exposure tables of one run, by one column of the input.

    Attributes:
        by: The column.
        overall: The whole portfolio, as one unit.
        units: Every value of the column, most links to findings first.
        lists: Lists that name partners of the portfolio, most links first.
        institutions: Listed institutions linked to, most links first.
        skipped: Rows that could not be screened and are counted nowhere else.
    """

    by: str
    overall: UnitExposure
    units: tuple[UnitExposure, ...] = ()
    lists: tuple[Driver, ...] = ()
    institutions: tuple[Driver, ...] = ()
    skipped: int = 0

    def share_of_rated(self, unit: UnitExposure) -> float:
        """Return a unit's part of all links to rated institutions, 0 to 100."""
        return 100 * unit.rated.links / self.overall.rated.links if self.overall.rated.links else 0.0


def check_column(by: str, columns: Sequence[str]) -> str:
    """Return the input's column meant by `--by`; case and surrounding blanks do not matter.

    Raises:
        UsageError: When there is no such column.
    """
    folded = by.strip().casefold()
    for column in columns:
        if column.strip().casefold() == folded:
            return column
    raise UsageError(
        f"no column {by!r} to count by; the other columns are {', '.join(map(repr, columns)) or 'none'}",
        hint="Give one of these with --by.",
    )


@dataclass(slots=True)
class Portfolio:
    """Counts results as they pass.

    Attributes:
        by: The column of the input that names the unit.
    """

    by: str
    _overall: _Unit = field(default_factory=lambda: _Unit("all"))
    _units: dict[str, _Unit] = field(default_factory=dict)
    _lists: dict[str, _Pair] = field(default_factory=dict)
    _institutions: dict[str, _Pair] = field(default_factory=dict)
    _skipped: int = 0

    def watch(self, items: Iterable[Result | Skipped]) -> Iterator[Result | Skipped]:
        """Pass the items on, counted."""
        for item in items:
            self.add(item)
            yield item

    def add(self, item: Result | Skipped) -> None:
        """Count one item."""
        if isinstance(item, Skipped):
            self._skipped += 1
            return
        name = " ".join(item.partner.columns.get(self.by, "").split()) or UNNAMED
        unit = self._units.setdefault(name.casefold(), _Unit(name))
        partner = partner_key(item)
        for counted in (self._overall, unit):
            counted.add(item, partner)
        self._add_drivers(item, partner)

    @property
    def exposure(self) -> Exposure:
        """The tables as counted so far."""
        return Exposure(
            by=self.by,
            overall=self._overall.exposure(),
            units=tuple(sorted((unit.exposure() for unit in self._units.values()), key=_worst_first)),
            lists=_drivers(self._lists),
            institutions=_drivers(self._institutions),
            skipped=self._skipped,
        )

    def _add_drivers(self, result: Result, partner: int) -> None:
        current = [
            (match, listing) for match in result.matches for listing in match.listings if not listing.until
        ]
        titles = {listing.list: listing.list_title for _, listing in current}
        for list_id, title in titles.items():
            self._lists.setdefault(list_id, _Pair(title)).add(partner)
        for listed in {match.institution.id: match.institution.name for match, _ in current}.items():
            self._institutions.setdefault(listed[0], _Pair(listed[1])).add(partner)


def partner_key(result: Result) -> int:
    """Return a key that is equal for rows that name the same partner: by identity, else by its name."""
    found = result.identification.institution
    return hash(found.id if found else " ".join(result.partner.name.casefold().split()))


def worst_tier(result: Result) -> str | None:
    """Return the worst current ASPI rating among the listed institutions a partner names."""
    ratings = {
        listing.rating
        for match in result.matches
        for listing in match.listings
        if listing.list == RATED_LIST and not listing.until
    }
    return next((tier for tier in TIERS if tier in ratings), None)


@dataclass(slots=True)
class _Pair:
    """Links counted, partners remembered by key."""

    title: str = ""
    links: int = 0
    partners: set[int] = field(default_factory=set)

    def add(self, partner: int) -> None:
        self.links += 1
        self.partners.add(partner)

    def count(self) -> Count:
        return Count(links=self.links, partners=len(self.partners))


@dataclass(slots=True)
class _Unit:
    """The counts of one unit."""

    name: str
    total: _Pair = field(default_factory=_Pair)
    rated: _Pair = field(default_factory=_Pair)
    listed: _Pair = field(default_factory=_Pair)
    verdicts: dict[Level, _Pair] = field(default_factory=lambda: {level: _Pair() for level in _WORST_FIRST})
    tiers: dict[str, _Pair] = field(default_factory=lambda: {tier: _Pair() for tier in TIERS})

    def add(self, result: Result, partner: int) -> None:
        self.total.add(partner)
        self.verdicts[result.verdict.level].add(partner)
        tier = worst_tier(result)
        if tier:
            self.tiers[tier].add(partner)
            self.rated.add(partner)
        if any(not listing.until for match in result.matches for listing in match.listings):
            self.listed.add(partner)

    def exposure(self) -> UnitExposure:
        return UnitExposure(
            unit=self.name,
            total=self.total.count(),
            by_verdict={level.value: pair.count() for level, pair in self.verdicts.items()},
            by_tier={tier: pair.count() for tier, pair in self.tiers.items()},
            rated=self.rated.count(),
            listed=self.listed.count(),
        )


def _worst_first(unit: UnitExposure) -> tuple[int, int, int, str]:
    """Order units by links to rated partners, then to any finding, then by size and name."""
    findings = sum(count.links for level, count in unit.by_verdict.items() if level != Level.NONE)
    return (-unit.rated.links, -findings, -unit.total.links, unit.unit)


def _drivers(pairs: dict[str, _Pair]) -> tuple[Driver, ...]:
    drivers = (Driver(id=key, title=pair.title, count=pair.count()) for key, pair in pairs.items())
    return tuple(sorted(drivers, key=lambda driver: (-driver.count.links, driver.id)))
