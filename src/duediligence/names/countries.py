"""Country names and codes as people and publishers write them -> ISO 3166-1 alpha-2."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from duediligence.names.fold import TABLES

_ADJECTIVES = {
    "afghan": "AF", "australian": "AU", "belarusian": "BY", "burmese": "MM", "chinese": "CN", "dprk": "KP",
    "egyptian": "EG",
    "emirati": "AE", "hong kong": "HK", "indian": "IN", "iranian": "IR", "iraqi": "IQ",
    "israeli": "IL", "lebanese": "LB",
    "libyan": "LY", "malaysian": "MY", "north korean": "KP", "pakistani": "PK", "prc": "CN",
    "russian": "RU", "saudi": "SA",
    "singaporean": "SG", "south korean": "KR", "sudanese": "SD",
    "syrian": "SY", "taiwanese": "TW", "thai": "TH",
    "turkish": "TR", "ukrainian": "UA", "vietnamese": "VN", "yemeni": "YE", "zimbabwean": "ZW",
}  # fmt: skip


def country_code(text: str) -> str | None:
    """Return the code for a name, an adjective or a code; None when it is none of these."""
    word = text.strip(" .,;:()[]")
    if re.fullmatch("[A-Z]{2}", word) and word in _codes():
        return word
    key = _key(word)
    short = re.sub(
        r"^(?:(?:islamic|arab|federal|democratic|federative) )?(?:republic|kingdom|state|sultanate) of ",
        "",
        key,
    )
    return _names().get(key) or _ADJECTIVES.get(key) or _names().get(short)


def country_codes(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of several texts, in order, without repeats or unknown ones."""
    return tuple(dict.fromkeys(code for code in map(country_code, texts) if code))


@cache
def country_name(code: str) -> str:
    """Return the English short name of a country, and the code itself where none is known."""
    line = re.search(rf"^{re.escape(code)}\t([^|\n]+)", _table(), re.MULTILINE)
    return line[1] if line else code


def country_at_end(address: str) -> str | None:
    """Return the country an address ends with: its last part, or the last but one."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    return next((code for part in reversed(parts[-2:]) if (code := country_code(part))), None)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c)).replace("&", "and")
    return re.sub(r"^the ", "", " ".join(re.findall(r"\w+", letters.replace("'", "").replace("’", ""))))


@cache
def _table() -> str:
    return (TABLES / "countries.tsv").read_text("utf-8")


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in _table().splitlines():
        code, _, names = line.partition("\t")
        if not code.startswith("#"):
            table.update({_key(name): code for name in names.split("|")})
    return table


@cache
def _codes() -> frozenset[str]:
    return frozenset(_names().values())
