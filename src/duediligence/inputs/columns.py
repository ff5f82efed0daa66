"""Which column holds the partner's name, country or identifier: by the headers people use.

The headers, in some twenty languages, are data: see `headers.txt` beside this file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from duediligence.errors import UsageError

_SPLIT_WORDS = re.compile(r"[^\w]+|_+")
_NAME_SECTIONS = ("name: the partner", "name: an institution", "name: any name")
_WORD_SECTIONS = ("words: the partner", "words: an institution", "words: any name")
_NUMBERED = re.compile(r" \(\d+\)$")  # as a repeated header is told from the first, see `grid.unique_header`
_SHOWN_WIDTH = 40  # characters of a header in a message


@dataclass(frozen=True, slots=True)
class Roles:
    """Which columns of a table matter, as 0-based positions."""

    name: int
    country: int | None = None
    identifier: int | None = None


def choose_roles(
    header: Sequence[str],
    *,
    column: str | None = None,
    country_column: str | None = None,
    identifier_column: str | None = None,
    where: str = "",
) -> Roles:
    """Return the columns that hold name, country and identifier.

    A column asked for by name is taken by its header (case and spacing do not matter), or by its
    1-based number or spreadsheet letter. Otherwise it is recognised by the usual headers.

    Args:
        header: The header cells, left to right.
        column: The name column asked for, if any.
        country_column: The country column asked for, if any.
        identifier_column: The identifier column asked for, if any.
        where: The file, for messages.

    Raises:
        UsageError: When a column asked for is missing, or no or several columns may hold the name.
    """
    name = _asked(header, column, where) if column else _recognised_name(header, where)
    country = _asked(header, country_column, where) if country_column else _first(header, "country")
    identifier = (
        _asked(header, identifier_column, where) if identifier_column else _first(header, "identifier")
    )
    return Roles(name, *(None if other == name else other for other in (country, identifier)))


def header_likeness(cells: Sequence[str]) -> int:
    """Return how much a row looks like a header row: 0 when no cell is a usual header."""
    return sum(_cell_likeness(fold_header(cell)) for cell in cells)


def fold_header(text: str) -> str:
    """Return a header without case, accents, punctuation or repeated spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("ё", "е").replace("ı", "i"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    composed = unicodedata.normalize("NFC", plain)  # Hangul syllables came apart with the accents
    return " ".join(_SPLIT_WORDS.sub(" ", composed).split())


def has_header(cells: Sequence[str], wanted: str) -> bool:
    """Tell whether a row holds the header asked for."""
    folded = fold_header(wanted)
    return any(cell.strip() == wanted.strip() or fold_header(cell) == folded for cell in cells if cell)


def column_letter(position: int) -> str:
    """Return the spreadsheet letter of a 0-based column: A, B, ..., Z, AA, ..."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _asked(header: Sequence[str], wanted: str, where: str) -> int:
    for position, cell in enumerate(header):
        if cell.strip() == wanted.strip():
            return position
    folded = fold_header(wanted)
    for position, cell in enumerate(header):
        if folded and fold_header(cell) == folded:
            return position
    numbered = _position(wanted.strip())
    if numbered is not None and numbered < len(header):
        return numbered
    raise UsageError(
        f"{where}: no column {wanted!r}; the columns are {_listed(header)}",
        hint="Give one of these headers, or the column's number.",
    )


def _position(wanted: str) -> int | None:
    """Return the 0-based position that a number or up to two capital letters stand for."""
    if wanted.isascii() and wanted.isdigit():
        return int(wanted[:6]) - 1 if int(wanted[:6]) else None
    if not re.fullmatch(r"[A-Z]{1,2}", wanted):
        return None
    number = 0
    for letter in wanted:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _recognised_name(header: Sequence[str], where: str) -> int:
    for section in _NAME_SECTIONS:
        found = _first(header, section)
        if found is not None:
            _refuse_repeated(header, found, where)
            return found
    return _by_words(header, where)


def _refuse_repeated(header: Sequence[str], found: int, where: str) -> None:
    """Ask when the header of the name column stands above a further column, which reading has numbered."""
    usual = fold_header(header[found])
    alike = [cell for cell in header if fold_header(_NUMBERED.sub("", cell)) == usual]
    if len(alike) > 1:
        raise _several(alike, where)


def _several(found: Sequence[str], where: str) -> UsageError:
    return UsageError(
        f"{where}: several columns may hold the partner's name: {_listed(found)}",
        hint="Say which one with --column.",
    )


def _first(header: Sequence[str], section: str) -> int | None:
    """Return the column whose header stands earliest in a section of the usual ones."""
    folded = [fold_header(cell) for cell in header]
    return next((folded.index(usual) for usual in _usual()[section] if usual in folded), None)


def _cell_likeness(folded: str) -> int:
    """Return 3 for a header of the partner, 2 of an institution, 1 of any name, country or identifier."""
    for weight, section in zip((3, 2, 1), _NAME_SECTIONS, strict=True):
        if folded in _usual()[section]:
            return weight
    return int(folded in _usual()["country"] or folded in _usual()["identifier"])


@cache
def _usual() -> dict[str, dict[str, None]]:
    """Return the sections of `headers.txt`, their lines in comparable form and in order."""
    text = resources.files("duediligence.inputs").joinpath("headers.txt").read_text(encoding="utf-8")
    sections: dict[str, dict[str, None]] = {}
    current: dict[str, None] = {}
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            current[fold_header(line)] = None
    return sections


def _by_words(header: Sequence[str], where: str) -> int:
    """Fall back on headers that hold a telling word, such as "Partner in China (English)"."""
    others = _usual()["no name: words of other columns"].keys()
    worded = {position: set(fold_header(cell).split()) for position, cell in enumerate(header)}
    worded = {position: words for position, words in worded.items() if words and not words & others}
    for section in _WORD_SECTIONS:
        found = [position for position, words in worded.items() if words & _usual()[section].keys()]
        if len(found) == 1:
            return found[0]
        if found:
            raise _several([header[position] for position in found], where)
    raise UsageError(
        f"{where}: no column looks like the partner's name; the columns are {_listed(header)}",
        hint="Say which one with --column, or use --input-format lines for a file of one name a line.",
    )


def _listed(header: Sequence[str], limit: int = 20) -> str:
    """Return headers for a message, at most `limit` of them, each cut to a readable length."""
    shown = [
        repr(cell if len(cell) <= _SHOWN_WIDTH else cell[: _SHOWN_WIDTH - 1] + "…") for cell in header if cell
    ]
    more = f" and {len(shown) - limit} more" if len(shown) > limit else ""
    return (", ".join(shown[:limit]) or "all without a header") + more
