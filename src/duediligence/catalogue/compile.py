"""Compile institutions, places and policy into the embedded index that screening opens.

Sections: `meta` and `policy` (JSON), `names` (a trie of lookup keys), `postings` (institutions per
key), `institutions` (facts needed before a record is read), `records` (JSON, one a record, each
with its checksum), `ids` (a trie of identifiers), `words` (a trie of vocabulary with counts) and
`typos` (a trie of words of listed names with one letter left out).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import marisa_trie

from duediligence.catalogue.container import write_container
from duediligence.catalogue.enrol import enrol
from duediligence.catalogue.lay_over import lay_over
from duediligence.catalogue.layout import (
    ANY_ORDER,
    BRANCHED_BIT,
    CURRENT_BIT,
    DATA_FILES,
    FORMAT,
    KINDS,
    LISTED_BIT,
    PLACE_BIT,
    PLACE_KINDS,
    RATED_BIT,
    Posting,
    Weakness,
    pack_country,
    pack_posting,
)
from duediligence.catalogue.load import load_institutions
from duediligence.catalogue.locate import makers
from duediligence.catalogue.overlay import Overlay, OverlayState, OwnLists, UpdatedList
from duediligence.catalogue.places import Place, load_places
from duediligence.catalogue.policy import Policy, load_policy
from duediligence.catalogue.postings import Lexicon, build_postings, is_han, names_of, respaced
from duediligence.errors import CatalogueError
from duediligence.model import Institution, RelatedAs
from duediligence.names import name_keys
from duediligence.names.keys import Variant, parted, pinyin_syllables
from duediligence.names.words import canonical, spelt_forms

_SURE = 10  # the count that a gazetteer gives a word
_BRANCHES = 12  # records that carry on a name before they count as its branches
NO_LEVEL = frozenset(("context", "ua-war-sponsors"))  # lists that never raise a level
_WHOLE_LIST = "every organisation of the publisher's file"
_WHOLE_FILE = "every row of the user's file"
_PARENT_ROLES = {RelatedAs.UNIT_OF, RelatedAs.SUBSIDIARY_OF, RelatedAs.JOINT_VENTURE_OF}


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
    institutions: Iterable[Institution] | None = None,
    own: OwnLists | None = None,
) -> None:
    """Compile the data of one folder, with the user's updates and lists laid over them, into the file `out`.

    The file is complete or absent.

    Args:
        data_dir: The folder of data.
        out: The index to write.
        updates: The user's updates, if any.
        institutions: The folder's institutions, where they have been read already; parsing takes longest.
        own: Lists of the user's own, if any; one of the same id in the updates gives way.

    Raises:
        CatalogueError: If a data file or an update is missing or broken.
    """
    if institutions is None:
        institutions = load_institutions(data_dir / "institutions.yaml")
    policy = load_policy(data_dir / "risk_tiers.yaml")
    places = load_places(data_dir / "places.tsv")
    overlay = Overlay(updates) if updates else None
    mine = own.read() if own else ()
    _refuse_official(mine, policy)
    kept = overlay.newer_than({one.id: one.as_of for one in policy.lists}) if overlay else ()
    kept = tuple(one for one in kept if one.id not in {other.id for other in mine})
    if kept or mine:
        institutions = lay_over(institutions, (*kept, *mine))
    if overlay is not None:
        institutions = enrol(institutions, overlay.registry())
    sources = {**_sources(kept, "updated", _WHOLE_LIST), **_sources(mine, "own", _WHOLE_FILE)}
    digest = data_digest(data_dir)
    for laid_over in (updates, own):
        if laid_over is not None:
            digest = hashlib.sha256(f"{digest} {laid_over.sha256}".encode()).hexdigest()
    meta = {"sha256": digest, "sources": sources}
    write_container(out, index_sections(list(institutions), places, policy.to_json(), meta))


def _sources(lists: Iterable[UpdatedList], source: str, covers: str) -> dict[str, dict[str, str]]:
    return {one.id: {"source": source, "as_of": one.as_of, "covers": covers} for one in lists}


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
    institutions: Sequence[Institution], places: Sequence[Place], policy: bytes, meta: dict[str, Any]
) -> dict[str, bytes]:
    """Return every section of the index as bytes."""
    # Listed institutions first, so that a low position is the usual answer.
    ordered = sorted(institutions, key=lambda one: not one.listings)
    lexicon = Lexicon(ordered, places)
    postings = _with_respaced(build_postings(ordered, lexicon))
    return {
        "meta": json.dumps(
            {**meta, "format": FORMAT, "lists": _list_counts(ordered), "size": len(ordered)}
        ).encode(),
        "policy": policy,
        **_name_sections(postings, places),
        **_institution_sections(ordered),
        **_id_sections(ordered),
        **_word_sections(ordered, lexicon, postings),
    }


def _with_respaced(postings: dict[str, list[Posting]]) -> dict[str, list[Posting]]:
    words = {word for key in postings for word in key.split()}
    for key, other in list(respaced(postings, words)):
        known = {posting.institution for posting in postings.get(other, ())}
        extra = [
            p._replace(variant=max(p.variant, Variant.RESPACED))
            for p in postings[key]
            if p.institution not in known
        ]
        if extra and not known:
            postings.setdefault(other, []).extend(extra)
    _add_parted(postings)
    return postings


def _add_parted(postings: dict[str, list[Posting]]) -> None:
    """Names with a pinyin word are also written with its syllables apart: Hang Zhou Dianzi University."""
    syllables = pinyin_syllables()
    for key, found in list(postings.items()):
        strong = [one for one in found if one.weakness == Weakness.NONE and one.variant <= Variant.SHORT]
        if strong and key.isascii() and " " in key:
            for other in parted(key.split(), syllables):
                postings.setdefault(
                    " ".join(other), [one._replace(variant=Variant.RESPACED) for one in strong]
                )


def _name_sections(postings: dict[str, list[Posting]], places: Sequence[Place]) -> dict[str, bytes]:
    values: dict[str, list[int]] = defaultdict(list)
    for key, found in postings.items():
        values[key + " "] = [pack_posting(posting) for posting in found]
    for key, found in _any_order(postings).items():
        values[ANY_ORDER + key + " "] = [pack_posting(posting) for posting in found]
    for place in places:
        value = PLACE_BIT | PLACE_KINDS.index(place.kind) << 16 | pack_country(place.country)
        if value not in values[place.key + " "]:
            values[place.key + " "].append(value)
    trie, offsets, flat = _grouped(values)
    return {"names": trie, "name_offsets": offsets, "postings": flat}


def _any_order(postings: dict[str, list[Posting]]) -> dict[str, list[Posting]]:
    """Return the postings of distinctive names under their words in alphabetical order."""
    turned: dict[str, dict[int, Posting]] = defaultdict(dict)
    for key, found in postings.items():
        words = key.split()
        if 3 <= len(words) <= 9 and not is_han(key):
            for posting in found:
                if posting.weakness == Weakness.NONE and posting.variant < Variant.REORDERED:
                    own = posting._replace(variant=Variant.REORDERED)
                    # An institution's English and translated native names may hold the same words.
                    turned[" ".join(sorted(words))].setdefault(posting.institution, own)
    return {key: list(found.values()) for key, found in turned.items()}


def _grouped(values: dict[str, list[int]]) -> tuple[bytes, bytes, bytes]:
    """Return a trie of the keys, and the values in the order of the trie's ids."""
    trie = marisa_trie.Trie(list(values))
    ordered: list[list[int]] = [[]] * len(values)
    for key, found in values.items():
        ordered[trie[key]] = found
    offsets, flat = array("I", [0]), array("Q")
    for found in ordered:
        flat.extend(found)
        offsets.append(len(flat))
    return trie.tobytes(), offsets.tobytes(), flat.tobytes()


