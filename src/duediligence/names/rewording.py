"""How the names of one country's bodies are put in other words: translated otherwise, renamed, cut short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from duediligence.names.words import WordClass, word_class

_RARE: Final = WordClass.RARE
_FIELD: Final = WordClass.FIELD
# One Chinese word stands for each of these heads: 学院.
_SCHOOLS: Final = frozenset(("college", "academy", "institute", "school", "university"))
_OF_FORCES: Final = frozenset(
    (
        "army",
        "naval",
        "navy",
        "military",
        "force",
        "artillery",
        "police",
        "command",
        "officer",
        "defence",
        "pla",
    )
)
_TOWARDS: Final = {
    direction: f"{direction}ern"
    for direction in ("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest")
}
_SHORTEST: Final = 3  # words of a name that a head is changed in
_MOST_NAMES: Final = 2  # words of a person's name before an institute
_CENTRES: Final = ("research", "scientific", "science")
_SAYS_NOTHING: Final = frozenset(("science", "research", "scientific", "technology"))


def reworded(words: list[str], country: str | None) -> Iterator[list[str]]:
    """Yield the canonical words of a name as others put it, which tell as much as the name itself."""
    if country == "CN" and words[-2:] == ["normal", "university"]:
        yield [*words[:-2], "teacher", "university"]
    elif country == "RU":
        yield from _of_the_union(words)


def put_loosely(words: list[str], country: str | None) -> Iterator[list[str]]:
    """Yield the canonical words of a name as it is put loosely: only beside its own town they tell it."""
    if country == "CN":
        yield from _with_other_heads(words)
        yield from _towards(words)
    elif country == "TW":
        if words[0] == "national" and words[-1] == "university" and _RARE in map(word_class, words):
            yield words[1:]
    elif country == "RU":
        yield from _without_person(words)


def _with_other_heads(words: list[str]) -> Iterator[list[str]]:
    """Yield the name of a school of the armed forces or the police with each other word for a school."""
    if len(words) < _SHORTEST or _OF_FORCES.isdisjoint(words):
        return
    for at, word in enumerate(words):
        if word in _SCHOOLS:
            yield from ([*words[:at], other, *words[at + 1 :]] for other in sorted(_SCHOOLS - {word}))


def _towards(words: list[str]) -> Iterator[list[str]]:
    """Yield a name with the adjective of its direction: Southern China, Southeastern University."""
    for at, word in enumerate(words):
        if word in _TOWARDS:
            yield [*words[:at], _TOWARDS[word], *words[at + 1 :]]


def _of_the_union(words: list[str]) -> Iterator[list[str]]:
    """Yield a Russian name as in the Soviet Union, and with the word `scientific` put in or changed."""
    forms = [words]
    if words[:2] == ["all", "russian"]:
        forms.append(["all", "union", *words[2:]])
    for form in forms:
        if form is not words:
            yield form
        at = next((at for at in range(len(form) - 1) if form[at : at + 2] == ["research", "institute"]), None)
        if at is not None and form[at - 1 : at] == ["scientific"]:
            yield [*form[: at - 1], *form[at:]]
        elif at is not None:
            yield [*form[:at], "scientific", *form[at:]]
    for at in range(1, len(words)):
        if words[at] == "centre" and words[at - 1] in _CENTRES:
            others = (other for other in _CENTRES if other != words[at - 1])
            yield from ([*words[: at - 1], other, *words[at:]] for other in others)


def _without_person(words: list[str]) -> Iterator[list[str]]:
    """Yield an institute's name without the person whom it honours, if it says more than `research`."""
    at = next((at for at, word in enumerate(words) if word_class(word) is not _RARE), 0)
    rest = words[at:]
    fields = {word for word in rest if word_class(word) is _FIELD} - _SAYS_NOTHING
    if 0 < at <= _MOST_NAMES and "institute" in rest[:2] + rest[-1:] and fields:
        yield rest
