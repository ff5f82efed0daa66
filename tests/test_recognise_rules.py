"""The recogniser's rules one by one: each row is an answer that its rule alone keeps right."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.catalogue.index import Index
from duediligence.catalogue.places import Place
from duediligence.model import Kind, Relation, Status
from duediligence.names import tokenise
from duediligence.names.legal import _COMPANY_FORMS
from duediligence.recognise import Recogniser
from duediligence.recognise.reader import _OF_COMPANIES
from duediligence.recognise.recognition import Recognition
from duediligence.recognise.spelling import Spelling
from duediligence.recognise.splitting import WordSplitter
from duediligence.recognise.syllables import Syllables
from small_world import acronym, institution, small_index
from wider_world import WIDER_PLACES, WIDER_WORLD

TOWNS = ("Abra", "Belu", "Cida", "Doru", "Efra", "Gima", "Hotu", "Ilka", "Jora", "Kuma")
"""As many as make one word ten times commoner than another that one body bears."""
RULES_WORLD = (
    *WIDER_WORLD,
    institution("Lanzen Institute of Optics and Physics", "CN", listed=True),
    institution("Lanzen Institute of Optics", "CN", kind=Kind.RESEARCH_INSTITUTE),
    institution("Harvan Institute of Technology", "IR"),
    institution("Harvan Institute of Technology, Tabriz", "IR", city="Tabriz"),
    institution("Tabriz Normal University", "IR", listed=True),
    institution("Harvan University", "IR"),
    institution("Harvan University, Tabriz", "IR", city="Tabriz"),
    institution("Tabriz Institute of Optics", "IR"),
    institution("University of Sri Lanka", "LK"),
    institution("Lobachev University", "RU", listed=True),
    institution("University of Kelm", "RU", listed=True),
    institution("Finder Instruments Ltd", "RU", listed=True, kind=Kind.COMPANY),
    institution("Xiangtan University", "CN", listed=True, city="Xiangtan"),
    institution("University of Ores and Metals and Salts of China", "CN", listed=True),
    institution("Institute of Applied Physics and Chemistry", "PL", kind=Kind.RESEARCH_INSTITUTE),
    institution("Institute of Applied Mathematics and Mechanics", "RU", kind=Kind.RESEARCH_INSTITUTE,
                listed=True),
    institution("Institute of Qom Metals", "IR", acronym("QOM"), listed=True, domain="qom.ac.ir"),
    institution("Central Moscow Ltd", "RU", listed=True, kind=Kind.COMPANY),
    institution("Zelin University", "CN", acronym("ZLU"), listed=True, domain="zlu.edu.cn"),
    institution("Zelin Children Hospital", "CN", kind=Kind.HOSPITAL, parent="zelin-university"),
    institution("Zelin Eye Hospital", "CN", kind=Kind.HOSPITAL, parent="zelin-university"),
    institution("Zelin Ore Laboratory", "CN", kind=Kind.RESEARCH_INSTITUTE, parent="zelin-university"),
    institution("Orlovacollege Press", "RU"),
    institution("Quxtonof Press", "GB"),
    institution("Quxton Press", "GB"),
    institution("Quxton Works", "GB"),
    institution("Zemun Press", "RS"),
    institution("Donghua Press", "CN"),
    institution("Sand Press", "GB"),
    institution("Sand Works", "GB"),
    *(institution(f"Karzan {town} University", "RU", listed=True) for town in TOWNS),
    *(institution(f"Volsan {town} University", "RU", listed=True) for town in TOWNS[1:]),
    institution("Karzam Press", "RU"),
    institution("Volsam Press", "RU"),
)  # fmt: skip
RULES_PLACES = (
    *WIDER_PLACES,
    Place("central moscow", "city", "RU"),
    Place("kelm", "city", "RU"),
    Place("xiangtan", "city", "CN"),
    Place("chenzhou", "city", "CN"),
    Place("hunan", "city", "CN"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The wider world and the bodies that these rules are about, compiled."""
    folder: Path = tmp_path_factory.mktemp("rules")
    return small_index(folder, RULES_WORLD, RULES_PLACES)


