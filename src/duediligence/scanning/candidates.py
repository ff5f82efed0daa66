"""Phrases that look like an institution's name but are in no registry: shown apart, for a person to check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from duediligence.names import WordClass, tokenise, word_class
from duediligence.scanning.lexicon import BODIES_IN_PLURAL, ordinary_words
from duediligence.scanning.native import native_phrases

_LATIN_FORM = re.compile(
    r"^(?:[Uu]niver[sz]i|[Uu]niwer[sy]|[Ii]nstitu|[Ii]nstytu|[Aa][ck]ad[eé]m|[Cc]olleg|[Cc]olegi|"
    r"[Pp]olyte[ck]hni|[Pp]olitec?[hn]|[Hh]ochschule|[Ff]achhochschule|[Hh]ogeschool|[Hh]ögskola|[Hh]ogskol|[Hh]øgskol|[Yy]liopisto|[Ee]gyetem|[Üü]likool|"
    r"[Aa]ugstskola|[Éé]cole|[Ee]scola|[Ee]scuela|[Ll]aborator|[ÜÙÚ]niversit|[Uu]niveristy|[Ii]nsitut)"
)
_ANY_FORM = re.compile(_LATIN_FORM.pattern.removeprefix("^"))


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
    yield from native_phrases(text)


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
