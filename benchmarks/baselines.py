"""The usual matchers on the same rows: RapidFuzz scorers, character TF-IDF, nomenklatura logic-v2.

Every method gets every name of every institution, listed or not: a text whose best match is an
institution without a listing raises no alarm, which is the fairest use of these methods. Slow
methods answer a seeded sample of the rows, and say of how many.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from duediligence.model import Institution
from labelled import Answer, Named, Pair, Row, fold, score_pairs, score_rows
from measurement import Measurement

BLOCKED_CANDIDATES = 10
"""How many candidates of nomenklatura's blocker logic-v2 compares a text with."""

_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


@dataclass(frozen=True, slots=True)
class Guess:
    """The best entry a method found for one text, and its score from 0 to 100."""

    owner: Institution
    score: float


@dataclass(frozen=True, slots=True)
class NameTable:
    """All names, folded for equality of case and punctuation, and whose they are."""

    texts: tuple[str, ...]
    owners: tuple[Institution, ...]

    @classmethod
    def of(cls, institutions: Sequence[Institution]) -> NameTable:
        """Collect the names of all institutions; of equal names a listed institution's is kept."""
        owner_of: dict[str, Institution] = {}
        for institution in sorted(institutions, key=lambda i: not i.listings):
            for text in (institution.name, *(name.text for name in institution.names)):
                owner_of.setdefault(fold(text), institution)
        owner_of.pop("", None)
        return cls(tuple(owner_of), tuple(owner_of.values()))


