"""One record's text brought up to date: in the writer's own form, or, where a hand has been at it, in its."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Any, TypeAlias

from duediligence.curation.blocks import trailing_comment
from duediligence.curation.building.write import compact, record_text
from duediligence.model import Institution

_Yaml: TypeAlias = Any  # the round-trip library's nodes have no types of their own
_WIDE = 1_000_000


def edited_block(text: str, before: Institution, after: Institution) -> str:
    """Return a record's block with the changes from `before` to `after`.

    A record as the writer writes it is written anew. One that a curator has edited keeps its comments,
    quotes and order: only what changed is replaced or appended.
    """
    record, comment = trailing_comment(text)
    if record == record_text(before):
        return record_text(after) + comment
    return _edited_by_hand(record, before, after) + comment


def _edited_by_hand(record: str, before: Institution, after: Institution) -> str:
    yaml = _round_trip()
    lines = record.splitlines(keepends=True)
    body = [" " + lines[0][1:], *lines[1:]]
    indent = len(body[0]) - len(body[0].lstrip())
    data = yaml.load("".join(line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in body))
    _bring_up(data, before, after)
    out = StringIO()
    yaml.dump(data, out)
    pad = " " * indent
    written = [pad + line if line.strip() else line for line in out.getvalue().splitlines(keepends=True)]
    return "-" + "".join(written)[1:]


def _bring_up(data: _Yaml, before: Institution, after: Institution) -> None:
    old, new = compact(before), compact(after)
    for field, value in new.items():
        if old.get(field) == value:
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            _bring_up_list(data, field, old.get(field, []), value)
        else:
            data[field] = _styled(value)


def _bring_up_list(data: _Yaml, field: str, old: Sequence[Any], new: Sequence[Any]) -> None:
    if field not in data:
        data[field] = []
    held = data[field]
    for position, item in enumerate(new):
        if position >= len(held):
            held.append(_styled(item))
        elif position >= len(old) or old[position] != item:
            for key in [k for k in held[position] if k not in item]:
                del held[position][key]
            held[position].update(item)


def _styled(value: _Yaml) -> _Yaml:
    """A value in flow style, as the file has it."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        styled: _Yaml = CommentedMap(value)
    elif isinstance(value, list):
        styled = CommentedSeq(value)
    else:
        return value
    styled.fa.set_flow_style()
    return styled


def _round_trip() -> _Yaml:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
