"""Names from the curator's file reach the institution they mean, once, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.catalogue import Catalogue
from duediligence.curation.building.native import GENERAL_KNOWLEDGE, add_native_names, known_bodies
from duediligence.errors import CatalogueError
from duediligence.model import Institution, Kind, Name, NameKind, Related, RelatedAs

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "curation" / "native_names.yaml"

BEIHANG = Institution(
    id="beihang-university",
    name="Beihang University",
    country="CN",
    ids={"ror": "00wk2mp56"},
    names=(Name(text="北京航空航天大学", kind=NameKind.NATIVE, lang="zh", source="ror"),),
)
INSTITUTE = Institution(id="kuznetsov-naval-academy", name="Kuznetsov Naval Academy", country="RU")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test writes its file of names."""
    return tmp_path / "native_names.yaml"


def added(file: Path, text: str, *institutions: Institution) -> list[tuple[str, ...]]:
    """The texts that each institution gained."""
    file.write_text(text, "utf-8")
    result = add_native_names(list(institutions), file)
    assert [one.id for one in result] == [one.id for one in institutions]
    return [
        tuple(name.text for name in after.names[len(before.names) :])
        for before, after in zip(institutions, result, strict=True)
    ]


def refused(file: Path, text: str, *institutions: Institution) -> list[str]:
    """What is said of each body that the file may not add, behind its place."""
    file.write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        known_bodies(list(institutions), file)
    assert "related" in (caught.value.hint or "")
    return [line.split(": ")[-1] for line in str(caught.value).splitlines()]


def test_names_carry_their_source_language_and_kind(file: Path) -> None:
    """Every added name says that it is general knowledge; its kind follows its script unless given."""
    file.write_text(
        "beihang-university:\n  ror: 00wk2mp56\n  names:\n"
        "    - {text: 北航, lang: zh, kind: acronym}\n"
        "    - {text: Бэйханский университет, lang: ru}\n"
        "    - {text: Beijing Aeronautical Institute, kind: former}\n"
        "    - {text: Bei Hang University}\n",
        "utf-8",
    )
    names = add_native_names([BEIHANG], file)[0].names[1:]
    assert [(name.text, name.kind, name.lang) for name in names] == [
        ("北航", NameKind.ACRONYM, "zh"),
        ("Бэйханский университет", NameKind.NATIVE, "ru"),
        ("Beijing Aeronautical Institute", NameKind.FORMER, None),
        ("Bei Hang University", NameKind.ALIAS, None),
    ]
    assert {name.source for name in names} == {GENERAL_KNOWLEDGE}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Beihang University", id="display name"),
        pytest.param("BEIHANG UNIVERSITY", id="case"),
        pytest.param("The Beihang Univ.", id="filler and abbreviation"),
        pytest.param("北京航空航天大學", id="traditional characters"),
    ],
)
def test_a_name_already_borne_is_not_repeated(file: Path, text: str) -> None:
    """Spelling habits do not make a known name a new one."""
    assert added(file, f"beihang-university: {{names: [{{text: '{text}'}}]}}", BEIHANG) == [()]


def test_a_name_written_twice_is_added_once(file: Path) -> None:
    """Two entries that mean one institution share its names."""
    text = (
        "beihang-university: {names: [{text: 北航, lang: zh}]}\n"
        "beijing-hangkong: {ror: 00wk2mp56, names: [{text: 北航, lang: zh}, {text: BUAA}]}\n"
    )
    assert added(file, text, BEIHANG) == [("北航", "BUAA")]


@pytest.mark.parametrize(
    ("key", "ror"),
    [
        pytest.param("beihang-university", None, id="id"),
        pytest.param("an-id-of-long-ago", "00wk2mp56", id="ROR id when the id has changed"),
        pytest.param("kuznetsov-naval-academy", "00wk2mp56", id="ROR id before an id that moved"),
    ],
)
def test_an_entry_finds_its_institution(file: Path, key: str, ror: str | None) -> None:
    """The ROR id outlives ids, and tells namesakes apart."""
    entry = f"{key}: {{{f'ror: {ror}, ' if ror else ''}names: [{{text: BUAA}}]}}"
    assert added(file, entry, INSTITUTE, BEIHANG) == [(), ("BUAA",)]


