"""A file is written whole or not at all, whoever else writes it."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from duediligence.catalogue import container
from duediligence.catalogue.whole_file import whole_file
from duediligence.curation.write_whole import write_whole
from duediligence.errors import OutputError


def test_until_the_end_the_file_is_as_it_was(tmp_path: Path) -> None:
    """The new bytes take its place at once, under its permissions."""
    path = tmp_path / "file"
    path.write_bytes(b"before")
    path.chmod(0o640)
    with whole_file(path) as stream:
        stream.write(b"after")
        stream.flush()
        assert path.read_bytes() == b"before"
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"after", 0o640)


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_nothing_behind(tmp_path: Path, failure: BaseException) -> None:
    """On a full disk, or stopped by the user, the half that was written goes."""
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def write() -> None:
        with whole_file(path) as stream:
            stream.write(b"half")
            raise failure

    with pytest.raises(type(failure)):
        write()
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == b"before"


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    """Each writes a file of its own, and the last one stays whole."""
    path = tmp_path / "file"

    def write() -> None:
        with whole_file(path) as other:
            other.write(b"theirs")

    with whole_file(path) as stream:
        stream.write(b"ou")
        thread = Thread(target=write)
        thread.start()
        thread.join()
        assert path.read_bytes() == b"theirs"
        stream.write(b"rs")
    assert path.read_bytes() == b"ours"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_an_index_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a part of it nor the file under another name."""

    def full(_: bytes) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(container, "_opening", full)
    with pytest.raises(OSError, match="No space"):
        container.write_container(tmp_path / "x", {"meta": b"{}"})
    assert not [*tmp_path.iterdir()]


def test_a_data_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The message names the file; line ends are written as they are given."""
    write_whole(tmp_path / "file", "один\r\ntwo\n")
    assert (tmp_path / "file").read_bytes() == "один\r\ntwo\n".encode()
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "nowhere" / "file", "text")
