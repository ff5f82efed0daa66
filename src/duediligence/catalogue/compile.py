"""Compile institutions, places and policy into the embedded index that screening opens.

Sections: `meta` and `policy` (JSON), `names` (a trie of lookup keys), `postings` (institutions per
key), `institutions` (facts needed before a record is read), `joint_owners` (JSON, of bodies that several
own), `records` (one an institution, each with its checksum; see `records.py`), `ids` (a trie of
identifiers), `words` (a trie of vocabulary with counts) and `typos` (a trie of words of listed names with
one letter left out, see `typos.py`).
"""

from __future__ import annotations

import gc
import hashlib
import json
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

import marisa_trie

from duediligence.catalogue.bearers import Bearer
from duediligence.catalogue.container import write_container
from duediligence.catalogue.drafts import Drafts
from duediligence.catalogue.enrol import enrol
from duediligence.catalogue.index import Index
from duediligence.catalogue.lay_over import lay_lists
from duediligence.catalogue.layout import (
    ANY_ORDER,
    BRANCHED_BIT,
    DATA_FILES,
    FORMAT,
    INSTITUTION_END,
    KINDS,
    PLACE_BIT,
    PLACE_KINDS,
    Posting,
    Weakness,
    bearer_of,
    pack_country,
    pack_posting,
)
from duediligence.catalogue.load import each_institution
from duediligence.catalogue.locate import makers
from duediligence.catalogue.made_keys import join_names, part_names
from duediligence.catalogue.overlay import Overlay, OverlayState, OwnLists, UpdatedList
from duediligence.catalogue.places import Place, load_places
from duediligence.catalogue.policy import Policy, load_policy, only_noted
from duediligence.catalogue.postings import Lexicon, build_postings, is_han, respaced
from duediligence.catalogue.typos import shortened
from duediligence.errors import CatalogueError
from duediligence.model import Institution, Listing
from duediligence.names.fold import fold
from duediligence.names.keys import Variant, glued, parted, pinyin_syllables
from duediligence.names.tokens import forget_words
from duediligence.names.words import WordClass, canonical, spelt_forms, word_class

_WORD, _LONG = re.compile("[A-Za-z]{6,}"), 7  # letters of a word told apart when misspelt
_SURE = 10  # the count that a gazetteer gives a word
_BRANCHES = 12  # records that carry on a name before they count as its branches
_WHOLE_LIST = "every organisation of the publisher's file"
_WHOLE_FILE = "every row of the user's file"


def data_digest(data_dir: Path) -> str:
    """Return the sha256 over the data files and the code that compiles them: the version of an index."""
    digest = hashlib.sha256(f"format {FORMAT}".encode())
    for path in [*(data_dir / name for name in DATA_FILES), *makers()]:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def build_index(
    data_dir: Path,
    out: Path,
    updates: OverlayState | None = None,
    base: Index | None = None,
    own: OwnLists | None = None,
) -> None:
    """Compile the data of one folder, with the user's updates and lists laid over them, into the file `out`.

    The file is complete or absent.

    Args:
        data_dir: The folder of data.
        out: The index to write.
        updates: The user's updates, if any.
        base: The index of the folder without updates: parsing and making keys take longest.
        own: Lists of the user's own, if any; one of the same id in the updates gives way.

    Raises:
        CatalogueError: If a data file or an update is missing or broken.
    """
    policy = load_policy(data_dir / "risk_tiers.yaml")
    places = load_places(data_dir / "places.tsv")
    meta: dict[str, Any] = {"sha256": data_digest(data_dir), "sources": {}}
    with _without_collector():
        known = _Known(
            base.institutions() if base else each_institution(data_dir / "institutions.yaml"),
            base.made_keys() if base else repeat(""),
            {place.key for place in places}.__contains__,
            _in_force(policy),
        )
        if updates is None and own is None:
            bearers = known.bearers()
        else:
            overlay = Overlay(updates) if updates else None
            mine = own.read() if own else ()
            _refuse_official(mine, policy)
            layers = _layers(overlay, mine, {one.id: one.as_of for one in policy.lists})
            bearers = known.laid_over(layers, overlay, meta["sources"])
        for sha256 in (updates and updates.sha256, own and own.sha256):
            if sha256:
                meta["sha256"] = hashlib.sha256(f"{meta['sha256']} {sha256}".encode()).hexdigest()
        syllables = base.syllables() if base else pinyin_syllables()
        write_container(out, index_sections(bearers, places, policy.to_json(), meta, syllables))


