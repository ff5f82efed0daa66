"""Read the catalogue's YAML into validated institutions, with every problem located."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from duediligence.errors import CatalogueError
from duediligence.model import Institution

_RECORDS_AT_ONCE = 400
_HINT = "run `duediligence data validate` to see every problem with its line"


def load_institutions(path: Path) -> list[Institution]:
    """Return every record of an `institutions.yaml`, in file order.

    Raises:
        CatalogueError: If the file is missing, is no YAML, or a record does not fit the schema;
            the message names the file and the record or line.
    """
    raw = read_yaml(path)
    if not isinstance(raw, list):
        raise CatalogueError(
            f"{path}: expected a list of institutions, found {type(raw).__name__}", hint=_HINT
        )
    try:
        return TypeAdapter(list[Institution]).validate_python(raw)
    except ValidationError as error:
        raise CatalogueError(_first_problem(path, raw, error), hint=_HINT) from error


def each_institution(path: Path) -> Iterator[Institution]:
    """Yield the same records, parsed a few hundred at a time: all at once take half a gigabyte.

    Raises:
        CatalogueError: As `load_institutions`.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    adapter, done = TypeAdapter(list[Institution]), 0
    for part in _parts(path):
        try:
            records = adapter.validate_python(yaml.load(part, Loader=loader))  # noqa: S506 - a safe loader
        except (yaml.YAMLError, ValidationError):
            # The whole file tells where it is wrong; or it is right, and its records hang together.
            yield from load_institutions(path)[done:]
            return
        yield from records
        done += len(records)


def _parts(path: Path) -> Iterator[str]:
    """Cut a file before lines that start a record at the margin."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        text = "unreadable"  # which reading the whole file tells better
    starts = [match.start() for match in re.finditer(r"^- ", text, re.MULTILINE)]
    cuts = [0, *starts[_RECORDS_AT_ONCE::_RECORDS_AT_ONCE], len(text)]
    return (text[a:b] for a, b in pairwise(cuts))


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - a file may hold anything
    """Return the content of a YAML file read without running anything in it.

    Raises:
        CatalogueError: If the file cannot be read or is not YAML.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=loader)  # noqa: S506 - a safe loader
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read: {error.strerror}", hint="check --data-dir") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: not valid YAML: {error}", hint=_HINT) from error


def _first_problem(path: Path, raw: list[Any], error: ValidationError) -> str:
    first = error.errors()[0]
    at, *field = first["loc"]
    record = raw[at] if isinstance(at, int) else None
    name = record.get("id", f"record {at}") if isinstance(record, dict) else f"record {at}"
    where = ".".join(map(str, field)) or "the record"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{path}: {name}: {where}: {first['msg'].lower()}{more}"
