"""Names folded for merging: what is one name, and what is not."""

from __future__ import annotations

import pytest

from duediligence.curation.building.folding import Key, compatible, fold, is_legal_form, variants


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Institute of NBC Defence", "Institute of NBC Defense"),
        (
            "The Beijing Centre for Aeronautics & Astronautics",
            "Beijing Center for Aeronautics and Astronautics",
        ),
        ("Xi’an Jiaotong University", "Xi'an Jiaotong University"),
        ("Open Joint Stock Company 140 Repair Plant", "140 Repair Plant JSC"),
        ("OOO Vektor", "Limited Liability Company Vektor"),
        ("哈爾濱工業大學", "哈尔滨工业大学"),
        ("Акционерное общество «Стратим»", "АО «Стpатиm»"),
        ("Federal State Budgetary Institution of Science Institute of Rocks", "Institute of Rocks"),
    ],
)
def test_one_name_in_two_printings_folds_to_one_key(one: str, two: str) -> None:
    """Spelling, fillers, legal forms, Han variants and look-alike letters do not tell two names apart."""
    assert fold(one) == fold(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Beijing Institute of Technology", "Beijing University of Technology"),
        ("Henan University", "Hunan University"),
        ("北京工业大学", "北京理工大学"),
        ("12th Research Institute", "13th Research Institute"),
    ],
)
def test_two_names_stay_two(one: str, two: str) -> None:
    """A different word is a different name."""
    assert fold(one) != fold(two)


def test_the_legal_form_stands_apart_from_the_name() -> None:
    """JSC Vektor and OOO Vektor share their words and differ in form."""
    assert fold("JSC Vektor") == Key("vektor", "jsc")
    assert fold("OOO Vektor") == Key("vektor", "llc")


def test_a_name_of_legal_forms_alone_keeps_them() -> None:
    """Nothing is stripped to nothing."""
    assert fold("Limited Company").core == "limited company"
    assert is_legal_form("Co., Ltd.")
    assert is_legal_form("Акционерное общество")
    assert is_legal_form("Closed Joint Stock Company")
    assert not is_legal_form("Vektor Ltd.")
    assert not is_legal_form("Акционерное общество «Вектор»")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("P. N. Lebedev Physical Institute of the Russian Academy of Sciences", "Lebedev Physical Institute"),
        ("Chinese Academy of Sciences – Institute of Rare Clocks", "Institute of Rare Clocks"),
        ("Airforce Logistics University", "Air Force Logistics University"),
        ("Gromov Flight Research Institute named after M.M. Gromov", "Gromov Flight Research Institute"),
        ("CETC 14th Research Institute", "14th Research Institute of China Electronics Technology Group"),
        ("CASIC Third Academy 35th Institute", "No. 35 Institute of the 3rd Academy of CASIC"),
        ("Rare Clock Institute (RCI)", "Rare Clock Institute"),
    ],
)
def test_variants_meet(one: str, two: str) -> None:
    """Academy, honour, initials, brackets, holding and word order come and go between two printings."""
    assert set(variants(one)) & set(variants(two))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Physics and Technology Institute named after A.F. Ioffe",
            "Physics and Technology Institute named after K.A. Valiev",
        ),
        ("Research Association named after Lavochkin", "Research Association named after Toropov"),
        ("CETC 14th Research Institute", "CETC 15th Research Institute"),
        ("Wick International (Beijing) Corporation", "Wick International (Tianjin) Corporation"),
        ("Wick International (Beijing) Corporation", "Wick International Corporation"),
        (
            "Wick (Kunshan) Information Technology Co., Ltd.",
            "Wick (Nanjing) Information Technology Co., Ltd.",
        ),
        ("Wick Communications (USA) Co., Ltd.", "Wick Communications Company Limited"),
        ("CASIC 2nd Academy 25th Institute", "CASIC 3rd Academy 25th Institute"),
        ("CASIC 25th Institute", "CASIC 3rd Academy 25th Institute"),
    ],
)
def test_variants_of_different_bodies_do_not_meet(one: str, two: str) -> None:
    """An honour is kept where the rest is any institute's, a number where it is the name."""
    assert not set(variants(one)) & set(variants(two))


def test_hong_kong_is_compatible_with_china_and_taiwan_is_not() -> None:
    """Lists disagree on Hong Kong; Taiwan stands alone."""
    assert compatible({"HK"}, {"CN"})
    assert compatible({"MO"}, {"HK", "US"})
    assert not compatible({"TW"}, {"CN"})
