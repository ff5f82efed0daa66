"""Groups of rows made into records: name, names, kind, country, listings."""

from __future__ import annotations

import pytest

from curation_files import organisation, row
from duediligence.curation.building.assemble import assemble, assemble_unlisted
from duediligence.curation.building.folding import Key, fold
from duediligence.curation.building.link import Ground, Link
from duediligence.curation.building.merge import Group
from duediligence.curation.building.overrides import NamesDecision
from duediligence.curation.building.registry import Organisation
from duediligence.model import Institution, Kind, ListingRow, NameKind


def _assembled(
    *rows: ListingRow, record: Organisation | None = None, generic: tuple[str, ...] = (), **decision: object
) -> Institution:
    link = Link(record, Ground.NAME) if record else None
    chosen = NamesDecision.model_validate({"why": "a reason"} | decision) if decision else None
    keys = frozenset(Key(fold(name).core) for name in generic)
    return assemble(Group(list(rows), link), keys, chosen)


def _kinds(institution: Institution) -> dict[str, NameKind]:
    return {name.text: name.kind for name in institution.names}


def test_one_record_carries_every_listing_and_name_with_its_source() -> None:
    """The registry names the record; printed, former and native names and acronyms are told apart."""
    record = organisation(
        "0lant",
        "Lantern University",
        labels=[("灯大学", "zh"), ("Laternen-Universität", "de")],
        acronyms=["LU"],
        aliases=["Lamp School"],
        city="Wick",
        ids={"wikidata": "Q1"},
        domains=["lantern.example"],
    )
    found = _assembled(
        row("LANTERN UNIV.", "us-ofac-sdn", aliases=("Lamp School",)),
        row(
            "Lantern University",
            "aspi-tracker",
            rating="high",
            programme="Seven Sons of National Defence",
            as_of="2020",
        ),
        row(
            "Lantern Univ",
            former=("Candle College",),
            acronyms=("LUX",),
            name_native="灯大學院",
            printed="Lantern Univ (LUX)",
        ),
        record=record,
    )
    assert (found.id, found.name, found.country, found.city) == (
        "lantern-university",
        "Lantern University",
        "CN",
        "Wick",
    )
    assert found.ids == {"ror": "0lant", "wikidata": "Q1"}
    assert (found.domains, found.groups) == (("lantern.example",), ("seven-sons",))
    assert _kinds(found) == {
        "灯大学": NameKind.NATIVE,
        "Laternen-Universität": NameKind.ALIAS,
        "Lamp School": NameKind.ALIAS,
        "LU": NameKind.ACRONYM,
        "Lantern Univ": NameKind.PRINTED,
        "Lantern Univ (LUX)": NameKind.PRINTED,
        "灯大學院": NameKind.NATIVE,
        "Candle College": NameKind.FORMER,
        "LUX": NameKind.ACRONYM,
    }
    assert {n.source for n in found.names} == {"ror", "ca-nro"}
    assert [(x.list, x.printed) for x in found.listings] == [
        ("aspi-tracker", "Lantern University"),
        ("ca-nro", "Lantern Univ (LUX)"),
        ("us-ofac-sdn", "LANTERN UNIV."),
    ]


def test_names_are_not_repeated_and_legal_forms_are_no_names() -> None:
    """Case and punctuation do not make a new name, nor does `JSC`."""
    found = _assembled(row("Wick Works", aliases=("WICK WORKS", "Wick-Works", "JSC", " ", "Lamp Works")))
    assert [n.text for n in found.names] == ["Lamp Works"]


def test_both_printings_stay_where_they_are_looked_up_differently() -> None:
    """A word in capitals is letters and in lower case an article; the same words are one name."""
    found = _assembled(
        row("Des Lantern Works"), row("DES Lantern Works", "us-ofac-sdn"), row("Des LANTERN works")
    )
    assert [found.name, *(name.text for name in found.names)] == ["Des Lantern Works", "DES Lantern Works"]


