"""The exit codes: a contract with scripts, documented in the README."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a run ended; `INCOMPLETE` outranks `FINDINGS`: an unfinished run never reads as a finished one."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    BAD_DATA = 3
    INCOMPLETE = 4
    INTERNAL = 70

    @property
    def meaning(self) -> str:
        """One line for the README and the help text."""
        return _MEANINGS[self]


_MEANINGS = {
    ExitCode.CLEAN: "nothing at or above `--fail-on`",
    ExitCode.FINDINGS: "at least one partner at or above `--fail-on`",
    ExitCode.USAGE: "the command was used wrongly",
    ExitCode.BAD_DATA: (
        "data, policy or configuration unusable, older than `--max-data-age`, or output unwritable"
    ),
    ExitCode.INCOMPLETE: "finished, but some inputs could not be screened (outranks 1)",
    ExitCode.INTERNAL: "internal error",
}
