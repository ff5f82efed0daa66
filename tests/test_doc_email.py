"""Messages: heads, text and attachments."""

from __future__ import annotations

import pytest

from document_files import message
from duediligence.errors import InputError
from duediligence.inputs.doc_email import extract
from duediligence.inputs.doc_extract import Budget, Extract, Limits


def read(data: bytes, limits: Limits | None = None) -> Extract:
    """Read a message."""
    return extract(data, Budget(limits or Limits()))


def test_heads_and_text_are_read() -> None:
    """Encoded heads are decoded; the text follows."""
    assert read(message("Dear Beihang")).text.split("\n\n") == [
        "Subject: Agreement with 北京大学",
        "From: office@example.org",
        "Dear Beihang",
    ]


def test_a_message_in_html_alone_is_read_as_a_page() -> None:
    """Tags are not text."""
    assert read(message("<p>Dear <b>Bei</b>hang</p>", subtype="html")).text.endswith("\n\nDear Beihang")


def test_of_two_forms_of_the_text_one_is_read() -> None:
    """The same text in plain and HTML counts once."""
    data = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>page</p>\n--b--\n"
    )
    found = read(data)
    assert (found.text, found.attachments) == ("Subject: x\n\nplain", ())


def test_attachments_come_with_their_names() -> None:
    """An attachment is a document of its own; pictures are left out."""
    found = read(message("text", ("mou.txt", b"Beihang"), ("list.csv", b"a,b")))
    assert [(one.name, one.data) for one in found.attachments] == [
        ("mou.txt", b"Beihang"),
        ("list.csv", b"a,b"),
    ]
    picture = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: image/png; name=a.png\n\nxx\n--b\nContent-Type: application/pdf\n\n%PDF\n--b--\n"
    )
    assert [one.name for one in read(picture).attachments] == ["part-2"]


def test_a_message_in_a_message_is_an_attachment() -> None:
    """A forwarded message is read as one."""
    data = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nhello\n--b--\n"
    )
    (inner,) = read(data).attachments
    assert read(inner.data).text == "Subject: inner\n\nhello"


def test_parts_without_end_are_not_all_read() -> None:
    """What is beyond the limit is said."""
    found = read(message("x", *((f"{n}.txt", b"x") for n in range(9))), Limits(parts=4))
    assert found.gaps == ("more than 4 parts; the rest was not read",)


def test_odd_heads_and_encodings_do_not_stop_the_reading() -> None:
    """Messages break every rule there is."""
    data = (
        b"Subject: =?x-unknown?b?zzz?=\nContent-Type: text/plain; charset=no-such\n"
        b"Content-Transfer-Encoding: base64\n\n!!!"
    )
    assert read(data).text.startswith("Subject:")
    assert read(b"").text == ""


def test_nesting_without_end_is_refused() -> None:
    """Parts within parts within parts are no message."""
    deep = b"".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(3000))
    with pytest.raises(InputError, match="readable message"):
        read(b"MIME-Version: 1.0\n" + deep)
