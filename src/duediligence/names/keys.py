"""The lookup keys of a known name: the name as it stands, and the ways people write it otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from duediligence.names.cyrillic import as_in_cyrillic
from duediligence.names.fold import fold
from duediligence.names.tokens import SPACE, Tokens, glued_parts, tokenise
from duediligence.names.words import NAMED_AFTER, WordClass, canonical, word_class

_CYRILLIC = re.compile("[\u0400-\u04ff]")

# Opening words of official names, most of them Russian, that say the legal form only.
_LEGAL_OPENINGS = (
    "Federal State Autonomous Educational Institution of Higher Education",
    "Federal State Autonomous Educational Institution of Higher Professional Education",
    "Federal State Budgetary Educational Institution of Higher Education",
    "Federal State Budgetary Educational Institution of Higher Professional Education",
    "Federal State Budgetary Institution of Science",
    "Federal State Budgetary Scientific Institution",
    "Federal State Budgetary Institution",
    "Federal State Institution",
    "Federal State Enterprise",
    "State Research Center of the Russian Federation",
)
_COMPANY_FORMS = (
    "Federal State Unitary Enterprise",
    "Joint Stock Company",
    "Open Joint Stock Company",
    "Public Joint Stock Company",
    "Closed Joint Stock Company",
    "Limited Liability Company",
    "Aktsionernoe Obshchestvo",
    "Otkrytoe Aktsionernoe Obshchestvo",
    "Zakrytoe Aktsionernoe Obshchestvo",
    "Publichnoe Aktsionernoe Obshchestvo",
    "Obshchestvo S Ogranichennoi Otvetstvennostyu",
    "Акционерное общество",
    "Открытое акционерное общество",
    "Закрытое акционерное общество",
    "Публичное акционерное общество",
    "Общество с ограниченной ответственностью",
)

# Letters that open the names of Russian organisations, and the words they stand for.
_ORGANISATIONS = {
    "npo": (
        "Scientific Production Association",
        "Research Production Association",
        "Scientific Production Union",
        "SPA",
        "RPA",
    ),
    "npp": (
        "Scientific Production Enterprise",
        "Research Production Enterprise",
    ),
    "nii": ("Scientific Research Institute",),
    "okb": ("Experimental Design Bureau", "Опытное конструкторское бюро"),
    "tsnii": ("Central Scientific Research Institute", "Central Research Institute"),
}
_LONGEST_INITIALS = 2  # letters
# How the Russian academy and its branches stand at the end of a name.
_RUSSIAN_ACADEMY = (
    ("Siberian Branch of the Russian Academy of Sciences", "Siberian Branch of RAS", "SB RAS"),
    ("Ural Branch of the Russian Academy of Sciences", "Ural Branch of RAS", "UB RAS"),
    (
        "Far Eastern Branch of the Russian Academy of Sciences",
        "Far East Branch of the Russian Academy of Sciences",
        "Far Eastern Branch of RAS",
        "FEB RAS",
    ),
    ("Russian Academy of Sciences", "RAS"),
)
_TITLES = {"professor", "academician", "marshal", "admiral", "general"}
# What a name without the person honoured must hold, besides its academy: a word of its own or a place.
_TELLING = {WordClass.RARE, WordClass.PLACE}

_HAN_HEADS = (
    "国立",
    "中国人民解放军",
    "中国人民武装警察部队",
    "中国武装警察部队",
    "中华人民共和国",
    "中华民国",
)
PINYIN = "\2"  # opens the keys whose syllables are joined


_QUOTED = re.compile('[«“"]([^«»“”"]{6,120})[»”"]')
_ACADEMY_TAILS = (
    "Russian Academy of Sciences",
    "Chinese Academy of Sciences",
    "National Academy of Sciences of Belarus",
    "RAS",
    "CAS",
    "Siberian Branch",
    "Ural Branch",
    "Far Eastern Branch",
    "Far East Branch",
    "National Research University",
)


def company_forms(keys: list[str]) -> Iterator[int]:
    """Yield the positions of the words of which a company's legal form is spelt out: joint stock company."""
    joined = " " + " ".join(keys) + " "
    for form in _canonical(_COMPANY_FORMS):
        if (found := joined.find(f" {form}")) >= 0:
            start = joined.count(" ", 0, found)
            yield from range(start, start + form.count(" "))
            return


class Variant(IntEnum):
    """How a key was made from a name, most faithful first."""

    EXACT = 0
    SHORT = 1
    RESPACED = 2
    REORDERED = 3
    TRANSLITERATED = 4
    INITIALS = 5
    BRAND = 6


class NameKey(NamedTuple):
    """One key: canonical words joined by spaces, and how it was made."""

    text: str
    variant: Variant


