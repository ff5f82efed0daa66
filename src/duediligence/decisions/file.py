"""The decisions file: found, read with located errors, and added to without losing a comment."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from duediligence.decisions.book import DecisionBook
from duediligence.decisions.entry import Decision, InstitutionOf
from duediligence.errors import ConfigError, OutputError
from duediligence.upwards import find_upwards

DECISIONS_FILE = "duediligence.decisions.yaml"

_HEADER = """\
# Decisions about findings; add with `duediligence decide`, review like any other change.
# not-the-same: the partner is another body. accepted-risk: it is this one, and someone answers for it.
# A decision ends after the day it expires, or when the institution's listings change.
"""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    decisions: list[Decision]


def find_decisions(start: Path) -> Path | None:
    """Return the nearest decisions file in a folder or above it."""
    return find_upwards(DECISIONS_FILE, start)


def open_decisions(path: Path | None, *, today: date, institution_of: InstitutionOf) -> DecisionBook:
    """Return the decisions of a file, ready to be applied; none where there is no file.

    Raises:
        ConfigError: As `read_decisions`.
    """
    return DecisionBook(read_decisions(path) if path else (), today, institution_of, path)


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read and check a decisions file.

    Raises:
        ConfigError: The file cannot be read or has problems; all of them, each with its line.
    """
    return _checked(path, _bytes_of(path))


def add_decision(path: Path, decision: Decision) -> bool:
    """Write a decision into a file, new or there already; comments and order are kept.

    A decision about the same partner and institution is replaced in its place.

    Returns:
        True when an earlier decision was replaced.

    Raises:
        ConfigError: The file is there and cannot be used.
        OutputError: The file cannot be written; it is unchanged then.
    """
    data = _bytes_of(path) if path.exists() else _HEADER.encode()
    existing = _checked(path, data)
    place = next((n for n, other in enumerate(existing) if other.key == decision.key), None)
    _replace(path, _with_entry(data, _entry(decision), place))
    return place is not None


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ConfigError(
            f"{path}: cannot read the decisions: {exc.strerror or exc}", hint="Check the path and its rights."
        ) from exc


def _checked(path: Path, data: bytes) -> tuple[Decision, ...]:
    from duediligence.catalogue.marked_yaml import parse_marked

    marked = parse_marked(path, data, ConfigError)
    if marked.values in (None, ""):  # only comments
        return ()
    found, problems = marked.checked(_File)
    if found:
        problems += _twice(found.decisions)
    if problems or found is None:
        raise ConfigError(
            marked.message(problems),
            hint="Each decision needs partner, institution, as, reason and expires; see the README.",
        )
    return tuple(found.decisions)


def _twice(decisions: Sequence[Decision]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    seen: set[tuple[str, str]] = set()
    for place, decision in enumerate(decisions):
        if decision.key in seen:
            yield ("decisions", place, "partner"), "this partner and institution are decided above"
        seen.add(decision.key)


def _entry(decision: Decision) -> dict[str, Any]:
    values = decision.model_dump(by_alias=True, mode="python")
    return {key: str(value) if key == "as" else value for key, value in values.items() if value}


def _with_entry(data: bytes, entry: dict[str, Any], place: int | None) -> bytes:
    """Return the file's text with an entry set at `place`, or added at the end."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 1_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = BytesIO()
    document = yaml.load(data)
    if document is None:
        out.write(data.rstrip() + b"\n")
        document = {}
    if place is not None:
        document["decisions"][place].update(entry)
    elif document.get("decisions"):
        document["decisions"].append(entry)
    else:
        document["decisions"] = [entry]
    yaml.dump(document, out)
    return out.getvalue()


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as exc:
        raise _unwritable(path, exc) from exc
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(name).replace(path)
    except OSError as exc:
        with suppress(OSError):
            Path(name).unlink()
        raise _unwritable(path, exc) from exc


def _unwritable(path: Path, exc: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot write the decisions: {exc.strerror or exc}", hint="Check the folder and its rights."
    )
