"""A portfolio on the terminal: whom the units of one's own are linked to, and which lists drive it."""

from __future__ import annotations

from collections.abc import Sequence

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
_CAPTION = "links by verdict, then by rating in the ASPI tracker; rated: share of links to rated institutions"


def exposure_view(exposure: Exposure) -> RenderableType:
    """Lay out the exposure tables: a sentence, the units, then lists and institutions behind the findings."""
    parts: list[RenderableType] = [_in_words(exposure), _units_table(exposure)]
    left = len(exposure.units) - SHOWN_AT_MOST
    if left > 0:
        parts.append(Text(f"… and {left:,} more; write them with -f xlsx -o FILE", style=QUIET))
    for title, drivers in (
        ("lists behind it", exposure.lists),
        ("institutions behind it", exposure.institutions),
    ):
        if drivers:
            parts += [Text(title, style=QUIET), _drivers_table(drivers)]
    return section(f"Exposure by {plain(exposure.by).plain}", *parts)


def _in_words(exposure: Exposure) -> Text:
    overall = exposure.overall
    return Text(
        f"{counted(overall.total.links, 'link')} to {counted(overall.total.partners, 'partner')}: "
        f"{overall.listed.links:,} ({overall.share(overall.listed):.0f} %) to listed institutions, "
        f"{overall.rated.links:,} ({overall.share(overall.rated):.0f} %) to institutions rated by ASPI"
    )


def _units_table(exposure: Exposure) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        header_style=QUIET,
        caption=_CAPTION,
        caption_justify="left",
    )
    table.add_column(plain(exposure.by), overflow="fold", min_width=12)
    titles = ["links", "partners"]
    titles += [
        "none" if level == Level.NONE else LEVEL_WORD[Level(level)].lower()
        for level in exposure.overall.by_verdict
    ]
    titles += [rating_words(tier) for tier in exposure.overall.by_tier]
    for title in (*titles, "rated"):
        table.add_column(title, justify="right", no_wrap=True)
    overall = exposure.overall
    table.add_row(Text("all links"), *_numbers(overall))
    partners = [overall.total, *overall.by_verdict.values(), *overall.by_tier.values()]
    table.add_row(Text("all partners"), "", *(_count(count.partners) for count in partners), "")
    for unit in exposure.units[:SHOWN_AT_MOST]:
        table.add_row(plain(unit.unit), *_numbers(unit))
    return table


def _numbers(unit: UnitExposure) -> list[Text]:
    verdicts = [_count(count.links, LEVEL_STYLE[Level(level)]) for level, count in unit.by_verdict.items()]
    tiers = [_count(count.links) for count in unit.by_tier.values()]
    share = Text(f"{unit.share(unit.rated):.0f} %")
    return [_count(unit.total.links), _count(unit.total.partners), *verdicts, *tiers, share]


def _count(number: int, style: str = "") -> Text:
    """A number in its colour; a nought stands back."""
    return Text(f"{number:,}", style=style if number else QUIET)


def _drivers_table(drivers: Sequence[Driver]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column(overflow="fold")
    for driver in drivers[:_DRIVERS_SHOWN]:
        table.add_row(f"{driver.count.links:,}", plain(driver.title))
    return table
