"""Compiling the index: what is kept for the next compiling gives the same index as making it afresh."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from duediligence.catalogue.compile import build_index
from duediligence.catalogue.container import Container
from duediligence.catalogue.index import Index
from duediligence.catalogue.locate import find_data
from duediligence.catalogue.made_keys import first_key, join_names, keys_of, make_keys, part_names
from duediligence.catalogue.overlay import OverlayState
from duediligence.catalogue.records import Outline, institution_of, known_of, record_of
from duediligence.curation.overlay_store import OverlayStore
from duediligence.errors import CatalogueError
from duediligence.model import (
    Institution,
    Kind,
    Listing,
    ListingRow,
    Name,
    NameKind,
    RegistryRecord,
    Related,
    RelatedAs,
)
from duediligence.names import name_keys
from small_world import WORLD

NAMES = ["Beihang University", "北京航空航天大学", "МГТУ им. Н. Э. Баумана", "University", "...", ""]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of a small world."""
    folder = tmp_path / "data"
    folder.mkdir()
    records = [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in WORLD]
    (folder / "institutions.yaml").write_text(yaml.safe_dump(records), "utf-8")
    for name in ("places.tsv", "risk_tiers.yaml"):
        (folder / name).write_bytes((find_data() / name).read_bytes())
    return folder


def _sections(path: Path) -> dict[str, bytes]:
    container = Container(path)
    compared = ("meta", "names", "postings", "records", "words", "typos", "ids", "made_keys")
    return {name: bytes(container.section(name)) for name in compared}


def _updates(folder: Path) -> OverlayState:
    writer = OverlayStore(folder).new_version(datetime(2026, 11, 20, tzinfo=UTC))
    rows = [
        ListingRow(list="a-list", name="Beihang University", former=("北京航空学院",), countries=("CN",)),
        ListingRow(list="a-list", name="Tidal Works Co., Ltd.", countries=("CN",)),
    ]
    writer.put_list("a-list", rows, {"as_of": "2026-11-20"})
    writer.put_registry([RegistryRecord(id="00abc", name="Tidal College")], {"as_of": "2026-11-01"})
    return writer.publish()


@pytest.mark.parametrize("updated", [False, True])
def test_kept_keys_give_the_same_index(data: Path, tmp_path: Path, *, updated: bool) -> None:
    """Whether keys are made afresh or taken from the index of the data before the updates."""
    updates = _updates(tmp_path / "updates") if updated else None
    base = tmp_path / "base.index"
    build_index(data, base)
    afresh, reused = tmp_path / "afresh.index", tmp_path / "reused.index"
    build_index(data, afresh, updates)
    build_index(data, reused, updates, Index(base))
    assert _sections(afresh) == _sections(reused)
    assert (_sections(base) == _sections(reused)) is not updated


def test_collecting_of_cycles_goes_on_afterwards(data: Path, tmp_path: Path) -> None:
    """It is paused while the index is compiled, also when that fails."""
    build_index(data, tmp_path / "index")
    assert gc.isenabled()
    (data / "institutions.yaml").write_text("- {id: ", "utf-8")
    with pytest.raises(CatalogueError, match="not valid YAML"):
        build_index(data, tmp_path / "index")
    assert gc.isenabled()


@pytest.mark.parametrize("name", NAMES)
def test_keys_survive_being_kept(name: str) -> None:
    """The keys of a name come back as they were made, whatever its script; also beside other names."""
    made = make_keys(name, lambda _: False, "CN")
    assert [*keys_of(made)] == name_keys(name)
    assert first_key(made) == next((key.text for key in name_keys(name)), "")
    assert part_names(join_names([made, "0x", ""])) == [made, "0x", ""]


WHOLE = Institution(
    id="own-id",
    name="Beihang University",
    country="CN",
    kind=Kind.MILITARY,
    city="Beijing",
    ids={"ror": "00wk2mp56", "wikidata": "Q1"},
    domains=("buaa.edu.cn",),
    names=(Name(text="BUAA", kind=NameKind.ACRONYM), Name(text="北航", lang="zh", source="ror")),
    related=(Related(id="x", role=RelatedAs.SUPERVISED_BY, source="s"),),
    groups=("own-group",),
    listings=(Listing(list="a", printed="B", note="n"), Listing(list="b", printed="C", until="2020")),
    declared_namesakes=("y",),
)


@pytest.mark.parametrize("without", [(), ("listings",), ("groups",), ("listings", "groups")])
def test_records_give_back_their_institution(without: tuple[str, ...]) -> None:
    """With every field in the order of its shape, so that the same record is written again."""
    whole = WHOLE.model_copy(update=dict.fromkeys(without, ()))
    again = institution_of(record_of(whole))
    assert again == whole
    assert again.model_dump_json() == whole.model_dump_json()
    assert record_of(again) == record_of(whole)


def test_a_record_is_the_same_bytes_every_time() -> None:
    """It depends on nothing but the values: neither on who else holds them nor on where they come from."""
    copies = [WHOLE.model_validate_json(WHOLE.model_dump_json(by_alias=True)) for _ in range(2)]
    kept = [one.id for one in copies]
    assert {record_of(one) for one in (WHOLE, *copies)} == {record_of(WHOLE)}, kept


@pytest.mark.parametrize("without", [(), ("listings",), ("groups",)])
def test_what_is_listed_or_grouped_is_known_whole(without: tuple[str, ...]) -> None:
    """Of a body that a rule or note may speak of, nothing is left out."""
    whole = WHOLE.model_copy(update=dict.fromkeys(without, ()))
    assert known_of(record_of(whole), 7, lambda _: whole) is whole


def test_an_outline_says_the_same_as_the_whole() -> None:
    """An unlisted body's outline agrees with its record in all that it holds, and leads to it."""
    whole = WHOLE.model_copy(update={"listings": (), "groups": ()})
    outline = known_of(record_of(whole), 7, {7: whole}.__getitem__)
    assert isinstance(outline, Outline)
    for field in ("id", "name", "country", "kind", "city", "ror_url", "listings", "groups"):
        assert getattr(outline, field) == getattr(whole, field), field
    assert [outline.name_at(at) for at in range(3)] == [whole.name_at(at) for at in range(3)]
    assert outline.whole() is whole is whole.whole()
