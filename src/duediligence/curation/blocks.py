"""The text of an institutions file by record: one can change while the others keep every byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_RECORD = re.compile(r"^-(?=\s)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """One record's text and the 1-based line it starts on."""

    text: str
    line: int


def split_blocks(text: str) -> tuple[str, list[Block]]:
    """Split a file into what precedes the first record, and its records in order.

    A comment between two records belongs to the record below it only in meaning: here it ends the
    block above, so that joining head and blocks always gives the file back.
    """
    starts = [match.start() for match in _RECORD.finditer(text)]
    if not starts:
        return text, []
    blocks = []
    line = text.count("\n", 0, starts[0]) + 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        blocks.append(Block(text[start:end], line))
        line += text.count("\n", start, end)
    return text[: starts[0]], blocks


def join_blocks(head: str, blocks: Iterable[str]) -> str:
    """The file again."""
    return head + "".join(blocks)


def trailing_comment(block: str) -> tuple[str, str]:
    """Split a block into the record itself and the comment or blank lines after it."""
    lines = block.splitlines(keepends=True)
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])
