"""A scanned document and its report, built by hand, for tests of the views of a scan."""

from __future__ import annotations

from duediligence.model import (
    Candidate,
    Citation,
    Identification,
    InputInfo,
    InstitutionRef,
    Kind,
    Level,
    MentionView,
    Note,
    Partner,
    Reason,
    Relation,
    Report,
    Result,
    Skipped,
    Source,
    Status,
    Verdict,
)
from duediligence.scanning import Document, DocumentKind
from samples import known_result, listed_result, sample_report

TEXT = (
    "Our office met Beihang University in May, and Beihang University in June.\n"
    "The Confucius Institute <b>helped</b>. National Tsing Hua University came too; "
    "so did Nabi Akram University.\n"
    "\fLater Beihang University wrote | again."
)
COMMON = Note(text="Partners in China get a deeper look.", citations=(2,))


def scanned_document() -> Document:
    """A document of two pages."""
    return Document(
        "report.pdf",
        DocumentKind.PDF,
        TEXT,
        sha256="2" * 64,
        page_starts=(0, TEXT.index("\f") + 1),
        encoding=None,
    )


def mention(words: str, sentence: str, nth: int = 0) -> MentionView:
    """A mention of some words in a sentence of the document."""
    start = TEXT.index(sentence)
    at = -1
    for _ in range(nth + 1):
        at = sentence.index(words, at + 1)
    span = (start + at, start + at + len(words))
    source = scanned_document().source(span, sentence)
    return MentionView(text=words, source=source, marked=(at, at + len(words)), confidence=97.0)


FIRST = "Our office met Beihang University in May, and Beihang University in June."
SECOND = "The Confucius Institute <b>helped</b>."
THIRD = "National Tsing Hua University came too; so did Nabi Akram University."
FOURTH = "Later Beihang University wrote | again."


def beihang() -> Result:
    """A listed university named three times in two sentences."""
    places = (
        mention("Beihang University", FIRST),
        mention("Beihang University", FIRST, 1),
        mention("Beihang University", FOURTH),
    )
    result = listed_result()
    return result.model_copy(
        update={
            "partner": Partner(name="Beihang University", source=places[0].source),
            "mentions": places,
            "notes": (*result.notes, COMMON),
        }
    )


def doubtful() -> Result:
    """A name that is not settled, and carries a note that another result carries too."""
    return Result(
        partner=Partner(name="CNOOC", source=Source(file="report.pdf", page=2, line=1, column=1)),
        identification=Identification(status=Status.AMBIGUOUS, explanation="Two bodies bear this name."),
        verdict=Verdict(
            level=Level.REVIEW,
            reasons=(Reason(rule="uncertain", level=Level.REVIEW, text="One of them is listed."),),
        ),
        notes=(COMMON.model_copy(update={"citations": (1,)}),),
        citations=(
            Citation(n=1, title="China Defence Universities Tracker", url="https://tracker.example.org/b"),
        ),
    )


def known() -> Result:
    """A known university without a finding."""
    place = mention("National Tsing Hua University", THIRD)
    return known_result().model_copy(
        update={"mentions": (place,), "partner": Partner(name=place.text, source=place.source)}
    )


def confucius() -> Result:
    """A body that nobody designates."""
    place = mention("Confucius Institute", SECOND)
    return Result(
        partner=Partner(name="Confucius Institute", source=place.source),
        identification=Identification(
            status=Status.KNOWN_NOT_LISTED,
            institution=InstitutionRef(
                id="confucius-institute", name="Confucius Institute", country="CN", kind=Kind.PROGRAMME
            ),
            relation=Relation.SAME,
        ),
        verdict=Verdict(level=Level.NONE),
        notes=(
            Note(text="Worth knowing about.", citations=(1,)),
            COMMON.model_copy(update={"citations": ()}),
        ),
        citations=(Citation(n=1, title="Country papers", url="https://ceias.example.org/"),),
        mentions=(place,),
        context=True,
    )


def scan_report(*results: Result, files: tuple[str, ...] = ("report.pdf",), empty: bool = False) -> Report:
    """The report of a scan: without arguments, one result of every kind, a candidate and a gap."""
    report = sample_report(*(results or (beihang(), doubtful(), known(), confucius())))
    inputs = tuple(InputInfo(file=name, sha256="2" * 64, encoding="utf-8", dialect="pdf") for name in files)
    unknown = Candidate(
        text="Nabi Akram University", sources=(mention("Nabi Akram University", THIRD).source,)
    )
    gaps = (Skipped(source=Source(file="scan.pdf"), reason="has no text layer: it is a scan [/red]"),)
    return report.model_copy(
        update={
            "run": report.run.model_copy(update={"inputs": inputs}),
            "candidates": () if empty else (unknown,),
            "skipped": () if empty else gaps,
            "warnings": ("Two lists are old.",),
            "results": () if empty else report.results,
        }
    )
