"""Institutions -> YAML text: listed records as blocks, unlisted ones as one line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from duediligence.model import Institution

_PLAIN = re.compile(r"[^\W\d_][\w\-./()' ]*[\w)]|[^\W\d_]")
_RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
_HEADER = """\
# Institutions, listed and known-not-listed; the format is described in docs/data.md.
# Built by `python -m duediligence.curation.building`; change it through data/curation/overrides.yaml
# or `duediligence data merge`, so that every change can be reviewed.
"""


def write_institutions(institutions: Iterable[Institution]) -> str:
    """Return the whole file: listed records first, then the one-line records, both by id."""
    ordered = sorted(institutions, key=lambda i: (not i.listings, i.id))
    return _HEADER + "".join(record_text(i) for i in ordered)


def record_text(institution: Institution) -> str:
    """Return one record as YAML text, ending in a newline."""
    record = compact(institution)
    if not institution.listings:
        return f"- {_flow(record)}\n"
    lines = []
    for field, value in record.items():
        if isinstance(value, list) and field in {"names", "listings", "related"}:
            lines.append(f"{field}:")
            lines.extend(f"  - {_flow(item)}" for item in value)
        else:
            lines.append(f"{field}: {_flow(value)}")
    return "- " + "\n  ".join(lines) + "\n"


def compact(institution: Institution) -> dict[str, Any]:
    """The record without defaults, in the order of the model."""
    return institution.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    text = str(value)
    if _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)