def name_keys(
    text: str, is_place: Callable[[str], bool] = lambda _: False, *, in_cyrillic: bool = False
) -> list[NameKey]:
    """Return the keys under which a name is looked up, most faithful first, without repeats.

    Args:
        text: The name as the catalogue writes it.
        is_place: Tells whether a canonical word is the name of a place.
        in_cyrillic: Whether the name, though in Latin letters, is also written in Cyrillic ones.
    """
    tokens = tokenise(text)
    found: dict[str, Variant] = {}
    for words, variant in _variants(text, tokens, is_place):
        if words:
            found.setdefault(" ".join(words), variant)
    if in_cyrillic:
        for key in list(found):
            found.setdefault(" ".join(as_in_cyrillic(key.split())), Variant.TRANSLITERATED)
    return [NameKey(key, variant) for key, variant in found.items()]


def _variants(
    text: str, tokens: Tokens, is_place: Callable[[str], bool]
) -> Iterator[tuple[list[str], Variant]]:
    full = tokens.keys
    yield full, Variant.EXACT
    short = _without_legal(_without_opening(outside_brackets(tokens)))
    if len(short) > 1 or full == short or word_class(short[0] if short else "") is WordClass.RARE:
        yield short, Variant.SHORT
    alone = _without_academy(short)
    if len(alone) < len(short) and len(alone) >= 2:
        yield alone, Variant.SHORT
    yield from _quoted(text)
    first = _first_segment(tokens)
    if len(first) >= 3 and not is_place(first[0]):
        yield first, Variant.SHORT
    yield from ((words, Variant.SHORT) for words in _shortened(full, short))
    yield from ((words, Variant.SHORT) for words in _nameless(tokens, short))
    apart = " ".join(piece for word in text.split() for piece, _, _ in glued_parts(word))
    if len(apart) > len(text):
        yield tokenise(apart).keys, Variant.RESPACED
    for words in (full, short):
        for turned in _reordered(words, is_place):
            yield turned, Variant.REORDERED
    if _han(text):
        yield from _han_variants(full)
        yield from (([PINYIN + "".join(words)], Variant.TRANSLITERATED) for words in _pinyin(text))
    if _CYRILLIC.search(text):
        yield from ((initials, Variant.INITIALS) for initials in _initials(text, tokens))


def _shortened(full: list[str], short: list[str]) -> Iterator[list[str]]:
    for academy, letters in _academy_letters():
        if full[-len(academy) :] == academy and len(full) > len(academy):
            yield [*full[: -len(academy)], letters]
    if full[-2:] == ["technological", "university"]:
        # Citation indexes cut it to "Technol Univ"; "Univ Technol" is a University of Technology.
        yield [*full[:-2], "technology", "university"]
    if full[:2] == ["national", "research"] and "university" in full[3:]:
        yield full[2:]
    if "research" in short and any(word.isdigit() for word in short):
        # The 38th Research Institute is also called the 38th Institute.
        yield [word for word in short if word != "research"]
    if "branch" in full:
        # "X University, Y Branch" is written "X University, Y" and "Y Branch, X University".
        yield [word for word in full if word != "branch"]
        at = full.index("branch")
        yield [*full[at - 1 : at + 1], *full[: at - 1], *full[at + 1 :]]


def _nameless(tokens: Tokens, short: list[str]) -> Iterator[list[str]]:
    """A name without the person honoured, and both that and the shortened name by other letters."""
    nameless = _without_person(tokens)
    yield nameless
    if endings := _endings(nameless):
        stem = nameless[: -len(endings[0])]
        yield from ([*stem, *ending] for ending in endings)
    for words in (short, _without_legal(nameless)):
        yield from _lettered(words)


def _han(text: str) -> list[str]:
    return [char for char in text if "\u3400" <= char <= "\u9fff"]


def outside_brackets(tokens: Tokens) -> list[str]:
    """Return the words of a name that do not stand in brackets."""
    return [key for key, depth in zip(tokens.keys, tokens.brackets, strict=True) if not depth]


def _without_opening(words: list[str]) -> list[str]:
    joined = " ".join(words) + " "
    opening = next(filter(joined.startswith, _canonical(_LEGAL_OPENINGS + _COMPANY_FORMS)), "")
    return joined[len(opening) :].split() or words


def _quoted(text: str) -> Iterator[tuple[list[str], Variant]]:
    """The proper name inside an official one: ФГУП «Крыловский государственный научный центр»."""
    for match in _QUOTED.finditer(text):
        words = tokenise(match[1]).keys
        if len(words) >= 3 and any(word_class(word) is WordClass.FORM for word in words):
            yield words, Variant.SHORT


