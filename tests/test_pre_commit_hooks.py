"""The hooks offered to other projects name commands and options that exist."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_hook_screens_the_table_it_is_given(
    hook: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]
) -> None:
    """The command with its default arguments runs and fails on a listed partner."""
    (tmp_path / "partners.csv").write_text("partner,country\nBeihang University,CN\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(hook["entry"])
    assert program == "duediligence"
    assert hook["pass_filenames"] is False
    assert hook["language"] == "python"
    assert run(*arguments, *hook["args"]).code == 1
