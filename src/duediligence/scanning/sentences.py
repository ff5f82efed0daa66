"""The sentence around some words: what a reader needs to see to judge a mention."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from duediligence.scanning.lexicon import CUT_SHORT

# A full stop ends a sentence before a capital or a script without capitals, but not after an
# abbreviation (`Univ. of`, `Co. Ltd. Beijing`) or an initial (`N. E. Bauman`).
_END = re.compile(
    r"(?P<word>\w*)[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W\d_a-zà-ÿа-я]|\d)"
    "|[。！？؟۔]+[”’」』]*"
)
_FURTHEST = 240


def sentence_around(text: str, span: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """Return the sentence that holds `span`, and where the span stands in it.

    A sentence longer than a reader's glance is cut at words, with an ellipsis where it was cut.
    """
    ends = _sentence_ends(text)
    first = bisect_left(ends, span[0] + 1) - 1
    last = bisect_left(ends, span[1])
    start, before = _start(text, span[0], ends[first] if first >= 0 else 0)
    end, after = _stop(text, span[1], ends[last] if last < len(ends) else len(text))
    shift = len(before) - start
    return before + text[start:end] + after, (span[0] + shift, span[1] + shift)


@lru_cache(maxsize=8)
def _sentence_ends(text: str) -> list[int]:
    return [match.end() for match in _END.finditer(text) if not _is_abbreviation(match["word"])]


def _is_abbreviation(word: str | None) -> bool:
    return bool(word and (word.casefold() in CUT_SHORT or (len(word) == 1 and word.isalpha())))


def _start(text: str, at: int, limit: int) -> tuple[int, str]:
    if at - limit <= _FURTHEST:
        return limit + len(text[limit:at]) - len(text[limit:at].lstrip()), ""
    space = text.find(" ", at - _FURTHEST, at)
    return (space + 1 if space >= 0 else at - _FURTHEST), "… "


def _stop(text: str, at: int, limit: int) -> tuple[int, str]:
    if limit - at <= _FURTHEST:
        return at + len(text[at:limit].rstrip()), ""
    space = text.rfind(" ", at, at + _FURTHEST)
    return (space if space >= 0 else at + _FURTHEST), " …"
