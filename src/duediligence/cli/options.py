"""The options that several commands share, and the choices they allow.

Each option also reads `DUEDILIGENCE_<NAME>` from the environment: default, configuration file, variable,
flag, the later the stronger.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from duediligence.model import Level


class FailOn(StrEnum):
    """From which verdict on a run counts as a finding."""

    STOP = "stop"
    ESCALATE = "escalate"
    REVIEW = "review"
    NEVER = "never"

    @property
    def level(self) -> Level | None:
        """The mildest level that fails, or None when none does."""
        return None if self is FailOn.NEVER else Level(self.value)


class ViewFormat(StrEnum):
    """How `lists` and `show` print what they know."""

    TERMINAL = "terminal"
    JSON = "json"


_WHAT = "What is asked"
_DATA = "Data and policy"
_OUT = "Report"
_GATE = "Exit code"

Country = Annotated[
    str | None,
    typer.Option("--country", help="Country of the partner (code or name), where it is known.", rich_help_panel=_WHAT),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        envvar="DUEDILIGENCE_DATA_DIR",
        help="Folder with institutions.yaml and risk_tiers.yaml.",
        rich_help_panel=_DATA,
    ),
]
Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        envvar="DUEDILIGENCE_PROFILE",
        help="Which profile decides what a listing leads to.",
        rich_help_panel=_DATA,
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar="DUEDILIGENCE_CONFIG",
        help="Configuration file; by default found upwards from the working folder.",
        rich_help_panel=_DATA,
    ),
]
MaxDataAge = Annotated[
    int | None,
    typer.Option(
        "--max-data-age",
        envvar="DUEDILIGENCE_MAX_DATA_AGE",
        min=0,
        metavar="DAYS",
        help="Exit 3 when a list in force is older.",
        rich_help_panel=_DATA,
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", help="Format of the report; may be repeated.", rich_help_panel=_OUT),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        help="File to write, whole or not at all; the n-th -o takes the n-th -f, or the format of its ending.",
        rich_help_panel=_OUT,
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        envvar="DUEDILIGENCE_FAIL_ON",
        help="Exit 1 from this verdict on.",
        rich_help_panel=_GATE,
    ),
]
FailOnAmbiguous = Annotated[
    bool,
    typer.Option(
        "--fail-on-ambiguous",
        envvar="DUEDILIGENCE_FAIL_ON_AMBIGUOUS",
        help="Exit 1 also when a name fits several institutions or none that is known.",
        rich_help_panel=_GATE,
    ),
]
ExitZero = Annotated[
    bool,
    typer.Option(
        "--exit-zero",
        envvar="DUEDILIGENCE_EXIT_ZERO",
        help="Exit 0 in place of 1; unusable data and unfinished runs still fail.",
        rich_help_panel=_GATE,
    ),
]
ViewFormatOption = Annotated[ViewFormat, typer.Option("--format", "-f", help="For people or for programs.")]
