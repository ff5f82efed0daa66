"""Plain text: its encoding is found, its lines stay where they are, binary data are refused."""

from __future__ import annotations

import codecs

import pytest

from duediligence.errors import InputError
from duediligence.inputs.doc_extract import Budget, Limits
from duediligence.inputs.doc_text import decode, extract

RUSSIAN = "Харбинский политехнический университет и Московский авиационный институт подписали договор."
CHINESE = "北京航空航天大学与清华大学签署合作协议，双方将共同培养研究生。"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Universität".encode(), "Universität", "utf-8"),
        (codecs.BOM_UTF8 + b"Beihang", "Beihang", "utf-8"),
        ("Beihang 北航".encode("utf-16"), "Beihang 北航", "utf-16"),
        ("Beihang".encode("utf-16-le"), "Beihang", "utf-16-le"),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
        (RUSSIAN.encode("koi8_r"), RUSSIAN, "koi8_r"),
        (CHINESE.encode("gb18030"), CHINESE, "gb18030"),
        ("École supérieure".encode("cp1252"), "École supérieure", "cp1252"),
    ],
)
def test_the_encoding_is_found(data: bytes, text: str, encoding: str) -> None:
    """Text is read in Unicode and in the code pages offices use."""
    assert decode(data) == (text, encoding)


def test_a_declared_encoding_is_believed_unless_the_bytes_are_unicode() -> None:
    """A page's own claim decides between code pages, but never against valid UTF-8."""
    assert decode("Łódź".encode("iso8859-2"), "ISO-8859-2") == ("Łódź", "iso-8859-2")
    assert decode("Łódź".encode(), "iso-8859-2") == ("Łódź", "utf-8")


@pytest.mark.parametrize("claim", ["hex", "no-such-encoding", "undefined", "rot13", "a\x00b"])
def test_a_claim_that_is_no_encoding_is_ignored(claim: str) -> None:
    """Nonsense in a page's head does not stop it from being read."""
    assert decode("Université".encode("cp1252"), claim) == ("Université", "cp1252")


def test_binary_data_are_refused() -> None:
    """A program or a picture is not scanned as if it were text."""
    with pytest.raises(InputError, match="binary"):
        decode(bytes(range(256)) * 20)


def test_line_ends_become_one_kind_and_control_characters_vanish() -> None:
    """What is shown later can neither move a terminal's cursor nor turn the reading direction."""
    found = extract("one\r\ntwo\rthree\x1b[31mred\x00 \u202eback\u2028end".encode(), Budget(Limits()))
    assert found.text == "one\ntwo\nthree [31mred  \u200bback\nend"


def test_text_beyond_the_limit_is_refused() -> None:
    """A file larger than the limit is not read in part as if it were whole."""
    with pytest.raises(InputError, match="10 characters"):
        extract(b"x" * 11, Budget(Limits(characters=10)))


def test_time_beyond_the_limit_is_refused() -> None:
    """A reader that takes too long gives up with a reason."""
    ticks = iter([0.0, 61.0])
    with pytest.raises(InputError, match="60 seconds"):
        extract(b"x", Budget(Limits(), clock=lambda: next(ticks)))
