"""Documents as a whole: kinds told by contents, folders, limits, and a reason for everything not read."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import pytest

from document_files import message, pdf, word
from duediligence.errors import InputError
from duediligence.inputs.doc_extract import Limits
from duediligence.inputs.documents import document_kind, read_document, read_documents
from duediligence.model import Skipped
from duediligence.scanning import Document, DocumentKind


def names(items: list[Document | Skipped]) -> list[str]:
    """Return what was read and what was not, in order; the second with its reason."""
    return [
        Path(item.name).name
        if isinstance(item, Document)
        else f"{Path(item.source.file or '').name}: {item.reason}"
        for item in items
    ]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"text", DocumentKind.TEXT),
        ("a", b"text", DocumentKind.TEXT),
        ("a.md", b"# text", DocumentKind.MARKDOWN),
        ("a.HTM", b"<p>x", DocumentKind.HTML),
        ("a.txt", b" <!DOCTYPE html><p>x", DocumentKind.HTML),
        ("a", b'<?xml version="1.0"?>\n<!-- c --><html xmlns="x">', DocumentKind.HTML),
        ("a.txt", pdf(["x"]), DocumentKind.PDF),
        ("download", word(["x"]), DocumentKind.DOCX),
        ("a.eml", b"hello", DocumentKind.EMAIL),
        ("saved.mhtml", b"From: x", DocumentKind.EMAIL),
        ("a", message("x"), DocumentKind.EMAIL),
        ("a.txt", b"From: a person\nTo be read", DocumentKind.TEXT),
    ],
)
def test_the_kind_is_told_by_contents_then_by_name(name: str, data: bytes, kind: DocumentKind) -> None:
    """A wrong ending does not decide how a document is read."""
    assert document_kind(name, data) is kind


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        ("a.rtf", b"{\\rtf1 x}", "rich-text"),
        ("a.png", b"\x89PNG\r\n", "picture"),
        ("a.xlsx", b"PK\x03\x04rest", "archive"),
        ("a.pdf", b"not one", ".pdf"),
        ("a.docx", b"not one", ".docx"),
    ],
)
def test_kinds_that_cannot_be_read_are_named(name: str, data: bytes, reason: str) -> None:
    """The message says what the file is and what to do."""
    with pytest.raises(InputError, match=reason) as raised:
        document_kind(name, data)
    assert raised.value.hint


def test_a_document_knows_its_name_hash_and_encoding(tmp_path: Path) -> None:
    """What was read can be proved later."""
    path = tmp_path / "a.txt"
    path.write_bytes("Université".encode("cp1252"))
    document = read_document(path)
    assert (document.name, document.kind, document.encoding) == (str(path), DocumentKind.TEXT, "cp1252")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path) -> None:
    """A file that is missing, empty, broken or too large is skipped with its reason, in its place."""
    (tmp_path / "good.txt").write_text("text")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "large.txt").write_bytes(b"x" * 2_000_000)
    paths = [tmp_path / name for name in ("missing.txt", "good.txt", "empty.txt", "broken.pdf", "large.txt")]
    found = names(list(read_documents(paths, limits=Limits(bytes=1_000_000))))
    assert [name.split(" ")[0] for name in found] == [
        "missing.txt:",
        "good.txt",
        "empty.txt:",
        "broken.pdf:",
        "large.txt:",
    ]
    assert "No such file" in found[0]
    assert "no text" in found[2]


def test_a_document_that_cannot_be_read_raises_when_asked_for_alone(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(InputError, match=r"gone\.txt: cannot be opened"):
        read_document(tmp_path / "gone.txt")


def test_a_folder_is_read_with_all_folders_in_it(tmp_path: Path) -> None:
    """Every readable kind is taken, in a fixed order; other files are not."""
    (tmp_path / "b").mkdir()
    for name in ("b/two.md", "one.txt", "picture.png", "b/three.html"):
        (tmp_path / name).write_text("text")
    assert names(list(read_documents([tmp_path]))) == ["three.html", "two.md", "one.txt"]


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        (["*.md"], ["two.md"]),
        (["b/*"], ["three.html", "two.md"]),
        (["*.txt", "*.md"], ["two.md", "one.txt"]),
        (["*.csv"], None),
    ],
)
def test_patterns_choose_files_of_a_folder(
    tmp_path: Path, include: list[str], expected: list[str] | None
) -> None:
    """A pattern is held against the name and against the path within the folder."""
    (tmp_path / "b").mkdir()
    for name in ("b/two.md", "one.txt", "b/three.html"):
        (tmp_path / name).write_text("text")
    found = names(list(read_documents([tmp_path], include=include)))
    assert found == expected if expected else "no document" in found[0]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    """A folder from somebody else cannot make the scan read other files."""
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "inside.txt").write_text("text")
    (folder / "link.txt").symlink_to(outside)
    (folder / "again.txt").symlink_to(folder / "inside.txt")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    found = names(list(read_documents([folder])))
    assert [name.split(":")[0] for name in found] == ["again.txt", "inside.txt", "link.txt"]
    assert "not followed" in found[2]


def test_a_folder_without_end_is_cut(tmp_path: Path) -> None:
    """More files than the limit: the rest is said to be unread."""
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("text")
    found = names(list(read_documents([tmp_path], limits=Limits(files=3))))
    assert len(found) == 4
    assert "more than 3" in found[3]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    """A folder holding a pipe does not hang the scan."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("text")
    assert names(list(read_documents([tmp_path]))) == ["a.txt"]


def test_the_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads what is piped in, of whatever kind."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(word(["Beihang University"]))))
    (document,) = read_documents(["-"])
    assert isinstance(document, Document)
    assert (document.name, document.kind, document.text) == (
        "<stdin>",
        DocumentKind.DOCX,
        "Beihang University",
    )


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    """What is attached is read by its own kind, and skipped with a reason where it cannot be."""
    path = tmp_path / "mail.eml"
    path.write_bytes(
        message("text", ("mou.docx", word(["Beihang"])), ("scan.png", b"\x89PNG"), ("../../x.txt", b"y"))
    )
    found = list(read_documents([path]))
    assert names(found)[:2] == ["mail.eml", "mou.docx"]
    assert "picture" in names(found)[2]
    assert names(found)[3] == "x.txt"


def test_messages_in_messages_end_somewhere(tmp_path: Path) -> None:
    """Messages packed into messages are unpacked a few times, then said to be unread."""
    data = message("innermost")
    for _ in range(4):
        data = message("outer", ("inner.eml", data))
    (tmp_path / "mail.eml").write_bytes(data)
    found = list(read_documents([tmp_path / "mail.eml"], limits=Limits(depth=2)))
    assert [isinstance(item, Document) for item in found] == [True, True, True, False]
    assert "2 messages deep" in names(found)[3]


def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    """A file name cannot carry escapes into a report."""
    path = tmp_path / "a\x1b[31mred.txt"
    path.write_text("text")
    assert "\x1b" not in read_document(path).name
