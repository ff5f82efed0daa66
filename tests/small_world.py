"""A small world of institutions, compiled as the real data are: for tests of the recogniser's parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from duediligence.catalogue.bearers import Bearer
from duediligence.catalogue.compile import index_sections
from duediligence.catalogue.container import write_container
from duediligence.catalogue.index import Index
from duediligence.catalogue.places import Place
from duediligence.catalogue.policy import only_noted
from duediligence.model import Institution, Kind, Listing, Name, NameKind, Related, RelatedAs
from duediligence.names.keys import pinyin_syllables

LISTED = (Listing(list="us-bis-entity-list", printed="as printed", since="2020-01-01"),)
UNRATED = (Listing(list="aspi-tracker", printed="as printed", rating="unrated"),)


def institution(
    name: str,
    country: str,
    *names: Name | str,
    listed: bool = False,
    kind: Kind = Kind.UNIVERSITY,
    city: str | None = None,
    parent: str | None = None,
    listings: tuple[Listing, ...] = (),
    domain: str | None = None,
    **ids: str,
) -> Institution:
    """Make one institution; its id is its name in lower case with hyphens."""
    related = (Related(id=parent, role=RelatedAs.UNIT_OF),) if parent else ()
    return Institution(
        id="-".join(name.lower().replace(",", "").replace("(", "").replace(")", "").split()),
        name=name,
        country=country,
        kind=kind,
        city=city,
        ids=ids,
        domains=(domain,) if domain else (),
        names=tuple(Name(text=one) if isinstance(one, str) else one for one in names),
        related=related,
        listings=listings or (LISTED if listed else ()),
    )


def acronym(text: str) -> Name:
    """Name of letters."""
    return Name(text=text, kind=NameKind.ACRONYM)


WORLD = (
    institution("Beihang University", "CN", "北京航空航天大学", acronym("BUAA"), listed=True, city="Beijing",
                ror="00wk2mp56"),
    institution("Beijing Institute of Technology", "CN", "北京理工大学", acronym("BIT"), listed=True,
                city="Beijing"),
    institution("Beijing University of Technology", "CN", "北京工业大学", city="Beijing"),
    institution("Birla Institute of Technology", "IN", acronym("BIT")),
    institution("Nanjing University", "CN", listed=True, city="Nanjing"),
    institution("Nanjing University of Aeronautics and Astronautics", "CN", acronym("NUAA"), listed=True,
                city="Nanjing"),
    institution("Tsinghua University", "CN", "清华大学", listed=True, city="Beijing"),
    institution("National Tsing Hua University", "TW", "國立清華大學", city="Hsinchu"),
    institution("Northeastern University", "CN", listed=True, city="Shenyang", domain="neu.edu.cn"),
    institution("Northeastern University, Boston", "US", "Northeastern University", city="Boston"),
    institution("Lomonosov Moscow State University", "RU", listed=True, city="Moscow"),
    institution("Ioffe Physical-Technical Institute", "RU", "Физико-технический институт имени А. Ф. Иоффе",
                listed=True, kind=Kind.RESEARCH_INSTITUTE),
    institution("Moscow Institute of Physics and Technology", "RU", "Московский физико-технический институт",
                listed=True),
    institution("Chinese Academy of Sciences", "CN", acronym("CAS"), kind=Kind.RESEARCH_INSTITUTE,
                listings=UNRATED),
    institution("Institute of Physics", "CN", kind=Kind.RESEARCH_INSTITUTE, city="Beijing",
                parent="chinese-academy-of-sciences"),
    institution("Institute of Applied Physics", "IR", listed=True, kind=Kind.RESEARCH_INSTITUTE,
                city="Tehran"),
    institution("Xiangya Hospital Nanjing University", "CN", kind=Kind.HOSPITAL, city="Nanjing"),
    institution("Drum Tower Hospital", "CN", kind=Kind.HOSPITAL, parent="nanjing-university"),
    institution("Huawei Technologies Co., Ltd.", "CN", listed=True, kind=Kind.COMPANY),
    institution("Kristall Ltd", "RU", listed=True, kind=Kind.COMPANY),
    institution("Omsk State University", "RU", "Омский государственный университет", listed=True),
    institution("Podolsk Arms Plant", "RU", "Podolsk", listed=True, kind=Kind.COMPANY),
    institution("V.P. Lantern Inc.", "AE", listed=True, kind=Kind.COMPANY),
    institution("Geo Research", "PK", listed=True, kind=Kind.RESEARCH_INSTITUTE),
    institution("Geo Research Institute", "JP", kind=Kind.RESEARCH_INSTITUTE),
    institution("Gorky National Laboratory", "CN", listed=True, kind=Kind.RESEARCH_INSTITUTE),
    institution("Westlake Polytechnical University", "CN", listed=True),
    institution("Westlake Polytechnic University", "US"),
    institution("Henan University", "CN", city="Kaifeng"),
    institution("Hunan University", "CN", listed=True, city="Changsha"),
    institution("Kim Chaek Bureau", "KP", kind=Kind.GOVERNMENT,
                listings=(Listing(list="us-ofac-sdn", printed="KIM CHAEK BUREAU", until="2019-01-01"),)),
)  # fmt: skip
PLACES = (
    Place("china", "country", "CN"),
    Place("usa", "country", "US"),
    Place("taiwan", "country", "TW"),
    Place("iran", "country", "IR"),
    Place("russia", "country", "RU"),
    Place("podolsk", "city", "RU"),
    Place("北 京", "region", "CN"),
    Place("germany", "country", "DE"),
    Place("chinese", "demonym", "CN"),
    Place("beijing", "city", "CN"),
    Place("nanjing", "city", "CN"),
    Place("boston", "city", "US"),
    Place("moscow", "city", "RU"),
    Place("tehran", "city", "IR"),
    Place("hunan", "region", "CN"),
    Place("henan", "region", "CN"),
)


def small_index(
    folder: Path, world: Sequence[Institution] = WORLD, places: Sequence[Place] = PLACES
) -> Index:
    """Compile a small world into a folder and open it."""
    path = folder / "small.index"
    write_container(path, small_sections(world, places))
    return Index(path)


def small_sections(world: Sequence[Institution], places: Sequence[Place] = PLACES) -> dict[str, bytes]:
    """Every section of the index of a small world."""
    meta = {"sha256": "0" * 64, "sources": {}}
    return index_sections(bearers(world, places), places, b"{}", meta, pinyin_syllables())


def bearers(world: Sequence[Institution], places: Sequence[Place] = PLACES) -> list[Bearer]:
    """The institutions of a small world as bearers of names."""
    known = {place.key for place in places}
    return [Bearer.of(one, known.__contains__, lambda row: only_noted(row, None) is None) for one in world]
