"""Names folded to comparable keys, for merging and linking only.

Screening uses `duediligence.names`; merging needs something stricter: two names are the same here
only when nothing but spelling habits, legal forms and script variants tells them apart.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from duediligence.names.fold import fold as fold_word

_FILLERS = frozenset("the of and for in on at de la le les des du et & a an to named after".split())
_SPELLINGS = {
    "defence": "defense", "centre": "center", "centres": "center", "programme": "program",
    "aeronautic": "aeronautics", "astronautic": "astronautics", "telecommunication": "telecommunications",
    "sciences": "science", "technologies": "technology", "univ": "university",
    "labs": "laboratory", "lab": "laboratory", "inst": "institute", "industries": "industry",
    "systems": "system", "engineerings": "engineering", "communications": "communication",
    "sci": "science", "tech": "technology", "corp": "corporation",
    "mathematical": "mathematics", "post": "posts", "saint": "st", "sankt": "st",
    "intl": "international", "imp": "import", "exp": "export", "mfg": "manufacturing",
    "studies": "study",
    "laboratories": "laboratory", "institutes": "institute", "academies": "academy","petroleums": "petroleum",
    "third": "3rd", "second": "2nd", "first": "1st",
}  # fmt: skip
_LEGAL_PHRASES = (
    (r"\b(?:open|public|closed|otkrytoe|publichnoe|zakrytoe)?\s*(?:joint[- ]stock company|aktsionernoe obshche?stvo|"
     r"акционерное общество)\b", " jsc "),
    (r"\b(?:открытое|публичное|закрытое)\s+jsc\b", " jsc "),
    (r"\b(?:limited liability company|obshche?stvo s ogranichenn?oi otvetstvenn?ostyu|"
     r"общество с ограниченной ответственностью)\b", " llc "),
    (r"\b(?:federal state unitary enterprise|federalnoe gosudarstvennoe unitarnoe predpriyatie|"
     r"федеральное государственное унитарное предприятие)\b", " fsue "),
    (r"\bfederal(?:noe)? state (?:autonomous |budgetary |budget |governmental |government )?(?:scientific |educational |"
     r"research |funded )*(?:institution|establishment)"
     r"(?: of (?:science|higher (?:professional |vocational )?education)| for science)?\b", " fsei "),
    (r"\bфедеральное государственное (?:бюджетное |автономное |казенное )?(?:образовательное |научное )?"
     r"учреждение(?: науки| высшего (?:профессионального )?образования)?\b", " fsei "),
    (r"\b(?:co(?:mpany)?\s*,?\s*(?:ltd|limited)|company limited)\b", " ltd "),
)  # fmt: skip
_LEGAL_HINT = re.compile("stock|aktsion|акцион|limited|ogranich|огранич|federal|федерал|company|\\bco\\b")
_LEGAL_WORDS = {
    "jsc": "jsc", "ao": "jsc", "oao": "jsc", "ojsc": "jsc", "pao": "jsc", "pjsc": "jsc", "zao": "jsc", "cjsc": "jsc",
    "ао": "jsc", "оао": "jsc", "пао": "jsc", "зао": "jsc", "npao": "jsc",
    "ooo": "llc", "llc": "llc", "ооо": "llc", "oaо": "jsc",
    "fgup": "fsue", "fsue": "fsue", "фгуп": "fsue",
    "fsbis": "", "fsei": "", "fgbu": "", "fgbun": "", "fgaou": "", "fgbou": "", "fsbi": "", "fsbei": "", "fsaei": "", "fsbsi": "",
    "ltd": "ltd", "limited": "ltd", "co": "ltd", "inc": "ltd", "incorporated": "ltd", "company": "ltd",
    "gmbh": "ltd", "plc": "ltd", "pte": "ltd", "sdn": "ltd", "bhd": "ltd", "pvt": "ltd", "private": "ltd",
}  # fmt: skip
_NAMED_AFTER = re.compile(r"\b(?:named (?:after|for)|n\.? ?a\.?|im\.?|imeni|имени|им\.)\s", re.I)


@dataclass(frozen=True, slots=True)
class Key:
    """A folded name: its words in order, and its legal form apart (`jsc`, `llc`, `fsue`, `ltd` or none)."""

    core: str
    legal: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the folded name."""
        return tuple(self.core.split())

    @property
    def letters(self) -> int:
        """How many letters and digits the folded name holds."""
        return len(self.core.replace(" ", ""))


