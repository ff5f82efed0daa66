"""A bounded number of results for a table, the worst first."""

from __future__ import annotations

from duediligence.formats.terminal import render
from duediligence.formats.worst import WorstFirst
from duediligence.model import Skipped, Source, Summary
from samples import ambiguous_result, known_result, listed_result, sample_report


def test_keeps_the_worst_whatever_passes() -> None:
    """A late finding pushes out early results without one; memory stays bounded."""
    kept = WorstFirst(at_most=3)
    for result in (*[known_result()] * 100, ambiguous_result(), listed_result()):
        kept.add(result)
    for row in range(10):
        kept.add(Skipped(source=Source(row=row), reason="x"))
    report = kept.report(sample_report().model_copy(update={"summary": Summary(screened=102, skipped=10)}))
    assert [result.verdict.level.value for result in report.results] == ["stop", "review", "none"]
    assert len(report.skipped) == 3
    text = render(report, in_full=False)
    assert "99 rows more" in text
    assert "Not screened (10)" in text
