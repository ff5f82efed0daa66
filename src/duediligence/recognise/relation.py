"""How a text relates to an institution it names: the institution itself, a part of it, its hospital."""

from __future__ import annotations

import re
from typing import Final

from duediligence.catalogue.layout import Posting, Weakness
from duediligence.model import NameKind, Relation
from duediligence.names.tokens import HARD
from duediligence.recognise.reading import HEADS, Reading, Run
from duediligence.recognise.vetting import is_han

_FORMER: Final = NameKind.FORMER
_AFFILIATED_HOSPITAL: Final = Relation.AFFILIATED_HOSPITAL
_JOINT_BODY_OF: Final = Relation.JOINT_BODY_OF
_UNIT_OF: Final = Relation.UNIT_OF
_ACRONYM_ONLY: Final = Relation.ACRONYM_ONLY
_FORMER_NAME: Final = Relation.FORMER_NAME
_SAME: Final = Relation.SAME
_ACRONYM: Final = Weakness.ACRONYM
_JOINT_STOCK: Final = ["joint", "stock"]  # a legal form, not a body that several share
_HAN_HOSPITAL: Final = ("医院",)
_HAN_INSTITUTE: Final = re.compile(r"\d所|所$")  # 611所, 半导体所
_HAN_PARTS: Final = ("学院", "研究所", "研究院", "实验室", "系", "中心", "分校", "附属", "校区")


def relation_of(reading: Reading, run: Run, posting: Posting, cover: list[Run]) -> Relation:
    """Return the relation of the text around a run to the institution the run names."""
    keys = reading.tokens.keys
    low, high = _affiliation(reading, run, cover)
    if not reading.text.isascii():
        words = keys[low : run.start] + keys[run.end : high]
        rest = "".join(words) if any(map(is_han, words)) else ""
        part = han_relation(rest)
        if part or _HAN_INSTITUTE.search(rest):
            return part or _UNIT_OF
    heads = _heads(reading, low, run.start) | _heads(reading, run.end, high)
    if heads:
        if "hospital" in heads:
            return _AFFILIATED_HOSPITAL
        if "joint" in heads:
            return _JOINT_BODY_OF
        return _UNIT_OF
    if posting.weakness == _ACRONYM:
        return _ACRONYM_ONLY
    return _FORMER_NAME if posting.kind is _FORMER else _SAME


def _heads(reading: Reading, low: int, high: int) -> set[str]:
    """Return the words from `low` to `high` that say what sort of body, or of part of one, is named."""
    keys, kinds = reading.tokens.keys, reading.kinds
    places = range(low, high)
    return {keys[at] for at in places if kinds[at] in HEADS and keys[at : at + 2] != _JOINT_STOCK}


def _affiliation(reading: Reading, run: Run, cover: list[Run]) -> tuple[int, int]:
    """Return where the words of the affiliation that a name stands in begin and end."""
    breaks = reading.tokens.breaks
    low, high = 0, len(breaks)
    for other in cover:
        if other.end <= run.start:
            low = max(low, other.end)
        elif other.start >= run.end:
            high = min(high, other.start)
    if HARD in breaks:
        low = next((at for at in range(run.start, low, -1) if breaks[at] == HARD), low)
        high = next((at for at in range(run.end, high) if breaks[at] == HARD), high)
    return low, high


def han_relation(rest: str) -> Relation | None:
    """Return what Han characters beside a name say of the part named, or None."""
    if any(part in rest for part in _HAN_HOSPITAL):
        return _AFFILIATED_HOSPITAL
    return _UNIT_OF if any(part in rest for part in _HAN_PARTS) else None
