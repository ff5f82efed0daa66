"""Every text can be read on its ground: contrasts of at least 4.5 to 1 (WCAG AA), in every scheme."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from duediligence.formats.palette import FILLS, NOT_SCREENED_FILL

CSS = resources.files("duediligence.formats").joinpath("templates/report.css").read_text(encoding="utf-8")
LEVELS = ("stop", "escalate", "review", "none")
PAIRS = [
    *(("ink", ground) for ground in ("page", "card", "wash", *(f"{level}-wash" for level in LEVELS))),
    *(("soft", ground) for ground in ("page", "card", "wash", *(f"{level}-wash" for level in LEVELS))),
    *(("accent", ground) for ground in ("page", "card", "wash")),
    *((f"on-{level}", level) for level in (*LEVELS, "missing")),
    ("on-band", "band"),
    ("band-soft", "band"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of a hexadecimal colour."""
    digits = colour.removeprefix("#")
    digits = "".join(char * 2 for char in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    """Return the colours of each scheme: the light ones, and those that dark and print put over them."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{3,6})", block)) for block in blocks]
    assert len(found) == 3
    return {"light": found[0], "dark": found[0] | found[1], "print": found[0] | found[2]}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_the_page_can_be_read(scheme: str, text: str, ground: str) -> None:
    """Text on ground, in the light scheme, the dark one and in print."""
    colours = schemes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize(("fill", "text"), [*FILLS.values(), NOT_SCREENED_FILL])
def test_the_workbook_can_be_read(fill: str, text: str) -> None:
    """Verdict cells of the workbook."""
    assert contrast(text, fill) >= 4.5
