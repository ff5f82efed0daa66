"""The recogniser on a small world: who is named, how the text relates, and who is kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.model import EvidenceKind, Relation, Status
from duediligence.recognise import Recogniser
from small_world import small_index


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    """A recogniser of the small world."""
    folder: Path = tmp_path_factory.mktemp("world")
    return Recogniser(small_index(folder))


NAMED = [
    ("Beihang University", None, "beihang-university", Relation.SAME),
    ("BEIHANG UNIVERSITY", None, "beihang-university", Relation.SAME),
    ("北京航空航天大學", None, "beihang-university", Relation.SAME),
    ("Beihang Univeristy", None, "beihang-university", Relation.SAME),
    ("Beihagn University", None, "beihang-university", Relation.SAME),
    ("BeihangUniversity", None, "beihang-university", Relation.SAME),
    ("1Beihang University2", None, "beihang-university", Relation.SAME),
    ("School of Instrumentation, Beihang Univ., Beijing", None, "beihang-university", Relation.UNIT_OF),
    ("Beijing Hangkong Hangtian Daxue", None, "beihang-university", Relation.SAME),
    ("BUAA", "CN", "beihang-university", Relation.ACRONYM_ONLY),
    ("https://ror.org/00wk2mp56", None, "beihang-university", Relation.SAME),
    ("Beijing Inst. of Tech.", None, "beijing-institute-of-technology", Relation.SAME),
    (
        "State Key Laboratory of Explosion, BIT, Beijing, China",
        None,
        "beijing-institute-of-technology",
        Relation.UNIT_OF,
    ),
    ("University of Nanjing", None, "nanjing-university", Relation.SAME),
    ("Drum Tower Hospital", None, "nanjing-university", Relation.AFFILIATED_HOSPITAL),
    ("Xiangya Hospital, Nanjing University", None, "nanjing-university", Relation.AFFILIATED_HOSPITAL),
    (
        "Nanjing University of Aeronautics & Astronautics",
        None,
        "nanjing-university-of-aeronautics-and-astronautics",
        Relation.SAME,
    ),
    ("Northeastern University", "CN", "northeastern-university", Relation.SAME),
    ("Moscow State Lomonosov University", None, "lomonosov-moscow-state-university", Relation.SAME),
    ("Université d'État de Moscou Lomonossov", None, "lomonosov-moscow-state-university", Relation.SAME),
    ("Физико-технический институт им. А.Ф. Иоффе", None, "ioffe-physical-technical-institute", Relation.SAME),
    ("Institute of Applied Physics, Tehran, Iran", None, "institute-of-applied-physics", Relation.SAME),
    ("HUAWEI TECHNOLOGIES COMPANY LIMITED", None, "huawei-technologies-co.-ltd.", Relation.SAME),
    ("清华大学", None, "tsinghua-university", Relation.SAME),
    ("北京清华大学", None, "tsinghua-university", Relation.SAME),
    ("Beihang Uni.", None, "beihang-university", Relation.SAME),
    ("Nanjing University of the PLA", None, "nanjing-university", Relation.SAME),
    (
        "Nanjing University of Aeronautics and Astronatics",
        None,
        "nanjing-university-of-aeronautics-and-astronautics",
        Relation.SAME,
    ),
    (
        "On behalf of the Institute of Applied Physics, Tehran, Iran",
        None,
        "institute-of-applied-physics",
        Relation.SAME,
    ),
    ("JSC Kristall", None, "kristall-ltd", Relation.SAME),
    ("Kristall Moscow", None, "kristall-ltd", Relation.SAME),
    ("V.P. LANTERN INC.", None, "v.p.-lantern-inc.", Relation.SAME),
    ("Podolsk Arms Plant, Podolsk, Russia", None, "podolsk-arms-plant", Relation.SAME),
    ("МФТИ", None, "moscow-institute-of-physics-and-technology", Relation.ACRONYM_ONLY),
    ("Li Na, Northeastern University (li@neu.edu.cn)", None, "northeastern-university", Relation.SAME),
    ("Westlake Polytechnical Univ.", None, "westlake-polytechnical-university", Relation.SAME),
    ("Westlak Polytechnical University", None, "westlake-polytechnical-university", Relation.SAME),
    ("E-mail: li@neu.edu.cn", None, "northeastern-university", Relation.SAME),
    ("see www.neu.edu.cn, please", None, "northeastern-university", Relation.SAME),
]


@pytest.mark.parametrize(("text", "country", "institution", "relation"), NAMED)
def test_named(
    recogniser: Recogniser, text: str, country: str | None, institution: str, relation: Relation
) -> None:
    """A listed institution is found under every form of its name, with the right relation."""
    found = recogniser.recognise(text, country)
    assert [hit.institution.id for hit in found.hits] == [institution]
    assert found.hits[0].relation is relation
    assert found.status is Status.LISTED


KEPT_APART = [
    ("Beijing University of Technology", None, Status.KNOWN_NOT_LISTED, "beijing-university-of-technology"),
    ("Nanjing University of Chinese Medicine", None, Status.NOT_IDENTIFIED, None),
    ("Nanjing University, of Finance and Economics", None, Status.NOT_IDENTIFIED, None),
    ("Southwest Nanjing University", None, Status.NOT_IDENTIFIED, None),
    ("National Tsing Hua University", None, Status.KNOWN_NOT_LISTED, "national-tsing-hua-university"),
    ("清華大學", "TW", Status.KNOWN_NOT_LISTED, "national-tsing-hua-university"),
    ("Northeastern University", "US", Status.KNOWN_NOT_LISTED, "northeastern-university-boston"),
    ("Northeastern University, Boston", None, Status.KNOWN_NOT_LISTED, "northeastern-university-boston"),
    ("Institute of Applied Physics, Beijing, China", None, Status.NOT_IDENTIFIED, None),
    ("Laboratory of Solid Physics, Henan University", None, Status.KNOWN_NOT_LISTED, "henan-university"),
    ("Henan University", None, Status.KNOWN_NOT_LISTED, "henan-university"),
    ("University of Nowhere", None, Status.NOT_IDENTIFIED, None),
    ("Institute of Physics, Henan University, China", None, Status.KNOWN_NOT_LISTED, "henan-university"),
    ("Kim Chaek Bureau", None, Status.KNOWN_NOT_LISTED, "kim-chaek-bureau"),
    ("a bit of everything", None, Status.NOT_IDENTIFIED, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "status", "institution"), KEPT_APART)
def test_kept_apart(
    recogniser: Recogniser, text: str, country: str | None, status: Status, institution: str | None
) -> None:
    """A look-alike of a listed institution raises nothing, and is itself when it is known."""
    found = recogniser.recognise(text, country)
    assert not found.hits
    assert found.status is status
    assert (found.institution.id if found.institution else None) == institution


@pytest.mark.parametrize(
    "text", ["BIT", "清華大學", "Northeastern University", "Institute of Applied Physics"]
)
def test_undecided(recogniser: Recogniser, text: str) -> None:
    """Namesakes, bare letters and generic names are undecided: said so, with the candidates, and no match."""
    found = recogniser.recognise(text)
    assert found.status is Status.AMBIGUOUS
    assert not found.hits
    assert found.similar
    assert found.rivals


def test_letters_with_one_owner_are_shown(recogniser: Recogniser) -> None:
    """Letters that only one body bears are a match too weak to be certain."""
    (hit,) = recogniser.recognise("NUAA").hits
    assert not hit.certain
    assert hit.confidence < 50


def test_conflicting_country_makes_uncertain(recogniser: Recogniser) -> None:
    """A distinctive name with another country said beside it calls for a look, no more."""
    (hit,) = recogniser.recognise("Beihang University, Germany").hits
    assert not hit.certain


def test_an_owner_without_rating_is_mentioned(recogniser: Recogniser) -> None:
    """A part of a body that is listed without a rating raises nothing, but its owner is shown."""
    found = recogniser.recognise("Institute of Physics, Beijing")
    assert not found.hits
    assert "chinese-academy-of-sciences" in [one.institution.id for one in found.similar]


def test_evidence_names_the_words(recogniser: Recogniser) -> None:
    """Each match shows the words that agreed, in the text's own spelling."""
    (hit,) = recogniser.recognise("Beihang Univ.").hits
    assert [(one.kind, one.query) for one in hit.evidence] == [
        (EvidenceKind.AGREED, "Beihang"),
        (EvidenceKind.AGREED, "Univ"),
    ]
    assert hit.span == (0, 12)


