"""Cut a text into comparable words that remember where they stood."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from duediligence.names.fold import fold
from duediligence.names.markup import without_markup
from duediligence.names.words import WordClass, canonical, honoured, word_class

_COMBINING: Final = "[\u0300-\u036f\u200b-\u200d\u2060\u00ad\u064b-\u0652]"
_APOSTROPHE: Final = r"['\u2019\u2018\u02bb\u02bc`\u00b4\u02b9\u02ba](?=[^\W_])"
_CONTRACTED: Final = r"(?:[ИиУу][Нн]|[Фф])-[Тт](?:[АаУуЕе]|[Оо][Мм])?(?![^\W_])"  # ин-т, ун-т, ф-т
_SCIENCE_AND: Final = r"(?<![^\W_]|&)S\.?&T(?![^\W_]|&)"
_ALPHABETIC: Final = re.compile(
    rf"({_SCIENCE_AND}|(?:[^\W\d_]\.){{2,}}(?=\W|$|[A-Z])|{_CONTRACTED}|(?:[^\W_]+|{_COMBINING}|{_APOSTROPHE})+)"
)
_CHARACTERS: Final = (("\u3400", "\u9fff"), ("\u3040", "\u30ff"), ("\uac00", "\ud7a3"), ("\uf900", "\ufaff"))
_SIGN: Final = re.compile(
    '[,;:()\\[\\]{}|\\n\r\t/\u3001\u3002\uff0c\uff1b\uff08\uff09\u060c\u2022\u00b7<>\u2014\u2013"]'
    r"|\.(?=\s)|-(?=\s)|&|\+"
)
_CAMEL: Final = re.compile(
    r"(?<=[a-z\u00df-\u00ff\u0430-\u044f])(?=[A-Z\u0410-\u042f])|(?<=[A-Z]{2})(?=[A-Z][a-z]{3})"
    r"|(?<=[^\W\d_]{3})(?=\d+(?:st|nd|rd|th)$)"
    "|(?<=[\u0620-\u06ff])(?=\u200c)"
)
_BEFORE_STOP: Final = re.compile(r"[\s,.;()]")
_NEXT_WORD: Final = re.compile(r"\s?([^\W\d_][^\W\d_]+)")
_FOOTNOTE: Final = re.compile(
    r"^(\d{1,3}|[a-z](?=[A-Z]))(?=[^\W\d_]{3}|[A-Z][a-z](?:['\u2019]|$))|(?<=[^\W\d_]{4})(\d{1,2})$"
)

_OF_PERSONS: Final = frozenset((WordClass.RARE, WordClass.PLACE))
_COMPASS: Final = frozenset("NESW")
_MARK_LETTERS: Final = frozenset("bcdfghijklmnpqrstuvwxz")  # the others are words of some language
_BEFORE_MARKS: Final = " *\u2020\u2021\u00a7\u00b6#("
# Letters that what stands around them tells from initials, or from a footnote's mark.
_AS_IT_GOES_ON: Final = _COMPASS | {"U"} | _MARK_LETTERS
_NAMED: Final = frozenset(("им", "имени", "імені"))
# The letters of the academy's branches, and what stands after them: СО alone is `with`, SO a word of English.
_BRANCHES: Final = {
    "СО": "sb",
    "SO": "sb",
    "УрО": "ub",
    "УРО": "ub",
    "UrO": "ub",
    "URO": "ub",
    "ДВО": "feb",
    "со": "sb",
    "уро": "ub",
    "дво": "feb",
    "DVO": "feb",
}
_ACADEMY: Final = re.compile(r"[\s,-]{1,2}(?:РАН|РАМН|РАСХН|АН|RAN|RAS)\b|\sРоссийской академии наук")
_SCIENCE: Final = ("science", "science")  # what S&T stands for, each with its folded form
_TECHNOLOGY: Final = ("technology", "technology")
_SMALL_ACADEMY: Final = re.compile(r"[\s,-]{1,2}ран\b")  # `со РАН` is `with the academy`
_ELISION: Final = re.compile(r"^(?:[dlDL]|[Dd]ell|[Nn]ell|[Dd]all|[Aa]ll)['\u2019](?=\w{2})")
_ENGLISH_LINKS: Final = frozenset(
    ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to")
)
_AFTER_UNIVERSITY: Final = (",", ";", ")", "(", "/", "+", "&", "of ", "and ", "China")  # Peking U. / NUS
_COUNTRY_LETTERS: Final = frozenset(
    ("pr", "prc", "us", "usa", "uk", "ir", "iri", "ussr", "rok", "dpr", "dprk", "roc", "uae")
)

SPACE: Final = 0
SOFT: Final = 1
HARD: Final = 2
# What each sign puts between words; a full stop depends on the word before it.
_FULL_STOP: Final = -1
_MARKS: Final = (
    dict.fromkeys(',:()[]{}/\u3001\uff0c\uff08\uff09\u060c\u2014\u2013\t\r<>"-\u00b7', SOFT)
    | dict.fromkeys(";\n|\u2022\uff1b\u3002", HARD)
    | {".": _FULL_STOP, "&": SPACE, "+": SPACE}
)
_DEPTHS: Final = dict.fromkeys("([{\uff08", 1) | dict.fromkeys(")]}\uff09", -1)
_LINKING: Final = {"&": " and", "+": " and"}
_OUTERMOST: Final = -1_000  # added to a depth of brackets, leaves none
Part = tuple[str, str, int, int]
Split = Callable[[str], tuple[Part, ...]]
_MEMORY: Final = 10_000  # raw words kept, as many pieces of one word, and others; about 2 MB, 1 and 4
_LONGEST_KEPT: Final = 40  # letters of a piece that may come again


class _Gap(NamedTuple):
    """What the signs between two words say.

    Attributes:
        parts: How far they part the words: 0 space, 1 comma or bracket, 2 line break or semicolon.
        links: The linking words they stand for.
        stops: Where full stops stand, counted from the start of the gap.
        low: Least depth of brackets after them.
        added: What they add to the depth before.
    """

    parts: int
    links: str
    stops: tuple[int, ...]
    low: int
    added: int


_Step = tuple[_Gap | None, str, str, int, int]
"""Signs, then a word as in `Part`, its folded form empty where no word follows the signs."""
_Plain = tuple[str, int, int]
"""A word's key, its length, and how far a comma parts it from the next; of a link what it adds, and 0."""
_Row = tuple[str, int, int, int, str, int]
"""One word, as in `Tokens`."""