Guesser = Callable[[Sequence[str]], list[Guess | None]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A method, the thresholds it is usually run at, and whether it only takes a sample."""

    name: str
    thresholds: tuple[float, ...]
    slow: bool
    prepare: Callable[[NameTable], Guesser]


def measure_baselines(
    rows: Sequence[Row],
    pairs: Sequence[Pair],
    institutions: Sequence[Institution],
    sample: int,
    seed: int,
) -> list[Measurement]:
    """Run every baseline; slow ones on `sample` rows drawn with `seed`."""
    table = NameTable.of(institutions)
    listed = {
        i.id: frozenset(fold(n.text) for n in i.names) | {fold(i.name)} for i in institutions if i.listings
    }
    drawn = random.Random(seed).sample(list(rows), min(sample, len(rows)))
    return [
        measurement
        for baseline in BASELINES
        for measurement in _measure(baseline, table, drawn if baseline.slow else rows, pairs, listed)
    ]


def by_segment(prepare: Callable[[NameTable], Guesser]) -> Callable[[NameTable], Guesser]:
    """Return a method that answers each part of a text between commas and semicolons, and keeps the best."""

    def prepare_parts(table: NameTable) -> Guesser:
        guess_part = prepare(table)

        def guess(texts: Sequence[str]) -> list[Guess | None]:
            parts = [[part for part in re.split(r"[,;\n]", text) if part.strip()] or [text] for text in texts]
            guesses = iter(guess_part([part for several in parts for part in several]))
            found = ([one for one in islice(guesses, len(several)) if one is not None] for several in parts)
            return [max(several, key=lambda one: one.score, default=None) for several in found]

        return guess

    return prepare_parts


def rapidfuzz_guesser(scorer_name: str, cutoff: float, shortest: int = 1) -> Callable[[NameTable], Guesser]:
    """Return `process.extractOne` over the names of at least `shortest` letters with a RapidFuzz scorer."""

    def prepare(table: NameTable) -> Guesser:
        from rapidfuzz import fuzz, process

        scorer = getattr(fuzz, scorer_name)
        kept = [at for at, text in enumerate(table.texts) if len(text) >= shortest]
        names = [table.texts[at] for at in kept]

        def guess(texts: Sequence[str]) -> list[Guess | None]:
            best = (process.extractOne(fold(t), names, scorer=scorer, score_cutoff=cutoff) for t in texts)
            return [
                None if found is None else Guess(table.owners[kept[found[2]]], found[1]) for found in best
            ]

        return guess

    return prepare


def tfidf_guesser(table: NameTable) -> Guesser:
    """Return cosine similarity of TF-IDF weighted character 2- to 4-grams."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    matrix = vectorizer.fit_transform(table.texts).T.tocsr()

    def guess(texts: Sequence[str]) -> list[Guess | None]:
        guesses: list[Guess | None] = []
        for start in range(0, len(texts), 64):
            similarity = vectorizer.transform([fold(t) for t in texts[start : start + 64]]) @ matrix
            dense = similarity.toarray()
            best = dense.argmax(axis=1)
            guesses += [Guess(table.owners[i], 100 * float(dense[n, i])) for n, i in enumerate(best)]
        return guesses

    return guess


def logic_v2_guesser(table: NameTable) -> Guesser:
    """Return nomenklatura's logic-v2 over the candidates of nomenklatura's own blocker."""
    from followthemoney import Dataset, StatementEntity
    from nomenklatura.blocker.index import Index
    from nomenklatura.matching import LogicV2
    from nomenklatura.resolver import Linker
    from nomenklatura.store import MemoryStore

    dataset = Dataset.make({"name": "institutions", "title": "institutions"})
    make = partial(StatementEntity.from_data, dataset)
    owners = {institution.id: institution for institution in table.owners}
    entities = {key: make(_organisation(key, names)) for key, names in _grouped(table)}
    store: Any = MemoryStore(dataset, Linker({}))
    with store.writer() as writer:
        for entity in entities.values():
            writer.add_entity(entity)
    folder = tempfile.TemporaryDirectory()
    _FOLDERS.append(folder)  # kept until the program ends, the index reads from it
    index = Index(store.view(dataset), Path(folder.name), {"max_candidates": BLOCKED_CANDIDATES})
    index.build()
    config = LogicV2.default_config()

    def guess(texts: Sequence[str]) -> list[Guess | None]:
        queries = {f"q{n}": make(_organisation(f"q{n}", [text])) for n, text in enumerate(texts)}
        best: dict[str, Guess] = {}
        for query_id, candidates in index.match_entities(queries.values()):
            for candidate, _ in candidates:
                score = 100 * LogicV2.compare(queries[query_id.id], entities[candidate.id], config).score
                if query_id.id not in best or score > best[query_id.id].score:
                    best[query_id.id] = Guess(owners[candidate.id], score)
        return [best.get(key) for key in queries]

    return guess


SHORTEST_PART = 8
"""Letters a name needs for `partial_ratio`: shorter ones are a part of almost any text."""

BASELINES = (
    Baseline("rapidfuzz WRatio", (90, 85), slow=True, prepare=rapidfuzz_guesser("WRatio", 85)),
    Baseline("rapidfuzz token_set_ratio", (95,), slow=True, prepare=rapidfuzz_guesser("token_set_ratio", 95)),
    Baseline(
        "rapidfuzz partial_ratio",
        (95,),
        slow=True,
        prepare=rapidfuzz_guesser("partial_ratio", 95, SHORTEST_PART),
    ),
    Baseline("scikit-learn char TF-IDF", (60, 45), slow=False, prepare=tfidf_guesser),
    Baseline("scikit-learn char TF-IDF by segment", (85,), slow=False, prepare=by_segment(tfidf_guesser)),
    Baseline("nomenklatura logic-v2, blocked", (70,), slow=False, prepare=logic_v2_guesser),
    Baseline(
        "nomenklatura logic-v2, blocked, by segment", (70,), slow=False, prepare=by_segment(logic_v2_guesser)
    ),
)


def _measure(
    baseline: Baseline,
    table: NameTable,
    rows: Sequence[Row],
    pairs: Sequence[Pair],
    listed: dict[str, frozenset[str]],
) -> Iterator[Measurement]:
    guess = baseline.prepare(table)
    wall, cpu = time.perf_counter(), time.process_time()
    guesses = guess([row.text for row in rows])
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    pair_guesses = guess([pair.query for pair in pairs]) if pairs else []
    for threshold in baseline.thresholds:
        answers = [_answer(found, threshold) for found in guesses]
        scores = score_rows(zip(rows, answers, strict=True))
        pair_answers = [_answer(found, threshold) for found in pair_guesses]
        score_pairs(scores, zip(pairs, pair_answers, strict=True), listed)
        note = f"sample of {len(rows)} rows" if baseline.slow else ""
        yield Measurement(
            f"{baseline.name} at {threshold:g}", scores, len(rows), seconds, cpu_seconds, note=note
        )


def _answer(guess: Guess | None, threshold: float) -> Answer:
    if guess is None or guess.score < threshold or not guess.owner.listings:
        return Answer()
    owner = guess.owner
    return Answer((Named(owner.id, owner.name, owner.ror_url, min(guess.score, 100.0)),))


def _grouped(table: NameTable) -> list[tuple[str, list[str]]]:
    names: dict[str, list[str]] = {}
    for text, owner in zip(table.texts, table.owners, strict=True):
        names.setdefault(owner.id, []).append(text)
    return list(names.items())


def _organisation(key: str, names: Sequence[str]) -> dict[str, object]:
    return {"id": key, "schema": "Organization", "properties": {"name": list(names)}}
