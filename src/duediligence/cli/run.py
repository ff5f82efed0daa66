"""What `check`, `screen` and `scan` share: from settings to opened data, a gate, decisions and targets."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from duediligence.catalogue import Catalogue, open_catalogue
from duediligence.cli.exits import ExitCode
from duediligence.cli.freshness import now, refuse_stale
from duediligence.cli.gate import FailOn, Outcome
from duediligence.cli.output import Target, plan_targets
from duediligence.config import Config, Value, load_config
from duediligence.formats.gate import Gate
from duediligence.names.harmless import harmless
from duediligence.screening import Screener
from duediligence.upwards import find_upwards

if TYPE_CHECKING:
    from duediligence.decisions import DecisionBook
    from duediligence.model import InputInfo, Partner, Report, Result, Skipped

# What a report records of its run: everything that can change a result or the gate.
_RECORDED = ("profile", "lists", "country", "fail_on", "fail_on_ambiguous")
_DECISIONS_FILE = "duediligence.decisions.yaml"  # as decisions.DECISIONS_FILE, which costs an import to ask


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for, before anything is opened: the settings and where the report goes."""

    settings: Config
    targets: tuple[Target, ...]

    @classmethod
    def gather(cls, config: Path | None, **flags: Value) -> Plan:
        """Gather the settings and pair formats with files.

        Args:
            config: A configuration file named by the user; by default the one of `DUEDILIGENCE_CONFIG`.
            flags: Options of the command line by their names in the configuration; None was not given.

        Raises:
            ConfigError: The configuration cannot be used.
            UsageError: The outputs make no sense together.
        """
        settings = load_config(
            start=Path.cwd(), environ=os.environ, flags=flags, path=config or _named_config()
        )
        formats = cast("tuple[str, ...]", settings["format"])
        return cls(settings, plan_targets(formats, cast("tuple[Path, ...]", settings["output"])))

    def text(self, name: str) -> str | None:
        """Return a setting that is a text or nothing."""
        return cast("str | None", self.settings[name])

    @property
    def jobs(self) -> int:
        """How many processes are to work: 0 in the settings is one for each core that may be used."""
        return cast("int", self.settings["jobs"]) or _cores()

    def open(self, at: datetime | None = None) -> Session:
        """Open data, policy and decisions.

        Args:
            at: The time the run counts as; by default the present.

        Raises:
            DataError: One of them is unusable, or the data are older than the settings allow.
        """
        settings, at = self.settings, at or now()
        lists = cast("tuple[str, ...]", settings["lists"])
        screener = Screener(
            catalogue=_open_data(settings), profile=str(settings["profile"]), lists=lists or None
        )
        refuse_stale(screener.lists, cast("int | None", settings["max_data_age"]), at)
        gate = Gate(FailOn(str(settings["fail_on"])).level, bool(settings["fail_on_ambiguous"]))
        return Session(
            screener,
            at,
            Outcome(gate, bool(settings["exit_zero"])),
            options={name: settings[name] for name in _RECORDED},
            decisions=_open_decisions(cast("Path | None", settings["decisions"]), screener, at),
            strict_decisions=bool(settings["strict_decisions"]),
        )


@dataclass(slots=True)
class Session:
    """One run at work.

    Attributes:
        screener: The opened data and policy.
        at: The time the run counts as.
        outcome: Counts findings and skipped inputs as they pass.
        options: The settings that the report records.
        decisions: Decisions that apply here, if any.
        strict_decisions: Whether a decision that lapsed fails the run.
        lapsed: Warnings about decisions, once the results have passed.
    """

    screener: Screener
    at: datetime
    outcome: Outcome
    options: dict[str, Any]
    decisions: DecisionBook | None = None
    strict_decisions: bool = False
    lapsed: tuple[str, ...] = ()

    def watch(self, items: Iterable[Result | Skipped]) -> Iterator[Result | Skipped]:
        """Mark the results that decisions are about, and count all for the gate."""
        return self.outcome.watch(self._decided(items))

    def screen(self, partners: Iterable[Partner | Skipped]) -> Iterator[Result | Skipped]:
        """Screen partners as they come, marked and counted."""
        return self.watch(self.screener.screen(partners))

    def report(self, items: Iterable[Result | Skipped], inputs: Iterable[InputInfo] = ()) -> Report:
        """Gather a few partners' results into a report; decisions about others are none of its business."""
        report = self.screener.report(items, at=self.at, options=self.options, inputs=inputs)
        return self.with_warnings(report, unused=False)

    def frame(self, inputs: Iterable[InputInfo]) -> Report:
        """Return everything of the report but its results."""
        return self.screener.frame(at=self.at, options=self.options, inputs=inputs)

    def with_warnings(self, report: Report, *, unused: bool) -> Report:
        """Add what is to be said about decisions, once all results have passed."""
        self.lapsed = self.decisions.warnings(unused=unused) if self.decisions else ()
        return (
            report.model_copy(update={"warnings": (*report.warnings, *self.lapsed)})
            if self.lapsed
            else report
        )

    def say_lapsed(self, targets: Iterable[Target]) -> None:
        """Say on stderr what became of decisions, unless the terminal shows it with the report."""
        if Target("terminal") not in targets:
            sys.stderr.writelines(f"warning: {harmless(line)}\n" for line in self.lapsed)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the run, once all results have passed."""
        return ExitCode.BAD_DATA if self.strict_decisions and self.lapsed else self.outcome.code

    def _decided(self, items: Iterable[Result | Skipped]) -> Iterable[Result | Skipped]:
        if self.decisions is None:
            return items
        from duediligence.model import Result

        apply = self.decisions.apply
        return (apply(item) if isinstance(item, Result) else item for item in items)


def open_data(data_dir: Path | None = None) -> Catalogue:
    """Open the data for a command that screens nothing: the folder given, or the one that is configured.

    Raises:
        DataError: Configuration or data are unusable.
    """
    settings = load_config(
        start=Path.cwd(), environ=os.environ, flags={"data_dir": data_dir}, path=_named_config()
    )
    return _open_data(settings)


def _open_data(settings: Config) -> Catalogue:
    """Open the data that the settings name, with the lists of one's own that they name."""
    own = None
    if paths := cast("tuple[Path, ...]", settings["house_lists"]):
        from duediligence.cli.own_lists import own_lists

        own = own_lists(paths)
    return open_catalogue(cast("Path | None", settings["data_dir"]), own)


def _cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


def _named_config() -> Path | None:
    named = os.environ.get("DUEDILIGENCE_CONFIG")
    return Path(named) if named else None


def _open_decisions(named: Path | None, screener: Screener, at: datetime) -> DecisionBook | None:
    path = named or find_upwards(_DECISIONS_FILE, Path.cwd())
    if path is None:
        return None
    from duediligence.decisions import open_decisions

    return open_decisions(path, today=at.date(), institution_of=screener.catalogue.institution)
