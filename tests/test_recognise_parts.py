"""The recogniser's finer rules, on a wider world: other ways of writing a name, and what they must not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import Posting, Weakness
from duediligence.model import Kind, NameKind, Relation, Status
from duediligence.names import tokens
from duediligence.recognise import Recogniser, reader, spelling
from duediligence.recognise.contest import Candidate
from duediligence.recognise.explain import explanation, why_lost
from duediligence.recognise.identifiers import identified_by
from duediligence.recognise.reading import Run
from duediligence.recognise.recognition import Recognition
from duediligence.recognise.spelling import Spelling
from duediligence.recognise.splitting import WordSplitter
from small_world import small_index
from wider_world import WIDER_PLACES, WIDER_WORLD


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The wider world, compiled."""
    folder: Path = tmp_path_factory.mktemp("wider")
    return small_index(folder, WIDER_WORLD, WIDER_PLACES)


@pytest.fixture(scope="module")
def recogniser(index: Index) -> Recogniser:
    """A recogniser of the wider world."""
    return Recogniser(index)


def _hits(found: Recognition) -> list[str]:
    return [hit.institution.id for hit in found.hits]


CETC_38 = "china-electronics-technology-group-corporation-38th-research-institute"
VAVILOV = "vavilov-institute-of-optics-siberian-branch-of-the-russian-academy-of-sciences"
NUAA = "nanjing-university-of-aeronautics-and-astronautics"
KRYLOV, BAUMAN = "fgup-krylov", "бауманский-университет"
WRITTEN_OTHERWISE = [
    ("CETC 38th Research Institute", CETC_38),
    ("Hikvision", "hikvision-digital-technology-co.-ltd."),
    ("Крыловский государственный научный центр", KRYLOV),
    ("Vavilov Institute of Optics", VAVILOV),
    ("Tomsk Polytechnic University", "national-research-tomsk-polytechnic-university"),
    ("Lavochkin Association", "federal-state-unitary-enterprise-lavochkin-association"),
    ("Hang Zhou Dianzi University", "hangzhou-dianzi-university"),
    ("Hang Zhou Dian Zi University", "hangzhou-dianzi-university"),
    ("杭州電子科技大學", "hangzhou-dianzi-university"),
    ("Hangzhou Dianzi Keji Daxue", "hangzhou-dianzi-university"),
    ("Hangzhou Dianzi Keji Da Xue", "hangzhou-dianzi-university"),
    ("Shanghai Jiaotong University", "shanghai-jiao-tong-university"),
    ("S China Univ Technol", "south-china-university-of-technology"),
    ("Cent S Univ", "central-south-university"),
    ("信息工程大学", "pla-information-engineering-university"),
    ("МГТУ им. Н.Э. Баумана", BAUMAN),
    ("МГТУ им. Баумана", BAUMAN),
    ("Beihang&nbsp;University", "beihang-university"),
    ("Beijing Inst Tech", "beijing-institute-of-technology"),
    ("Nanjinguniversity", "nanjing-university"),
    ("universityNanjing", "nanjing-university"),
    ("universityofNanjing", "nanjing-university"),
    ("Kristall, JSC", "kristall-ltd"),
    ("A.B. Kristall", None),
    ("Ninth Shipyard Works", "harbin-shipyard-works"),
    ("Nanjing Univresity of Aeronautics & Astronautics", NUAA),
    ("Tecnology Beijing Institute", "beijing-institute-of-technology"),
    ("清华大学 南京", "tsinghua-university"),
    ("和清华大学", "tsinghua-university"),
    ("中国北京航空航天大学", "beihang-university"),
    ("1 Institute of Applied Physics, Tehran, Iran", "institute-of-applied-physics"),
    ("1, Institute of Applied Physics, Iran", "institute-of-applied-physics"),
    ("Institute of Applied Physics Tehran", "institute-of-applied-physics"),
    ("Centre of Lasers Institute of Applied Physics Iran", "institute-of-applied-physics"),
    ("2 Lasers Institute of Applied Physics, Iran", None),
    ("Kristall JSC", "kristall-ltd"),
    ("Nanjing University of China", "nanjing-university"),
    ("Nanjing University Solid State Physics Department", "nanjing-university"),
    ("Nanjing University Kristall Physics Department", "nanjing-university"),
    ("ABC清华大学", "tsinghua-university"),
    ("清华大学深圳研究院", "tsinghua-university"),
    ("Railway Police College", "railway-police-college"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "institution"), WRITTEN_OTHERWISE)
