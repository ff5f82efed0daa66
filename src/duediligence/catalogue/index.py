"""The compiled index opened for reading: keys to postings, identifiers, words, records."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import marisa_trie

from duediligence.catalogue.container import Container
from duediligence.catalogue.layout import (
    CURRENT_BIT,
    FORMAT,
    INSTITUTION_END,
    PLACE_BIT,
    Posting,
    Weakness,
    country_in,
    kind_in,
    unpack_posting,
)
from duediligence.catalogue.records import Known, institution_of, known_of
from duediligence.catalogue.typos import without_one
from duediligence.errors import BrokenIndexError
from duediligence.model import Institution, Kind
from duediligence.names.words import WordClass, word_class

_PLACE: Final = WordClass.PLACE
_RARE: Final = WordClass.RARE
_ACRONYM: Final = Weakness.ACRONYM
_GENERATIONS: Final = 3  # how far up from a part to its owners
_RECORDS_KEPT: Final = 1024
_OUTLINES_KEPT: Final = 4096  # less than a kilobyte each
# The sections of each table.
_POSTINGS: Final = ("names", "name_offsets", "postings")
_IDENTIFIERS: Final = ("ids", "id_offsets", "id_values")
_TYPOS: Final = ("typos", "typo_offsets", "typo_words")


class _Table:
    """Keys to several values each: the values of key number n stand from offset n to offset n + 1."""

    __slots__ = ("_offsets", "_values", "keys")

    def __init__(self, keys: Any, offsets: memoryview, values: memoryview) -> None:  # noqa: ANN401 - untyped
        self.keys = keys
        self._offsets, self._values = offsets.cast("I"), values.cast("Q")

    def get(self, key: str) -> list[int]:
        """Return the values of a key, none for a key that is not known."""
        number = self.keys.get(key)
        if number is None:
            return []
        return self._values[self._offsets[number] : self._offsets[number + 1]].tolist()


class Index:
    """A compiled index on disk, mapped into memory; nothing is parsed until it is asked for.

    Attributes:
        meta: Version, digest and list counts of the data compiled.
        names: Trie of lookup keys, each ending in a space.
        facts: For each institution: country, kind, whether listed, parent.

    Raises:
        BrokenIndexError: If the file is damaged or was written by another version.
    """

    def __init__(self, path: Path) -> None:
        """Open the index and check every section but the records, which carry their own checksums."""
        self.path = path
        self._container = Container(path)
        self.meta: dict[str, Any] = self._json("meta")
        if self.meta.get("format") != FORMAT:
            raise BrokenIndexError(
                f"{path}: written by another version", hint="delete the file; it is rebuilt"
            )
        self._postings = self._open_table(*_POSTINGS)
        self.names = self._postings.keys
        self.facts = self._section("institutions").cast("Q")
        self._joint_owners: dict[str, list[int]] = self._json("joint_owners")
        self._record_offsets = self._section("record_offsets").cast("Q")
        self._records = self._container.section("records", verify=False)
        self._words, self._word_counts = self._trie("words"), self._section("word_counts").cast("Q")
        self._table = lru_cache(self._open_table)
        self.institution = lru_cache(maxsize=_RECORDS_KEPT)(self._institution)
        self.known = lru_cache(maxsize=_OUTLINES_KEPT)(self._known)

    def __len__(self) -> int:
        """Return how many institutions are known."""
        return len(self.facts)

    @property
    def policy(self) -> bytes:
        """The policy compiled with the data, as JSON."""
        return bytes(self._section("policy"))

    def country(self, at: int) -> str:
        """Return the country of the institution at a position, empty where unknown."""
        return country_in(self.facts[at])

    def kind(self, at: int) -> Kind:
        """Return the kind of the institution at a position."""
        return kind_in(self.facts[at])

    def parent(self, at: int) -> int | None:
        """Return the position of the institution that the one at a position belongs to."""
        return (self.facts[at] >> 24) - 1 if self.facts[at] >> 24 else None

    def above(self, at: int) -> list[int]:
        """Return the positions of the institutions above one, nearest first; few: ties may run in a ring."""
        found: list[int] = []
        owner = self.parent(at)
        while owner is not None and len(found) < _GENERATIONS:
            found.append(owner)
            owner = self.parent(owner)
        return found

    def joint_owners(self, at: int) -> list[int]:
        """Return the positions of those who own an unlisted body together; none for most bodies."""
        return self._joint_owners.get(str(at), [])

    def by_identifier(self, scheme: str, value: str) -> list[int]:
        """Return the positions of the institutions with an identifier: `ror`, `wikidata`, `domain`, `id`."""
        return self._table(*_IDENTIFIERS).get(f"{scheme}:{value.casefold()}")

    def verify(self) -> None:
        """Check the whole file, also what is otherwise checked only when it is read.

        Raises:
            BrokenIndexError: If a part is damaged.
        """
        self._container.verify()

    def institutions(self) -> Iterator[Institution]:
        """Yield every institution, listed ones first, and keep none: there may be a hundred thousand."""
        for at in range(len(self)):
            yield self._institution(at)
        self._container.let_go()

    def made_keys(self) -> Iterator[str]:
        """Yield the keys of every institution's names, in the same order; see `catalogue.made_keys`."""
        return iter(zlib.decompress(self._section("made_keys")).decode().split(INSTITUTION_END)[:-1])

    def syllables(self) -> frozenset[str]:
        """Return every syllable of Mandarin in pinyin, as they were when the index was compiled."""
        return frozenset(bytes(self._section("syllables")).decode().split())

    def packed(self, key: str) -> list[int]:
        """Return the packed postings and places under a lookup key (see `layout`), if it is known."""
        return self._postings.get(key)

    def is_place(self, words: str) -> bool:
        """Tell whether canonical words, parted by blanks, are the name of a place."""
        return any(value & PLACE_BIT for value in self.packed(f"{words} "))

    def name_of(self, posting: Posting) -> str:
        """Return the name that a posting was found by, as its institution prints it."""
        return self.known(posting.institution).name_at(posting.name)

    def is_registered(self, at: int) -> bool:
        """Tell whether the institution at a position has a record in the research registry, ROR."""
        return self.known(at).ror_url is not None

    def named(self, word: str) -> Iterator[Posting]:
        """Yield the names that are one canonical word alone, and not as letters."""
        own = (unpack_posting(value) for value in self.packed(f"{word} ") if not value & PLACE_BIT)
        return (one for one in own if one.weakness != _ACRONYM)

    def is_listed_name(self, word: str) -> bool:
        """Tell whether a canonical word alone, and not as letters, is a name of a listed body: Huawei."""
        return any(self.facts[one.institution] & CURRENT_BIT for one in self.named(word))

    def word_count(self, word: str) -> int:
        """Return in how many institutions' names a canonical word occurs; 0 for no known word."""
        number = self._words.get(word)
        return 0 if number is None else self._word_counts[number]

    def is_everyday(self, words: Iterable[str], bearers: int) -> bool:
        """Tell whether canonical words are no place's and no name of its own: borne by so many at least."""
        kinds = ((word, word_class(word)) for word in words)
        return all(
            kind is not _PLACE and (kind is not _RARE or self.word_count(word) >= bearers)
            for word, kind in kinds
        )

    def opening_words(self, text: str) -> list[str]:
        """Return the canonical words in institutions' names that a text without spaces opens with."""
        words: list[str] = self._words.prefixes(text)
        return words

    def words_from(self, opening: str) -> list[str]:
        """Return the canonical words in institutions' names that open with some letters."""
        words: list[str] = self._words.keys(opening)
        return words

    def near_words(self, word: str) -> list[str]:
        """Return the words of listed names that differ from `word` by one letter left out on either side.

        An s that ends them, or stands before their last letter, may be missing too.
        """
        typos, words = self._table(*_TYPOS), self._words
        forms = (word, *without_one(word))
        found: dict[str, None] = {}
        for form in filter(typos.keys.__contains__, forms):
            found.update((words.restore_key(number), None) for number in typos.get(form))
        return list(found)

    def _open_table(self, keys: str, offsets: str, values: str) -> _Table:
        return _Table(self._trie(keys), self._section(offsets), self._section(values))

    def _institution(self, at: int) -> Institution:
        return institution_of(self._record(at))

    def _known(self, at: int) -> Known:
        return known_of(self._record(at), at, self.institution)

    def _record(self, at: int) -> bytes:
        start, end = self._record_offsets[at], self._record_offsets[at + 1]
        data = bytes(self._records[start + 4 : end])
        if zlib.crc32(data).to_bytes(4, "little") != bytes(self._records[start : start + 4]):
            raise BrokenIndexError(
                f"{self.path}: record {at} is damaged", hint="delete the file; it is rebuilt"
            )
        return data

    def _json(self, name: str) -> Any:  # noqa: ANN401 - as it was written
        return json.loads(bytes(self._section(name)))

    def _section(self, name: str) -> memoryview:
        return self._container.section(name)

    def _trie(self, name: str) -> Any:  # noqa: ANN401 - the library has no types
        trie = marisa_trie.Trie()
        trie.frombytes(bytes(self._section(name)))
        return trie
