"""The registry of research organisations laid over the catalogue, so that it never hides a listed body.

A record of the registry joins the institution it is: the one with its ROR id, or the listed one that
bears its name in a compatible country. Only what is left becomes a known, not listed institution,
without any name that a listed one in a compatible country already has. A listed one in its turn takes no
name from the registry under which another record is shown: Hebei University was once Tianjin Normal
University, and another university is that today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from duediligence.catalogue.drafts import Draft, Drafts, is_unit, name_key
from duediligence.model import Institution, Name, NameKind, RegistryRecord, Related, RelatedAs

_SOURCE = "ror"
_ENROLLED = "ror-{}"
_NOWHERE: frozenset[str] = frozenset()


def enrol(drafts: Drafts, records: Iterable[RegistryRecord]) -> list[Draft]:
    """Add the registry's names to the drafts they belong to; return its other organisations."""
    newcomers: list[Draft] = []
    listed: list[tuple[Draft, RegistryRecord]] = []
    shown: dict[str, set[str]] = defaultdict(set)
    for record in records:
        own = _known_as(drafts, record)
        if own and own.lists:
            listed.append((own, record))
            continue
        shown[name_key(record.name)].update(_places(record))
        if own:
            _join(drafts, own, record)
        elif newcomer := _newcomer(drafts, record):
            newcomers.append(Draft(newcomer))
    for own, record in listed:
        _join(drafts, own, _without_names_of_others(record, shown))
    return newcomers


def _without_names_of_others(record: RegistryRecord, shown: Mapping[str, set[str]]) -> RegistryRecord:
    """The record, less those of its further names under which the registry shows a body of its country."""
    own = _places(record)
    names = [name for name in record.names if shown.get(name_key(name.text), _NOWHERE).isdisjoint(own)]
    return record.model_copy(update={"names": tuple(names)})


def _known_as(drafts: Drafts, record: RegistryRecord) -> Draft | None:
    """The institution a record is: by ROR id, or by its name where that institution has no other ROR id."""
    by_id = drafts.with_ror(record.id)
    if by_id:
        return by_id
    same = [draft for draft in drafts.named(record.name, _places(record)) if not draft.ror]
    listed = [draft for draft in same if draft.lists]
    return next((choice[0] for choice in (listed, same) if len(choice) == 1), None)


def _join(drafts: Drafts, own: Draft, record: RegistryRecord) -> None:
    for name in (Name(text=record.name, source=_SOURCE), *record.names):
        if name.kind is NameKind.ACRONYM or not _taken(drafts, name.text, record, own):
            generic = name_key(name.text) in drafts.generic and name.kind is not NameKind.ACRONYM
            own.add_name(name.text, NameKind.GENERIC if generic else name.kind, _SOURCE, name.lang)
    own.add_facts({"ror": record.id, **record.ids}, record.domains)
    drafts.index(own)
    own.record()


def _newcomer(drafts: Drafts, record: RegistryRecord) -> Institution | None:
    """The record as a known, not listed institution; None when every full name is a listed body's."""
    names = [name for name in (Name(text=record.name, source=_SOURCE), *record.names) if name.text]
    free = [n for n in names if n.kind is NameKind.ACRONYM or not _taken(drafts, n.text, record)]
    shown = next((name for name in free if name.kind is not NameKind.ACRONYM), None)
    if shown is None:
        return None
    return Institution(
        id=_ENROLLED.format(record.id),
        name=shown.text,
        country=record.country,
        kind=record.kind,
        city=record.city,
        ids={"ror": record.id, **record.ids},
        domains=record.domains,
        names=tuple(name for name in free if name is not shown),
        related=tuple(_ties(drafts, record)),
    )


def _taken(drafts: Drafts, text: str, record: RegistryRecord, own: Draft | None = None) -> bool:
    """Whether a listed institution in a compatible country bears the name."""
    return any(draft.lists and draft is not own for draft in drafts.named(text, _places(record)))


def _ties(drafts: Drafts, record: RegistryRecord) -> Iterator[Related]:
    for role, ror in record.related:
        parent = drafts.with_ror(ror) if role == "parent" else None
        if parent:
            tie = RelatedAs.UNIT_OF if is_unit(record.kind) else RelatedAs.SUBSIDIARY_OF
            yield Related(id=parent.id, role=tie, source=_SOURCE)


def _places(record: RegistryRecord) -> tuple[str, ...]:
    return (record.country,) if record.country else ()