@cache
def fold(name: str) -> Key:
    """Fold a name: case, accents, punctuation, fillers, spelling, legal form, Han variants."""
    if _is_han(name):
        return Key(re.sub(r"[^\w]", "", _plain(name)))
    text = _plain(name)
    if _LEGAL_HINT.search(text):
        for pattern, word in _LEGAL_PHRASES:
            text = re.sub(pattern, word, text)
    return _without_legal_form(_words(text))


@cache
def variants(name: str) -> tuple[Key, ...]:
    """Further foldings of a name, its words in alphabetical order.

    Brackets, the academy it belongs to, honours ("named after ...", "Order of Lenin"), initials and
    legal prefixes are left out. These are weaker than `fold`: use them only where nothing else in the
    country answers to them.
    """
    found: list[Key] = []
    bare = re.sub(r"\s*[(\[（].*?[)\]）]", " ", name)
    own = _HOLDING.sub("", bare)
    for text in (name, bare, own, _without_academy(own), _without_honour(own), _without_academy(_without_honour(own))):
        key = fold(text)
        words = sorted(w for w in _RUN_TOGETHER.sub(_apart, key.core).split() if w not in _EMPTY and len(w) > 1)
        loose = Key(" ".join(words), key.legal)
        if loose not in found and loose.letters >= 8 and len(words) > 1:
            found.append(loose)
    number = _numbered(name)
    return (*found, number) if number else tuple(found)


# Defence groups whose institutes are known by number, and whether the number needs the academy's too.
_GROUPS = (
    (r"\bcetc\b|china electronics? technology group", "cetc", False),
    (r"\bcssc\b|china state shipbuilding", "cssc", False),
    (r"\bavic\b|aviation industry corporation of china", "avic", False),
    (r"\bcasic\b|china aerospace science (?:and|&) industry", "casic", True),
    (r"\bcasc\b|china aerospace science (?:and|&) technology", "casc", True),
)
_INSTITUTE_NUMBER = re.compile(r"\b(\d+)(?:st|nd|rd|th)?\b[^,]{0,12}\binstitute|institute (?:no\.? ?)?(\d+)|\bcetc[ -](\d+)\b")
_ACADEMY_NUMBER = re.compile(r"\b(\d+)(?:st|nd|rd|th) (?:research )?academy")
_ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fifth": "5th", "eighth": "8th", "ninth": "9th"}


def _numbered(name: str) -> Key | None:
    """The key of a numbered institute of a defence group ("CETC 14th Research Institute"), or None."""
    text = name.casefold()
    for word, number in _ORDINALS.items():
        text = text.replace(f"{word} ", f"{number} ")
    group = next(((short, needs) for pattern, short, needs in _GROUPS if re.search(pattern, text)), None)
    institute = _INSTITUTE_NUMBER.search(text)
    if not group or not institute:
        return None
    academy = _ACADEMY_NUMBER.search(text)
    if group[1] and not academy:
        return None
    number = next(n for n in institute.groups() if n)
    return Key(f"{group[0]} academy {academy.group(1) if academy else 0} numbered institute {number}")


def _apart(match: re.Match[str]) -> str:
    return " ".join(filter(None, match.groups()))


# A holding printed before the name of its member.
_HOLDING = re.compile(
    r"^(?:concern radio-electronic technologies|tactical missile (?:company|corporation)|united shipbuilding corporation|"
    r"roste[ck]h?|rosoboronexport|russian federal nuclear cent(?:er|re)|rfnc|state scientific cent(?:er|re))\s*[,–—-]?\s*(?=\S.{8})",
    re.I,
)
_RUN_TOGETHER = re.compile(r"\b(air)(force)\b")
# Words that come and go between two printings of one name.
_EMPTY = frozenset("pla scientific order lenin red banner labor labour academician prc chinas his named".split())


def is_acronym(text: str, full_name: str = "", *, shouting: bool = False) -> bool:
    """Whether a name is an acronym: one short word, mostly capitals.

    Args:
        text: The name in question.
        full_name: The name it may be an acronym of; its initials are evidence.
        shouting: True where the publisher prints every name in capitals.
    """
    word = text.strip().strip(".")
    if not re.fullmatch(r"[A-ZА-Я0-9][\w&/.\-]{1,9}(?: of [A-Z]{2,4})?", word) or _is_han(word):
        return False
    capitals = sum(c.isupper() or c.isdigit() for c in word)
    if capitals < 0.6 * len(word.replace(".", "").replace("-", "")) or word.isdigit():
        return False
    if len(word) <= 5 or _initials_agree(word, full_name):
        return True
    return not shouting and capitals == len(word) and len(word) <= 8


