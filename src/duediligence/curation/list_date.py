"""The date of a list in `risk_tiers.yaml`, brought up to date in its own line: comments and order stay."""

from __future__ import annotations

import re
from pathlib import Path

from duediligence.curation.write_whole import write_whole
from duediligence.errors import CatalogueError

_AS_OF = re.compile(r"^(\s+as_of:\s*)([\"']?)[\d-]*\2", re.MULTILINE)


def set_list_date(path: Path, list_id: str, as_of: str) -> bool:
    """Write the date as of which a list was merged; return whether it was another one before.

    Raises:
        CatalogueError: The list or its date does not stand in the file in the usual form.
        OutputError: The file cannot be written; it is left as it was.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    start = re.search(rf"^ *- id: [\"']?{re.escape(list_id)}[\"']?\s*(?:#.*)?$", text, re.MULTILINE)
    rest = text[start.end() :] if start else ""
    ends = re.search(r"^ *- id: |^\S", rest, re.MULTILINE)
    found = _AS_OF.search(rest, 0, ends.start() if ends else len(rest))
    if not start or not found:
        raise CatalogueError(
            f"{path}: no line `as_of:` for {list_id}", hint=f"Write its date by hand: as_of: {as_of}"
        )
    line = f"{found[1]}{found[2]}{as_of}{found[2]}"
    if line == found[0]:
        return False
    write_whole(path, text[: start.end()] + rest[: found.start()] + line + rest[found.end() :])
    return True
