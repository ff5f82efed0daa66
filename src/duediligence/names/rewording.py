"""How the names of one country's bodies are put in other words: translated otherwise, renamed, cut short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from duediligence.names.legal import canonical_phrases
from duediligence.names.words import WordClass, word_class

_RARE: Final = WordClass.RARE
_FIELD: Final = WordClass.FIELD
_NAMING: Final = frozenset((WordClass.RARE, WordClass.PLACE))
# One Chinese word stands for each of these heads: 学院.
_SCHOOLS: Final = frozenset(("college", "academy", "institute", "school", "university"))
_OF_FORCES: Final = frozenset(
    ("army", "naval", "navy", "military", "force", "artillery", "police", "command", "officer", "defence")
)
# What opens names of Chinese bodies, and how else it is written: as an adjective, and in Chinese.
_TOWARDS: Final = {
    "northeast": ("northeastern", "dongbei"),
    "northeastern": ("northeast", "dongbei"),
    "northwest": ("northwestern", "xibei"),
    "northwestern": ("northwest", "xibei"),
    "southeast": ("southeastern", "dongnan"),
    "southwest": ("southwestern", "xinan"),
    "southwestern": ("southwest", "xinan"),
    "east china": ("huadong",),
    "north china": ("huabei",),
    "south china": ("huanan",),
    "central china": ("huazhong",),
    "central south": ("zhongnan",),
}
_ADJECTIVES: Final = {"north": "northern", "south": "southern", "east": "eastern", "west": "western"}
# Services of the People's Liberation Army, which open a school's name or end it.
_SERVICES: Final = (
    (["air", "force"], (["air", "force"], ["pla", "air", "force"])),
    (["naval"], (["navy"], ["pla", "navy"])),
    (["navy"], (["navy"], ["pla", "navy"])),
)
_PHRASES: Final = (
    (
        "china peoples armed police force",
        "peoples armed police force",
        "peoples armed police",
        "armed police force",
        "capf",
        "papf",
        "pap",
    ),
    ("non commissioned officer", "noncommissioned officer", "nco"),
)
# What numbered institutes of the Russian ministry of defence are called, and the ministry.
_CENTRAL: Final = (
    ("central scientific research institute", "central research institute", "tsnii"),
    ("central scientific research testing institute", "central research testing institute", "tsniii"),
)
_MINISTRY: Final = (
    "Ministry of Defence of the Russian Federation",
    "Министерства обороны Российской Федерации",
    "Министерства обороны РФ",
    "Ministry of Defence of Russia",
    "Ministry of Defence",
    "Минобороны России",
    "Минобороны РФ",
    "Минобороны",
    "МО РФ",
    "МО России",
    "МО",
    "MoD",
)
_SHORTEST: Final = 3  # words of a name that a head is changed in
_MOST_NAMES: Final = 2  # words of a person's name before an institute
_CENTRES: Final = ("research", "scientific", "science")
_SAYS_NOTHING: Final = frozenset(("science", "research", "scientific", "technology"))
_OF_MANY: Final = frozenset(
    ("physics", "physical", "chemistry", "mathematics", "mechanics", "biology", "medicine")
)


def reworded(words: list[str], country: str | None) -> Iterator[list[str]]:
    """Yield the canonical words of a name as others put it, which tell as much as the name itself."""
    if country == "CN":
        if words[-2:] == ["normal", "university"]:
            yield [*words[:-2], "teacher", "university"]
        if len(words) >= _SHORTEST and "pla" not in words and not _OF_FORCES.isdisjoint(words):
            yield ["pla", *words]
    elif country == "RU":
        yield from _of_the_union(words)
        yield from _numbered(words)
        if word_class(words[0]) in _NAMING:
            yield from _with_other_centres(words)


def put_loosely(words: list[str], country: str | None) -> Iterator[list[str]]:
    """Yield the canonical words of a name as it is put loosely: only beside its own town they tell it."""
    if country == "CN":
        yield from _of_forces(words)
        yield from _towards(words)
    elif country == "TW":
        if words[0] == "national" and words[-1] == "university" and _RARE in map(word_class, words):
            yield words[1:]
    elif country == "RU":
        yield from _without_person(words)
        yield from _as_scientific(words)
        yield from _with_other_centres(words)


def _of_forces(words: list[str]) -> Iterator[list[str]]:
    """Yield the name of a school of the armed forces or the police as it is translated otherwise.

    Its head may be any word for a school, its service stand behind, and PLA before it: Harbin Flying College
    of PLA Air Force.
    """
    bare = words[1:] if words[0] == "pla" else words
    if len(words) < _SHORTEST or _OF_FORCES.isdisjoint(bare):
        return
    forms = [bare, *_with_phrases(bare)]
    for opening, closings in _SERVICES:
        if bare[: len(opening)] == opening:
            forms += [[*bare[len(opening) :], *closing] for closing in closings]
    for form in forms:
        yield from (form, ["pla", *form])
        for at, word in enumerate(form):
            if word in _SCHOOLS:
                yield from ([*form[:at], other, *form[at + 1 :]] for other in sorted(_SCHOOLS - {word}))


def _with_phrases(words: list[str]) -> Iterator[list[str]]:
    """Yield words with a phrase among them in each of its other forms: of the CAPF, NCO."""
    joined = f" {' '.join(words)} "
    for phrases in _PHRASES:
        held = next((phrase for phrase in phrases if f" {phrase} " in joined), None)
        if held:
            others = (other for other in phrases if other != held)
            yield from (joined.replace(f" {held} ", f" {other} ", 1).split() for other in others)


def _towards(words: list[str]) -> Iterator[list[str]]:
    """Yield a name with its direction as an adjective, or in Chinese: Southern China, Dongnan University."""
    for at, word in enumerate(words):
        if word in _ADJECTIVES:
            yield [*words[:at], _ADJECTIVES[word], *words[at + 1 :]]
    for size in (2, 1):
        others = _TOWARDS.get(" ".join(words[:size]))
        if others and len(words) > size:
            yield from ([*other.split(), *words[size:]] for other in others)
            return


def _of_the_union(words: list[str]) -> Iterator[list[str]]:
    """Yield a name as it was in the Soviet Union."""
    if words[:2] == ["all", "russian"]:
        yield ["all", "union", *words[2:]]


def _numbered(words: list[str]) -> Iterator[list[str]]:
    """Yield the name of a numbered institute of the ministry of defence as it is written: 18 ЦНИИ МО РФ."""
    at = next((at for at, word in enumerate(words) if word.isdigit()), len(words))
    rest = " ".join(words[at + 1 :]) + " "
    for called in _CENTRAL:
        opening = next((one for one in called if rest.startswith(f"{one} ")), None)
        endings = ("", *canonical_phrases(_MINISTRY))
        if opening and rest.removeprefix(f"{opening} ") in endings:
            yield from (f"{words[at]} {one} {ending}".split() for one in called for ending in endings)


def _as_scientific(words: list[str]) -> Iterator[list[str]]:
    """Yield a name with the word `scientific` put in, left out or changed: one word of Russian is several."""
    for form in (words, *_of_the_union(words)):
        at = next((at for at in range(len(form) - 1) if form[at : at + 2] == ["research", "institute"]), None)
        if at is not None and form[at - 1 : at] == ["scientific"]:
            yield [*form[: at - 1], *form[at:]]
        elif at is not None:
            yield [*form[:at], "scientific", *form[at:]]


def _with_other_centres(words: list[str]) -> Iterator[list[str]]:
    """Yield the name of a centre of science with each other word for it: Kazan Science Centre."""
    for at in range(1, len(words)):
        if words[at] == "centre" and words[at - 1] in _CENTRES:
            others = (other for other in _CENTRES if other != words[at - 1])
            yield from ([*words[: at - 1], other, *words[at:]] for other in others)


def _without_person(words: list[str]) -> Iterator[list[str]]:
    """Yield an institute's name without the person whom it honours, if it says more than `physics`."""
    at = next((at for at, word in enumerate(words) if word_class(word) is not _RARE), 0)
    rest = words[at:]
    fields = {word for word in rest if word_class(word) is _FIELD} - _SAYS_NOTHING
    says_more = len(fields) > 1 or not fields <= _OF_MANY or "academy" in rest
    if 0 < at <= _MOST_NAMES and words[0] != "all" and "institute" in rest[:2] + rest[-1:] and says_more:
        yield rest
