"""Read a web page or a saved one: what a reader sees of it, with its tables and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duediligence.inputs.doc_extract import Budget, Extract, TextBuilder
from duediligence.inputs.doc_text import decode
from duediligence.scanning.lexicon import words

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")

_UNSEEN = words("script style noscript template svg math head nav select button iframe object textarea")
_BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table "
    "tbody tfoot thead tr ul"
)
_CELLS = frozenset({"td", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_TOO_DEEP = "Excessive depth"


def extract(data: bytes, budget: Budget) -> Extract:
    """Return the visible text of a page: headings, paragraphs, list items, table rows, picture captions.

    Raises:
        InputError: The page is no text, or larger than the limits allow.
    """
    text, encoding = decode(data, _declared(data))
    found = extract_markup(text, budget)
    return Extract(found.text, encoding=encoding, gaps=found.gaps)


def extract_markup(markup: str, budget: Budget) -> Extract:
    """Return the visible text of markup that is decoded already."""
    builder = TextBuilder(budget)
    root, gaps = _parsed(markup)
    if root is not None:
        builder.block(root.findtext(".//title") or "")
        for cells in _blocks(root):
            builder.cells(cells)
    return builder.extract(gaps)


def _declared(data: bytes) -> str | None:
    head = data[:4096]
    match = _DECLARED.search(head) or _XML_DECLARED.search(head)
    return match[1].decode("ascii") if match else None


def _parsed(markup: str) -> tuple[Any, tuple[str, ...]]:
    """Return the root element, or None for a page without any, and what the parser left out."""
    from lxml import etree, html

    # The usual limit of 256 levels cuts real pages short; the parser's own upper limit still holds.
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_XML_HEAD.sub("", markup, count=1), parser=parser)
    except etree.ParserError:
        return None, ()
    deep = any(_TOO_DEEP in entry.message for entry in parser.error_log)
    return root, ("the page is nested too deeply; a part of it was not read",) if deep else ()


def _blocks(root: Any) -> Iterator[list[str]]:  # noqa: ANN401 - lxml has no types
    """Yield the blocks of a page in reading order, each as its table cells; most have one."""
    cells = [""]
    for step, text in _steps(root):
        if step == "block" and any(cell.strip() for cell in cells):
            yield [cell for cell in cells if cell.strip()]
        match step:
            case "block":
                cells = [text]
            case "cell":
                cells.append(text)
            case "space":
                cells[-1] += f" {text}"
            case _:
                cells[-1] += text
    if any(cell.strip() for cell in cells):
        yield [cell for cell in cells if cell.strip()]


def _steps(root: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """Yield text and where it starts a block or a table cell; iterative, so that no nesting is too deep."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    rows_open = 0
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            rows_open += tag == "tr"
            if _is_unseen(node, tag):
                walk.skip_subtree()
                continue
            yield _boundary(tag, rows_open), _bullet(tag) + _own_text(node, tag)
            continue
        rows_open -= tag == "tr"
        yield _boundary(tag, rows_open), _running(node.tail)


def _boundary(tag: str, rows_open: int) -> str:
    if tag in _CELLS:
        return "cell"
    # A paragraph inside a table cell must not end the row.
    return (
        "block"
        if tag in _BLOCKS and (not rows_open or tag == "tr")
        else "space"
        if tag in _BLOCKS
        else "text"
    )


def _bullet(tag: str) -> str:
    return "• " if tag == "li" else ""


def _own_text(node: Any, tag: str) -> str:  # noqa: ANN401 - lxml has no types
    match tag:
        case "br":
            return "\n"
        case "img":
            # Partner pages show logos, with the partner's name as the text beside them.
            return f" {node.get('alt') or ''} "
        case _:
            return _running(node.text)


def _running(text: str | None) -> str:
    # Line breaks of the page's source mean nothing; `br` alone breaks a line.
    return _SPACES.sub(" ", text or "")


def _is_unseen(node: Any, tag: str) -> bool:  # noqa: ANN401 - lxml has no types
    hidden = node.get("hidden") is not None or node.get("aria-hidden") == "true"
    return tag in _UNSEEN or hidden or bool(_HIDDEN.search(node.get("style") or ""))
