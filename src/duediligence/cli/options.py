"""The options that several commands share, and the choices they allow.

An option that is not given is None: it then comes from its `DUEDILIGENCE_*` variable, the configuration
file or the default, in this order (see `duediligence.config`).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.gate import FailOn


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
    typer.Option(
        "--country", help="Country of the partner, by code or name, where known.", rich_help_panel=_WHAT
    ),
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        help="Which profile decides what a listing leads to. [default: default]",
        rich_help_panel=_DATA,
    ),
]
DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir", help="Folder with institutions.yaml and risk_tiers.yaml.", rich_help_panel=_DATA
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        help="Configuration file; by default found upwards from the working folder.",
        rich_help_panel=_DATA,
    ),
]
MaxDataAge = Annotated[
    int | None,
    typer.Option(
        "--max-data-age",
        min=0,
        metavar="DAYS",
        help="Exit 3 when a list in force is older.",
        rich_help_panel=_DATA,
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        help="Format of the report; may be repeated. [default: terminal]",
        rich_help_panel=_OUT,
    ),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option(
        "--output",
        "-o",
        help="File to write, whole or not at all; the n-th -o takes the n-th -f, or its ending's format.",
        rich_help_panel=_OUT,
    ),
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option("--fail-on", help="Exit 1 from this verdict on. [default: review]", rich_help_panel=_GATE),
]
FailOnAmbiguous = Annotated[
    bool | None,
    typer.Option(
        "--fail-on-ambiguous/--no-fail-on-ambiguous",
        help="Exit 1 also when a name fits several institutions, or none that is known.",
        rich_help_panel=_GATE,
        show_default=False,
    ),
]
ExitZero = Annotated[
    bool | None,
    typer.Option(
        "--exit-zero/--no-exit-zero",
        help="Exit 0 in place of 1; unusable data and unfinished runs still fail.",
        rich_help_panel=_GATE,
        show_default=False,
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option("--decisions", help="The decisions file; by default found upwards.", rich_help_panel=_DATA),
]
StrictDecisions = Annotated[
    bool | None,
    typer.Option(
        "--strict-decisions/--no-strict-decisions",
        help="Exit 3 when a decision has expired, was overtaken or met no finding.",
        rich_help_panel=_GATE,
        show_default=False,
    ),
]
ViewFormatOption = Annotated[ViewFormat, typer.Option("--format", "-f", help="For people or for programs.")]
