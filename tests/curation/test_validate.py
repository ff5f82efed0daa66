"""Everything wrong with an institutions file, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.curation import Severity, validate
from duediligence.errors import CatalogueError

LISTS = {"ca-nro": "2026-09-12", "undated": ""}
CITED = 'cite: a notice, url: "https://lists.example/notice"'


def _problems(folder: Path, text: str) -> list[str]:
    path = folder / "institutions.yaml"
    path.write_text(text, "utf-8")
    return [str(problem) for problem in validate(path, LISTS)]


def test_good_data_have_no_problems(tmp_path: Path) -> None:
    """Listed and known records, a tie, declared namesakes, a memory row of a context body."""
    assert not _problems(
        tmp_path,
        "- {id: a, name: Wick Works, country: CN, related: [{id: b, as: unit-of}], "
        f"listings: [{{list: ca-nro, printed: A, {CITED}}}]}}\n"
        "- {id: b, name: Twin College, country: CN, declared_namesakes: [c]}\n"
        "- {id: c, name: Twin College, country: CN, declared_namesakes: [b]}\n"
        "- {id: d, name: Twin College, country: US}\n"
        "- {id: e, name: Scheme, listings: [{list: ca-nro, printed: Scheme, confidence: memory}]}\n",
    )


@pytest.mark.parametrize(
    ("records", "problem"),
    [
        ("- {id: a, name: A, colour: red}", ":2: a: error: colour: extra inputs are not permitted"),
        ("- {id: a}", ":2: a: error: name: field required"),
        ("- {id: Bad Id, name: A}", ":2: Bad Id: error: id: write lower-case letters, digits and hyphens"),
        ('- {id: a, name: " "}', ":2: a: error: a name is blank"),
        ("- {id: a, name: A, country: China}", ":2: a: error: country 'China': write the two letters"),
        (
            f'- {{id: a, name: A, listings: [{{list: ca-nro, printed: A, since: "20-1-1", {CITED}}}]}}',
            "listing ca-nro (A): since '20-1-1' is no date",
        ),
        (
            f'- {{id: a, name: A, listings: [{{list: ca-nro, printed: A, until: "2026-02-30", {CITED}}}]}}',
            "until '2026-02-30' is no date",
        ),
        ("- just text", ":2: -: error: record: "),
        ("- {id: a, name: Wick A}\n- {id: a, name: Wick B}", ":3: a: error: id stands 2 times"),
        ("- {id: a, name: A, related: [{id: a, as: unit-of}]}", ":2: a: error: is related to itself"),
        ("- {id: a, name: A, related: [{id: z, as: unit-of}]}", "related: no institution has the id z"),
        ("- {id: a, name: A, declared_namesakes: [z]}", "declared_namesakes: no institution has the id z"),
        (
            f"- {{id: a, name: A, listings: [{{list: nowhere, printed: A, {CITED}}}]}}",
            "listing nowhere (A): no list has this id",
        ),
        (
            "- {id: a, name: A, listings: [{list: ca-nro, printed: A}]}",
            "listing ca-nro (A): citation or address missing",
        ),
        (
            f"- {{id: a, name: A, listings: [{{list: undated, printed: A, {CITED}}}]}}",
            "undated, and so is its list",
        ),
        (
            '- {id: a, name: Wick A, ids: {ror: "01"}}\n- {id: b, name: Wick B, ids: {ror: "01"}}',
            ":3: b: error: ror 01 is also a's",
        ),
        (
            "- {id: a, name: Twin College, country: CN}\n- {id: b, name: The Twin College, country: HK}",
            ":2: a: error: shares the name 'twin college' with b; merge them or declare both namesakes",
        ),
        (
            (
                f"- {{id: a, name: Wick Works, country: CN, "
                f"listings: [{{list: ca-nro, printed: A, {CITED}}}]}}\n"
                "- {id: b, name: Other, country: CN, names: [{text: Wick Works}]}"
            ),
            ":3: b: error: known as not listed, but a is listed under the name 'wick works'",
        ),
    ],
)
def test_each_problem_is_found_and_located(tmp_path: Path, records: str, problem: str) -> None:
    """File, line, institution, what is wrong and what to do."""
    found = _problems(tmp_path, f"# head\n{records}\n")
    assert len(found) == 1
    assert problem in found[0]
    assert found[0].startswith("institutions.yaml:")


def test_all_problems_come_in_one_run_in_file_order(tmp_path: Path) -> None:
    """A record that does not fit the schema hides no other problem."""
    found = _problems(tmp_path, "- {id: a}\n- {id: b, name: B, related: [{id: z, as: unit-of}]}\n- {id: c}\n")
    assert [problem.split(":")[1] for problem in found] == ["1", "2", "3"]


def test_a_problem_is_located_in_its_own_record(tmp_path: Path) -> None:
    """Also where another record has the same id."""
    text = "# head\n- {id: a, name: Wick A, related: [{id: z, as: unit-of}]}\n- {id: a, name: Wick B}\n"
    assert [problem.split(": ")[0] for problem in _problems(tmp_path, text)] == [
        "institutions.yaml:2",
        "institutions.yaml:3",
    ]


def test_a_shared_acronym_is_a_note(tmp_path: Path) -> None:
    """Acronyms never decide alone, so two listed bodies may share one; the curator should know."""
    path = tmp_path / "institutions.yaml"
    listing = f"listings: [{{list: ca-nro, printed: A, {CITED}}}], names: [{{text: BIT, kind: acronym}}]"
    records = [
        f"- {{id: {i}, name: {n}, country: {c}, {listing}}}"
        for i, n, c in (("a", "Wick", "CN"), ("b", "Lamp", "HK"), ("c", "Pane", "US"))
    ]
    path.write_text("\n".join(records), "utf-8")
    (problem,) = validate(path, LISTS)
    assert (problem.severity, problem.institution) == (Severity.NOTE, "a")
    assert "acronym BIT is also b's" in problem.message


def test_without_the_lists_only_what_needs_no_lists_is_checked(tmp_path: Path) -> None:
    """List ids and dates are compared with the policy file when it is given."""
    path = tmp_path / "institutions.yaml"
    path.write_text(f"- {{id: a, name: A, listings: [{{list: nowhere, printed: A, {CITED}}}]}}\n", "utf-8")
    assert not validate(path)


def test_records_that_do_not_start_at_the_margin_are_located_too(tmp_path: Path) -> None:
    """YAML allows other layouts; the line is still right."""
    assert "institutions.yaml:3: b: " in _problems(tmp_path, "  - {id: a, name: A}\n\n  - {id: b}\n")[0]


def test_a_file_that_is_no_list_or_no_yaml_says_so(tmp_path: Path) -> None:
    """One plain problem, or an error that names the file."""
    assert _problems(tmp_path, "a: b") == [
        "institutions.yaml:1: -: error: expected a list of institutions, found dict"
    ]
    with pytest.raises(CatalogueError, match=r"institutions\.yaml: not valid YAML"):
        _problems(tmp_path, "- {")
