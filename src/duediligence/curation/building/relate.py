"""Ties between institutions: units, subsidiaries, supervisors, successors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from duediligence.curation.building.assemble import Names
from duediligence.curation.building.folding import Key, compatible, fold
from duediligence.curation.building.ids import slug
from duediligence.curation.building.merge import Group
from duediligence.curation.building.overrides import RelatedDecision
from duediligence.curation.building.registry import Organisation
from duediligence.curation.building.scripts import is_native, script_language
from duediligence.model import Institution, Kind, ListingRow, Name, NameKind, Related, RelatedAs

_REGISTRY_ROLES = {"parent": RelatedAs.UNIT_OF, "predecessor": RelatedAs.SUCCESSOR_OF}
_UPWARD = {RelatedAs.UNIT_OF, RelatedAs.SUBSIDIARY_OF}
# The state groups whose members carry the group's letters before their own name.
_GROUPS = frozenset({"avic", "aecc", "cetc", "cssc", "csic", "casic", "casc", "cnnc"})
_GROUP_WORDS = 4
_LETTERS, _UNIT_LETTERS = 5, 8  # fewest by which a name finds a body, or makes one of its own
_BODY = re.compile(
    r"\b(?:institut|laborator|cent(?:er|re)|academy|school|college|department|bureau|plant|factory)",
    re.IGNORECASE,
)
_MINISTRY = re.compile(r"(?:The )?Ministry\b")
_JOINTS = re.compile(r",? (?:at|of) (?:the )?|, | [–—-] |\. |(?<=\))\s|'s ")


class Directory:
    """Finds an institution by a name in use, within a country."""

    def __init__(self, institutions: Iterable[Institution], generic: frozenset[Key]) -> None:
        """Index every institution by its names; acronyms stand apart."""
        self._names: dict[str, list[Institution]] = defaultdict(list)
        self._acronyms: dict[str, list[Institution]] = defaultdict(list)
        self._generic = generic
        for institution in institutions:
            self.add(institution)

    def add(self, institution: Institution) -> None:
        """Make an institution findable."""
        for text in (
            institution.name,
            *(n.text for n in institution.names if n.kind is not NameKind.ACRONYM),
        ):
            key = fold(text)
            if (
                key.letters >= _LETTERS
                and Key(key.core) not in self._generic
                and institution not in self._names[key.core]
            ):
                self._names[key.core].append(institution)
        for name in institution.names:
            if name.kind is NameKind.ACRONYM:
                self._acronyms[name.text.casefold()].append(institution)

    def find(self, text: str, country: str | None, *, listed: bool = False) -> Institution | None:
        """Return the one institution of the country that answers to `text`, bracketed acronym aside."""
        for form in (text, re.sub(r"\s*\([^()]*\)", "", text)):
            found = [
                i
                for i in self._names.get(fold(form).core, [])
                if _fits(i, country) and (i.listings or not listed)
            ]
            if len(found) > 1:
                found = [i for i in found if i.listings] or found
            if len(found) == 1:
                return found[0]
        return None

    def find_acronym(self, text: str, country: str) -> Institution | None:
        """Return the one listed institution of the country with this acronym."""
        found = [i for i in self._acronyms.get(text.casefold(), []) if i.listings and _fits(i, country)]
        return found[0] if len(found) == 1 else None


class Ties:
    """Collects ties by institution id and applies them once."""

    def __init__(self) -> None:
        """Start without ties."""
        self._ties: dict[str, list[Related]] = defaultdict(list)

    def add(self, child: Institution, role: RelatedAs, parent: Institution, source: str) -> None:
        """Tie `child` to `parent`, once, never to itself and never both ways."""
        known = {t.id for t in self._ties[child.id]}
        back = {t.id for t in self._ties[parent.id]}
        if child.id != parent.id and parent.id not in known and child.id not in back:
            if role is RelatedAs.UNIT_OF and child.kind is Kind.COMPANY:
                role = RelatedAs.SUBSIDIARY_OF
            self._ties[child.id].append(Related(id=parent.id, role=role, source=source))

    def has_parent(self, child: Institution, parent: Institution | None = None) -> bool:
        """Whether a body is tied to a larger one: to any, or to the one given."""
        above = [t.id for t in self._ties[child.id] if t.role in _UPWARD]
        return parent.id in above if parent else bool(above)

    def apply(self, institution: Institution) -> Institution:
        """Return the institution with its ties; of two larger bodies, one above the other, the nearer."""
        ties = self._ties.get(institution.id)
        if not ties:
            return institution
        beyond = {above for tie in ties if tie.role in _UPWARD for above in self._above(tie.id)}
        kept = [tie for tie in ties if tie.role not in _UPWARD or tie.id not in beyond]
        return institution.model_copy(update={"related": tuple(kept)})

    def _above(self, identifier: str) -> set[str]:
        """The bodies that a body is part of or owned by, and those above them."""
        found: set[str] = set()
        queue = [identifier]
        while queue:
            higher = {t.id for t in self._ties.get(queue.pop(), ()) if t.role in _UPWARD} - found
            found |= higher
            queue += higher
        return found


def relate(
    institutions: list[Institution],
    groups: dict[str, Group],
    organisations: dict[str, Organisation],
    generic: frozenset[Key],
    decisions: Iterable[RelatedDecision] = (),
    native: Mapping[Key, str] = MappingProxyType({}),
) -> list[Institution]:
    """Add ties, and records for units that are printed only as another body's alias.

    Args:
        institutions: All records, listed or not, with their final ids.
        groups: The rows of each listed record, by institution id.
        organisations: Registry records by ROR id.
        generic: Names that never decide alone.
        decisions: Reviewed ties.
        native: Names of units in their own script, by their folded English name.
    """
    directory = Directory(institutions, generic)
    ties = Ties()
    _tie_decided(institutions, decisions, directory, ties)
    made = _printed_units(institutions, groups, directory, ties, generic)
    units = [_with_native(unit, native.get(fold(unit.name))) for unit in made]
    for institution in institutions:
        for row in groups[institution.id].rows if institution.id in groups else []:
            _tie_printed_parent(institution, row, directory, ties)
            _tie_supervisors(institution, row, directory, ties)
        if institution.listings:
            _tie_by_name(institution, directory, ties)
    _tie_to_groups(institutions, ties)
    _tie_registry(institutions, organisations, ties)
    return [ties.apply(i) for i in (*institutions, *units)]


def _printed_units(
    institutions: list[Institution],
    groups: dict[str, Group],
    directory: Directory,
    ties: Ties,
    generic: frozenset[Key],
) -> Iterator[Institution]:
    """Tie, or create, the bodies printed as subordinate to a listed one."""
    ids = {i.id for i in institutions}
    for parent in institutions:
        for row in groups[parent.id].rows if parent.id in groups else []:
            for text in row.subordinates:
                known = directory.find(text, parent.country)
                if known is None and not _may_stand_alone(text, generic):
                    continue
                if known is None:
                    known = _unit(text, parent, row, ids)
                    directory.add(known)
                    ids.add(known.id)
                    yield known
                ties.add(known, RelatedAs.UNIT_OF, parent, row.list)


def _may_stand_alone(text: str, generic: frozenset[Key]) -> bool:
    key = fold(text)
    return (
        not is_native(text)
        and key.letters >= _UNIT_LETTERS
        and len(key.words) > 1
        and Key(key.core) not in generic
    )


def _unit(text: str, parent: Institution, row: ListingRow, ids: set[str]) -> Institution:
    name = re.sub(r"\s*\((?:a\.k\.a\.,?)[^()]*\)", "", text).strip()
    new_id = slug(name)
    while new_id in ids:
        new_id += "-unit"
    names = Names(name, parent.country, frozenset(), ())
    names.add(text, row.list, NameKind.PRINTED)
    kind = (
        Kind.RESEARCH_INSTITUTE
        if _BODY.search(name) and not re.search(r"\b(?:Co|Corp|Ltd)\b", name)
        else Kind.COMPANY
    )
    return Institution(id=new_id, name=name, country=parent.country, kind=kind, names=names.result())


def _with_native(unit: Institution, native: str | None) -> Institution:
    if native is None:
        return unit
    source = unit.names[0].source if unit.names else None
    name = Name(
        text=native,
        kind=NameKind.NATIVE,
        lang=script_language(native, unit.country),
        source=source or "curator",
    )
    return unit.model_copy(update={"names": (*unit.names, name)})


def _tie_printed_parent(institution: Institution, row: ListingRow, directory: Directory, ties: Ties) -> None:
    if not row.parent:
        return
    parent = directory.find(row.parent, institution.country, listed=True)
    parent = parent or directory.find_acronym(row.parent, institution.country or "")
    if parent:
        ties.add(institution, RelatedAs.UNIT_OF, parent, row.list)


def _tie_supervisors(institution: Institution, row: ListingRow, directory: Directory, ties: Ties) -> None:
    """Tie a tracked university to the ministries and groups the tracker says supervise it."""
    if row.list != "aspi-tracker":
        return
    for text in re.findall(
        r"([A-Z]\S+)-supervised|supervised by ([^;]+)|under (PLA [^;]+)", row.programme or ""
    ):
        name = next(filter(None, text)).strip()
        supervisor = directory.find(_SUPERVISORS.get(name, name), "CN") or directory.find_acronym(name, "CN")
        if supervisor:
            ties.add(institution, RelatedAs.SUPERVISED_BY, supervisor, row.list)


# Short names the tracker uses for bodies known here under their full names.
_SUPERVISORS = {
    "MIIT": "Ministry of Industry and Information Technology",
    "SASTIND": "State Administration of Science, Technology and Industry for National Defense",
    "MPS": "Ministry of Public Security of the People's Republic of China",
    "Norinco Group": "China North Industries Group",
    "CSGC": "China South Industries Group",
    "PLA Navy": "People's Liberation Army Navy",
    "PLA Air Force": "People's Liberation Army Air Force",
    "PLA Ground Force": "People's Liberation Army Ground Force",
}


def _tie_by_name(institution: Institution, directory: Directory, ties: Ties) -> None:
    """Tie "Academy X, Institute of Y" and "Laboratory Z at University W" to the listed body named."""
    for listing in institution.listings:
        for piece in _pieces(listing.printed):
            parent = directory.find(piece, institution.country, listed=True)
            if parent and parent.id != institution.id:
                ties.add(institution, RelatedAs.UNIT_OF, parent, listing.list)
                return


def _pieces(printed: str) -> Iterator[str]:
    """Heads and tails of a printed name, longest first, that may be the larger body."""
    for joint in _JOINTS.finditer(printed):
        tail, head = printed[joint.end() :], printed[: joint.start()]
        if _BODY.search(head):
            yield tail
        if _BODY.search(tail):
            yield head
    for numbered in re.finditer(r"\s(?:No\.?\s*)?\d+\w*\s(?:Research )?Institute", printed):
        yield printed[: numbered.start()]


def _tie_to_groups(institutions: Iterable[Institution], ties: Ties) -> None:
    """Tie a listed body whose printed name opens with a defence group's name or letters to the group."""
    listed = [i for i in institutions if i.listings and i.country == "CN"]
    groups = {opening: i for i in listed for opening in _openings(i)}
    for institution in listed:
        printed = [(x.printed, x.list) for x in institution.listings]
        printed += [(n.text, n.source) for n in institution.names if n.source in {x for _, x in printed}]
        for text, source in printed:
            words = fold(text).words
            group = next((groups[o] for o in map(" ".join, _heads(words)) if o in groups), None)
            if group and not ties.has_parent(institution) and not ties.has_parent(group, institution):
                ties.add(institution, RelatedAs.UNIT_OF, group, source or "curator")
                break