@pytest.fixture(scope="module")
def recogniser(index: Index) -> Recogniser:
    """A recogniser of that world."""
    return Recogniser(index)


def _hits(found: Recognition) -> list[str]:
    return sorted(hit.institution.id for hit in found.hits)


def _others(found: Recognition) -> list[str]:
    return [one.id for one in found.others]


# --- which runs are taken as names -----------------------------------------------------------------


def test_a_comma_before_and_is_no_break_of_a_name(recogniser: Recogniser) -> None:
    """A comma before the last of several fields does not cut a name down to a shorter one."""
    found = recogniser.recognise("Lanzen Institute of Optics, and Physics, China")
    assert _hits(found) == ["lanzen-institute-of-optics-and-physics"]


TOWNS_AFTER_A_COMMA = [
    (
        "Harvan Institute of Technology, Tabriz Normal University",
        ["tabriz-normal-university"],
        ["harvan-institute-of-technology"],
        "the town opens the name of a listed university",
    ),
    (
        "Harvan University, Tabriz, Institute of Optics",
        [],
        ["harvan-university-tabriz"],
        "the town stands apart: what it would open runs over a comma and an `of`",
    ),
]


@pytest.mark.parametrize(("text", "hits", "others", "why"), TOWNS_AFTER_A_COMMA)
def test_a_town_after_a_comma(
    recogniser: Recogniser, text: str, hits: list[str], others: list[str], why: str
) -> None:
    """A town belongs to the name before its comma unless it opens the name after it."""
    found = recogniser.recognise(text)
    assert (_hits(found), _others(found)) == (hits, others), why


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Lobachev University, Sri Lanka", ["lobachev-university"]),
        ("Southwest Lobachev University, Sri Lanka", []),
    ],
)
def test_a_name_under_another_stands_for_itself_only_whole(
    recogniser: Recogniser, text: str, hits: list[str]
) -> None:
    """A name that comes to light when a longer run is given up must itself be no piece of a longer name."""
    assert _hits(recogniser.recognise(text)) == hits


ORES = ["university-of-ores-and-metals-and-salts-of-china"]
BEFORE_A_COMMA = [
    ("University of Ores and Metals and Salts, China", ORES, "nothing stands before the name"),
    ("Lab, University of Ores and Metals and Salts, China", ORES, "a comma parts the word before it"),
    ("Zorvan University of Ores and Metals and Salts, China", [], "another's name, and its address"),
    ("Zorvan State University of Ores and Metals and Salts, China", [], "its rank stands between"),
    ("Zorvan, State University of Ores and Metals and Salts, China", ORES, "a comma before the rank"),
    ("Zorvan University of Ores and Metals and Salts (China)", ORES, "brackets are no address"),
    ("Tabriz University of Ores and Metals and Salts, China", [], "another town's"),
    ("Centre of Tabriz University of Ores and Metals and Salts, China", ORES, "the town is the centre's"),
]


@pytest.mark.parametrize(("text", "hits", "why"), BEFORE_A_COMMA)
def test_a_word_before_a_name_that_runs_into_the_address(
    recogniser: Recogniser, text: str, hits: list[str], why: str
) -> None:
    """A name is completed by a country after a comma only when no word before it makes it another's."""
    assert _hits(recogniser.recognise(text)) == hits, why


TURNED = [
    ("University Kelm", ["university-of-kelm"], "nothing stands before it"),
    ("Dept. of Applied Optics University Kelm", ["university-of-kelm"], "a part of the body does"),
    ("Zorvan Optics University Kelm", [], "what it is a university of stands before it"),
    ("Dept. of Physics, Zorvan Optics University Kelm", [], "the part ends at its comma"),
    ("Dept. of Physics Zorvan Optics University Kelm", [], "and so it does without one"),
    ("210009 University Kelm", ["university-of-kelm"], "a postcode is no name"),
]


