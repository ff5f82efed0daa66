"""`scan FILE...|-`: who is named in documents, what that means, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli import options
from duediligence.cli.gate import Gate
from duediligence.cli.output import Target, deliver, plan_targets, show, write

if TYPE_CHECKING:
    from duediligence.model import InputInfo, Report, Skipped
    from duediligence.scanning import Document, Scanner


def scan(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...|-",
            help="Documents (txt, md, html, pdf, docx, eml), folders of them, or - for the standard input.",
        ),
    ],
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include",
            metavar="PATTERN",
            help="Files of folders to read, such as '*.pdf'; may be repeated. By default all readable kinds.",
            rich_help_panel="What is asked",
        ),
    ] = None,
    country: options.Country = None,
    profile: options.Profile = "default",
    data_dir: options.DataDir = None,
    config: options.Config = None,  # noqa: ARG001 - read before the others, see options.py
    max_data_age: options.MaxDataAge = None,
    formats: options.Formats = None,
    outputs: options.Outputs = None,
    fail_on: options.FailOnOption = options.FailOn.REVIEW,
    fail_on_ambiguous: options.FailOnAmbiguous = False,
    exit_zero: options.ExitZero = False,
) -> None:
    """Scan documents: every institution named, with page, line and sentence, and one verdict each."""
    targets = plan_targets(formats, outputs)
    from duediligence.cli.freshness import now, refuse_stale
    from duediligence.inputs.documents import read_documents
    from duediligence.scanning import Scanner
    from duediligence.screening import Screener

    at = now()
    screener = Screener(data_dir, profile=profile)
    refuse_stale(screener.catalogue.lists, max_data_age, at)
    scanner = Scanner.over(screener.catalogue, profile, country=country)
    documents, skipped = _read(scanner, read_documents(files, include=include or ()))
    gate = Gate(fail_on, fail_on_ambiguous, exit_zero)
    report = screener.report(
        gate.watch([*scanner.results(), *skipped]),
        at=at,
        options={"profile": profile, "country": country},
        inputs=[_info(document) for document in documents],
    )
    report = report.model_copy(update={"candidates": scanner.candidates()})
    for target in targets:
        _deliver(report, documents, target)
    raise typer.Exit(gate.code)


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
