"""Keep the measured parts of docs/accuracy.md current: figures, calibration, and examples of errors.

Each part stands between `<!-- NAME:start -->` and `<!-- NAME:end -->`; the rest of the page is
written by hand and left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest
from pathlib import Path

from duediligence.model import Result
from labelled import Failure, Tally
from measurement import Measurement
from own_cases import Case

EXAMPLES = 20
"""How many errors the page shows."""

HOW_ORDER = ("wrong-entity", "faint", "miss", "false-alert", "pair", "extra")

HOW = {
    "miss": "missed",
    "faint": "found, but below 50",
    "wrong-entity": "another institution was matched",
    "false-alert": "alarm although the label names nothing listed",
    "pair": "taken for its look-alike",
}


def refresh(
    page: Path,
    measurements: Sequence[Measurement],
    own_failures: Sequence[tuple[Case, Result]],
    *,
    registry: bool = False,
) -> None:
    """Rewrite the measured parts of the page; parts not measured this time stay as they are.

    With the full `registry` added to the data only the figures of that case are rewritten.
    """
    text = page.read_text(encoding="utf-8")
    ours = measurements[0]
    if registry:
        page.write_text(replaced(text, "registry", figures_table(ours)), encoding="utf-8")
        return
    if len(measurements) > 1:
        text = replaced(text, "baselines", baselines_table(measurements))
    text = replaced(text, "figures", figures_table(ours))
    text = replaced(text, "calibration", calibration_table(ours))
    text = replaced(text, "errors", examples_list(ours.scores.failures, own_failures))
    page.write_text(text, encoding="utf-8")


def replaced(text: str, name: str, block: str) -> str:
    """Put `block` between the markers of one part.

    Raises:
        ValueError: The page has no such part.
    """
    pattern = re.compile(rf"(<!-- {name}:start -->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(
            f"no part {name!r} in the page: expected <!-- {name}:start --> and <!-- {name}:end -->"
        )
    return pattern.sub(lambda found: f"{found[1]}{block}\n{found[2]}", text)


def figures_table(ours: Measurement) -> str:
    """Build the table of the tool's own figures."""
    scores = ours.scores
    rows = [
        ("recall of listed institutions, micro", _with_counts(scores.recall)),
        ("the same, macro (each institution weighs as one)", f"{scores.macro_recall:.2f} %"),
        ("wrong entity", _with_counts(scores.wrong_entity)),
        ("false alerts", _with_counts(scores.false_alerts)),
        (
            "of these, the label's own institution was matched, which is listed",
            _with_counts(scores.own_alerts),
        ),
        ("pairs kept apart", _with_counts(scores.pairs)),
        ("names a second, one core", f"{ours.names_per_second:,.0f}"),
        ("peak memory, the benchmark's own rows included", f"{ours.peak_mib or 0:.0f} MiB"),
    ]
    return "\n".join(["| figure | measured |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in rows)])


def calibration_table(ours: Measurement) -> str:
    """Build the table of confidence bands."""
    lines = [
        "| confidence | matches shown | right | shown first | right of these |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {title} | {band.shown.total:,} | {_percent(band.shown)} "
        f"| {band.first.total:,} | {_percent(band.first)} |"
        for title, band in ours.bands.items()
    ]
    return "\n".join(lines)


def baselines_table(measurements: Sequence[Measurement]) -> str:
    """Build the table of all methods."""
    lines = [
        "| method | rows | recall | macro | wrong entity | false alerts | pairs apart | names/s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for m in measurements:
        s = m.scores
        lines.append(
            f"| {m.method} | {m.rows:,} | {_percent(s.recall)} | {s.macro_recall:.1f} % | "
            f"{_percent(s.wrong_entity)} | {_percent(s.false_alerts)} | {_percent(s.pairs)} | "
            f"{m.names_per_second:,.0f} |"
        )
    return "\n".join(lines)


def examples_list(failures: Iterable[Failure], own_failures: Iterable[tuple[Case, Result]] = ()) -> str:
    """List errors: of our own cases one a kind, then of the labelled rows one an institution, then more.

    Alerts at the very institution the label names are left out: there the label is in doubt.
    """
    by_cause: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case, result in own_failures:
        by_cause["", case.kind].append(_own_example(case, result))
    for failure in sorted(failures, key=lambda f: (HOW_ORDER.index(f.how), f.expected, f.text)):
        if failure.how in HOW and not failure.own:
            by_cause[failure.how, failure.expected].append(_example(failure))
    rounds = chain.from_iterable(zip_longest(*by_cause.values()))
    chosen = [line for line in rounds if line is not None][:EXAMPLES]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(chosen, start=1))


def _own_example(case: Case, result: Result) -> str:
    answered = (
        "; ".join(f"{m.institution.name} ({m.confidence:.0f})" for m in result.matches[:2]) or "no match"
    )
    wanted = " or ".join(case.institutions) or case.status
    return f"`{_inline(case.query)}` - ours, {case.kind}. Wanted: {wanted}. Answered: {answered}."


def _example(failure: Failure) -> str:
    answered = "; ".join(f"{m.name} ({m.confidence:.0f})" for m in failure.answer.matches[:2]) or "no match"
    return f"`{_inline(failure.text)}` - {HOW[failure.how]}. Label: {failure.expected}. Answered: {answered}."


def _inline(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ")


def _with_counts(tally: Tally) -> str:
    return f"{tally.share:.2f} % ({tally.right:,} of {tally.total:,})" if tally.total else "not measured"


def _percent(tally: Tally) -> str:
    return f"{tally.share:.2f} %" if tally.total else "-"
