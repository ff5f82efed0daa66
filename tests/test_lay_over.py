"""Updates laid over the shipped institutions: lists, then the registry."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duediligence.catalogue.drafts import Drafts, compatible, decides, name_key, short_keys, slug
from duediligence.catalogue.enrol import enrol
from duediligence.catalogue.lay_over import lay_over
from duediligence.catalogue.overlay import UpdatedList
from duediligence.model import (
    Institution,
    Kind,
    Listing,
    ListingRow,
    Name,
    NameKind,
    RegistryRecord,
    RelatedAs,
)

LIST = "us-bis-entity-list"
DAY = "2026-11-20"


def _institution(
    identifier: str, name: str, country: str | None = "CN", *, listed: str | None = None, **more: object
) -> Institution:
    listings = (Listing(list=LIST, printed=listed, since="2001-05-14", note="old"),) if listed else ()
    return Institution(id=identifier, name=name, country=country, listings=listings, **more)


def _row(name: str, *countries: str, **more: object) -> ListingRow:
    return ListingRow(list=LIST, name=name, countries=countries or ("CN",), **more)


def _over(
    institutions: Sequence[Institution], *rows: ListingRow, list_id: str = LIST
) -> dict[str, Institution]:
    return {one.id: one for one in lay_over(institutions, [UpdatedList(list_id, DAY, rows)])}


def _printed(institution: Institution) -> list[tuple[str, str | None]]:
    return [(listing.printed, listing.until) for listing in institution.listings]


LANTERN = _institution(
    "lantern",
    "Lantern University",
    listed="Lantern University",
    kind=Kind.UNIVERSITY,
    ids={"ror": "00abc"},
    names=(
        Name(text="灯笼大学", kind=NameKind.NATIVE),
        Name(text="Lamp University"),
        Name(text="LU", kind=NameKind.ACRONYM),
        Name(text="Institute of Physics", kind=NameKind.GENERIC),
    ),
)


@pytest.mark.parametrize(
    "row",
    [
        _row("Somebody Else", ids={"ror": "00abc"}),
        _row("LANTERN UNIVERSITY"),
        _row("Lantern University", "HK"),
        _row("Lamp University"),
        _row("Anything", name_native="灯笼大学"),
        _row("Lantern School", printed="Lantern University"),
        _row("Lantern School", former=("Lantern University",)),
        _row("Lantern School", aliases=("Lamp University",)),
    ],
    ids=["ror", "name", "hong-kong", "alias", "native", "printed", "former", "alias-of-alias"],
)
def test_a_row_joins_the_institution_it_names(row: ListingRow) -> None:
    """By ROR id, printed name, any script, or an alias; what the update does not say is kept."""
    found = _over([LANTERN], row)
    assert list(found) == ["lantern"]
    (listing,) = found["lantern"].listings
    assert (listing.printed, listing.since, listing.until) == (row.printed or row.name, "2001-05-14", None)


@pytest.mark.parametrize(
    "row",
    [
        _row("Lantern College", "US", aliases=("Lantern University",)),
        _row("LU"),
        _row("Institute of Physics"),
        _row("Lantern Trading", kind=Kind.COMPANY, aliases=("LU", "Institute of Physics")),
    ],
    ids=["other-country", "acronym", "generic", "weak-aliases"],
)
def test_a_row_that_names_another_body_becomes_one(row: ListingRow) -> None:
    """Never by acronym, generic name or likeness; and the shipped listing it does not continue has ended."""
    found = _over([LANTERN], row)
    assert len(found) == 2
    assert _printed(found["lantern"]) == [("Lantern University", DAY)]
    newcomer = next(one for key, one in found.items() if key != "lantern")
    assert (newcomer.name, newcomer.country) == (row.name, row.countries[0])
    assert _printed(newcomer) == [(row.name, None)]


def test_an_ended_listing_says_when_and_keeps_its_note() -> None:
    """It is shown as ended, not forgotten."""
    found = _over([LANTERN])
    (listing,) = found["lantern"].listings
    assert (listing.until, listing.note) == (DAY, "old")
    (plain,) = _over(
        [
            _institution("x", "Xylo Works").model_copy(
                update={"listings": (Listing(list=LIST, printed="Xylo"),)}
            )
        ]
    )["x"].listings
    assert plain.note == f"no longer on the list as of {DAY}"


def test_listings_of_other_lists_and_of_the_past_are_left_alone() -> None:
    """An update speaks for its own list, as of its own day."""
    others = (
        Listing(list="other", printed="Lantern"),
        Listing(list=LIST, printed="Lantern", until="2010"),
        Listing(list=LIST, printed="Lantern University", rating="high"),
    )
    found = _over(
        [LANTERN.model_copy(update={"listings": others})], _row("Lantern University", cite="87 FR 1")
    )
    first, second, third = found["lantern"].listings
    assert (first, second) == others[:2]
    assert (third.cite, third.rating) == ("87 FR 1", "high")


def test_names_are_added_with_their_source_and_only_once() -> None:
    """A known name keeps its kind: a generic one stays generic."""
    row = _row(
        "Lantern University",
        name_native="燈籠大學",
        aliases=("Lamp University", "Lantern Tech", "Institute of Physics"),
        former=("Old Lantern College",),
        acronyms=("LUX",),
    )
    names = {name.text: name for name in _over([LANTERN], row)["lantern"].names}
    assert names["Lantern Tech"].source == LIST
    assert (names["Old Lantern College"].kind, names["LUX"].kind) == (NameKind.FORMER, NameKind.ACRONYM)
    assert names["Institute of Physics"].kind is NameKind.GENERIC
    assert len(names) == len(LANTERN.names) + 3


def test_a_generic_name_is_generic_for_newcomers_too() -> None:
    """It must not decide alone because another list prints it."""
    found = _over([LANTERN], _row("Tidal Institute", aliases=("Institute of Physics",)))
    (name,) = found["tidal-institute"].names
    assert name.kind is NameKind.GENERIC


@pytest.mark.parametrize("lang", ["ja", None])
def test_the_row_says_the_language_of_its_native_name(lang: str | None) -> None:
    """Whatever the list is called: one country's publisher prints all bodies in its own language."""
    row = ListingRow(list="a-list", name="Tidal Institute", name_native="潮汐研究所", native_lang=lang)
    names = _over([], row, list_id="a-list")["tidal-institute"].names
    assert [(name.text, name.lang) for name in names] == [("潮汐研究所", lang)]


