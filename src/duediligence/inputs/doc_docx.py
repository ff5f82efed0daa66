"""Read a Word document: body, tables, text boxes, foot- and endnotes, headers and footers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from duediligence.errors import InputError
from duediligence.inputs.doc_extract import Budget, Extract, TextBuilder

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT, _PARAGRAPH, _CELL, _ROW = f"{_W}t", f"{_W}p", f"{_W}tc", f"{_W}tr"
_CHARACTERS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "",
}
# Struck-out text of tracked changes is no text of the document; properties hold no text at all.
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK})
_PART = re.compile(r"^/word/(?:footnotes|endnotes|comments|header\d*|footer\d*)\.xml$")
_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SMALL = 2**20  # bytes: a member unpacking to less is harmless however well it was packed


def extract(data: bytes, budget: Budget) -> Extract:
    """Return the text of a document in reading order, its notes, headers and footers after the body.

    Raises:
        InputError: The file is broken, encrypted, or unpacks to more than the limits allow.
    """
    if data.startswith(_ENCRYPTED):
        raise InputError(
            "is encrypted or an old .doc file",
            hint="Open it in Word and save it as .docx without a password.",
        )
    _refuse_bomb(data, budget)
    builder = TextBuilder(budget)
    for root in _roots(data):
        for cells in _blocks(root):
            builder.cells(cells)
    return builder.extract()


def _refuse_bomb(data: bytes, budget: Budget) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise InputError(
            "is no readable Word document", hint="Open it in Word and save it as .docx."
        ) from error
    limits = budget.limits
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > _SMALL and member.file_size > limits.ratio * max(1, member.compress_size)
        for member in members
    )
    if unpacked > limits.unpacked_bytes or swollen:
        raise InputError(
            f"unpacks to {unpacked:,} bytes, far more than a document holds",
            hint="It may be made to exhaust memory.",
        )


def _roots(data: bytes) -> Iterator[Any]:
    """Yield the XML roots that hold text, the body first."""
    import docx
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        document = docx.Document(io.BytesIO(data))
        yield document.element.body
        for part in document.part.package.iter_parts():
            if _PART.match(str(part.partname)):
                yield etree.fromstring(part.blob, parser)
    except Exception as error:
        raise InputError(
            f"is no readable Word document: {type(error).__name__}",
            hint="Open it in Word and save it as .docx.",
        ) from error


def _blocks(root: Any) -> Iterator[list[str]]:  # noqa: ANN401 - lxml has no types
    """Yield paragraphs and table rows in reading order, each as its cells; a paragraph has one."""
    from lxml import etree

    cells = [""]
    rows_open = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node.tag in _LEFT_OUT:
                walk.skip_subtree()
                continue
            rows_open += node.tag == _ROW
            cells[-1] += _characters(node)
            continue
        if node.tag == _CELL:
            cells.append("")
        elif node.tag == _PARAGRAPH and rows_open:
            cells[-1] += "\n"
        if (node.tag == _PARAGRAPH and not rows_open) or node.tag == _ROW:
            yield [cell for cell in cells if cell.strip()]
            cells = [""]
        rows_open -= node.tag == _ROW


def _characters(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    return (node.text or "") if node.tag == _TEXT else _CHARACTERS.get(node.tag, "")
