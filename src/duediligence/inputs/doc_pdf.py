"""Read the text layer of a PDF, page by page; a scan without text is said so."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from duediligence.errors import InputError
from duediligence.inputs.doc_extract import Budget, Extract, TextBuilder

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LARGEST_PAGE = 16 * 2**20  # bytes of drawing instructions; a page of text has a few thousand
_LOCKED = "is encrypted: it opens with a password only"
_UNLOCK = "Open it with its password and save or print it without one."
_SCAN_HINT = "Run text recognition (OCR) over it first."


def extract(data: bytes, budget: Budget) -> Extract:
    """Return the text of all pages, numbered.

    Raises:
        InputError: The file is broken, encrypted, a scan without text, or larger than the limits allow.
    """
    reader = _opened(data)
    builder = TextBuilder(budget)
    pictures, unread = [], []
    count = _page_count(reader)
    for number in range(1, min(count, budget.limits.pages) + 1):
        text = _page_text(reader, number)
        builder.page(text or "")
        if text is None:
            unread.append(number)
        elif not text.strip() and _has_picture(reader, number):
            pictures.append(number)
    if len(pictures) == count:
        raise InputError("has no text layer: it is a scan, pictures of pages", hint=_SCAN_HINT)
    gaps = [
        *_gap(pictures, "is a picture without text", "are pictures without text"),
        *_gap(unread, "could not be read", "could not be read"),
        *_gap(
            list(range(budget.limits.pages + 1, count + 1)),
            "was not read: too many",
            "were not read: too many",
        ),
    ]
    return builder.extract(tuple(gaps))


def _opened(data: bytes) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    with _translated("is no readable PDF"):
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            try:
                # Many files are locked against printing only and open with the empty password.
                unlocked = bool(reader.decrypt(""))
            except (DependencyError, NotImplementedError):
                unlocked = False
            if not unlocked:
                raise InputError(_LOCKED, hint=_UNLOCK)
    return reader


def _page_count(reader: PdfReader) -> int:
    with _translated("has no readable pages"):
        return len(reader.pages)


def _page_text(reader: PdfReader, number: int) -> str | None:
    """Return the text of a page, or None when it cannot be read."""
    try:
        with _translated("a page cannot be read"):
            page = reader.pages[number - 1]
            return page.extract_text() if _size(page) <= _LARGEST_PAGE else None
    except InputError:
        return None


def _size(page: PageObject) -> int:
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _has_picture(reader: PdfReader, number: int) -> bool:
    try:
        with _translated("a page cannot be read"):
            resources: Any = reader.pages[number - 1].get("/Resources")
            objects: Any = resources.get_object().get("/XObject") if resources is not None else None
            return objects is not None and len(objects.get_object()) > 0
    except InputError:
        return True


@contextmanager
def _translated(what: str) -> Iterator[None]:
    """Turn whatever the parser raises into an InputError; it must not talk to stderr either."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"{what}: {type(error).__name__}", hint="Open it in a PDF viewer and save it anew."
        ) from error
    finally:
        logger.setLevel(level)


def _gap(numbers: list[int], one: str, many: str) -> list[str]:
    if not numbers:
        return []
    return [f"page {numbers[0]} {one}" if len(numbers) == 1 else f"pages {_ranges(numbers)} {many}"]


def _ranges(numbers: list[int]) -> str:
    """Write page numbers shortly: 1, 3-5, 9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
