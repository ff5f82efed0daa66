"""Counts of the data."""

from __future__ import annotations

from curation_files import institution, named
from duediligence.curation import stats
from duediligence.curation.stats import ListStats
from duediligence.model import Kind, Listing, Name, NameKind, Related, RelatedAs


def test_everything_is_counted_once() -> None:
    """Institutions, names, ties, and per list what is in force, ended, native, identified and dated."""
    native = Name(text="灯大学", kind=NameKind.NATIVE)
    listings = (
        Listing(list="ca-nro", printed="A", since="2024"),
        Listing(list="ca-nro", printed="A", until="2025"),
        Listing(list="us-bis-uvl", printed="A"),
    )
    tie = Related(id="b", role=RelatedAs.UNIT_OF)
    first = institution(
        "a", "A", names=(native,), listings=listings, ids={"ror": "01"}, related=(tie,), kind=Kind.UNIVERSITY
    )
    second = institution("b", "B", listed="B", country=None)
    found = stats([first, second, institution("c", "C", names=named("D"))])
    assert (found.listed, found.known_not_listed, found.names, found.ties, found.with_ror) == (2, 1, 5, 1, 1)
    assert (found.kinds, found.countries) == ({"university": 1, "other": 1}, {"CN": 1, "-": 1})
    assert found.lists == (
        ListStats("ca-nro", listings=2, ended=1, institutions=2, native=1, ror=1, dated=2),
        ListStats("us-bis-uvl", listings=1, ended=0, institutions=1, native=1, ror=1, dated=0),
    )
