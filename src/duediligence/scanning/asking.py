"""Names that running text hides from the recogniser: companies called by one word, or by everyday words.

In running text `Huawei` or `Positive Technologies` may be anything, and the recogniser rightly takes such
words for a name only where they stand alone. Here each run of capitalised words that could be a listed body
is asked for by itself, as a person would ask with `check`, and vetted like every other find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Protocol

from duediligence.model import Listing, Relation, Status
from duediligence.names import WordClass, tokenise, word_class
from duediligence.names.fold import fold
from duediligence.recognise.recognition import Mention, Recognition
from duediligence.scanning.lexicon import ordinary_words
from duediligence.scanning.native import native_choices

_WORD = re.compile(r"(?<![\w@./’'&-])[A-ZÀ-ÞА-ЯЁІЇЄ][\w&-]{2,29}(?![\w@/&]|\.\w)")
_JOINTS = re.compile(r",\s+(?!(?:Ltd|Inc|LLC|Co|OOO|JSC|PLC|S\.A)\b)|\s+(?:and|und|et|y|и)\s+")
# A capitalised word right before makes the word a surname, or part of another name; these do not.
_LEFT_WORD = re.compile(r"(?:^|[^\w’'])([A-ZÀ-ÞА-ЯЁІЇЄ][\w’'-]*)\s$")
_HARMLESS_LEFT = re.compile(
    r"(?:.*(?:ese|ian|ish|ean|ский|ская|ские)|The|In|At|By|With|From|And|For|As|On|When|While|But|Since|Also|Today|"
    r"Company|Firm|JSC|PJSC|OJSC|LLC|АО|ПАО|ООО|ОАО)$"
)
_RIGHT_WORD = re.compile(r"\s([A-ZÀ-ÞА-ЯЁІЇЄ][\w’'-]+)")
_AROUND = 30  # characters before and after a word
_MOSTLY = 0.7  # of the letters around
_WELL_KNOWN = 3  # listings of a company that any reader knows by one word
_REMEMBERED = 100_000
_MANY_BEAR = (2,)  # words that several bodies may bear by chance: `Digital Systems`
_LONGEST = 120  # characters of a name
_NEARLY_ALL = 0.8  # of the words asked for, that the answer must explain


class Reader(Protocol):
    """What scanning needs of the recogniser."""

    def mentions(self, text: str) -> Iterable[Mention]:
        """Yield every place of a longer text that names a known institution."""
        ...

    def recognise(self, text: str, country: str | None = None) -> Recognition:
        """Return what a short text names."""
        ...


class Asking:
    """Finds listed bodies by asking for words of a text by themselves; every answer is kept.

    Args:
        recognise: What a short text names.
        is_word: Whether a canonical word occurs in any known name; others need not be asked for.
        in_force: Whether a listing may raise a level; a body without such a one is not listed.
    """

    def __init__(
        self,
        recognise: Callable[[str], Recognition],
        is_word: Callable[[str], bool],
        in_force: Callable[[Listing], bool],
    ) -> None:
        """Start without answers."""
        self._recognise = recognise
        self._is_word = is_word
        self._in_force = in_force
        self._answers: dict[str, Mention | None] = {}

    def mentions(
        self, text: str, runs: Iterable[tuple[int, int]], taken: Collection[tuple[int, int]]
    ) -> Iterator[Mention]:
        """Yield runs and single words of a text that name a listed body.

        Args:
            text: Running text.
            runs: Its runs of capitalised words.
            taken: What other finds cover; left alone.
        """
        covered = list(taken)
        for start, end in _spans(text, runs):
            if any(a < end and start < b for a, b in covered):
                continue
            answer = self._answer(text[start:end])
            if answer is not None and not (
                _is_one_word(text[start:end]) and _is_elses(text, start, end, answer)
            ):
                covered.append((start, end))
                yield answer._replace(span=(start, end))

    def native_mentions(self, text: str, taken: Collection[tuple[int, int]]) -> Iterator[Mention]:
        """Yield names in scripts without capitals that the words around them hide, listed or not.

        Args:
            text: Running text.
            taken: What other finds cover; left alone.
        """
        covered = list(taken)
        for choices in native_choices(text):
            for start, end in choices:
                if any(a < end and start < b for a, b in covered):
                    continue
                answer = self._known(text[start:end])
                if answer is not None:
                    covered.append((start, end))
                    yield answer._replace(span=(start, end))
                    break

    def _known(self, words: str) -> Mention | None:
        key = f"\0{words}"  # the same words may be asked for a listed body alone, with another answer
        if key not in self._answers:
            self._answers[key] = _known_body(self._recognise(words), words)
        return self._answers[key]

    def _answer(self, words: str) -> Mention | None:
        if words not in self._answers:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[words] = self._asked(words)
        return self._answers[words]

    def _asked(self, words: str) -> Mention | None:
        keys = tokenise(words).keys
        if not keys or not all(self._is_word(key) or word_class(key) is not WordClass.RARE for key in keys):
            return None
        if len(keys) == 1 and (
            word_class(keys[0]) is not WordClass.RARE or words.casefold() in ordinary_words()
        ):
            return None
        answer = _listed_body(self._recognise(words), words, self._in_force)
        # What several bodies bear must be a word no body else would, or a name too long for chance.
        return answer if answer is None or answer.certain or len(keys) not in _MANY_BEAR else None


def _spans(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what to ask for: whole runs, then their parts, then single words."""
    runs = [run for run in runs if not text[slice(*run)].isupper() or " " not in text[slice(*run)]]
    for start, end in runs:
        if not _is_one_word(text[start:end]) and end - start <= _LONGEST:
            yield start, end
    for start, end in runs:
        yield from _parts(text, start, end)
    if not text.isupper():
        yield from (match.span() for match in _WORD.finditer(text))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    joints = list(_JOINTS.finditer(text, start, end))
    for joint in joints:
        if not _is_one_word(text[start : joint.start()]):
            yield start, joint.start()
        start = joint.end()
    if joints and not _is_one_word(text[start:end]):
        yield start, end