@cache
def _canonical(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases as canonical words, each with a space after it, longest first."""
    found = {" ".join(tokenise(phrase).keys) + " " for phrase in phrases}
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _academy_letters() -> tuple[tuple[list[str], str], ...]:
    """Return the words of the academies that institutes add to their names, and the letters for them."""
    academies = {"Chinese Academy of Sciences": "CAS", "Russian Academy of Sciences": "RAS"}
    return tuple((tokenise(full).keys, tokenise(short).keys[0]) for full, short in academies.items())


def _without_academy(words: list[str]) -> list[str]:
    """Leave out the academy an institute names itself after: Institute of ..., Siberian Branch of RAS."""
    joined = " ".join(words) + " "
    for tail in _canonical(_ACADEMY_TAILS):
        if joined.endswith(" " + tail):
            return _without_academy(joined.removesuffix(tail).split())
    return words


def _without_legal(words: list[str]) -> list[str]:
    low, high = 0, len(words)
    while low < high and word_class(words[low]) is WordClass.LEGAL:
        low += 1
    while high > low and (word_class(words[high - 1]) is WordClass.LEGAL):
        high -= 1
    return words[low:high] or words


def _without_person(tokens: Tokens) -> list[str]:
    """Leave out the person whom a body is named after; nothing if no telling name remains."""
    keys = outside_brackets(tokens)
    if keys == tokens.keys and (academic := _past_first_person(keys)):
        return academic
    start = next(_honours(tokens), 0)
    if not start or len(keys) < len(tokens.keys):
        return []
    end = _past_initials(keys, start + (keys[start] in _TITLES))
    if end == len(keys) or word_class(keys[end]) is not WordClass.RARE:
        return []
    end = _past_initials(keys, end + 1)
    rest = _without_opening(keys[:start] + keys[end:])
    return rest if len(rest) > 1 and _is_telling(rest) else []


def _honours(tokens: Tokens) -> Iterator[int]:
    """Yield the positions of the words after `named after`."""
    return (at for at, links in enumerate(tokens.links) if not NAMED_AFTER.isdisjoint(links.split()))


def _is_telling(words: list[str]) -> bool:
    """Tell whether a name says more than a field and its academy: Physical-Technical Institute, RAS."""
    joined = " ".join(words) + " "
    academy = next(filter(joined.endswith, _canonical(_RUSSIAN_ACADEMY[-1])), "")
    classes = map(word_class, joined.removesuffix(academy).split())
    return not _TELLING.isdisjoint(classes)


def _past_first_person(keys: list[str]) -> list[str]:
    """Leave out the person before an institute of the Russian academy: Budker Institute of ..., RAS."""
    start = _past_initials(keys, 0)
    at = next((at for at in range(start, len(keys)) if word_class(keys[at]) is not WordClass.RARE), 0)
    rest = keys[at:]
    if not start < at <= start + 2 or "institute" not in rest or not _endings(rest):
        return []
    return rest if _is_telling(rest) else []


def _endings(words: list[str]) -> list[list[str]]:
    """Return how the academy at the end of a name may stand there, as it does first; none if none does."""
    joined = " ".join(words) + " "
    for phrases in _RUSSIAN_ACADEMY:
        endings = _canonical(phrases)
        for found in filter(joined.endswith, endings):
            return [ending.split() for ending in (found, *endings)]
    return []


def _past_initials(keys: list[str], at: int) -> int:
    """Return the position after the initials at a position: S S GOLEMBIOVSKY."""
    while at < len(keys) and len(keys[at]) <= _LONGEST_INITIALS and keys[at].isalpha():
        at += 1
    return at


def _lettered(words: list[str]) -> Iterator[list[str]]:
    """Write the opening of a Russian organisation in letters and in its other words: NPO Volna."""
    joined = " ".join(words) + " "
    for letters, phrases in _ORGANISATIONS.items():
        openings = (f"{letters} ", *_canonical(phrases))
        for opening in openings:
            if joined.startswith(opening) and joined != opening:
                rest = joined.removeprefix(opening)
                yield from ((other + rest).split() for other in openings if other != opening)
                return


def _first_segment(tokens: Tokens) -> list[str]:
    for at in range(1, len(tokens.keys)):
        if tokens.breaks[at] != SPACE and not tokens.brackets[at]:
            rest = tokens.keys[at:]
            if "academy" in rest or "ra" in rest or "cas" in rest:
                return tokens.keys[:at]
            return []
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
        if joined.startswith(head) and len(joined) - len(head) >= 4:
            yield full[len(head) :], Variant.SHORT


def parted(words: list[str], syllables: frozenset[str]) -> Iterator[list[str]]:
    """Yield the words with one pinyin word parted, `hangzhou` as `hang zhou`; then with all of them."""
    pieces = [_two_syllables(word, syllables) for word in words]
    places = [at for at, piece in enumerate(pieces) if len(piece) > 1]
    for at in places:
        yield [*words[:at], *pieces[at], *words[at + 1 :]]
    if len(places) > 1:
        yield [part for piece in pieces for part in piece]


def _two_syllables(word: str, syllables: frozenset[str]) -> tuple[str, ...]:
    if len(word) >= 4 and word_class(word) in {WordClass.RARE, WordClass.PLACE}:
        for cut in range(2, len(word) - 1):
            if word[:cut] in syllables and word[cut:] in syllables:
                return word[:cut], word[cut:]
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
    named = next(_honours(tokens), len(tokens.keys))
    letters = "".join(fold(text[at]) for at in tokens.starts[:named])
    if 3 <= len(letters) <= 7:
        key = canonical(letters)
        yield [key]
        if named < len(tokens.keys):
            yield [key, *tokens.keys[named:]]
