"""A portfolio on the terminal: whom the units of one's own are linked to, and which lists drive it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from duediligence.formats.terminal_parts import LEVEL_STYLE, QUIET, plain, section
from duediligence.formats.wording import LEVEL_WORD, counted, rating_words
from duediligence.model import Level
from duediligence.portfolio import Driver, Exposure, UnitExposure

SHOWN_AT_MOST = 25  # units; a longer table is for a file
_DRIVERS_SHOWN = 8
_RATING_CAPTION = (
    "links by rating in the ASPI tracker: their share of the unit's links, and of all rated links"
)
_NARROWEST_UNIT = 18  # columns kept for a unit's name on a terminal of eighty


def exposure_view(exposure: Exposure) -> RenderableType:
    """Lay out the exposure tables: a sentence, the units, then lists and institutions behind the findings."""
    parts: list[RenderableType] = [_in_words(exposure), _verdict_table(exposure), _rating_table(exposure)]
    left = len(exposure.units) - SHOWN_AT_MOST
    if left > 0:
        parts.append(_and_more(left))
    for title, drivers in (
        ("lists behind it", exposure.lists),
        ("institutions behind it", exposure.institutions),
    ):
        if drivers:
            parts += [Text(title, style=QUIET), _drivers_table(drivers)]
        if len(drivers) > _DRIVERS_SHOWN:
            parts.append(_and_more(len(drivers) - _DRIVERS_SHOWN))
    return section(f"Exposure by {plain(exposure.by).plain}", *parts)


def _and_more(left: int) -> Text:
    return Text(f"… and {left:,} more; write them with -f xlsx -o FILE", style=QUIET)


def _in_words(exposure: Exposure) -> Text:
    overall = exposure.overall
    return Text(
        f"{counted(overall.total.links, 'link')} to {counted(overall.total.partners, 'partner')}: "
        f"{overall.listed.links:,} ({overall.share(overall.listed):.0f} %) to listed institutions, "
        f"{overall.rated.links:,} ({overall.share(overall.rated):.0f} %) to institutions rated by ASPI"
    )


def _verdict_table(exposure: Exposure) -> Table:
    """Links and partners of each unit, links by verdict; above them the same for all."""
    overall = exposure.overall
    verdicts = [Level(level) for level in overall.by_verdict]
    titles = [
        "links",
        "partners",
        *(LEVEL_WORD[level].lower() for level in verdicts),
    ]
    table = _table(exposure, titles, "links by verdict")
    for unit in _shown(exposure):
        counts = [count.links for count in unit.by_verdict.values()]
        table.add_row(
            _name(unit, overall),
            *_counts([unit.total.links, unit.total.partners]),
            *_styled(counts, verdicts),
        )
    partners = [count.partners for count in overall.by_verdict.values()]
    table.add_row("all, in partners", "", *_counts([overall.total.partners]), *_styled(partners, verdicts))
    return table


def _rating_table(exposure: Exposure) -> Table:
    """Rated links of each unit by rating, and which part of the unit's and of all rated links they are."""
    overall = exposure.overall
    tiers = [rating_words(tier) for tier in overall.by_tier]
    table = _table(exposure, ["rated", *tiers, "share", "of all"], _RATING_CAPTION)
    for unit in _shown(exposure):
        if unit is overall or unit.rated.links:
            shares = (unit.share(unit.rated), exposure.share_of_rated(unit))
            counts = [unit.rated.links, *(count.links for count in unit.by_tier.values())]
            table.add_row(_name(unit, overall), *_counts(counts), *(f"{share:.0f} %" for share in shares))
    partners = [overall.rated.partners, *(count.partners for count in overall.by_tier.values())]
    table.add_row("all, in partners", *_counts(partners), "", "")
    return table


def _table(exposure: Exposure, titles: Iterable[str], caption: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        header_style=QUIET,
        caption=caption,
        caption_justify="left",
        caption_style=QUIET,
    )
    table.add_column(plain(exposure.by), overflow="fold", min_width=_NARROWEST_UNIT)
    for title in titles:
        table.add_column(title, justify="right", no_wrap=True)
    return table


def _shown(exposure: Exposure) -> tuple[UnitExposure, ...]:
    return (exposure.overall, *exposure.units[:SHOWN_AT_MOST])


def _name(unit: UnitExposure, overall: UnitExposure) -> Text:
    return Text("all") if unit is overall else plain(unit.unit)


def _counts(numbers: Iterable[int]) -> list[Text]:
    """Numbers; a nought stands back."""
    return [Text(f"{number:,}", style="" if number else QUIET) for number in numbers]


def _styled(numbers: Iterable[int], levels: Iterable[Level]) -> list[Text]:
    """Numbers in the colours of their levels; a nought stands back."""
    pairs = zip(numbers, levels, strict=True)
    return [Text(f"{number:,}", style=LEVEL_STYLE[level] if number else QUIET) for number, level in pairs]


def _drivers_table(drivers: Sequence[Driver]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for driver in drivers[:_DRIVERS_SHOWN]:
        table.add_row(f"{driver.count.links:,}", plain(driver.title))
    return table
