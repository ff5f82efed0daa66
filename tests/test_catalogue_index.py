"""The compiled index: what is written is read back, and damage is noticed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from duediligence.catalogue import compile as compile_
from duediligence.catalogue import load, locate
from duediligence.catalogue.compile import data_digest
from duediligence.catalogue.container import Container, write_container
from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import Posting, pack_country, pack_posting, unpack_country, unpack_posting
from duediligence.catalogue.load import each_institution, load_institutions
from duediligence.catalogue.locate import find_data, makers, open_index
from duediligence.catalogue.places import load_places
from duediligence.catalogue.records import Outline
from duediligence.errors import BrokenIndexError, CatalogueError
from duediligence.model import NameKind
from small_world import WORLD, small_index


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """The small world, compiled."""
    return small_index(tmp_path)


def test_every_record_comes_back(index: Index) -> None:
    """Every institution is read back as it was written, listed ones first."""
    read = [index.institution(at) for at in range(len(index))]
    assert sorted(one.id for one in read) == sorted(one.id for one in WORLD)
    assert {one.id: one for one in read} == {one.id: one for one in WORLD}
    assert [bool(one.listings) for one in read] == sorted([bool(one.listings) for one in read], reverse=True)


def test_an_unlisted_institution_is_known_by_its_outline(index: Index) -> None:
    """Only what is listed is read whole; an outline reads the rest when it is asked for."""
    known = [index.known(at) for at in range(len(index))]
    assert [one.whole() for one in known] == [index.institution(at) for at in range(len(index))]
    assert [isinstance(one, Outline) for one in known] == [not one.whole().listings for one in known]


def test_identifiers(index: Index) -> None:
    """An identifier leads to its institution, whatever its case; an unknown one to none."""
    (at,) = index.by_identifier("ror", "00WK2MP56")
    assert index.institution(at).id == "beihang-university"
    assert index.by_identifier("ror", "nothing") == []
    assert index.country(at) == "CN"


def test_words_know_their_neighbours(index: Index) -> None:
    """A misspelt word leads to the listed name's word one letter away."""
    assert "beihang" in index.near_words("beihagn")
    assert index.word_count("beihang") == 1
    assert index.word_count("nowhere") == 0


@pytest.mark.parametrize("cut", [0, 4, 20, 2000])
def test_a_truncated_index_is_refused(tmp_path: Path, index: Index, cut: int) -> None:
    """A cut file is never read as an index."""
    path = tmp_path / "cut.index"
    path.write_bytes(index.path.read_bytes()[:cut])
    with pytest.raises(BrokenIndexError):
        Index(path)


