"""Read plain text and Markdown: find the encoding, keep every line where it is."""

from __future__ import annotations

import codecs
import re

from duediligence.errors import InputError
from duediligence.inputs import encoding as encodings
from duediligence.inputs.doc_extract import Budget, Extract
from duediligence.scanning.document import clean_text

_HEAD = 64 * 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS, _FEW_CONTROLS = 0.02, 8  # share of a text's bytes, and a number that says nothing by itself


def extract(data: bytes, budget: Budget) -> Extract:
    """Return the text of a plain text or Markdown file.

    Raises:
        InputError: The bytes are no text, or more than the limits allow.
    """
    text, encoding = decode(data)
    text = clean_text(text)
    budget.spend(text)
    return Extract(text, encoding=encoding)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return text and its encoding: by its mark, as UTF-8, as declared, or by its letters.

    Args:
        data: The bytes of a text file.
        declared: The encoding the file claims for itself; believed when the bytes are not UTF-8.

    Raises:
        InputError: The bytes are no text in any encoding.
    """
    head = data[:_HEAD]
    controls = len(_CONTROLS.findall(head))
    if encodings.unicode_mark(head) is None and controls > max(_FEW_CONTROLS, _MOST_CONTROLS * len(head)):
        raise InputError(
            "holds binary data, not text",
            hint="Give a txt, md, html, pdf, docx or eml file, or save it as one.",
        )
    text, encoding = encodings.decode(data)
    if declared and encoding not in _SETTLED and _is_encoding(declared):
        text, encoding = data.decode(declared, errors="replace"), declared.lower()
    return text.removeprefix("\ufeff"), encoding.removesuffix("-sig")


_SETTLED = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"})


def _is_encoding(name: str) -> bool:
    """Tell whether a file's claim names a codec of characters; `hex` and nonsense do not."""
    try:
        return isinstance(b"x".decode(name, "replace"), str) and codecs.lookup(name).name != "undefined"
    except (LookupError, ValueError):
        return False