@pytest.mark.parametrize(("text", "hits", "why"), TURNED)
def test_a_name_with_its_town_last(recogniser: Recogniser, text: str, hits: list[str], why: str) -> None:
    """A form and a town without `of` are a name only where no other words say whose form it is."""
    assert _hits(recogniser.recognise(text)) == hits, why


SLIPS = [
    ("Xiangnan University", ["xiangtan-university"], "no town speaks against it"),
    ("Xiangnan University, Xiangtan", ["xiangtan-university"], "its own town"),
    ("Xiangnan University, Hunan", ["xiangtan-university"], "a province is no other town"),
    ("Xiangnan University, Chenzhou", [], "a Chinese word as good, in another town"),
    ("Xiangtsan University, Chenzhou", ["xiangtan-university"], "no Chinese word: a slip, with another seat"),
    ("Fynder Instruments Ltd, Russia", ["finder-instruments-ltd"], "a letter within the brand"),
    ("Sinder Instruments Ltd, Russia", [], "the first letter of a brand"),
]


@pytest.mark.parametrize(("text", "hits", "why"), SLIPS)
def test_a_slip_or_another_name(recogniser: Recogniser, text: str, hits: list[str], why: str) -> None:
    """A word a letter apart is a misspelling unless it is as good a name of another body."""
    assert _hits(recogniser.recognise(text)) == hits, why


APPLIED = "institute-of-applied-physics-and-chemistry"
BEFORE_A_NAME = [
    (
        "Institute of Applied Physics and Chemistry",
        APPLIED,
        "nothing stands before the name",
    ),
    ("Lyon Institute of Applied Physics and Chemistry", None, "another town's institute of these fields"),
    (
        "Lyon Institute of Applied Mathematics and Mechanics",
        "institute-of-applied-mathematics-and-mechanics",
        "a listed body is never left out for a word before its name",
    ),
    ("Lyon Harvan University", "harvan-university", "Harvan is no everyday word"),
    ("Lyon, Institute of Applied Physics and Chemistry", APPLIED, "the comma parts them"),
    ("Board of the Institute of Applied Physics and Chemistry", APPLIED, "linked, it is not in the name"),
    ("2 Institute of Applied Physics and Chemistry", APPLIED, "a footnote mark names nobody"),
]


@pytest.mark.parametrize(("text", "institution", "why"), BEFORE_A_NAME)
def test_a_word_before_a_name_of_everyday_words(
    recogniser: Recogniser, text: str, institution: str | None, why: str
) -> None:
    """A town or a name before an unlisted body's everyday words makes them another body's name."""
    found = recogniser.recognise(text).institution
    assert (found.id if found else None) == institution, why


BESIDE_A_LABORATORY = [
    ("Gorky National Laboratory, BUAA, China", ["beihang-university"], "the university that has it"),
    ("Gorky National Laboratory (BUAA), China", [], "letters in brackets are its own"),
    ("Gorky National Laboratory, CETC, China", [], "a company has no laboratory of this sort"),
]


@pytest.mark.parametrize(("text", "hosts", "why"), BESIDE_A_LABORATORY)
def test_letters_beside_a_laboratory(recogniser: Recogniser, text: str, hosts: list[str], why: str) -> None:
    """Letters after a laboratory's name are those of its university; any others add nothing certain."""
    assert _hits(recogniser.recognise(text)) == [*hosts, "gorky-national-laboratory"], why


# --- when a weak name decides ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("Institute of Ore, QOM, Iran (li@qom.ac.ir)", False),
        ("Institute of Ore, ZLU, China (li@zlu.edu.cn)", True),
    ],
)
def test_letters_that_are_a_town(recogniser: Recogniser, text: str, certain: bool) -> None:
    """Letters that are also a town say where, not who: only the mail address points at their body."""
    (hit,) = recogniser.recognise(text).hits
    assert (hit.relation, hit.certain) == (Relation.UNIT_OF, certain)


