"""Make a saved report again, and say whether it would be the same today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duediligence.errors import UsageError
from duediligence.model import Report, Result
from duediligence.screening import Screener


@dataclass(frozen=True, slots=True)
class Verification:
    """What is different now: versions and hashes, and the partners whose answer changed."""

    versions: tuple[str, ...]
    partners: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every partner gets the same answer, whatever the versions."""
        return not self.partners


def verify(report: Report, screener: Screener) -> Verification:
    """Screen the report's partners again and compare.

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
    return Verification(tuple(_versions(report, again)), tuple(_partners(report, again)))


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
