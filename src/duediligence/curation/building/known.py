"""Registry records that belong in the data although they are on no list: the look-alikes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from duediligence.curation.building.folding import Key, compatible, fold
from duediligence.curation.building.registry import Organisation
from duediligence.curation.building.scripts import is_native
from duediligence.curation.building.tables import words_of
from duediligence.model import Institution, Kind, NameKind

# Countries of concern, whose whole research landscape is kept.
_LETTERS, _NATIVE_LETTERS = 5, 2  # fewest by which a name may decide
WHOLE_COUNTRIES = frozenset({"CN", "HK", "MO", "TW", "RU", "IR", "BY", "PK", "KP", "SY"})


@dataclass(frozen=True, slots=True)
class Clash:
    """A record on no list that answers to a listed institution's name in the same country."""

    unlisted: Institution
    listed: Institution
    name: str


def select_known(organisations: Iterable[Organisation], listed: list[Institution]) -> list[Organisation]:
    """Pick the unlisted registry records worth knowing: whole countries, universities, namesakes."""
    taken = {i.ids["ror"] for i in listed if "ror" in i.ids}
    reach = {key for institution in listed for key in name_keys(institution)}
    pairs = {pair for i in listed if i.kind in _ACADEMIC for key in name_keys(i) for pair in _word_pairs(key)}
    return [
        o for o in organisations if o.ror and o.usable and o.ror not in taken and _wanted(o, reach, pairs)
    ]


def shared_names(organisations: Iterable[Organisation]) -> frozenset[Key]:
    """Names that bodies other than universities bear in two or more countries ("Institute of Physics")."""
    countries: dict[str, set[str]] = defaultdict(set)
    for organisation in organisations:
        if organisation.usable and organisation.country and not organisation.types & {"education", "company"}:
            for name in (organisation.name, *organisation.aliases):
                countries[fold(name).core].add(organisation.country)
    return frozenset(Key(core) for core, found in countries.items() if len(found) > 1)


def find_clashes(institutions: Iterable[Institution]) -> list[Clash]:
    """Find the unlisted records that look like a listed body under another name."""
    clashes = []
    for first, second, key in shared_by_two(institutions):
        if bool(first.listings) != bool(second.listings):
            unlisted, listed = (second, first) if first.listings else (first, second)
            clashes.append(Clash(unlisted, listed, key))
    return clashes


def declare_namesakes(institutions: list[Institution]) -> list[Institution]:
    """Note on each record the others of its country that share a deciding name with it.

    These pairs were left apart by the merge: printed apart on one list, of another legal form, or two
    registry records. Declaring them lets a later check tell them from new, unreviewed collisions. A pair
    of which only one is listed is never declared: it is a clash, to be looked at.
    """
    sharers: dict[str, set[str]] = defaultdict(set)
    for first, second, _ in shared_by_two(institutions):
        if bool(first.listings) == bool(second.listings):
            sharers[first.id].add(second.id)
            sharers[second.id].add(first.id)
    return [
        i.model_copy(update={"declared_namesakes": tuple(sorted(sharers[i.id]))}) if i.id in sharers else i
        for i in institutions
    ]


def shared_by_two(institutions: Iterable[Institution]) -> Iterator[tuple[Institution, Institution, str]]:
    """Yield pairs of records of one country that share a deciding name, with that name folded."""
    owners: dict[str, list[Institution]] = defaultdict(list)
    for institution in institutions:
        for key in name_keys(institution):
            owners[key].append(institution)
    for key, found in owners.items():
        for first, second in combinations(found, 2):
            if compatible({first.country or "?"}, {second.country or "?"}):
                yield first, second, key


def name_keys(institution: Institution) -> set[str]:
    """The folded names of an institution that may decide: no acronyms, no generic names."""
    texts = [institution.name, *(n.text for n in institution.names if n.kind not in _WEAK)]
    return {
        key.core
        for key in map(fold, texts)
        if key.letters >= (_NATIVE_LETTERS if is_native(key.core) else _LETTERS)
    }


_WEAK = frozenset({NameKind.ACRONYM, NameKind.GENERIC})


# Words that say what sort of body a name is; two of them in a row tell nothing.
_FORM = words_of(
    """
    institute research scientific science national state center laboratory academy university college school
    department technology engineering federal central russian chinese china russia corporation group
    international ministry
    """
)
_ACADEMIC = frozenset({Kind.UNIVERSITY, Kind.RESEARCH_INSTITUTE, Kind.MILITARY, Kind.SECURITY, Kind.HOSPITAL})


def _word_pairs(key: str) -> set[tuple[str, str]]:
    words = key.split()
    return {(a, b) for a, b in pairwise(words) if not {a, b} <= _FORM and not a.isdigit() and not b.isdigit()}


def _wanted(organisation: Organisation, reach: set[str], pairs: set[tuple[str, str]]) -> bool:
    if "education" in organisation.types or organisation.country in WHOLE_COUNTRIES:
        return True
    keys = {fold(name).core for name in organisation.all_names}
    if keys & reach:
        return True
    return organisation.kind is Kind.RESEARCH_INSTITUTE and any(_word_pairs(key) & pairs for key in keys)
