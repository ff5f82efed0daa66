"""Frozen shapes shared by every layer: what is asked, what is known, what is reported.

The shapes from `Report` downwards are the JSON contract (schema version 1.0); change them only
with a new version number. Nothing here reads files, prints or decides.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"

ShapeT = TypeVar("ShapeT", bound="Shape")

# The shapes are frozen; their slots are set below what keeps them so.
_set_fields, _set_names, _set_extra, _set_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


class Shape(BaseModel):
    """Base of all shapes: immutable, unknown fields refused, built on first use."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def made(cls, **fields: Any) -> Self:  # noqa: ANN401 - as pydantic takes them
        """Make a shape from values known to fit, every field given; nothing is checked or filled in.

        Screening makes several shapes a name, thousands of names a second; this costs a fifth of
        pydantic's `model_construct`.
        """
        return _filled(cls, fields)

    @classmethod
    def holding(cls, fields: dict[str, Any]) -> Self:
        """Make a shape as `made` does, out of a dictionary that is the shape's own from now on."""
        return _filled(cls, fields)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as what it is: values known to fit, not to be checked again."""
        return _filled, (type(self), self.__dict__)


def _filled(cls: type[ShapeT], fields: dict[str, Any]) -> ShapeT:
    made = object.__new__(cls)
    _set_fields(made, fields)
    _set_names(made, _names(cls))
    _set_extra(made, None)
    _set_private(made, None)
    return made


@cache
def _names(shape: type[Shape]) -> set[str]:
    return set(shape.model_fields)


# --- vocabulary ---------------------------------------------------------------------------------


class Level(StrEnum):
    """What to do about a partner, mildest first. Compare with `rank`, not with the text."""

    NONE = "none"
    REVIEW = "review"
    ESCALATE = "escalate"
    STOP = "stop"

    @property
    def rank(self) -> int:
        """0 for `none` up to 3 for `stop`."""
        return _LEVEL_RANK[self]


_LEVEL_RANK = {Level.NONE: 0, Level.REVIEW: 1, Level.ESCALATE: 2, Level.STOP: 3}


class Status(StrEnum):
    """What the name turned out to be."""

    LISTED = "listed"
    KNOWN_NOT_LISTED = "known-not-listed"
    AMBIGUOUS = "ambiguous"
    NOT_IDENTIFIED = "not-identified"


class Relation(StrEnum):
    """How the text relates to the institution it was matched with."""

    SAME = "same"
    FORMER_NAME = "former-name"
    ACRONYM_ONLY = "acronym-only"
    UNIT_OF = "unit-of"
    AFFILIATED_HOSPITAL = "affiliated-hospital"
    JOINT_BODY_OF = "joint-body-of"
    SUBSIDIARY_OF = "subsidiary-of"
    SIMILAR_NAME = "similar-name"


class Kind(StrEnum):
    """What sort of body an institution is."""

    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research-institute"
    COMPANY = "company"
    MILITARY = "military"
    SECURITY = "security"
    GOVERNMENT = "government"
    HOSPITAL = "hospital"
    PROGRAMME = "programme"
    OTHER = "other"


class NameKind(StrEnum):
    """What sort of name a text is; acronyms and generic names never decide alone."""

    ALIAS = "alias"
    FORMER = "former"
    ACRONYM = "acronym"
    NATIVE = "native"
    PRINTED = "printed"
    GENERIC = "generic"


class RelatedAs(StrEnum):
    """How one institution is tied to another (read: this record is ... that one)."""

    UNIT_OF = "unit-of"
    SUBSIDIARY_OF = "subsidiary-of"
    SUPERVISED_BY = "supervised-by"
    JOINT_VENTURE_OF = "joint-venture-of"
    SUCCESSOR_OF = "successor-of"


class EvidenceKind(StrEnum):
    """How a word of the query compares with a word of the known name."""

    AGREED = "agreed"
    MISSING = "missing"
    DIFFERENT = "different"
    EXTRA = "extra"


# --- the catalogue ------------------------------------------------------------------------------


class Name(Shape):
    """One name of an institution, in any script.

    `source` says where the name was read: a list id, `ror`, or a curator's initials.
    """

    text: str
    kind: NameKind = NameKind.ALIAS
    lang: str | None = None
    source: str | None = None


class Related(Shape):
    """A tie to another institution: `as` in the data, `role` in code."""

    id: str
    role: RelatedAs = Field(alias="as")
    source: str | None = None

    model_config = ConfigDict(populate_by_name=True)


class Listing(Shape):
    """One institution on one list.

    Dates are ISO texts of whatever precision the source gives (`2024-07` is valid). `until` marks
    a listing that ended: it produces a note, never a level. `as_of` is the date at which the
    listing was seen, when it differs from the list's own date.
    """

    list: str
    printed: str
    rating: str | None = None
    category: str | None = None
    programme: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    cite: str | None = None
    url: str | None = None
    confidence: str | None = None
    note: str | None = None


class Institution(Shape):
    """One institution, listed or not; a record without listings is known, not listed."""

    id: str
    name: str
    country: str | None = None
    kind: Kind = Kind.OTHER
    city: str | None = None
    ids: dict[str, str] = {}
    domains: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    related: tuple[Related, ...] = ()
    groups: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    declared_namesakes: tuple[str, ...] = ()

    def name_at(self, number: int) -> str:
        """Return one of its names: the main one for 0, then the others in their order."""
        return self.names[number - 1].text if number else self.name

    def whole(self) -> Institution:
        """Return the institution itself; an outline of one reads it (see `catalogue.records`)."""
        return self

    @property
    def ror_url(self) -> str | None:
        """The full ROR address, or None where no ROR id is known."""
        ror = self.ids.get("ror")
        return f"https://ror.org/{ror}" if ror else None


class RiskList(Shape):
    """What a list is: who publishes it, what force it has, and as of when it was read.

    `revised` is false where a statute or order fixes the names: its age is told, and makes nothing stale.
    """

    id: str
    title: str
    short: str
    publisher: str
    jurisdiction: str
    force: str
    url: str
    cadence: str
    as_of: str
    covers: str
    does_not_mean: str
    status: str = "in-force"  # in-force | historic | context
    revised: bool = True
    source: str = "shipped"  # shipped | updated | own
    licence: str = ""  # whose licence its user needs, where the publisher's file is not free for every use
    listings: int = 0
    institutions: int = 0


# --- what the recogniser says -------------------------------------------------------------------


class Evidence(Shape):
    """One word compared: the query's word, the known name's word, and how much it weighs."""

    kind: EvidenceKind
    query: str | None = None
    name: str | None = None
    weight: float = 0.0


class InstitutionRef(Shape):
    """The short form of an institution used in reports; `ror` is the full address or null."""

    id: str
    name: str
    country: str | None = None
    kind: Kind = Kind.OTHER
    ror: str | None = None


# --- the report (contract) ----------------------------------------------------------------------


class Source(Shape):
    """Where a partner's name came from: file and 1-based row, or page, line, column and span."""

    file: str | None = None
    row: int | None = None
    sheet: str | None = None
    page: int | None = None
    line: int | None = None
    column: int | None = None
    span: tuple[int, int] | None = None
    context: str | None = None