def test_an_entry_is_found_by_a_name_that_made_its_id(file: Path) -> None:
    """A record without ROR id that a merge renamed is known by its old name among its names."""
    renamed = INSTITUTE.model_copy(
        update={"id": "naval-academy-russia", "names": (Name(text="Kuznetsov Naval Academy"),)}
    )
    entry = "kuznetsov-naval-academy: {names: [{text: N. G. Kuznetsov Naval Academy of Russia}]}"
    assert added(file, entry, BEIHANG, renamed) == [(), ("N. G. Kuznetsov Naval Academy of Russia",)]


def test_two_bearers_of_the_old_name_are_not_guessed_between(file: Path) -> None:
    """Where two records bear the name that made an id, neither gets the names."""
    bearers = [INSTITUTE.model_copy(update={"id": f"naval-academy-{at}"}) for at in (1, 2)]
    with pytest.raises(CatalogueError, match="no institution has this id"):
        added(file, "kuznetsov-naval-academy: {names: [{text: ВМА}]}", *bearers)


def test_an_institution_with_another_ror_id_is_never_meant(file: Path) -> None:
    """An id alone does not override a ROR id that says otherwise."""
    with pytest.raises(CatalogueError, match="nor the ROR id 01skt4w74"):
        added(file, "beihang-university: {ror: 01skt4w74, names: [{text: BIT}]}", BEIHANG)


def test_a_part_becomes_a_known_body_tied_to_its_owner(file: Path) -> None:
    """It is on no list, lies in its owner's country, and says that it is general knowledge."""
    file.write_text(
        "beihang-university:\n  units:\n"
        "    - {name: Lantern Clinic, kind: hospital, names: [{text: 灯医院, lang: zh}]}\n",
        "utf-8",
    )
    (part,) = known_bodies([BEIHANG, INSTITUTE], file)
    assert (part.id, part.country, part.kind, part.listings) == ("lantern-clinic", "CN", Kind.HOSPITAL, ())
    assert part.related == (Related(id=BEIHANG.id, role=RelatedAs.UNIT_OF, source=GENERAL_KNOWLEDGE),)
    assert [(name.text, name.source) for name in part.names] == [("灯医院", GENERAL_KNOWLEDGE)]


def test_a_namesake_is_a_known_body_tied_to_nothing(file: Path) -> None:
    """A body that merely goes by the same short name is no part of the institution, and may lie elsewhere."""
    file.write_text(
        "beihang-university:\n  namesakes:\n"
        "    - {name: Northern Air, kind: company, city: Shenyang, names: [{text: 北航, kind: acronym}]}\n",
        "utf-8",
    )
    (namesake,) = known_bodies([BEIHANG], file)
    assert (namesake.id, namesake.country, namesake.city) == ("northern-air", "CN", "Shenyang")
    assert (namesake.kind, namesake.related, namesake.listings) == (Kind.COMPANY, (), ())
    assert [(name.kind, name.source) for name in namesake.names] == [(NameKind.ACRONYM, GENERAL_KNOWLEDGE)]


def test_a_part_that_is_known_already_is_refused(file: Path) -> None:
    """A second record of one body would be its own rival."""
    entry = (
        "kuznetsov-naval-academy: {units: [{name: Kuznetsov Naval Academy}, {name: Annex}, {name: Annex}]}"
    )
    assert refused(file, entry, INSTITUTE) == [
        "Kuznetsov Naval Academy is known already, as kuznetsov-naval-academy",
        "Annex is known already, as annex",
    ]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("name: The Lantern Clinic of Beihang", id="its name, fillers aside"),
        pytest.param("name: Lamp Clinic, names: [{text: LANTERN CLINIC BEIHANG}]", id="a further name"),
        pytest.param("name: Lantern Clinic", id="its name without the owner's"),
        pytest.param("name: Lamp Clinic, names: [{text: 灯醫院}]", id="its native name without the owner's"),
    ],
)
def test_a_part_that_goes_by_a_known_name_is_refused(file: Path, body: str) -> None:
    """The registry often knows a hospital under its university's name; texts and the file leave that out."""
    known = Institution(
        id="clinic",
        name="Lantern Clinic of Beihang",
        country="CN",
        names=(Name(text="北京航空航天大学灯医院"),),
    )
    owner = BEIHANG.model_copy(update={"names": (*BEIHANG.names, Name(text="Beihang"))})
    (problem,) = refused(file, f"beihang-university: {{units: [{{{body}}}]}}", owner, known)
    assert problem.endswith("is known already, as clinic")