def test_a_japanese_printing_is_a_name_but_not_a_native_one() -> None:
    """Japan's ministry prints everyone in Japanese."""
    found = _assembled(row("Vektor", "jp-meti-ru", country="RU", name_native="ベクトル株式会社"))
    assert [(n.kind, n.lang) for n in found.names] == [(NameKind.ALIAS, "ja")]
    found = _assembled(row("Vektor", country="RU", name_native="Вектор"))
    assert [(n.kind, n.lang) for n in found.names] == [(NameKind.NATIVE, "ru")]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ((row("WICK AND LAMP WORKS OF CAS", "us-ofac-sdn"),), "Wick and Lamp Works of CAS"),
        ((row("WICK WORKS", "us-ofac-sdn"), row("Wick Works", "us-bis-meu")), "Wick Works"),
        ((row("Lamp Works", "jp-meti-eul"), row("Wick Works", "aspi-tracker")), "Wick Works"),
        ((row("7th Institute", parent="Lantern Group"),), "Lantern Group, 7th Institute"),
        ((row("Glass Institute", country="RU"),), "Glass Institute (Russia)"),
        ((row("Glass Institute", country="FR"),), "Glass Institute"),
    ],
)
def test_the_display_name_is_the_most_readable(rows: tuple[ListingRow, ...], name: str) -> None:
    """Academic lists first, capitals calmed, a generic name told apart by parent or country."""
    assert _assembled(*rows, generic=("7th Institute", "Glass Institute")).name == name


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (organisation("0", "Université de Lampe", labels=[("Lamp University", "en")]), "Lamp University"),
        (organisation("0", "灯大学"), "Wick Works"),
        (
            organisation("0", "Glass Institute", parents=["Division", "Academy of Sciences"]),
            "Glass Institute, Academy of Sciences",
        ),
    ],
)
def test_the_registry_gives_the_name_when_it_reads(record: Organisation, name: str) -> None:
    """English where it is known, the list's where it is not, the academy behind a name that many bear."""
    assert _assembled(row("Wick Works"), record=record, generic=("Glass Institute",)).name == name


def test_generic_names_are_marked_and_decisions_applied() -> None:
    """A curator renames, adds and drops; a name that many bear never decides alone."""
    listed = row("Wick Works", aliases=("Glass Institute", "Lamp Works"))
    found = _assembled(
        listed,
        generic=("Glass Institute",),
        name="Wick Works",
        to="The Wick Works",
        add=("Wickery",),
        drop=("Lamp Works",),
    )
    assert found.name == "The Wick Works"
    assert _kinds(found) == {
        "Wickery": NameKind.ALIAS,
        "Wick Works": NameKind.PRINTED,
        "Glass Institute": NameKind.GENERIC,
    }


def test_a_web_domain_of_another_body_is_dropped() -> None:
    """The registry's other domains stay."""
    record = organisation("0torc", "Torch University", domains=["torch.edu", "torch.edu.cn"])
    found = _assembled(row("Torch University"), record=record, name="x", drop_domains=("torch.edu",))
    assert found.domains == ("torch.edu.cn",)


@pytest.mark.parametrize(
    ("kinds", "record", "expected"),
    [
        ((("aspi-tracker", Kind.MILITARY), ("ca-nro", Kind.UNIVERSITY)), None, Kind.MILITARY),
        ((("ca-nro", Kind.RESEARCH_INSTITUTE),), organisation("0", "X"), Kind.UNIVERSITY),
        ((("ca-nro", Kind.MILITARY),), organisation("0", "X"), Kind.MILITARY),
        ((("ca-nro", Kind.OTHER), ("us-bis-meu", Kind.COMPANY)), None, Kind.COMPANY),
        (
            (("ca-nro", Kind.UNIVERSITY), ("us-bis-meu", Kind.RESEARCH_INSTITUTE)),
            organisation("0", "X", types=frozenset({"facility"})),
            Kind.RESEARCH_INSTITUTE,
        ),
    ],
)
def test_the_kind_is_the_trackers_then_the_registrys_then_the_lists(
    kinds: tuple[tuple[str, Kind], ...], record: Organisation | None, expected: Kind
) -> None:
    """Lists are guessed by keyword; the tracker and the registry are not."""
    rows = [row(f"X{n}", list_id, kind=kind) for n, (list_id, kind) in enumerate(kinds)]
    assert _assembled(*rows, record=record).kind is expected


def test_one_listing_printed_twice_is_one_listing() -> None:
    """The same heading and date on one list is one fact; another date is another."""
    found = _assembled(
        row("A", since="2020"),
        row("A", since="2020"),
        row("A", since="2021"),
        country_less := row("A", "us-bis-meu", country=""),
    )
    assert [x.since for x in found.listings] == ["2020", "2021", None]
    assert found.country == "CN"
    assert _assembled(country_less).country is None


def test_a_removal_without_notice_is_noted() -> None:
    """An inferred end says so."""
    found = _assembled(row("A", until="2026-06-08", programme="not in edition; removal notice not found"))
    assert found.listings[0].note == "no removal notice found"


def test_an_unlisted_record_is_short() -> None:
    """Names without source, the ROR id alone, no listing; decided names are dropped."""
    record = organisation(
        "0lant", "Lantern University", aliases=["Lamp School", "LUX"], ids={"wikidata": "Q1"}
    )
    found = assemble_unlisted(record, frozenset(), dropped=("Lamp School",))
    assert found.ids == {"ror": "0lant"}
    assert [(n.text, n.kind, n.source) for n in found.names] == [("LUX", NameKind.ACRONYM, None)]
    assert not found.listings
