"""One file of named sections, each with its checksum: the embedded form of the compiled index."""

from __future__ import annotations

import json
import mmap
import zlib
from pathlib import Path

from duediligence.errors import BrokenIndexError

MAGIC = b"DDINDEX1"
_HINT = "delete the file; it is rebuilt at the next run"


def write_container(path: Path, sections: dict[str, bytes]) -> None:
    """Write all sections to `path` at once: a new file is complete or absent."""
    directory: dict[str, tuple[int, int, int]] = {}
    at = 0
    for name, data in sections.items():
        directory[name] = (at, len(data), zlib.crc32(data))
        at += -(-len(data) // 8) * 8
    head = json.dumps(directory).encode()
    head += b" " * (-len(head) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{id(sections):x}.part")
    with temporary.open("wb") as stream:
        stream.write(MAGIC + len(head).to_bytes(8, "little") + head)
        for data in sections.values():
            stream.write(data)
            stream.write(b"\0" * (-len(data) % 8))
    temporary.replace(path)


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
        except (KeyError, ValueError, TypeError) as error:
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
        size = int.from_bytes(self._map[8:16], "little")
        directory = json.loads(bytes(self._map[16 : 16 + size]))
        if not isinstance(directory, dict):
            raise ValueError("no directory of sections")  # noqa: TRY004 - told as every other damage
        return directory, 16 + size
