"""The small world and the harder cases: groups, brands, branches, academies, quoted and native names."""

from __future__ import annotations

from duediligence.catalogue.places import Place
from duediligence.model import Kind, Listing, Name, NameKind
from small_world import LISTED, PLACES, WORLD, acronym, institution

TWICE = (*LISTED, Listing(list="us-1260h", printed="as printed"))
THRICE = (*TWICE, Listing(list="uk-sanctions", printed="as printed"))
# As many as it takes.
BRANCHES = ("Tabriz", "Shiraz", "Isfahan", "Qom", "Karaj", "Arak", "Yazd", "Kerman", "Rasht", "Sari",
            "Ahvaz", "Urmia")  # fmt: skip
WIDER_WORLD = (
    *WORLD,
    institution("China Electronics Technology Group Corporation", "CN", acronym("CETC"), kind=Kind.COMPANY,
                listings=TWICE),
    institution("China Electronics Technology Group Corporation 38th Research Institute", "CN",
                kind=Kind.RESEARCH_INSTITUTE, listed=True),
    institution("Hikvision Digital Technology Co., Ltd.", "CN", kind=Kind.COMPANY, listings=THRICE),
    institution("Dahuatech Technology Co., Ltd.", "CN", kind=Kind.COMPANY, listings=THRICE),
    institution("Dahuatech Hospital", "CN", kind=Kind.HOSPITAL),
    institution("Islamic Azad University", "IR", listed=True, city="Tehran"),
    *(institution(f"Islamic Azad University, {city} Branch", "IR", city=city) for city in BRANCHES),
    institution("FGUP Krylov", "RU", "ФГУП «Крыловский государственный научный центр»",
                kind=Kind.RESEARCH_INSTITUTE, listed=True),
    institution("Vavilov Institute of Optics, Siberian Branch of the Russian Academy of Sciences", "RU",
                kind=Kind.RESEARCH_INSTITUTE, listed=True),
    institution("National Research Tomsk Polytechnic University", "RU", listed=True),
    institution("Federal State Unitary Enterprise Lavochkin Association", "RU", listed=True,
                kind=Kind.COMPANY),
    institution("Hangzhou Dianzi University", "CN", "杭州电子科技大学", listed=True, city="Hangzhou"),
    institution("Shanghai Jiao Tong University", "CN", listed=True),
    institution("Xian Jiaotong University", "CN"),
    institution("South China University of Technology", "CN", listed=True),
    institution("Central South University", "CN", listed=True),
    institution("PLA Information Engineering University", "CN", "中国人民解放军信息工程大学", listed=True,
                kind=Kind.MILITARY),
    institution("Bauman Moscow State Technical University", "RU", listed=True, city="Moscow"),
    institution("Бауманский университет", "RU",
                "Московский государственный технический университет имени Н. Э. Баумана", listed=True),
    institution("Institute of Computing Technology", "CN", kind=Kind.RESEARCH_INSTITUTE, listed=True,
                city="Beijing", parent="chinese-academy-of-sciences"),
    institution("Harbin Shipyard Works", "CN", Name(text="Ninth Shipyard Works", kind=NameKind.FORMER),
                listed=True, kind=Kind.COMPANY),
    institution("Orlova Polyclinic", "RU", kind=Kind.HOSPITAL),
    institution("Orlova Polyclinic Kazan", "RU", "Orlova Polyclinic", kind=Kind.HOSPITAL,
                parent="ioffe-physical-technical-institute"),
    institution("Quantum Ward", "CN", kind=Kind.HOSPITAL, parent="quantum-house"),
    institution("Quantum House", "CN", kind=Kind.HOSPITAL, parent="quantum-villa"),
    institution("Quantum Villa", "CN", kind=Kind.HOSPITAL, parent="quantum-manor"),
    institution("Quantum Manor", "CN", kind=Kind.HOSPITAL, parent="nanjing-university"),
    institution("Nanjing Key Laboratory of Orchids", "CN", kind=Kind.RESEARCH_INSTITUTE,
                parent="nanjing-university"),
    institution("Railway Police College", "CN", listed=True, kind=Kind.SECURITY),
    institution("Tsinghua Shenzhen Institute", "CN", "清华大学深圳研究院", kind=Kind.RESEARCH_INSTITUTE),
    institution("Henan University Hospital", "CN", kind=Kind.HOSPITAL),
    institution("Tehran Polyclinic", "IR", kind=Kind.HOSPITAL),
    institution("Polyclinic of the Tehran Road", "RU", "Tehran Polyclinic", kind=Kind.HOSPITAL),
)  # fmt: skip
WIDER_PLACES = (
    *PLACES,
    Place("hangzhou", "city", "CN"),
    Place("tabriz", "city", "IR"),
    Place("qom", "city", "IR"),
    Place("tomsk", "city", "RU"),
    Place("sri lanka", "country", "LK"),
)
