"""The catalogue in force: where its data and compiled index lie, and the user's updates over it."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from duediligence.catalogue import Catalogue, locate
from duediligence.catalogue.container import MAGIC, Container, write_container
from duediligence.catalogue.locate import find_data, open_index
from duediligence.catalogue.overlay import OverlayState
from duediligence.catalogue.places import load_places
from duediligence.curation.overlay_store import OverlayStore
from duediligence.errors import BrokenIndexError, CatalogueError
from duediligence.model import ListingRow, RegistryRecord
from small_world import institution

OWN = "own-list"
KNOWN = institution("Lantern University", "CN")
PRINTED = ListingRow(list=OWN, name="Lantern University", countries=("CN",))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data with one institution."""
    folder = tmp_path / "data"
    folder.mkdir()
    record = KNOWN.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    (folder / "institutions.yaml").write_text(yaml.safe_dump([record]), "utf-8")
    (folder / "places.tsv").write_text("China\tcountry\tCN\n", "utf-8")
    (folder / "risk_tiers.yaml").write_bytes((find_data() / "risk_tiers.yaml").read_bytes())
    return folder


def _updates(folder: Path, list_id: str) -> OverlayState:
    writer = OverlayStore(folder).new_version(datetime(2026, 11, 20, tzinfo=UTC))
    writer.put_list(list_id, [PRINTED.model_copy(update={"list": list_id})], {"as_of": "2026-11-20"})
    writer.put_registry([RegistryRecord(id="00abc", name="Tidal College")], {"as_of": "2026-11-01"})
    return writer.publish()


def test_updates_are_laid_over(data: Path, tmp_path: Path) -> None:
    """Updated lists and registry are in the compiled index, under a version and a file of their own."""
    cache = tmp_path / "cache"
    plain = Catalogue(open_index(data, cache_dir=cache), data)
    updates = _updates(tmp_path / "updates", OWN)
    updated = Catalogue(open_index(data, updates=updates, cache_dir=cache), data)
    assert [one.listings for one in plain.institutions()] == [()]
    assert [[row.list for row in one.listings] for one in updated.institutions()] == [[OWN], []]
    assert updated.version != plain.version
    assert updated.index.path != plain.index.path


def test_a_list_of_the_users_own_is_described(data: Path, tmp_path: Path) -> None:
    """A list that only an update holds is shown with its counts and date, and claims nothing."""
    updates = _updates(tmp_path / "updates", OWN)
    catalogue = Catalogue(open_index(data, updates=updates, cache_dir=tmp_path / "cache"), data)
    (own,) = [one for one in catalogue.lists if one.id == OWN]
    assert (own.listings, own.institutions, own.as_of, own.source) == (1, 1, "2026-11-20", "updated")
    assert own.url == ""


def test_a_list_not_shipped_is_covered_once_updated(data: Path, tmp_path: Path) -> None:
    """The warning that a described list is not covered goes when an update holds the list."""
    before = Catalogue(open_index(data, cache_dir=tmp_path / "cache"), data)
    if not before.policy.uncovered:
        pytest.skip("every described list is shipped")
    uncovered = before.policy.uncovered[0]
    updates = _updates(tmp_path / "updates", uncovered.id)
    after = Catalogue(open_index(data, updates=updates, cache_dir=tmp_path / "cache"), data)
    (now,) = [one for one in after.lists if one.id == uncovered.id]
    assert now.title == uncovered.title
    assert now.does_not_mean == ""


def test_institutions_are_found_by_id(data: Path, tmp_path: Path) -> None:
    """An id leads to its institution, an unknown one to none."""
    catalogue = Catalogue(open_index(data, cache_dir=tmp_path / "cache"), data)
    assert catalogue.institution("lantern-university") == KNOWN
    assert catalogue.institution("nobody") is None


def test_the_shipped_index_is_used(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index shipped beside the packaged data is opened as it is: nothing is compiled."""
    compiled = open_index(data, cache_dir=tmp_path / "cache").path
    shipped = compiled.rename(data / locate.INDEX_NAME)
    monkeypatch.setattr(locate, "_PACKAGED", data)
    assert find_data() == data
    assert open_index(data, cache_dir=tmp_path / "unused").path == shipped
    assert not (tmp_path / "unused").exists()


def test_the_cache_folder_is_the_variable_or_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled indexes are kept where the variable says, or in the user's cache folder."""
    monkeypatch.setenv("DUEDILIGENCE_CACHE_DIR", "/somewhere")
    assert locate._cache_dir() == Path("/somewhere")
    monkeypatch.delenv("DUEDILIGENCE_CACHE_DIR")
    assert locate._cache_dir().name == "duediligence"


def test_an_unwritable_cache_is_told(data: Path, tmp_path: Path) -> None:
    """Where the index cannot be written, the message names the file and the way out."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder", "utf-8")
    with pytest.raises(CatalogueError, match="cannot be written") as refused:
        open_index(data, cache_dir=blocked)
    assert "a file stands where the cache folder should" in refused.value.hint
    assert "DUEDILIGENCE_CACHE_DIR" in refused.value.hint


def test_a_folder_in_the_place_of_the_index_is_told(data: Path, tmp_path: Path) -> None:
    """Making the cache writable would not help: the folder has to go."""
    cache = tmp_path / "cache"
    path = open_index(data, cache_dir=cache).path
    path.unlink()
    path.mkdir()
    with pytest.raises(CatalogueError, match="cannot be written") as refused:
        open_index(data, cache_dir=cache)
    assert "a folder stands in its place" in refused.value.hint
    assert [one.name for one in cache.iterdir() if one.suffix == ".part"] == []


@pytest.mark.parametrize("byte", [*b'.e-09 "[]{,', 0xFF])
def test_a_damaged_directory_is_refused(tmp_path: Path, byte: int) -> None:
    """Wherever the byte stands before the sections: no damage there is read as another directory."""
    path, sections = tmp_path / "x", {"meta": b"{}", "names": b"abc" * 9}
    write_container(path, sections)
    whole = path.read_bytes()
    for at in range(len(whole) - sum(-(-len(data) // 8) * 8 for data in sections.values())):
        path.write_bytes(whole[:at] + bytes((byte,)) + whole[at + 1 :])
        with pytest.raises(BrokenIndexError) if whole[at] != byte else nullcontext():
            Container(path)


def test_a_file_of_first_bytes_alone_is_refused(tmp_path: Path) -> None:
    """It holds no directory of sections."""
    (tmp_path / "x").write_bytes(MAGIC)
    with pytest.raises(BrokenIndexError):
        Container(tmp_path / "x")


@pytest.mark.parametrize("line", ["China\tcountry", "China\tcountry\tCN\tmore", "China country CN"])
def test_a_line_of_the_gazetteer_has_three_columns(tmp_path: Path, line: str) -> None:
    """A line with too few or too many columns is refused with its number."""
    path = tmp_path / "places.tsv"
    path.write_text(f"# name\tkind\tcountry\n{line}\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"places\.tsv:2"):
        load_places(path)


def test_the_curators_places_are_in_the_gazetteer() -> None:
    """Every place added by hand reached the shipped table, which is built from that one and the registry."""
    data = Path(__file__).parents[1] / "data"
    by_hand, shipped = (
        {line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")}
        for path in (data / "curation" / "places.tsv", data / "places.tsv")
    )
    assert sorted(by_hand - shipped) == []
