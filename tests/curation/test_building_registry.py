"""The registry read from its table and records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from curation_files import organisation, write_reference
from duediligence.curation.building.registry import domains_of, read_registry
from duediligence.model import Kind


def _record(ror: str, *related: tuple[str, str], **more: object) -> dict[str, Any]:
    ties = [{"type": role, "id": f"https://ror.org/{other}", "label": other} for role, other in related]
    return {
        "id": f"https://ror.org/{ror}",
        "relationships": ties,
        "external_ids": [],
        "names": [],
        "domains": [],
    } | more


def test_a_record_is_read_with_names_place_and_ids(tmp_path: Path) -> None:
    """Aliases, labels with language, acronyms, city, domain and Wikidata id arrive; `und` is no language."""
    listed = {
        "ror_id": "https://ror.org/00a",
        "name": "Lantern University",
        "aliases": "Lamp School|Torch School",
        "labels": "zh:灯大学|und:Laterna",
        "acronyms": "LU",
        "country_code": "CN",
        "types": "education",
        "city": "Wick",
        "website": "https://www.lantern.example:8080/en",
    }
    record = _record(
        "00a",
        external_ids=[{"type": "wikidata", "preferred": None, "all": ["Q1"]}, {"type": "isni", "all": ["1"]}],
        names=[{"value": "Laterna", "lang": "la", "types": ["label"]}],
        domains=["lantern.example.cn"],
    )
    (found,) = read_registry(write_reference(tmp_path, registry=[listed], records=[record]))
    assert found.all_names == ["Lantern University", "Lamp School", "Torch School", "灯大学", "Laterna"]
    assert found.labels == [("灯大学", "zh"), ("Laterna", "la")]
    assert (found.ids, found.domains, found.city) == (
        {"wikidata": "Q1"},
        ["lantern.example.cn", "lantern.example"],
        "Wick",
    )
    assert found.usable


def test_relations_are_mirrored_and_give_a_missing_country(tmp_path: Path) -> None:
    """A record known only as another's child lies where its parent lies, and knows its ancestors."""
    table = [
        {
            "ror_id": "https://ror.org/00a",
            "name": "Academy of Sciences",
            "country_code": "RU",
            "types": "government",
        },
        {"ror_id": "https://ror.org/00b", "name": "Division", "country_code": "RU", "types": "government"},
        {"ror_id": "https://ror.org/00c", "name": "Institute", "types": "facility"},
    ]
    records = [
        _record("00a", ("child", "00b"), ("child", "0zz")),
        _record("00b", ("child", "00c"), ("parent", "00a")),
    ]
    academy, division, institute = read_registry(write_reference(tmp_path, registry=table, records=records))
    assert institute.country == "RU"
    assert institute.parents == ["Division", "Academy of Sciences"]
    assert division.related.count(("parent", "00a")) == 1
    assert academy.parents == []


def test_the_country_in_a_company_name_is_dropped_and_withdrawn_records_are_unusable(tmp_path: Path) -> None:
    """`Lantern (China)` is the firm's record; a university may carry brackets in its name."""
    table = [
        {
            "ror_id": "https://ror.org/00a",
            "name": "Lantern (China)",
            "types": "company",
            "status": "withdrawn",
        },
        {"ror_id": "https://ror.org/00b", "name": "School (Wick)", "types": "education"},
    ]
    firm, school = read_registry(write_reference(tmp_path, registry=table))
    assert (firm.name, firm.usable, firm.country, school.name) == ("Lantern", False, None, "School (Wick)")


@pytest.mark.parametrize(
    ("types", "name", "kind"),
    [
        ({"healthcare"}, "Clinic", Kind.HOSPITAL),
        ({"education"}, "Wick University Hospital", Kind.HOSPITAL),
        ({"education"}, "Wick University", Kind.UNIVERSITY),
        ({"company"}, "Wick", Kind.COMPANY),
        ({"facility"}, "Wick Site", Kind.RESEARCH_INSTITUTE),
        ({"government"}, "Academy of Wicks", Kind.RESEARCH_INSTITUTE),
        ({"government"}, "Ministry of Wicks", Kind.GOVERNMENT),
        ({"archive"}, "Wick Archive", Kind.OTHER),
    ],
)
def test_the_kind_follows_types_and_name(types: set[str], name: str, kind: Kind) -> None:
    """A hospital is a hospital whatever else it is; an academy of a government does research."""
    assert organisation("00a", name, types=frozenset(types)).kind is kind


@pytest.mark.parametrize(
    ("website", "hosts"),
    [("http://www.a.edu.cn/x", ["a.edu.cn"]), ("https://www2.b.ru", ["b.ru"]), ("", []), ("not a site", [])],
)
def test_a_domain_is_the_host_of_the_website(website: str, hosts: list[str]) -> None:
    """No `www`, no port, no path, and nothing where there is no host."""
    assert domains_of(website) == hosts
