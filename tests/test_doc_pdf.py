"""PDF: pages with numbers, scans and locks said in words, broken files refused."""

from __future__ import annotations

import pytest

from document_files import locked_pdf, pdf
from duediligence.errors import InputError
from duediligence.inputs import doc_pdf
from duediligence.inputs.doc_extract import Budget, Extract, Limits


def read(data: bytes, limits: Limits | None = None) -> Extract:
    """Read a PDF."""
    return doc_pdf.extract(data, Budget(limits or Limits()))


def test_pages_and_lines_are_kept() -> None:
    """Every page starts where it says, so that a find can be given its page."""
    found = read(pdf(["Nanjing University of\nAeronautics", "Peking University"]))
    assert [line.strip() for line in found.text.replace("\f", "\n").split("\n")] == [
        "Nanjing University of",
        "Aeronautics",
        "Peking University",
    ]
    assert found.text[found.page_starts[1] :].startswith("Peking")
    assert found.gaps == ()


def test_a_scan_is_said_to_be_one() -> None:
    """Pictures of pages are no text; the reader is told what to do."""
    with pytest.raises(InputError, match="scan") as raised:
        read(pdf([None, None]))
    assert "OCR" in raised.value.hint


def test_pages_that_are_pictures_are_named() -> None:
    """A document with some scanned pages is read, and the pages that were not are listed."""
    assert read(pdf(["text", None, None, "text", None])).gaps == ("pages 2-3, 5 are pictures without text",)
    assert read(pdf(["text", None])).gaps == ("page 2 is a picture without text",)


def test_empty_pages_are_no_gap() -> None:
    """A blank page holds nothing to read."""
    assert read(pdf(["text", ""])).gaps == ()


def test_pages_beyond_the_limit_are_named() -> None:
    """A document longer than the limit is not passed off as read in full."""
    assert read(pdf(["one", "two", "three"]), Limits(pages=1)).gaps == ("pages 2-3 were not read: too many",)


def test_a_locked_file_is_said_to_be_locked() -> None:
    """A password is asked for in words; a file locked against printing alone is read."""
    with pytest.raises(InputError, match="password"):
        read(locked_pdf("secret"))
    assert "Beihang" in read(locked_pdf("")).text


@pytest.mark.parametrize("data", [b"%PDF-1.4 nothing", pdf(["x"])[:200], b"%PDF-1.7\n" + b"\x00" * 999])
def test_a_broken_file_is_refused(data: bytes) -> None:
    """Whatever the parser raises becomes one kind of error."""
    with pytest.raises(InputError, match="readable"):
        read(data)


def test_a_page_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One broken page does not lose the others."""
    from pypdf import PageObject

    whole = PageObject.extract_text

    def broken(self: PageObject, *_args: object, **_kwargs: object) -> str:
        if self.page_number == 1:
            raise RecursionError
        return whole(self)

    monkeypatch.setattr(PageObject, "extract_text", broken)
    found = read(pdf(["one", "two", "three"]))
    assert (found.gaps, "three" in found.text) == (("page 2 could not be read",), True)


def test_a_page_of_endless_drawing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that unpacks to more than any page of text holds is named, not drawn."""
    monkeypatch.setattr(doc_pdf, "_LARGEST_PAGE", 100)
    assert read(pdf(["x", "x" * 200])).gaps == ("page 2 could not be read",)


def test_a_page_whose_pictures_cannot_be_listed_counts_as_a_picture() -> None:
    """In doubt a page without text is said to be unread."""
    data = pdf(["text", None]).replace(b"/XObject << /Im0 4 0 R >>", b"/XObject 99999 0 R       ")
    assert read(data).gaps in {(), ("page 2 is a picture without text",)}


def test_the_parser_keeps_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    """Warnings about a file's inner faults do not reach the report's reader."""
    read(pdf(["text"]).replace(b"startxref\n", b"startxref\n9"))
    assert capfd.readouterr() == ("", "")