@dataclass(slots=True)
class Tokens:
    """The comparable words of one text, as parallel lists.

    Attributes:
        keys: Canonical words; words that only link others are left out.
        starts: Character position of each word in the text given.
        ends: Character position after each word.
        breaks: What stands before each word: 0 space, 1 comma or bracket, 2 line break or semicolon.
        links: The linking words left out before each word, folded, joined by spaces.
        brackets: Nesting depth of round or square brackets at each word.
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    links: list[str]
    brackets: list[int]


def plain_split(word: str) -> tuple[Part, ...]:
    """Fold and canonise one word that is taken as it stands, an elided article apart: d'État, l'Iran."""
    elided = None if word.isalnum() else _ELISION.match(word)
    start = len(elided[0]) if elided else 0
    folded = fold(word[start:])
    if word in _COMPASS:
        return ((folded, folded, 0, 1),)
    if not folded:
        return ()
    part = canonical(folded), folded, start, len(word)
    return (("", "de", 0, start), part) if elided and elided[0][0] not in "lL" else (part,)


class Tokeniser:
    """Cuts texts into words, remembering what it has seen between spaces, and each raw word.

    Args:
        split: Turns one raw word into parts (key, folded, start, end); a part with an empty key links.
    """

    def __init__(self, split: Split = plain_split) -> None:
        """Start with nothing remembered."""
        self._split = split
        self._seen: dict[str, tuple[Part, ...]] = {}
        self._plain: dict[str, _Plain] = {}
        self._pieces: dict[str, tuple[_Step, ...]] = {}

    def __call__(self, text: str) -> Tokens:
        """Cut `text` into words; entities and compatibility characters are read as what they stand for."""
        clean, offsets = without_markup(text)
        rows: list[_Row] = []
        plain, pieces = self._plain, self._pieces
        parted, links, depth, at = SPACE, "", 0, 0
        for piece in clean.split(" "):
            known = plain.get(piece)
            if known is None and piece not in pieces:
                known = self._one_word(piece)
            if known is None:
                parted, links, depth = self._follow(piece, rows, clean, at, (parted, links, depth))
            elif known[1]:
                key, size, after = known
                rows.append((key, at, at + size, parted, links, depth))
                parted, links = after, ""
            else:
                links += known[0]
            at += len(piece) + 1
        if offsets is not None:
            rows = [(row[0], offsets[row[1]][0], offsets[row[2] - 1][1], *row[3:]) for row in rows]
        return Tokens(*map(list, zip(*rows, strict=True))) if rows else Tokens([], [], [], [], [], [])

    def _one_word(self, piece: str) -> _Plain | None:
        """Return what a piece says that is one word and perhaps a comma; None for any other."""
        word, after = (piece[:-1], SOFT) if piece.endswith(",") else (piece, SPACE)
        if not _is_one_word(word) or not 1 < len(word) < _LONGEST_KEPT or word in _BRANCHES:
            return None
        parts = self._parts(word)
        if len(parts) != 1:
            return None
        key, folded, start, end = parts[0]
        if start or (len(folded) == 2 if key else after or _is_letters(word, folded)):
            return None
        if len(self._plain) >= _MEMORY:
            self._plain.clear()
        plain = self._plain[piece] = (key, end, after) if key else (f" {folded}", 0, SPACE)
        return plain

    def _follow(
        self, piece: str, rows: list[_Row], text: str, at: int, before: tuple[int, str, int]
    ) -> tuple[int, str, int]:
        """Add the words of a piece at a place of the text; pass on what stands after the last of them.

        That is how far it parts it from the next word, the linking words, and the depth of brackets.
        """
        parted, links, depth = before
        steps = self._pieces.get(piece)
        for gap, key, folded, start, end in self._steps(piece, text, at) if steps is None else steps:
            if gap is not None:
                parted = max(parted, gap.parts)
                links += gap.links
                depth = max(gap.low, depth + gap.added)
            if not key:
                if rows or not folded or not _is_letters(text[at + start : at + end], folded):
                    links += " " + folded if folded else ""
                    continue
                key = folded  # noqa: PLW2901 - letters that open a name: NA Enterprises
            if links and (len(folded) == 2 or not folded.isascii()):
                key = _after_links(key, folded, links)  # noqa: PLW2901 - one pass, timed
                if not key:
                    continue
            rows.append((key, at + start, at + end, parted, links, depth))
            parted, links = SPACE, ""
        return parted, links, depth

    def forget(self) -> None:
        """Remember nothing any more."""
        self._seen.clear()
        self._plain.clear()
        self._pieces.clear()

    def _steps(self, piece: str, text: str, at: int) -> tuple[_Step, ...]:
        """Take apart what stands between two spaces; `at` is its place in the text, for initials."""
        found: list[_Step] = []
        lasting = len(piece) <= _LONGEST_KEPT
        cut = ["", piece, ""] if _is_one_word(piece) else _cut(piece)
        end = 0
        for between, word in zip(cut[::2], cut[1::2], strict=False):
            start = end + len(between)
            gap = _gap(piece, end, between)
            end = start + len(word)
            if word[-1] == "." or (len(word) == 1 and word.isalpha()):
                lasting = lasting and word not in _AS_IT_GOES_ON and word[-1] != "."
                if _is_initial(word, text, at + end) or _is_mark(word, text, at + start):
                    found.append((gap, "", "", 0, 0))
                    continue
            if "&" in word:
                found += (gap, *_SCIENCE, start, start + 1), (None, *_TECHNOLOGY, end - 1, end)
                continue
            branch = _BRANCHES.get(word)
            lasting = lasting and branch is None
            academy = _SMALL_ACADEMY if word.islower() else _ACADEMY
            is_branch = branch is not None and academy.match(text, at + end) is not None
            for key, folded, low, high in _as_branch(word) if is_branch else self._parts(word):
                found.append((gap, key, folded, start + low, start + high))
                gap = None
            if gap is not None:
                found.append((gap, "", "", 0, 0))
        if last := _gap(piece, end, cut[-1] + " "):
            found.append((last, "", "", 0, 0))
        steps = tuple(found)
        if lasting:
            if len(self._pieces) >= _MEMORY:
                self._pieces.clear()
            self._pieces[piece] = steps
        return steps

    def _parts(self, word: str) -> tuple[Part, ...]:
        parts = self._seen.get(word)
        if parts is None:
            if len(self._seen) >= _MEMORY:
                self._seen.clear()
            parts = self._seen[word] = self._split(word)
        return parts


_tokenise = Tokeniser()


def tokenise(text: str) -> Tokens:
    """Cut `text` into words taken as they stand, without a vocabulary to part glued ones."""
    return _tokenise(text)


def forget_words() -> None:
    """Give back the memory of the words that `tokenise` has seen: compiling sees a hundred thousand."""
    _tokenise.forget()
    canonical.cache_clear()
    word_class.cache_clear()


def _gap(piece: str, at: int, between: str) -> _Gap | None:
    """Return what the signs at a place of a piece say, full stops weighed; None where there are none."""
    if between in {"", " "}:
        return None
    gap = _read_gap(between)
    if not gap.stops:
        return gap
    return gap._replace(parts=max(gap.parts, *(_full_stop(piece, at + stop) for stop in gap.stops)))


@lru_cache(maxsize=1_000)
def _read_gap(between: str) -> _Gap:
    """Read the signs between two words; texts hold few different ones, so that most are remembered."""
    parts, links, low, added = SPACE, "", 0, 0
    stops = []
    for match in _SIGN.finditer(between):
        sign = match[0]
        mark = _MARKS[sign]
        links += _LINKING.get(sign, "")
        change = _OUTERMOST if mark == HARD else _DEPTHS.get(sign, 0)
        low, added = max(0, low + change), added + change
        if mark == _FULL_STOP:
            stops.append(match.start())
        else:
            parts = max(parts, mark)
    return _Gap(parts, links, tuple(stops), low, added)


def _is_letters(word: str, folded: str) -> bool:
    """Tell whether a linking word in capitals that opens a text is letters: NA Enterprises."""
    return word.isupper() and 1 < len(word) < 4 and folded not in _ENGLISH_LINKS


def _after_links(key: str, folded: str, links: str) -> str:
    """Return a word's key after linking words; empty for initials without points: NAMED AFTER NE BAUMAN."""
    if len(folded) == 2 and "named" in links and folded.isascii():
        return ""
    return key if folded.isascii() or _NAMED.isdisjoint(links.split()) else honoured(folded)