def test_a_namesake_shares_names_but_has_one_of_its_own(file: Path) -> None:
    """Sharing a short name is what makes it a namesake; only its very name says that it has a record."""
    clinic = Institution(id="clinic", name="Lantern Clinic, Harbin", country="CN")
    section = "beihang-university:\n  units: [{name: Lantern Clinic}]\n  namesakes:\n"
    shared = "    - {name: Lantern Clinic of Tianjin, names: [{text: Lantern Clinic}]}\n"
    file.write_text(section + shared, "utf-8")
    assert [one.id for one in known_bodies([BEIHANG, clinic], file)] == [
        "lantern-clinic",
        "lantern-clinic-of-tianjin",
    ]
    again = section + shared + "    - {name: The Lantern Clinic at Harbin}\n"
    assert refused(file, again, BEIHANG, clinic) == [
        "The Lantern Clinic at Harbin is known already, as clinic",
    ]


def test_a_body_abroad_and_shared_letters_do_not_make_a_body_known(file: Path) -> None:
    """Only a full name in the same country says that two records are one body."""
    abroad = Institution(id="clinic", name="Lantern Clinic", country="RU")
    letters = Institution(
        id="lc", name="Leap", country="CN", names=(Name(text="灯院", kind=NameKind.ACRONYM),)
    )
    file.write_text("beihang-university: {units: [{name: Lantern Clinic, names: [{text: 灯院}]}]}", "utf-8")
    assert [one.id for one in known_bodies([BEIHANG, abroad, letters], file)] == ["lantern-clinic"]


def test_every_lost_entry_is_named_with_its_line(file: Path) -> None:
    """One run tells all entries that belong to no institution."""
    file.write_text(
        "one: {names: [{text: A}]}\nbeihang-university: {names: []}\ntwo: {names: [{text: B}]}\n", "utf-8"
    )
    with pytest.raises(CatalogueError) as caught:
        add_native_names([BEIHANG], file)
    assert str(caught.value).splitlines() == [
        f"{file}:1: one: no institution has this id",
        f"{file}:3: two: no institution has this id",
    ]
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("beihang-university: {name: []}", ":1:", id="unknown field"),
        pytest.param(
            "beihang-university:\n  names:\n    - {text: X, kind: nickname}", ":3:", id="unknown kind"
        ),
        pytest.param("[]", ":1:", id="no mapping"),
        pytest.param("beihang-university: {names: [", ":", id="no YAML"),
        pytest.param("a: {names: []}\na: {names: []}", "stands twice", id="an entry twice"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(file: Path, text: str, where: str) -> None:
    """A slip in the file stops the rebuild and says where it is."""
    file.write_text(text, "utf-8")
    with pytest.raises(CatalogueError, match=where):
        add_native_names([BEIHANG], file)


def test_a_missing_file_is_refused(file: Path) -> None:
    """No file is not an empty one."""
    with pytest.raises(CatalogueError, match="cannot be read"):
        add_native_names([BEIHANG], file)


def test_the_shipped_names_belong_to_shipped_institutions(catalogue: Catalogue) -> None:
    """Every entry of the shipped file finds its institution in the shipped data."""
    institutions = list(catalogue.institutions())
    result = add_native_names(institutions, SHIPPED)
    assert len(result) == len(institutions)
    tsinghua = next(one for one in result if one.ids.get("ror") == "00zdnkx70")
    assert "國立清華大學" in {name.text for name in tsinghua.names}
