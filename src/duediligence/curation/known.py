"""Registry records that belong in the data although they are on no list: the look-alikes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from duediligence.curation.folding import compatible, fold
from duediligence.curation.registry import Organisation
from duediligence.model import Institution, Kind, NameKind

# Countries of concern, whose whole research landscape is kept.
WHOLE_COUNTRIES = frozenset({"CN", "HK", "MO", "TW", "RU", "IR", "BY", "PK", "KP", "SY"})


@dataclass(frozen=True, slots=True)
class Clash:
    """A registry record that answers to a listed institution's name in the same country."""

    organisation: Organisation
    institution: Institution
    name: str


def select_known(organisations: Iterable[Organisation], listed: list[Institution]) -> list[Organisation]:
    """Pick the unlisted registry records worth knowing: whole countries, universities, namesakes."""
    taken = {i.ids["ror"] for i in listed if "ror" in i.ids}
    reach = {key for institution in listed for key in name_keys(institution)}
    return [o for o in organisations if o.ror and o.usable and o.ror not in taken and _wanted(o, reach)]


def find_clashes(known: Iterable[Organisation], listed: list[Institution]) -> list[Clash]:
    """Find the picked records that look like a listed body under another name."""
    owners: dict[str, list[Institution]] = defaultdict(list)
    for institution in listed:
        for key in name_keys(institution):
            owners[key].append(institution)
    clashes = []
    for organisation in known:
        for name in dict.fromkeys(organisation.all_names):
            clashes.extend(
                Clash(organisation, institution, name)
                for institution in owners.get(fold(name).core, [])
                if compatible({institution.country or "?"}, {organisation.country or "?"})
            )
    return clashes


def name_keys(institution: Institution) -> set[str]:
    """The folded names of an institution that may decide: no acronyms, no generic names."""
    texts = [institution.name, *(n.text for n in institution.names if n.kind not in _WEAK)]
    return {key.core for key in map(fold, texts) if key.letters >= 5}


_WEAK = frozenset({NameKind.ACRONYM, NameKind.GENERIC})


def _wanted(organisation: Organisation, reach: set[str]) -> bool:
    if "education" in organisation.types:
        return True
    if organisation.country in WHOLE_COUNTRIES and organisation.kind is not Kind.COMPANY:
        return True
    return any(fold(name).core in reach for name in organisation.all_names)