def _institution_sections(institutions: Sequence[Institution]) -> dict[str, bytes]:
    position = {institution.id: at for at, institution in enumerate(institutions)}
    facts, offsets, records = array("Q"), array("Q", [0]), bytearray()
    branched = _branched(institutions)
    for institution in institutions:
        facts.append(_facts(institution, position, branched=institution.id in branched))
        data = institution.model_dump_json(by_alias=True, exclude_defaults=True).encode()
        records += zlib.crc32(data).to_bytes(4, "little") + data
        offsets.append(len(records))
    return {"institutions": facts.tobytes(), "record_offsets": offsets.tobytes(), "records": bytes(records)}


def _branched(institutions: Sequence[Institution]) -> set[str]:
    """Return the ids of the institutions whose branches are institutions of their own here."""
    branches: Counter[tuple[str, str | None]] = Counter()
    for institution in institutions:
        if not institution.listings:
            words = name_keys(institution.name)[0].text.split() if name_keys(institution.name) else []
            branches.update(
                (" ".join(words[:size]), institution.country)
                for size in range(2, len(words))
                if "university" in words[:size]
            )
    found = set()
    for institution in institutions:
        keys = (
            {key.text for name in names_of(institution) for key in name_keys(name.text)[:1]}
            if institution.listings
            else ()
        )
        if any(branches[key, institution.country] >= _BRANCHES for key in keys):
            found.add(institution.id)
    return found


