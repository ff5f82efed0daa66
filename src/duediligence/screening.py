"""The pipeline: a partner's name in, a cited verdict out; one at a time or as a stream.

Nothing here prints, exits or asks the clock, and no more than a bounded number of answers is kept in memory.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from duediligence import __version__
from duediligence.catalogue import Catalogue, open_catalogue
from duediligence.catalogue.freshness import WARN_AFTER_DAYS, age_days, grows_old, older_than
from duediligence.errors import InputError
from duediligence.model import (
    DataInfo,
    Identification,
    InputInfo,
    ListState,
    Note,
    Partner,
    PolicyInfo,
    Report,
    Result,
    RunInfo,
    Skipped,
    Source,
    Status,
    Summary,
    ToolInfo,
)
from duediligence.names.harmless import harmless
from duediligence.recognise import Recogniser
from duediligence.recognise.recognition import Recognition
from duediligence.verdict import Judge

_Answer = dict[str, Any]
_NOT_IDENTIFIED: Final = Status.NOT_IDENTIFIED
_KNOWN_NOT_LISTED: Final = Status.KNOWN_NOT_LISTED
LONGEST_NAME: Final = 2_000  # characters; several affiliations fit, a document does not
_REMEMBERED: Final = 4_096  # answers kept, so that a partner who appears twice is screened once

_TITLE: Final = re.compile(
    r"(?:dr|prof|professor|mr|mrs|ms|miss|sir|dame|frau|herr|mme|ing)\b\.?\s+\S", re.IGNORECASE
)
_PERSON: Final = re.compile(r"[^\W\d_]\w*[’'.-]?(?:[ -][^\W\d_][\w’'.-]*){1,2}")
_BODY: Final = re.compile(
    r"univ|inst|colleg|school|acad|labor|cent(?:er|re)|hospital|compan|corp|group|ltd|limited|inc\b|gmbh|agency|bureau"
    r"|ministry|department|found|society|associat|council|bank|factory|works|technolog|research|union|system|industr",
    re.IGNORECASE,
)
_A_PERSON: Final = (
    "This reads like a person's name. Persons are not screened: give the institution the person works for."
)
_MAYBE_A_PERSON: Final = (
    "No known institution was recognised. "
    "If this is a person's name: persons are not screened, give the institution."
)


class Screener:
    """Screens partners against one catalogue under one profile.

    Args:
        data_dir: Folder with `institutions.yaml` and `risk_tiers.yaml`; by default the shipped data.
        profile: Which profile of `risk_tiers.yaml` decides what a listing leads to.
        lists: Ids of the lists in force; by default all of them.
        catalogue: A catalogue opened before, in place of `data_dir`.

    Attributes:
        lists: The lists in force, and no others, with their present dates.

    Raises:
        DataError: If the data are missing or unusable.
        UsageError: If the profile or a list is unknown.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        *,
        profile: str = "default",
        lists: Iterable[str] | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        """Open the data and prepare the recogniser and the policy."""
        self.catalogue = catalogue or open_catalogue(data_dir)
        self.profile = profile
        chosen = None if lists is None else frozenset(lists)
        self._recogniser = Recogniser(self.catalogue.index)
        self._judge = Judge(self.catalogue.policy, profile, chosen, self.catalogue.lists)
        self.lists = tuple(one for one in self.catalogue.lists if chosen is None or one.id in chosen)
        self._answer = lru_cache(maxsize=_REMEMBERED)(self._find_answer)
        self._shared: dict[tuple[Any, ...], _Answer] = {}

    def check(
        self,
        name: str,
        *,
        country: str | None = None,
        identifier: str | None = None,
        source: Source | None = None,
    ) -> Result:
        """Screen one name.

        Args:
            name: The partner's name in any script, or an identifier or web address of it.
            country: The partner's country, by code or name; evidence for or against an identity.
            identifier: ROR, Wikidata or GRID id, or a web or e-mail domain; settles the identity.
            source: Where the name was read.

        Raises:
            InputError: If the name is empty or is no name.
        """
        shown = harmless(name)
        problem = _unscreenable(shown)
        if problem:
            raise InputError(problem, hint="give the institution's name")
        return self._result(
            Partner.made(
                name=shown,
                country=_harmless_country(country),
                identifier=identifier,
                source=source,
                columns={},
            )
        )

    def screen(self, partners: Iterable[Partner | Skipped]) -> Iterator[Result | Skipped]:
        """Screen partners one by one, as they come; what cannot be screened becomes `Skipped`."""
        for partner in partners:
            yield partner if isinstance(partner, Skipped) else self._screened(partner)

    def report(
        self,
        items: Iterable[Result | Skipped],
        *,
        at: datetime,
        options: dict[str, Any] | None = None,
        inputs: Iterable[InputInfo] = (),
    ) -> Report:
        """Gather what `screen` gave into one report, dated `at`."""
        tally = Tally()
        kept = list(tally.count(items))
        return self.frame(at=at, options=options, inputs=inputs, summary=tally.summary).model_copy(
            update={
                "results": tuple(item for item in kept if isinstance(item, Result)),
                "skipped": tuple(item for item in kept if isinstance(item, Skipped)),
            }
        )

    def frame(
        self,
        *,
        at: datetime,
        options: dict[str, Any] | None = None,
        inputs: Iterable[InputInfo] = (),
        summary: Summary | None = None,
    ) -> Report:
        """Everything of a report but its results: for streams, where results are written as they come."""
        policy = self.catalogue.policy
        return Report.model_construct(
            tool=ToolInfo.model_construct(version=__version__),
            run=RunInfo.model_construct(at=at, options=options or {}, inputs=tuple(inputs)),
            data=DataInfo.model_construct(
                version=self.catalogue.version, sha256=self.catalogue.sha256, lists=self.list_states(at)
            ),
            policy=PolicyInfo.model_construct(
                profile=self.profile,
                sha256=policy.sha256,
                rules={rule.id: rule.title for rule in policy.rules},
            ),
            summary=summary or Summary.model_construct(),
            limits=(*policy.limits_short, *policy.coverage(self.profile, self.lists)),
            warnings=self._staleness(at),
        )

    def list_states(self, at: datetime) -> tuple[ListState, ...]:
        """The lists in force, each with its age on the day of `at`."""
        return tuple(
            ListState.model_construct(
                id=known.id,
                title=known.title,
                as_of=known.as_of,
                listings=known.listings,
                institutions=known.institutions,
                age_days=age_days(known.as_of, at.date()),
                ages=grows_old(known),
                source=known.source,
                url=known.url,
                short=known.short,
            )
            for known in self.lists
        )

    def _staleness(self, at: datetime) -> tuple[str, ...]:
        stale = older_than(self.lists, WARN_AFTER_DAYS, at.date())
        if not stale:
            return ()
        warning = (
            f"{len(stale)} of the lists in force were last read more than {WARN_AFTER_DAYS} days ago; "
            "see `duediligence lists`, refresh them with `duediligence update`"
        )
        return (warning,)

    def _screened(self, partner: Partner) -> Result | Skipped:
        shown = harmless(partner.name)
        problem = _unscreenable(shown)
        if problem:
            return Skipped(source=partner.source or Source(), reason=problem, name=shown[:80] or None)
        country = _harmless_country(partner.country)
        if (shown, country) != (partner.name, partner.country):
            partner = partner.model_copy(update={"name": shown, "country": country})
        return self._result(partner)

    def _result(self, partner: Partner) -> Result:
        return Result.holding(
            {"partner": partner, **self._answer(partner.name, partner.country, partner.identifier)}
        )

    def _find_answer(self, name: str, country: str | None, identifier: str | None) -> _Answer:
        """Return what is said about a name, whoever asks: a result's fields after the partner, in order."""
        country = country or ""
        code = _country_code(country) if country else None
        recognition = self._recogniser.recognise(name, country=code, identifier=identifier)
        key = _shared_by(recognition)
        if key is None:
            return self._answer_on(recognition, name, country, code)
        answer = self._shared.get((key, country))
        if answer is None:
            if len(self._shared) >= _REMEMBERED:
                self._shared.clear()
            answer = self._shared[key, country] = self._answer_on(recognition, name, country, code)
        return answer

    def _answer_on(self, recognition: Recognition, name: str, country: str, code: str | None) -> _Answer:
        judgement = self._judge.judge(recognition, code)
        return {
            "identification": self._identification(name, recognition),
            "verdict": judgement.verdict,
            "matches": judgement.matches,
            "similar": judgement.similar,
            "notes": judgement.notes if code or not country else (_not_understood(country), *judgement.notes),
            "questions": judgement.questions,
            "citations": judgement.citations,
            "decision": None,
            "mentions": (),
            "context": False,
        }

    def _identification(self, name: str, recognition: Recognition) -> Identification:
        found = recognition.institution
        return Identification.made(
            status=recognition.status,
            institution=self._judge.reference(found) if found else None,
            relation=recognition.relation,
            confidence=recognition.confidence,
            explanation=_about_a_person(name, recognition.status) or recognition.explanation,
        )


