"""Phrases that look like an institution's name but are in no registry: shown apart, for a person to check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from duediligence.names import WordClass, tokenise, word_class
from duediligence.scanning.lexicon import BODIES_IN_PLURAL, ordinary_words

_LATIN_FORM = re.compile(
    r"^(?:[Uu]niver[sz]i|[Uu]niwer[sy]|[Ii]nstitu|[Ii]nstytu|[Aa][ck]ad[eé]m|[Cc]olleg|[Cc]olegi|[Pp]olyte[ck]hni|[Pp]olitec?[hn]|"
    r"[Hh]ochschule|[Ff]achhochschule|[Hh]ogeschool|[Hh]ögskola|[Hh]ogskol|[Hh]øgskol|[Yy]liopisto|[Ee]gyetem|[Üü]likool|"
    r"[Aa]ugstskola|[Éé]cole|[Ee]scola|[Ee]scuela|[Ll]aborator|[ÜÙÚ]niversit|[Uu]niveristy|[Ii]nsitut)"
)
_ANY_FORM = re.compile(_LATIN_FORM.pattern.removeprefix("^"))
_CYRILLIC = re.compile(
    r"(?<!\w)(?:[А-ЯЁІЇЄ][\w-]+\s+(?:[\w-]+\s+){0,5})?(?:университет|институт|академи|коллед[жг]|інститут|університет)\w*"
    r"(?:\s+(?:имени|им\.|ім\.)\s*(?:[А-ЯЁІЇЄ]\.\s*){0,2}[А-ЯЁІЇЄ][\w-]+)?(?!\w)",
    re.IGNORECASE,
)
_CYRILLIC_UPPER = re.compile(r"[А-ЯЁІЇЄ][а-яёіїє]")
_HAN = re.compile(
    "(?:[\u4e00-\u9fff·]{2,18}?)(?:大学|大學|学院|學院|研究所|研究院|科学院|科學院|实验室|實驗室)(?![\u4e00-\u9fff]{0,1}(?:院|部))"
)
_HAN_CUT = re.compile(
    ".*(?:的|和|与|與|及|在|是|了|由|对|對|为|為|于|於|从|從|到|给|給|跟|同|向|把|被|等|该|該|这|這|那|所|各|某|一些|多所|几所|来自|访问|参观|签署|以及|其他|国外|国内|中国的|著名|两所|三所|并|並|或|后|後|年|月|日|就读|毕业|任教|校长|教授)"
)
_ARABIC = re.compile(
    "(?<!\\w)(?:دانشگاه|پژوهشگاه|پژوهشکده|مؤسسه|موسسه|جامعة|معهد|أكاديمية)\\s+[\\w\u200c]{2,}(?:\\s+(?!و\\s|در\\s|از\\s|به\\s|با\\s|که\\s|است|في\\s|من\\s|إلى\\s)[\\w\u200c]{2,}){0,3}"
)
_HANGUL = re.compile("(?<!\\w)[\uac00-\ud7a3]{2,12}(?:대학교|대학|연구소|연구원)")
_SHORTEST_HAN = 4  # characters


def candidate_spans(
    text: str, runs: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield where a text seems to name an institution, leaving out what is `taken` by known ones.

    Args:
        text: Running text.
        runs: Its runs of capitalised words.
        taken: Places where known institutions are named.
    """
    known = sorted(taken)
    for start, end in sorted(_found(text, runs)):
        if not any(a < end and start < b for a, b in known):
            yield start, end
            known.append((start, end))


def _found(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if _ANY_FORM.search(text):
        yield from ((start, end) for start, end in runs if _is_specific(text[start:end]))
    if text.isascii():
        return
    for match in _CYRILLIC.finditer(text):
        if _CYRILLIC_UPPER.search(match.group()):
            yield _from_capital(match)
    for match in _HAN.finditer(text):
        yield from _without_lead(match)
    for pattern in (_ARABIC, _HANGUL):
        yield from (match.span() for match in pattern.finditer(text))


@lru_cache(maxsize=20_000)
def _is_specific(phrase: str) -> bool:
    """Tell whether a phrase has a word for a body and one of its own, unlike `Institute of Physics`."""
    words = re.split(r"[\s,-]+", phrase)
    if not any(_LATIN_FORM.match(word) and word.casefold() not in BODIES_IN_PLURAL for word in words):
        return False
    own = 0
    tokens = tokenise(phrase)
    for key, start, end in zip(tokens.keys, tokens.starts, tokens.ends, strict=True):
        raw = phrase[start:end].casefold()
        if (
            word_class(key) is not WordClass.RARE
            or raw in ordinary_words()
            or raw in BODIES_IN_PLURAL
            or _LATIN_FORM.match(raw)
        ):
            continue
        own += 1
    return own > 0


def _from_capital(match: re.Match[str]) -> tuple[int, int]:
    first = _CYRILLIC_UPPER.search(match.group())
    return match.start() + (first.start() if first else 0), match.end()


def _without_lead(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Cut off the words before a Han name; what is left must be more than the word for a body."""
    lead = _HAN_CUT.match(match.group()[:-2])
    start = match.start() + (lead.end() if lead else 0)
    if match.end() - start >= _SHORTEST_HAN:
        yield start, match.end()