def _facts(institution: Institution, position: dict[str, int], *, branched: bool) -> int:
    current = [one for one in institution.listings if one.until is None and one.list not in NO_LEVEL]
    rated = any(one.rating != "unrated" for one in current)
    owners = {tie.id for tie in institution.related if tie.role in _PARENT_ROLES} & position.keys()
    # A joint body is no part of either owner; only a sole owner's listing is carried down.
    parent = position[owners.pop()] + 1 if len(owners) == 1 else 0
    flags = CURRENT_BIT * bool(current) | LISTED_BIT * bool(institution.listings)
    flags |= BRANCHED_BIT * branched | RATED_BIT * rated
    return pack_country(institution.country) | KINDS.index(institution.kind) << 16 | flags | parent << 24


def _id_sections(institutions: Sequence[Institution]) -> dict[str, bytes]:
    values: dict[str, list[int]] = defaultdict(list)
    for at, institution in enumerate(institutions):
        for scheme, value in {"id": institution.id, **institution.ids}.items():
            values[f"{scheme}:{value.casefold()}"].append(at)
        for domain in institution.domains:
            values[f"domain:{domain.casefold()}"].append(at)
    trie, offsets, flat = _grouped(values)
    return {"ids": trie, "id_offsets": offsets, "id_values": flat}


def _word_sections(
    institutions: Sequence[Institution], lexicon: Lexicon, postings: dict[str, list[Posting]]
) -> dict[str, bytes]:
    counts = dict(lexicon.counts)
    for place in lexicon.places:
        for part in place.split():
            counts[part] = max(counts.get(part, 0), _SURE)  # a place is never a misprint of another
    for form in spelt_forms():
        counts.setdefault(form, counts.get(canonical(form), 0))
    words = marisa_trie.Trie(list(counts))
    ordered = array("Q", [0]) * len(counts)
    for word, count in counts.items():
        ordered[words[word]] = count
    listed = {at for at, institution in enumerate(institutions) if institution.listings}
    named = {
        word
        for key, found in postings.items()
        if any(p.institution in listed for p in found)
        for word in key.split()
    }
    typos = _shortened({*(named & counts.keys()), *spelt_forms()})
    typo_trie, typo_offsets, typo_values = _grouped(
        {form: [words[word] for word in known] for form, known in typos.items()}
    )
    return {
        "words": words.tobytes(), "word_counts": ordered.tobytes(),
        "typos": typo_trie, "typo_offsets": typo_offsets, "typo_words": typo_values,
    }  # fmt: skip


def _shortened(words: Iterable[str]) -> dict[str, list[str]]:
    """Return every word, and every word with one letter left out, with the words it comes from."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        if len(word) >= 5 and word.isalpha() and not "\u3040" <= word[0] <= "\ud7a3":
            for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                found[form].append(word)
    return found


def _list_counts(institutions: Sequence[Institution]) -> dict[str, list[int]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for institution in institutions:
        for listing in institution.listings:
            counts[listing.list][0] += 1
        for name in {listing.list for listing in institution.listings}:
            counts[name][1] += 1
    return dict(counts)
