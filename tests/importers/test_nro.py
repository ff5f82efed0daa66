"""Canada's Named Research Organizations."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import nro
from list_files import LISTS


def test_entries_are_read_from_the_page() -> None:
    """Name, country and aliases; links of the menu are no entries."""
    result = nro.read(LISTS / "nro.html")
    row = result.rows[0]
    assert (row.name, row.printed, row.countries) == (
        "Lantern Academy of Ordnance",
        "Lantern Academy of Ordnance (LAO)",
        ("CN",),
    )
    assert row.aliases == ("Ordnance Lantern School", "Lantern City College")
    assert row.former == ("Old Lantern School",)
    assert row.acronyms == ("LAO", "LOS")
    assert result.rows[1].countries == ("IR",)
    assert result.as_of == "2026-05-04"
    assert (result.entries_in, result.skipped) == (4, {"no name": 1})


def test_an_unknown_country_is_noted() -> None:
    """The row stays, without a country."""
    result = nro.read(LISTS / "nro.html")
    assert result.rows[2].countries == ()
    assert [str(p) for p in result.problems] == [
        "nro.html, row 4, field country: none read beside 'Nowhere Institute'"
    ]


def test_a_page_without_entries_is_refused(tmp_path: Path) -> None:
    """An error page is no list."""
    path = tmp_path / "page.html"
    path.write_text("<html><body><h1>Not found</h1></body></html>", "utf-8")
    with pytest.raises(ImporterError, match="no entry of the form"):
        nro.read(path)
