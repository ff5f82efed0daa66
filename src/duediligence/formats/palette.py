"""The colours of the verdicts in files that have colours of their own, the same in all of them."""

from __future__ import annotations

from types import MappingProxyType

from duediligence.model import Level

# Fill and text of a verdict cell; each pair has a contrast of at least 4.5 (WCAG AA).
FILLS = MappingProxyType(
    {
        Level.STOP: ("B42318", "FFFFFF"),
        Level.ESCALATE: ("C4500C", "FFFFFF"),
        Level.REVIEW: ("F4C542", "3B2A00"),
        Level.NONE: ("DDE5EE", "1F3347"),
    }
)
NOT_SCREENED_FILL = ("4A4A4A", "FFFFFF")
