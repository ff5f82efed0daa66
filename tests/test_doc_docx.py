"""Word documents: body, tables, notes; bombs, locks and broken files refused."""

from __future__ import annotations

from contextlib import suppress

import docx
import pytest

from document_files import saved, with_footnote, with_part, word, word_xml
from duediligence.errors import InputError
from duediligence.inputs.doc_docx import extract
from duediligence.inputs.doc_extract import Budget, Limits


def read(data: bytes, limits: Limits | None = None) -> str:
    """Return the text of a Word document."""
    return extract(data, Budget(limits or Limits())).text


def test_paragraphs_and_tables_are_read_in_order() -> None:
    """Paragraphs are parted by blank lines, table cells by tabs."""
    data = word(["Partners", "  "], [["Beihang University", "CN"], ["Two\nlines", "IR"]])
    assert read(data) == "Partners\n\nBeihang University\tCN\n\nTwo lines\tIR"


def test_notes_headers_and_footers_follow_the_body() -> None:
    """A partner named in a footnote or a letterhead is found too."""
    document = docx.Document()
    document.add_paragraph("Body")
    document.sections[0].header.paragraphs[0].text = "Letterhead"
    text = read(with_footnote(saved(document), "Note about Beihang"))
    assert text.startswith("Body")
    assert {"Letterhead", "Note about Beihang"} <= set(text.split("\n\n"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>Bei</w:t></w:r><w:r><w:t>hang</w:t></w:r></w:p>", "Beihang"),
        (
            "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
            "new",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a b\nc"),
        ("<w:p><w:r><w:t>Jiao</w:t><w:noBreakHyphen/><w:t>Tong</w:t></w:r></w:p>", "Jiao-Tong"),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", "link"),
        (
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>form field</w:t></w:r></w:p></w:sdtContent></w:sdt>",
            "form field",
        ),
        (
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            "a\nb",
        ),
    ],
)
def test_what_a_reader_sees_is_read(body: str, text: str) -> None:
    """Runs, tracked changes, links, forms and cells give the text as it stands."""
    assert read(with_part(word(), "word/document.xml", word_xml(body))) == text


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A small file that unpacks to far more than a document holds is not opened."""
    bomb = with_part(word(), "word/media/zeros.bin", b"\x00" * 3_000_000)
    with pytest.raises(InputError, match="unpacks to"):
        read(bomb)
    with pytest.raises(InputError, match="unpacks to"):
        read(word(["text"]), Limits(unpacked_bytes=1000))


def test_entities_are_not_expanded() -> None:
    """The billion laughs are not laughed."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = word_xml("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>").decode()
    data = with_part(word(), "word/document.xml", f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>{body}'.encode())
    with suppress(InputError):  # refused, or read without what the entities stand for
        assert len(read(data)) < 100


def test_deep_nesting_is_refused() -> None:
    """Tables in tables without end are a broken document."""
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    with pytest.raises(InputError, match="readable"):
        read(with_part(word(), "word/document.xml", word_xml(deep)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 broken", "readable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted"),
        (with_part(word(), "word/document.xml", b"<broken"), "readable"),
        (word(["x"])[:900], "readable"),
    ],
)
def test_broken_and_locked_files_are_refused(data: bytes, reason: str) -> None:
    """The reader is told why in a sentence."""
    with pytest.raises(InputError, match=reason):
        read(data)
