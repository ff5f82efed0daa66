"""Say in words what was recognised, which words decided, and why a look-alike was not taken."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

from duediligence.catalogue.layout import Weakness
from duediligence.catalogue.records import Known
from duediligence.model import Evidence, EvidenceKind, Institution, Relation, Similar, Status
from duediligence.names import tokenise
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.contest import Candidate
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.recognition import Hit

_AGREED: Final = EvidenceKind.AGREED
_DIFFERENT: Final = EvidenceKind.DIFFERENT
_MISSING: Final = EvidenceKind.MISSING
_SAME: Final = Relation.SAME
_AMBIGUOUS: Final = Status.AMBIGUOUS
_NOT_IDENTIFIED: Final = Status.NOT_IDENTIFIED
_WEIGHTS: Final = {
    WordClass.RARE: 3.0,
    WordClass.PLACE: 2.0,
    WordClass.DIRECTION: 2.0,
    WordClass.NUMBER: 3.0,
    WordClass.FIELD: 2.0,
}
_WEAK: Final = {
    Weakness.NONE: "the name is written with “Sci-Tech”, as others are too",
    Weakness.ACRONYM: "these letters stand for several bodies; give the country or the full name",
    Weakness.GENERIC: "the name is generic and nothing else in the text agrees",
    Weakness.BRIEF: "the name is too short to decide alone",
    Weakness.ORDINARY: "one word, or everyday words, not standing alone here",
}
UNDECIDED_BETWEEN: Final = (
    "cannot be told apart from others of this name; give the country, the city or an identifier"
)
TAKEN_AS_PART: Final = "taken as a part of the institution named after it: many have one of this name"
_RELATIONS: Final = {
    Relation.SAME: "The name is that of {}.",
    Relation.FORMER_NAME: "The name is a former name of {}.",
    Relation.ACRONYM_ONLY: "The letters are an acronym of {}.",
    Relation.UNIT_OF: "The text names a part of {}.",
    Relation.AFFILIATED_HOSPITAL: "The text names a hospital of {}.",
    Relation.JOINT_BODY_OF: "The text names a joint body of {}.",
    Relation.SUBSIDIARY_OF: "The text names a subsidiary of {}.",
    Relation.SIMILAR_NAME: "The name resembles that of {}.",
}


def compared_words(reading: Reading, run: Run, name: str) -> tuple[Evidence, ...]:
    """Return the words of the text and of the known name, aligned: agreed, different, missing."""
    tokens, text = reading.tokens, reading.text
    starts, ends = tokens.starts, tokens.ends
    return _aligned(
        tuple(reading.words_read(run)),
        tuple([text[starts[at] : ends[at]] for at in range(run.start, run.end)]),
        tuple([at - run.start for at, _ in run.changed]),
        name,
    )


@lru_cache(maxsize=2048)
def _aligned(
    ours: tuple[str, ...], shown: tuple[str, ...], slips: tuple[int, ...], name: str
) -> tuple[Evidence, ...]:
    left = list(_words(name))
    found: list[Evidence] = []
    for at, (key, word) in enumerate(zip(ours, shown, strict=True)):
        theirs = next((one for one in left if one[0] == key), None) or _joined(left, key)
        if theirs in left:
            left.remove(theirs)
        kind = _AGREED if theirs is not None and at not in slips else _DIFFERENT
        found.append(_evidence(kind, word, theirs[1] if theirs else None, key))
    for at, key in enumerate(ours):
        if found[at].name is None and (other := _of_same_sort(left, key)):
            left.remove(other)
            found[at] = _evidence(_DIFFERENT, shown[at], other[1], key)
    return tuple(found) + tuple(_evidence(_MISSING, None, word, key) for key, word in left)


def _of_same_sort(left: list[tuple[str, str]], key: str) -> tuple[str, str] | None:
    """Return the word left that says, as another does, what sort of body it is: Academy for College."""
    if word_class(key) is not WordClass.FORM:
        return None
    return next((one for one in left if word_class(one[0]) is WordClass.FORM), None)


def _joined(left: list[tuple[str, str]], key: str) -> tuple[str, str] | None:
    """Take two neighbours that make a word out of the words left, and return them as one: Peng Cheng."""
    for at, (one, other) in enumerate(pairwise(left)):
        if one[0] + other[0] == key:
            del left[at : at + 2]
            return key, f"{one[1]} {other[1]}"
    return None


def _evidence(kind: EvidenceKind, query: str | None, name: str | None, key: str) -> Evidence:
    return Evidence.made(kind=kind, query=query, name=name, weight=weight(key))


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a known name, each as it is compared and as the name prints it."""
    tokens = tokenise(name)
    printed = [name[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]
    return tuple(zip(tokens.keys, printed, strict=True))


@lru_cache(maxsize=16384)
def weight(key: str) -> float:
    """Return how much a word counts: words that name a body weigh more than words that say what it is."""
    return _WEIGHTS.get(word_class(key), 1.0)


def why_weak(candidate: Candidate) -> str:
    """Say why a candidate found by a weak name was not taken."""
    if candidate.branch:
        return "the text names a branch, an institution of its own; the listing names the whole"
    if candidate.other and candidate.posting.weakness == Weakness.ACRONYM:
        return "the letters here are those of another name"
    if candidate.other:
        return "a letter or the legal form differs, and the word is as good a name of another body"
    if candidate.elsewhere:
        return "other bodies may bear this name, and the place named after it is in another country"
    if candidate.conflicts:
        return "the place named is another"
    return _WEAK[Weakness(candidate.posting.weakness)]


def why_lost(candidate: Candidate, best: Candidate) -> str:
    """Say why a candidate lost against a better supported one."""
    if candidate.conflicts and not best.conflicts:
        return "the place named is another"
    if not candidate.decides:
        return why_weak(candidate)
    if candidate.city is False or best.city:
        return "the city named is another's"
    return "another institution bears exactly this name"


def why_not_part(reading: Reading, run: Run, word: str) -> str:
    """Say which word makes a run of words part of a longer, other name."""
    tokens = reading.tokens
    part = reading.printed(run.start, run.end)
    at = run.end if run.end < len(tokens.keys) and tokens.keys[run.end] == word else run.start - 1
    while at > 0 and at < run.start and tokens.keys[at] != word:
        at -= 1  # the rank of the body stands between
    shown = reading.printed(at, at + 1)
    return f"“{part}” is only a part of the name here: “{shown}” makes it another"


def explanation(
    status: Status,
    institution: Known | None,
    relation: Relation | None,
    hits: tuple[Hit, ...],
    rivals: tuple[Institution, ...],
    similar: tuple[Similar, ...],
) -> str:
    """Return a sentence or two for a reader who is no specialist."""
    hit = hits[0] if hits else None
    if status is _AMBIGUOUS and not rivals and hit is not None:
        name = hit.institution.name
        return f"This may be {name}, but the letters or words do not decide alone; give the country."
    if status is _AMBIGUOUS:
        names = [f"{one.name} ({one.country or 'country unknown'})" for one in rivals[:4]]
        more = f" and {len(rivals) - 4} more" if len(rivals) > 4 else ""
        bodies = ", or ".join(names) + more
        return f"The name may stand for {bodies}; give the country, the city or an identifier."
    if status is _NOT_IDENTIFIED or institution is None:
        alike = f" The most similar listed name is {similar[0].institution.name}." if similar else ""
        return f"No known institution was recognised in this text.{alike}"
    text = _RELATIONS[relation or _SAME].format(institution.name)
    if hit is None:
        return text
    if hit.matched_name.casefold() != institution.name.casefold():
        text += f" It matches the known name “{hit.matched_name}”."
    if hit.loose:
        text += " It is put otherwise here; the place beside it tells whose it is."
    beside = [one.institution.name for one in hits if one.beside]
    return f"{text} Beside it the text names {', '.join(beside)}." if beside else text
