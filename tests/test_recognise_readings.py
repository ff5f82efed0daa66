"""Readings of the shipped data's names that one rule each keeps right: what is named, and how surely."""

from __future__ import annotations

import pytest

from duediligence.screening import Screener

CERTAIN = (
    ("Zhejiang U. China", "zhejiang-university", "U. before the country"),
    ("Peking University; U. Ottawa", "peking-university", "a university's town is no address"),
    ("Stanford, Peking University", "peking-university", "a partner's town is no address"),
    ("Delft + 武漢大學", "wuhan-university", "a town tied by a plus sign is no address"),
    ("Sun Yet-sen University, Guangzhou", "sun-yat-sen-university", "a hyphenated word is misspelt"),
    ("China Air-to-Air Missile Research Institute",
     "aviation-industry-corporation-of-china-612-institute", "linking words are not joined"),
    ("Hei Long Jiang University", "heilongjiang-university", "three syllables parted"),
    ("VisionLabs", "visionlabs-limited-liability-company", "a glued name is its own"),
    ("天津市南开区卫津路92号天津大学", "tianjin-university", "a Chinese address before a name"),
    ("SenseTime Computer Vision Group", "sensetime", "a coined brand opens the text"),
    ("Applicant Fanavaran Petrochemical Company", "fanavaran-petrochemical-company",
     "a word before a name of its own"),
    ("Moscow Osipyan Institute of Solid State Physics RAS", "osipyan-institute-of-solid-state-physics-ras",
     "another town before a name of its own"),
    ("University of Electronic Science and Technology (UESTC), Chengdu",
     "university-of-electronic-science-and-technology-of-china", "letters and the words they stand for"),
    ("Nanjing Institute of Aeronautics & Astonautics (NUAA)",
     "nanjing-university-of-aeronautics-and-astronautics", "letters whose words are misspelt"),
    ("Institute of Physics, Kazan Scientfic Centre RAS", "kazan-scientific-center", "a slip is no cut word"),
    ("Студенты Московского государственного университета физического факультета",
     "lomonosov-moscow-state-university", "a part in the genitive is no longer name"),
    ("Альметьевский государственный нефтяной институт экономический факультет",
     "almetyevsk-state-oil-institute", "a faculty of a field is no longer name"),
    ("CSIO, China Second Institute of Oceanography", "second-institute-of-oceanography",
     "a country before a name is no town"),
    ("Бауманский университет ведущий инженер", "bauman-moscow-state-technical-university",
     "a job is no longer name"),
    ("НИЦ «Курчатовский институт» - «ВИАМ»",
     "all-russian-scientific-research-institute-of-aviation-materials", "a dash before a quoted name"),
    ("Inst. of Spectrosc., Acad. of Sci., Troitsk", "institute-of-spectroscopy-russian-academy-of-sciences",
     "words cut with a full stop"),
    ("Inst. of Comput. Technol., Acad. Sinica, Beijing, China",
     "institute-of-computing-technology-chinese-academy-of-sciences", "a country is no other town"),
    ("Institute of Computing Technology, Academia Sinica, P.O. Box 2704, Beijing",
     "institute-of-computing-technology-chinese-academy-of-sciences", "a body elsewhere owns nothing"),
    ("ICT, Chinese Academy of Sciences, Beijing",
     "institute-of-computing-technology-chinese-academy-of-sciences", "letters beside their owner"),
    ("China Telecom, Guangzhou", "china-telecom", "a name that is first of all the subsidiary's"),
    ("Hebei University of S&T, Shijiazhuang", "hebei-university-of-science-and-technology",
     "letters of science and technology"),
    ("Zhong Shan University, Guangzhou", "sun-yat-sen-university", "a name spelt apart, then its town"),
    ("Suzhou Univ., Suzhou, Jiangsu Province", "soochow-university", "a word that ends a place's name"),
    ("Institute of Applied Physics, Academy of Sciences of the USSR, Gorky",
     "institute-of-applied-physics-russian-academy-of-sciences", "a town's former name"),
    ("University of Posts and Telecommunications, Beijing",
     "beijing-university-of-posts-and-telecommunications", "the town behind the name"),
    ("Northwest. Polytech. Univ., Xi'an", "northwestern-polytechnical-university",
     "a full stop parts no name from its town"),
    ("Beihang University engineers built the model", "beihang-university", "small letters are a sentence"),
    ("Academia China de Ciencias anunció", "chinese-academy-of-sciences", "a Romance verb is no adjective"),
    ("Teams from Northwestern Polytechnical University", "northwestern-polytechnical-university",
     "a small word before a name is a sentence"),
    ("Fourth Military Medical University, Wei Zhang, MD", "air-force-medical-university",
     "a degree is no state"),
    ("National University of Defense Technology, Project, ID 61922",
     "national-university-of-defense-technology", "a number's letters are no state"),
    ("PLA Naval Research Academy, Beijing", "naval-research-academy", "PLA before a name of its own"),
    ("Institute of Nuclear Physics, Academy of Sciences of the USSR", "budker-institute-of-nuclear-physics",
     "the academy's former name"),
    ("China Ocean Shipping", "china-ocean-shipping-company-ltd", "a listed firm's field and place"),
    ("The 2nd Military Medical University", "second-military-medical-university", "an ordinal in figures"),
    ("CASIC Research Institute of Decision Engineering, Beijing",
     "china-aerospace-science-and-industry-corporation", "letters open a part's name"),
    ("National Super Computing Center in Zhengzhou", "national-supercomputing-center-in-zhengzhou",
     "a compound written apart"),
    ("Moscow State Technical University of Radioengineering, Electronics and Automation",
     "mirea-russian-technological-university", "a compound written as one"),
    ("Yunnan Teachers University", "yunnan-normal-university", "teachers for normal"),
    ("All-Union Institute of Aviation Materials, Moscow",
     "all-russian-scientific-research-institute-of-aviation-materials", "of the Union for of Russia"),
    ("Kazan Science Centre, Russian Academy of Sciences", "kazan-scientific-center",
     "science for scientific"),
    ("Army Command Academy, Nanjing", "army-command-college", "another head beside its town"),
    ("Harbin Flying College of PLA Air Force, Harbin", "air-force-harbin-flying-college",
     "the service behind the name"),
    ("Dongbei University, Shenyang", "northeastern-university", "a direction in Chinese"),
    ("Southeastern University, Nanjing", "southeast-university", "an adjective of direction"),
    ("Institute of Hydrodynamics, Novosibirsk", "lavrentyev-institute-of-hydrodynamics",
     "without the person, beside its town"),
    ("Institute of Hydrodynamics, Siberian Division, Academy of Sciences of the USSR",
     "lavrentyev-institute-of-hydrodynamics", "a former academy's branch"),
    ("武汉大学城乡规划系", "wuhan-university", "a department that opens like a university town"),
    ("Sharif University of Technology for Civil engineering", "sharif-university-of-technology",
     "what one studied there"),
    ("27 ЦНИИ МО РФ", "27th-central-scientific-research-institute-tsnii", "a number and the ministry"),
)  # fmt: skip
ASKED = (
    ("Makino Advanced Technologies Holding Company", "another's word before everyday words"),
    ("General Technologies Inc", "another legal form"),
    ("ACM Research, Fremont", "the place in brackets is not said"),
    ("Сотрудник ФИАН", "letters after a job"),
    ("Intelligent Science and Technology Academy of CASIC", "letters after `of`"),
    ("SJTU, ZJU", "letters in a list"),
)
NOBODY = (
    ("National Supercomputing Centre (NSCC)", "letters whose name holds a town that is not said"),
    ("Laboratoire CIAMS (CIAMS)", "letters that stand for themselves"),
    ("China Association for Standardization (CAS)", "letters of the words before them"),
    ("CSIC-UPV", "letters tied by a hyphen are no list"),
    ("Consello Superior de Investigacións Científicas - CSIC", "letters after a dash"),
    ("IBM Myanmar Economic Forum", "letters of a Cyrillic name in Latin ones"),
    ("Tongji University Software Inc", "a firm named after a university"),
    ("Electric Power Research Institute of China Southern Power Grid", "a name that goes on after a country"),
    ("Wuhan Institute of Spectroscopy", "a town before an everyday name"),
    ("Московский государственный университет пищевых технологий", "a field in the genitive"),
    ("Shant Univ, Shantou, China", "no place is completed"),
    ("Inst. of Semicond. Phys., Kiev, USSR", "a town of the Soviet Union that is not in Russia"),
    ("Academy of Sciences of the Ukrainian SSR, Kiev, USSR", "a republic of the Soviet Union"),
    ("Institute of Hydrodynamics, Prague", "without the person, in another town"),
    ("Physical-Technical Institute, Kazan", "a name put loosely, beside another town, asks nothing"),
    ("Naval Engineering College, Lonavala, India", "another head in another country"),
    ("Sun Yat-sen University, Kaohsiung, Taiwan", "the namesake's short name in its country"),
    ("Tsing Hua University, Hsin-Chu", "a town of Taiwan written otherwise"),
    ("Institute of Physics CAS, Praha", "another academy's letters, a town by its own name"),
    ("China University of Science and Technology, Hefei", "an unlisted body of another country"),
    ("Central China University of Science and Technology, Wuhan", "a name in the midst of another"),
    ("Naval Research Laboratory, Washington, DC", "letters of a district"),
    ("2nd Institute of Oceanography, Kiel", "an ordinal in figures, elsewhere"),
    (
        "University of Posts and Telecommunications, Beijing Yanqing Middle School",
        "a town that opens another name",
    ),
    ("University of Science and Technology; Beijing, China", "a town in another affiliation"),
    ("University of Science and Technology, Nanjing 210094", "no school of the army by PLA alone"),
    ("Research Institute of Microbiology, Moscow", "scientific put in tells no other institute"),
    ("Physical Institute, St. Petersburg", "without the person, a field of many"),
    ("Aviation and Cosmic Research Institute", "a generic name turned round"),
    ("Tianjin Foreign College, Medical College, Tianjin", "a part before its town"),
    ("PLA Air Force General Hospital, Beijing", "a hospital of a service is no school"),
    ("Element Six, Didcot, UK", "a firm's everyday word that goes on abroad"),
    ("Micron Technology Inc., Boise, Idaho", "no compound of two words"),
    ("Information Technology, Shanghai", "a field and a place are nobody's name"),
    ("Beijing Institute of Technology and economics", "a field in small letters after `and`"),
    ("Accademia cinese delle Scienze sociali", "a Romance adjective stands behind its noun"),
    ("Kant State University, Kaliningrad, Russia", "a firm's short name in that of a university"),
    ("АО «ОКБМ им. Африкантова»", "a limited company is no joint stock company"),
    ("АО «НИИАС»", "letters that are inflected like others"),
    ("深圳大学城", "a town of universities"),
    ("ФГУП «Воронежский механический завод» (ВМЗ)", "the first letter stands for another town"),
    ("Красноярский машиностроительный завод (КМЗ)", "another town in the first letter"),
    ("Beijing Institute of Technology for vocational education", "what a field is for, in a name"),
    ("Sichuan University medical sciences", "two fields in small letters"),
    ("medical University of Tehran", "a field in small letters before a name"),
    ("<td>Beijing</td><td>Institute of Technology Tallaght</td>", "cells of a table"),
    ("난징대학살", "no university in another Korean word"),
)