def _openings(institution: Institution) -> Iterator[str]:
    """What the printed names of a defence group's members open with; nothing for another body."""
    letters = {n.text.casefold() for n in institution.names if n.kind is NameKind.ACRONYM} & _GROUPS
    if letters and institution.kind is Kind.COMPANY:
        yield from letters
        for text in (institution.name, *(x.printed for x in institution.listings)):
            if len(fold(text).words) >= _GROUP_WORDS:
                yield fold(text).core


def _heads(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[:end] for end in range(len(words) - 1, 0, -1))


def _tie_decided(
    institutions: list[Institution], decisions: Iterable[RelatedDecision], directory: Directory, ties: Ties
) -> None:
    by_ror = {i.ids["ror"]: i for i in institutions if "ror" in i.ids}
    for decision in decisions:
        child = by_ror[decision.ror] if decision.ror in by_ror else directory.find(decision.name, None)
        parent = directory.find(decision.of, None, listed=True)
        if child and parent:
            ties.add(child, decision.role, parent, "curator")


def _tie_registry(
    institutions: list[Institution], organisations: dict[str, Organisation], ties: Ties
) -> None:
    by_ror = {i.ids["ror"]: i for i in institutions if "ror" in i.ids}
    for ror, institution in by_ror.items():
        for role, other in organisations[ror].related:
            if (
                role in _REGISTRY_ROLES
                and other in by_ror
                and not _is_ministry_below(institution, by_ror[other])
            ):
                ties.add(institution, _REGISTRY_ROLES[role], by_ror[other], "ror")
    _tie_seats(by_ror, organisations, ties)


def _is_ministry_below(institution: Institution, other: Institution) -> bool:
    """Tell whether a record puts a ministry below a body that governs nothing: it was entered upside down."""
    is_ministry = institution.kind is Kind.GOVERNMENT and _MINISTRY.match(institution.name) is not None
    return is_ministry and other.kind is not Kind.GOVERNMENT


def _tie_seats(by_ror: dict[str, Institution], organisations: dict[str, Organisation], ties: Ties) -> None:
    """Tie a firm's seats abroad to the listed one: the registry names them alike but for the country."""
    seats: dict[str, list[Institution]] = defaultdict(list)
    for ror, institution in by_ror.items():
        if organisations[ror].seat:
            seats[fold(organisations[ror].name).core].append(institution)
    for found in seats.values():
        listed = [one for one in found if one.listings]
        if len(listed) == 1:
            for one in found:
                if not one.listings:
                    ties.add(one, RelatedAs.SUBSIDIARY_OF, listed[0], "ror")


def _fits(institution: Institution, country: str | None) -> bool:
    return not country or not institution.country or compatible({institution.country}, {country})
