"""The Swiss list."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import seco
from list_files import LISTS


def test_an_entity_keeps_names_place_and_programme() -> None:
    """Spellings in another script are native names, former names are told apart."""
    result = seco.read(LISTS / "seco.xml")
    (row,) = result.rows
    assert (row.name, row.acronyms, row.name_native) == (
        "Lantern Federal Institute",
        ("LFI",),
        "Федеральный институт Фонарь",
    )
    assert (row.aliases, row.former) == (("Lamp Institute",), ("Old Lantern Bureau",))
    assert (row.countries, row.since) == (("RU",), "2022-03-04")
    assert (row.programme, row.cite) == ("Measures concerning the Lantern Republic", "SECO, SSID 1")
    assert result.as_of == "2026-03-17"


def test_all_else_is_counted() -> None:
    """Persons, things, delisted and nameless targets; one that is none of these has a located problem."""
    result = seco.read(LISTS / "seco.xml")
    assert result.skipped == {
        "natural person": 1,
        "vessel": 1,
        "aircraft": 1,
        "no longer listed": 1,
        "no name": 1,
        "broken row": 1,
    }
    assert [str(p) for p in result.problems] == [
        "seco.xml, row 22, field target: neither individual, entity nor object"
    ]


def test_another_document_is_refused(tmp_path: Path) -> None:
    """A list without targets is not this list."""
    path = tmp_path / "other.xml"
    path.write_text("<list/>", "utf-8")
    with pytest.raises(ImporterError, match="no <target> element"):
        seco.read(path)


def test_entities_are_refused_in_every_encoding(tmp_path: Path) -> None:
    """The mark of an entity looks otherwise in UTF-16."""
    path = tmp_path / "seco.xml"
    document = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><x>&a;</x>'
    )
    path.write_bytes(document.encode("utf-16"))
    with pytest.raises(ImporterError, match="declares XML entities"):
        seco.read(path)