def test_a_flipped_byte_is_noticed(tmp_path: Path, index: Index) -> None:
    """Damage anywhere is noticed at the latest when the damaged part is read."""
    data = bytearray(index.path.read_bytes())
    for at in range(600, len(data), max(1, len(data) // 60)):
        damaged = tmp_path / f"{at}.index"
        data[at] ^= 0xFF
        damaged.write_bytes(data)
        data[at] ^= 0xFF
        try:
            read = Index(damaged)
            records = [read.institution(number) for number in range(len(read))]
            assert [read.known(number).id for number in range(len(read))] == [one.id for one in records]
            read.by_identifier("id", "x"), read.near_words("beihang")
        except BrokenIndexError:
            continue
        assert len(records) == len(WORLD)  # padding between sections holds nothing


def test_missing_section(tmp_path: Path) -> None:
    """A container without a section says which."""
    write_container(tmp_path / "x", {"meta": b"{}"})
    with pytest.raises(BrokenIndexError, match="'names' is missing"):
        Container(tmp_path / "x").section("names")


def test_index_of_another_version(tmp_path: Path) -> None:
    """An index of another format is refused, not guessed at."""
    write_container(tmp_path / "x", {"meta": b'{"format": 0}'})
    with pytest.raises(BrokenIndexError, match="another version"):
        Index(tmp_path / "x")


def test_packing_is_undone() -> None:
    """Postings and countries come back from their numbers."""
    posting = Posting(1_000_000, 4095, NameKind.GENERIC, 6, 4)
    assert unpack_posting(pack_posting(posting)) == posting
    assert unpack_country(pack_country("CN")) == "CN"
    assert unpack_country(pack_country(None)) == ""


INSTITUTION = "- {id: a-university, name: A University, country: CN, kind: university}\n"


def _data(folder: Path, institutions: str = INSTITUTION, places: str = "China\tcountry\tCN\n") -> Path:
    shipped = find_data()
    (folder / "institutions.yaml").write_text(institutions, "utf-8")
    (folder / "risk_tiers.yaml").write_bytes((shipped / "risk_tiers.yaml").read_bytes())
    (folder / "places.tsv").write_text(places, "utf-8")
    return folder


def test_a_changed_file_is_compiled_anew(tmp_path: Path) -> None:
    """The cache follows the content: a changed record is in force at once; an unchanged one is kept."""
    data, cache = tmp_path / "data", tmp_path / "cache"
    data.mkdir()
    first = open_index(_data(data), cache_dir=cache)
    written = first.path.stat().st_mtime_ns
    assert open_index(data, cache_dir=cache).path.stat().st_mtime_ns == written
    _data(data, INSTITUTION.replace("A University", "Another University"))
    second = open_index(data, cache_dir=cache)
    assert second.path != first.path
    assert second.institution(0).name == "Another University"


def test_a_corrupted_cache_is_rebuilt(tmp_path: Path) -> None:
    """A damaged cached index is rebuilt, never trusted."""
    data, cache = tmp_path / "data", tmp_path / "cache"
    data.mkdir()
    path = open_index(_data(data), cache_dir=cache).path
    path.write_bytes(path.read_bytes()[:100])
    assert open_index(data, cache_dir=cache).institution(0).id == "a-university"


@pytest.mark.parametrize(
    ("institutions", "message"),
    [
        ("{}", "expected a list"),
        ("- {id: a", "not valid YAML"),
        ("- {id: a, name: A, colour: red}\n", "colour"),
        ("- {id: a, name: A, kind: castle}\n", "a: kind"),
        ("- 3\n", "record 0"),
    ],
)
def test_broken_institutions_are_located(tmp_path: Path, institutions: str, message: str) -> None:
    """A broken data file is refused with the file and the record named."""
    path = tmp_path / "institutions.yaml"
    path.write_text(institutions, "utf-8")
    with pytest.raises(CatalogueError, match=message) as refused:
        load_institutions(path)
    assert str(path) in str(refused.value)
    assert refused.value.hint


def test_missing_data_are_named(tmp_path: Path) -> None:
    """A folder without data is refused, and every missing file is named."""
    with pytest.raises(CatalogueError, match=r"institutions\.yaml and no risk_tiers\.yaml"):
        find_data(tmp_path)
    with pytest.raises(CatalogueError):
        load_institutions(tmp_path / "institutions.yaml")
    with pytest.raises(CatalogueError):
        load_places(tmp_path / "places.tsv")


def test_places_are_located(tmp_path: Path) -> None:
    """A broken line of the gazetteer is refused with its number; words of another meaning are no places."""
    path = tmp_path / "places.tsv"
    path.write_text("# head\nChina\tcountry\tCN\nCentre\tregion\tFR\n", "utf-8")
    assert [place.key for place in load_places(path)] == ["china"]
    path.write_text("China\tplanet\tCN\n", "utf-8")
    with pytest.raises(CatalogueError, match=r"places\.tsv:1"):
        load_places(path)


def _flipped(path: Path, section: str) -> None:
    """Flip one byte in the middle of one section of an index file."""
    container = Container(path)
    at, size, _ = container._directory[section]
    data = bytearray(path.read_bytes())
    data[container._base + at + size // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    "section", ["meta", "policy", "names", "records", "ids", "words", "typos", "made_keys"]
)
def test_a_damaged_cache_is_rebuilt_whichever_part_is_damaged(tmp_path: Path, section: str) -> None:
    """Also a part that is read only when it is needed: by then the index could no longer be built again."""
    (tmp_path / "data").mkdir()
    data, cache = _data(tmp_path / "data"), tmp_path / "cache"
    path = open_index(data, cache_dir=cache).path
    whole = path.read_bytes()
    _flipped(path, section)
    assert open_index(data, cache_dir=cache).by_identifier("id", "a-university") == [0]
    assert path.read_bytes() == whole
    assert path.with_suffix(".checked").read_text("ascii").startswith(f"{len(whole)} ")


WHOLE = "# head\n" + "".join(f"- {{id: a{at}, name: A {at}}}\n# between\n" for at in range(5))
ANCHORED = "- &a {id: a, name: A}\n- {<<: *a, id: b}\n- {<<: *a, id: c}\n"


@pytest.mark.parametrize("text", [WHOLE, ANCHORED, "[]\n", '[{id: a, name: A}, {id: b, name: "B"}]'])
@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_records_read_in_parts_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, at_once: int
) -> None:
    """Also where one record refers to another, and where they do not start at the margin."""
    path = tmp_path / "institutions.yaml"
    path.write_text(text, "utf-8")
    monkeypatch.setattr(load, "_RECORDS_AT_ONCE", at_once)
    assert [*each_institution(path)] == load_institutions(path)


@pytest.mark.parametrize("text", ["- {id: a, name: A}\n- {id: b}\n", "- {id: a\n", "{}", "", "- \udcff"])
def test_a_fault_is_told_as_for_the_whole_file(tmp_path: Path, text: str) -> None:
    """With the record or the line of the file, not of the part."""
    path = tmp_path / "institutions.yaml"
    path.write_text(text, "utf-8", errors="surrogateescape")
    with pytest.raises(CatalogueError) as whole:
        load_institutions(path)
    with pytest.raises(CatalogueError) as parts:
        [*each_institution(path)]
    assert str(parts.value) == str(whole.value)


def _cached(folder: Path, name: str, used: int) -> Path:
    """A file of the cache that was last used at a time."""
    path = folder / name
    path.write_bytes(b"")
    os.utime(path, (used, used))
    return path


def test_the_cache_keeps_what_was_used_last(tmp_path: Path) -> None:
    """A new index drives out all but a few, those used longest ago; never a file of anybody else."""
    (tmp_path / "data").mkdir()
    data, cache = _data(tmp_path / "data"), tmp_path / "cache"
    cache.mkdir()
    digests = [_cached(cache, f"{at + 100:024x}.digest", used=at) for at in range(1, 10)]
    indexes = [_cached(cache, f"{at:024x}.index", used=at) for at in range(1, 10)]
    indexes += [_cached(cache, f"{at:024x}-{at:016x}.index", used=at + 10) for at in range(1, 4)]
    others = [_cached(cache, name, used=1) for name in ("own.index", "own.part", f"{1:024x}.txt")]
    notes = [_cached(cache, f"{at:024x}.checked", used=used) for at, used in ((1, 100), (2, 2))]
    opened = open_index(data, cache_dir=cache).path
    left = set(cache.iterdir())
    assert {opened, indexes[0], *indexes[6:]} == left & {opened, *indexes}
    assert {digests[2], *digests[3:]} == left & {*digests}
    assert {*others, notes[0]} == left & {*others, *notes}


def test_unfinished_files_go_when_nobody_writes_them(tmp_path: Path) -> None:
    """A day after the last byte; those being written stay, however many, and whatever is not ours."""
    (tmp_path / "data").mkdir()
    data, cache = _data(tmp_path / "data"), tmp_path / "cache"
    cache.mkdir()
    now = int(time.time())
    dead = [_cached(cache, f".{at:024x}.index.12-7f.part", used=now - 90_000) for at in range(3)]
    alive = [_cached(cache, f".{at:024x}.index.13-7f.part", used=now - 3600) for at in range(12)]
    other = _cached(cache, ".own.index.12-7f.part", used=1)
    open_index(data, cache_dir=cache)
    assert {*alive, other} == {*cache.iterdir()} & {*dead, *alive, other}


def test_opening_an_index_is_using_it(tmp_path: Path) -> None:
    """The index's note and the digest beside it are then as new, so that what is opened daily stays."""
    (tmp_path / "data").mkdir()
    data, cache = _data(tmp_path / "data"), tmp_path / "cache"
    note = open_index(data, cache_dir=cache).path.with_suffix(".checked")
    (digest,) = cache.glob("*.digest")
    for one in (note, digest):
        os.utime(one, (1, 1))
    open_index(data, cache_dir=cache)
    assert min(note.stat().st_mtime, digest.stat().st_mtime) > 1


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can delete an open file there")
def test_an_index_forgotten_while_it_is_opened_is_built_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another run may delete it between its opening and the look at its time."""
    (tmp_path / "data").mkdir()
    data, cache = _data(tmp_path / "data"), tmp_path / "cache"
    path = open_index(data, cache_dir=cache).path
    opened = []

    def opened_and_forgotten(at: Path) -> Index:
        opened.append(Index(at))
        if len(opened) == 1:
            at.unlink()
        return opened[-1]

    monkeypatch.setattr(locate, "Index", opened_and_forgotten)
    assert len(open_index(data, cache_dir=cache)) == 1
    assert (len(opened), path.is_file()) == (2, True)


def test_an_index_belongs_to_the_code_that_made_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Also to the shapes, whose fields are the records', in order; not to modules that make no index."""
    names = {path.name for path in makers()}
    assert {"model.py", "records.py", "compile.py", "keys.py", "words.tsv"} <= names
    assert names.isdisjoint({"rules_page.py", "freshness.py", "catalogue.py"})
    before = data_digest(find_data())
    shapes = tmp_path / "model.py"
    shapes.write_text("changed", "utf-8")
    changed = [shapes if path.name == "model.py" else path for path in makers()]
    monkeypatch.setattr(compile_, "makers", lambda: changed)
    assert data_digest(find_data()) != before
