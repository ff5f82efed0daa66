"""The words a report uses for its fixed values, the same in every format that is read by people."""

from __future__ import annotations

from functools import lru_cache

from duediligence.model import Citation, InputInfo, Level, NameKind, RelatedAs, Relation, Result, Status

LEVEL_WORD = {
    Level.STOP: "STOP",
    Level.ESCALATE: "ESCALATE",
    Level.REVIEW: "REVIEW",
    Level.NONE: "NOTHING FOUND",
}

LEVEL_HEADLINE = {
    Level.STOP: "STOP",
    Level.ESCALATE: "ESCALATE",
    Level.REVIEW: "REVIEW",
    Level.NONE: "NOTHING FOUND ON THE LISTS CHECKED",
}

LEVEL_ADVICE = {
    Level.STOP: "Sign, send and promise nothing before your legal or compliance office has decided.",
    Level.ESCALATE: "Take this to your research-security office before anything is signed.",
    Level.REVIEW: "Look closer before you sign: this needs enhanced due diligence.",
    Level.NONE: "Nothing found on the lists checked, as of their dates. Absence from a list proves nothing.",
}

_NOBODY = "Nobody was identified by this name, so that no institution was checked against the lists."

STATUS_WORD = {
    Status.LISTED: "listed",
    Status.KNOWN_NOT_LISTED: "known, not listed",
    Status.AMBIGUOUS: "ambiguous",
    Status.NOT_IDENTIFIED: "not identified",
}

STATUS_SENTENCE = {
    Status.LISTED: "The name was recognised, and the institution is listed.",
    Status.KNOWN_NOT_LISTED: "The institution is known, and it is not on any list checked.",
    Status.AMBIGUOUS: "The name fits more than one institution, and nothing decides between them.",
    Status.NOT_IDENTIFIED: "No known institution was recognised: not the same as known and not listed.",
}

RELATION_PHRASE = {
    Relation.SAME: "the institution itself",
    Relation.FORMER_NAME: "a former name of the institution",
    Relation.ACRONYM_ONLY: "only an acronym of the institution",
    Relation.UNIT_OF: "a unit of the institution",
    Relation.AFFILIATED_HOSPITAL: "a hospital affiliated with the institution",
    Relation.JOINT_BODY_OF: "a joint body of the institution",
    Relation.SUBSIDIARY_OF: "a subsidiary of the institution",
    Relation.SIMILAR_NAME: "a similar name only",
}

RELATED_PHRASE = {
    RelatedAs.UNIT_OF: "unit of",
    RelatedAs.SUBSIDIARY_OF: "subsidiary of",
    RelatedAs.SUPERVISED_BY: "supervised by",
    RelatedAs.JOINT_VENTURE_OF: "joint venture of",
    RelatedAs.SUCCESSOR_OF: "successor of",
}

NAME_KIND_WORD = {
    NameKind.ALIAS: "also known as",
    NameKind.FORMER: "former names",
    NameKind.ACRONYM: "acronyms",
    NameKind.NATIVE: "in native script",
    NameKind.PRINTED: "as printed on lists",
    NameKind.GENERIC: "generic names (never decide alone)",
}


def advice_on(result: Result) -> str:
    """What to do about a partner; where nobody was identified, it says first that nobody was checked."""
    level, status = result.verdict.level, result.identification.status
    unknown = level is Level.NONE and status is Status.NOT_IDENTIFIED
    return f"{_NOBODY} {LEVEL_ADVICE[level]}" if unknown else LEVEL_ADVICE[level]


def option_words(value: object) -> str:
    """An option of the run in words, as a reader of any format sees it."""
    if value is None or value in ((), [], ""):
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def as_of_suffix(cited: Citation) -> str:
    """A source's date as it follows its title: nothing where there is none, or the title ends with it."""
    dated = f"as of {cited.as_of}"
    return f", {dated}" if cited.as_of and not cited.title.endswith(dated) else ""


def encoding_told(given: InputInfo) -> str:
    """The encoding of an input, where a reader should know of it: any but plain UTF-8."""
    return "" if given.encoding in (None, "utf-8") else str(given.encoding)


def rating_words(rating: str | None) -> str:
    """A publisher's rating as a reader says it: `very-high` becomes `very high`, nothing stays empty."""
    return (rating or "").replace("-", " ").replace("_", " ")


@lru_cache(maxsize=256)
def country_title(code: str) -> str:
    """A country's name for readers: `CN` becomes `China`, a code that is unknown stays."""
    from duediligence.names.countries import country_name  # a large table

    return country_name(code)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 list`, `2 lists`, `1,200 lists`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