def test_two_rows_of_one_newcomer_are_one_institution() -> None:
    """Also under its alias."""
    found = _over([], _row("Tidal Works Limited", aliases=("Tidal Factory",)), _row("Tidal Factory"))
    assert list(found) == ["tidal-works-limited"]
    assert len(found["tidal-works-limited"].listings) == 2


def test_a_unit_is_tied_to_its_parent() -> None:
    """An institute is a unit of it, a company a subsidiary; a parent of unknown name ties nothing."""
    group = _institution("group", "Lamp Electronics Group")
    found = _over(
        [group],
        _row("Lamp Institute", parent="Lamp Electronics Group", kind=Kind.RESEARCH_INSTITUTE),
        _row("Lamp Cable Works", parent="Lamp Electronics Group", kind=Kind.COMPANY),
        _row("Stray Works", parent="Nobody At All"),
        _row("Lamp Electronics Group", parent="Lamp Electronics Group"),
    )
    (unit,), (subsidiary,) = found["lamp-institute"].related, found["lamp-cable-works"].related
    assert (unit.id, unit.role, unit.source) == ("group", RelatedAs.UNIT_OF, LIST)
    assert subsidiary.role is RelatedAs.SUBSIDIARY_OF
    assert found["stray-works"].related == found["group"].related == ()


def test_of_namesakes_the_listed_one_is_meant() -> None:
    """The one on this list, else the only one on any; two strangers leave the row by itself."""
    twins = [_institution("one", "Twin Institute"), _institution("two", "Twin Institute")]
    assert len(_over(twins, _row("Twin Institute"))) == 3
    listed = [twins[0], _institution("two", "Twin Institute", listed="Twin Institute of Old")]
    assert [len(one.listings) for one in _over(listed, _row("Twin Institute")).values()] == [0, 1]
    elsewhere = twins[1].model_copy(update={"listings": (Listing(list="other", printed="Twin"),)})
    assert [len(one.listings) for one in _over([twins[0], elsewhere], _row("Twin Institute")).values()] == [
        0,
        2,
    ]


def test_a_body_on_the_same_list_is_known_without_its_legal_form() -> None:
    """A heading cut off before "Limited" continues the listing."""
    shipped = _institution(
        "qinzhi", "Lantern Technology Research Co., Ltd.", listed="Lantern Technology Research Co., Ltd."
    )
    found = _over([shipped], _row("Lantern Technology Research Co."))
    assert _printed(found["qinzhi"]) == [("Lantern Technology Research Co.", None)]