@dataclass(frozen=True, slots=True)
class _Known:
    """The institutions of a data folder, the keys of their names where made, and what is asked of them.

    Attributes:
        institutions: As `Bearer.of` takes them, and so are the next three.
        made: One text for each institution.
        is_place: Of a canonical word.
        in_force: Of a listing.
    """

    institutions: Iterable[Institution]
    made: Iterable[str]
    is_place: Callable[[str], bool]
    in_force: Callable[[Listing], bool]

    def bearers(self) -> Iterator[Bearer]:
        """Yield the institutions as they are."""
        for institution, made in zip(self.institutions, self.made, strict=False):
            yield Bearer.of(institution, self.is_place, self.in_force, part_names(made))

    def laid_over(
        self,
        layers: Iterable[tuple[UpdatedList, dict[str, str]]],
        overlay: Overlay | None,
        sources: dict[str, dict[str, str]],
    ) -> Iterator[Bearer]:
        """Yield the institutions with lists and registry laid over; what was taken is noted in `sources`."""
        drafts = Drafts(self.institutions, self.made)
        for one, source in layers:
            lay_lists(drafts, [one])
            sources[one.id] = source
        newcomers = enrol(drafts, overlay.registry()) if overlay else ()
        for draft in (*drafts, *newcomers):
            made, record = part_names(draft.made), draft.record()
            yield Bearer.of(draft.institution, self.is_place, self.in_force, made, record)


def _in_force(policy: Policy) -> Callable[[Listing], bool]:
    """Return what tells of a listing whether it may raise a level."""
    lists = {one.id: one for one in (*policy.lists, *policy.uncovered)}
    return lambda listing: only_noted(listing, lists.get(listing.list)) is None


def _layers(
    overlay: Overlay | None, own: Iterable[UpdatedList], shipped: Mapping[str, str]
) -> Iterator[tuple[UpdatedList, dict[str, str]]]:
    """Yield every list to lay over the data, one by one, with where it comes from."""
    own = tuple(own)
    mine = {one.id for one in own}
    for one in overlay.newer_than(shipped) if overlay else ():
        if one.id not in mine:
            yield one, {"source": "updated", "as_of": one.as_of, "covers": _WHOLE_LIST}
    for one in own:
        yield one, {"source": "own", "as_of": one.as_of, "covers": _WHOLE_FILE}


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the collector of cycles: compiling makes none, and looking for them takes a fifth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_official(own: Iterable[UpdatedList], policy: Policy) -> None:
    """Refuse a list of the user's own under an official list's id: it would end every other listing there.

    Raises:
        CatalogueError: Naming it.
    """
    for one in own:
        if one.id in {known.id for known in policy.lists}:
            raise CatalogueError(
                f"{one.id}: a list of one's own under the id of an official list",
                hint="Give its rows another id in the column `list`, or its file another name.",
            )


def index_sections(
    bearers: Iterable[Bearer],
    places: Sequence[Place],
    policy: bytes,
    meta: dict[str, Any],
    syllables: frozenset[str],
) -> dict[str, bytes]:
    """Return every section of the index as bytes.

    Args:
        bearers: All institutions; `meta` may be completed while they are read.
        places: The gazetteer.
        policy: The policy as JSON.
        meta: Version, digest and sources of the data.
        syllables: Every syllable of Mandarin in pinyin.
    """
    # Listed institutions first, so that a low position is the usual answer.
    ordered = sorted(bearers, key=lambda one: not one.lists)
    forget_words()
    lexicon = Lexicon(ordered, places)
    postings = _with_respaced(build_postings(ordered, lexicon), syllables)
    words = _word_sections(ordered, lexicon, postings)
    sections = {
        "meta": json.dumps(
            {**meta, "format": FORMAT, "lists": _list_counts(ordered), "size": len(ordered)}
        ).encode(),
        "policy": policy,
        **_name_sections(postings, places),
        **_institution_sections(ordered),
        **_id_sections(ordered),
        **_kept_sections(ordered, syllables),
    }
    return {**sections, **words}


def _with_respaced(postings: dict[str, list[Posting]], syllables: frozenset[str]) -> dict[str, list[Posting]]:
    words = {word for key in postings for word in key.split()}
    for key, other in list(respaced(postings, words)):
        _add_spelling(postings, other, postings[key])
    _add_parted(postings, syllables)
    return postings