@pytest.mark.parametrize(("text", "institution", "why"), CERTAIN, ids=[why for *_, why in CERTAIN])
def test_a_listed_body_is_named_for_certain(
    screener: Screener, text: str, institution: str, why: str
) -> None:
    """The rule that is named lets the text say who is meant."""
    found = screener.check(text)
    assert found.identification.status.value == "listed", why
    assert institution in {match.institution.id for match in found.matches if match.confidence > 60}, why


@pytest.mark.parametrize(("text", "why"), ASKED, ids=[why for _, why in ASKED])
def test_a_doubtful_name_asks(screener: Screener, text: str, why: str) -> None:
    """The rule that is named leaves open who is meant, and says that it may be a listed body."""
    assert screener.check(text).identification.status.value == "ambiguous", why


@pytest.mark.parametrize(("text", "why"), NOBODY, ids=[why for _, why in NOBODY])
def test_another_bodys_name_matches_nobody_listed(screener: Screener, text: str, why: str) -> None:
    """The rule that is named keeps a listed body out."""
    assert not screener.check(text).matches, why


def test_a_joined_word_agrees_with_the_two_of_the_name(screener: Screener) -> None:
    """The evidence sets them beside each other, and calls neither missing nor different."""
    (match,) = screener.check("Pengcheng Laboratory").matches
    assert [(one.kind.value, one.query, one.name) for one in match.evidence] == [
        ("agreed", "Pengcheng", "Peng Cheng"),
        ("agreed", "Laboratory", "Laboratory"),
    ]


def test_a_text_that_says_only_ussr_is_one_of_russia(screener: Screener) -> None:
    """Nobody is recognised; what the policy says of Russia holds."""
    said = screener.check("Institute of Continuous Media, USSR")
    assert said.identification.status.value == "not-identified"
    assert (
        said.verdict.level.value
        == screener.check("Institute of Continuous Media, Russia").verdict.level.value
    )


def test_a_name_put_loosely_says_so_and_shows_what_differs(screener: Screener) -> None:
    """The reader sees that the head is another one, and that the town tells whose name it is."""
    said = screener.check("Army Command Academy, Nanjing")
    assert said.identification.explanation.endswith("the place beside it tells whose it is.")
    (match,) = said.matches
    assert [(one.kind.value, one.query, one.name) for one in match.evidence] == [
        ("agreed", "Army", "Army"),
        ("agreed", "Command", "Command"),
        ("different", "Academy", "College"),
    ]