def _is_one_word(piece: str) -> bool:
    return piece.isascii() and piece.isalnum()


def _cut(piece: str) -> list[str]:
    """Cut a piece into gaps and words by turns, a gap first and last; most hold nothing beyond U+3040."""
    if piece.isascii() or max(piece) < "\u3040":
        return _ALPHABETIC.split(piece)
    cut = [""]
    for are_words, part in groupby(piece, _is_character):
        if are_words:
            for char in part:
                cut += char, ""
        else:
            cut[-1:] = _ALPHABETIC.split("".join(part))  # in place of the empty gap after a character
    return cut


def _is_character(char: str) -> bool:
    """Tell whether a character is Han, kana or Hangul, and a word by itself: such text has no spaces.

    As a pattern the wide ranges would take longer to compile than everything else a short text needs.
    """
    return any(first <= char <= last for first, last in _CHARACTERS)


def _is_initial(word: str, text: str, end: int) -> bool:
    """Tell whether `word` is the initial of a person's name: P. N. Lebedev, N.E. Bauman."""
    if len(word) == 1:
        if _is_character(word):
            return False
        after = text[end : end + 8].lstrip(". ")
        points = word in "NESW" and after.startswith(("China", "Cent", "Univ"))
        ends = word == "U" and (not after or after.startswith(_AFTER_UNIVERSITY))
        return text[end : end + 1] == "." and word.isalpha() and not points and not ends
    if word[-1] != "." or word.replace(".", "").lower() in _COUNTRY_LETTERS:
        return False
    following = _NEXT_WORD.match(text, end)
    key = canonical(fold(following[1])) if following else ""
    return bool(key) and word_class(key) in _OF_PERSONS


