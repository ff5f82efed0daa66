"""Identifiers settle identity: ROR, Wikidata and GRID ids, web and e-mail domains."""

from __future__ import annotations

import re
from typing import Final

from duediligence.catalogue.index import Index

_ROR: Final = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?$", re.IGNORECASE
)
_WIKIDATA: Final = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:wikidata\.org/(?:wiki|entity)/)?(Q[1-9][0-9]{1,11})$", re.IGNORECASE
)
_GRID: Final = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:grid\.ac/institutes/)?(grid\.[0-9]+\.[0-9a-f]+)$", re.IGNORECASE
)
_HOST: Final = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^\s@/]{1,64}@)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,18})(?::[0-9]{1,5})?(?:[/?#]\S*)?$",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"(?:@|://|www\.)(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,18})(?![a-z0-9-])",
    re.IGNORECASE,
)
_NOBODY: Final[frozenset[int]] = frozenset()
# Names of second level under which others register: edu.cn.
_SUFFIXES: Final = frozenset(("edu", "ac", "gov", "com", "org", "net", "co", "mil", "res"))
# Names under whose hosts others write, too: an institute under cas.cn is not the academy.
_SHARED: Final = frozenset(("cas", "ras", "github", "google"))


def identified_by(index: Index, text: str) -> int | None:
    """Return the position of the one institution that an identifier stands for, or None.

    A web or mail address counts when its host, or a parent of it, is the domain of exactly one
    institution; `ror.org` and the like are read as the id they carry.
    """
    text = text.strip()
    if not text or len(text) > 300 or " " in text or ("." not in text and len(text) > 14):
        return None
    for scheme, pattern in (("ror", _ROR), ("wikidata", _WIKIDATA), ("grid", _GRID)):
        match = pattern.match(text)
        if match:
            return _only(index.by_identifier(scheme, match[1]))
    match = _HOST.match(text)
    return _by_host(index, match["host"].lower()) if match else None


def addressed_in(index: Index, text: str) -> frozenset[int]:
    """Return the positions of the institutions whose domain is in a web or mail address within a text."""
    if "@" not in text and "www." not in text and "://" not in text:
        return _NOBODY
    found = (_by_host(index, match["host"].lower()) for match in _ADDRESS.finditer(text))
    return frozenset(at for at in found if at is not None)


def _by_host(index: Index, host: str) -> int | None:
    labels = host.removeprefix("www.").split(".")
    for at in range(len(labels) - 1):
        is_shared = labels[at] in _SUFFIXES or (at > 0 and labels[at] in _SHARED)
        if not is_shared or len(labels) - at > 2:
            found = _only(index.by_identifier("domain", ".".join(labels[at:])))
            if found is not None:
                return found
    return None


def _only(found: list[int]) -> int | None:
    return found[0] if len(found) == 1 else None
