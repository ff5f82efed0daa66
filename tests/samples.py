"""Reports built by hand, for tests of what is made from a report; their facts are examples, not data."""

from __future__ import annotations

from datetime import UTC, datetime

from duediligence.model import (
    Citation,
    DataInfo,
    Evidence,
    EvidenceKind,
    Identification,
    InstitutionRef,
    Kind,
    Level,
    ListingView,
    ListState,
    Match,
    Note,
    Partner,
    PolicyInfo,
    Reason,
    Relation,
    Report,
    Result,
    RunInfo,
    Similar,
    Skipped,
    Source,
    Status,
    Summary,
    ToolInfo,
    Verdict,
)

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

BEIHANG = InstitutionRef(
    id="beihang-university",
    name="Beihang University",
    country="CN",
    kind=Kind.UNIVERSITY,
    ror="https://ror.org/00wk2mp56",
)
TSINGHUA_HSINCHU = InstitutionRef(
    id="national-tsing-hua-university",
    name="National Tsing Hua University",
    country="TW",
    kind=Kind.UNIVERSITY,
)
TSINGHUA_BEIJING = InstitutionRef(
    id="tsinghua-university", name="Tsinghua University", country="CN", kind=Kind.UNIVERSITY
)


def listed_result() -> Result:
    """A listed university: two lists in force, one ended, a look-alike, notes and next steps."""
    return Result(
        partner=Partner(name="Beihang Univeristy", source=Source(file="partners.csv", row=2)),
        identification=Identification(
            status=Status.LISTED,
            institution=BEIHANG,
            relation=Relation.SAME,
            confidence=97.2,
            explanation="Every word agrees with Beihang University; “Univeristy” is read as a slip.",
        ),
        verdict=Verdict(
            level=Level.STOP,
            reasons=(
                Reason(
                    rule="us-entity-list",
                    level=Level.STOP,
                    text="Named on the Entity List: nothing under US export law goes there unlicensed.",
                    citations=(1,),
                ),
                Reason(
                    rule="aspi-very-high",
                    level=Level.ESCALATE,
                    text="Rated very high by a think tank for its defence work; no law follows from it.",
                    citations=(2,),
                ),
            ),
        ),
        matches=(
            Match(
                institution=BEIHANG,
                relation=Relation.SAME,
                confidence=97.2,
                matched_name="Beihang University",
                span=(0, 18),
                evidence=(
                    Evidence(kind=EvidenceKind.AGREED, query="beihang", name="beihang", weight=5.1),
                    Evidence(kind=EvidenceKind.AGREED, query="univeristy", name="university", weight=0.8),
                ),
                listings=(
                    ListingView(
                        list="us-bis-entity-list",
                        list_title="Entity List",
                        printed_name="Beijing University of Aeronautics and Astronautics (BUAA)",
                        since="2001-05-14",
                        as_of="2026-07-09",
                        meaning="A licence is needed to export items under US law to this body.",
                        citation=1,
                    ),
                    ListingView(
                        list="aspi-tracker",
                        list_title="China Defence Universities Tracker",
                        printed_name="Beihang University",
                        rating="very-high",
                        category="Seven Sons",
                        as_of="2020-08-21",
                        meaning="A think tank's judgement of defence and security links; no legal effect.",
                        citation=2,
                    ),
                    ListingView(
                        list="example-list",
                        list_title="Example Register",
                        printed_name="BUAA",
                        since="2022",
                        until="2024-03-01",
                        citation=3,
                    ),
                ),
            ),
        ),
        similar=(
            Similar(
                institution=TSINGHUA_HSINCHU, why_not="different word: Beihang / Tsing Hua", listed=False
            ),
        ),
        notes=(Note(text="One of the Seven Sons of National Defence.", citations=(2,)),),
        questions=("Is it the same body? Compare full name, address and identifiers.", "Which law binds us?"),
        citations=(
            Citation(
                n=1,
                title="Entity List, Supplement No. 4 to Part 744",
                url="https://www.example.org/entity-list",
                as_of="2026-07-09",
            ),
            Citation(
                n=2,
                title="China Defence Universities Tracker",
                url="https://tracker.example.org/b",
                as_of="2020-08-21",
            ),
            Citation(n=3, title="Example Register"),
        ),
    )


def known_result() -> Result:
    """A university that is known and not listed."""
    return Result(
        partner=Partner(
            name="National Tsing Hua University", country="TW", source=Source(file="partners.csv", row=3)
        ),
        identification=Identification(
            status=Status.KNOWN_NOT_LISTED,
            institution=TSINGHUA_HSINCHU,
            relation=Relation.SAME,
            confidence=99.0,
        ),
        verdict=Verdict(level=Level.NONE),
        similar=(Similar(institution=TSINGHUA_BEIJING, why_not="another country: TW / CN", listed=True),),
        questions=("When is the re-check?",),
    )


def ambiguous_result() -> Result:
    """A name that two institutions share."""
    return Result(
        partner=Partner(name="清華大學", source=Source(file="partners.csv", row=4)),
        identification=Identification(
            status=Status.AMBIGUOUS,
            confidence=50.0,
            explanation="Tsinghua University (CN) and National Tsing Hua University (TW) bear this name.",
        ),
        verdict=Verdict(
            level=Level.REVIEW,
            reasons=(
                Reason(
                    rule="uncertain-match",
                    level=Level.REVIEW,
                    text="The name fits a listed body, not surely.",
                ),
            ),
        ),
    )


def hostile_result() -> Result:
    """A name that tries to colour, move and break the terminal, a spreadsheet and a page."""
    return Result(
        partner=Partner(
            name="[/red]=cmd|' /C calc'!A0 <b>\u202eevil\u202c \x1b[31mred", source=Source(row=5)
        ),
        identification=Identification(status=Status.NOT_IDENTIFIED),
        verdict=Verdict(level=Level.NONE),
    )


def sample_report(*results: Result, skipped: tuple[Skipped, ...] = ()) -> Report:
    """Wrap results into a report with fixed dates; without arguments, one of every kind and a skipped row."""
    if not results:
        results = (listed_result(), known_result(), ambiguous_result(), hostile_result())
        skipped = (Skipped(source=Source(file="partners.csv", row=6), reason="the name is empty"),)
    return Report(
        tool=ToolInfo(version="0.1.0"),
        run=RunInfo(at=AT, options={"profile": "default"}),
        data=DataInfo(
            version="2026.11.20",
            sha256="0" * 64,
            lists=(
                ListState(
                    id="us-bis-entity-list",
                    title="Entity List",
                    as_of="2026-07-09",
                    listings=620,
                    age_days=134,
                    short="US Entity List",
                ),
                ListState(
                    id="aspi-tracker",
                    title="China Defence Universities Tracker",
                    as_of="2020-08-21",
                    listings=167,
                    age_days=2282,
                    short="ASPI",
                ),
            ),
        ),
        policy=PolicyInfo(profile="default", sha256="1" * 64),
        summary=Summary(
            screened=len(results),
            skipped=len(skipped),
            by_verdict=_counts([result.verdict.level.value for result in results]),
            by_status=_counts([result.identification.status.value for result in results]),
        ),
        results=results,
        skipped=skipped,
        limits=("Lists are incomplete; absence proves nothing and presence is not guilt.",),
    )


def _counts(values: list[str]) -> dict[str, int]:
    return {value: values.count(value) for value in dict.fromkeys(values)}
