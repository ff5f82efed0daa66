"""From names to lookup keys: who may be found under a key, and how far the key is trusted."""

from __future__ import annotations

import pytest

from duediligence.catalogue.layout import Posting, Weakness
from duediligence.catalogue.postings import Lexicon, build_postings, respaced
from duediligence.model import Institution, Kind, Name, NameKind
from duediligence.names.keys import Variant, name_keys, parted, pinyin_syllables
from small_world import LISTED, PLACES, bearers, institution, small_sections
from wider_world import BRANCHES, THRICE, TWICE

SYLLABLES = frozenset(("hang", "zhou", "dian", "zi"))


def _postings(*world: Institution) -> dict[str, list[Posting]]:
    known = bearers(world)
    return build_postings(known, Lexicon(known, PLACES))


def _bearers(postings: dict[str, list[Posting]], key: str) -> list[int]:
    return [posting.institution for posting in postings.get(key, [])]


COMPANY, INSTITUTE = Kind.COMPANY, Kind.RESEARCH_INSTITUTE
TRUST = [
    (institution("Beihang University", "CN"), "beihang university", Weakness.NONE),
    (institution("BUAA", "CN"), "buaa", Weakness.ACRONYM),
    (institution("Ctec", "CN"), "ctec", Weakness.ACRONYM),
    (institution("Raka", "IR", kind=COMPANY), "raka", Weakness.BRIEF),
    (institution("SUKHOI", "RU", kind=COMPANY), "sukhoi", Weakness.ORDINARY),
    (institution("NIIPRP", "RU", kind=COMPANY), "niiprp", Weakness.ACRONYM),
    (institution("Xu Bc", "CN"), "xu bc", Weakness.BRIEF),
    (institution("Sinopec", "CN"), "sinopec", Weakness.ORDINARY),
    (institution("Beijing 3", "CN"), "beijing 3", Weakness.BRIEF),
    (institution("Institute of Physics", "CN", kind=INSTITUTE), "institute physics", Weakness.GENERIC),
    (institution("Beijing Industry", "CN", kind=COMPANY), "beijing industry", Weakness.ORDINARY),
    (institution("Beijing Institute", "CN", kind=INSTITUTE), "beijing institute", Weakness.NONE),
    (institution("清华大学", "CN"), "清 华 大 学", Weakness.NONE),
    (institution("清华", "CN"), "清 华", Weakness.BRIEF),
    (
        institution("Some Name", "CN", Name(text="国防科技大学", kind=NameKind.GENERIC)),
        "国 防 科 技 大 学",
        Weakness.GENERIC,
    ),
    (
        institution("Some Name", "CN", Name(text="Rare Word University", kind=NameKind.GENERIC)),
        "rare word university",
        Weakness.GENERIC,
    ),
    (
        institution(
            "Institute of Lanterns, Russian Academy of Sciences",
            "RU",
            Name(text="Institute of Lanterns", kind=NameKind.GENERIC),
            kind=INSTITUTE,
        ),
        "institute lantern",
        Weakness.GENERIC,
    ),
    (institution("University of Science Engineering Medicine", "CN"),
     "university science engineering medicine", Weakness.NONE),
]  # fmt: skip


@pytest.mark.parametrize(("one", "key", "weakness"), TRUST)
def test_how_far_a_name_is_trusted(one: Institution, key: str, weakness: Weakness) -> None:
    """Letters, generic names, brief names and everyday words never decide alone; the rest do."""
    (posting,) = _postings(one)[key]
    assert posting.weakness == weakness


@pytest.mark.parametrize("name", ["University", "Science", "China"])
def test_empty_words_are_no_keys(name: str) -> None:
    """One word that every name may hold, or a country, finds nobody."""
    assert not _postings(institution(name, "CN"))


def test_a_registry_record_does_not_hide_a_listed_body() -> None:
    """An unlisted record of a listed body's exact name and country is that body, until declared another."""
    listed = institution("Beihang University", "CN", listed=True)
    double = listed.model_copy(update={"id": "ror-1", "listings": ()})
    abroad = double.model_copy(update={"country": "TW"})
    declared = double.model_copy(update={"declared_namesakes": (listed.id,)})
    assert _bearers(_postings(listed, double), "beihang university") == [0]
    assert _bearers(_postings(listed, abroad), "beihang university") == [0, 1]
    assert _bearers(_postings(listed, declared), "beihang university") == [0, 1]


def test_a_short_form_yields_to_a_name_of_its_own() -> None:
    """A key made by turning a name about gives way where somebody else is called so."""
    turned = institution("University of Nanjing", "CN")
    own = institution("Nanjing University", "TW")
    assert _bearers(_postings(turned), "nanjing university") == [0]
    assert _bearers(_postings(turned, own), "nanjing university") == [1]


