"""Write the labelled documents from their marked-up sources: txt, md, html, docx, pdf and eml.

    python benchmarks/make_documents.py

A source is `documents/source/NAME.FORMAT.txt`. A line starting with `#` is a heading, with `-` an
item of a list, with `|` a row of a table; any other line is a paragraph. `[[ID|words]]` marks words
that name a listed institution, `[[!ID|words]]` words that name a known one without a listing. The
marks become the labels and leave the text. All contents are invented: nothing in these documents
is a statement about a real institution.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "documents"
MARK = re.compile(r"\[\[(?P<unlisted>!?)(?P<id>[^|\]]+)\|(?P<words>[^\]]+)\]\]")


class Shape(StrEnum):
    """What a line of a source is."""

    HEADING = "#"
    ITEM = "-"
    ROW = "|"
    PARAGRAPH = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document: its shape, and its text (the cells of a row, else one text)."""

    shape: Shape
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "   ".join(self.cells)


def main() -> None:
    """Write every document and its labels."""
    for source in sorted((FOLDER / "source").glob("*.txt")):
        write_document(source, FOLDER)


def write_document(source: Path, folder: Path) -> Path:
    """Write one document in the format its source is named for, with its labels beside it."""
    marked = source.read_text(encoding="utf-8")
    lines = [
        read_line(line) for line in MARK.sub(lambda mark: mark["words"], marked).splitlines() if line.strip()
    ]
    target = folder / source.stem
    target.write_bytes(WRITERS[target.suffix](lines))
    labels = folder / f"{target.name}.labels.json"
    labels.write_text(json.dumps(labels_of(marked, lines), indent=1) + "\n", encoding="utf-8")
    return target


def labels_of(marked: str, lines: Sequence[Line]) -> dict[str, object]:
    """Count the words, and the mentions of each institution that the source marks."""
    counts = Counter((mark["id"], not mark["unlisted"]) for mark in MARK.finditer(marked))
    return {
        "words": sum(len(line.text.split()) for line in lines),
        "institutions": [
            {"id": institution, "listed": listed, "mentions": count}
            for (institution, listed), count in sorted(counts.items())
        ],
    }


def read_line(line: str) -> Line:
    """Tell the shape of a source line and cut a table's row into cells."""
    if line.startswith("#"):
        return Line(Shape.HEADING, (line.lstrip("# "),))
    if line.startswith("- "):
        return Line(Shape.ITEM, (line[2:],))
    if line.startswith("| "):
        return Line(Shape.ROW, tuple(cell.strip() for cell in line.strip("| ").split(" | ")))
    return Line(Shape.PARAGRAPH, (line,))


def as_text(lines: Sequence[Line]) -> bytes:
    """Plain text, a blank line after each paragraph."""
    return "\n\n".join(f"- {line.text}" if line.shape is Shape.ITEM else line.text for line in lines).encode()


def as_markdown(lines: Sequence[Line]) -> bytes:
    """Markdown with headings, lists and tables."""
    starts = {Shape.HEADING: "## ", Shape.ITEM: "- ", Shape.ROW: "| ", Shape.PARAGRAPH: ""}
    return "\n\n".join(starts[line.shape] + " | ".join(line.cells) for line in lines).encode()


def as_html(lines: Sequence[Line]) -> bytes:
    """A web page with navigation around the text, as saved pages have."""
    body = "\n".join(_html_line(line) for line in lines)
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>Page</title>"
        "<style>p{margin:1em}</style></head>"
        "<body><nav><a href='/'>Home</a> <a href='/search'>Search</a></nav><main>\n"
        f"{body}\n</main><footer>Last changed in May</footer></body></html>\n"
    ).encode()


def as_docx(lines: Sequence[Line]) -> bytes:
    """A Word document with headings, lists and tables."""
    from io import BytesIO

    import docx

    document = docx.Document()
    table = None
    for line in lines:
        if line.shape is Shape.ROW:
            table = table or document.add_table(rows=0, cols=len(line.cells))
            for cell, text in zip(table.add_row().cells, line.cells, strict=True):
                cell.text = text
            continue
        table = None
        style = {Shape.HEADING: "Heading 1", Shape.ITEM: "List Bullet"}.get(line.shape)
        document.add_paragraph(line.text, style=style)
    buffer = BytesIO()
    document.save(buffer)
    return _undated(buffer.getvalue())


def as_pdf(lines: Sequence[Line]) -> bytes:
    """A PDF with a text layer, broken into lines and pages."""
    from io import BytesIO

    from reportlab.lib.pagesizes import A5
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    names = {Shape.HEADING: "Heading1", Shape.ITEM: "Bullet"}
    buffer = BytesIO()
    page = SimpleDocTemplate(buffer, pagesize=A5, invariant=1)
    page.build(
        [Paragraph(html.escape(line.text), styles[names.get(line.shape, "BodyText")]) for line in lines]
    )
    return buffer.getvalue()


def as_email(lines: Sequence[Line]) -> bytes:
    """A message with the first line as its subject."""
    message = EmailMessage()
    message["From"] = "office@northmarsh.example"
    message["To"] = "deans@northmarsh.example"
    message["Subject"] = lines[0].text
    message.set_content("\n\n".join(line.text for line in lines[1:]), charset="utf-8")
    return message.as_bytes()


WRITERS: dict[str, Callable[[Sequence[Line]], bytes]] = {
    ".txt": as_text,
    ".md": as_markdown,
    ".html": as_html,
    ".docx": as_docx,
    ".pdf": as_pdf,
    ".eml": as_email,
}


def _undated(archive: bytes) -> bytes:
    """Return a zip archive with one fixed date, so that writing it again gives the same bytes."""
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    buffer = BytesIO()
    with ZipFile(BytesIO(archive)) as dated, ZipFile(buffer, "w") as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name), dated.read(name), compress_type=ZIP_DEFLATED)
    return buffer.getvalue()


def _html_line(line: Line) -> str:
    cells = [html.escape(cell) for cell in line.cells]
    if line.shape is Shape.ROW:
        return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"
    tag = {Shape.HEADING: "h2", Shape.ITEM: "li"}.get(line.shape, "p")
    return f"<{tag}>{cells[0]}</{tag}>"


if __name__ == "__main__":
    main()
