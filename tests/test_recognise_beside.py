"""What stands beside a name: addresses, letters, owners, other readings of a slip, another body."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duediligence.catalogue.drafts import name_key
from duediligence.catalogue.index import Index
from duediligence.catalogue.places import Place
from duediligence.model import Institution, Kind, Level, Name, NameKind, Related, RelatedAs, Relation, Status
from duediligence.names.keys import name_keys
from duediligence.recognise import Recogniser
from duediligence.recognise.recognition import Recognition
from duediligence.recognise.spelling import Spelling
from duediligence.recognise.splitting import WordSplitter
from duediligence.screening import Screener
from small_world import UNRATED, acronym, institution, small_index


def owned(one: Institution, *owners: str) -> Institution:
    """Return an institution that belongs to several."""
    related = tuple(Related(id=owner, role=RelatedAs.UNIT_OF) for owner in owners)
    return one.model_copy(update={"related": related})


def place(name: str, kind: str, country: str) -> Place:
    """Return a place under its lookup key."""
    return Place(name_key(name), kind, country)


GENERIC = NameKind.GENERIC
WORLD = (
    institution("Zorbin University", "RU", listed=True, city="Moscow"),
    institution("Talvik University", "CN", listed=True, city="Nanjing"),
    institution("Quexley University", "US", city="Boston"),
    institution("Science and Technology University of Talvik", "CN", listed=True),
    institution("Institute of Hydroquantics", "CZ", kind=Kind.RESEARCH_INSTITUTE),
    institution("Space Institute of Zorbin", "RU", Name(text="Space Research Institute", kind=GENERIC),
                acronym("IKZ"), listed=True, kind=Kind.RESEARCH_INSTITUTE),
    institution("Space Research Institute", "AT", kind=Kind.RESEARCH_INSTITUTE),
    institution("Talvik Academy of Sciences", "CN", acronym("TAS"), kind=Kind.RESEARCH_INSTITUTE,
                listings=UNRATED),
    institution("Vendel Institute of Automation", "CN", kind=Kind.RESEARCH_INSTITUTE,
                parent="talvik-academy-of-sciences"),
    institution("Talvik Group, 203rd Research Institute", "CN",
                Name(text="203rd Research Institute", kind=GENERIC), listed=True,
                kind=Kind.RESEARCH_INSTITUTE, city="Nanjing"),
    owned(institution("Membrane Laboratory", "CN", kind=Kind.RESEARCH_INSTITUTE), "zorbin-university",
          "talvik-university"),
    owned(institution("Talvik-Quexley College", "CN"), "talvik-university", "quexley-university"),
    institution("Northmark University", "CN", listed=True, city="Nanjing"),
    institution("Northmerk University", "CN", city="Beijing"),
    institution("Northmerk Plant", "CN", kind=Kind.COMPANY, listed=True),
    institution("Upper Vostra Ministry", "RU", kind=Kind.GOVERNMENT, listings=UNRATED),
    institution("Middle Vostra Corporation", "RU", kind=Kind.COMPANY, listings=UNRATED,
                parent="upper-vostra-ministry"),
    institution("Lower Vostra Institute", "RU", kind=Kind.RESEARCH_INSTITUTE, listed=True,
                parent="middle-vostra-corporation"),
    institution("Marnel Institute of Technology (Orvid Hall)", "IN"),
    institution("Marnel Institute of Technology Goda", "IN"),
    institution("Marnel Institute of Technology Peska", "IN"),
    institution("Marnel Institute of Technology Ruvik", "IN"),
    institution("PLA Zorvan Engineering University", "CN", listed=True),
)  # fmt: skip
PLACES = tuple(
    place(*row)
    for row in (
        ("Russia", "country", "RU"), ("Iran", "country", "IR"), ("China", "country", "CN"),
        ("Kenya", "country", "KE"), ("Bulgaria", "country", "BG"), ("Belarus", "country", "BY"),
        ("France", "country", "FR"), ("Korea", "country", "KR"), ("D.P.R. Korea", "country", "KP"),
        ("Korea", "country", "KP"), ("Seoul", "city", "KR"),
        ("Idaho", "region", "US"), ("Moscow", "city", "RU"), ("Moscow", "city", "US"),
        ("Brest", "city", "BY"), ("Brest", "city", "FR"), ("Boston", "city", "US"),
        ("Shanghai", "city", "CN"), ("Nanjing", "city", "CN"), ("Beijing", "city", "CN"),
        ("Nairobi", "city", "KE"), ("Sofia", "city", "BG"), ("Vladimir", "city", "RU"),
        ("Tehran", "city", "IR"), ("RAS", "demonym", "RU"), ("USA", "country", "US"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of this world."""
    return small_index(tmp_path_factory.mktemp("beside"), WORLD, PLACES)