def test_written_otherwise(recogniser: Recogniser, text: str, institution: str | None) -> None:
    """A name in another order, spacing, script or shortening is still that of its one bearer."""
    assert _hits(recogniser.recognise(text)) == ([institution] if institution else [])


AZAD = "islamic-azad-university"
BRANCHES = [
    ("Islamic Azad University", Status.LISTED, AZAD),
    ("Islamic Azad University, Tehran", Status.LISTED, AZAD),
    ("Islamic Azad University, Qom Branch", Status.KNOWN_NOT_LISTED, f"{AZAD}-qom-branch"),
    ("Islamic Azad University, Qom", Status.KNOWN_NOT_LISTED, f"{AZAD}-qom-branch"),
    ("Qom Branch, Islamic Azad University", Status.KNOWN_NOT_LISTED, f"{AZAD}-qom-branch"),
    ("Law Faculty, Qom Branch, Islamic Azad University", Status.KNOWN_NOT_LISTED, f"{AZAD}-qom-branch"),
    ("Islamic Azad University, Zanjan Branch", Status.NOT_IDENTIFIED, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status", "institution"), BRANCHES)
def test_branches_are_bodies_of_their_own(
    recogniser: Recogniser, text: str, status: Status, institution: str | None
) -> None:
    """Where a registry holds a university's branches one by one, a branch is not the listed whole."""
    found = recogniser.recognise(text)
    assert found.status is status
    assert (found.institution.id if found.institution else None) == institution


def test_a_branch_says_why_it_is_no_match(recogniser: Recogniser) -> None:
    """The listed whole is shown beside an unknown branch, with the reason."""
    (similar,) = recogniser.recognise("Islamic Azad University, Zanjan Branch").similar
    assert similar.institution.id == AZAD
    assert "branch" in similar.why_not


OTHERS = [
    ("Dahuatech", "a brand that another known body bears stands for nobody"),
    ("Quantum Ward", "an owner four generations up is not carried down"),
    ("新清华大学", "a character before a short Han name makes another"),
    ("National Nanjing University", "a rank before a name makes another"),
    ("Physics Nanjing University", "a field before a name makes another"),
    ("Zzz University of Nanjing", "a rare word before a form makes another"),
    ("School, Physics Nanjing University", "a field before a name is not the comma's other side"),
    ("Henan University Hospital", "a known part of an unlisted body"),
    ("Nanjing University physics", "a field after a name makes another"),
    ("Beijing Institute of Technology and Commerce", "a second field makes another"),
    ("Beijing Institute of Technology business", "a small word after a field makes another"),
    ("Henan University of Finance", "an unlisted name that goes on is not even similar"),
    ("Lasers Institute of Applied Physics, Iran", "a generic name inside a longer one is no name"),
    ("Institute of Applied Physics Lyon", "a generic name needs its own place"),
    ("Beihang University Physics, Department", "a field before a comma belongs to the name"),
    ("Air", "a word in small letters is no acronym"),
]


@pytest.mark.parametrize(("text", "why"), OTHERS)
def test_others_raise_nothing(recogniser: Recogniser, text: str, why: str) -> None:
    """What is written like a listed name, but is another, is no match."""
    assert not recogniser.recognise(text).hits, why


RELATIONS = [
    ("北京航空航天大学附属医院", Relation.AFFILIATED_HOSPITAL),
    ("北京航空航天大学材料学院", Relation.UNIT_OF),
    ("北京航空航天大学的", Relation.SAME),
    ("Joint Laboratory of Beihang University", Relation.JOINT_BODY_OF),
    ("Laboratory of Optics\nBeihang University\nOptics Journal", Relation.SAME),
    ("Hospital; Beihang University; Hospital", Relation.SAME),
    ("Beihang University Physics Department", Relation.UNIT_OF),
    ("2School of Optics, Beihang University", Relation.UNIT_OF),
    ("Optics Department Beihang University", Relation.UNIT_OF),
]


@pytest.mark.parametrize(("text", "relation"), RELATIONS)
def test_relations(recogniser: Recogniser, text: str, relation: Relation) -> None:
    """The words around a name, up to a semicolon or a line's end, say what part of the body is meant."""
    (hit,) = [hit for hit in recogniser.recognise(text).hits if hit.institution.id == "beihang-university"]
    assert hit.relation is relation


def test_former_names_are_told(recogniser: Recogniser) -> None:
    """A former name leads to the body of today and says that it is one."""
    found = recogniser.recognise("Ninth Shipyard Works")
    assert found.relation is Relation.FORMER_NAME
    assert "former name" in found.explanation
    assert "Ninth Shipyard Works" in found.explanation


def test_a_parent_named_beside_its_listed_part(recogniser: Recogniser) -> None:
    """Beside a listed part its unrated academy is no second match; the reader sees why it is named."""
    found = recogniser.recognise("Institute of Computing Technology, Chinese Academy of Sciences, Beijing")
    assert _hits(found) == ["institute-of-computing-technology"]
    assert (
        "parent" in {one.institution.id: one.why_not for one in found.similar}["chinese-academy-of-sciences"]
    )


def test_undecided_namesakes_carry_no_owner(recogniser: Recogniser) -> None:
    """Of two unlisted namesakes, the owner of one is no match: nobody knows which is meant."""
    found = recogniser.recognise("Orlova Polyclinic")
    assert not found.hits


def test_a_part_leads_to_its_listed_owner(recogniser: Recogniser) -> None:
    """The owner within three generations is the match, and the part named is said."""
    (hit,) = recogniser.recognise("Quantum House").hits
    assert (hit.institution.id, hit.relation) == ("nanjing-university", Relation.AFFILIATED_HOSPITAL)
    assert hit.via is not None
    assert hit.via.id == "quantum-house"


@pytest.mark.parametrize(
    ("text", "relation", "via"),
    [
        ("Quantum House, Nanjing University", Relation.AFFILIATED_HOSPITAL, "quantum-house"),
        ("Nanjing University, Quantum House", Relation.AFFILIATED_HOSPITAL, "quantum-house"),
        ("Quantum House; Nanjing University", Relation.SAME, None),
        ("Nanjing University; Quantum House", Relation.SAME, None),
        ("Nanjing Key Laboratory of Orchids, Nanjing University", Relation.UNIT_OF, None),
        ("Nanjing University, Nanjing Key Laboratory of Orchids", Relation.UNIT_OF, None),
    ],
)
def test_an_owner_named_beside_its_part(
    recogniser: Recogniser, text: str, relation: Relation, via: str | None
) -> None:
    """In either order a hospital is the partner, a laboratory the owner itself, and apart both are named."""
    (hit,) = recogniser.recognise(text).hits
    assert (hit.institution.id, hit.relation) == ("nanjing-university", relation)
    assert (hit.via.id if hit.via else None) == via


def test_an_owner_named_itself_is_one_match(recogniser: Recogniser) -> None:
    """A part and its owner in one text are one match of the owner."""
    assert _hits(recogniser.recognise("Drum Tower Hospital, Nanjing University")) == ["nanjing-university"]


def test_a_losing_namesake_is_explained(recogniser: Recogniser) -> None:
    """The listed body that lost against a namesake is shown with what decided."""
    (similar,) = recogniser.recognise("Northeastern University", "US").similar
    assert similar.why_not == "the place named is another"


ADDRESSES = [
    ("https://ror.org/00wk2mp56", "Beihang"),
    ("00WK2MP56", "Beihang"),
    ("Q1234", "Beihang"),
    ("https://www.wikidata.org/wiki/Q1234", "Beihang"),
    ("grid.64939.31", "Beihang"),
    ("https://www.grid.ac/institutes/grid.64939.31", "Beihang"),
    ("buaa.edu.cn", "Beihang"),
    ("https://physics.buaa.edu.cn:8080/people?x=1", "Beihang"),
    ("someone@mail.buaa.edu.cn", "Beihang"),
    ("https://www.cas.cn/", "Shared"),
    ("someone@mail.iphy.cas.cn", None),
    ("edu.cn", None),
    ("ac.uk", None),
    ("shared.example.org", None),
    ("nobody.example.com", None),
    ("Q99999", None),
    ("", None),
    ("two words.cn", None),
    ("x" * 301, None),
    ("verylongwordwithoutpoint", None),
    ("Beihang", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Two bodies with identifiers; one domain is shared by both."""
    first, other = WIDER_WORLD[0], WIDER_WORLD[1]
    ids = {"ror": "00wk2mp56", "wikidata": "Q1234", "grid": "grid.64939.31"}
    world = (
        first.model_copy(
            update={"name": "Beihang", "ids": ids, "domains": ("buaa.edu.cn", "shared.example.org")}
        ),
        other.model_copy(update={"name": "Shared", "domains": ("shared.example.org", "cas.cn")}),
    )
    return small_index(tmp_path_factory.mktemp("addressed"), world)


@pytest.mark.parametrize(("text", "name"), ADDRESSES)
def test_identifiers_and_addresses(addressed: Index, text: str, name: str | None) -> None:
    """An identifier or the address of one institution settles who is meant; a shared one does not."""
    at = identified_by(addressed, text)
    assert (None if at is None else addressed.institution(at).name) == name


SLIPS = [
    ("beihagn", ("beihang",)),
    ("hangzou", ("hangzhou",)),
    ("beihang", ()),
    ("bei", ()),
    ("x1yz2w", ()),
    ("university", ()),
    ("zzzzzzzzz", ()),
    ("elect", ("electronic", "electrical")),
]


@pytest.mark.parametrize(("word", "meant"), SLIPS)
def test_slips(index: Index, word: str, meant: tuple[str, ...]) -> None:
    """Only a word that nobody knows is read as a slip of a known one; abbreviations are spelt out."""
    finder = Spelling(index)
    assert finder.alternatives(word) == meant
    assert finder.alternatives(word) == meant  # from memory


GLUED = [
    ("BeihangUniversity", ["beihang", "university"]),
    ("ofBeihang", ["", "beihang"]),
    ("universityof", ["university", ""]),
    ("2Beihang", ["beihang"]),
    ("nanjinguniversity", ["nanjing", "university"]),
    ("BEIHANGUNIVERSITY", ["beihang", "university"]),
    ("InstituteofPhysicsand", ["institute", "", "physics", ""]),
    ("nanjingsciencesofbeijing", ["nanjing", "science", "", "beijing"]),
    ("Nanjinguniversité", ["nanjinguniversite"]),
    ("Straßenuniversity", ["strassenuniversity"]),
    ("QuxZyxwv", ["quxzyxwv"]),
    ("3rd", ["3"]),
    ("A4b", ["a4b"]),
    ("Beihang", ["beihang"]),
    ("...", []),
]


@pytest.mark.parametrize(("word", "keys"), GLUED)
def test_glued_words(index: Index, word: str, keys: list[str]) -> None:
    """Words printed without a space are parted where the vocabulary knows a part, and only there."""
    assert [part[0] for part in WordSplitter(index)(word)] == keys


def test_parts_keep_their_place(index: Index) -> None:
    """Each part of a glued word knows where it stood, so that a match can be marked in the text."""
    word = "BeihangUniversity"
    assert [word[start:end] for _, _, start, end in WordSplitter(index)(word)] == ["Beihang", "University"]


@pytest.mark.parametrize(
    "text", ["the Beihang&nbsp;University, Beijing", "the ＢｅｉｈａｎｇＵｎｉｖ.", "(Beihang-University)"]
)
def test_spans_are_of_the_text_given(recogniser: Recogniser, text: str) -> None:
    """A match is marked in the text as it was given, entities and wide letters included."""
    (hit,) = recogniser.recognise(text).hits
    shown = text[slice(*hit.span)]
    assert shown[0] in "BＢ"
    assert shown[-1] in "yｖ"


def test_many_rivals_are_counted() -> None:
    """An explanation names the first four of many rivals and counts the others."""
    text = explanation(Status.AMBIGUOUS, None, None, (), WIDER_WORLD[:6], ())
    assert "and 2 more" in text
    assert "Beihang University (CN)" in text


def test_kinds_come_back(index: Index) -> None:
    """The index knows each institution's kind without reading its record."""
    kinds = {index.institution(at).id: index.kind(at) for at in range(len(index))}
    assert kinds["drum-tower-hospital"] is Kind.HOSPITAL
    assert kinds["huawei-technologies-co.-ltd."] is Kind.COMPANY


def test_a_place_inside_a_name_favours_its_country(recogniser: Recogniser) -> None:
    """Of two bearers of a name that holds a place, the one of the place's country is meant."""
    found = recogniser.recognise("Tehran Polyclinic")
    assert [one.id for one in found.others] == ["tehran-polyclinic"]


def test_a_semicolon_parts_affiliations(recogniser: Recogniser) -> None:
    """A generic institute before a semicolon is no part of the university after it."""
    found = recogniser.recognise("Institute of Applied Physics, Tehran, Iran; Nanjing University")
    assert {*_hits(found)} == {"institute-of-applied-physics", "nanjing-university"}


def test_memory_is_bounded(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of words and names is forgotten in time, and the answers stay the same."""
    for module in (tokens, reader, spelling):
        monkeypatch.setattr(module, "_MEMORY", 1)
    forgetful = Recogniser(index)
    for text in ("Beihagn University, Beijing", "Nanjing Univresity of Aeronautics", "Beihagn University"):
        forgetful.recognise(text)
    assert _hits(forgetful.recognise("Beihagn University")) == ["beihang-university"]


def _candidate(
    weakness: Weakness = Weakness.NONE, *, conflicts: bool = False, city: bool | None = None
) -> Candidate:
    return Candidate(
        posting=Posting(0, 0, NameKind.ALIAS, 0, weakness),
        run=Run(0, 1, [], 0),
        support=0.0,
        listed=True,
        agrees=False,
        conflicts=conflicts,
        city=city,
        decides=weakness == Weakness.NONE,
        branch=False,
        elsewhere=False,
        doubtful=False,
        other=False,
    )


LOSSES = [
    (_candidate(conflicts=True), _candidate(), "the place named is another"),
    (_candidate(Weakness.GENERIC), _candidate(), "generic"),
    (_candidate(Weakness.ACRONYM), _candidate(), "letters"),
    (_candidate(city=False), _candidate(), "city"),
    (_candidate(), _candidate(city=True), "city"),
    (_candidate(), _candidate(), "exactly this name"),
]


@pytest.mark.parametrize(("lost", "best", "reason"), LOSSES)
def test_why_a_candidate_lost(lost: Candidate, best: Candidate, reason: str) -> None:
    """Each look-alike that lost is told apart by the strongest reason against it."""
    assert reason in why_lost(lost, best)


def test_a_name_of_everyday_words_needs_its_own_place(recogniser: Recogniser) -> None:
    """An unlisted body named in everyday words is not taken for a body whose name only ends in them."""
    assert recogniser.recognise("Tabriz Institute of Physics").institution is None
