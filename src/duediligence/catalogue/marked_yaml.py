"""YAML that knows its lines: values as text, and the line of each, for messages that name the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import Node

from duediligence.errors import DataError

Place = tuple[str | int, ...]
"""Keys and positions from the top of the file down to a value."""

Problem = tuple[Place, str]
"""Where in the file something is wrong, and what."""

RowT = TypeVar("RowT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class MarkedYaml:
    """A parsed file: `values` hold every scalar as text, `root` knows the lines."""

    path: Path
    root: Node | None
    values: Any

    def checked(self, shape: type[RowT]) -> tuple[RowT | None, list[Problem]]:
        """Return the values in a shape, or the problems in the way; keys that stand twice are one."""
        problems = list(_keys_twice(self.root, (), set())) if self.root else []
        try:
            return shape.model_validate(self.values), problems
        except ValidationError as exc:
            return None, [*problems, *((error["loc"], error["msg"]) for error in exc.errors())]

    def message(self, problems: Iterable[Problem]) -> str:
        """Return one line a problem: file, line, field, what is wrong."""
        lines = [f"{self.path}:{self.line(at)}: {_field(at)}: {text}" for at, text in problems]
        return "\n".join(lines)

    def line(self, at: Place) -> int:
        """Return the 1-based line of a value, or of its nearest parent that exists."""
        node, line = self.root, 1
        for part in at:
            if node is not None:
                line = node.start_mark.line + 1
                node = _child(node, part)
        return node.start_mark.line + 1 if node is not None else line


def parse_marked(path: Path, data: bytes, error: type[DataError]) -> MarkedYaml:
    """Parse YAML text; nothing but texts, lists and mappings is ever built.

    Args:
        path: Where the text comes from, for messages.
        data: The text as read.
        error: What to raise.

    Raises:
        DataError: As `error`, when the text is not YAML.
    """
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(data, Loader=loader)
        values = yaml.load(data, Loader=loader)  # noqa: S506 - a base loader builds texts only
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as exc:
        raise error(
            f"{path}: not valid YAML: {' '.join(str(exc).split())}", hint="Mend the line named."
        ) from exc
    return MarkedYaml(path, root, values)


def _field(at: Place) -> str:
    return ".".join(str(part) for part in at) or "file"


def _child(node: Node, part: str | int) -> Node | None:
    entries: Sequence[Any] = node.value if isinstance(node.value, list) else ()
    if isinstance(part, int):
        return entries[part] if part < len(entries) and isinstance(entries[part], Node) else None
    return next((entry[1] for entry in entries if isinstance(entry, tuple) and entry[0].value == part), None)


def _keys_twice(node: Node, at: Place, seen: set[int]) -> Iterator[Problem]:
    """Yield keys that stand twice in one mapping; YAML would silently keep the last."""
    if id(node) in seen:  # an alias: looked at before, and aliases of aliases grow without end
        return
    seen.add(id(node))
    entries: Sequence[Any] = node.value if isinstance(node.value, list) else ()
    pairs = [entry for entry in entries if isinstance(entry, tuple)]
    for key, count in Counter(str(pair[0].value) for pair in pairs).items():
        if count > 1:
            yield (*at, key), "stands twice"
    for key_node, child in pairs:
        yield from _keys_twice(child, (*at, str(key_node.value)), seen)
    for position, child in enumerate(entries if not pairs else ()):
        yield from _keys_twice(child, (*at, position), seen)
