"""A publisher's list laid over the curated data as a reviewable change, applied only on demand.

The joining is the one that screening uses for updated lists, so that what a curator reviews is what a
user's own update would do. The file is edited by record: records that do not change keep every byte,
records that do keep their comments and their order.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from duediligence.catalogue.lay_over import lay_over
from duediligence.catalogue.load import load_institutions
from duediligence.catalogue.overlay import UpdatedList
from duediligence.curation.block_edit import edited_block
from duediligence.curation.blocks import Block, join_blocks, split_blocks, trailing_comment
from duediligence.curation.building.write import record_text
from duediligence.curation.write_whole import write_whole
from duediligence.errors import CatalogueError
from duediligence.model import Institution, ListingRow


class Change(StrEnum):
    """What a merge does to one institution."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Edit:
    """One institution's record before and after; `line` is where it stands, or where it would."""

    change: Change
    institution: str
    line: int
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The change in unified form, with the line it starts on."""
        old, new = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        body = list(difflib.unified_diff(old, new, n=1))[2:]
        return f"@@ line {self.line}: {self.institution} ({self.change}) @@\n" + "".join(body[1:])


@dataclass(frozen=True, slots=True)
class Proposal:
    """What merging a list would change, and the file as it would become."""

    path: Path
    list: str
    edits: tuple[Edit, ...]
    text: str

    @property
    def summary(self) -> str:
        """`us-dod-1286: 3 added, 12 changed, 1 ended`."""
        counts = {change: sum(e.change is change for e in self.edits) for change in Change}
        return f"{self.list}: " + ", ".join(f"{count} {change}" for change, count in counts.items())

    @property
    def diff(self) -> str:
        """Every edit in unified form, additions and endings first; empty when nothing would change."""
        weighty = sorted(self.edits, key=lambda edit: edit.change is Change.CHANGED)
        return "".join(edit.diff for edit in weighty)

    def apply(self) -> None:
        """Write the file, whole or not at all.

        Raises:
            OutputError: The file cannot be written; it is left as it was.
        """
        write_whole(self.path, self.text)


def merge_list(path: Path, list_id: str, rows: Sequence[ListingRow], as_of: str) -> Proposal:
    """Propose how a publisher's rows would change an institutions file; writes nothing.

    Args:
        path: The institutions file.
        list_id: The list the rows belong to; rows of other lists are ignored.
        rows: Every current row of the list: a listing that none of them stands for is ended.
        as_of: The publisher's date of the file (ISO).

    Raises:
        CatalogueError: The file cannot be read, or its records do not start at the margin.
    """
    institutions = load_institutions(path)
    head, blocks = split_blocks(_text(path))
    if len(blocks) != len(institutions):
        hint = "Start every record with `- ` at the beginning of a line."
        raise CatalogueError(
            f"{path}: {len(institutions)} records, but {len(blocks)} start at the margin", hint=hint
        )
    ours = tuple(row for row in rows if row.list == list_id)
    merged = lay_over(institutions, [UpdatedList(list_id, as_of, ours)])
    edits, texts = _edits(institutions, merged, blocks, list_id)
    if not blocks:
        head = head.replace("[]", "", 1)  # an empty list, written out
    return Proposal(path, list_id, tuple(edits), join_blocks(head, texts))


def _edits(
    before: list[Institution], after: list[Institution], blocks: list[Block], list_id: str
) -> tuple[list[Edit], list[str]]:
    """The edits in the order of the file, and every block's text; new records follow the last listed one."""
    texts = [block.text for block in blocks]
    edits = []
    for position, (old, new, block) in enumerate(zip(before, after, blocks, strict=False)):
        if old != new:
            texts[position] = edited_block(block.text, old, new)
            edits.append(Edit(_change(old, new, list_id), old.id, block.line, block.text, texts[position]))
    place = 1 + max((n for n, i in enumerate(before) if i.listings), default=len(before) - 1)
    line = blocks[place].line if place < len(blocks) else 1
    added = [Edit(Change.ADDED, new.id, line, "", record_text(new)) for new in after[len(before) :]]
    if added and place:
        record, comment = trailing_comment(texts[place - 1])
        texts[place - 1 : place] = [
            record.removesuffix("\n") + "\n",
            *(edit.after for edit in added),
            comment,
        ]
    elif added:
        texts = [edit.after for edit in added]
    return [*edits, *added], texts


def _change(old: Institution, new: Institution, list_id: str) -> Change:
    def in_force(institution: Institution) -> Iterator[str]:
        return (x.printed for x in institution.listings if x.list == list_id and x.until is None)

    if any(in_force(old)) and not any(in_force(new)):
        return Change.ENDED
    return Change.CHANGED if any(in_force(old)) else Change.ADDED


def _text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()
