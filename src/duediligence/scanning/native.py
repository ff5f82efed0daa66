"""Phrases that may be an institution's name in scripts without capitals, or with few of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_CYRILLIC = re.compile(
    r"(?<!\w)(?:[А-ЯЁІЇЄ][\w-]+\s+(?:[\w-]+\s+){0,5})?"
    r"(?:университет|институт|академи|коллед[жг]|інститут|університет)\w*"
    r"(?:\s+(?:имени|им\.|ім\.)\s*(?:[А-ЯЁІЇЄ]\.\s*){0,2}[А-ЯЁІЇЄ][\w-]+)?(?!\w)",
    re.IGNORECASE,
)
_CYRILLIC_UPPER = re.compile(r"[А-ЯЁІЇЄ][а-яёіїє]")
_HAN_BODY = re.compile("大学|大學|学院|學院|研究所|研究院|科学院|科學院|实验室|實驗室")
_HAN_BEFORE = re.compile("[\u4e00-\u9fff·]{2,18}$")
# What ends before a name begins: verbs of meeting and signing, particles, counts of bodies.
_HAN_LEAD = re.compile(
    ".*(?:的|和|与|與|及|在|是|了|由|对|對|为|為|于|於|从|從|到|给|給|跟|同|向|把|被|等|该|該|这|這|那|所|各|某|一些|多所|几所|"
    "来自|访问|訪問|参观|參觀|签署|簽署|以及|其他|国外|国内|中国的|著名|并|並|或|后|後|年|月|日|就读|毕业|任教|校长|教授)"
)
_ARABIC = re.compile(
    "(?<!\\w)(?:دانشگاه|پژوهشگاه|پژوهشکده|مؤسسه|موسسه|جامعة|معهد|أكاديمية)\\s+[\\w\u200c]{2,}"
    "(?:\\s+(?!(?:و|در|از|به|با|که|است|في|من|إلى)(?:\\s|$))[\\w\u200c]{2,}){0,3}"
)
_HANGUL = re.compile("(?<!\\w)[\uac00-\ud7a3]{2,12}(?:대학교|대학|연구소|연구원)")
_SHORTEST_HAN = 4  # characters, the word for the body included
_MOST_CHOICES = 8


def native_phrases(text: str) -> Iterator[Span]:
    """Yield phrases with a word for a body and a word of its own, without what leads up to them."""
    if text.isascii():
        return
    for match in _CYRILLIC.finditer(text):
        first = _CYRILLIC_UPPER.search(match.group())
        if first is not None:
            yield match.start() + first.start(), match.end()
    yield from _han(text)
    for pattern in (_ARABIC, _HANGUL):
        yield from (match.span() for match in pattern.finditer(text))


def native_choices(text: str) -> Iterator[list[Span]]:
    """Yield, for each phrase, the spans that may be the name in it, longest first.

    What comes before a name in Han or Cyrillic, and after one in Persian or Arabic, is not parted from it
    by capitals; so the name may be any tail, or any beginning, of the phrase.
    """
    for start, end in native_phrases(text):
        if _ARABIC.match(text, start):
            ends = [
                end,
                *(start + gap.start() for gap in reversed(list(re.finditer(r"\s", text[start:end])))),
            ]
            yield [(start, stop) for stop in ends[:-1]] or [(start, end)]
        elif "\u0400" <= text[start] <= "\u04ff":
            starts = [start, *(start + gap.end() for gap in re.finditer(r"\s+", text[start:end]))]
            yield [(first, end) for first in starts[:_MOST_CHOICES] if text[first].isupper()]
        else:
            yield [(first, end) for first in range(start, end - _SHORTEST_HAN + 1)][:_MOST_CHOICES]


def _han(text: str) -> Iterator[Span]:
    for match in _HAN_BODY.finditer(text):
        before = _HAN_BEFORE.search(text, max(0, match.start() - 18), match.start())
        if before is None:
            continue
        lead = _HAN_LEAD.match(before.group())
        start = before.start() + (lead.end() if lead else 0)
        if match.end() - start >= _SHORTEST_HAN:
            yield start, match.end()