@dataclass(slots=True)
class Tally:
    """Counts results as they pass, so that a summary needs no second look at them."""

    verdicts: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    skipped: int = 0

    def count(self, items: Iterable[Result | Skipped]) -> Iterator[Result | Skipped]:
        """Pass the items on, counted."""
        for item in items:
            self.add(item)
            yield item

    def add(self, item: Result | Skipped) -> None:
        """Count one item."""
        if isinstance(item, Skipped):
            self.skipped += 1
            return
        self.add_all((item.verdict.level.value,), (item.identification.status.value,))

    def add_all(self, levels: Iterable[str], statuses: Iterable[str]) -> None:
        """Count results by the values of their verdicts, and of what their names turned out to be."""
        self.verdicts.update(levels)
        self.statuses.update(statuses)

    @property
    def total(self) -> int:
        """How many items were counted, screened or not."""
        return self.verdicts.total() + self.skipped

    @property
    def summary(self) -> Summary:
        """The counts so far."""
        return Summary.model_construct(
            screened=self.verdicts.total(),
            skipped=self.skipped,
            by_verdict=dict(sorted(self.verdicts.items())),
            by_status=dict(sorted(self.statuses.items())),
        )


def _unscreenable(name: str) -> str:
    """Say why a harmless text is no name that can be screened; empty when it is one."""
    if not any(map(str.isalnum, name)):
        return "the name is empty" if not name else "the name holds no letters"
    if len(name) > LONGEST_NAME:
        return (
            f"the name has {len(name):,} characters, at most {LONGEST_NAME:,} are a name; "
            "use `duediligence scan` for a document"
        )
    return ""


