"""`scan FILE...|-`: who is named in documents, what that means, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options
from duediligence.cli.output import Target, deliver, show, write

if TYPE_CHECKING:
    from duediligence.cli.run import Plan
    from duediligence.model import InputInfo, Report, Skipped
    from duediligence.scanning import Document, Scanner


@options.planned()
def scan(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...|-",
            help="Documents (txt, md, html, pdf, docx, eml), folders of them, or - for the standard input.",
        ),
    ],
    plan: Plan,
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="PATTERN",
            help="Files of folders to read, such as '*.pdf'; may be repeated. By default all readable kinds.",
            rich_help_panel="What is asked",
        ),
    ] = None,
) -> None:
    """Scan documents: every institution named, with page, line and sentence, and one verdict each."""
    from duediligence.inputs.documents import read_documents
    from duediligence.scanning import Scanner

    session = plan.open()
    scanner = Scanner.over(
        session.screener.catalogue,
        session.screener.profile,
        lists=session.options["lists"] or None,
        country=plan.text("country"),
    )
    documents, skipped = _read(scanner, read_documents(files, include=include or ()))
    report = session.report(
        session.watch([*scanner.results(), *skipped]), inputs=[_info(document) for document in documents]
    )
    report = report.model_copy(update={"candidates": scanner.candidates()})
    for target in plan.targets:
        _deliver(report, documents, target)
    session.say_lapsed(plan.targets)
    raise typer.Exit(session.exit_code)


def _read(scanner: Scanner, items: Iterable[Document | Skipped]) -> tuple[list[Document], list[Skipped]]:
    """Scan what can be read; what cannot, and what is missing of a document, is kept with its reason."""
    from duediligence.model import Skipped, Source

    documents: list[Document] = []
    skipped: list[Skipped] = []
    for item in items:
        if isinstance(item, Skipped):
            skipped.append(item)
            continue
        scanner.scan(item)
        documents.append(item)
        skipped += [Skipped(source=Source(file=item.name), reason=gap) for gap in item.gaps]
    return documents, skipped


def _info(document: Document) -> InputInfo:
    from duediligence.model import InputInfo

    return InputInfo(
        file=document.name, sha256=document.sha256, encoding=document.encoding, dialect=document.kind.value
    )


def _deliver(report: Report, documents: Sequence[Document], target: Target) -> None:
    """Write one copy; the formats that people read show the documents' own sentences."""
    match target.format:
        case "terminal" if target.path is None:
            from duediligence.formats.terminal_scan import scan_view

            show(scan_view(report))
        case "terminal":
            from duediligence.formats.terminal_scan import render

            write(render(report), target.path)
        case "html":
            from duediligence.formats.scan_html import render as render_html

            write(render_html(report, documents), target.path)
        case "markdown":
            from duediligence.formats.scan_markdown import render as render_markdown

            write(render_markdown(report), target.path)
        case "csv":
            from duediligence.formats.scan_csv import render as render_csv

            write(render_csv(report), target.path)
        case _:
            deliver(report, [target])
