"""Measure scanning on a folder of labelled documents.

    python benchmarks/documents.py [FOLDER] [--errors FILE] [--json FILE]

Beside each document stands `NAME.labels.json`: how many words it has, and every institution it
names with the number of mentions and whether it is listed. Recall counts listed institutions and
their mentions; a false alarm is a mention that raises a match and is labelled as nothing listed.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from duediligence.catalogue import open_catalogue
from duediligence.inputs.documents import read_document
from duediligence.model import Result
from duediligence.recognise import Recogniser
from duediligence.scanning import Document, DocumentKind, Scanner
from duediligence.verdict import Judge
from labelled import Tally

LABELS = ".labels.json"
DEFAULT_FOLDER = Path(__file__).resolve().parent / "documents"
FLOORS = DEFAULT_FOLDER / "floors.json"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Labels:
    """What a document really names: mentions by institution id, listed and not listed apart."""

    words: int
    listed: Counter[str]
    unlisted: Counter[str]


@dataclass(slots=True)
class DocumentScore:
    """How one document was read."""

    name: str
    words: int
    institutions: Tally = field(default_factory=Tally)
    mentions: Tally = field(default_factory=Tally)
    precise: Tally = field(default_factory=Tally)
    unlisted: Tally = field(default_factory=Tally)
    errors: list[str] = field(default_factory=list)

    @property
    def false_alarms(self) -> int:
        """Mentions that raised a match without naming a listed institution."""
        return self.precise.total - self.precise.right


def main(argv: Sequence[str] | None = None) -> None:
    """Scan every labelled document and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--errors", type=Path, help="write every miss and false alarm to this file")
    parser.add_argument(
        "--json", type=Path, help="write the figures to this file (or to documents/floors.json)"
    )
    options = parser.parse_args(argv)
    catalogue = open_catalogue()
    reader, judge = Recogniser(catalogue.index), Judge(catalogue.policy, "default", None, catalogue.lists)
    list(reader.mentions("warm-up"))
    scores = [score_document(path, reader, judge) for path in labelled_documents(options.folder)]
    print_scores(Console(width=120), scores)
    seconds = seconds_per_mib(options.folder, reader, judge)
    Console().print(f"seconds for a MiB of text: {seconds:.1f}", highlight=False)
    if options.errors:
        options.errors.write_text("".join(f"{e}\n" for s in scores for e in s.errors), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(as_figures(scores), indent=2), encoding="utf-8")


def labelled_documents(folder: Path) -> list[Path]:
    """Return the documents of a folder that have labels, in order."""
    return sorted(path.with_name(path.name.removesuffix(LABELS)) for path in folder.glob(f"*{LABELS}"))


def read_labels(document: Path) -> Labels:
    """Read the labels that stand beside a document."""
    raw = json.loads(document.with_name(document.name + LABELS).read_text(encoding="utf-8"))
    named = raw["institutions"]
    return Labels(
        words=raw["words"],
        listed=Counter({row["id"]: row["mentions"] for row in named if row["listed"]}),
        unlisted=Counter({row["id"]: row["mentions"] for row in named if not row["listed"]}),
    )


def score_document(path: Path, reader: Recogniser, judge: Judge) -> DocumentScore:
    """Scan one document and compare what it names with its labels."""
    labels = read_labels(path)
    document = read_document(path)
    results = scan(document, reader, judge)
    score = DocumentScore(path.name, labels.words)
    found = mentions_by_institution(results, alarming=True)
    quiet = mentions_by_institution(results, alarming=False)
    for institution, count in labels.listed.items():
        seen = min(found[institution], count)
        score.institutions.add(right=seen > 0)
        for number in range(count):
            score.mentions.add(right=number < seen)
        if seen < count:
            score.errors.append(f"{path.name}: {institution} found {seen} of {count} times")
    for institution in labels.unlisted:
        score.unlisted.add(right=quiet[institution] > 0)
    for result in results:
        _count_alarms(score, result, labels)
    return score


def scan(document: Document, reader: Recogniser, judge: Judge) -> list[Result]:
    """Return what a document names."""
    scanner = Scanner(reader, judge)
    scanner.scan(document)
    return list(scanner.results())


def seconds_per_mib(folder: Path, reader: Recogniser, judge: Judge) -> float:
    """Return the processor time of scanning one MiB: the folder's texts, repeated."""
    texts = [read_document(path).text for path in labelled_documents(folder)]
    text = "\n\n".join(texts * (1 + MIB // sum(len(text.encode()) for text in texts)))
    document = Document("one-mib.txt", DocumentKind.TEXT, text.encode()[:MIB].decode(errors="ignore"))
    began = time.process_time()
    scan(document, reader, judge)
    return time.process_time() - began


def mentions_by_institution(results: Sequence[Result], *, alarming: bool) -> Counter[str]:
    """Count the mentions of each institution, of results with a match or of those without."""
    counts: Counter[str] = Counter()
    for result in results:
        if bool(result.matches) is alarming:
            for institution in _named(result):
                counts[institution] += len(result.mentions)
    return counts


def print_scores(console: Console, scores: Sequence[DocumentScore]) -> None:
    """Print one row a document, and the sums."""
    table = Table(title="documents", title_justify="left")
    table.add_column("document")
    for heading in ("words", "listed named", "found", "mentions", "found ", "false alarms", "unlisted known"):
        table.add_column(heading, justify="right")
    for score in scores:
        table.add_row(
            score.name,
            f"{score.words:,}",
            str(score.institutions.total),
            str(score.institutions.right),
            str(score.mentions.total),
            str(score.mentions.right),
            str(score.false_alarms),
            f"{score.unlisted.right}/{score.unlisted.total}",
        )
    console.print(table)
    for name, value in as_figures(scores).items():
        console.print(f"{name.replace('_', ' ')}: {value}", highlight=False)


def as_figures(scores: Sequence[DocumentScore]) -> dict[str, float]:
    """Return the figures over all documents; shares in percent."""
    words = sum(score.words for score in scores)
    alarms = sum(score.false_alarms for score in scores)
    return {
        "documents": len(scores),
        "words": words,
        "recall_of_listed_institutions": _share(score.institutions for score in scores),
        "recall_of_mentions": _share(score.mentions for score in scores),
        "precision_of_mentions": _share(score.precise for score in scores),
        "unlisted_institutions_known": _share(score.unlisted for score in scores),
        "false_alarms": alarms,
        "false_alarms_per_10,000_words": round(10_000 * alarms / words, 2) if words else 0.0,
    }


def _count_alarms(score: DocumentScore, result: Result, labels: Labels) -> None:
    if not result.matches:
        return
    right = any(labels.listed[institution] for institution in _named(result))
    for _ in result.mentions:
        score.precise.add(right=right)
    if not right:
        words = "; ".join(f"{m.text!r} at line {m.source.line}" for m in result.mentions[:3])
        score.errors.append(f"{score.name}: false alarm {sorted(_named(result))} from {words}")


def _named(result: Result) -> set[str]:
    """Ids a result stands for: its identity, and the listed institutions matched."""
    named = {match.institution.id for match in result.matches}
    if result.identification.institution is not None:
        named.add(result.identification.institution.id)
    return named


def _share(tallies: Iterable[Tally]) -> float:
    total = Tally()
    for tally in tallies:
        total.right += tally.right
        total.total += tally.total
    return round(total.share, 2)


if __name__ == "__main__":
    main()