@pytest.mark.parametrize(
    ("text", "status", "certain"),
    [
        ("Li Wei, School of Ore (li@zlu.edu.cn)", Status.LISTED, True),
        ("Northern Ore Institute, Beijing (li@zlu.edu.cn)", Status.AMBIGUOUS, False),
        ("Li Wei, School of Ore, Boston, USA (li@zlu.edu.cn)", Status.AMBIGUOUS, False),
    ],
)
def test_an_address_beside_another_body(
    recogniser: Recogniser, text: str, status: Status, certain: bool
) -> None:
    """A mail address settles who is meant, unless the text names an unknown body, or lies abroad."""
    recognition = recogniser.recognise(text)
    assert (recognition.status, recognition.hits[0].certain) == (status, certain)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Central Moscow Ltd, Russia", ["central-moscow-ltd"]),
        ("School No. 7, Central Moscow, Russia", []),
    ],
)
def test_everyday_words_that_are_a_town(recogniser: Recogniser, text: str, hits: list[str]) -> None:
    """A company named like a town is no match where the town is an address."""
    assert _hits(recogniser.recognise(text)) == hits


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Institute of Applied Physics, Tehran, Iran", Status.LISTED),
        ("Institute of Applied Physics, Iran", Status.LISTED),
        ("Institute of Applied Physics, Qom, Iran", Status.AMBIGUOUS),
    ],
)
def test_a_generic_name_in_another_town(recogniser: Recogniser, text: str, status: Status) -> None:
    """The right country does not decide for a generic name where another town is named."""
    assert recogniser.recognise(text).status is status


# --- an owner and its parts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("Zelin Children Hospital, ZLU, China", "Zelin Children Hospital"),
        ("ZLU, Zelin Children Hospital, China", "Zelin Children Hospital"),
        ("Zelim Children Hospital, Zelin University, China", "Zelin University"),
        ("Zelin University, Zelim Children Hospital, China", "Zelin University"),
    ],
)
def test_the_surer_of_two_ways_to_an_owner(recogniser: Recogniser, text: str, matched: str) -> None:
    """An owner and its hospital named together are as certain as the surer of the two names."""
    (hit,) = recogniser.recognise(text).hits
    assert hit.matched_name == matched
    assert hit.confidence > 95
    assert (hit.via and hit.via.id) == "zelin-children-hospital"


TWO_PARTS = [
    ("Zelin Children Hospital, Zelin Eye Hospital", "zelin-children-hospital", "both are hospitals"),
    ("Zelin Eye Hospital, Zelin Children Hospital", "zelin-eye-hospital", "both are hospitals"),
    ("Zelin Ore Laboratory, Zelin Eye Hospital", "zelin-eye-hospital", "a laboratory is the body itself"),
    ("Zelin Eye Hospital, Zelin Ore Laboratory", "zelin-eye-hospital", "a laboratory is the body itself"),
    ("Zelin Ore Laboratory; Zelin Eye Hospital", "zelin-eye-hospital", "in another affiliation, too"),
]


@pytest.mark.parametrize(("text", "via", "why"), TWO_PARTS)
def test_which_of_two_parts_leads_to_their_owner(
    recogniser: Recogniser, text: str, via: str, why: str
) -> None:
    """Of two hospitals the first leads to their owner, a hospital before a laboratory, by its own name."""
    (hit,) = recogniser.recognise(text).hits
    assert hit.via is not None
    assert (hit.via.id, hit.matched_name.lower().replace(" ", "-")) == (via, via), why
    assert hit.relation is Relation.AFFILIATED_HOSPITAL


# --- words -----------------------------------------------------------------------------------------

GLUED = [
    ("donghuauniversity", ["donghua", "university"], "one name's word is known when it is long"),
    ("zemununiversity", ["zemununiversity"], "one name's short word is too often a piece of another"),
    ("orlovacollegeinstitute", ["orlova", "college", "institute"], "a slip that holds a head is no word"),
    ("quxtonofinstitute", ["quxton", "", "institute"], "a slip that ends in a link is no word"),
    ("institutesandcollege", ["institute", "", "college"], "before a link an s is a plural's: not `sand`"),
    ("physicsand", ["physics", ""], "a link is glued to a word of many names"),
    ("postof", ["postof"], "what is left is too short to tell"),
    ("zemunskand", ["zemunskand"], "what is left is no word of names"),
]


