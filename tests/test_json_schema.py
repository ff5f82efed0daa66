"""The JSON contract: documents, lines, and the schema that is published of them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import hostile
from duediligence.formats import render
from duediligence.formats.schema import as_text, schemas, write
from duediligence.model import Report, Result
from samples import sample_report

PUBLISHED = Path(__file__).resolve().parents[1] / "docs" / "schema"


def text(fmt: str, report: Report) -> str:
    """Render a text format."""
    made = render(report, fmt)
    assert isinstance(made, str)
    return made


@pytest.mark.parametrize("name", list(schemas()))
def test_the_published_schema_is_that_of_the_models(name: str) -> None:
    """docs/schema is generated: `python -m duediligence.formats.schema docs/schema`."""
    assert (PUBLISHED / name).read_text(encoding="utf-8") == as_text(schemas()[name])


def test_nothing_else_is_published() -> None:
    """Every file in docs/schema has a generator."""
    assert {path.name for path in PUBLISHED.iterdir()} == set(schemas())


def test_the_schemas_can_be_written_anew(tmp_path: Path) -> None:
    """The generator writes every file it knows."""
    write(tmp_path / "schema")
    assert {path.name for path in (tmp_path / "schema").iterdir()} == set(schemas())


@pytest.mark.parametrize("report", [sample_report(), hostile.report()], ids=["plain", "hostile"])
def test_a_document_validates_and_comes_back(report: Report) -> None:
    """The JSON is valid against its schema and reads back as the same report."""
    document = text("json", report)
    jsonschema.validate(json.loads(document), schemas()["report-1.0.json"], jsonschema.Draft202012Validator)
    assert Report.model_validate_json(document) == report


def test_a_document_is_what_the_model_would_dump() -> None:
    """Writing piece by piece changes nothing of the document."""
    report = sample_report()
    assert json.loads(text("json", report)) == json.loads(report.model_dump_json())
    assert list(json.loads(text("json", report))) == list(json.loads(report.model_dump_json()))


def test_an_empty_report_is_a_valid_document() -> None:
    """No results and nothing skipped give two empty arrays."""
    empty = sample_report().model_copy(update={"results": (), "skipped": ()})
    document = json.loads(text("json", empty))
    assert document["results"] == document["skipped"] == []


def test_each_line_is_a_result_or_says_what_it_is() -> None:
    """Skipped rows keep their place among the lines; every line is valid."""
    report = sample_report()
    lines = [json.loads(line) for line in text("jsonl", report).splitlines()]
    for line in lines:
        jsonschema.validate(line, schemas()["line-1.0.json"], jsonschema.Draft202012Validator)
    assert [Result.model_validate(line) for line in lines if "partner" in line] == list(report.results)
    assert [line["skipped"]["source"]["row"] for line in lines if "skipped" in line] == [6]


def test_a_stopped_run_marks_its_lines() -> None:
    """The last line of a partial run says so, and is valid."""
    run = sample_report().run.model_copy(update={"partial": True})
    last = json.loads(text("jsonl", sample_report().model_copy(update={"run": run})).splitlines()[-1])
    assert last == {"partial": True}
    jsonschema.validate(last, schemas()["line-1.0.json"], jsonschema.Draft202012Validator)
