"""One file of named sections, each with its checksum: the embedded form of the compiled index.

First bytes, length and checksum of the directory, the directory as JSON, the sections.
"""

from __future__ import annotations

import json
import mmap
import zlib
from pathlib import Path

from duediligence.catalogue.whole_file import whole_file
from duediligence.errors import BrokenIndexError

MAGIC = b"DDINDEX2"
_DIRECTORY_AT = 24  # behind the first bytes, the directory's length and its checksum, eight bytes each
_HINT = "delete the file; it is rebuilt at the next run"


def write_container(path: Path, sections: dict[str, bytes]) -> None:
    """Write all sections to `path` at once: a new file is complete or absent.

    Raises:
        OSError: The file cannot be written; nothing of it is left behind.
    """
    directory: dict[str, tuple[int, int, int]] = {}
    at = 0
    for name, data in sections.items():
        directory[name] = (at, len(data), zlib.crc32(data))
        at += -(-len(data) // 8) * 8
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as stream:
        stream.write(_opening(json.dumps(directory).encode()))
        for data in sections.values():
            stream.write(data)
            stream.write(b"\0" * (-len(data) % 8))


class Container:
    """A container opened for reading; sections are views on the mapped file.

    Raises:
        BrokenIndexError: If the file is no container, is cut short, or a section does not match
            its checksum.
    """

    def __init__(self, path: Path) -> None:
        """Map the file and read its directory."""
        self._path = path
        try:
            with path.open("rb") as stream:
                self._file = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._map = memoryview(self._file)
            self._directory, self._base = self._read_directory()
        except (OSError, ValueError) as error:
            raise BrokenIndexError(f"{path}: not a readable index: {error}", hint=_HINT) from error

    def section(self, name: str, *, verify: bool = True) -> memoryview:
        """Return one section; `verify=False` is for sections whose parts carry their own checks."""
        try:
            at, size, checksum = self._directory[name]
        except KeyError as error:
            raise BrokenIndexError(f"{self._path}: section {name!r} is missing", hint=_HINT) from error
        view = self._map[self._base + at : self._base + at + size]
        if len(view) != size or (verify and zlib.crc32(view) != checksum):
            raise BrokenIndexError(f"{self._path}: section {name!r} is damaged", hint=_HINT)
        return view

    def verify(self) -> None:
        """Check every section against its checksum.

        Raises:
            BrokenIndexError: A section is damaged.
        """
        for name in self._directory:
            self.section(name)

    def let_go(self) -> None:
        """Give back the memory of what was read so far; it is read from the file again when needed."""
        if hasattr(mmap, "MADV_DONTNEED"):  # not on every system
            self._file.madvise(mmap.MADV_DONTNEED)

    def _read_directory(self) -> tuple[dict[str, tuple[int, int, int]], int]:
        if bytes(self._map[:8]) != MAGIC:
            raise ValueError("wrong first bytes")
        size, checksum = (int.from_bytes(self._map[at : at + 8], "little") for at in (8, 16))
        base = _DIRECTORY_AT + size
        text = self._map[_DIRECTORY_AT:base]
        if len(text) != size or zlib.crc32(text) != checksum:
            raise ValueError("the directory of sections is damaged")
        return json.loads(bytes(text)), base


def _opening(directory: bytes) -> bytes:
    """Return what stands before the sections: the one part that no section's checksum covers."""
    directory += b" " * (-len(directory) % 8)
    sums = (len(directory), zlib.crc32(directory))
    return MAGIC + b"".join(number.to_bytes(8, "little") for number in sums) + directory