def test_a_row_without_country_is_not_joined_by_alias() -> None:
    """There is nothing to confirm it."""
    shipped = _institution("tidal", "Tidal Research Institute")
    row = ListingRow(list=LIST, name="Ebb Works", aliases=("Tidal Research Institute",))
    assert set(_over([shipped], row)) == {"tidal", "ebb-works"}
    with_country = row.model_copy(update={"countries": ("CN",)})
    assert set(_over([shipped], with_country)) == {"tidal"}


def test_ids_do_not_collide() -> None:
    """Told apart by country, then by number."""
    taken = [_institution("tidal-works", "Other"), _institution("tidal-works-ir", "Third")]
    found = _over(
        taken,
        _row("Tidal Works", "IR"),
        _row("Tidal-Works", "RU"),
        _row("Tidal (Works)", "SY"),
        _row("Tidal, Works", "IR"),
    )
    assert {"tidal-works-2", "tidal-works-ru", "tidal-works-sy"} <= found.keys()
    assert Drafts(taken).free_id("Fresh", None) == "fresh"


def test_a_heading_the_list_prints_once_keeps_its_institution() -> None:
    """Where other lists gave its country, and disagree; two rows of one heading are told apart by theirs."""
    listings = tuple(Listing(list=one, printed="Wick Works") for one in (LIST, "jp-meti-eul"))
    wick = Institution(id="wick-works", name="Wick Works", country="IR", listings=listings)
    found = _over([wick], _row("Wick Works", "RU"))
    assert list(found) == ["wick-works"]
    assert [one.until for one in found["wick-works"].listings] == [None, None]
    assert len(_over([wick], _row("Wick Works", "RU"), _row("Wick Works", "SY"))) == 3


@pytest.mark.parametrize("country", ["US", "TW"])
def test_a_heading_printed_twice_is_told_apart_by_its_country(country: str) -> None:
    """The namesake elsewhere is a body of its own; printed once, the heading keeps its institution."""
    found = _over([LANTERN], _row("Lantern University"), _row("Lantern University", country))
    assert _printed(found.pop("lantern")) == [("Lantern University", None)]
    assert [one.country for one in found.values()] == [country]
    alone = _over([LANTERN], _row("Lantern University", country))
    assert _printed(alone["lantern"]) == [("Lantern University", None)]
    assert len(alone) == 1


@pytest.mark.parametrize(
    ("known", "printed"),
    [("Wick", "WICK"), ("Wick-Works", "WickWorks"), ("Wick Works (ويك)", "WICK WORKS"), ("LU", "L.U.")],
    ids=["short", "glued", "brackets", "points"],
)
def test_a_listed_body_of_the_same_country_is_known_by_its_letters(known: str, printed: str) -> None:
    """However short; not elsewhere, and not where two listed bodies bear the name."""
    listings = (Listing(list="jp-meti-eul", printed=known),)
    wick = Institution(id="wick", name=known, country="IR", listings=listings)
    (joined,) = _over([wick], _row(printed, "IR")).values()
    assert [one.list for one in joined.listings] == ["jp-meti-eul", LIST]
    other = wick.model_copy(update={"id": "other", "country": "RU", "name": "Other"})
    assert len(_over([wick, other.model_copy(update={"country": "IR"})], _row(printed, "IR"))) == 3
    assert len(_over([wick], _row(printed, "TW"))) == 2


def test_a_list_may_give_a_body_further_countries() -> None:
    """Another list that names one of those means the same body."""
    known = Institution(id="wick", name="Wick Works", country="RU")
    lists = [
        UpdatedList("first", DAY, (ListingRow(list="first", name="Wick Works", countries=("RU", "GB")),)),
        UpdatedList("second", DAY, (ListingRow(list="second", name="Wick Works", countries=("GB",)),)),
    ]
    (one,) = lay_over([known], lists)
    assert [listing.list for listing in one.listings] == ["first", "second"]


def test_two_rows_that_name_each_other_are_one_body() -> None:
    """Whatever their countries."""
    rows = (
        _row("Wick Works", "PK", aliases=("Ebb Arcade",)),
        _row("Ebb Arcade", "UG", aliases=("Wick Works",)),
    )
    shipped = _institution(
        "wick-works", "Wick Works", "PK", listed="Wick Works", names=(Name(text="Ebb Arcade"),)
    )
    assert len(_over([shipped], *rows)) == 1


