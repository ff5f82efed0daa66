"""YAML that knows its lines: places of values, keys that stand twice, aliases."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from duediligence.catalogue.marked_yaml import Place, parse_marked
from duediligence.errors import ConfigError

TEXT = b"""a:
  - b: 1
    c:
      d: x
  - &anchor {e: 2}
f: *anchor
"""


class Anything(BaseModel):
    """A shape that takes any mapping."""


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("a", 0, "c", "d"), 4),
        (("a", 1, "e"), 5),
        (("a", 0, "c", "gone"), 4),
        (("a", 7), 2),
        (("f", "e"), 5),
        (("a", 0, "b", "deeper", "still"), 2),
        (("gone", "gone"), 1),
    ],
)
def test_line(at: Place, line: int) -> None:
    """The line is that of the value, or of its nearest parent that exists."""
    assert parse_marked(Path("x"), TEXT, ConfigError).line(at) == line


def test_an_empty_file_has_line_one() -> None:
    """Nothing to point at is the first line."""
    marked = parse_marked(Path("x"), b"", ConfigError)
    assert marked.line(("a", 0)) == 1
    assert marked.message([((), "empty")]) == "x:1: file: empty"


def test_scalars_stay_text() -> None:
    """No, 1e3 and dates are what is written."""
    assert parse_marked(Path("x"), b"[no, 1e3, 2026-01-01]", ConfigError).values == [
        "no",
        "1e3",
        "2026-01-01",
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (b"a: 1\nb: 2\n", []),
        (b"a: 1\na: 2\n", [(("a",), "stands twice")]),
        (b"- {a: 1, a: 2}\n- {a: 1}\n", [((0, "a"), "stands twice")]),
        (b"x: &x {a: 1, a: 2}\ny: *x\n", [(("x", "a"), "stands twice")]),
    ],
)
def test_keys_twice(text: bytes, problems: list[object]) -> None:
    """A key that stands twice is told once, with its place."""
    _, found = parse_marked(Path("x"), text, ConfigError).checked(Anything)
    assert [problem for problem in found if problem[1] == "stands twice"] == problems


def test_aliases_of_aliases_end() -> None:
    """Forty lines of aliases that would unfold to 2^40 values are looked at once each."""
    lines = [b"a0: &a0 [x]"] + [b"a%d: &a%d [*a%d, *a%d]" % (n, n, n - 1, n - 1) for n in range(1, 40)]
    assert parse_marked(Path("x"), b"\n".join(lines), ConfigError).checked(Anything)[1] == []


@pytest.mark.parametrize("text", [b"a: [", b"\x00", b"a: b: c", b"*gone", b"a: &x {b: *x}"])
def test_what_is_no_yaml(text: bytes) -> None:
    """Broken text is refused with the file's name."""
    with pytest.raises(ConfigError, match="x: not valid YAML"):
        parse_marked(Path("x"), text, ConfigError)
