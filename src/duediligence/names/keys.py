"""The lookup keys of a known name: the name as it stands, and the ways people write it otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from duediligence.names.academies import endings
from duediligence.names.cyrillic import as_in_cyrillic
from duediligence.names.fold import fold
from duediligence.names.legal import canonical_phrases, outside_brackets, without_legal, without_opening
from duediligence.names.numbered import numbered
from duediligence.names.rewording import put_loosely, reworded
from duediligence.names.russian import honours, said_otherwise
from duediligence.names.tokens import SPACE, Tokens, glued_parts, tokenise
from duediligence.names.words import WordClass, canonical, word_class

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CYRILLIC_COUNTRIES = frozenset(("RU", "BY"))  # whose bodies write their names in Russian

_ARMED = ("中国人民解放军", "中国人民武装警察部队", "中国武装警察部队")
_HAN_HEADS = ("国立", *_ARMED, "中华人民共和国", "中华民国")
_LIBERATION_ARMY = "解放军"
_HAN_GROUPS = ("集团公司", "集团有限公司", "集团有限责任公司", "集团股份有限公司")
# What is left of an army school's name must name a service or be long: many cities have a 警官学院.
_SERVICES = ("陆军", "海军", "空军", "火箭", "军事", "国防", "联勤", "第")
_LONGEST_PLAIN = 5  # characters
_ARMY = ("Chinese People's Liberation Army", "People's Liberation Army", "Chinese PLA", "PLA")
_RANKS = {"state": "national", "national": "state"}
PINYIN = "\2"  # opens the keys whose syllables are joined


# A sign before a word, or before another sign and a word, opens a quotation within this one.
_QUOTED = re.compile('[«“"]([^«»“”"]{6,120})[»”"](?![«“"]?\\w)')
_BRACKETED = re.compile(r'\(([^()]*[«“"][^()]*)\)\s*$')
_WORDS = re.compile(r"[^\W_]+")
_SHORTEST_LETTERS = 3
_SHORTEST_GLUED = 5
_ACADEMY_TAILS = (
    "Russian Academy of Sciences",
    "Chinese Academy of Sciences",
    "National Academy of Sciences of Belarus",
    "RAS",
    "SB RAS",
    "UB RAS",
    "FEB RAS",
    "CAS",
    "Siberian Branch",
    "Ural Branch",
    "Far Eastern Branch",
    "Far East Branch",
    "National Research University",
)


class Variant(IntEnum):
    """How a key was made from a name, most faithful first.

    Reworded keys tell as much as the name; loose ones tell a body only beside its own town (see `rewording`).
    """

    EXACT = 0
    SHORT = 1
    RESPACED = 2
    REORDERED = 3
    REWORDED = 4
    LOOSE = 5
    TRANSLITERATED = 6
    INITIALS = 7
    BRAND = 8


class NameKey(NamedTuple):
    """One key: canonical words joined by spaces, and how it was made."""

    text: str
    variant: Variant


def name_keys(
    text: str, is_place: Callable[[str], bool] = lambda _: False, *, country: str | None = None
) -> list[NameKey]:
    """Return the keys under which a name is looked up, most faithful first, without repeats.

    Args:
        text: The name as the catalogue writes it.
        is_place: Tells whether a canonical word is the name of a place.
        country: ISO code of the country of the body, if known; it tells how its names are put otherwise, and
            whether one in Latin letters is also written in Cyrillic ones.
    """
    tokens = tokenise(text)
    found: dict[str, Variant] = {}
    for words, variant in _variants(text, tokens, is_place):
        if words:
            found.setdefault(" ".join(words), variant)
    for words in [key.split() for key, variant in found.items() if variant <= Variant.SHORT]:
        for others, variant in ((reworded, Variant.REWORDED), (put_loosely, Variant.LOOSE)):
            for other in others(words, country):
                found.setdefault(" ".join(other), variant)
        if country in _CYRILLIC_COUNTRIES:
            found.setdefault(" ".join(as_in_cyrillic(words)), Variant.TRANSLITERATED)
    return [NameKey(key, variant) for key, variant in found.items()]


def _variants(
    text: str, tokens: Tokens, is_place: Callable[[str], bool]
) -> Iterator[tuple[list[str], Variant]]:
    full = tokens.keys
    yield full, Variant.EXACT
    short = without_legal(without_opening(outside_brackets(tokens)))
    if len(short) > 1 or full == short or word_class(short[0] if short else "") is WordClass.RARE:
        yield short, Variant.SHORT
    alone = _without_academy(short)
    if len(alone) < len(short) and len(alone) >= 2:
        yield alone, Variant.SHORT
    yield from _quoted(text)
    yield from _in_brackets(text)
    first = _first_segment(tokens)
    if len(first) >= 3 and not is_place(first[0]):
        yield first, Variant.SHORT
    yield from ((words, Variant.SHORT) for words in _shortened(full, short))
    yield from ((words, Variant.SHORT) for words in said_otherwise(tokens, short))
    apart = " ".join(piece for word in text.split() for piece, _, _ in glued_parts(word))
    if len(apart) > len(text) or "\u200c" in text:
        yield tokenise(apart).keys, Variant.RESPACED
    for words in (full, short):
        for turned in _reordered(words, is_place):
            yield turned, Variant.REORDERED
    if _han(text):
        yield from _han_variants(full)
        yield from ((tokenise(other).keys, Variant.SHORT) for other in numbered(text))
        yield from (([PINYIN + "".join(words)], Variant.TRANSLITERATED) for words in _pinyin(text))
    if _CYRILLIC.search(text):
        yield from ((initials, Variant.INITIALS) for initials in _initials(text, tokens))


def _shortened(full: list[str], short: list[str]) -> Iterator[list[str]]:
    academy, *forms = endings(full) or [[]]
    if len(academy) > 1:  # letters alone are not spelled out: CAS is the Czech academy, too
        yield from ([*full[: -len(academy)], *form] for form in forms)
    if full[-2:] == ["technological", "university"]:
        # Citation indexes cut it to "Technol Univ"; "Univ Technol" is a University of Technology.
        yield [*full[:-2], "technology", "university"]
    if full[1:3] == ["key", "laboratory"] and full[0] in _RANKS:
        # One Chinese word, 国家, stands for both.
        yield [_RANKS[full[0]], *full[1:]]
    if full[:2] == ["national", "research"] and "university" in full[3:]:
        yield full[2:]
    if "research" in short and any(word.isdigit() for word in short):
        # The 38th Research Institute is also called the 38th Institute.
        yield [word for word in short if word != "research"]
    if full[:1] and full[0].isdigit() and full[1:3] == ["research", "institute"]:
        # The No. 208 Research Institute of a group is called so without the group, as others' are.
        yield full[:3]
    yield from _of_the_army(full)
    if "branch" in full and not academy:
        # "X University, Y Branch" is written "X University, Y" and "Y Branch, X University".
        yield [word for word in full if word != "branch"]
        end = full.index("branch")
        start = next((at + 1 for at in range(end - 1) if word_class(full[at]) is WordClass.FORM), end - 1)
        yield [*full[start : end + 1], *full[:start], *full[end + 1 :]]


def _of_the_army(words: list[str]) -> Iterator[list[str]]:
    """The name of a school or hospital of the People's Liberation Army, which is written out or PLA."""
    name = f" {' '.join(words)} "
    forms = canonical_phrases(_ARMY)
    held = next((form for form in forms if f" {form}" in name), "")
    if held and held != name.lstrip():
        yield from (name.replace(f" {held}", f" {form}", 1).split() for form in forms if form != held)