def test_a_row_without_country_joins_the_listed_body_of_two_of_its_names() -> None:
    """One name alone confirms nothing."""
    shipped = _institution(
        "tidal", "Tidal Directorate", listed="Tidal Directorate", names=(Name(text="Ebb Bureau"),)
    )
    one = ListingRow(list="other", name="General Tidal Directorate", aliases=("Ebb Bureau",))
    assert len(_over([shipped], one, list_id="other")) == 2
    two = one.model_copy(update={"aliases": ("Ebb Bureau", "Tidal Directorate")})
    assert set(_over([shipped], two, list_id="other")) == {"tidal"}


def test_an_alias_that_is_another_listed_bodys_heading_stays_its_own() -> None:
    """It is listed by that name, and no partner of that name is left open between the two."""
    paint, saffron = (
        Institution(id=name, name=f"Wick {name}", country="IR", listings=(Listing(list="jp", printed=name),))
        for name in ("Paint Company", "Saffron Company")
    )
    row = _row("Yard Parts", "IR", aliases=("Wick Paint Company", "Wick Saffron Company", "Yard Pieces"))
    found = _over([paint, saffron], row)
    for one in ("Paint Company", "Saffron Company"):
        assert (LIST, f"Wick {one}") in [(x.list, x.printed) for x in found[one].listings]
    assert [name.text for name in found["yard-parts"].names] == ["Yard Pieces"]
    again = lay_over(found.values(), [UpdatedList(LIST, DAY, (row,))])
    assert again == list(found.values())


def test_an_edition_equal_to_what_is_shipped_changes_nothing() -> None:
    """No body added, none ended, no listing lost, whatever country or spelling the rows give."""
    shipped = [
        LANTERN,
        _institution("wick", "Wick", "BY", listed="Wick"),
        _institution("twin-cn", "Twin Works", "CN", listed="Twin Works"),
        _institution("twin-sg", "Twin Works", "SG", listed="Twin Works"),
        _institution("nowhere", "Ebb Trading Co.", None, listed="Ebb Trading Co."),
    ]
    rows = (
        _row("Lantern University"),
        _row("WICK", "RU", "IR"),
        _row("Twin Works", "SG"),
        _row("Twin Works", "CN"),
        _row("Ebb Trading Co.", "AE"),
    )
    after = _over(shipped, *rows)
    assert set(after) == {one.id for one in shipped}
    assert [x.until for one in after.values() for x in one.listings] == [None] * 5


def test_an_untouched_institution_comes_back_as_it_was() -> None:
    """A merge takes what differs for a change."""
    other = _institution("other", "Other Institute")
    assert _over([LANTERN, other], _row("Lantern University"))["other"] == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Café de l'Ïle, Ltd.", "cafe-de-lile-ltd"), ("大学", "name-"), ("x" * 100, "x" * 72)],
)
def test_slugs_are_plain(text: str, expected: str) -> None:
    """Letters, digits and hyphens; a digest for other scripts."""
    assert slug(text).startswith(expected)


def test_keys_know_what_may_decide() -> None:
    """Five letters, or four Han characters; CN and HK agree, TW stands alone."""
    assert [decides(name_key(text)) for text in ("Beihang", "BUAA", "北京大学", "北大")] == [
        True,
        False,
        True,
        False,
    ]
    assert [compatible("CN", set(other)) for other in (("HK",), ("TW",), (), ("US", "MO"))] == [
        True,
        False,
        True,
        True,
    ]
    assert compatible(None, {"US"})
    assert len(short_keys("Lantern Technology Research Co., Ltd. (LTR)")) == 2
    assert len(short_keys("VEKTOR, OOO")) == len(short_keys("OOO Vektor")) == 1


# --- the registry -------------------------------------------------------------------------------


def _record(
    identifier: str, name: str, country: str | None = "CN", *names: str, **more: object
) -> RegistryRecord:
    return RegistryRecord(
        id=identifier,
        name=name,
        country=country,
        names=tuple(Name(text=text, source="ror") for text in names),
        **more,
    )


def _enrolled(institutions: Sequence[Institution], *records: RegistryRecord) -> dict[str, Institution]:
    drafts = Drafts(institutions)
    newcomers = enrol(drafts, records)
    return {one.id: one.institution for one in (*drafts, *newcomers)}