def _add_parted(postings: dict[str, list[Posting]], syllables: frozenset[str]) -> None:
    """Names with pinyin are also written with its syllables apart, or joined: Hang Zhou, Pengcheng."""
    for key, found in list(postings.items()):
        strong = [one for one in found if one.weakness == Weakness.NONE and one.variant <= Variant.SHORT]
        if strong and key.isascii() and " " in key:
            words = key.split()
            for other in (*parted(words, syllables), *glued(words, syllables)):
                _add_spelling(postings, " ".join(other), strong)


def _add_spelling(postings: dict[str, list[Posting]], key: str, found: list[Posting]) -> None:
    """Let a name also stand under a key that spells it otherwise, unless that is somebody's very name."""
    known = postings.get(key, [])
    if all(one.variant is Variant.LOOSE for one in known):
        spelt = [one._replace(variant=max(one.variant, Variant.RESPACED)) for one in found]
        bearers = {one.institution for one in known}
        postings[key] = [*known, *(one for one in spelt if one.institution not in bearers)]


def _name_sections(postings: dict[str, list[Posting]], places: Iterable[Place]) -> dict[str, bytes]:
    """Return the trie of lookup keys and what stands under each; empties `postings` as it goes."""
    located = dict.fromkeys(
        (place.key, PLACE_BIT | PLACE_KINDS.index(place.kind) << 16 | pack_country(place.country))
        for place in places
    )
    turned: dict[str, list[int]] = {}
    values = _Values()
    for key in list(postings):
        found = postings.pop(key)
        _turn(key, found, turned)
        ended = f"{key} "
        for posting in found:
            values.add(ended, pack_posting(posting))
    for key in list(turned):
        ended = f"{ANY_ORDER}{key} "
        for value in turned.pop(key):
            values.add(ended, value)
    for key, value in located:
        values.add(f"{key} ", value)
    trie, offsets, flat = values.grouped()
    return {"names": trie, "name_offsets": offsets, "postings": flat}


def _turn(key: str, found: Iterable[Posting], turned: dict[str, list[int]]) -> None:
    """Add the postings of a distinctive name under its words in alphabetical order."""
    words = key.split()
    if not 3 <= len(words) <= 9 or is_han(key):
        return
    for posting in found:
        if posting.weakness == Weakness.NONE and posting.variant < Variant.REORDERED:
            known = turned.setdefault(" ".join(sorted(words)), [])
            # An institution's English and translated native names may hold the same words.
            if all(bearer_of(other) != posting.institution for other in known):
                known.append(pack_posting(posting._replace(variant=Variant.REORDERED)))


