"""What changed between two versions of the data, or between two saved reports, and whether for the worse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from duediligence.errors import DataError
from duediligence.model import Institution, Level, Listing, Report

_COMPARED = ("printed", "rating", "category", "programme", "since")
_RATINGS = ("unrated", "low", "medium", "high", "very-high")
_LARGEST_REPORT = 2_000_000_000


@dataclass(frozen=True, slots=True)
class ListingChange:
    """One listing before and after; None where there was, or is, none in force."""

    list: str
    before: Listing | None
    after: Listing | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Which of the compared fields differ; none for a listing gained or lost."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in _COMPARED if getattr(self.before, name) != getattr(self.after, name))

    @property
    def worse(self) -> bool:
        """Whether it was gained, or its rating rose."""
        if self.after is None:
            return False
        return self.before is None or _rating(self.after) > _rating(self.before)


@dataclass(frozen=True, slots=True)
class InstitutionChange:
    """One institution whose listings in force are not what they were."""

    id: str
    name: str
    country: str | None
    changes: tuple[ListingChange, ...]

    @property
    def worse(self) -> bool:
        """Whether any change is for the worse."""
        return any(change.worse for change in self.changes)


@dataclass(frozen=True, slots=True)
class DataDiff:
    """Every institution that gained, lost or changed listings, in the order of their ids."""

    institutions: tuple[InstitutionChange, ...]

    @property
    def worse(self) -> bool:
        """Whether any institution got worse."""
        return any(change.worse for change in self.institutions)


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """One partner whose verdict or identification is not what it was; None where it was not screened."""

    partner: str
    country: str | None
    before: Level | None
    after: Level | None
    institution_before: str | None = None
    institution_after: str | None = None

    @property
    def worse(self) -> bool:
        """Whether the verdict rose; of a partner that is new here, whether there is a finding at all."""
        return self.after is not None and self.after.rank > (self.before or Level.NONE).rank


@dataclass(frozen=True, slots=True)
class ReportDiff:
    """Every partner whose verdict, identification or presence changed, in the order of the newer report."""

    partners: tuple[VerdictChange, ...]

    @property
    def worse(self) -> bool:
        """Whether any partner's verdict rose, or a new partner came with a finding."""
        return any(change.worse for change in self.partners)


def diff_institutions(old: Iterable[Institution], new: Iterable[Institution]) -> DataDiff:
    """Compare the listings in force of two versions of the data, institution by institution."""
    before, after = ({one.id: one for one in side if one.listings} for side in (old, new))
    changes = []
    for identifier in sorted(before.keys() | after.keys()):
        known = after.get(identifier) or before[identifier]
        found = tuple(_listing_changes(before.get(identifier), after.get(identifier)))
        if found:
            changes.append(InstitutionChange(identifier, known.name, known.country, found))
    return DataDiff(tuple(changes))


def diff_reports(old: Report, new: Report) -> ReportDiff:
    """Compare the verdicts of two reports, partner by partner; partners are told by name and country."""
    before, after = _verdicts(old), _verdicts(new)
    changes = [_verdict_change(key, before.get(key), now) for key, now in after.items()]
    changes += [_verdict_change(key, was, None) for key, was in before.items() if key not in after]
    return ReportDiff(tuple(change for change in changes if change))


def read_report(path: Path) -> Report | None:
    """Return the report saved in a JSON file, or None when the file is something else.

    Raises:
        DataError: It is a report, and broken or of another schema version.
    """
    if path.suffix.lower() != ".json" or not path.is_file():
        return None
    try:
        if path.stat().st_size > _LARGEST_REPORT:
            raise DataError(f"{path}: too large for a report", hint="Compare smaller reports.")
        content: Any = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as exc:
        raise DataError(
            f"{path}: not readable JSON: {exc}", hint="Give a report saved with --format json."
        ) from exc
    if not isinstance(content, dict) or "schema_version" not in content:
        raise DataError(f"{path}: no report", hint="Give a report saved with --format json.")
    try:
        return Report.model_validate(content)
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise DataError(
            f"{path}: {place}: {first['msg']}", hint="Make the report again with this version."
        ) from exc


def _listing_changes(before: Institution | None, after: Institution | None) -> Iterable[ListingChange]:
    was, now = _in_force(before), _in_force(after)
    for list_id in sorted(was.keys() | now.keys()):
        for one, other in _paired(was.get(list_id, []), now.get(list_id, [])):
            change = ListingChange(list_id, one, other)
            if one is None or other is None or change.fields:
                yield change


def _in_force(institution: Institution | None) -> Mapping[str, list[Listing]]:
    found: dict[str, list[Listing]] = {}
    for listing in institution.listings if institution else ():
        if listing.until is None:
            found.setdefault(listing.list, []).append(listing)
    return found


def _paired(
    was: Sequence[Listing], now: Sequence[Listing]
) -> Iterable[tuple[Listing | None, Listing | None]]:
    """Pair the listings of one list: those printed alike first, then in their order."""
    left, rest = list(was), []
    for listing in now:
        same = next((one for one in left if one.printed == listing.printed), None)
        if same:
            left.remove(same)
            yield same, listing
        else:
            rest.append(listing)
    for at in range(max(len(left), len(rest))):
        yield left[at] if at < len(left) else None, rest[at] if at < len(rest) else None


def _rating(listing: Listing) -> int:
    return _RATINGS.index(listing.rating) if listing.rating in _RATINGS else 0


_Key = tuple[str, str | None]
_Verdict = tuple[Level, str | None]


def _verdicts(report: Report) -> dict[_Key, _Verdict]:
    """The verdict on each partner; of a partner screened several times, the gravest."""
    found: dict[_Key, _Verdict] = {}
    for result in report.results:
        key = (result.partner.name, result.partner.country)
        institution = result.identification.institution
        level = result.verdict.level
        if key not in found or level.rank > found[key][0].rank:
            found[key] = (level, institution.id if institution else None)
    return found


def _verdict_change(key: _Key, was: _Verdict | None, now: _Verdict | None) -> VerdictChange | None:
    if was == now:
        return None
    before, identified_before = was or (None, None)
    after, identified_after = now or (None, None)
    return VerdictChange(*key, before, after, identified_before, identified_after)
