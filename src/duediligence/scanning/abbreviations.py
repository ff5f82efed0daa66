"""Abbreviations a document defines for itself: `Sichuan University (SCU)`, and SCU ever after."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duediligence.model import Institution, Kind
from duediligence.scanning.lexicon import NO_ABBREVIATION
from duediligence.scanning.vetting import acronyms

_SHORT = r"[A-ZÀ-ÞА-ЯЁІЇЄҒҚҢҮҰҺӨӘ][\w&./’'-]{1,15}"
_HAN_SHORT = "[\u4e00-\u9fff]{2,6}"
_OPEN, _CLOSE = r"[(（\[]", r"[)）\]]"
_AFTER_NAME = re.compile(
    rf"(?P<gap>[’']?s?[^()（）\[\].;。\n]{{0,40}}?){_OPEN}(?P<inside>[^()（）]{{1,80}}){_CLOSE}"
)
_BEFORE_NAME = re.compile(rf"(?<!\w)(?P<short>{_SHORT})\s*{_OPEN}(?:the\s+)?$")
_BETWEEN = re.compile(r"[,;:/，；：、\"“”„«»「」『』]|\b(?:or|oder|ou|или|и далее)\b")
_SAYS_SO = re.compile(
    r"(?:here(?:in)?after|henceforth|abbreviated(?:\s+(?:as|to))?|short(?:\s+for)?|referred\s+to\s+as|known\s+as|"
    r"further|im\s+Folgenden|nachfolgend|ci-après|en\s+adelante|далее|сокр\.?|以下简称|简称|下称)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:\s|as\b|the\b|by\b|[—–-]|为|作)+", re.IGNORECASE)
_QUOTES = "\"“”„«»「」『』'"
_BRACKETED = re.compile(rf"{_OPEN}\s*[\"“]?(?P<short>[^\W\d_a-z]{{2,8}}s?)[\"”]?\s*{_CLOSE}")
_WORDS = re.compile(r"[^\W\d_][\w’'.&-]*")
_FARTHEST = 100
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation and what it stands for from a place on.

    Attributes:
        short: The abbreviation as written.
        institution: What it stands for; None is a body that is not known.
        at: In which text, and where there, the definition ends.
        implied: Whether it is only known from elsewhere, not said by the document.
    """

    short: str
    institution: Institution | None
    at: tuple[int, int]
    implied: bool = False


def defined_beside(text: str, span: tuple[int, int], institution: Institution) -> Iterator[tuple[str, int]]:
    """Yield the abbreviations that the text gives an institution right beside its name, and where they end.

    Args:
        text: Running text.
        span: Where the institution is named in full.
        institution: Who is named.
    """
    name = text[slice(*span)]
    after = _AFTER_NAME.match(text, span[1])
    if after:
        adjacent = not re.search(r"\w", after["gap"].removeprefix("’s").removeprefix("'s"))
        for short, said in _shorts(after["inside"]):
            if _fits(short, name, institution, said=said and adjacent):
                yield short, text.index(short, after.start("inside")) + len(short)
    before = _BEFORE_NAME.search(text, max(0, span[0] - 24), span[0])
    if before and text[span[1] : span[1] + 1] in _CLOSE[1:-1] and _fits(before["short"], name, institution):
        yield before["short"], before.end("short")


def defined_for_others(text: str) -> Iterator[tuple[str, int]]:
    """Yield abbreviations with the words they shorten standing before them, and where they end.

    Used for bodies that are not known, so that their abbreviation is not taken for a known one.
    """
    for match in _BRACKETED.finditer(text):
        before = _WORDS.findall(text, max(0, match.start() - _FARTHEST), match.start())
        short = match["short"].removesuffix("s")
        if len(before) > 1 and _is_subsequence(short, _initials(before[-len(short) - 4 :])):
            yield match["short"], match.end("short")


def implied(institution: Institution) -> Iterator[str]:
    """Yield the acronyms a reader would understand once the institution has been named in full."""
    for short in acronyms(institution):
        if len(short) >= _SHORTEST and short.isupper() and short not in NO_ABBREVIATION:
            yield short


def settled(definitions: Iterable[Definition]) -> list[Definition]:
    """Return the definitions that hold: what a document says outranks what is only implied.

    An abbreviation implied by two institutions of the same document is nobody's.
    """
    said = {definition.short for definition in definitions if not definition.implied}
    owners: dict[str, set[str]] = defaultdict(set)
    for definition in definitions:
        if definition.institution is not None:
            owners[definition.short].add(definition.institution.id)
    return [d for d in definitions if not d.implied or (d.short not in said and len(owners[d.short]) == 1)]


def uses(
    texts: list[str], definitions: list[Definition]
) -> Iterator[tuple[Institution, int, tuple[int, int]]]:
    """Yield every use of an abbreviation from its definition on: who is meant, in which text, and where.

    The definition last read before a use holds.
    """
    known: dict[str, list[Definition]] = defaultdict(list)
    for definition in sorted(definitions, key=lambda definition: definition.at):
        known[definition.short].append(definition)
    if not known:
        return
    shorts = "|".join(re.escape(short) for short in sorted(known, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w@./-])(?:{shorts})(?![\w@]|-\w|\.\w)")
    for number, text in enumerate(texts):
        for match in pattern.finditer(text):
            meant = _meant(known[match.group()], (number, match.end()))
            if meant is not None:
                yield meant, number, match.span()


def _meant(definitions: list[Definition], at: tuple[int, int]) -> Institution | None:
    """Return who is meant by an abbreviation that ends at a place, its own definition included."""
    index = bisect_right(definitions, at, key=lambda definition: definition.at)
    return definitions[index - 1].institution if index else None


def _shorts(inside: str) -> Iterator[tuple[str, bool]]:
    """Yield what may be an abbreviation inside brackets, and whether the text says that it is one."""
    says_so = _SAYS_SO.search(inside)
    quoted = any(char in _QUOTES for char in inside)
    for part in _BETWEEN.split(inside):
        said = _SAYS_SO.search(part)
        word = _LEADING.sub("", part[said.end() if said else 0 :]).strip(f" {_QUOTES}")
        if re.fullmatch(rf"{_SHORT}|{_HAN_SHORT}", word) and word not in NO_ABBREVIATION:
            yield word, bool(says_so or quoted)


def _fits(short: str, name: str, institution: Institution, *, said: bool = False) -> bool:
    """Tell whether an abbreviation is one of this name: known for it, said to be, or made of its letters."""
    if short in NO_ABBREVIATION:
        return False
    if short.casefold() in name.casefold().split():
        # A company may shorten itself to a word of its name; a university's would be its town.
        return said and institution.kind is Kind.COMPANY
    if any(short.casefold() == known.casefold() for known in acronyms(institution)):
        return True
    if said:
        return True
    capitals = sum(char.isupper() for char in short)
    return capitals > 1 and len(short) >= _SHORTEST and _is_subsequence(short, name)


def _initials(words: list[str]) -> str:
    return "".join(part[0] for word in words for part in word.split("-") if part)


def _is_subsequence(short: str, name: str) -> bool:
    letters = iter(name.casefold())
    return all(letter in letters for letter in short.casefold() if letter.isalpha())