def _han(text: str) -> list[str]:
    return [char for char in text if "\u3400" <= char <= "\u9fff"]


def _quoted(text: str) -> Iterator[tuple[list[str], Variant]]:
    """The proper name inside an official one: ФГУП «Крыловский государственный научный центр»."""
    if "branch" in tokenise(text).keys:
        return  # what is quoted may be the owner's
    for match in _QUOTED.finditer(text):
        words = tokenise(match[1]).keys
        if len(words) >= 3 and any(word_class(word) is WordClass.FORM for word in words):
            yield words, Variant.SHORT


def _in_brackets(text: str) -> Iterator[tuple[list[str], Variant]]:
    """The short name that ends an official one in brackets, without its legal form: (АО «НИИ Волна»).

    One word must be letters, as others may stand for anything: (АО «ПО «Север») leaves only a direction.
    """
    match = _BRACKETED.search(text)
    printed = _WORDS.findall(match[1])[1:] if match else []
    words = tokenise(match[1]).keys if match and printed else []
    if len(words) != len(printed) + 1 or word_class(words[0]) is not WordClass.LEGAL:
        return
    if len(printed) > 1 or (printed[0].isupper() and len(printed[0]) >= _SHORTEST_LETTERS):
        yield words[1:], Variant.SHORT


def _without_academy(words: list[str]) -> list[str]:
    """Leave out the academy an institute names itself after: Institute of ..., Siberian Branch of RAS."""
    joined = " ".join(words) + " "
    for tail in canonical_phrases(_ACADEMY_TAILS):
        if joined.endswith(" " + tail):
            return _without_academy(joined.removesuffix(tail).split())
    return words


