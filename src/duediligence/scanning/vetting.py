"""Which finds in running text are names, and which are ordinary words that happen to read like one.

A partner's name is a name by being given as one; in an article, "most scientific journals" and "leading
universities" are words. What decides is what a careful reader uses: capitals, number, the legal form
beside it, and whether the same word is written small elsewhere in the document.
"""

from __future__ import annotations

import re
from functools import cache, cached_property

from duediligence.model import Institution, NameKind, Relation
from duediligence.names import WordClass, tokenise, word_class
from duediligence.recognise.recognition import Mention
from duediligence.scanning.flow import Piece
from duediligence.scanning.lexicon import BEFORE_NAMES, NATIONS, ordinary_words

SURE_ACROSS_BREAKS = 85.0
"""Confidence, 0 to 100, that two words parted by a line break must reach to be one name."""

_SMALL_PLURAL = re.compile(
    r"\b(?:universities|institutes|academies|colleges|laborator(?:ies)|companies|schools)\b"
)
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_SPACED_NAME = re.compile(r"[,.\s\"'’“”«»()-]+")
_EXPLAINED = re.compile(r"\w[,’'”\"]?\s\(\s*[\"“]?([A-Z]{2,8})[\"”]?\s*\)")
_GOES_ON = re.compile(
    r"\s(?:Association|Union|Network|League|Alliance|Consortium|Federation|Rankings?|Games)\b"
)
_LEFT_WORD = re.compile(r"(?:^|[^\w’'-])([A-ZÀ-ÞА-ЯЁІЇЄ][\w-]*)\s$")
_AROUND = 40
_BULLET = re.compile(r"^(?:[•·▪‣◦●○■□►✓*+–—-]|\(?\d{1,3}[.)])\s")
_SHORTEST = 4  # letters of a word that several bodies bear
_AMONG_CAPITALS = re.compile(r"(?<![\w])[A-Z]{2,}\s[A-Z]{2,3}\s[A-Z]{2,}(?!\w)")
_FEW = 2  # ordinary words may name a company; more of them hardly come together by chance


class Vetting:
    """Judges the finds of one document; it knows which words the document writes small or explains.

    Args:
        text: The document's text.
    """

    def __init__(self, text: str) -> None:
        """Judge finds in a document with this text."""
        self._text = text

    def is_name(self, piece: Piece, mention: Mention) -> bool:
        """Tell whether the words of a find, where they stand, name an institution."""
        words = piece.text[slice(*mention.span)]
        keys = [key for key in tokenise(words).keys if word_class(key) is not WordClass.LEGAL]
        if is_acronym(words, mention) or _is_small(words, piece.text) or _is_part(piece, mention, keys):
            return False
        if len(keys) == 1 and (words in self._explained or not _is_own_word(words, mention, piece.text)):
            return False
        if len(keys) == _FEW and not (_has_form(keys) or is_literal(words, mention.institution)):
            return False
        return not self._is_ordinary(words, keys) or _is_given_as_name(piece.text, mention, keys)

    def _is_ordinary(self, words: str, keys: list[str]) -> bool:
        """Tell whether all words are ordinary ones, so that only a legal form makes them a name."""
        if _has_form(keys) or len(keys) > _FEW:
            return False
        return all(
            _is_ordinary_key(key) or raw in ordinary_words() for key, raw in _with_raw(words, keys)
        ) or (len(keys) == 1 and words.casefold() in self._small_words)

    @cached_property
    def _explained(self) -> frozenset[str]:
        """Words the document gives in brackets behind others, whose abbreviation they are."""
        return frozenset(_EXPLAINED.findall(self._text))

    @cached_property
    def _small_words(self) -> frozenset[str]:
        return frozenset(_SMALL_WORD.findall(self._text))


def is_acronym(words: str, mention: Mention) -> bool:
    """Tell whether a find is a bare acronym: one that counts only where the document says what it stands for.

    A company whose registered name is the acronym and a legal form (`ZTE Corporation`) is named by it.
    """
    bare = _bare(words)
    if any(_bare(name) == bare for name in _full_names(mention.institution)):
        return False
    return mention.relation is Relation.ACRONYM_ONLY or any(
        _bare(name) == bare for name in acronyms(mention.institution)
    )


def is_literal(words: str, institution: Institution) -> bool:
    """Tell whether words are, letter by letter, a name of the institution but for its legal form."""
    bare = _bare(words)
    return any(_bare(name) == bare for name in (*_full_names(institution), *acronyms(institution)))


def _has_form(keys: list[str]) -> bool:
    """Tell whether words say what sort of body they name: University, Bureau."""
    return any(word_class(key) is WordClass.FORM for key in keys)