def _as_branch(word: str) -> tuple[Part, ...]:
    """Return the one part of a word that is the letters of a branch: СО РАН is SB RAS."""
    return ((_BRANCHES[word], _BRANCHES[word], 0, len(word)),)


def _is_mark(word: str, text: str, start: int) -> bool:
    """Tell whether a letter marks the affiliation it opens, as a footnote does: b University of Tehran."""
    opens = text[start + 1 : start + 2] == " " and text[start + 2 : start + 3].isupper()
    if word not in _MARK_LETTERS or not opens:
        return False
    before = text[:start].rstrip(_BEFORE_MARKS)
    return not before or before[-1] in ",;.|\n"


def glued_parts(word: str) -> list[tuple[str, int, int]]:
    """Cut a word at footnote digits and inside capitals: `2School`, `SouthernUniversity`, `ofTianjin`.

    In Persian it is cut where the sign stands that keeps letters apart, for which others write a space.
    """
    start, end = 0, len(word)
    for match in _FOOTNOTE.finditer(word):
        if match.start() == 0:
            start = match.end()
        else:
            end = match.start()
    cuts = [start, *(m.start() for m in _CAMEL.finditer(word, start, end)), end]
    return [(word[a:b], a, b) for a, b in pairwise(cuts) if a < b]


def _full_stop(text: str, at: int) -> int:
    """A full stop after an abbreviation or a short word is part of it; after others it may end a sentence."""
    word = _BEFORE_STOP.split(text[max(0, at - 24) : at])[-1]
    if len(word) <= 6:
        return SPACE
    folded = fold(word)
    return SOFT if canonical(folded) == folded else SPACE