@pytest.mark.parametrize(("word", "keys", "why"), GLUED)
def test_glued_words(index: Index, word: str, keys: list[str], why: str) -> None:
    """Glued words are parted by words that are no slips themselves."""
    assert [part[0] for part in WordSplitter(index)(word)] == keys, why


TWO_NAMES = [
    ("xiangnan", "xiangtan", True, "both are Chinese words"),
    ("nanjin", "nanjing", False, "writers drop the g"),
    ("shangdong", "shandong", False, "writers add a g"),
    ("beihagn", "beihang", False, "no Chinese word"),
    ("harvan", "harvin", False, "neither is a Chinese word"),
]


@pytest.mark.parametrize(("word", "meant", "expected", "why"), TWO_NAMES)
def test_chinese_words_a_letter_apart(index: Index, word: str, meant: str, expected: bool, why: str) -> None:
    """A Chinese word is no misspelling of another, but for the g of a syllable."""
    assert Syllables(index).are_two(word, meant) is expected, why


@pytest.mark.parametrize(("word", "meant"), [("karzam", ("karzan",)), ("volsam", ())])
def test_misprints_in_the_lists(index: Index, word: str, meant: tuple[str, ...]) -> None:
    """A known word is a misprint only beside one borne ten times as often: nine times is not enough."""
    (neighbour,) = index.near_words(word)
    assert index.word_count(neighbour) == (10 if meant else 9)
    assert Spelling(index).alternatives(word) == meant


# --- dirt of printed pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Zelin University, Harbin, China 2 School of Ore, Nowhere University", True),
        ("Zelin University, Harbin 150001 b School of Ore, Nowhere University", True),
        ("Zelin University, Harbin, China 2School of Ore, Nowhere University", True),
        ("Zelin University, Harbin 2 School of Ore, Nowhere University", False),
        ("Zelin University, Harbin, China 2 , Nowhere University", False),
    ],
)
def test_a_footnote_mark_parts_affiliations(recogniser: Recogniser, text: str, hits: bool) -> None:
    """A footnote's mark behind a country or a postcode, and before a capital, begins an affiliation."""
    reading = recogniser._finder.find(text).reading
    at = reading.tokens.keys.index("nowhere")
    assert reading.are_parted((0, 5), (reading.tokens.starts[at], reading.tokens.ends[at])) is hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Zelin U., China", ["zelin-university"]),
        ("Zelin U, China", ["zelin-university"]),
        ("Zelin U. Press, China", []),
        ("Zelin u, China", []),
        ("Chinese Academic of Sciences, Beijing", ["chinese-academy-of-sciences"]),
        ("Chinese Academic Sciences, Beijing", []),
    ],
)
def test_heads_in_loose_spelling(recogniser: Recogniser, text: str, hits: list[str]) -> None:
    """`U.` at a name's end is a university, `Academic of` an academy; nothing else is read so."""
    assert _hits(recogniser.recognise(text)) == hits


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("Researchand", ["research", ""]),
        ("Universityof", ["university", ""]),
        ("Volsanand", ["volsan", ""]),
        ("Lobachevand", ["lobachevand"]),
        ("Sandand", ["sandand"]),
    ],
)
def test_a_link_glued_to_a_word(index: Index, word: str, keys: list[str]) -> None:
    """A link is parted from an ordinary word, and from a name that several bodies bear, not from others."""
    assert [key for key, *_ in WordSplitter(index)(word)] == keys


def test_every_legal_form_spelt_out_is_looked_for() -> None:
    """The few words that a text is asked for before its legal forms are read are in every one of them."""
    for form in _COMPANY_FORMS:
        assert not _OF_COMPANIES.isdisjoint(tokenise(form).keys), form
