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
from duediligence.catalogue.records import institution_of, record_of
from duediligence.curation.overlay_store import OverlayStore
from duediligence.errors import CatalogueError
from duediligence.model import Listing, ListingRow, Name, RegistryRecord
from duediligence.names import name_keys
from small_world import WORLD, institution

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


def test_records_give_back_their_institution() -> None:
    """With every field in the order of its shape, so that the same record is written again."""
    whole = institution(
        "Beihang University", "CN", Name(text="BUAA"), listings=(Listing(list="a", printed="B", note="n"),)
    )
    again = institution_of(record_of(whole))
    assert again == whole
    assert record_of(again) == record_of(whole)
