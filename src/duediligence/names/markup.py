"""Read the markup in a text as what it stands for: entities, tags, LaTeX; and leave out honours."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Entities, a quotation mark read in a wrong encoding, and LaTeX's apostrophes.
_ENTITY: Final = re.compile(
    "&(?:[a-zA-Z][a-zA-Z0-9]{1,24}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});"
    "|\u00e2\u20ac[\u02dc\u2122]|\\\\textquoteright(?:{}| )?"
    r"|\$?\^ ?(?:\{ ?\\prime ?\}|\\prime(?![a-z])) ?\$?"
)
_OPENINGS: Final = frozenset("&\u00e2\\$^")
_APOSTROPHES: Final = ("\u00e2\u20ac", "\\textquote", "\\prime")
_TAG: Final = re.compile(
    r"</?(a|b|br|div|em|font|i|italic|li|p|small|span|strong|sub|sup|td|tr|u)"
    r"(?: +[a-z-]+=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'))* ?/?>",
    re.IGNORECASE,
)
_PARTING: Final = {"br": ","} | dict.fromkeys(("div", "li", "p", "td", "tr"), ";")
# Soviet honours, which stand within the name of a body that was given one.
_HONOUR: Final = re.compile(
    r"\b(?:ордена?|ordena)\s+(?:ленина|lenina|октябрьской\s+революции|дружбы\s+народов|[«\"]?знак\s+поч[её]та[»\"]?"
    r"|(?:трудового\s+|trudovogo\s+)?(?:красного\s+знамени|krasnogo\s+znameni))"
    r"|\border\s+of\s+(?:lenin|the\s+(?:red\s+banner(?:\s+of\s+labou?r)?|october\s+revolution))\b",
    re.IGNORECASE,
)
_OF_HONOURS: Final = ("рден", "РДЕН", "rdena", "rder of")


def without_markup(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Return a text with entities and compatibility characters resolved, tags and honours left out.

    Returns:
        The text; and for each of its characters the span in the text given, or None where nothing moved:
        what is left out leaves blanks, and tags that part lines or cells a comma or a semicolon.
    """
    if "<" in text:
        text = _TAG.sub(_parted, text)
    if any(one in text for one in _OF_HONOURS):
        text = _HONOUR.sub(_blank, text)
    has_entity = _may_hold_entity(text) and _ENTITY.search(text) is not None
    if not has_entity and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return text, None
    from html import unescape

    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    for raw, at in _units(text):
        is_quote = any(one in raw for one in _APOSTROPHES)
        plain = "'" if is_quote else unicodedata.normalize("NFKC", unescape(raw))
        pieces.append(plain)
        offsets.extend([(at, at + len(raw))] * len(plain))
    return "".join(pieces), offsets


def _parted(match: re.Match[str]) -> str:
    """Return what a tag leaves of its length: what parts its lines or cells, or nothing."""
    return _PARTING.get(match[1].lower(), " ").ljust(len(match[0]))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _may_hold_entity(text: str) -> bool:
    return "&" in text or any(one in text for one in _APOSTROPHES)


def _units(text: str) -> list[tuple[str, int]]:
    """Part a text into entities and letters with their accents, each with its place."""
    units: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        match = _ENTITY.match(text, at) if text[at] in _OPENINGS else None
        end = match.end() if match else at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        units.append((text[at:end], at))
        at = end
    return units
