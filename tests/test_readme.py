"""The README keeps its word: commands, output, exit codes, formats and examples are the real ones."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable

import pytest

from conftest import ROOT, Ran
from duediligence.cli.app import COMMANDS
from duediligence.cli.exits import ExitCode
from duediligence.cli.gate import FailOn
from duediligence.formats import FORMATS
from duediligence.formats.wording import LEVEL_WORD

pytestmark = pytest.mark.usefixtures("catalogue")  # compiled once, before the first command
README = ROOT / "README.md"
_OUTPUT = re.compile(
    r"(<!-- output of the command above.*?-->\n```text\n)(.*?)(```\n<!-- end of output -->)", re.DOTALL
)


def _text() -> str:
    return README.read_text(encoding="utf-8")


def _set_up_commands() -> list[str]:
    return re.findall(r"^python3 -m venv .*$", _text(), re.MULTILINE)


def test_there_are_two_set_up_commands() -> None:
    """One line installs and runs the main job, one installs and passes the tests."""
    run, test = _set_up_commands()
    assert run.endswith('duediligence check "Beihang University"')
    assert "pytest" in test


def test_output_below_the_first_command_is_real(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pasted report is what the command prints; UPDATE_GOLDEN=1 pastes it anew."""
    monkeypatch.setenv("COLUMNS", "100")
    arguments = shlex.split(_set_up_commands()[0].split("duediligence ", 1)[1])
    printed = "".join(f"{line.rstrip()}\n" for line in run(*arguments).out.splitlines())
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(_OUTPUT.sub(lambda found: found[1] + printed + found[3], _text()), encoding="utf-8")
    pasted = _OUTPUT.search(_text())
    assert pasted is not None
    assert pasted[2] == printed


def test_ci_runs_the_second_command_as_it_stands() -> None:
    """CI finds exactly one line of the README to run."""
    pattern = re.search(r"s/\^\\\((.*?)\\\)\$/", (ROOT / ".ci/run").read_text(encoding="utf-8"))
    assert pattern is not None
    assert re.findall(f"^{pattern[1]}$", _text(), re.MULTILINE) == [_set_up_commands()[1]]


def test_exit_codes() -> None:
    """The table of exit codes is the enumeration's own."""
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", _text(), re.MULTILINE)
    assert rows == [(str(code.value), code.meaning) for code in ExitCode]


def test_every_command_is_described() -> None:
    """The table of commands holds every command, and no other."""
    rows = re.findall(
        r"^\| `([a-z]+)\b[^|]* \|", _text().split("## What you can ask")[1].split("##")[0], re.MULTILINE
    )
    assert sorted(set(rows)) == sorted(COMMANDS)


def test_every_format_is_described() -> None:
    """The table of formats holds every format, and no other."""
    table = _text().split("## Reports")[1].split("##")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted({"terminal", *FORMATS})


def test_every_level_and_gate_is_described() -> None:
    """Each verdict and each value of --fail-on is explained."""
    for word in LEVEL_WORD.values():
        assert f"**{word}**" in _text()
    assert "|".join(FailOn) in _text()


def test_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The example of the Python API prints what it promises."""
    example = re.search(r"```python\n(.*?)```", _text(), re.DOTALL)
    assert example is not None
    exec(compile(example[1], "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert printed.startswith("stop")
    assert printed.rstrip().endswith("Beihang University")


def test_links_lead_somewhere() -> None:
    """Every file of the repository that the README or CONTRIBUTING links to exists."""
    for page in (README, ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page.name} links to {target}"
