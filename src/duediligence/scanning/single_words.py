"""Companies called by one word: `such as Huawei`, `conducted by Nuctech Company Limited`.

In running text the recogniser takes one word for a name only where it stands alone, and rightly so: most
words are words. Here each capitalised word that could be a listed company is asked for by itself, as a
person would ask with `check`, and vetted like every other find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from duediligence.model import Relation, Status
from duediligence.names import WordClass, canonical, word_class
from duediligence.names.fold import fold
from duediligence.recognise.recognition import Mention, Recognition
from duediligence.scanning.lexicon import ordinary_words

_WORD = re.compile(r"(?<![\w@./’'&-])[A-ZÀ-ÞА-ЯЁІЇЄ][\w&-]{2,29}(?![\w@/&]|\.\w)")
# A capitalised word right before makes the word a surname, or part of another name; these do not.
_LEFT_WORD = re.compile(r"(?:^|[^\w’'])([A-ZÀ-ÞА-ЯЁІЇЄ][\w’'-]*)\s$")
_HARMLESS_LEFT = re.compile(
    r"(?:.*(?:ese|ian|ish|ean|ский|ская|ские)|The|In|At|By|With|From|And|For|As|On|When|While|But|Since|Also|Today|Company|Firm|JSC|"
    r"PJSC|OJSC|LLC|АО|ПАО|ООО|ОАО)$"
)
_REMEMBERED = 50_000


class SingleWords:
    """Finds listed companies named by one word.

    Args:
        recognise: What a short text names.
        is_word: Whether a canonical word occurs in any known name; others need not be asked for.
    """

    def __init__(self, recognise: Callable[[str], Recognition], is_word: Callable[[str], bool]) -> None:
        """Start without answers; each word is asked for once."""
        self._recognise = recognise
        self._is_word = is_word
        self._answers: dict[str, Mention | None] = {}

    def mentions(self, text: str, taken: Collection[tuple[int, int]]) -> Iterator[Mention]:
        """Yield words of a text that name a listed company, outside of what is `taken` by other finds."""
        if text.isupper():
            return
        for match in _WORD.finditer(text):
            start, end = match.span()
            answer = self._answer(match.group())
            if answer is None or any(a < end and start < b for a, b in taken) or _follows_name(text, start):
                continue
            yield answer._replace(span=(start, end))

    def _answer(self, word: str) -> Mention | None:
        if word not in self._answers:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[word] = self._asked(word)
        return self._answers[word]

    def _asked(self, word: str) -> Mention | None:
        key = canonical(fold(word))
        if not key or word.casefold() in ordinary_words() or word_class(key) is not WordClass.RARE:
            return None
        if not self._is_word(key):
            return None
        return _listed_company(self._recognise(word))


def _listed_company(recognition: Recognition) -> Mention | None:
    """Return the listed body a word by itself names; where several bear it, the first, as uncertain."""
    if recognition.hits:
        hit = recognition.hits[0]
        certain = hit.certain and recognition.status is Status.LISTED
        return Mention(hit.institution, Relation.SAME, hit.confidence, hit.matched_name, hit.span, certain)
    listed = [rival for rival in recognition.rivals if any(not listing.until for listing in rival.listings)]
    if not listed or len(listed) < len(recognition.rivals):
        return None
    return Mention(listed[0], Relation.SAME, recognition.confidence, listed[0].name, (0, 0), certain=False)


def _follows_name(text: str, start: int) -> bool:
    before = _LEFT_WORD.search(text, max(0, start - 30), start)
    return before is not None and not _HARMLESS_LEFT.match(before[1])
