"""What sort of body a printed name stands for, and whether it stands for a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from duediligence.model import Kind

# Tried in this order: "Navy Engineering University" is military, "Rubin Research Institute JSC" a company.
_KIND_PATTERNS: Mapping[Kind, str] = {
    Kind.HOSPITAL: r"\b(?:hospital|clinic|medical cent(?:er|re))\b",
    Kind.MILITARY: r"\b(?:army|navy|air force|armed forces|military unit|people'?s liberation|regiment)\b"
    r"|\b(?:brigade|rocket force|revolutionary guard|military (?:academy|university|college))\b",
    Kind.UNIVERSITY: r"\b(?:universi[td]\w*|polytechnic\w*|politecnico|college|institute of technology)\b"
    r"|\bconservatory\b|университет|大学|大學|دانشگاه",
    Kind.COMPANY: r"\b(?:co|ltd|llc|inc|corp|limited|company|gmbh|jsc|ojsc|oao|ooo|zao|pao|plc)\b"
    r"|\b(?:fz[ec]|fzco|pte|pvt|bhd|s\.?a\.?|trading|enterprises?|industr(?:y|ies)|holding|group)\b"
    r"|\bcorporation\b|公司|集团",
    Kind.RESEARCH_INSTITUTE: r"\b(?:institut\w*|research|laborator\w*|academy|design bureau|science)\b"
    r"|\bobservatory\b|\bscien\w+ cent(?:er|re)\b|институт|研究",
    Kind.SECURITY: r"\b(?:intelligence|security (?:service|ministry|bureau)|police|state security)\b",
    Kind.GOVERNMENT: r"\b(?:ministry|government|agency|administration|committee|commission|council|bureau)\b"
    r"|\b(?:directorate|department|embassy)\b",
    Kind.PROGRAMME: r"\b(?:talents?|plan|program(?:me)?)\b",
}
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KIND_PATTERNS.items())

_SAID_PERSON = re.compile(r"[(\[][^)\]]*\b(?:individual|national|citizen|person)\s*[)\]]", re.IGNORECASE)
_WORD = r"['’‘]?[^\W\d_][\w'’‘`.\-]*"
_PERSON_SHAPE = re.compile(rf"(?:(?:Dr|Mr|Mrs|Ms|Gen|Col|Prof)\.?\s+)?{_WORD}(?:\s+\(?{_WORD}\)?){{1,4}}")
_INITIALS = re.compile(r"(?:[A-Z]\.\s?){1,3}[A-Z][a-z]{3,}")
_PATRONYMIC = re.compile(r"\w{3,}(?:[oea]vich|ovna|evna|ovych)$")
_FAMILY_ENDING = re.compile(r"\w{3,}(?:nejad|zadeh|pour|enko|shvili|dze|ullah|uddin)$")
_MOST_EASTERN_WORDS, _LONGEST_SYLLABLES = 4, 9


def guess_kind(name: str, aliases: Iterable[str] = ()) -> Kind:
    """Return the kind the words of the name, or else of an alias, stand for; `other` when they do not say."""
    for text in (name, *aliases):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
    return Kind.OTHER


def says_person(name: str) -> bool:
    """Whether the printed name itself says so: "(DPRK individual)", "(PRC national)"."""
    return bool(_SAID_PERSON.search(name))


def looks_like_person(name: str, aliases: Iterable[str] = ()) -> bool:
    """Whether an untyped name reads as a natural person's.

    Firms with a person-like name must not be lost, so two things must agree: the shape of a
    person's name, and a word that only persons bear. An alias that reads as a body's decides against.
    """
    if not _PERSON_SHAPE.fullmatch(name.strip()) or any(map(_names_body, (name, *aliases))):
        return False
    words = [word.strip(".'’‘()").casefold() for word in name.split()]
    if _INITIALS.fullmatch(name) or any(_is_personal(word) for word in words):
        return True
    return _reads_eastern(words) and not any(word.isupper() for word in name.split())


def _names_body(text: str) -> bool:
    return bool(re.search(r"[\d&@+]|\bHong Kong\b|\bGeneral Trading\b", text) or _body_pattern().search(text))


def _is_personal(word: str) -> bool:
    return word in _words()["given"] or bool(_PATRONYMIC.match(word) or _FAMILY_ENDING.match(word))


def _reads_eastern(words: list[str]) -> bool:
    """Two to four short words with a Chinese or Korean family name first or last."""
    if len(words) > _MOST_EASTERN_WORDS or any(len(word) > _LONGEST_SYLLABLES for word in words):
        return False
    return words[0] in _words()["family"] or words[-1] in _words()["family"]


@cache
def _body_pattern() -> re.Pattern[str]:
    alternatives = (re.escape(word).replace(r"\*", r"\w*") for word in sorted(_words()["body"]))
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


@cache
def _words() -> Mapping[str, set[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for line in resources.files(__package__).joinpath("person_words.txt").read_text("utf-8").splitlines():
        sort, *words = line.split()
        table[sort].update(words)
    return table
