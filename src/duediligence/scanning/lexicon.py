"""Words that scanning knows: ordinary ones, those that stand around names, those that are cut short."""

from __future__ import annotations

from functools import cache
from importlib import resources


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


@cache
def ordinary_words() -> frozenset[str]:
    """Return ordinary English words that some known body also bears as its whole name."""
    raw = resources.files(__package__).joinpath("tables/ordinary.txt").read_text("utf-8")
    return words(" ".join(line for line in raw.splitlines() if not line.startswith("#")))


CUT_SHORT = words(
    "univ inst dept dep acad lab labs sci tech technol eng engn co ltd corp inc bros jr sr st prof dr mr "
    "mrs ms no nos vol pp fig al etc vs approx gen col capt gov sen rep им г гг ул д проф акад"
)
"""Words, in small letters, whose full stop ends no sentence."""

BEFORE_NAMES = words(
    "the a an this that these those its their our his her in at on of for from with by and or but as to "
    "both each every many most other another some all several various such first second since when while "
    "after before during under no new old your my dear visit about see also however moreover furthermore "
    "additionally notably i we you he she it they is was are president rector professor prof dr mr mrs ms "
    "director dean chancellor vice head deputy minister delegation"
)
"""Words, in small letters, that stand before a name and are no part of it."""

NATIONS = words(
    "Chinese Russian Iranian Belarusian Pakistani Syrian Korean Ukrainian Indian Japanese Turkish Soviet PLA"
)
"""Of whom a body is, where its name does not say so; of nations, those whose bodies lists name most."""

NO_ABBREVIATION = words(
    "PRC USA US UK EU UN ROC ROK DPRK UAE USSR RF CIS IRI NATO CEO PhD MSc MBA MoU MOU University "
    "Institute Academy College Company Corporation Party Partner Group School Center Centre Contractor "
    "Customer Buyer Seller"
)
"""What stands in brackets behind names and abbreviates none of them."""

BODIES_IN_PLURAL = words(
    "universities institutes academies colleges institutions institutional academic academics"
)
"""Words, in small letters, that look like the word for a body and name no single one."""