GROUP = institution(
    "China Electronics Technology Group Corporation",
    "CN",
    Name(text="CETC", kind=NameKind.ACRONYM),
    kind=COMPANY,
    listings=TWICE,
)
NUMBERED = institution(f"{GROUP.name} 38th Research Institute", "CN", kind=INSTITUTE, listings=LISTED)


def test_numbered_institutes_go_by_their_group() -> None:
    """The institutes of a group are found by its letters, unless somebody else is called so."""
    key = "cetc 38 research institute"
    assert _bearers(_postings(GROUP, NUMBERED), key) == [1]
    other = institution("CETC 38th Research Institute", "US", kind=INSTITUTE)
    assert _bearers(_postings(GROUP, NUMBERED, other), key) == [2]
    ungrouped = GROUP.model_copy(update={"listings": LISTED})
    assert key not in _postings(ungrouped, NUMBERED)


BRAND = institution("Hikvision Digital Technology Co., Ltd.", "CN", kind=COMPANY, listings=THRICE)
BRANDS: list[tuple[str, tuple[Institution, ...], list[int]]] = [
    ("alone", (BRAND,), [0]),
    ("an unlisted bearer", (BRAND, institution("Hikvision Hospital", "CN", kind=Kind.HOSPITAL)), []),
    ("a listed bearer", (BRAND, institution("Hikvision Cars", "CN", kind=COMPANY, listed=True)), [0]),
    ("two brands", (BRAND, BRAND.model_copy(update={"id": "second"})), [0]),
    ("its own name", (BRAND, institution("Hikvision", "CN", kind=COMPANY, listed=True)), [1]),
    ("few listings", (BRAND.model_copy(update={"listings": LISTED}),), []),
    ("not first", (BRAND.model_copy(update={"name": "Digital Hikvision Technology"}),), []),
    ("not Latin", (BRAND.model_copy(update={"name": "海康威视数字技术"}),), []),
    ("nothing else", (BRAND.model_copy(update={"name": "of the"}),), []),
]


@pytest.mark.parametrize(("world", "bearers"), [row[1:] for row in BRANDS], ids=[row[0] for row in BRANDS])
def test_a_brand_stands_for_its_company(world: tuple[Institution, ...], bearers: list[int]) -> None:
    """A much listed company's one rare word stands for it, where nobody unlisted bears it."""
    assert _bearers(_postings(*world), "hikvision") == bearers


def test_names_beyond_the_count_are_left_out() -> None:
    """A record with more names than a posting can number is found by the first of them, never wrongly."""
    names = [f"Name{at} Works" for at in range(4_100)]
    postings = _postings(institution("Numbered Works", "CN", *names, kind=COMPANY))
    assert "name4000 work" in postings or "name4000 works" in postings
    assert not any(key.startswith("name4099") for key in postings)
    assert max(posting.name for found in postings.values() for posting in found) == 4_095


def test_two_spellings_of_one_word() -> None:
    """Where a word is written apart and as one, each name is found under both spellings."""
    keys = ["shanghai jiao tong university", "xian jiaotong university", "b c", "jiaotong"]
    words = {word for key in keys for word in key.split()}
    assert sorted(respaced(keys, words)) == [
        ("jiaotong", "jiao tong"),
        ("shanghai jiao tong university", "shanghai jiaotong university"),
        ("xian jiaotong university", "xian jiao tong university"),
    ]


PARTED = [
    ("hangzhou university", ["hang zhou university"]),
    ("hangzhou dianzi", ["hang zhou dianzi", "hangzhou dian zi", "hang zhou dian zi"]),
    ("beijing university", []),
]


@pytest.mark.parametrize(("key", "others"), PARTED)
def test_pinyin_words_are_parted(key: str, others: list[str]) -> None:
    """A pinyin word is also written with its syllables apart; a word that is no pinyin is not."""
    assert [" ".join(words) for words in parted(key.split(), SYLLABLES)] == others


def test_every_syllable_is_known() -> None:
    """The syllables that words are parted by are those of Mandarin."""
    assert pinyin_syllables() > SYLLABLES


