"""The dossier of one institution on the terminal: names, ids, relations, every listing with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from duediligence.catalogue.policy import only_noted
from duediligence.formats.terminal_grid import LabelledRows
from duediligence.formats.terminal_parts import QUIET, TITLE, address, joined, plain, rows, section
from duediligence.formats.wording import NAME_KIND_WORD, RELATED_PHRASE, rating_words
from duediligence.model import Institution, Listing, Name, NameKind, RelatedAs, RiskList
from duediligence.names.countries import country_name

Find = Callable[[str], Institution | None]


def institution_view(
    institution: Institution,
    lists: Mapping[str, RiskList],
    find: Find,
    dependents: Sequence[Institution] = (),
) -> RenderableType:
    """Lay out everything known about an institution.

    Args:
        institution: The record.
        lists: Every list by id, for titles, meanings and addresses.
        find: Looks up a related institution.
        dependents: Records that name this one as what they belong to.
    """
    return Group(*_blocks(institution, lists, find, dependents))


def _blocks(
    institution: Institution, lists: Mapping[str, RiskList], find: Find, dependents: Sequence[Institution]
) -> Iterator[RenderableType]:
    yield Text("")
    yield section(institution.name, _facts(institution))
    if institution.names:
        yield section("Names", _names(institution.names))
    current = [one for one in institution.listings if only_noted(one, lists.get(one.list)) is None]
    ended = [one for one in institution.listings if one not in current]
    if current:
        yield section("On the lists", _listings(current, lists))
    else:
        yield section("On the lists", Text("Known, and on no list in force."))
    if ended:
        yield section("History and context (changes no verdict)", _listings(ended, lists))
    relations = _relations(institution, find, dependents)
    if len(relations):
        yield section("Relations (ownership is not computed)", relations)


def _facts(institution: Institution) -> LabelledRows:
    grid = rows()
    facts = {
        "id": institution.id,
        "kind": institution.kind.value.replace("-", " "),
        "country": country_name(institution.country or "unknown"),
        "city": institution.city or "",
        "groups": ", ".join(institution.groups),
        "web": ", ".join(institution.domains),
        **institution.ids,
    }
    if institution.ror_url:
        facts["ror"] = institution.ror_url
    for label, value in facts.items():
        if value:
            grid.add(Text(label, style=QUIET), plain(value))
    return grid


def _names(names: Sequence[Name]) -> LabelledRows:
    grid = rows()
    for kind in NameKind:
        of_kind = [name for name in names if name.kind is kind]
        for at, name in enumerate(of_kind):
            attributed = joined([plain(name.lang or "", QUIET), plain(name.source or "", QUIET)], ", ")
            grid.add(
                Text("" if at else NAME_KIND_WORD[kind], style=QUIET), joined([plain(name.text), attributed])
            )
    return grid


def _listings(listings: Sequence[Listing], lists: Mapping[str, RiskList]) -> LabelledRows:
    grid = rows()
    for listing in sorted(listings, key=lambda one: (one.list, one.since or "", one.printed)):
        known = lists.get(listing.list)
        title = known.title if known else listing.list
        details = [rating_words(listing.rating), listing.category or "", listing.programme or ""]
        grid.add("•", joined([plain(title, TITLE), *(plain(detail) for detail in details)]))
        grid.add("", joined([plain(f"“{listing.printed}”"), *_dates(listing, known)]))
        for line in (listing.cite, listing.note):
            if line:
                grid.add("", plain(line, QUIET))
        url = listing.url or (known.url if known else "")
        if url:
            grid.add("", address(url))
    return grid


def _dates(listing: Listing, known: RiskList | None) -> Iterator[str]:
    if listing.since:
        yield f"since {listing.since}"
    if listing.until:
        yield f"until {listing.until}"
    as_of = listing.as_of or (known.as_of if known else "")
    if as_of:
        yield f"as of {as_of}"


def _relations(institution: Institution, find: Find, dependents: Sequence[Institution]) -> LabelledRows:
    grid = rows()
    for tie in institution.related:
        grid.add(Text(RELATED_PHRASE[tie.role], style=QUIET), _named(find(tie.id), tie.id))
    for dependent in dependents:
        role = next((tie.role for tie in dependent.related if tie.id == institution.id), RelatedAs.UNIT_OF)
        grid.add(
            Text(f"{RELATED_PHRASE[role]} it", style=QUIET),
            _named(dependent, dependent.id),
        )
    return grid


def _named(institution: Institution | None, identifier: str) -> Text:
    return joined([plain(institution.name if institution else ""), plain(identifier, QUIET)])
