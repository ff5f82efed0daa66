"""Untrusted text to harmless text: a name may hold escapes that colour, move or reverse what is shown."""

from __future__ import annotations

import re
from typing import Final

# Terminal escape sequences go as a whole (CSI, OSC, two-character ones): no remainder is left to read.
_ESCAPES: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])|\x9b[0-?]*[ -/]*[@-~]"
)
_SPACING: Final = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, marks that turn the reading direction, and byte-order marks go; joiners stay,
# Persian needs them.
_CONTROLS: Final = re.compile(
    r"[\x00-\x1b\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]+")


def harmless(text: str) -> str:
    """Return the text on one line without control characters, escapes and direction marks, trimmed.

    Line breaks and tabs become a space; bytes that were no text become U+FFFD. Harmless text comes back
    as it is, trimmed.
    """
    if text.isprintable():
        return text.strip()
    text = _ESCAPES.sub("", text)
    text = _SPACING.sub(" ", text)
    text = _CONTROLS.sub("", text)
    return _SURROGATES.sub("\ufffd", text).strip()
