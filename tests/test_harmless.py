"""Untrusted text to harmless text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.names.harmless import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Beihang University", "Beihang University"),
        ("  Beihang \t", "Beihang"),
        ("Bei\nhang\r\nUniversity", "Bei hang University"),
        ("\x1b[31;1mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\name", "name"),
        ("\x1bMup", "up"),
        ("a\x00b\x07c\x7f", "abc"),
        ("\u202eytisrevinu\u202c", "ytisrevinu"),
        ("\u2066x\u2069\ufeff", "x"),
        ("دانشگاه\u200cها", "دانشگاه\u200cها"),
        ("caf\udce9", "caf\ufffd"),
        ("[/red]", "[/red]"),
    ],
)
def test_harmless(text: str, shown: str) -> None:
    """Escapes go as a whole, spacing becomes a space, letters and joiners stay."""
    assert harmless(text) == shown


@given(st.text())
def test_laws(text: str) -> None:
    """Whatever the text: no control character is left, and doing it twice changes nothing."""
    shown = harmless(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in shown)
    assert harmless(shown) == shown