KEYS: list[tuple[str, str, Variant]] = [
    ("Beihang University", "beihang university", Variant.EXACT),
    ("Huawei Technologies Co., Ltd.", "huawei technology", Variant.SHORT),
    ("Federal State Unitary Enterprise Lavochkin", "lavochkin", Variant.SHORT),
    ("Institute of Laser Physics, Siberian Branch, RAS", "institute laser physics", Variant.SHORT),
    ("National Research Tomsk Polytechnic University", "tomsk polytechnic university", Variant.SHORT),
    ("X University, Qom Branch", "qom branch x university", Variant.SHORT),
    ("X University, Qom Branch", "x university qom", Variant.SHORT),
    ("University of Nanjing", "nanjing university", Variant.REORDERED),
    ("Nanjing University", "university nanjing", Variant.REORDERED),
    ("Institute of Physics Nanjing", "nanjing institute physics", Variant.REORDERED),
    ("Nanjing Institute of Physics", "institute physics nanjing", Variant.REORDERED),
    ("国立清华大学", "清 华 大 学", Variant.SHORT),
    ("清华大学", "\2qinghuadaxue", Variant.TRANSLITERATED),
    ("Vavilov Laser Institute, Chinese Academy of Sciences", "vavilov laser institute", Variant.SHORT),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "variant"), KEYS)
def test_ways_of_writing_a_name(name: str, key: str, variant: Variant) -> None:
    """A name is found under each way people write it, and the way is remembered."""
    found = dict(name_keys(name, lambda word: word in {"nanjing", "qom", "tomsk"}))
    assert found[key] is variant


NO_KEYS = [
    ("清华", "\2qinghua"),  # short names sound like too many others
    ("国立大学", "大 学"),
    ("«А», институт", "a"),
    ("Institute, Optics Company", "institute"),
    ("МИ", "mi"),
    ("Академия Проблем Космоса Земли Луны Марса Венеры Солнца", "apkzlmvs"),
]


@pytest.mark.parametrize(("name", "key"), NO_KEYS)
def test_ways_that_would_mislead(name: str, key: str) -> None:
    """No key is made that too many other names would share."""
    assert key not in dict(name_keys(name)) or dict(name_keys(name))[key] is Variant.EXACT


def test_branched_bodies_are_marked() -> None:
    """A listed university counts as branched only with a dozen branches on record."""
    whole = institution("Islamic Azad University", "IR", listed=True)
    branches = [institution(f"Islamic Azad University, {city} Branch", "IR") for city in BRANCHES]
    marks = []
    for world in ([whole, *branches], [whole, *branches[1:]]):
        facts = small_sections(world)["institutions"]
        marks.append(bool(int.from_bytes(facts[:8], "little") >> 22 & 1))
    assert marks == [True, False]


def test_letters_belong_to_whom_they_name() -> None:
    """A longer name that only holds a listed body's letters gives way, unless it is borne abroad."""
    parent = institution(
        "China National Wick Company",
        "CN",
        Name(text="CNWC", kind=NameKind.ACRONYM),
        listed=True,
        kind=COMPANY,
    )
    child = institution("CNWC Limited", "CN", listed=True, kind=COMPANY)
    plain = institution("CNWC", "CN", listed=True, kind=COMPANY)
    abroad = institution("CNWC Ltd", "US", kind=COMPANY)
    unlisted = parent.model_copy(update={"listings": ()})
    assert _bearers(_postings(parent, child), "cnwc") == [0]
    assert _bearers(_postings(parent, plain, abroad), "cnwc") == [0, 1, 2]
    assert _bearers(_postings(unlisted, child), "cnwc") == [0, 1]


LONG = "Scientific Research Institute of Applied Chemistry"


def test_a_long_name_of_one_body_is_trusted() -> None:
    """Four words of which each is everyday tell a body while nobody else bears them."""
    key = name_keys(LONG)[0].text
    (posting,) = _postings(institution(LONG, "RU", kind=INSTITUTE))[key]
    assert posting.weakness == Weakness.NONE
    twins = (institution(LONG, "RU", kind=INSTITUTE), institution(LONG, "UA", kind=INSTITUTE))
    assert {posting.weakness for posting in _postings(*twins)[key]} == {Weakness.GENERIC}


def test_a_generic_name_decides_for_nobody_abroad() -> None:
    """Where a listed body's printed name is generic, an unlisted namesake abroad does not decide alone."""
    listed = institution(
        "Logunov House", "RU", Name(text="Institute of Lanterns", kind=NameKind.GENERIC), listed=True
    )
    abroad, at_home = (institution("Institute of Lanterns", one, kind=INSTITUTE) for one in ("CN", "RU"))
    found = _postings(listed, abroad, at_home)["institute lantern"]
    assert [posting.weakness for posting in found] == [Weakness.GENERIC, Weakness.GENERIC, Weakness.NONE]


@pytest.mark.parametrize(
    ("name", "known"), [("3DATA", True), ("3DiVi", True), ("38", False), ("38th", False)]
)
def test_a_name_with_a_digit_is_not_a_number(name: str, known: bool) -> None:
    """A firm called 3DATA is found by its name; a number alone finds nobody."""
    assert bool(_postings(institution(name, "RU", kind=COMPANY))) is known
