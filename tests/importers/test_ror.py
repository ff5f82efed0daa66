"""The registry of research organisations."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from duediligence.errors import ImporterError
from duediligence.importers import ror
from duediligence.importers.ror import RorReader
from duediligence.model import Kind, NameKind, RegistryRecord
from list_files import LISTS

DUMP = (LISTS / "ror.json").read_bytes()


def _zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_json", ".json"), content)
    return path


def _read(path: Path) -> dict[str, RegistryRecord]:
    return {record.id: record for record in RorReader(path)}


def test_a_record_keeps_names_place_and_ids() -> None:
    """The displayed name is the name, the others keep their kind and language."""
    record = _read(LISTS / "ror.json")["00abc1234"]
    assert (record.name, record.country, record.city, record.kind) == (
        "Lantern University",
        "CN",
        "Porttown",
        Kind.UNIVERSITY,
    )
    assert [(n.text, n.kind, n.lang, n.source) for n in record.names] == [
        ("灯笼大学", NameKind.ALIAS, "zh", "ror"),
        ("LU", NameKind.ACRONYM, None, "ror"),
    ]
    assert record.domains == ("lantern.example",)
    assert record.ids == {"wikidata": "Q1", "grid": "grid.1.2"}
    assert record.related == (("child", "00abc5678"),)


def test_kinds_come_from_types_and_names() -> None:
    """Types that say little are helped by the words of the name."""
    found = _read(LISTS / "ror.json")
    assert {key[-4:]: record.kind for key, record in found.items()} == {
        "1234": Kind.UNIVERSITY,
        "5678": Kind.COMPANY,
        "0001": Kind.HOSPITAL,
        "0002": Kind.RESEARCH_INSTITUTE,
        "0003": Kind.GOVERNMENT,
    }


def test_a_company_loses_the_country_in_brackets() -> None:
    """The registry writes "X (China)"; nobody else does."""
    assert _read(LISTS / "ror.json")["00abc5678"].name == "Lantern Electronics"


def test_everything_left_out_is_counted() -> None:
    """Withdrawn, nameless and broken records."""
    reader = RorReader(LISTS / "ror.json")
    list(reader)
    assert (reader.entries_in, reader.records_out) == (8, 5)
    assert reader.skipped == {"withdrawn record": 1, "no name": 1, "broken row": 1}
    assert str(reader.problems[0]).startswith("ror.json, row 8: TypeError")


def test_zip_and_gzip_read_the_same(tmp_path: Path) -> None:
    """Of a dump with files of two schemas, the second is taken."""
    packed = tmp_path / "dump.json.gz"
    packed.write_bytes(gzip.compress(DUMP))
    archive = _zipped(
        tmp_path / "dump.zip", v1_json=b'[{"id": "x"}]', v1_data_schema_v2_json=DUMP, readme=b"x"
    )
    assert _read(packed).keys() == _read(archive).keys() == _read(LISTS / "ror.json").keys()


def test_a_record_cut_by_the_reading_window_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records are read piece by piece."""
    monkeypatch.setattr(ror, "_CHUNK", 50)
    assert len(_read(LISTS / "ror.json")) == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b'[{"id": "https://ror.org/1", "name": "Old", "names": null}]',
            "not a ROR record of schema version 2",
        ),
        (b'{"items": []}', "not a JSON array"),
        (DUMP[:300], "cut off or damaged"),
        (b"[]", "no organisation found"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b" " * 3_000_000, "cut off or damaged"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """Older schema, another document, a cut-off file."""
    path = tmp_path / "dump.json"
    path.write_bytes(content)
    with pytest.raises(ImporterError, match=said):
        _read(path)


def test_an_archive_without_json_is_refused(tmp_path: Path) -> None:
    """The dump also comes as CSV."""
    with pytest.raises(ImporterError, match="no JSON file inside"):
        _read(_zipped(tmp_path / "dump.zip", data=b"x"))


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    """What the archive's reader raises becomes a message."""
    path = _zipped(tmp_path / "dump.zip", dump_json=DUMP)
    marked = path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    path.write_bytes(marked.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01"))
    with pytest.raises(ImporterError, match=r"cannot be read: .*encrypted"):
        _read(path)


def test_an_inflated_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its announced size is looked at before it is unpacked."""
    monkeypatch.setattr(ror, "MAX_BYTES", 10)
    with pytest.raises(ImporterError, match="unpacks to"):
        _read(_zipped(tmp_path / "dump.zip", dump_json=DUMP))


def test_only_the_first_problems_are_kept(tmp_path: Path) -> None:
    """A file of broken records does not fill the screen."""
    path = tmp_path / "dump.json"
    path.write_bytes(DUMP.rstrip(b"\n ]") + b', {"id": 1}' * 60 + b"]")
    reader = RorReader(path)
    list(reader)
    assert (len(reader.problems), reader.skipped["broken row"]) == (50, 61)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(ImporterError, match=r"dump\.zip: cannot be read"):
        _read(tmp_path / "dump.zip")