@pytest.fixture(scope="module")
def recogniser(index: Index) -> Recogniser:
    """A recogniser of this world."""
    return Recogniser(index)


def _hits(found: Recognition) -> list[str]:
    return [hit.institution.id for hit in found.hits]


COUNTRIES = [
    ("Mill Works, Moscow", ("RU", "US"), "nothing tells them apart"),
    ("Mill Works, Moscow, Idaho", ("US",), "the state does"),
    ("Mill Works, Moscow, Russia", ("RU",), "the country does"),
    ("Mill Works, Moscow; Salt Works, Boston, USA", ("US", "RU"), "another's country does not"),
    ("Salt Works, Moscow, and Mill Works, Boston, USA", ("US", "RU"), "nor does one after `and`"),
    ("Salt Works, Moscow (now at Mill Works, Boston, USA)", ("US", "RU"), "nor in brackets"),
    ("Mill Works, Moscow, ID 83844, USA", ("US",), "a code and a postcode are of the address"),
    ("Mill Works (Brest, France)", ("FR",), "and in brackets"),
    ("Mill Works, Seoul, Korea", ("KR",), "not the northern one"),
    ("Mill Works, Korea", (), "either"),
    ("Mill Works, Pyongyang, D.P.R. Korea", ("KP",), "the northern one"),
    ("Mill Works, Shanghai Road, Nairobi, Kenya", ("KE",), "a street is no address"),
    ("Mill Works, Bd. Vladimir Zaimov 26, Sofia, Bulgaria", ("BG",), "nor a person it is named after"),
    ("Mill Works, Shanghai Haidong, China", ("CN",), "a district of the same country keeps its town"),
    ("Vladimir Mill Works", ("RU",), "alone it is all there is"),
    ("Institute of Salt, RAS", ("RU",), "the academy's letters"),
    ("Salt Works, SB RAS", ("RU",), "and those of its branch"),
    ("5G RAN Works, Sofia, Bulgaria", ("BG",), "another meaning of them"),
    ("Mill Works, Via Tehran 5, Sofia, Bulgaria", ("BG",), "a street whose word comes first"),
    ("Ras Tanura Mill Works", (), "a word is no letters"),
    ("Mill Works: join us", (), "nor is a pronoun"),
]


@pytest.mark.parametrize(("text", "countries", "why"), COUNTRIES)
def test_where_a_text_says_it_is(
    recogniser: Recogniser, text: str, countries: tuple[str, ...], why: str
) -> None:
    """A place is read as the address it is part of, not as every place of that name."""
    assert recogniser.recognise(text).countries == countries, why


