"""Places in a document: every character has one page, line and column, and they lead back to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.scanning.document import Document, DocumentKind, clean_text


def document(pages: list[str], *, paged: bool = True) -> Document:
    """Build a document of pages."""
    starts = [sum(len(page) + 1 for page in pages[:number]) for number in range(len(pages))]
    return Document("a.pdf", DocumentKind.PDF, "\f".join(pages), page_starts=tuple(starts) if paged else ())


@pytest.mark.parametrize(
    ("offset", "place"),
    [(0, (1, 1, 1)), (3, (1, 1, 4)), (4, (1, 2, 1)), (8, (2, 1, 1)), (10, (2, 2, 1)), (13, (3, 1, 1))],
)
def test_lines_are_counted_within_pages(offset: int, place: tuple[int, int, int]) -> None:
    """A reader with the page open finds line and column on it."""
    assert document(["one\ntwo", "a\nbc", "x"]).place(offset) == place


def test_without_pages_lines_are_counted_from_the_start() -> None:
    """Line and column of a text file are those an editor shows."""
    plain = Document("a.txt", DocumentKind.TEXT, "one\ntwo\n\nfour")
    assert [plain.place(at) for at in (0, 4, 9)] == [(None, 1, 1), (None, 2, 1), (None, 4, 1)]


@given(st.lists(st.text("ab\n", max_size=12), min_size=1, max_size=4), st.data())
def test_a_place_leads_back_to_its_character(pages: list[str], data: st.DataObject) -> None:
    """Page, line and column are unambiguous: together they name one character."""
    whole = document(pages)
    if not whole.text:
        return
    offset = data.draw(st.integers(0, len(whole.text) - 1))
    page, line, column = whole.place(offset)
    assert page is not None
    lines = (pages[page - 1] + "\f").split("\n")
    assert (
        lines[line - 1][column - 1 : column] == whole.text[offset].strip("\n") or whole.text[offset] == "\n"
    )


@given(st.text())
def test_cleaning_is_idempotent_and_keeps_columns(text: str) -> None:
    """Nothing that acts on a terminal is left, and characters stay at their columns."""
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not set(clean) & set("\x00\x1b\x7f\x9b\u202e\u2028\r")
    assert len(clean) == len(text.replace("\r\n", "\n"))


def test_a_source_says_where_in_words_a_reader_can_use() -> None:
    """File, page, line, column and span go into the report."""
    source = document(["one\ntwo", "a\nbc"]).source((10, 12), "bc")
    assert (source.file, source.page, source.line, source.column, source.span) == ("a.pdf", 2, 2, 1, (10, 12))
    assert source.context == "bc"
