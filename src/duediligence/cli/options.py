"""The options that several commands share, the choices they allow, and how they become a `Plan`.

An option that is not given is None: it then comes from its `DUEDILIGENCE_*` variable, the configuration
file or the default, in this order (see `duediligence.config`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, get_type_hints

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
_SWITCHES = "Exit code, on or off"  # apart, so that their long names stay whole on eighty columns

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
Lists = Annotated[
    list[str] | None,
    typer.Option(
        "--lists",
        metavar="ID",
        help="Id of a list to check; may be repeated. [default: all]",
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
    typer.Option(
        "--fail-on",
        metavar="LEVEL",
        help="Exit 1 from this verdict on: stop, escalate, review or never. [default: review]",
        rich_help_panel=_GATE,
    ),
]
FailOnAmbiguous = Annotated[
    bool | None,
    typer.Option(
        "--fail-on-ambiguous/--no-fail-on-ambiguous",
        metavar="",
        help="Exit 1 also when a name fits several institutions, or none that is known.",
        rich_help_panel=_SWITCHES,
        show_default=False,
    ),
]
ExitZero = Annotated[
    bool | None,
    typer.Option(
        "--exit-zero/--no-exit-zero",
        metavar="",
        help="Exit 0 in place of 1; unusable data and unfinished runs still fail.",
        rich_help_panel=_SWITCHES,
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
        metavar="",
        help="Exit 3 when a decision has expired, was overtaken or met no finding.",
        rich_help_panel=_SWITCHES,
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=0,
        metavar="N",
        help="Processes at work; 0 is one for each core. [default: 1]",
        rich_help_panel=_WHAT,
    ),
]
_SHARED: dict[str, Any] = {
    "country": Country,
    "profile": Profile,
    "lists": Lists,
    "data_dir": DataDir,
    "config": Config,
    "max_data_age": MaxDataAge,
    "decisions": Decisions,
    "format": Formats,
    "output": Outputs,
    "fail_on": FailOnOption,
    "fail_on_ambiguous": FailOnAmbiguous,
    "exit_zero": ExitZero,
    "strict_decisions": StrictDecisions,
}


def planned(**more: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:  # noqa: ANN401 - types
    """Give a screening command the options that all of them share; it receives them gathered as `plan`.

    Args:
        more: Further options of this command that are settings too, by their names in the configuration.
    """
    settings = {**more, **_SHARED}

    def give(command: Callable[..., None]) -> Callable[..., None]:
        own = [one for one in inspect.signature(command).parameters.values() if one.name != "plan"]
        written = SimpleNamespace(__annotations__={one.name: one.annotation for one in own})
        types = get_type_hints(written, command.__globals__, include_extras=True)

        @wraps(command)
        def run(**given: Any) -> None:  # noqa: ANN401 - whatever the options are
            from duediligence.cli.run import Plan

            flags = {name: _settled(given.pop(name)) for name in settings}
            command(**given, plan=Plan.gather(flags.pop("config"), **flags))

        parameters = [one.replace(annotation=types[one.name]) for one in own]
        parameters += [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for name, annotation in settings.items()
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return give


def _settled(value: Any) -> Any:  # noqa: ANN401
    """Return an option's value as a setting: an option that may be repeated was given, or it was not."""
    return (tuple(value) or None) if isinstance(value, list) else value


ViewFormatOption = Annotated[ViewFormat, typer.Option("--format", "-f", help="For people or for programs.")]
