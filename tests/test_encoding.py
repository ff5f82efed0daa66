"""Which encoding a file of names is read in."""

from __future__ import annotations

import codecs

import pytest

from duediligence.inputs.encoding import code_page, decode, legacy_or_damaged, unicode_mark

# Codec, and what an office would have in a file of that code page: a few lines, not a corpus.
WRITTEN = [
    ("gb18030", "合作院校,国家\n北京航空航天大学,中国\n哈尔滨工业大学,中国\n"),
    ("gb18030", "西安电子科技大学,Xidian University\n"),
    ("gb18030", "清华大学\n"),
    ("big5", "合作學校,國家\n國立清華大學,臺灣\n"),
    ("cp932", "機関,国\n東京大学,日本\n国立研究開発法人　産業技術総合研究所,日本\n"),
    ("cp949", "대학,국가\n서울대학교,대한민국\n한국과학기술원,대한민국\n"),
    ("cp949", "포항공과대학교\n"),
    ("cp1251", "Партнёр,Страна\nМосковский физико-технический институт,Россия\n"),
    ("cp1251", "Київський політехнічний інститут\n"),
    ("koi8_r", "Партнёр,Страна\nМосковский физико-технический институт,Россия\n"),
    ("cp866", "Партнер,Страна\nМосковский физико-технический институт,Россия\n"),
    ("cp1252", "Partnerhochschule;Land\nTechnische Universität München;Deutschland\n"),
    ("cp1252", "Universidade de São Paulo\nUniversidad de León – España\n"),
    ("cp1250", "Uczelnia;Kraj\nUniwersytet Łódzki;Polska\nČeské vysoké učení technické;Česko\n"),
    ("cp1254", "Kurum;Ülke\nİstanbul Teknik Üniversitesi;Türkiye\nBoğaziçi Üniversitesi;Türkiye\n"),
    ("cp1253", "Ίδρυμα;Χώρα\nΠανεπιστήμιο Αθηνών;Ελλάδα\n"),
    ("cp1256", "نام;کشور\nدانشگاه تهران;ایران\n".replace("ی", "ي").replace("ک", "ك")),
    ("cp1257", "Vilniaus universitetas, Šiauliai, Gedimino Technikos Universitetų sąjunga\n"),
]


@pytest.mark.parametrize(("codec", "text"), WRITTEN)
def test_a_code_page_is_told_by_a_few_names(codec: str, text: str) -> None:
    """The text comes back as it was written, in every code page that offices use."""
    data = text.encode(codec)
    assert data.decode(code_page(data)) == text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (codecs.BOM_UTF8 + b"name", "utf-8-sig"),
        ("name".encode("utf-16"), "utf-16"),
        ("name".encode("utf-32"), "utf-32"),
        ("name\nBeihang".encode("utf-16-le"), "utf-16-le"),
        ("name\nBeihang".encode("utf-16-be"), "utf-16-be"),
        (b"name", None),
        (b"", None),
        (b"a\0\0\0\0\0\0b\0\0\0\0", None),
        (b"\0\1\2\3" * 50, None),
        (b"\1\0\3\2" * 50, None),
    ],
)
def test_unicode_gives_itself_away(data: bytes, expected: str | None) -> None:
    """A byte order mark or the NULs of UTF-16 decide before anything is guessed."""
    assert unicode_mark(data) == expected


def test_nothing_plausible_reads_as_windows_1252() -> None:
    """Bytes that fit no language are read as what such files mostly are."""
    assert code_page(b"x\xff") == "cp1252"
    assert code_page(b"plain") == "cp1252"


def test_a_few_broken_bytes_do_not_turn_utf8_into_something_else() -> None:
    """A long UTF-8 text with one bad byte stays UTF-8."""
    text = "Universität Zürich, Université de Genève, Политех".encode()
    assert legacy_or_damaged(text + b"\xff") == "utf-8"


@pytest.mark.parametrize(("codec", "text"), [*WRITTEN[:3], ("utf-8", "Zürich"), ("utf-16", "北京")])
def test_decode_never_raises_and_names_the_encoding(codec: str, text: str) -> None:
    """Whole files in memory are decoded, and the encoding used is named."""
    decoded, named = decode(text.encode(codec))
    assert decoded == text
    assert text.encode(codec).decode(named) == text