def _listed_body(recognition: Recognition, words: str, in_force: Callable[[Listing], bool]) -> Mention | None:
    """Return the listed body that words by themselves name; of several, the first, as uncertain."""
    if recognition.hits:
        hit = recognition.hits[0]
        if hit.relation not in {Relation.SAME, Relation.FORMER_NAME, Relation.ACRONYM_ONLY}:
            return None
        if hit.span[1] - hit.span[0] < _NEARLY_ALL * len(words) and recognition.status is not Status.LISTED:
            return None
        certain = hit.certain and recognition.status is Status.LISTED
        return Mention(hit.institution, Relation.SAME, hit.confidence, hit.matched_name, hit.span, certain)
    listed = [rival for rival in recognition.rivals if any(map(in_force, rival.listings))]
    if len(listed) < len(recognition.rivals):
        # An unlisted rival outweighs all but a listed body's very name: ZTE, beside ZTE (US).
        listed = [rival for rival in listed if words in {rival.name, *(name.text for name in rival.names)}]
    if not listed:
        return None
    return Mention(listed[0], Relation.SAME, recognition.confidence, listed[0].name, (0, 0), certain=False)


def _known_body(recognition: Recognition, words: str) -> Mention | None:
    """Return the institution that words are the native name of, letter by letter or inflected."""
    found = recognition.institution
    if found is None or recognition.relation not in {Relation.SAME, Relation.FORMER_NAME}:
        return None
    known = found.whole()
    inflected = "\u0400" <= words[0] <= "\u04ff"
    if not inflected and fold(words) not in {fold(name.text) for name in known.names}:
        return None
    return Mention(known, Relation.SAME, recognition.confidence, words, (0, len(words)))


def _is_one_word(words: str) -> bool:
    return " " not in words.strip()


def _is_elses(text: str, start: int, end: int, answer: Mention) -> bool:
    """Tell whether one word is part of a person's or another name, or of a passage all in capitals."""
    before = _LEFT_WORD.search(text, max(0, start - _AROUND), start)
    if before is not None and not _HARMLESS_LEFT.match(before[1]):
        return True
    after = _RIGHT_WORD.match(text, end)
    if after is not None and len(answer.institution.listings) < _WELL_KNOWN and not _says_what(after[1]):
        return True
    around = text[max(0, start - _AROUND) : start] + text[end : end + _AROUND]
    capitals = sum(char.isupper() for char in around)
    return capitals > _MOSTLY * sum(char.isalpha() for char in around)


def _says_what(word: str) -> bool:
    """Tell whether a word after a name says what sort of body it is: Huawei Technologies, Nuctech Company."""
    return all(word_class(key) is not WordClass.RARE for key in tokenise(word).keys)