def _is_own_word(word: str, mention: Mention, text: str) -> bool:
    """Tell whether one word is, letter by letter, what an institution is called.

    A word that is its name only without the legal form (`LLC Drake`) may be anybody's: then the form must
    stand beside it, or the word be no plain one (`CNOOC`), or the body one that several lists name.
    """
    if len(word) < _SHORTEST and (
        not mention.certain or _AMONG_CAPITALS.search(text, *_near(mention.span, text))
    ):
        return False
    names = _full_names(mention.institution)
    plain = word.casefold()
    if any(name.casefold() == plain for name in names):
        return True
    if not is_literal(word, mention.institution):
        return False
    capitals = sum(char.isupper() for char in word)
    return capitals > 1 or len(mention.institution.listings) > 1 or _has_legal_form(text, mention.span)


def acronyms(institution: Institution) -> tuple[str, ...]:
    """Return the acronyms the catalogue knows for an institution."""
    return tuple(name.text for name in institution.names if name.kind is NameKind.ACRONYM)


def _near(span: tuple[int, int], text: str) -> tuple[int, int]:
    """Return the positions a few words before and after a span."""
    return max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)


def _full_names(institution: Institution) -> tuple[str, ...]:
    return (institution.name, *(name.text for name in institution.names if name.kind is not NameKind.ACRONYM))


@cache
def _bare(text: str) -> str:
    """Return a name without legal form, punctuation, possessive and case, for literal comparison."""
    tokens = tokenise(text)
    words = [
        text[start:end]
        for key, start, end in zip(tokens.keys, tokens.starts, tokens.ends, strict=True)
        if word_class(key) is not WordClass.LEGAL and key not in _BUSINESS
    ]
    return re.sub(r"['’]s?$", "", _SPACED_NAME.sub(" ", " ".join(words)).strip().casefold())


_BUSINESS = frozenset({"company", "corporation", "group"})


def _is_part(piece: Piece, mention: Mention, keys: list[str]) -> bool:
    """Tell whether words belong to something longer, or were put together by a line break."""
    if piece.crosses_break(mention.span) and mention.confidence < SURE_ACROSS_BREAKS:
        return True
    return bool(_GOES_ON.match(piece.text, mention.span[1])) or _is_tail(piece.text, mention, keys)


def _is_given_as_name(text: str, mention: Mention, keys: list[str]) -> bool:
    """Tell whether ordinary words are given as a name: with a legal form, alone in a table cell, or in full.

    `Positive Technologies` in full says what the body does; `Silk Road` in full says nothing.
    """
    words = text[slice(*mention.span)]
    if _has_legal_form(text, mention.span) or len(_BULLET.sub("", text).strip(" .;,")) == len(words):
        return True
    in_full = words.casefold() in {name.casefold() for name in _full_names(mention.institution)}
    return in_full and len(keys) > 1 and any(word_class(key) is WordClass.FIELD for key in keys)


def _is_tail(text: str, mention: Mention, keys: list[str]) -> bool:
    """Tell whether words of no name of their own end a longer name: `Tabriz | Technical College`."""
    if not all(
        _is_ordinary_key(key) or key in ordinary_words() or word_class(key) is WordClass.FORM for key in keys
    ):
        return False
    before = _LEFT_WORD.search(text, max(0, mention.span[0] - _AROUND), mention.span[0])
    if before is None or before[1] in NATIONS or before[1].casefold() in BEFORE_NAMES:
        return False
    if any(word_class(key) is WordClass.LEGAL for key in tokenise(before[1]).keys):
        return False
    own = {word.casefold() for name in _full_names(mention.institution) for word in _SPACED_NAME.split(name)}
    return before[1].casefold() not in own


def _is_ordinary_key(key: str) -> bool:
    return word_class(key) not in {WordClass.RARE, WordClass.PLACE, WordClass.NUMBER, WordClass.FORM}


def _with_raw(words: str, keys: list[str]) -> list[tuple[str, str]]:
    tokens = tokenise(words)
    return [
        (key, words[start:end].casefold())
        for key, start, end in zip(tokens.keys, tokens.starts, tokens.ends, strict=True)
        if key in keys
    ]


def _is_small(words: str, text: str) -> bool:
    """Tell whether words start small in a text that knows capitals, or speak of many bodies."""
    if _SMALL_PLURAL.search(words):
        return True
    first = next((char for char in words if char.isalpha()), "")
    return first.islower() and not text.islower()


def _has_legal_form(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a legal form stands in or beside the words: `Nuctech Company Limited`, `JSC Progress`."""
    after = re.split(r"[;:.!?()]\s|\s[a-zа-я]", text[span[1] : span[1] + _AROUND])[0]
    before = text[max(0, span[0] - 8) : span[0]]
    near = (
        *tokenise(text[slice(*span)]).keys,
        *tokenise(after).keys[:2],
        *tokenise(re.split(r"[;:.!?()]", before)[-1]).keys[-1:],
    )
    return any(word_class(key) is WordClass.LEGAL for key in near)