class Partner(Shape):
    """A name to be screened, with what else is known about it.

    `columns` carries the other columns of the input row through to the outputs.
    """

    name: str
    country: str | None = None
    identifier: str | None = None
    source: Source | None = None
    columns: dict[str, str] = {}


class ListingView(Shape):
    """A listing as a report shows it; `citation` numbers the entry in `Result.citations`."""

    list: str
    list_title: str
    printed_name: str
    rating: str | None = None
    category: str | None = None
    programme: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    meaning: str = ""
    citation: int


class Identification(Shape):
    """Who the partner is, as far as the name tells; `confidence` is calibrated, 0-100."""

    status: Status
    institution: InstitutionRef | None = None
    relation: Relation | None = None
    confidence: float = 0.0
    explanation: str = ""


class Reason(Shape):
    """One rule that fired: its id, its level, a sentence, and the citations behind it.

    `institution` is the id of the institution the reason is about, where it is about one.
    """

    rule: str
    level: Level
    text: str
    citations: tuple[int, ...] = ()
    institution: str | None = None


class Verdict(Shape):
    """The highest level among the reasons, and the reasons, highest first."""

    level: Level
    reasons: tuple[Reason, ...] = ()


class Match(Shape):
    """A listed institution the text names, best first; `span` counts characters of the name."""

    institution: InstitutionRef
    relation: Relation
    confidence: float
    matched_name: str
    matched_kind: NameKind = NameKind.ALIAS
    span: tuple[int, int]
    evidence: tuple[Evidence, ...] = ()
    listings: tuple[ListingView, ...] = ()
    via: InstitutionRef | None = None  # the unit or subsidiary named, when the listing is its parent's


class Similar(Shape):
    """A look-alike that was considered and not taken, and why."""

    institution: InstitutionRef
    why_not: str
    listed: bool = False


class Citation(Shape):
    """A numbered source: title, address, and the date as of which it was read."""

    n: int
    title: str
    url: str | None = None
    as_of: str | None = None


class Note(Shape):
    """Something to know that raises no level: ended listings, context bodies, country notes."""

    text: str
    citations: tuple[int, ...] = ()