def test_a_record_with_a_known_id_adds_its_names() -> None:
    """And its domains and other ids."""
    record = _record(
        "00abc", "Lantern Univ.", "CN", "Universität Lantern", ids={"wikidata": "Q1"}, domains=("l.example",)
    )
    found = _enrolled([LANTERN], record)
    assert list(found) == ["lantern"]
    own = found["lantern"]
    assert "Universität Lantern" in [name.text for name in own.names] or own.domains == ("l.example",)
    assert (own.ids["wikidata"], own.domains) == ("Q1", ("l.example",))


def test_a_record_with_a_listed_bodys_name_is_that_body() -> None:
    """It never becomes a rival that would hide the listing."""
    listed = _institution("tidal", "Tidal Research Institute", listed="Tidal Research Institute")
    found = _enrolled([listed], _record("00xyz", "Tidal Research Institute", "HK", "Institut der Gezeiten"))
    assert list(found) == ["tidal"]
    assert found["tidal"].ids["ror"] == "00xyz"
    assert "Institut der Gezeiten" in [name.text for name in found["tidal"].names]


def test_a_namesake_with_another_id_keeps_only_its_own_names() -> None:
    """Two ROR ids are two bodies; the shared name stays the listed one's."""
    found = _enrolled([LANTERN], _record("00xyz", "Lantern University", "CN", "Lantern Seaside College"))
    assert found["ror-00xyz"].name == "Lantern Seaside College"
    assert all(name.text != "Lantern University" for name in found["ror-00xyz"].names)


def test_a_namesake_without_a_name_of_its_own_is_left_out() -> None:
    """An acronym alone is no name."""
    record = RegistryRecord(
        id="00xyz", name="Lantern University", country="CN", names=(Name(text="LUS", kind=NameKind.ACRONYM),)
    )
    assert list(_enrolled([LANTERN], record)) == ["lantern"]


def test_a_listed_body_takes_no_name_that_another_record_is_shown_under() -> None:
    """A former name of a listed body may be another university's today, whichever record comes first."""
    own = _record("00abc", "Lantern University", "CN", "Harbour Normal University", "Lantern Academy")
    other = _record("00har", "Harbour Normal University")
    for records in ((own, other), (other, own)):
        found = _enrolled([LANTERN], *records)
        assert found["ror-00har"].name == "Harbour Normal University"
        texts = {name.text for name in found["lantern"].names}
        assert "Lantern Academy" in texts
        assert "Harbour Normal University" not in texts


def test_a_namesake_elsewhere_is_a_body_of_its_own() -> None:
    """Another country is another institution."""
    found = _enrolled([LANTERN], _record("00usa", "Lantern University", "US"))
    assert (found["ror-00usa"].country, found["ror-00usa"].listings) == ("US", ())


def test_a_record_is_not_known_twice() -> None:
    """A known, not listed institution of the same name and no other id is the same one."""
    known = _institution("ebb", "Ebb College")
    found = _enrolled([known], _record("00ebb", "Ebb College"))
    assert list(found) == ["ebb"]
    assert found["ebb"].ids == {"ror": "00ebb"}


def test_a_generic_name_of_the_registry_is_generic_here() -> None:
    """It joins nothing and decides nothing."""
    found = _enrolled(
        [LANTERN],
        _record("00phy", "Institute of Physics", "CN"),
        _record("00abc", "Lantern", "CN", "Institute of Physics"),
    )
    assert "ror-00phy" in found
    assert [n.kind for n in found["lantern"].names if n.text == "Institute of Physics"] == [NameKind.GENERIC]


def test_a_child_is_tied_to_a_known_parent() -> None:
    """So that a listed parent is shown for it."""
    unit = _record(
        "00kid",
        "Lantern Ebb Institute",
        "CN",
        kind=Kind.RESEARCH_INSTITUTE,
        related=(("parent", "00abc"), ("child", "0")),
    )
    firm = _record("00biz", "Lantern Ebb Trading", None, kind=Kind.COMPANY, related=(("parent", "00abc"),))
    found = _enrolled([LANTERN], unit, firm)
    assert [(tie.id, tie.role) for tie in found["ror-00kid"].related] == [("lantern", RelatedAs.UNIT_OF)]
    assert [tie.role for tie in found["ror-00biz"].related] == [RelatedAs.SUBSIDIARY_OF]
