"""Make a saved report again, and say whether it would be the same today."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duediligence.catalogue.overlay import sha256_of
from duediligence.errors import UsageError
from duediligence.model import InputInfo, ListState, Report, Result
from duediligence.screening import Screener, Tally


@dataclass(frozen=True, slots=True)
class Verification:
    """What is different now.

    Attributes:
        versions: Tool, data and policy that are others than then; alone they change no answer.
        partners: Partners whose answer changed.
        report: What else the report says and would not say again: its counts, the lists checked, the limits.
        inputs: Input files that changed on disk.
        unread: Input files that could not be compared, and why.
    """

    versions: tuple[str, ...]
    partners: tuple[str, ...]
    report: tuple[str, ...]
    inputs: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether the report would say the same, whatever the versions."""
        return not (self.partners or self.report or self.inputs)


def verify(report: Report, screener: Screener) -> Verification:
    """Screen the report's partners again, and compare all that the report says.

    An input file is looked for where the report says it was, from the working folder on.

    Args:
        report: A report of `check` or `screen`.
        screener: Today's data, under the report's profile and lists.

    Raises:
        UsageError: The report is one of `scan`: it holds mentions, not partners.
    """
    if any(result.mentions for result in report.results):
        raise UsageError(
            "a report of `scan` cannot be made again without its documents", hint="scan them again"
        )
    again = screener.report(
        screener.screen([result.partner for result in report.results]),
        at=report.run.at,
        options=report.run.options,
    )
    hashes = [(given, _sha256_now(given)) for given in report.run.inputs if given.sha256]
    return Verification(
        versions=tuple(_versions(report, again)),
        partners=tuple(_partners(report, again)),
        report=(*_counts(report), *_coverage(report, again)),
        inputs=tuple(_changed(given, now) for given, now in hashes if now and now != given.sha256),
        unread=tuple(
            f"{given.file}: not to be read at its place, so that it was not compared"
            for given, now in hashes
            if now is None
        ),
    )


def _versions(old: Report, new: Report) -> Iterator[str]:
    for name, before, after in (
        ("tool", old.tool.version, new.tool.version),
        ("data", f"{old.data.version} {old.data.sha256[:12]}", f"{new.data.version} {new.data.sha256[:12]}"),
        ("policy", old.policy.sha256[:12], new.policy.sha256[:12]),
    ):
        if before != after:
            yield f"{name}: {before} then, {after} now"


def _partners(old: Report, new: Report) -> Iterator[str]:
    for before, after in zip(old.results, new.results, strict=True):
        if _answer(before) != _answer(after):
            changed = before.verdict.level is not after.verdict.level
            said = (
                f"{before.verdict.level} then, {after.verdict.level} now"
                if changed
                else "the same verdict, other details"
            )
            yield f"{before.partner.name}: {said}"


def _answer(result: Result) -> str:
    """All of a result but the decision, which is not the data's."""
    return result.model_copy(update={"decision": None}).model_dump_json(by_alias=True)


def _counts(report: Report) -> Iterator[str]:
    """Say where the summary does not count what the report itself holds."""
    tally = Tally()
    deque(tally.count((*report.results, *report.skipped)), maxlen=0)
    said, held = report.summary.model_dump(), tally.summary.model_dump()
    for name in said:
        if said[name] != held[name]:
            yield f"summary: {name} is {_shown(said[name])}, the report holds {_shown(held[name])}"


def _shown(count: int | dict[str, int]) -> str:
    if isinstance(count, int):
        return str(count)
    return ", ".join(f"{name} {number}" for name, number in sorted(count.items())) or "nothing"


def _coverage(old: Report, new: Report) -> Iterator[str]:
    """Say which lists were, or were described, otherwise, and whether the limits were."""
    then, now = ({state.id: state for state in report.data.lists} for report in (old, new))
    for name in dict.fromkeys((*then, *now)):
        before, after = then.get(name), now.get(name)
        if before is None or after is None:
            yield f"list {name}: {'not among the lists checked then' if before is None else 'not there now'}"
        elif before != after:
            yield f"list {name}: {before.as_of}, {before.listings} listings then, {_described(before, after)}"
    if old.limits != new.limits:
        yield "limits: other sentences about what was checked and what lists cannot tell"


def _described(before: ListState, after: ListState) -> str:
    if (before.as_of, before.listings) == (after.as_of, after.listings):
        return "other details now"
    return f"{after.as_of}, {after.listings} listings now"


def _sha256_now(given: InputInfo) -> str | None:
    """The hash of an input as it lies on disk; None where it cannot be read there."""
    try:
        return sha256_of(Path(given.file))
    except (OSError, ValueError):
        return None


def _changed(given: InputInfo, now: str) -> str:
    return f"{given.file}: the file changed, sha256 {(given.sha256 or '')[:12]} then, {now[:12]} now"