def test_evidence_shows_the_words_of_the_known_name_as_printed(recogniser: Recogniser) -> None:
    """Who disagrees sees both names' words, not the forms they are compared in."""
    (hit,) = recogniser.recognise("Beijing Inst. of Tech.").hits
    assert [(one.query, one.name) for one in hit.evidence] == [
        ("Beijing", "Beijing"),
        ("Inst", "Institute"),
        ("Tech", "Technology"),
    ]


def test_why_a_part_of_a_name_is_no_match(recogniser: Recogniser) -> None:
    """The reader is told which word makes a look-alike another institution."""
    (similar,) = recogniser.recognise("Nanjing University of Finance").similar
    assert "Finance" in similar.why_not


def test_mentions_in_order(recogniser: Recogniser) -> None:
    """A longer text yields every institution named, listed or not, in the order of the text."""
    text = "Henan University signed with Beihang University; later with Tsinghua University, Beijing."
    found = [(one.institution.id, text[slice(*one.span)]) for one in recogniser.mentions(text)]
    assert found == [
        ("henan-university", "Henan University"),
        ("beihang-university", "Beihang University"),
        ("tsinghua-university", "Tsinghua University"),
    ]


def test_several_affiliations(recogniser: Recogniser) -> None:
    """Every listed body of a text with several affiliations is a match."""
    found = recogniser.recognise(
        "School of Physics, Nanjing University, Nanjing; Department of Maths, Hunan University, Hunan"
    )
    assert {hit.institution.id for hit in found.hits} == {"nanjing-university", "hunan-university"}


