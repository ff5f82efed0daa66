"""Write the text of a data file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from duediligence.catalogue.whole_file import whole_file
from duediligence.errors import OutputError


def write_whole(path: Path, text: str) -> None:
    """Replace a file's text.

    Raises:
        OutputError: The file cannot be written; it is left as it was.
    """
    try:
        with whole_file(path) as stream:
            stream.write(text.encode())
    except OSError as error:
        hint = "Check the folder's permissions and free space."
        raise OutputError(f"{path}: cannot be written: {error.strerror}", hint=hint) from error
