"""One decision: what it says, what it is about, and the state of the listings it was made on."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from duediligence.errors import UsageError
from duediligence.model import Institution

NOT_IDENTIFIED = "not-identified"
"""In place of an institution's id: the finding is about a name that nobody knows."""

InstitutionOf = Callable[[str], Institution | None]
"""Finds an institution by id; None for an id that the data do not hold."""


class DecisionKind(StrEnum):
    """What was decided."""

    NOT_THE_SAME = "not-the-same"
    ACCEPTED_RISK = "accepted-risk"


class DecisionState(StrEnum):
    """What a decision is worth; `partial` leaves other findings of the same result open."""

    IN_FORCE = "in-force"
    PARTIAL = "partial"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _iso_date(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
        raise ValueError("expected a date such as 2027-06-30")
    return value.strip() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1)]
Day = Annotated[date, BeforeValidator(_iso_date)]


class Decision(BaseModel):
    """One entry of the decisions file; `kind` is written `as`.

    `listings` is a hash of the institution's current listings at the time of the decision.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    partner: Text
    institution: Text
    kind: DecisionKind = Field(alias="as")
    reason: Text
    expires: Day
    by: Annotated[str, BeforeValidator(_one_line)] = ""
    decided: Day | None = None
    listings: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What the decision is about: the name, normalised, and the institution."""
        return same_name(self.partner), self.institution


def make_decision(
    partner: str,
    institution: str,
    kind: str,
    *,
    reason: str,
    expires: str,
    by: str,
    today: date,
    institution_of: InstitutionOf,
) -> Decision:
    """Check what the user decided and return it, with the hash of today's listings.

    Args:
        partner: The partner's name as it was screened.
        institution: Id of the institution found, or `not-identified`.
        kind: `not-the-same` or `accepted-risk`.
        reason: Why.
        expires: ISO date, not before today.
        by: Who answers for it.
        today: The day of the decision.
        institution_of: Finds an institution of the data in force.

    Raises:
        UsageError: Something is missing, unknown or past; the message names the option.
    """
    known = institution_of(institution)
    if known is None and institution != NOT_IDENTIFIED:
        raise UsageError(
            f"--institution {institution}: no such institution",
            hint=f"Take the id from the report; for a name that nobody knows it is {NOT_IDENTIFIED}.",
        )
    if kind not in list(DecisionKind):
        raise UsageError(f"--as {kind}: expected {' or '.join(DecisionKind)}", hint="See `decide --help`.")
    for option, value in (("NAME", partner), ("--reason", reason), ("--by", by)):
        if not value.strip():
            raise UsageError(f"{option} is empty", hint="A decision needs a name, a reason and a person.")
    return Decision(
        partner=partner,
        institution=institution,
        kind=DecisionKind(kind),
        reason=reason,
        expires=_future(expires, today),
        by=by,
        decided=today,
        listings=listings_hash(known, institution_of),
    )


def same_name(name: str) -> str:
    """Return a partner's name for comparison: case, width and spacing do not matter, words do."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def listings_hash(institution: Institution | None, institution_of: InstitutionOf) -> str | None:
    """Return a short hash of the current listings of an institution and of the bodies it belongs to.

    Ended listings, dates of reading and citations do not count: only being on a list, and how rated.

    Returns:
        Sixteen hexadecimal digits, or None for an institution that the data do not hold.
    """
    if institution is None:
        return None
    parents = [institution_of(related.id) for related in institution.related]
    bodies = {one.id: one for one in (institution, *parents) if one is not None}
    rows = sorted(
        [body.id, one.list, one.rating or "", one.category or "", one.since or ""]
        for body in bodies.values()
        for one in body.listings
        if not one.until
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def _future(expires: str, today: date) -> date:
    try:
        day = date.fromisoformat(expires.strip())
    except ValueError:
        raise UsageError(
            f"--expires {expires}: not a date", hint="Write it as year-month-day, such as 2027-06-30."
        ) from None
    if day < today:
        raise UsageError(f"--expires {day}: already past", hint="Give a day from today on.")
    return day
