"""Section 1260H, "Chinese military companies": the notice or list as PDF, or its text.

Headings stand at the left margin, subsidiaries indented below them or named after the heading:
"(and AVIC subsidiaries: A; B)". Bullets that give the Department's reasons are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from duediligence.errors import ImporterError
from duediligence.importers.base import ENDED, Collector, Importer, ImportResult
from duediligence.importers.dates import long_date
from duediligence.importers.kinds import guess_kind
from duediligence.importers.pdf import (
    Piece,
    in_columns,
    join_lines,
    lines_of,
    margin_of,
    read_pieces,
    refuse_unreliable,
)
from duediligence.importers.text import split_names, take_apart
from duediligence.model import Kind, ListingRow
from duediligence.names import WordClass, tokenise, word_class

_PAGE = "https://www.federalregister.gov/documents/2026/06/10/2026-11571/notice-of-availability-of-designation-of-chinese-military-companies"
_START = re.compile(
    r"entities identified as chinese military companies|following (?:entities|companies)|^annex\b",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    r"no longer (?:meets?|identified|designated)|(?:are|were|have been|is) removed|removals?:?$",
    re.IGNORECASE,
)
_END = re.compile(r"^(?:dated:|\[?FR Doc\.|billing code)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^(?:page \d+.*|\d{1,3}|unclassified.*|federal register\b.*"
    r"|.*\(\s?printed page \d+\s?\).*|section 1260H.*|.*national defense authorization act.*"
    r"|.*public law \d+.*|operating in the united states.*|in accordance with.*)$",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:is|are|was|were|has|have|directly|indirectly|owned|section|contribut\w+|affiliat\w+ with)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}")
_TWO_NAMES = re.compile(
    r"\b(?:Ltd|Inc|Corp|Limited|Corporation|Company)\b\.?\s+(?!Co\b|Ltd|Limited|Comp|Corp|Inc|and\b|of\b|for\b)[A-Z0-9]"
)
_BULLET = re.compile(r"^[•▪●◦·o*–-]\s+")
_SUBSIDIARIES = re.compile(
    r"\s*[(,]?\s*\band\s+(?:its|[\w&.\- ]{2,40}?)?\s*subsidiar(?:y|ies)\s*:\s*(?P<names>.+?)\)?\.?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[,&-]|\b(?:and|of|for|the))$", re.IGNORECASE)
_CARRIED_OVER = re.compile(r"^(?:[a-z(&]|(?i:co|company|corp|corporation|inc|limited|ltd)\b)")
_INDENT = 6.0
_LARGEST_STEP = 40.0
_SAME_STEP = 1.06  # how much two equal steps may differ
_MOST_WRAPPED = 0.5
_SAYS_NOTHING = {WordClass.FORM, WordClass.FIELD, WordClass.LEGAL}


def read(path: Path) -> ImportResult:
    """Read the PDF, or its text laid out as on the page.

    Raises:
        ImporterError: No company could be read.
    """
    collector = Collector(path)
    lines = lines_of(in_columns(read_pieces(path)))
    as_of = next((date for line in lines[:40] if (date := long_date(line.text))), None)
    heading: str | None = None
    for number, (text, indented) in enumerate(_entries(lines, collector), 1):
        name = _take(number, text, heading if indented else None, as_of, collector)
        heading = heading if indented else name
    result = collector.result(as_of=as_of)
    if not result.rows:
        raise ImporterError(f"{path}: no company found", hint=f"Give the PDF of the list, see {_PAGE}.")
    refuse_unreliable(path, result, _doubtful)
    return result


def _take(number: int, text: str, parent: str | None, as_of: str | None, collector: Collector) -> str:
    """Hand over one heading with the subsidiaries named after it; return the heading's name."""
    match = _SUBSIDIARIES.search(text)
    names = take_apart(text[: match.start()] if match else text)
    _add(number, text, parent, as_of, collector)
    for subsidiary in split_names(match["names"]) if match else ():
        _add(number, subsidiary, names.name, as_of, collector)
    return names.name


