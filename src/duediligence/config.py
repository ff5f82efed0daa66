"""Configuration: found upwards from the working folder, checked, and each value with where it came from.

The later the stronger: default, configuration file, `DUEDILIGENCE_*` variable, flag. The file is
`duediligence.toml`, or the table `[tool.duediligence]` of a `pyproject.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from duediligence.errors import ConfigError
from duediligence.upwards import folders_upwards

CONFIG_FILE = "duediligence.toml"
PYPROJECT = "pyproject.toml"
VARIABLE_PREFIX = "DUEDILIGENCE_"
DEFAULT = "default"
"""Origin of a value that nobody set."""

_OUR_HEADER = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*[\"']?duediligence[\"']?[ \t]*\]", re.MULTILINE)

Value = str | int | bool | Path | tuple[str, ...] | tuple[Path, ...] | None


class OptionKind(StrEnum):
    """What a value of an option looks like."""

    TEXT = "a text"
    TEXTS = "a list of texts"
    FLAG = "true or false"
    COUNT = "a whole number from 0 on"
    PATH = "a path"
    PATHS = "a list of paths"


class Option(NamedTuple):
    """Something that can be set.

    Attributes:
        name: As in the file; `fail_on` and `fail-on` are the same.
        default: Its value when nobody sets it.
        help: What it does, in one sentence.
        choices: The values allowed, for a text; empty for any.
    """

    name: str
    kind: OptionKind
    default: Value
    help: str
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return VARIABLE_PREFIX + self.name.upper()

    @property
    def expected(self) -> str:
        """What a value should look like, for messages."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        return self.kind.value


OPTIONS = {
    option.name: option
    for option in (
        Option("profile", OptionKind.TEXT, "default", "Which profile decides what a listing leads to."),
        Option("lists", OptionKind.TEXTS, (), "Ids of the lists in force; none named means all."),
        Option(
            "house_lists",
            OptionKind.PATHS,
            (),
            "Files of lists of one's own, in force beside the official ones.",
        ),
        Option("country", OptionKind.TEXT, None, "Country of partners whose row has none."),
        Option("column", OptionKind.TEXT, None, "Column of a table that holds the partners' names."),
        Option("country_column", OptionKind.TEXT, None, "Column of a table that holds their countries."),
        Option(
            "identifier_column", OptionKind.TEXT, None, "Column that holds a ROR or Wikidata id or a domain."
        ),
        Option("sheet", OptionKind.TEXT, None, "Sheet of a workbook."),
        Option(
            "fail_on",
            OptionKind.TEXT,
            "review",
            "Exit 1 from this verdict on.",
            choices=("stop", "escalate", "review", "never"),
        ),
        Option(
            "fail_on_ambiguous", OptionKind.FLAG, default=False, help="Exit 1 also for names not told apart."
        ),
        Option("exit_zero", OptionKind.FLAG, default=False, help="Exit 0 in place of 1."),
        Option("max_data_age", OptionKind.COUNT, None, "Exit 3 when a list in force is older, in days."),
        Option("data_dir", OptionKind.PATH, None, "Folder with institutions.yaml and risk_tiers.yaml."),
        Option("format", OptionKind.TEXTS, (), "Formats of the report."),
        Option("output", OptionKind.PATHS, (), "Files to write the report to."),
        Option("decisions", OptionKind.PATH, None, "The decisions file; by default found upwards."),
        Option("strict_decisions", OptionKind.FLAG, default=False, help="Exit 3 when a decision has lapsed."),
        Option("jobs", OptionKind.COUNT, 1, "Processes at work on a table; 0 is one for each core."),
    )
}