def is_legal_form(text: str) -> bool:
    """Whether a text is nothing but a legal form ("JSC", "Co., Ltd.")."""
    return all(word in _LEGAL_WORDS or word in _FILLERS for word in re.findall(r"\w+", text.casefold()))


def is_native(text: str) -> bool:
    """Whether a name is written in another script than Latin."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(not _is_latin(c) for c in letters) * 2 > len(letters)


def script_language(text: str, country: str | None) -> str | None:
    """The language a native name is most likely in, told from its script; None when it is Latin."""
    for char in text:
        code = ord(char)
        if 0x3040 <= code <= 0x30FF:
            return "ja"
        if 0xAC00 <= code <= 0xD7A3:
            return "ko"
        if 0x0400 <= code <= 0x04FF:
            return {"UA": "uk", "BY": "ru"}.get(country or "", "ru")
        if 0x0600 <= code <= 0x06FF:
            return {"SY": "ar", "PK": "ur", "LB": "ar", "IQ": "ar", "AE": "ar"}.get(country or "", "fa")
    return ("ja" if country == "JP" else "zh") if _is_han(text) else None


def compatible(first: frozenset[str] | set[str], second: frozenset[str] | set[str]) -> bool:
    """Whether two sets of countries may be one body's: CN, HK and MO agree, TW stands alone."""
    return bool({_region(c) for c in first} & {_region(c) for c in second})


def _region(country: str) -> str:
    return "CN" if country in {"HK", "MO"} else country


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return re.sub(r"\w[\w'’‘`ʹʼ´′]*", lambda word: fold_word(word.group()), text)


def _words(text: str) -> list[str]:
    text = re.sub(r"(?<=\b\w)\.(?=\s?\w\b)", "", text)
    words = re.findall(r"\w+", text)
    return [_SPELLINGS.get(w, w) for w in words if w not in _FILLERS]


def _without_legal_form(words: list[str]) -> Key:
    legal = {_LEGAL_WORDS[w] for w in words if w in _LEGAL_WORDS} - {""}
    core = [w for w in words if w not in _LEGAL_WORDS]
    if not core:
        return Key(" ".join(words))
    return Key(" ".join(core), min(legal, default=""))


def _is_han(text: str) -> bool:
    han = sum(0x3400 <= ord(c) <= 0x9FFF or 0x3040 <= ord(c) <= 0x30FF for c in text)
    return han * 2 > sum(c.isalpha() for c in text) > 0


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "MODIFIER"))


def _initials_agree(word: str, full_name: str) -> bool:
    initials = "".join(w[0] for w in re.findall(r"[^\W_]+", full_name)).casefold()
    letters = iter(initials)
    return len(word) <= 10 and bool(full_name) and all(c in letters for c in word.casefold() if c.isalnum())


_BRANCH = (
    r"(?:\b(?:siberian|urals?|far east(?:ern)?|сибирского|уральского|дальневосточного)\s+"
    r"(?:branch|отделения)\s*(?:of)?\s*(?:the\s+)?)?"
)
_ACADEMY = re.compile(
    rf"[,\s\-–—]*(?:\b(?:of|at|under)\s+)?(?:the\s+)?{_BRANCH}"
    r"\b(?:russian academy of sciences?|chin(?:a|ese) academy of sciences?|RAS|CAS|SB\s?RAS|UB\s?RAS|RF|"
    r"national academy of sciences of belarus|РАН|Российской академии наук)\b"
    rf"(?:\s*\((?:CAS|RAS)\))?\s*{_BRANCH}[\s–—\-,]*",
    re.I,
)


def _without_academy(text: str) -> str:
    return _ACADEMY.sub(" ", text)


def _without_honour(text: str) -> str:
    """Drop "named after ..." unless too little would be left to tell the body by."""
    match = _NAMED_AFTER.search(text)
    if not match or match.start() < 8:
        return text
    tail = re.search(r"\b(?:of|under)\b.*$", text[match.end() :])
    short = text[: match.start()] + (" " + tail.group() if tail else "")
    return short if set(fold(short).words) - _COMMON else text


_COMMON = frozenset(
    "research production association scientific institute design bureau plant enterprise company corporation state "
    "federal center central machine building experimental technical engineering joint stock open public national "
    "university academy science technology laboratory all russian russia moscow".split()
)
