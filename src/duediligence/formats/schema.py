"""The JSON Schema of the reports, generated from the models.

`python -m duediligence.formats.schema docs/schema` writes the files again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from duediligence.model import SCHEMA_VERSION, Report, Result, Skipped

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """Return each schema under the name of its file in `docs/schema/`."""
    return {
        f"report-{SCHEMA_VERSION}.json": _titled(
            Report.model_json_schema(mode="serialization"), "--format json"
        ),
        f"line-{SCHEMA_VERSION}.json": _line(),
    }


def write(folder: Path) -> None:
    """Write every schema into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        (folder / name).write_text(as_text(schema), encoding="utf-8")


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _line() -> dict[str, Any]:
    """Return the schema of one JSON line: a result, a row not screened, or the mark of a stopped run."""
    result = Result.model_json_schema(mode="serialization")
    definitions = result.pop("$defs")
    definitions["Result"] = result
    definitions["Skipped"] = Skipped.model_json_schema(mode="serialization")
    definitions["Skipped"].pop("$defs", None)  # Source is among those of Result
    wrapped = {
        "type": "object",
        "properties": {"skipped": {"$ref": "#/$defs/Skipped"}},
        "required": ["skipped"],
        "additionalProperties": False,
    }
    partial = {
        "type": "object",
        "properties": {"partial": {"const": True}},
        "required": ["partial"],
        "additionalProperties": False,
    }
    return _titled(
        {"anyOf": [{"$ref": "#/$defs/Result"}, wrapped, partial], "$defs": definitions}, "--format jsonl"
    )


def _titled(schema: dict[str, Any], option: str) -> dict[str, Any]:
    described = f"What `{option}` writes, schema version {SCHEMA_VERSION}."
    return {"$schema": _DIALECT, **schema, "description": described}


if __name__ == "__main__":
    write(Path(sys.argv[1]))
