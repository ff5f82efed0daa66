"""Documents to be scanned: files, folders and the standard input, each read or skipped with a reason."""

from __future__ import annotations

import hashlib
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

from duediligence.errors import InputError
from duediligence.inputs.doc_extract import Budget, Extract, Limits
from duediligence.model import Skipped, Source
from duediligence.names.harmless import harmless
from duediligence.scanning.document import Document, DocumentKind

STDIN = "-"

_READERS = {
    DocumentKind.TEXT: "doc_text",
    DocumentKind.MARKDOWN: "doc_text",
    DocumentKind.HTML: "doc_html",
    DocumentKind.PDF: "doc_pdf",
    DocumentKind.DOCX: "doc_docx",
    DocumentKind.EMAIL: "doc_email",
}
_BY_ENDING = {
    ".txt": DocumentKind.TEXT,
    ".text": DocumentKind.TEXT,
    ".md": DocumentKind.MARKDOWN,
    ".markdown": DocumentKind.MARKDOWN,
    ".html": DocumentKind.HTML,
    ".htm": DocumentKind.HTML,
    ".xhtml": DocumentKind.HTML,
    ".pdf": DocumentKind.PDF,
    ".docx": DocumentKind.DOCX,
    ".docm": DocumentKind.DOCX,
    ".eml": DocumentKind.EMAIL,
    ".mht": DocumentKind.EMAIL,
    ".mhtml": DocumentKind.EMAIL,
}
_UNREADABLE = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "is an old or encrypted Office file",
        "Save it as .docx or .pdf without a password.",
    ),
    (b"{\\rtf", "is a rich-text file", "Save it as .docx or .txt."),
    (b"\x89PNG", "is a picture", "Run text recognition (OCR) over it first."),
    (b"\xff\xd8\xff", "is a picture", "Run text recognition (OCR) over it first."),
    (b"GIF8", "is a picture", "Run text recognition (OCR) over it first."),
    (b"PK\x03\x04", "is an archive or another Office format", "Unpack it, or save it as .docx or .pdf."),
    (b"\x1f\x8b", "is an archive", "Unpack it first."),
)  # fmt: skip
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MESSAGE = re.compile(
    rb"^(?:From |Return-Path:|Received:|Delivered-To:|Message-ID:|MIME-Version:|Subject:|Date:|From:|To:)"
)


def read_documents(
    sources: Iterable[str | Path], *, include: Sequence[str] = (), limits: Limits | None = None
) -> Iterator[Document | Skipped]:
    """Read every document named, one after the other; what cannot be read becomes `Skipped` in its place.

    Args:
        sources: Files, folders (read with all folders in them) and `-` for the standard input.
        include: Patterns such as `*.pdf` or `2024/*` for files in folders, against name and path;
            by default every kind of document that can be read.
        limits: How much is read at most.
    """
    limits = limits or Limits()
    for source in sources:
        if str(source) == STDIN:
            yield from _read("<stdin>", sys.stdin.buffer.read(limits.bytes + 1), limits)
        elif Path(source).is_dir():
            yield from _read_folder(Path(source), include, limits)
        else:
            yield from _read_file(Path(source), limits)


def read_document(path: str | Path, *, limits: Limits | None = None) -> Document:
    """Read one document, without its attachments.

    Raises:
        InputError: It cannot be read; the message names it.
    """
    found = next(iter(read_documents([path], limits=limits)), None)
    if isinstance(found, Document):
        return found
    raise InputError(f"{path}: {found.reason if found else 'holds no document'}", hint="Give one document.")


def _read_folder(folder: Path, include: Sequence[str], limits: Limits) -> Iterator[Document | Skipped]:
    seen = 0
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if not _is_wanted(path, folder, include):
            continue
        if not path.resolve().is_relative_to(root):
            yield _skipped(str(path), "is a link to a place outside the folder and was not followed")
        elif path.is_file():
            seen += 1
            if seen > limits.files:
                yield _skipped(
                    str(folder), f"holds more than {limits.files:,} documents; the rest was not read"
                )
                return
            yield from _read_file(path, limits)
    if not seen:
        yield _skipped(str(folder), "holds no document of the kinds that can be read")


