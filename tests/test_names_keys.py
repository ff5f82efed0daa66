"""Promises of names/keys: the ways a known name may be written are all looked up, the faithful ones first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.names.keys import PINYIN, Variant, name_keys, parted, pinyin_syllables
from duediligence.names.legal import company_forms
from duediligence.names.tokens import tokenise

PLACES = frozenset(("beijing", "harbin", "china", "moscow", "tehran"))

FOUND = [
    ("Harbin Institute of Technology", "harbin institute technology", Variant.EXACT),
    ("Harbin Institute of Technology", "institute technology harbin", Variant.REORDERED),
    ("University of Tehran", "university tehran", Variant.EXACT),
    ("University of Tehran", "tehran university", Variant.REORDERED),
    ("Peking University", "university beijing", Variant.REORDERED),
    ("Institute of Technology, Beijing", "beijing institute technology", Variant.REORDERED),
    ("Huawei Technologies Co., Ltd.", "huawei technology", Variant.SHORT),
    ("OOO Vektor", "vektor", Variant.SHORT),
    ("AO Vektor Radar", "vektor radar", Variant.SHORT),
    ("Limited Liability Company Vektor", "vektor", Variant.SHORT),
    ("Общество с ограниченной ответственностью «Вектор»", "vektor", Variant.SHORT),
    ("Aktsionernoe Obshchestvo Vektor", "vektor", Variant.SHORT),
    ("VektorTech University", "vektor tech university", Variant.RESPACED),
    ("Vektor 38th Research Institute", "vektor 38 institute", Variant.SHORT),
    ("Laser Institute of the Chinese Academy of Sciences", "laser institute", Variant.SHORT),
    ("China University of Geosciences (Wuhan)", "china university geoscience", Variant.SHORT),
    ("National Research Tomsk State University", "tomsk state university", Variant.SHORT),
    ("Joint Stock Company Radar Plant", "radar factory", Variant.SHORT),
    ("Lebedev Institute of Optics, Russian Academy of Sciences", "lebedev institute optic", Variant.SHORT),
    ("Kazan University, Chelny Branch", "kazan university chelny", Variant.SHORT),
    ("Kazan University, Chelny Branch", "chelny branch kazan university", Variant.SHORT),
    (
        "Kazan University, Chelny North Branch",
        "chelny north branch kazan university",
        Variant.SHORT,
    ),
    ("Popov Institute of Optics, SB RAS", "popov institute optic", Variant.SHORT),
    ("PLA Radar College", "peoples liberation army radar college", Variant.SHORT),
    ("ФГУП «Крыловский научный центр»", "krylovsk scientific centre", Variant.SHORT),
    ("Московский физико-технический институт", "mfti", Variant.INITIALS),
    ("中国人民解放军国防科技大学", "国 防 科 技 大 学", Variant.SHORT),
    ("Laser Institute, Chinese Academy of Sciences", "laser institute cas", Variant.SHORT),
    ("Laser Institute SB RAS", "laser institute siberian branch russian academy science", Variant.SHORT),
    ("ИФП СО РАН", "ifp sb ras", Variant.EXACT),
    ("IFP SO RAN", "ifp sb ras", Variant.EXACT),
    ("Институт оптики им. Попова УрО РАН", "institute optic ub ras", Variant.SHORT),
    ("Всероссийский НИИ сварки", "vserossiisk scientific research institute svark", Variant.SHORT),
    ("Центральный научно-исследовательский институт связи", "central nii communication", Variant.SHORT),
    ("Laser Institute of the Far Eastern Branch of RAS", "laser institute feb ras", Variant.SHORT),
    (
        "Laser Institute, Far East Branch of the Russian Academy of Sciences",
        "laser institute feb ras",
        Variant.SHORT,
    ),
    ("Xi'an Technological University", "xian technology university", Variant.SHORT),
    ("國立清華大學", "清 华 大 学", Variant.SHORT),
    ("Vektor Institute named after A.B. Popov", "vektor institute", Variant.SHORT),
    ("Popov Institute of Optics, Siberian Branch of RAS", "institute optic sb ras", Variant.SHORT),
    (
        "Popov Institute of Optics SB RAS",
        "institute optic siberian branch russian academy science",
        Variant.SHORT,
    ),
    ("NPO Vektor", "scientific production association vektor", Variant.SHORT),
    ("Scientific Production Association Vektor", "npo vektor", Variant.SHORT),
    ("北京理工大学", PINYIN + "beijingligongdaxue", Variant.TRANSLITERATED),
    ("中国人民解放军理工大学", "解 放 军 理 工 大 学", Variant.SHORT),
    ("中国灯塔集团有限公司", "中 国 灯 塔 集 团", Variant.SHORT),
    ("Central Scientific Research Institute Vektor", "tsnii vektor", Variant.SHORT),
    ("Акционерное общество «Научный центр «Вектор» (АО «НЦВМ»)", "ntsvm", Variant.SHORT),
]


@pytest.mark.parametrize(("name", "key", "variant"), FOUND)
def test_a_name_is_found_as_people_write_it(name: str, key: str, variant: Variant) -> None:
    """The name as it stands, shortened, turned round, in letters, in pinyin."""
    keys = {found.text: found.variant for found in name_keys(name, PLACES.__contains__)}
    assert keys.get(key) == variant


ABSENT = [
    ("Beijing Institute of Technology, Zhuhai", "beijing institute technology"),
    ("华为", PINYIN + "huawei"),
    ("Ltd.", ""),
    ("University", ""),
    ("Popov Physical-Technical Institute, RAS", "physics technical institute ras"),
    ("Physical-Technical Institute named after A.B. Popov, RAS", "physics technical institute ras"),
    ('Company ""Research and Production Association ""Vektor Systems”"', "research production association"),
    ("АО «Научно-производственное объединение «Вектор»", "scientific production association"),
    ("Scientific Research Institute of Physics", "nii physics"),
]


@pytest.mark.parametrize(("name", "key"), ABSENT)
def test_a_name_is_not_cut_to_another_bodys(name: str, key: str) -> None:
    """A campus is not its university, and short or empty keys are never made."""
    assert key not in {found.text for found in name_keys(name, PLACES.__contains__)}


def test_the_name_as_it_stands_comes_first() -> None:
    """Callers that want one key take the first."""
    assert name_keys("Huawei Technologies Co., Ltd.")[0] == ("huawei technology company ltd", Variant.EXACT)


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        (["hangzhou", "university"], [["hang", "zhou", "university"]]),
        (
            ["zhejiang", "hangzhou"],
            [["zhe", "jiang", "hangzhou"], ["zhejiang", "hang", "zhou"], ["zhe", "jiang", "hang", "zhou"]],
        ),
        (["university"], []),
    ],
)
def test_pinyin_words_are_parted_one_by_one_and_all_together(words: list[str], ways: list[list[str]]) -> None:
    """`Hang Zhou` is Hangzhou; English words stay whole."""
    assert list(parted(words, pinyin_syllables())) == ways


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Open Joint Stock Company Vektor", [0, 1, 2, 3]),
        ("Институт, Акционерное общество «Вектор»", [1, 2]),
        ("Federal State Unitary Enterprise Vektor", [0, 1, 2, 3]),
        ("Vektor Stock Exchange", []),
        ("", []),
    ],
)
def test_a_legal_form_that_is_spelt_out_is_found(text: str, places: list[int]) -> None:
    """The longest form counts, wherever it stands."""
    assert list(company_forms(tokenise(text).keys)) == places


@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "Beijing",
                "University",
                "of",
                "Ltd",
                "(",
                ")",
                ",",
                "Branch",
                "清华大学",
                "им.",
                "«",
                "»",
                "Институт",
            ]
        ),
        max_size=10,
    ).map(" ".join)
)
@settings(deadline=None, max_examples=400, derandomize=True)
def test_keys_are_never_empty_and_never_repeated(name: str) -> None:
    """Every key holds a word, single spaces between words, and stands once."""
    keys = [found.text for found in name_keys(name, PLACES.__contains__)]
    assert len(set(keys)) == len(keys)
    assert all(key and key == " ".join(key.split(" ")) and all(key.split(" ")) for key in keys)
