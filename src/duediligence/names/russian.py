"""How Russian names are said otherwise: without the person honoured, by letters, by the academy's branch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duediligence.names.academies import RUSSIAN, endings
from duediligence.names.legal import canonical_phrases, outside_brackets, without_legal, without_opening
from duediligence.names.tokens import Tokens
from duediligence.names.words import NAMED_AFTER, WordClass, word_class

# Endings of the genitive that hardly any word but a field of work has after a head, and those of adjectives.
_FIELDS: re.Pattern[str] = re.compile(
    "путей|печати|связи|инженеров|.*(?:ство|ства|ств|ения|ений|ания|аний|логии|логий|ники|тики|фии|метрии|номии|изма)"
)
_VERBS: re.Pattern[str] = re.compile(
    ".*(?:[аеияы]л[аио]?|[аеияы]л[аои]?с[ья]|[ауя]ет|[ауя]ют|[аеиуюя]тся|ит|ить|ать)"
)
_ADJECTIVES: re.Pattern[str] = re.compile(".*(?:[ое]го|ой|ей|[ыи]х)")
# Letters that open the names of Russian organisations, and the words they stand for.
_ORGANISATIONS = {
    "npo": (
        "Scientific Production Association",
        "Research Production Association",
        "Scientific Production Union",
    ),
    "npp": (
        "Scientific Production Enterprise",
        "Research Production Enterprise",
    ),
    "npts": ("Scientific Production Center", "Research Production Center"),
    "okb": ("Experimental Design Bureau", "Опытное конструкторское бюро"),
    "tskb": ("Central Design Bureau",),
    "tsnii": ("Central Scientific Research Institute", "Central Research Institute"),
    "vnii": ("All-Russian Scientific Research Institute", "All-Russian Research Institute"),
    "nii": ("Scientific Research Institute",),
}
_OF_FIRMS = frozenset(("npo", "npp", "okb"))  # the others are institutes of any field, too
_FEDERATION = ["russian", "federation"]  # also called Russia
_LONGEST_INITIALS = 2  # letters
_TITLES = frozenset(("professor", "academician", "marshal", "admiral", "general"))
# What a name without the person honoured must hold, besides its academy: a word of its own. Moscow has many
# state technical universities; an institute of the academy may have its branch's place instead.
_TELLING = frozenset((WordClass.RARE,))
_TELLING_INSTITUTE = _TELLING | {WordClass.PLACE}


def said_otherwise(tokens: Tokens, short: list[str]) -> Iterator[list[str]]:
    """Yield a name without the person honoured, and both that and the shortened name by other letters."""
    nameless = _without_person(tokens)
    yield nameless
    academy, *forms = endings(nameless, RUSSIAN) or [[]]
    yield from ([*nameless[: -len(academy)], *form] for form in forms)
    for words in (short, without_legal(nameless)):
        lettered = list(_lettered(words))
        yield from lettered
        yield from _lettered_within(words)
        yield from (form[:-1] for form in (words, *lettered) if form[-2:] == _FEDERATION)


def _without_person(tokens: Tokens) -> list[str]:
    """Leave out the person whom a body is named after; nothing if no telling name remains."""
    keys = outside_brackets(tokens)
    if keys == tokens.keys and (academic := _past_first_person(keys)):
        return academic
    start = next(honours(tokens), 0)
    if not start or len(keys) < len(tokens.keys):
        return []
    end = first = _past_initials(keys, start + (keys[start] in _TITLES))
    academy = next(iter(endings(keys, RUSSIAN)), [])  # its letters are no names: SB RAS
    close = len(keys) - len(academy)
    while end < close and word_class(keys[end]) is WordClass.RARE:
        end += 1  # Sergo Ordzhonikidze
    if end == first:
        return []
    end = min(_past_initials(keys, end), close)
    rest = without_opening(keys[:start] + keys[end:])
    return rest if len(rest) > 1 and _is_telling(rest, _TELLING) else []


def honours(tokens: Tokens) -> Iterator[int]:
    """Yield the positions of the words after `named after`."""
    return (at for at, links in enumerate(tokens.links) if not NAMED_AFTER.isdisjoint(links.split()))


def _is_telling(words: list[str], telling: frozenset[WordClass]) -> bool:
    """Tell whether a name says more than a field and its academy: Physical-Technical Institute, RAS."""
    joined = " ".join(words) + " "
    academy = next(filter(joined.endswith, canonical_phrases(RUSSIAN[-1])), "")
    classes = map(word_class, joined.removesuffix(academy).split())
    return not telling.isdisjoint(classes)


def _past_first_person(keys: list[str]) -> list[str]:
    """Leave out the person before an institute of the Russian academy: Budker Institute of ..., RAS."""
    start = _past_initials(keys, 0)
    at = next((at for at in range(start, len(keys)) if word_class(keys[at]) is not WordClass.RARE), 0)
    rest = keys[at:]
    if not start < at <= start + 2 or "institute" not in rest or not endings(rest, RUSSIAN):
        return []
    return rest if _is_telling(rest, _TELLING_INSTITUTE) else []


def _past_initials(keys: list[str], at: int) -> int:
    """Return the position after the initials at a position: S S GOLEMBIOVSKY."""
    while at < len(keys) and len(keys[at]) <= _LONGEST_INITIALS and keys[at].isalpha():
        at += 1
    return at


def _lettered_within(words: list[str]) -> Iterator[list[str]]:
    """Write a research institute in letters, or out, after the first word: Всероссийский НИИ материалов."""
    forms = canonical_phrases(("NII", _ORGANISATIONS["nii"][0]))
    joined = " ".join(words[1:]) + " "
    for form in forms:
        rest = joined.removeprefix(form)
        if rest and rest != joined:
            yield from ([words[0], *(other + rest).split()] for other in forms if other != form)


def _lettered(words: list[str]) -> Iterator[list[str]]:
    """Write the opening of a Russian organisation in letters and in its other words: NPO Volna, 46 TsNII."""
    if words and words[0].isdigit():
        yield from ([words[0], *others] for others in _lettered(words[1:]))
        return
    joined = " ".join(words) + " "
    for letters, phrases in _ORGANISATIONS.items():
        openings = (f"{letters} ", *canonical_phrases(phrases))
        for opening in openings:
            rest = joined.removeprefix(opening)
            if rest and rest != joined and (letters in _OF_FIRMS or _is_telling(rest.split(), _TELLING)):
                yield from ((other + rest).split() for other in openings if other != opening)
                return


def names_field(word: str) -> bool:
    """Tell whether a Russian word has an ending that only fields of work have after a head: радиотехники.

    The word is in small letters; no job and no part of a body ends so.
    """
    return _FIELDS.fullmatch(word) is not None


def is_genitive_adjective(word: str) -> bool:
    """Tell whether a Russian word, in small letters, ends as adjectives do in the genitive: пищевых."""
    return _ADJECTIVES.fullmatch(word) is not None


def is_verb(word: str) -> bool:
    """Tell whether a Russian word, in small letters, ends as the verbs of a report do: сообщил, является."""
    return _VERBS.fullmatch(word) is not None
