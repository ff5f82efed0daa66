"""One result as one row of columns: what csv, xlsx and other tables have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from duediligence.model import DecisionMark, ListingView, Match, Result, Skipped, Source

NOT_SCREENED = "not-screened"
_BETWEEN = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of results: its key (csv header), its title for people, and its value."""

    key: str
    title: str
    value: Callable[[Result], str | int | float]
    width: int = 14  # characters, for spreadsheets


def place_of(item: Result | Skipped) -> Source:
    """Return where an item came from; an empty place for a name given as an argument."""
    source = item.source if isinstance(item, Skipped) else item.partner.source
    return source or Source()


def place_text(source: Source) -> str:
    """Return a place in words: `partners.csv, row 12`; nothing for a name given as an argument."""
    parts = [source.file, f"sheet {source.sheet}" if source.sheet else None]
    parts += [f"{word} {number}" for word, number in _numbers(source) if number is not None]
    return ", ".join(part for part in parts if part)


def list_names(match: Match) -> str:
    """Return the current listings of a match in words: each list once, with its ratings."""
    return _joined(_with_rating(listing) for listing in match.listings if not listing.until)


def listed_institutions(result: Result) -> str:
    """Return the listed institutions that a partner's name names."""
    return _joined(match.institution.name for match in result.matches)


def decision_text(decision: DecisionMark | None) -> str:
    """Return a recorded decision in words; nothing when there is none."""
    if decision is None:
        return ""
    kind = decision.decision.replace("-", " ")
    state = f"{decision.state.replace('-', ' ')}, until {decision.expires}, by {decision.by}"
    return f"{kind} ({state}): {decision.reason}"


def row_values(item: Result | Skipped) -> list[str | int | float]:
    """Return the values of an item under `COLUMNS`."""
    if isinstance(item, Result):
        return [column.value(item) for column in COLUMNS]
    known: dict[str, str | int | float] = {
        "file": item.source.file or "",
        "row": item.source.row or "",
        "sheet": item.source.sheet or "",
        "partner": item.name or "",
        "verdict": NOT_SCREENED,
        "explanation": item.reason,
    }
    return [known.get(column.key, "") for column in COLUMNS]


def _numbers(source: Source) -> tuple[tuple[str, int | None], ...]:
    return (("page", source.page), ("row", source.row), ("line", source.line if source.row is None else None))


def _joined(parts: Iterable[str | None]) -> str:
    return _BETWEEN.join(dict.fromkeys(part for part in parts if part))


def _with_rating(listing: ListingView) -> str:
    return f"{listing.list} ({listing.rating})" if listing.rating else listing.list


def _identity(field: str) -> Callable[[Result], str]:
    def value(result: Result) -> str:
        return str(getattr(result.identification.institution, field, None) or "")

    return value


def _of_source(field: str) -> Callable[[Result], str | int]:
    def value(result: Result) -> str | int:
        found: str | int | None = getattr(result.partner.source, field, None)
        return found if found is not None else ""

    return value


def _explanation(result: Result) -> str:
    return result.identification.explanation


COLUMNS: tuple[Column, ...] = (
    Column("row", "Row", _of_source("row"), 7),
    Column("partner", "Partner", lambda result: result.partner.name, 44),
    Column("country", "Country", lambda result: result.partner.country or "", 10),
    Column("verdict", "Verdict", lambda result: result.verdict.level.value, 13),
    Column("status", "Identified", lambda result: result.identification.status.value, 18),
    Column("institution", "Institution", _identity("name"), 40),
    Column("institution_country", "Its country", _identity("country"), 11),
    Column("relation", "Relation", lambda result: result.identification.relation or "", 16),
    Column("confidence", "Confidence", lambda result: round(result.identification.confidence, 1) or "", 11),
    Column("listed", "Listed institutions", listed_institutions, 40),
    Column("lists", "Lists", lambda result: _joined(map(list_names, result.matches)), 44),
    Column("reasons", "Why", lambda result: " ".join(reason.text for reason in result.verdict.reasons), 60),
    Column("rules", "Rules", lambda result: _joined(reason.rule for reason in result.verdict.reasons), 30),
    Column("explanation", "How it was identified", _explanation, 50),
    Column("notes", "Notes", lambda result: " ".join(note.text for note in result.notes), 40),
    Column(
        "similar",
        "Similar, not taken",
        lambda result: _joined(s.institution.name for s in result.similar),
        40,
    ),
    Column("sources", "Sources", lambda result: _joined(cited.url for cited in result.citations), 60),
    Column("decision", "Decision", lambda result: decision_text(result.decision), 40),
    Column("institution_id", "Institution id", _identity("id"), 30),
    Column("ror", "ROR", _identity("ror"), 28),
    Column("file", "File", _of_source("file"), 16),
    Column("sheet", "Sheet", _of_source("sheet"), 10),
)
