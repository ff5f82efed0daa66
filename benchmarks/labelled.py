"""Labelled names and how an answer to one of them is scored.

The rules are few and fixed: a row's answer is right when some institution matched carries one of
the row's ROR ids; recall counts answers at confidence 50 or more; a pair is kept apart when the
look-alike is not matched (and, where only the look-alike is listed, when nothing is matched).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

COUNTED_FROM = 50.0
"""Confidence from which a right match counts towards recall."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text: the institutions it names and whether one of them is listed."""

    id: str
    text: str
    rors: frozenset[str]
    gold: str
    countries: tuple[str, ...]
    listed: bool
    source: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and the listed look-alike it must not be taken for."""

    query: str
    must_not_match: str
    truth: str
    note: str

    @property
    def nothing_may_match(self) -> bool:
        """True when the institution really named is on no list."""
        return "one-listed" in self.note


@dataclass(frozen=True, slots=True)
class Named:
    """One institution a method answered, with its confidence from 0 to 100."""

    institution: str
    name: str
    ror: str | None
    confidence: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a method answered to one text; `remark` is its own explanation."""

    matches: tuple[Named, ...] = ()
    remark: str = ""


@dataclass(slots=True)
class Tally:
    """Right answers out of so many."""

    right: int = 0
    total: int = 0

    def add(self, *, right: bool) -> None:
        """Count one more answer."""
        self.total += 1
        self.right += right

    @property
    def share(self) -> float:
        """Percent right, 0 when nothing was counted."""
        return 100 * self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Failure:
    """One answer that was wrong, and how.

    `how` is miss, faint, wrong-entity, false-alert, pair, or extra: right, but with a second match
    that the label does not name (it may be right as well; it counts in no figure but calibration).
    """

    how: str
    id: str
    text: str
    expected: str
    answer: Answer
    own: bool = False
    """True for an alert at the very institution the label names."""


@dataclass(slots=True)
class Scores:
    """All figures over a set of rows.

    `own_alerts` counts, of the false alerts, those that matched the very institution the label
    names: the data list it and the label says that nothing listed is named, so one of them is wrong.
    """

    recall: Tally = field(default_factory=Tally)
    wrong_entity: Tally = field(default_factory=Tally)
    false_alerts: Tally = field(default_factory=Tally)
    own_alerts: Tally = field(default_factory=Tally)
    pairs: Tally = field(default_factory=Tally)
    by_institution: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    recall_by_country: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    alerts_by_country: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    recall_by_flag: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    alerts_by_flag: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    failures: list[Failure] = field(default_factory=list)

    @property
    def macro_recall(self) -> float:
        """Recall averaged over institutions, so that a much-cited one weighs as one."""
        shares = [tally.share for tally in self.by_institution.values()]
        return sum(shares) / len(shares) if shares else 0.0


def read_rows(path: Path) -> list[Row]:
    """Read the rows that count (`scored=1`) of a labelled file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [_row(record) for record in csv.DictReader(handle) if record["scored"] == "1"]


def read_pairs(path: Path) -> list[Pair]:
    """Read a file of confusable names."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            Pair(record["query"], record["must_not_match"], record["truth"], record["note"])
            for record in csv.DictReader(handle)
        ]


def score_rows(answers: Iterable[tuple[Row, Answer]]) -> Scores:
    """Score answered rows.

    A row with several ROR ids counts, in the macro average, for those that some other listed row
    carries alone: the others are on no list, as far as the labels tell.
    """
    scores = Scores()
    answered = list(answers)
    alone = {ror for row, _ in answered if row.listed and len(row.rors) == 1 for ror in row.rors}
    for row, answer in answered:
        if row.listed:
            _score_listed(scores, row, answer, row.rors & alone or {"|".join(sorted(row.rors))})
        else:
            _score_unlisted(scores, row, answer)
    return scores


def score_pairs(
    scores: Scores, answers: Iterable[tuple[Pair, Answer]], names_of: Mapping[str, frozenset[str]]
) -> None:
    """Add answered pairs to `scores`; `names_of` gives the folded names of each institution."""
    for pair, answer in answers:
        apart = is_kept_apart(pair, answer, names_of)
        scores.pairs.add(right=apart)
        if not apart:
            expected = f"not {pair.must_not_match}; it is {pair.truth}"
            scores.failures.append(Failure("pair", "", pair.query, expected, answer))


def is_right(row: Row, answer: Answer) -> bool:
    """True when some match carries one of the row's ROR ids."""
    return any(named.ror in row.rors for named in answer.matches)


def is_kept_apart(pair: Pair, answer: Answer, names_of: Mapping[str, frozenset[str]]) -> bool:
    """True when the look-alike is not among the matches."""
    if pair.nothing_may_match:
        return not answer.matches
    forbidden = set(name_forms(pair.must_not_match))
    return not any(
        forbidden & (names_of.get(named.institution, frozenset()) | {fold(named.name)})
        for named in answer.matches
    )


def name_forms(text: str) -> Iterator[str]:
    """Yield the folded forms of `native (English)` or `name (place)`: whole, outside, inside."""
    yield fold(text)
    outside, bracket, inside = text.partition("(")
    if bracket:
        yield fold(outside)
        yield fold(inside.rstrip(") "))


def fold(text: str) -> str:
    """Fold case, marks and punctuation away, for equality only."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def _row(record: Mapping[str, str]) -> Row:
    flags = tuple(flag for flag in record["flags"].split(";") if flag)
    return Row(
        id=record["id"],
        text=record["text"],
        rors=frozenset(record["ror_ids"].split("|")),
        gold=record["gold_names"],
        countries=tuple(record["countries"].split("|")),
        listed=record["listed"] == "1",
        source=record["source"],
        flags=flags or ("none",),
    )


def _score_listed(scores: Scores, row: Row, answer: Answer, institutions: Iterable[str]) -> None:
    right = is_right(row, answer)
    counted = any(named.ror in row.rors and named.confidence >= COUNTED_FROM for named in answer.matches)
    wrong = bool(answer.matches) and not right
    scores.recall.add(right=counted)
    scores.wrong_entity.add(right=wrong)
    for country in row.countries:
        scores.recall_by_country[country].add(right=counted)
    for flag in row.flags:
        scores.recall_by_flag[flag].add(right=counted)
    for institution in institutions:
        scores.by_institution[institution].add(right=counted)
    if counted and any(named.ror not in row.rors for named in answer.matches):
        scores.failures.append(Failure("extra", row.id, row.text, row.gold, answer))
    if not counted:
        how = "wrong-entity" if wrong else "faint" if right else "miss"
        scores.failures.append(Failure(how, row.id, row.text, row.gold, answer))


def _score_unlisted(scores: Scores, row: Row, answer: Answer) -> None:
    alert = bool(answer.matches)
    scores.false_alerts.add(right=alert)
    for country in row.countries:
        scores.alerts_by_country[country].add(right=alert)
    for flag in row.flags:
        scores.alerts_by_flag[flag].add(right=alert)
    if alert:
        own = is_right(row, answer)
        scores.own_alerts.add(right=own)
        scores.failures.append(Failure("false-alert", row.id, row.text, row.gold, answer, own))