class MentionView(Shape):
    """A place of a document that names the institution; `marked` are its words within `source.context`.

    `abbreviation` is true where the document uses a short form that it, or the catalogue, explains.
    """

    text: str
    source: Source
    marked: tuple[int, int]
    confidence: float = 100.0
    abbreviation: bool = False


class Candidate(Shape):
    """Words of a document that look like an institution's name but are in no registry, and their place."""

    text: str
    sources: tuple[Source, ...]


class DecisionMark(Shape):
    """A recorded decision that applies to this result; see the decisions file.

    `leaves` is the highest level among the reasons that no decision in force covers; the gate goes by it.
    """

    institution: str
    decision: str
    reason: str
    by: str
    expires: str
    state: str = "in-force"  # in-force | partial (other findings remain) | expired | invalidated
    leaves: Level = Level.NONE


class Result(Shape):
    """Everything said about one partner.

    Of a document, `mentions` are all places that name the institution, and `context` marks a body or
    programme that nobody designates but that a reader should know of.
    """

    partner: Partner
    identification: Identification
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    similar: tuple[Similar, ...] = ()
    notes: tuple[Note, ...] = ()
    questions: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    decision: DecisionMark | None = None
    mentions: tuple[MentionView, ...] = ()
    context: bool = False

    @property
    def gate_level(self) -> Level:
        """The level that a gate goes by: the verdict's, less what decisions in force cover."""
        return self.decision.leaves if self.decision else self.verdict.level


class Skipped(Shape):
    """An input that could not be screened, and why; it stays in the report."""

    source: Source
    reason: str
    name: str | None = None


class ToolInfo(Shape):
    """Name and version of the program that wrote the report."""

    name: str = "duediligence"
    version: str


class InputInfo(Shape):
    """An input file of the run: its name, its sha256 and how it was read."""

    file: str
    sha256: str | None = None
    encoding: str | None = None
    dialect: str | None = None


class RunInfo(Shape):
    """When the run was made and with which options."""

    at: datetime
    options: dict[str, Any] = {}
    inputs: tuple[InputInfo, ...] = ()
    partial: bool = False


class ListState(Shape):
    """A list used in the run and its age in days at the time of the run.

    `ages` is false where the age says nothing about how current it is: a list fixed by statute, one its
    publisher has ended, background.
    """

    id: str
    title: str
    as_of: str
    listings: int
    institutions: int = 0
    age_days: int | None = None
    ages: bool = True
    source: str = "shipped"
    url: str = ""
    short: str = ""


class DataInfo(Shape):
    """Which data were used: version, sha256 and every list with its date."""

    version: str
    sha256: str
    lists: tuple[ListState, ...] = ()


class PolicyInfo(Shape):
    """Which profile was in force, the sha256 of the policy file, and the titles of its rules by id."""

    profile: str
    sha256: str
    rules: dict[str, str] = {}


class Summary(Shape):
    """Counts of the run."""

    screened: int = 0
    skipped: int = 0
    by_verdict: dict[str, int] = {}
    by_status: dict[str, int] = {}


class Report(Shape):
    """The whole report of one run."""

    schema_version: str = SCHEMA_VERSION
    tool: ToolInfo
    run: RunInfo
    data: DataInfo
    policy: PolicyInfo
    summary: Summary
    results: tuple[Result, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    limits: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


# --- what importers yield -----------------------------------------------------------------------


class ListingRow(Shape):
    """One row of a publisher's list: one organisation on one list.

    Field meanings follow the publisher's own columns; `aliases` are the names printed beside the
    main one, `subordinates` the bodies printed as subordinate institutions of it, `printed` the
    heading as printed where `name` is only part of it ("X. Subordinate Institution - Y" is Y).
    `native_lang` is the language of `name_native` where the publisher prints all names in one.
    """

    list: str
    name: str
    printed: str | None = None
    name_native: str | None = None
    native_lang: str | None = None
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    subordinates: tuple[str, ...] = ()
    parent: str | None = None
    countries: tuple[str, ...] = ()
    kind: Kind = Kind.OTHER
    rating: str | None = None
    category: str | None = None
    programme: str | None = None
    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    cite: str | None = None
    url: str | None = None
    confidence: str | None = None
    ids: dict[str, str] = {}
    line: int | None = None


class RegistryRecord(Shape):
    """One organisation of the registry of research organisations (ROR), listed anywhere or not.

    `id` and the ids in `related` are bare ROR ids (`00wk2mp56`); `related` holds (role, id) with the
    registry's own roles: parent, child, related, predecessor, successor.
    """

    id: str
    name: str
    names: tuple[Name, ...] = ()
    country: str | None = None
    city: str | None = None
    kind: Kind = Kind.OTHER
    types: tuple[str, ...] = ()
    status: str = "active"
    domains: tuple[str, ...] = ()
    ids: dict[str, str] = {}
    related: tuple[tuple[str, str], ...] = ()
