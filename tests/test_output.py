"""Where reports go: pairing formats with files, whole files or none, pipes."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from duediligence.cli.output import AtomicFile, Target, plan_targets, write
from duediligence.errors import OutputError, UsageError


@pytest.mark.parametrize(
    ("formats", "outputs", "targets"),
    [
        ([], [], [Target("terminal")]),
        (["json"], [], [Target("json")]),
        ([], ["a.html"], [Target("html", Path("a.html"))]),
        (["json"], ["a.txt"], [Target("json", Path("a.txt"))]),
        (["json", "csv"], ["a", "b"], [Target("json", Path("a")), Target("csv", Path("b"))]),
        (["json"], ["a", "b.csv"], [Target("json", Path("a")), Target("csv", Path("b.csv"))]),
        (["json", "terminal"], ["a"], [Target("json", Path("a")), Target("terminal")]),
        (["json"], ["-"], [Target("json")]),
        ([], ["-"], [Target("terminal")]),
    ],
)
def test_targets(formats: list[str], outputs: list[str], targets: list[Target]) -> None:
    """The n-th file takes the n-th format, or the format of its ending; what is left goes to stdout."""
    assert plan_targets(formats, [Path(one) for one in outputs]) == tuple(targets)


def test_binary_is_not_poured_onto_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook on stdout is fine in a pipe and refused on a terminal."""
    assert plan_targets(["xlsx"], []) == (Target("xlsx"),)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(UsageError, match="xlsx"):
        plan_targets(["xlsx"], [])


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """Without a commit nothing is left; with one the file keeps its rights."""
    path = tmp_path / "r.json"
    with AtomicFile(path) as file:
        file.stream.write(b"half")
    assert list(tmp_path.iterdir()) == []
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    write("new", path)
    assert path.read_text("utf-8") == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_folder_in_the_way(tmp_path: Path) -> None:
    """A folder by the file's name is no place to write to."""
    with pytest.raises(OutputError, match="cannot be written"):
        write("x", tmp_path)


def test_pipe_is_written_directly(tmp_path: Path) -> None:
    """A named pipe is not replaced by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(b"report", pipe)
    reader.join()
    assert read == [b"report"]
    assert pipe.is_fifo()