@pytest.mark.parametrize(
    ("text", "abroad"),
    [
        ("Quexley University, Tehran, Iran", ("IR",)),
        ("Quexley University, Boston, USA; Salt Office, Tehran, Iran", ("IR",)),
        ("Quexley University, Boston, USA", ()),
        ("Russian Office, Quexley University", ()),
    ],
)
def test_an_address_in_no_country_of_those_named_is_said(
    recogniser: Recogniser, text: str, abroad: tuple[str, ...]
) -> None:
    """A known name does not hide that the text places the partner, or another, elsewhere."""
    assert recogniser.recognise(text).abroad == abroad


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Quexley University, Boston, USA and University of Talvik", ["talvik-university"]),
        ("Salt Office, Nanjing, and University of Salt", []),
        ("Science and Technology University of Talvik", ["science-and-technology-university-of-talvik"]),
    ],
)
def test_two_bodies_joined_by_and(recogniser: Recogniser, text: str, hits: list[str]) -> None:
    """After a place, `and` opens another body, whose name does not begin with the place."""
    assert _hits(recogniser.recognise(text)) == hits


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Institute of Hydroquantics, Moscow, Russia", Status.NOT_IDENTIFIED),
        ("Institute of Hydroquantics", Status.KNOWN_NOT_LISTED),
        ("Quexley University, Moscow, Russia", Status.KNOWN_NOT_LISTED),
    ],
)
def test_a_field_alone_is_no_name_abroad(recogniser: Recogniser, text: str, status: Status) -> None:
    """An unlisted institute that only says its field is another one in another country."""
    assert recogniser.recognise(text).status is status


LETTERS = [
    ("Space Research Institute (IKZ)", ["space-institute-of-zorbin"], "its own letters"),
    ("Space Research Institute IKZ", [], "not in brackets"),
    ("Space Research Institute (QQZ)", [], "another's letters"),
    ("Vendel Institute of Automation, TAS", ["talvik-academy-of-sciences"], "letters of its owner"),
    ("Quexley University, TAS", [], "not of its owner"),
    ("203rd Research Institute, Nanjing, China", ["talvik-group-203rd-research-institute"], "its town"),
    ("203rd Research Institute, Beijing, China", [], "another town"),
]


@pytest.mark.parametrize(("text", "hits", "why"), LETTERS)
def test_what_makes_a_weak_name_sure(recogniser: Recogniser, text: str, hits: list[str], why: str) -> None:
    """A weak name decides with a second sign that is its own alone."""
    assert [hit.institution.id for hit in recogniser.recognise(text).hits if hit.certain] == hits, why


def test_a_body_of_several_owners_that_are_all_rated_is_theirs(recogniser: Recogniser) -> None:
    """Whichever owner is meant, it is listed."""
    found = recogniser.recognise("Membrane Laboratory")
    assert _hits(found) == ["zorbin-university", "talvik-university"]
    assert {hit.relation for hit in found.hits} == {Relation.JOINT_BODY_OF}
    assert {hit.via.id for hit in found.hits if hit.via} == {"membrane-laboratory"}


def test_a_joint_body_named_with_one_owner_is_that_owner_s(recogniser: Recogniser) -> None:
    """The text says whose it is."""
    assert _hits(recogniser.recognise("Membrane Laboratory, Talvik University")) == ["talvik-university"]


def test_a_joint_body_named_with_another_is_left_open(recogniser: Recogniser) -> None:
    """The owners are mentioned; whose it is in this text is not known."""
    found = recogniser.recognise("Membrane Laboratory, Quexley University")
    assert not found.hits
    assert {one.institution.id for one in found.similar} == {"zorbin-university", "talvik-university"}


def test_a_listed_owner_among_others_is_mentioned(recogniser: Recogniser) -> None:
    """A joint body is no part of either, but the reader learns of the listed one."""
    found = recogniser.recognise("Talvik-Quexley College")
    assert not found.hits
    assert [(one.institution.id, one.listed) for one in found.similar] == [("talvik-university", True)]


SLIPS = [
    ("Northmirk University, Nanjing", "northmark-university", Status.LISTED),
    ("Northmirk University, Beijing", "northmerk-university", Status.KNOWN_NOT_LISTED),
    ("Northmirk University", None, Status.AMBIGUOUS),
]


@pytest.mark.parametrize(("text", "named", "status"), SLIPS)
def test_two_readings_of_a_slip_compete(
    recogniser: Recogniser, text: str, named: str | None, status: Status
) -> None:
    """Neither is taken because its word is the commoner one: the town decides, or nobody does."""
    found = recogniser.recognise(text)
    assert (found.institution and found.institution.id, found.status) == (named, status)


def test_a_far_rarer_word_does_not_compete(screener: Screener) -> None:
    """Peiyang is as near, but one institution once bore it, and a dozen bear Beihang."""
    found = screener.check("Peihang University").identification
    assert found.institution is not None
    assert found.institution.id == "beihang-university"


