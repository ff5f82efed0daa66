"""`scan` from the command line: formats, folders, exit codes, plain messages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from document_files import message, pdf, word


def scan(run: Callable[..., object], *argv: object, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run `scan` and return its exit code, stdout and stderr."""
    ran = run("scan", *map(str, argv), stdin=stdin)
    return ran.code, ran.out, ran.err  # type: ignore[attr-defined]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An article that names a listed and an unlisted university."""
    path = tmp_path / "news.txt"
    path.write_text("Talks with Beihang University went on.\n\nHarvard University was there.\n", "utf-8")
    return path


def test_a_listed_institution_is_a_finding(run: Callable[..., object], news: Path) -> None:
    """Exit 1, with verdict, place and sentence."""
    code, out, err = scan(run, news)
    assert code == 1
    assert "STOP Beihang University" in out
    assert "line 1 Talks with Beihang University went on." in out
    assert err == ""


def test_nothing_listed_is_no_finding(run: Callable[..., object], tmp_path: Path) -> None:
    """Exit 0, in words that promise nothing."""
    path = tmp_path / "a.md"
    path.write_text("We met **Harvard University**.")
    code, out, _ = scan(run, path)
    assert code == 0
    assert "Nothing found on the lists checked" in out


def test_json_is_the_report_of_every_command(run: Callable[..., object], news: Path) -> None:
    """The contract holds; places come with every mention."""
    code, out, _ = scan(run, news, "--format", "json")
    report = json.loads(out)
    first = report["results"][0]
    assert (code, report["schema_version"], report["summary"]["screened"]) == (1, "1.0", 2)
    assert first["partner"]["source"]["line"] == 1
    assert first["partner"]["source"]["span"] == [11, 29]
    assert first["mentions"][0]["source"]["context"] == "Talks with Beihang University went on."
    assert report["run"]["inputs"][0]["dialect"] == "text"


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("r.html", "<!doctype html>"),
        ("r.md", "# Institutions named in "),
        ("r.csv", "file,page,line"),
        ("r.json", "{"),
        ("r.jsonl", '{"partner"'),
        ("r.txt", "1 document read"),
    ],
)
def test_every_format_is_written_whole(
    run: Callable[..., object], news: Path, tmp_path: Path, name: str, starts: str
) -> None:
    """The ending of the file decides the format."""
    target = tmp_path / name
    code, out, _ = scan(run, news, "-o", target)
    assert (code, out) == (1, "")
    assert target.read_text("utf-8").startswith(starts)


def test_a_folder_of_many_kinds(run: Callable[..., object], tmp_path: Path) -> None:
    """Text, PDF, Word and mail with an attachment are one report; pages and files are named."""
    (tmp_path / "a.pdf").write_bytes(pdf(["nothing", "Peking University"]))
    (tmp_path / "b.docx").write_bytes(word([], [["Sichuan University", "CN"]]))
    (tmp_path / "c.eml").write_bytes(message("Dear all", ("mou.txt", "清华大学".encode())))
    code, out, _ = scan(run, tmp_path, "-f", "json")
    report = json.loads(out)
    found = {result["identification"]["institution"]["id"]: result for result in report["results"]}
    assert {"peking-university", "sichuan-university", "tsinghua-university"} <= set(found)
    assert code == 1
    assert found["peking-university"]["mentions"][0]["source"]["page"] == 2
    assert found["tsinghua-university"]["mentions"][0]["source"]["file"].endswith("c.eml/mou.txt")


def test_patterns_choose_files(run: Callable[..., object], news: Path) -> None:
    """Only what was asked for is read."""
    (news.parent / "other.md").write_text("Peking University")
    code, out, _ = scan(run, news.parent, "--include", "*.md", "-f", "json")
    assert code == 1
    assert [Path(one["file"]).name for one in json.loads(out)["run"]["inputs"]] == ["other.md"]


def test_an_unreadable_document_makes_the_run_incomplete(
    run: Callable[..., object], news: Path, tmp_path: Path
) -> None:
    """Exit 4 outranks findings, and the reason is in the report."""
    (tmp_path / "scan.pdf").write_bytes(pdf([None]))
    code, out, _ = scan(run, news, tmp_path / "scan.pdf", tmp_path / "gone.txt")
    assert code == 4
    out = " ".join(out.split())
    assert "no text layer" in out
    assert "No such file" in out
    assert "Beihang University" in out


def test_a_partly_read_document_makes_the_run_incomplete(run: Callable[..., object], tmp_path: Path) -> None:
    """A scanned page among others is named; the rest is screened."""
    (tmp_path / "a.pdf").write_bytes(pdf(["Beihang University", None]))
    code, out, _ = scan(run, tmp_path / "a.pdf", "--exit-zero")
    assert code == 4
    assert "page 2 is a picture without text" in " ".join(out.split())


def test_the_standard_input_is_read(run: Callable[..., object]) -> None:
    """`-` takes what is piped in."""
    code, out, _ = scan(run, "-", "-f", "csv", stdin="与北京航空航天大学合作".encode())
    assert code == 1
    assert "<stdin>,,1,2,1,9,北京航空航天大学,stop" in out


def test_the_gate_can_be_set(run: Callable[..., object], news: Path) -> None:
    """`--fail-on` and `--exit-zero` mean what they mean elsewhere."""
    assert scan(run, news, "--fail-on", "never")[0] == 0
    assert scan(run, news, "--exit-zero")[0] == 0


def test_a_country_is_a_code_or_a_name(run: Callable[..., object], news: Path) -> None:
    """A country nobody knows is a usage error."""
    assert scan(run, news, "--country", "China")[0] == 1
    code, _, err = scan(run, news, "--country", "Atlantis")
    assert code == 2
    assert "Atlantis" in err


def test_without_a_document_nothing_runs(run: Callable[..., object]) -> None:
    """A usage error, in words."""
    assert scan(run)[0] == 2


def test_an_unwritable_output_leaves_nothing_behind(
    run: Callable[..., object], news: Path, tmp_path: Path
) -> None:
    """Exit 3 with a hint."""
    code, _, err = scan(run, news, "-o", tmp_path / "no" / "folder" / "r.html")
    assert code == 3
    assert "hint" in err