class Setting(NamedTuple):
    """A value in force and where it came from: `default`, a file, a variable or a flag."""

    name: str
    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Config:
    """The settings in force, by option name; `path` is the file they were read from, if any."""

    settings: Mapping[str, Setting]
    path: Path | None = None

    def __getitem__(self, name: str) -> Value:
        """Return the value in force of an option."""
        return self.settings[name].value

    def given(self) -> dict[str, Value]:
        """Return the values that somebody set, by option name; what is left at its default is not there."""
        return {one.name: one.value for one in self.settings.values() if one.origin != DEFAULT}

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Return name, value and origin of each setting as text, for `config show`."""
        return tuple((one.name, _shown(one.value), one.origin) for one in self.settings.values())


def find_config(start: Path) -> Path | None:
    """Return the nearest configuration file in a folder or above it.

    In one folder `duediligence.toml` comes first; a `pyproject.toml` counts when it holds our table.
    """
    for folder in folders_upwards(start):
        if (folder / CONFIG_FILE).is_file():
            return folder / CONFIG_FILE
        if _holds_our_table(folder / PYPROJECT):
            return folder / PYPROJECT
    return None


def read_config(path: Path) -> dict[str, Value]:
    """Read and check a configuration file; paths in it are taken from the file's own folder.

    Returns:
        The values set in the file, by option name.

    Raises:
        ConfigError: The file cannot be read, or holds an unknown key or a wrong value; all problems at once.
    """
    text = _text_of(path)
    table = _table_of(path, text)
    values: dict[str, Value] = {}
    problems = []
    for key, raw in table.items():
        option = OPTIONS.get(key.replace("-", "_"))
        where = f"{path}:{_line_of(text, key)}"
        if option is None:
            problems.append(f"{where}: unknown key {key!r}{_nearest(key)}")
            continue
        try:
            values[option.name] = _value(option, raw, path.absolute().parent)
        except ValueError:
            problems.append(f"{where}: {key}: expected {option.expected}, found {raw!r}")
    if problems:
        raise ConfigError("\n".join(problems), hint=f"Known keys: {', '.join(OPTIONS)}.")
    return values


def load_config(
    *,
    start: Path,
    environ: Mapping[str, str],
    flags: Mapping[str, Value] | None = None,
    path: Path | None = None,
) -> Config:
    """Gather every setting from the default, the file, the environment and the flags.

    Args:
        start: The working folder; the file is looked for here and above.
        environ: The environment.
        flags: Values given on the command line, by option name; a None was not given.
        path: A configuration file named by the user, in place of the one found.

    Raises:
        ConfigError: A file or a variable cannot be used; the message names it.
    """
    path = path or find_config(start)
    settings = {name: Setting(name, option.default, DEFAULT) for name, option in OPTIONS.items()}
    from_file = read_config(path) if path else {}
    settings |= {name: Setting(name, value, str(path)) for name, value in from_file.items()}
    for name, option in OPTIONS.items():
        if raw := environ.get(option.variable, ""):
            settings[name] = Setting(name, _from_variable(option, raw, start), option.variable)
    for name, value in (flags or {}).items():
        if value is not None:
            settings[name] = Setting(name, value, f"--{name.replace('_', '-')}")
    return Config(settings, path)


# --- reading a file -----------------------------------------------------------------------------


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(
            f"{path}: cannot read the configuration: {exc}", hint="Give a UTF-8 TOML file that can be read."
        ) from exc


def _table_of(path: Path, text: str) -> Mapping[str, Any]:
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        place = f"{path}:{_broken_line(text, str(exc))}"
        raise ConfigError(f"{place}: not valid TOML: {exc}", hint="Mend the line named.") from exc
    if path.name != PYPROJECT:
        return document
    table = _our_table(document)
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.duediligence: expected a table", hint="Write [tool.duediligence].")
    return table


def _our_table(document: Mapping[str, Any]) -> object:
    tools = document.get("tool")
    return tools.get("duediligence", {}) if isinstance(tools, dict) else {}


def _holds_our_table(path: Path) -> bool:
    """Tell whether a pyproject.toml has our table; one that cannot be read is someone else's business."""
    import tomllib

    try:
        text = path.read_text(encoding="utf-8")
        return "duediligence" in text and _our_table(tomllib.loads(text)) != {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def _line_of(text: str, key: str) -> int:
    """Return the 1-based line on which a key is set, or a table of its name begins; 1 where none is seen."""
    ours = _OUR_HEADER.search(text)
    begin = ours.end() if ours and key != "tool" else 0
    quoted = rf"[\"']?{re.escape(key)}[\"']?"
    sets = rf"^[ \t]*(?:{quoted}[ \t]*[=.]|\[{{1,2}}[ \t]*(?:tool\.duediligence\.)?{quoted}[ \t]*[].])"
    found = re.compile(sets, re.MULTILINE).search(text, begin)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _broken_line(text: str, message: str) -> int:
    """Return the 1-based line that a TOML error is about; what is missing at the end is on the last one."""
    named = re.search(r"\(at line (\d+)", message)
    return int(named[1]) if named else max(1, len(text.splitlines()))


def _nearest(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key.replace("-", "_"), OPTIONS, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


# --- values -------------------------------------------------------------------------------------


def _text(raw: object, _: Path) -> Value:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError
    return raw


def _texts(raw: object, folder: Path) -> Value:
    if not isinstance(raw, list):
        raise ValueError  # noqa: TRY004 - a misfit of any sort is one thing to the caller
    return tuple(str(_text(one, folder)) for one in raw)


def _path(raw: object, folder: Path) -> Value:
    return folder / Path(str(_text(raw, folder))).expanduser()


def _paths(raw: object, folder: Path) -> Value:
    if not isinstance(raw, list):
        raise ValueError  # noqa: TRY004
    return tuple(folder / Path(str(_text(one, folder))).expanduser() for one in raw)


def _flag(raw: object, _: Path) -> Value:
    if not isinstance(raw, bool):
        raise ValueError  # noqa: TRY004
    return raw


def _count(raw: object, _: Path) -> Value:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise ValueError
    return raw


_READ: Mapping[OptionKind, Callable[[object, Path], Value]] = {
    OptionKind.TEXT: _text,
    OptionKind.TEXTS: _texts,
    OptionKind.PATH: _path,
    OptionKind.PATHS: _paths,
    OptionKind.FLAG: _flag,
    OptionKind.COUNT: _count,
}


def _value(option: Option, raw: object, folder: Path) -> Value:
    """Return a value in its own type; relative paths start from `folder`.

    Raises:
        ValueError: The value does not fit the option.
    """
    value = _READ[option.kind](raw, folder)
    if option.choices and value not in option.choices:
        raise ValueError
    return value


_FLAGS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def _from_variable(option: Option, text: str, folder: Path) -> Value:
    """Return the value that a variable's text stands for; lists are separated by commas.

    Raises:
        ConfigError: The text does not fit the option.
    """
    try:
        return _value(option, _raw(option.kind, text.strip()), folder)
    except ValueError:
        raise ConfigError(
            f"{option.variable}: expected {option.expected}, found {text!r}",
            hint="Mend or unset the variable.",
        ) from None


def _raw(kind: OptionKind, text: str) -> object:
    if kind is OptionKind.FLAG:
        return _FLAGS.get(text.lower(), text)
    if kind is OptionKind.COUNT:
        return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text) else text
    if kind in (OptionKind.TEXTS, OptionKind.PATHS):
        return [part.strip() for part in text.split(",")]
    return text


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
