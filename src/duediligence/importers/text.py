"""Names as publishers print them -> name, parent, aliases, former names, acronyms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from duediligence.names.countries import country_code

_SPACES = re.compile(r"\s+")
_SUBORDINATE = re.compile(
    r"^(?P<parent>.{4,}?)(?:\.\s*Subordinate Institution\s*[-–]\s*|\.\s*Affiliated Entity:\s*"
    r"|,? and subordinate entit(?:y|ies)\s+)(?P<unit>.+)$",
    re.IGNORECASE,
)
_SUBORDINATE_OF = re.compile(
    r"^(?P<unit>.+?)\s*"
    r"\((?:an? (?:subordinate \w+|subsidiary|affiliate) of|Parent Organi[sz]ation:) (?P<parent>.+)\)$",
    re.IGNORECASE,
)
_SUCCESSORS = re.compile(
    r"[;,]?\s*(?:and\s+)?(?:any|its|all)\s+(?:successors?|sub-?units?|subsidiar(?:y|ies))\b[^;]*$",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r",\s+including\b.*$", re.DOTALL)
_LONG_NAME = 120
_FORMER = re.compile(
    r"^(?:f\.?\s?k\.?\s?a\.?|formerly(?: known as)?|previously(?: known as)?)[\s,:.]+", re.IGNORECASE
)
_ALIAS = re.compile(r"^(?:a\.?\s?k\.?\s?a\.?|also known as|aka)[\s,:.]+", re.IGNORECASE)
_MARKED = re.compile(r"[,;]?\s+(?=(?:a\.k\.a\.?|f\.k\.a\.?|aka|fka|a\.k\.a|f\.k\.a)[\s,:])", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_NUMBERED_UNIT = re.compile(
    r"^(?:the\s+)?(?:no\.?\s*)?(?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth)\s+[\w\s]{0,30}$",
    re.IGNORECASE,
)
_NOTHING = {"", "[]", "-", "n/a", "na", "none", "null", "unknown"}
_SHORT_ACRONYM = 5
_LONGEST_CODE = 3
_LONG_ACRONYM = 10


@dataclass(frozen=True, slots=True)
class Names:
    """The names found in what a publisher prints for one party.

    Attributes:
        name: The listed party's own name.
        printed: The whole text as printed, when it says more than `name`.
        parent: The body it is printed as a part of.
        aliases: Other full names.
        former: Names it had before.
        acronyms: Short forms, which never decide alone.
    """

    name: str
    printed: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()


def clean(text: object) -> str:
    """Return one line of text without control characters, odd spaces or stray separators at its ends."""
    return one_line(text).strip(" ;,")


def one_line(text: object) -> str:
    """Return one line of text without control characters or odd spaces."""
    plain = "".join(c if unicodedata.category(c)[0] != "C" or c in "\t\n\r" else " " for c in str(text or ""))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", plain).replace("\xa0", " ")).strip()


def split_names(text: str, separator: str = ";") -> tuple[str, ...]:
    """Split a printed list of names; brackets keep their separators, empty parts and `[]` vanish."""
    parts = _rejoined(text.split(separator), separator)
    cleaned = (_mended(re.sub(r"^and\s+", "", clean(part), flags=re.IGNORECASE)) for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if part.casefold() not in _NOTHING))


def take_apart(printed: str, listed: Iterable[str] = (), *, shouting: bool = False) -> Names:
    """Sort a printed name, and the other names printed beside it, by what they are.

    Args:
        printed: The name as published, perhaps holding its parent, aliases and former names.
        listed: The other names printed beside it.
        shouting: True where the publisher prints everything in capitals.
    """
    whole = clean(printed)
    text, parent = _own_part(without_tail(whole))
    name, marked = _marked_names(text)
    base, acronym = without_acronym(_without_brand(name), shouting=shouting)
    bag = _Bag(base, shouting=shouting)
    bag.take_all([*marked, *([acronym] if acronym else []), *listed])
    if parent and _NUMBERED_UNIT.match(base):
        # "201 Research Institute" names nobody; its parent makes it a name.
        bag.name = f"{parent} {base}"
    return Names(
        name=bag.name,
        printed=whole if whole != bag.name else None,
        parent=parent,
        aliases=tuple(alias for alias in bag.unique(bag.aliases) if alias not in bag.former),
        former=bag.unique(bag.former),
        acronyms=bag.unique(bag.acronyms),
    )


def without_tail(text: str) -> str:
    """Drop "and any successor, sub-unit ..." and, from very long names, the "including ..." clause."""
    text = _SUCCESSORS.sub("", text)
    return clean(_INCLUDING.sub("", text) if len(text) > _LONG_NAME else text)


def without_acronym(text: str, *, shouting: bool = False) -> tuple[str, str | None]:
    """Split a trailing acronym in brackets from a name: `X Institute (XI)` -> (`X Institute`, `XI`).

    Where everything is in capitals, only initials of the name are an acronym: `BANK (KIEV)` is not.
    """
    match = re.search(
        r"^(.{4,}?)\s*[(（](?:a\.?k\.?a\.?,?\s*)?[“\"']?([A-Z][A-Za-z0-9&\-/ ]{1,11}?)[”\"']?[)）]\.?$", text
    )
    if match and is_acronym(match[2], match[1]) and (not shouting or _initials_agree(match[2], match[1])):
        return match[1].strip(" ,"), match[2]
    return text, None


def is_acronym(text: str, full_name: str = "", *, shouting: bool = False) -> bool:
    """Whether a name is one short word of capitals, or agrees with the initials of the full name."""
    word = text.strip(" .")
    if not re.fullmatch(r"[A-ZА-Я0-9][\w&/.\-]{1,9}(?: \d{1,4})?", word) or word.isdigit():
        return False
    letters = [c for c in word if c.isalnum()]
    if sum(c.isupper() or c.isdigit() for c in letters) < 0.6 * len(letters):
        return False
    if len(word) <= _SHORT_ACRONYM or _initials_agree(word, full_name):
        return True
    return not shouting and word.isupper() and len(word) <= _LONG_ACRONYM - 2


def is_native(text: str) -> bool:
    """Whether a name is mostly written in another script than Latin."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c > "\u024f" and not "\u1e00" <= c <= "\u1eff" for c in letters) * 2 > len(
        letters
    )