def test_an_identifier_that_contradicts_the_name(recogniser: Recogniser) -> None:
    """An identifier of one body beside the name of another listed one is a contradiction to look at."""
    found = recogniser.recognise("Nanjing University", identifier="https://ror.org/00wk2mp56")
    assert found.status is Status.AMBIGUOUS
    assert [hit.institution.id for hit in found.hits] == ["beihang-university", "nanjing-university"]
    agreed = recogniser.recognise("Beihang University", identifier="https://ror.org/00wk2mp56")
    assert agreed.status is Status.LISTED
    assert [hit.institution.id for hit in agreed.hits] == ["beihang-university"]


def test_the_university_is_the_partner_and_its_laboratory_is_named_beside_it(recogniser: Recogniser) -> None:
    """Both are matched; the laboratory is less likely to be who is meant, and its listing still counts."""
    found = recogniser.recognise("Gorky National Laboratory, Nanjing University, China")
    partner, laboratory = found.hits
    assert "Beside it the text names Gorky National Laboratory." in found.explanation
    assert partner.institution.id == "nanjing-university"
    assert laboratory.beside
    assert laboratory.certain
    assert laboratory.likelihood < 70 <= laboratory.confidence


@pytest.mark.parametrize(
    "text",
    [
        "Gorky National Laboratory; Nanjing University",
        "Gorky National Laboratory, Lomonosov Moscow State University",
    ],
)
def test_two_affiliations_are_two_partners(recogniser: Recogniser, text: str) -> None:
    """After a semicolon, or in another country, neither is named beside the other."""
    assert [hit.beside for hit in recogniser.recognise(text).hits] == [False, False]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("School No. 7, Podolsk, Russia", "a plant's short name may be its town, and here is an address"),
        ("Kristall GmbH", "the legal form is of another country's law"),
        ("Geo Research Institute", "a listed body of another country does not own what its words begin"),
        ("A.B. Kristall", "initials make it a person's name"),
    ],
)
def test_a_bare_word_of_a_listed_body_is_no_match(recogniser: Recogniser, text: str, why: str) -> None:
    """Where something speaks against the listed body, it is at most shown as similar."""
    assert recogniser.recognise(text).hits == (), why


@pytest.mark.parametrize("text", ["Kristalll Ltd", "Kristall Laser Systems"])
def test_a_companys_word_alone_calls_for_a_look(recogniser: Recogniser, text: str) -> None:
    """Misspelt, or followed by other words, it decides nothing and is never passed over."""
    found = recogniser.recognise(text)
    assert found.status is Status.AMBIGUOUS
    assert "kristall-ltd" in [*(one.id for one in found.rivals), *(hit.institution.id for hit in found.hits)]


@pytest.mark.parametrize("text", ["Omsk State University", "Омский государственный университет"])
def test_the_name_matched_is_shown_in_the_script_of_the_text(recogniser: Recogniser, text: str) -> None:
    """Of names that read alike, a reader sees the one that can be compared with the text."""
    (hit,) = recogniser.recognise(text).hits
    assert hit.matched_name.isascii() == text.isascii()
