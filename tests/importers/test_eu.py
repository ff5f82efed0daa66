"""The EU consolidated list, XML and CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import eu
from duediligence.model import ListingRow
from list_files import LISTS


def _first(name: str) -> ListingRow:
    return eu.read(LISTS / name).rows[0]


@pytest.mark.parametrize("name", ["eu.xml", "eu.csv"])
def test_both_forms_give_the_same_organisation(name: str) -> None:
    """The English name is the heading, names in other languages are aliases."""
    row = _first(name)
    assert (row.name, row.acronyms, row.aliases) == (
        "Lantern Institute of Optics",
        ("LIO",),
        ("Institut Lanterne",),
    )
    assert (row.countries, row.programme, row.since, row.as_of) == (
        ("RU",),
        "UKR",
        "2024-02-24",
        "2026-08-05",
    )
    assert (row.cite, row.url) == ("269/2014 (OJ L78); EU.1.1", "https://example.org/oj")


def test_xml_keeps_native_names_and_counts_the_rest() -> None:
    """A body without a Latin name is kept under its own; persons and nameless entries are counted."""
    result = eu.read(LISTS / "eu.xml")
    assert result.rows[0].name_native == "Фонарный институт"
    assert (result.rows[1].name, result.rows[1].countries, result.rows[1].since) == (
        "دانشگاه فانوس",
        ("IR",),
        "2020-01-02",
    )
    assert result.skipped == {"natural person": 1, "no name": 1, "broken row": 1}
    assert [str(p) for p in result.problems] == [
        "eu.xml, row 19, field subjectType: expected person or enterprise, found ''"
    ]


def test_csv_counts_persons() -> None:
    """Several lines are one entry."""
    result = eu.read(LISTS / "eu.csv")
    assert (result.entries_in, result.skipped) == (2, {"natural person": 1})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<export><sanctionEntity></export>", "not well-formed XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><export>&a;</export>', "declares XML entities"),
        (f"<!--{'x' * 70_000}--><!DOCTYPE x [<!ENTITY a SYSTEM 'b'>]><export/>", "declares XML entities"),
        ("a;b\n1;2\n", "column Entity_LogicalId, NameAlias_WholeName missing"),
    ],
)
def test_hostile_and_foreign_files_are_refused(tmp_path: Path, content: str, said: str) -> None:
    """Entities are never resolved: they are how a small file becomes a huge one."""
    path = tmp_path / "eu.xml"
    path.write_text(content, "utf-8")
    with pytest.raises(ImporterError, match=said):
        eu.read(path)