class _Values:
    """Numbers under keys, gathered flat: a dictionary of lists takes five times the memory."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._values = array("Q")

    def add(self, key: str, value: int) -> None:
        """Put one number under a key, after those that stand there."""
        self._keys.append(key)
        self._values.append(value)

    def grouped(self) -> tuple[bytes, bytes, bytes]:
        """Return a trie of the keys, where each key's values start, and the values by the trie's ids."""
        trie = marisa_trie.Trie(list(dict.fromkeys(self._keys)))  # a repeated key would weigh more
        places = array("I", (trie[key] for key in self._keys))
        self._keys.clear()
        offsets = array("I", [0]) * (len(trie) + 1)
        for place in places:
            offsets[place + 1] += 1
        for at in range(len(trie)):
            offsets[at + 1] += offsets[at]
        free, flat = offsets[:], array("Q", [0]) * len(places)
        for place, value in zip(places, self._values, strict=True):
            flat[free[place]] = value
            free[place] += 1
        return trie.tobytes(), offsets.tobytes(), flat.tobytes()


def _institution_sections(bearers: Sequence[Bearer]) -> dict[str, bytes]:
    position = {bearer.id: at for at, bearer in enumerate(bearers)}
    facts, offsets = array("Q"), array("Q", [0])
    records: list[bytes] = []
    branched = _branched(bearers)
    owners = [sorted({position[one] for one in bearer.owners if one in position}) for bearer in bearers]
    for at, bearer in enumerate(bearers):
        facts.append(_facts(bearer, owners[at], branched=at in branched))
        records += (zlib.crc32(bearer.record).to_bytes(4, "little"), bearer.record)
        offsets.append(offsets[-1] + 4 + len(bearer.record))
    return {
        "institutions": facts.tobytes(),
        "joint_owners": json.dumps(_joint_owners(bearers, owners)).encode(),
        "record_offsets": offsets.tobytes(),
        "records": b"".join(records),
    }


def _branched(bearers: Sequence[Bearer]) -> set[int]:
    """Return the positions of the institutions whose branches are institutions of their own here."""
    branches: Counter[tuple[str, str | None]] = Counter()
    for bearer in bearers:
        if not bearer.lists and "university" in bearer.names[0].key:
            words = bearer.names[0].key.split()
            branches.update(
                (" ".join(words[:size]), bearer.country)
                for size in range(2, len(words))
                if "university" in words[:size]
            )
    return {
        at
        for at, bearer in enumerate(bearers)
        if bearer.lists and any(branches[name.key, bearer.country] >= _BRANCHES for name in bearer.names)
    }


def _joint_owners(bearers: Sequence[Bearer], owners: Sequence[list[int]]) -> dict[int, list[int]]:
    """Return the owners of each unlisted body that several own, one of them listed."""
    return {
        at: found
        for at, found in enumerate(owners)
        if len(found) > 1 and not bearers[at].lists and any(bearers[one].lists for one in found)
    }


def _facts(bearer: Bearer, owners: list[int], *, branched: bool) -> int:
    # A joint body is no part of either owner; only a sole owner's listing is carried down.
    parent = owners[0] + 1 if len(owners) == 1 else 0
    flags = bearer.flags | BRANCHED_BIT * branched
    return pack_country(bearer.country) | KINDS.index(bearer.kind) << 16 | flags | parent << 24


def _id_sections(bearers: Iterable[Bearer]) -> dict[str, bytes]:
    values = _Values()
    for at, bearer in enumerate(bearers):
        for identifier in bearer.identifiers:
            values.add(identifier, at)
    trie, offsets, flat = values.grouped()
    return {"ids": trie, "id_offsets": offsets, "id_values": flat}


def _word_sections(
    bearers: Sequence[Bearer], lexicon: Lexicon, postings: Mapping[str, list[Posting]]
) -> dict[str, bytes]:
    counts = dict(lexicon.counts)
    for place in lexicon.places:
        for part in place.split():
            counts[part] = max(counts.get(part, 0), _SURE)  # a place is never a misprint of another
    spelt = spelt_forms() | set(_printed_words(bearers, counts))
    for form in spelt:
        counts.setdefault(form, counts.get(canonical(form), 0))
    words = marisa_trie.Trie(list(counts))
    ordered = array("Q", [0]) * len(counts)
    for word, count in counts.items():
        ordered[words[word]] = count
    named = {
        word
        for key, found in postings.items()
        if any(bearers[posting.institution].lists for posting in found)
        for word in key.split()
    }
    typos = _Values()
    for form, word in shortened({*(named & counts.keys()), *spelt}):
        typos.add(form, words[word])
    typo_trie, typo_offsets, typo_values = typos.grouped()
    return {
        "words": words.tobytes(), "word_counts": ordered.tobytes(),
        "typos": typo_trie, "typo_offsets": typo_offsets, "typo_words": typo_values,
    }  # fmt: skip


def _printed_words(bearers: Iterable[Bearer], known: Mapping[str, int]) -> Iterator[str]:
    """Yield the long words of listed names that stand under another form: Astronautics, Economics.

    A place by which a main name is known counts when it is shorter: Peking, but not the Nankin of aliases.
    """
    for bearer in bearers:
        if bearer.lists:
            for at, name in enumerate(bearer.names):
                for printed in _WORD.findall(name.text):
                    word = fold(printed)
                    form = canonical(word)
                    known_by = at == 0 and word_class(form) is WordClass.PLACE
                    if form != word and form in known and (known_by or len(word) >= _LONG):
                        yield word


def _kept_sections(bearers: Iterable[Bearer], syllables: Iterable[str]) -> dict[str, bytes]:
    """What took long to make, for compiling the same institutions with updates laid over them."""
    made = (f"{join_names(name.made for name in bearer.names)}{INSTITUTION_END}" for bearer in bearers)
    return {"made_keys": _compressed(made), "syllables": " ".join(sorted(syllables)).encode()}


def _compressed(texts: Iterable[str]) -> bytes:
    """Compress texts as they come: at once they would take as much memory as everything before."""
    compressor = zlib.compressobj(level=3)
    return b"".join([*(compressor.compress(text.encode()) for text in texts), compressor.flush()])


def _list_counts(bearers: Iterable[Bearer]) -> dict[str, list[int]]:
    """Return how many listings each list has, and how many institutions."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for bearer in bearers:
        for name in bearer.lists:
            counts[name][0] += 1
        for name in set(bearer.lists):
            counts[name][1] += 1
    return dict(counts)