def _add(number: int, text: str, parent: str | None, as_of: str | None, collector: Collector) -> None:
    names = take_apart(_SUBSIDIARIES.sub("", text))
    kind = guess_kind(names.name, names.aliases)
    collector.add(
        number,
        list="us-dod-1260h",
        name=names.name,
        printed=names.printed,
        aliases=names.aliases,
        former=names.former,
        acronyms=names.acronyms,
        parent=parent or names.parent,
        countries=() if parent else ("CN",),
        kind=Kind.COMPANY if kind is Kind.OTHER else kind,
        as_of=as_of,
        cite="Section 1260H, NDAA FY2021" + (f", list of {as_of}" if as_of else ""),
        url=_PAGE,
    )


def _entries(lines: list[Piece], collector: Collector) -> Iterator[tuple[str, bool]]:
    """Yield (text, whether indented) for each entry, wrapped lines joined."""
    listed = list(_listed(lines, collector))
    margin, wrapped = margin_of(listed), _wrapped_step(listed)
    text, indented = "", False
    for before, line in zip([None, *listed], listed, strict=False):
        content = _BULLET.sub("", line.text)
        if text and (_goes_on(text, content) or (before and 0 < line.down - before.down <= wrapped)):
            text = join_lines(text, content)
            continue
        if text:
            yield text, indented
        text, indented = content, line.x > margin + _INDENT or bool(_BULLET.match(line.text))
    if text:
        yield text, indented


def _wrapped_step(lines: list[Piece]) -> float:
    """The distance of a line that carries on the one above, where entries stand further apart; else 0."""
    steps = sorted(
        b.down - a.down
        for a, b in pairwise(lines)
        if a.page == b.page and abs(a.x - b.x) < _INDENT and 0 < b.down - a.down < _LARGEST_STEP
    )
    if not steps:
        return 0.0
    least, usual = steps[0] * _SAME_STEP, steps[len(steps) // 2]
    few = sum(step <= least for step in steps) <= len(steps) * _MOST_WRAPPED
    return least if least * _SAME_STEP < usual and few else 0.0


def _listed(lines: list[Piece], collector: Collector) -> Iterator[Piece]:
    """Yield the lines between the heading and the end, without page furniture, reasons and removals."""
    start = next((i for i, line in enumerate(lines) if _START.search(line.text)), -1)
    end = min((line.down for line in lines[start + 1 :] if _END.match(line.text)), default=float("inf"))
    removed = False
    for line in lines[start + 1 :]:
        if line.down >= end:
            continue  # by its place: columns are read one after the other
        removed = removed or bool(_REMOVED.search(line.text))
        if _REMOVED.search(line.text) or _is_furniture(line.text):
            continue
        if removed:
            collector.skip(ENDED)
        elif not (_BULLET.match(line.text) and _REASON.search(line.text)):
            yield line


def _is_furniture(text: str) -> bool:
    return bool(_FURNITURE.match(text) or _DATE.fullmatch(text) or _START.search(text))


def _doubtful(row: ListingRow) -> str | None:
    """Why a row seems to hold more, or less, than one name."""
    if _TWO_NAMES.search(re.sub(r"\([^()]*\)", "", row.name)):
        return "two names run together"
    words = tokenise(row.name).keys
    return "the end of a longer name" if all(word_class(word) in _SAYS_NOTHING for word in words) else None


def _goes_on(text: str, following: str) -> bool:
    return (
        text.count("(") > text.count(")")
        or bool(_GOES_ON.search(text))
        or bool(_CARRIED_OVER.match(following))
    )


IMPORTER = Importer(
    source="us-dod-1260h",
    lists=("us-dod-1260h",),
    title="Entities identified as Chinese military companies (section 1260H)",
    publisher="US Department of War (Defense)",
    page=_PAGE,
    read=read,
)
