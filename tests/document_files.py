"""Small files of every kind, made on the spot, for tests of documents: whole, broken and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document as WordDocument

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(pages: Sequence[str | None]) -> bytes:
    """Return a PDF whose pages hold these lines of ASCII text; None makes a page with a picture only."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects += ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", _picture()]
    kids = []
    for text in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        content = "/Im0 Do" if text is None else _drawn(text)
        resources = "/Font << /F1 3 0 R >>" if text is not None else "/XObject << /Im0 4 0 R >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            f"/Resources << {resources} >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _assembled(objects)


def locked_pdf(password: str) -> bytes:
    """Return a PDF that opens with a password only; with an empty one it is locked against printing alone."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["Beihang University"]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(paragraphs: Sequence[str] = (), rows: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word document with paragraphs, then a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for line, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
    return saved(document)


def saved(document: WordDocument) -> bytes:
    """Return the bytes of a Word document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a zip file with one member replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def word_xml(body: str) -> bytes:
    """Return the XML of a Word document's main part."""
    return f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode()


def footnotes_xml(text: str) -> bytes:
    """Return the XML of a part with one footnote."""
    note = f'<w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    return f'<w:footnotes xmlns:w="{_WORD}">{note}</w:footnotes>'.encode()


def with_footnote(data: bytes, text: str) -> bytes:
    """Return a Word document with a footnote."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    relations = relations.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    )
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    types = types.replace(
        "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{content}"/></Types>'
    )
    data = with_part(data, "word/_rels/document.xml.rels", relations.encode())
    data = with_part(data, "[Content_Types].xml", types.encode())
    return with_part(data, "word/footnotes.xml", footnotes_xml(text))


def message(text: str, *attachments: tuple[str, bytes], subtype: str = "plain") -> bytes:
    """Return an e-mail with attachments."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["Subject"] = "Agreement with 北京大学"
    mail["From"] = "office@example.org"
    mail.set_content(text, subtype=subtype)
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _drawn(text: str) -> str:
    shown = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in text.split("\n")]
    lines = " T* ".join(f"({line}) Tj" for line in shown)
    return f"BT /F1 12 Tf 14 TL 72 720 Td {lines} ET"


def _picture() -> str:
    return (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Length 1 >>\nstream\n0\nendstream"
    )


def _assembled(objects: list[str]) -> bytes:
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()