@lru_cache(maxsize=1_024)
def _country_code(country: str) -> str | None:
    """Return the ISO code of a country named in any way; None for one not understood."""
    from duediligence.names.countries import country_code  # a large table, rarely needed

    return country_code(country) or country_code(country.upper())


def _harmless_country(country: str | None) -> str | None:
    return harmless(country) if country else country


def _not_understood(country: str) -> Note:
    return Note.model_construct(text=f"The country “{country}” was not understood and did not count.")


def _shared_by(recognition: Recognition) -> tuple[Any, ...] | None:
    """Return what alone decides what is said of a text that names one unlisted institution, else None."""
    if recognition.status is not _KNOWN_NOT_LISTED or recognition.similar or len(recognition.others) > 1:
        return None
    return (
        recognition.institution and recognition.institution.id,
        recognition.relation,
        recognition.confidence,
        recognition.explanation,
        recognition.countries,
        recognition.abroad,
    )


def _about_a_person(name: str, status: Status) -> str:
    """An explanation for what looks like a person's name; empty for anything else."""
    if status is not _NOT_IDENTIFIED:
        return ""
    if _TITLE.match(name):
        said = _A_PERSON
    elif _PERSON.fullmatch(name) and not name.isupper() and _is_capitalised(name):
        said = _MAYBE_A_PERSON
    else:
        return ""
    return "" if _BODY.search(name) else said


def _is_capitalised(name: str) -> bool:
    return all(word[:1].isupper() for word in re.split(r"[ -]", name))
