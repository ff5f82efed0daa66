"""Measure the recogniser on labelled names, alone or beside the usual matchers.

    python benchmarks/names.py LABELLED.csv [--pairs PAIRS.csv] [--baselines] [--errors FILE]

Each text is screened alone, without its country, through the public API, with the garbage collector set
as the command line sets it. Rows count when `scored` is 1. Time is that of one process on one core; memory
is its peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from accuracy_page import refresh
from calibration import calibrate
from duediligence import Screener
from duediligence.catalogue import open_catalogue
from duediligence.cli import start_lightly
from duediligence.model import Institution, Result
from labelled import (
    Answer,
    Named,
    Pair,
    Row,
    Scores,
    Tally,
    fold,
    read_pairs,
    read_rows,
    score_pairs,
    score_rows,
)
from measurement import Measurement, as_figures
from own_cases import failures


def main(argv: Sequence[str] | None = None) -> None:
    """Run the benchmark and print its tables."""
    options = _parser().parse_args(argv)
    rows = read_rows(options.labelled)
    pairs = read_pairs(options.pairs) if options.pairs else []
    ours = measure_tool(rows, pairs, options.data_dir)
    others = _baselines(rows, pairs, options) if options.baselines else []
    console = Console(width=options.width)
    print_measurement(console, ours)
    if others:
        console.print(comparison_table([ours, *others]))
    if options.errors:
        options.errors.write_text(failures_text(ours.scores), encoding="utf-8")
        console.print(f"{len(ours.scores.failures)} errors written to {options.errors}", highlight=False)
    if options.json:
        figures = [as_figures(measurement) for measurement in [ours, *others]]
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False), encoding="utf-8")
    if options.write_docs:
        own_failures = failures(Screener(data_dir=options.data_dir))
        refresh(options.write_docs, [ours, *others], own_failures, registry=options.registry)


def measure_tool(rows: Sequence[Row], pairs: Sequence[Pair], data_dir: Path | None = None) -> Measurement:
    """Screen every row and pair with the tool itself, the index having been compiled beforehand."""
    open_in_another_process(data_dir)
    start_lightly()
    screener = Screener(data_dir=data_dir) if data_dir else Screener()
    screener.check("warm-up")
    answered, seconds, cpu_seconds = _timed(rows, lambda row: screener.check(row.text))
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answers = [(row, answer_of(result)) for row, result in answered]
    scores = score_rows(answers)
    if pairs:
        pair_answers = [(pair, answer_of(screener.check(pair.query))) for pair in pairs]
        score_pairs(scores, pair_answers, listed_names(data_dir))
    bands = calibrate(answers)
    return Measurement("duediligence", scores, len(rows), seconds, cpu_seconds, peak_mib, bands)


def open_in_another_process(data_dir: Path | None = None) -> None:
    """Open the data once elsewhere, so that compiling them counts neither as time nor as memory here."""
    program = "import pathlib, sys; from duediligence.catalogue import open_catalogue as o; "
    program += "o(pathlib.Path(sys.argv[1]) if sys.argv[1:] else None)"
    subprocess.run([sys.executable, "-c", program, *([str(data_dir)] if data_dir else [])], check=True)


def answer_of(result: Result) -> Answer:
    """Turn a screening result into an answer to be scored."""
    identified = result.identification
    who = identified.institution.id if identified.institution else "-"
    similar = "; ".join(f"{s.institution.id} ({s.why_not})" for s in result.similar[:4])
    remark = f"{identified.status} {who} {identified.confidence:.0f}: {identified.explanation}"
    matches = tuple(
        Named(
            institution=match.institution.id,
            name=match.institution.name,
            ror=match.institution.ror,
            confidence=match.confidence,
            why=f"{match.relation} by {match.matched_name!r} [{match.matched_kind}] at {match.span}",
        )
        for match in result.matches
    )
    return Answer(matches, remark + (f" | similar: {similar}" if similar else ""))


def listed_names(data_dir: Path | None = None) -> dict[str, frozenset[str]]:
    """Return the folded names of every listed institution, by id."""
    catalogue = open_catalogue(data_dir)
    return {
        institution.id: frozenset(fold(name) for name in names_of(institution))
        for institution in catalogue.institutions()
        if institution.listings
    }


def names_of(institution: Institution) -> list[str]:
    """Return all names of an institution, the main one first."""
    return [institution.name, *(name.text for name in institution.names)]


def print_measurement(console: Console, measurement: Measurement) -> None:
    """Print the tables of one measurement."""
    scores = measurement.scores
    console.print(_summary_table(measurement))
    console.print(_breakdown("by country", scores.recall_by_country, scores.alerts_by_country))
    console.print(_breakdown("by flag", scores.recall_by_flag, scores.alerts_by_flag))
    bands = Table(title="calibration: matches shown, by confidence", title_justify="left")
    for heading in ("confidence", "shown", "% right", "shown first", "% right of these"):
        bands.add_column(heading, justify="right")
    for title, band in measurement.bands.items():
        bands.add_row(
            title,
            f"{band.shown.total:,}",
            _percent(band.shown),
            f"{band.first.total:,}",
            _percent(band.first),
        )
    console.print(bands)


def comparison_table(measurements: Sequence[Measurement]) -> Table:
    """Build the table of all methods, one a row."""
    table = Table(title="the same rows, other methods", title_justify="left")
    table.add_column("method", overflow="fold")
    for heading in ("rows", "recall", "macro", "wrong entity", "false alerts", "pairs apart", "names/s"):
        table.add_column(heading, justify="right")
    for measurement in measurements:
        scores = measurement.scores
        table.add_row(
            measurement.method,
            f"{measurement.rows:,}",
            _percent(scores.recall),
            f"{scores.macro_recall:.1f}",
            _percent(scores.wrong_entity),
            _percent(scores.false_alerts),
            _percent(scores.pairs),
            f"{measurement.names_per_second:,.0f}",
        )
    return table


def failures_text(scores: Scores) -> str:
    """Write every failure out: text, what was expected, what was answered and why; sorted by kind."""
    blocks = []
    for failure in sorted(scores.failures, key=lambda f: (f.how, f.expected, f.text)):
        lines = [f"{failure.how.upper()} {failure.id}", f"  text:     {failure.text}"]
        lines.append(f"  expected: {failure.expected}")
        lines += [
            f"  answered: {m.confidence:.0f} {m.institution} {m.ror or 'no-ror'} | {m.why}"
            for m in failure.answer.matches
        ]
        lines.append(f"  said:     {failure.answer.remark}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _timed(
    rows: Sequence[Row], ask: Callable[[Row], Result]
) -> tuple[list[tuple[Row, Result]], float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    answered = [(row, ask(row)) for row in rows]
    return answered, time.perf_counter() - wall, time.process_time() - cpu


def _summary_table(measurement: Measurement) -> Table:
    scores = measurement.scores
    table = Table(title=f"{measurement.method}: {measurement.rows:,} rows", title_justify="left")
    table.add_column("figure")
    table.add_column("%", justify="right")
    table.add_column("of", justify="right")
    table.add_row("recall, micro", _percent(scores.recall), _counts(scores.recall))
    table.add_row("recall, macro", f"{scores.macro_recall:.2f}", f"{len(scores.by_institution)} institutions")
    table.add_row("wrong entity", _percent(scores.wrong_entity), _counts(scores.wrong_entity))
    table.add_row("false alerts", _percent(scores.false_alerts), _counts(scores.false_alerts))
    table.add_row(
        "  of these, the labelled institution", _percent(scores.own_alerts), _counts(scores.own_alerts)
    )
    table.add_row("pairs kept apart", _percent(scores.pairs), _counts(scores.pairs))
    rate = f"{measurement.rows / measurement.seconds:,.0f} by the clock" if measurement.seconds else "-"
    table.add_row("names per second, one core", f"{measurement.names_per_second:,.0f}", rate)
    if measurement.peak_mib is not None:
        table.add_row("peak memory, MiB", f"{measurement.peak_mib:.0f}", "benchmark's rows included")
    return table


def _breakdown(title: str, recall: dict[str, Tally], alerts: dict[str, Tally]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(title.removeprefix("by "))
    for heading in ("recall %", "listed rows", "false alerts %", "unlisted rows"):
        table.add_column(heading, justify="right")
    weight = {key: recall.get(key, Tally()).total + alerts.get(key, Tally()).total for key in recall | alerts}
    for key in sorted(weight, key=lambda key: (-weight[key], key))[:20]:
        found, alarmed = recall.get(key, Tally()), alerts.get(key, Tally())
        table.add_row(key, _percent(found), _counts(found), _percent(alarmed), _counts(alarmed))
    return table


def _percent(tally: Tally) -> str:
    return f"{tally.share:.2f}" if tally.total else "-"


def _counts(tally: Tally) -> str:
    return f"{tally.right:,} / {tally.total:,}" if tally.total else "-"


def _baselines(rows: Sequence[Row], pairs: Sequence[Pair], options: argparse.Namespace) -> list[Measurement]:
    from baselines import measure_baselines

    catalogue = open_catalogue(options.data_dir)
    return measure_baselines(rows, pairs, list(catalogue.institutions()), options.sample, options.seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labelled", type=Path, help="labelled texts (CSV)")
    parser.add_argument("--pairs", type=Path, help="confusable names (CSV)")
    parser.add_argument("--baselines", action="store_true", help="run the usual matchers on the same rows")
    parser.add_argument("--sample", type=int, default=400, help="rows given to a slow baseline (default 400)")
    parser.add_argument("--seed", type=int, default=20261122, help="seed of the samples")
    parser.add_argument("--data-dir", type=Path, help="data folder, with a registry added for instance")
    parser.add_argument("--errors", type=Path, help="write every error with its reason to this file")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--write-docs", type=Path, metavar="PAGE", help="refresh docs/accuracy.md")
    parser.add_argument(
        "--registry", action="store_true", help="say that the full registry was added to the data"
    )
    parser.add_argument("--width", type=int, default=110, help="width of the tables")
    return parser


if __name__ == "__main__":
    main()
