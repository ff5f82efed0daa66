"""How facts are packed into the numbers of the compiled index, shared by writer and reader."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from duediligence.model import Kind, NameKind

FORMAT: Final = 7  # rises whenever the sections change their meaning
DATA_FILES: Final = ("institutions.yaml", "risk_tiers.yaml", "places.tsv")
KINDS: Final = tuple(Kind)
NAME_KINDS: Final = tuple(NameKind)
PLACE_KINDS: Final = ("country", "region", "city", "demonym")
PLACE_BIT: Final = 1 << 63
CURRENT_BIT: Final = 1 << 20  # has a listing in force that may raise a level
BRANCHED_BIT: Final = 1 << 22  # the registry holds its branches as institutions of their own
RATED_BIT: Final = 1 << 23  # has a listing in force that says more than that it is on a list without a rating
INSTITUTION_END: Final = "\x1e"  # ends the made keys of one institution
EVERYDAY: Final = 12  # institutions that bear a word before it counts as an everyday one
FIELD_OF_MANY: Final = 600  # as many bear a field that says nothing of one's work: research, technology
COMMON: Final = 30  # as many as hardly any proper name reaches: army, general, but not Jiaotong
ANY_ORDER: Final = "\1"  # opens the keys whose words are sorted


class Weakness(IntEnum):
    """Why a key never decides alone; a second agreement (country, city, another name) is needed."""

    NONE = 0
    ACRONYM = 1
    GENERIC = 2
    BRIEF = 3
    ORDINARY = 4  # everyday words, such as a company's name without its legal form: must stand by themselves


class Posting(NamedTuple):
    """One institution a key may stand for.

    Attributes:
        institution: Position of the institution in the index.
        name: Position of the name among the institution's names, 0 for the main one.
        kind: What sort of name it is.
        variant: How the key was made from the name (see `names.keys.Variant`).
        weakness: Why it does not decide alone, if so.
    """

    institution: int
    name: int
    kind: NameKind
    variant: int
    weakness: int


def pack_posting(posting: Posting) -> int:
    """Pack a posting into 48 bits."""
    kind = NAME_KINDS.index(posting.kind) << 36
    return posting.institution | posting.name << 24 | kind | posting.variant << 40 | posting.weakness << 44


def bearer_of(value: int) -> int:
    """The position of the institution in a packed posting."""
    return value & 0xFFFFFF


@lru_cache(maxsize=16384)
def unpack_posting(value: int) -> Posting:
    """Undo `pack_posting`."""
    return Posting(
        value & 0xFFFFFF,
        value >> 24 & 0xFFF,
        NAME_KINDS[value >> 36 & 0xF],
        value >> 40 & 0xF,
        value >> 44 & 0xF,
    )


def pack_country(country: str | None) -> int:
    """Pack an ISO 3166-1 alpha-2 code into 16 bits, 0 for none."""
    return int.from_bytes((country or "").encode("ascii"), "big")


@lru_cache(maxsize=1024)
def unpack_country(value: int) -> str:
    """Undo `pack_country`; empty for none."""
    return value.to_bytes(2, "big").decode("ascii") if value else ""


def country_in(facts: int) -> str:
    """Return the country in the packed facts of an institution, empty where unknown."""
    return unpack_country(facts & 0xFFFF)


def kind_in(facts: int) -> Kind:
    """Return the kind in the packed facts of an institution."""
    return KINDS[facts >> 16 & 0xF]