def test_readings_of_one_institution_do_not_compete(screener: Screener) -> None:
    """Two slips read in several ways name one body each time."""
    found = screener.check("Nanjing University of Aeronatics and Astronatics").identification
    assert found.status is Status.LISTED


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Stanford University, Tehran, Iran", Level.REVIEW),
        ("Stanford University, Stanford, USA", Level.NONE),
        ("Centre for Iranian Studies, Stanford University", Level.NONE),
    ],
)
def test_an_address_abroad_is_weighed(screener: Screener, text: str, level: Level) -> None:
    """A known name does not take the weight from the country that the text gives."""
    assert screener.check(text).verdict.level is level


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("IBM Research at Albany NanoTech, Albany, USA", Status.KNOWN_NOT_LISTED),
        ("Nanjing Univ Chinese Med", Status.KNOWN_NOT_LISTED),
        ("Tsinghua University Beijing Computer Science", Status.LISTED),
    ],
)
def test_a_place_and_a_field_after_a_name(screener: Screener, text: str, status: Status) -> None:
    """They do not go on with it: only Chinese medicine is called by a country."""
    assert screener.check(text).identification.status is status


@pytest.mark.parametrize("last", ["", ", Upper Vostra Ministry"])
def test_owners_of_owners_are_left_out_once(recogniser: Recogniser, last: str) -> None:
    """Of a part and its owners, none of them rated, the part is who is meant."""
    found = recogniser.recognise(f"Lower Vostra Institute, Middle Vostra Corporation{last}")
    assert _hits(found) == ["lower-vostra-institute"]


def test_what_opens_the_names_of_several_is_none_of_theirs(recogniser: Recogniser) -> None:
    """What brackets leave of one name is not that body where three others' names begin alike."""
    assert recogniser.recognise("Marnel Institute of Technology").status is not Status.KNOWN_NOT_LISTED
    found = recogniser.recognise("Marnel Institute of Technology (Orvid Hall)")
    assert found.status is Status.KNOWN_NOT_LISTED


@pytest.mark.parametrize(
    "form", ["People's Liberation Army", "Chinese People's Liberation Army", "Chinese PLA"]
)
def test_the_army_of_a_school_written_out(recogniser: Recogniser, form: str) -> None:
    """A school of the army is known whether the army is written out or not."""
    found = recogniser.recognise(f"{form} Zorvan Engineering University")
    assert _hits(found) == ["pla-zorvan-engineering-university"]


def test_an_unknown_identifier_leaves_the_name(recogniser: Recogniser) -> None:
    """The name is read as if there were none, and the reader told."""
    found = recogniser.recognise("Zorbin University", identifier="Q99999999999")
    assert _hits(found) == ["zorbin-university"]
    assert "identifier" in found.explanation


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("bUniversity", ["university"]),
        ("cZorbin", ["zorbin"]),
        ("bQqzorb", ["bqqzorb"]),
        ("ofuniversity", ["", "university"]),
        ("oftalvik", ["", "talvik"]),
        ("ofqqz", ["ofqqz"]),
        ("The28th", ["", "28"]),
    ],
)
def test_what_is_glued_before_a_word(index: Index, word: str, keys: list[str]) -> None:
    """A footnote's letter, a link and an article are parted from a word that is known without them."""
    assert [part[0] for part in WordSplitter(index)(word)] == keys


def test_a_very_long_word_is_no_misspelling(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its forms with a letter left out would fill the memory; none is made."""

    def refuse(word: str) -> Sequence[str]:
        pytest.fail(f"{len(word)} letters were varied")

    monkeypatch.setattr(index, "near_words", refuse)
    assert Spelling(index).alternatives("acgt" * 4_000) == ()


def test_letters_have_no_initials() -> None:
    """ДНДІ ВС ОВТ is short for a name already: ДВО is another body."""
    assert {key.text for key in name_keys("ДНДІ ВС ОВТ")} == {
        key.text for key in name_keys("ДНДІ ВС ОВТ")
    } - {"dvo"}