def _first_segment(tokens: Tokens) -> list[str]:
    for at in range(1, len(tokens.keys)):
        if tokens.breaks[at] != SPACE and not tokens.brackets[at]:
            rest = tokens.keys[at:]
            return tokens.keys[:at] if "academy" in rest or endings(rest) else []
    return []


def _reordered(words: list[str], is_place: Callable[[str], bool]) -> Iterator[list[str]]:
    if len(words) < 2 or word_class(words[0]) is word_class(words[-1]) is WordClass.FORM:
        return
    if words[0] == "university" and len(words) <= 3:
        yield [*words[1:], words[0]]
    elif words[-1] == "university" and len(words) <= 3:
        yield [words[-1], *words[:-1]]
    if len(words) >= 3 and word_class(words[0]) is WordClass.FORM and is_place(words[-1]):
        yield [words[-1], *words[:-1]]
    if len(words) >= 3 and is_place(words[0]) and word_class(words[1]) is WordClass.FORM:
        yield [*words[1:], words[0]]


def _han_variants(full: list[str]) -> Iterator[tuple[list[str], Variant]]:
    """A Chinese name without the words that say whose it is: 国立, 中国人民解放军."""
    joined = "".join(full)
    for head in _HAN_HEADS:
        rest = joined.removeprefix(head)
        if 4 <= len(rest) < len(joined) and not (head in _ARMED and _is_plain(rest)):
            yield full[len(head) :], Variant.SHORT
    if joined.startswith(_ARMED[0]) and joined != _ARMED[0]:
        yield full[joined.index(_LIBERATION_ARMY) :], Variant.SHORT  # 解放军信息工程大学
    if joined.endswith(_HAN_GROUPS):
        yield full[: joined.rindex("集团") + 2], Variant.SHORT  # 中国航天科工集团


def _is_plain(rest: str) -> bool:
    """Tell whether a school's name says nothing of the armed forces any more: 警官学院, not 海军研究院."""
    return len(rest) <= _LONGEST_PLAIN and not rest.startswith(_SERVICES)


def parted(words: list[str], syllables: frozenset[str]) -> Iterator[list[str]]:
    """Yield the words with one pinyin word parted, `hangzhou` as `hang zhou`; then with all of them."""
    pieces = [_syllables(word, syllables) for word in words]
    places = [at for at, piece in enumerate(pieces) if len(piece) > 1]
    for at in places:
        yield [*words[:at], *pieces[at], *words[at + 1 :]]
    if len(places) > 1:
        yield [part for piece in pieces for part in piece]


def glued(words: list[str], syllables: frozenset[str]) -> Iterator[list[str]]:
    """Yield the words with two neighbouring pinyin words joined, `peng cheng` as `pengcheng`."""
    for at, (first, second) in enumerate(pairwise(words)):
        if first in syllables and second in syllables and len(first + second) >= _SHORTEST_GLUED:
            yield [*words[:at], first + second, *words[at + 2 :]]


def _syllables(word: str, syllables: frozenset[str], most: int = 3) -> tuple[str, ...]:
    """Return the pinyin syllables that a word in names is made of, as few as can be; itself if of none."""
    if len(word) < 4 or word_class(word) not in {WordClass.RARE, WordClass.PLACE}:
        return (word,)
    cuts = [cut for cut in range(2, len(word) - 1) if word[:cut] in syllables]
    for cut in cuts:
        if word[cut:] in syllables:
            return word[:cut], word[cut:]
    for cut in cuts if most > 2 else ():
        rest = _syllables(word[cut:], syllables, most - 1)
        if len(rest) > 1:
            return word[:cut], *rest
    return (word,)


def pinyin_syllables() -> frozenset[str]:
    """Return every syllable of Mandarin in pinyin without tones."""
    from pypinyin import lazy_pinyin

    return frozenset(lazy_pinyin("".join(map(chr, range(0x4E00, 0x9FA6)))))


def _pinyin(text: str) -> Iterator[list[str]]:
    """Syllables of a Chinese name; names of fewer than four characters sound like too many others."""
    from pypinyin import lazy_pinyin

    words = lazy_pinyin("".join(_han(text)))
    if len(words) >= 4:
        yield words


def _initials(text: str, tokens: Tokens) -> Iterator[list[str]]:
    """Letters of a native name, as `МФТИ`, alone or before the name of the person honoured."""
    if text.isupper():
        return  # ДНДІ ВС ОВТ has been shortened already
    named = next(honours(tokens), len(tokens.keys))
    letters = "".join(fold(text[at]) for at in tokens.starts[:named])
    if 3 <= len(letters) <= 7:
        key = canonical(letters)
        yield [key]
        if named < len(tokens.keys):
            yield [key, *tokens.keys[named:]]