def _is_wanted(path: Path, folder: Path, include: Sequence[str]) -> bool:
    if path.is_dir():
        return False
    if not include:
        return path.suffix.lower() in _BY_ENDING
    relative = path.relative_to(folder).as_posix()
    return any(fnmatch(path.name, pattern) or fnmatch(relative, pattern) for pattern in include)


def _read_file(path: Path, limits: Limits) -> Iterator[Document | Skipped]:
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield _skipped(str(path), f"cannot be opened: {reason}")
        return
    yield from _read(str(path), data, limits)


def _read(name: str, data: bytes, limits: Limits, depth: int = 0) -> Iterator[Document | Skipped]:
    """Yield the document that `data` holds, then those attached to it."""
    shown = harmless(name)
    if len(data) > limits.bytes:
        yield _skipped(shown, f"is larger than {limits.bytes // 2**20} MB")
        return
    try:
        kind = document_kind(name, data)
        extract = _extracted(kind, data, limits)
    except InputError as error:
        yield _skipped(shown, " ".join(filter(None, (f"{error}.", error.hint))))
        return
    yield _document(shown, kind, data, extract)
    for attachment in extract.attachments:
        inner = f"{name}/{attachment.name}"
        if depth < limits.depth:
            yield from _read(inner, attachment.data, limits, depth + 1)
        else:
            yield _skipped(inner, f"is packed more than {limits.depth} messages deep")


def document_kind(name: str, data: bytes) -> DocumentKind:
    """Tell what a file is by its first bytes, and where these do not tell, by its name's ending.

    Raises:
        InputError: It is of a kind that cannot be read.
    """
    head = data[:2048]
    if b"%PDF-" in head[:1024]:
        return DocumentKind.PDF
    if data.startswith(b"PK\x03\x04") and _holds_word(data):
        return DocumentKind.DOCX
    for magic, reason, hint in _UNREADABLE:
        if data.startswith(magic):
            raise InputError(reason, hint=hint)
    by_ending = _BY_ENDING.get(Path(name).suffix.lower())
    if by_ending in {DocumentKind.PDF, DocumentKind.DOCX}:
        raise InputError(
            f"has the ending {Path(name).suffix} but not such contents", hint="Is the file whole?"
        )
    if _MARKUP.match(head):
        return DocumentKind.HTML
    if by_ending is not None:
        return by_ending
    return (
        DocumentKind.EMAIL
        if _MESSAGE.match(head) and b"\nMIME-Version:" in data[:65536]
        else DocumentKind.TEXT
    )


def _holds_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.startswith("word/") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _extracted(kind: DocumentKind, data: bytes, limits: Limits) -> Extract:
    """Run the reader of a kind; each is loaded only when a document of its kind comes."""
    extract = _reader_of(kind)(data, Budget(limits))
    if extract.text.strip() or extract.gaps or extract.attachments:
        return extract
    raise InputError("holds no text", hint="A page that builds itself in the browser must be saved as PDF.")


def _reader_of(kind: DocumentKind) -> Callable[[bytes, Budget], Extract]:
    module = import_module(f"duediligence.inputs.{_READERS[kind]}")
    reader: Callable[[bytes, Budget], Extract] = module.extract
    return reader


def _document(name: str, kind: DocumentKind, data: bytes, extract: Extract) -> Document:
    return Document(
        name=name,
        kind=kind,
        text=extract.text,
        sha256=hashlib.sha256(data).hexdigest(),
        page_starts=extract.page_starts,
        encoding=extract.encoding,
        gaps=extract.gaps,
    )


def _skipped(name: str, reason: str) -> Skipped:
    return Skipped(source=Source(file=harmless(name)), reason=reason, name=None)