class _Bag:
    """Sorts the names of one party as they come."""

    def __init__(self, name: str, *, shouting: bool) -> None:
        self.name = name
        self.aliases: list[str] = []
        self.former: list[str] = []
        self.acronyms: list[str] = []
        self._shouting = shouting

    def take_all(self, texts: Iterable[str]) -> None:
        for text in texts:
            for part in _MARKED.split(clean(text)):
                self._take(part)

    def unique(self, names: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name in names if name and name != self.name))

    def _take(self, text: str) -> None:
        if _FORMER.match(text):
            self.former.append(clean(_FORMER.sub("", text)).strip("()"))
            return
        name, marked = _marked_names(clean(_ALIAS.sub("", text)))
        base, acronym = without_acronym(name, shouting=self._shouting)
        for part in (base, acronym):
            if part and part.casefold() not in _NOTHING and not _is_country(part):
                short = is_acronym(part, self.name, shouting=self._shouting)
                (self.acronyms if short else self.aliases).append(part)
        self.take_all(marked)


def _own_part(text: str) -> tuple[str, str | None]:
    match = _SUBORDINATE.match(text) or _SUBORDINATE_OF.match(text)
    return (clean(match["unit"]), without_acronym(clean(match["parent"]))[0]) if match else (text, None)


def _marked_names(text: str) -> tuple[str, list[str]]:
    """Take out brackets that say a.k.a. or f.k.a., and what follows such a mark without brackets."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        inner = match[1].strip()
        if not (_FORMER.match(inner) or _ALIAS.match(inner)):
            return match[0]
        found.extend(_MARKED.split(inner))
        return ""

    name, *rest = _MARKED.split(_BRACKET.sub(take, text))
    return clean(name), [*found, *rest]


def _rejoined(parts: list[str], separator: str) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1].count("(") > joined[-1].count(")") and ")" in part:
            joined[-1] += separator + part
        else:
            joined.append(part)
    return joined


def _mended(name: str) -> str:
    """Close or drop a bracket cut in two, and the full stop of a sentence (not of `Ltd.`)."""
    if name.count(")") > name.count("(") and re.search(r"\)\W*$", name):
        name = re.sub(r"\)\W*$", "", name)
    elif name.count("(") > name.count(")"):
        name += ")"
    return name[:-1] if re.search(r"\b[^\W\d_]{5,}\.$", name) else name


def _without_brand(name: str) -> str:
    """Drop a short form in brackets that the name itself begins with: `Huawei Technologies (Huawei)`."""
    match = re.search(r"^(.+?)\s*\(([^()]+)\)$", name)
    return match[1] if match and match[1].casefold().startswith(match[2].casefold()) else name


def _is_country(text: str) -> bool:
    """Whether a "name" is a country's: some files print one as an alias. Short ones may be acronyms."""
    return len(text) > _LONGEST_CODE and country_code(text) is not None


def _initials_agree(word: str, full_name: str) -> bool:
    initials = iter("".join(w[0] for w in re.findall(r"[^\W_]+", full_name)).casefold())
    letters = [c for c in word.casefold() if c.isalnum()]
    return bool(full_name) and len(word) <= _LONG_ACRONYM and all(c in initials for c in letters)
