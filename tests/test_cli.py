"""The command line through `main`: exit codes, stdout, stderr, files, and plain messages for bad input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import duediligence
from conftest import ROOT, Ran
from duediligence.cli import ExitCode, app, main
from duediligence.cli.app import COMMANDS
from duediligence.cli.gate import FailOn
from duediligence.cli.screen import rate
from duediligence.errors import DueDiligenceError, InputError

Run = Callable[..., Ran]
pytestmark = pytest.mark.usefixtures("in_small_world")


@pytest.fixture
def partners(in_small_world: Path) -> Path:
    """A table with a listed, a known and an unknown partner."""
    path = in_small_world / "partners.csv"
    path.write_text(
        "partner,country,faculty\n"
        "Beihang University,CN,Physics\nHenan University,CN,Law\nZuiop Foundation,,Law\n",
        "utf-8",
    )
    return path


def _files() -> list[str]:
    return sorted(path.name for path in Path.cwd().iterdir())


# --- check --------------------------------------------------------------------------------------


def test_check_reports_in_full(run: Run) -> None:
    """A listed institution: exit 1, verdict, identity, lists, questions, sources and data age on stdout."""
    ran = run("check", "Beihang University")
    assert ran.code == ExitCode.FINDINGS
    assert ran.err == ""
    for part in (
        "STOP",
        "Who this is",
        "On the lists",
        "What to do next",
        "Sources",
        "What this rests on",
        "days old",
    ):
        assert part in ran.out


def test_plain_check_and_check_with_options_agree(run: Run) -> None:
    """The short way to a plain check prints the very same report."""
    assert run("check", "Beihang University", "BIT") == run(
        "check", "--profile", "default", "Beihang University", "BIT"
    )


def test_check_without_findings(run: Run) -> None:
    """A known institution that is not listed: exit 0 and words that promise nothing."""
    ran = run("check", "Beijing University of Technology")
    assert ran.code == ExitCode.CLEAN
    assert "NOTHING FOUND ON THE LISTS CHECKED" in ran.out


def test_check_json_fits_the_contract(run: Run) -> None:
    """Stdout is one JSON report and nothing else."""
    report = json.loads(run("check", "BUAA", "--country", "China", "-f", "json").out)
    assert report["schema_version"] == "1.0"
    assert report["results"][0]["partner"] == report["results"][0]["partner"] | {
        "name": "BUAA",
        "country": "China",
    }
    assert report["run"]["options"]["fail_on"] == "review"
    assert report["run"]["at"] == "2026-11-20T09:30:00Z"


def test_hostile_names(run: Run) -> None:
    """Markup and escapes in a name are text, on stdout as in JSON."""
    ran = run("check", "[/red]\x1b[31m Beihang University")
    assert "[/red] Beihang University" in ran.out
    assert "\x1b" not in ran.out
    assert "\\u001b" not in run("check", "\x1b[31mBeihang University", "-f", "json").out


@pytest.mark.parametrize("name", ["", " ", "\x00\x1b[0m", "x" * 100_000])
def test_what_is_no_name(run: Run, name: str) -> None:
    """An empty or endless name is not screened: exit 4, with the reason; the others still are."""
    ran = run("check", name, "Beihang University")
    assert ran.code == ExitCode.INCOMPLETE
    assert "Not screened (1)" in ran.out
    assert "STOP" in ran.out


# --- screen -------------------------------------------------------------------------------------


def test_screen_table(run: Run, partners: Path) -> None:
    """A table and a summary on stdout, nothing on stderr without a terminal."""
    ran = run("screen", str(partners))
    assert ran.code == ExitCode.FINDINGS
    assert ran.err == ""
    assert "US Entity List" in ran.out
    assert "3 partners screened, 0 not" in ran.out


def test_screen_stdin(run: Run) -> None:
    """One name a line on the standard input."""
    ran = run("screen", "-", "-f", "jsonl", stdin=b"Beihang University\nHenan University\n")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["verdict"]["level"] for line in lines[:2]] == ["stop", "none"]


def test_screen_carries_columns_and_rows(run: Run, partners: Path) -> None:
    """Other columns and row numbers survive to the CSV."""
    header, first, *_ = run("screen", str(partners), "-f", "csv").out.splitlines()
    assert "faculty" in header.split(",")
    assert "Physics" in first.split(",")
    assert "2" in first.split(",")


def test_screen_country_for_rows_without_one(run: Run, in_small_world: Path) -> None:
    """`--country` fills in where a row has none, and only there."""
    (in_small_world / "p.csv").write_text("partner,country\nZuiop,\nQwertz,DE\n", "utf-8")
    report = json.loads(run("screen", "p.csv", "--country", "IR", "-f", "json").out)
    assert [result["partner"]["country"] for result in report["results"]] == ["IR", "DE"]
    assert [result["verdict"]["level"] for result in report["results"]] == ["review", "none"]


def test_screen_by_column(run: Run, partners: Path) -> None:
    """Exposure tables by one's own units."""
    assert "Exposure by faculty" in run("screen", str(partners), "--by", "Faculty").out
    assert run("screen", str(partners), "--by", "nosuch").code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("p.csv", "partner,country\n"),
        ("p.csv", "partner,country\n,\n\n"),
        ("p.json", "[]"),
        ("-", "\n  \n"),
        ("-", ""),
    ],
)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_screen_empty_input_is_said(
    run: Run, in_small_world: Path, file: str, content: str, jobs: str
) -> None:
    """An input without partners is said plainly and exits 4, however it is empty, `--exit-zero` or not."""
    if file != "-":
        (in_small_world / file).write_text(content, "utf-8")
    ran = run("screen", file, "-f", "json", "--jobs", jobs, "--exit-zero", stdin=content.encode())
    assert ran.code == ExitCode.INCOMPLETE
    assert "nothing was screened" in ran.err
    assert "nothing was screened" in json.loads(ran.out)["warnings"][-1]


def test_screen_several_outputs(run: Run, partners: Path) -> None:
    """One run writes several files, formats by their endings, and nothing on stdout."""
    ran = run("screen", str(partners), "-o", "a.json", "-o", "b.csv", "-o", "c.txt", "-o", "d.html")
    assert ran.out == ""
    assert json.loads(Path("a.json").read_text("utf-8"))["summary"]["screened"] == 3
    assert Path("b.csv").read_text("utf-8").count("\n") == 4
    assert "Summary" in Path("c.txt").read_text("utf-8")
    assert "<html" in Path("d.html").read_text("utf-8")
    assert _files() == ["a.json", "b.csv", "c.txt", "d.html", "partners.csv"]


@pytest.mark.parametrize(("speed", "shown"), [(None, ""), (0.0, ""), (12_345.6, "12,346 rows/s")])
def test_the_progress_bar_tells_the_rate(speed: float | None, shown: str) -> None:
    """Rows a second, once known."""
    assert rate(speed) == shown


def test_progress_is_for_a_terminal_only(run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar on stderr where a person sits there; the report on stdout is the same with and without."""
    quiet = run("screen", str(partners), "-f", "json")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = run("screen", str(partners), "-f", "json")
    assert shown.out == quiet.out
    assert quiet.err == ""


def test_closed_stdout_is_no_internal_error(
    run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who leaves in the middle of a stream is named as such."""
    from duediligence.screening import Screener

    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(Screener, "_screened", gone)
    ran = run("screen", str(partners), "-f", "jsonl")
    assert ran.code == ExitCode.BAD_DATA
    assert "stdout was closed" in ran.err


def test_screen_is_the_same_every_time(run: Run, partners: Path) -> None:
    """The same input, data and options give the same bytes."""
    assert run("screen", str(partners), "-f", "json") == run("screen", str(partners), "-f", "json")


def test_interrupted_screening_is_marked(run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C leaves a valid report marked as partial, and the shell's exit code for it."""
    from duediligence.screening import Screener

    screened = Screener._screened

    def interrupted(self: Screener, partner: object) -> object:
        if getattr(partner, "name", "") == "Henan University":
            raise KeyboardInterrupt
        return screened(self, partner)  # type: ignore[arg-type]

    monkeypatch.setattr(Screener, "_screened", interrupted)
    ran = run("screen", str(partners), "-o", "r.json")
    report = json.loads(Path("r.json").read_text("utf-8"))
    assert ran.code == 130
    assert report["run"]["partial"] is True
    assert report["summary"]["screened"] == 1


# --- gate ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        ((), 1),
        (("--fail-on", "stop"), 1),
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("--fail-on", "never", "--fail-on-ambiguous"), 1),
    ],
)
def test_gate(run: Run, partners: Path, flags: tuple[str, ...], code: int) -> None:
    """What counts as a finding is the caller's choice."""
    assert run("screen", str(partners), *flags).code == code


def test_incomplete_outranks_findings_and_exit_zero(run: Run, in_small_world: Path) -> None:
    """An unfinished screening never reads as a finished one."""
    (in_small_world / "p.csv").write_text("partner,country\nBeihang University,CN\n,CN\n", "utf-8")
    assert run("screen", "p.csv").code == ExitCode.INCOMPLETE
    assert run("screen", "p.csv", "--exit-zero").code == ExitCode.INCOMPLETE


def test_every_gate_value_has_a_level() -> None:
    """Each value of --fail-on names a level, but `never`."""
    assert [gate.value for gate in FailOn if gate.level is None] == ["never"]


# --- decisions ----------------------------------------------------------------------------------

DECIDE = ("decide", "Beihang University", "--institution", "beihang-university", "--as", "accepted-risk")
WHY = ("--reason", "signed in 2019", "--by", "J. Example")


def test_decided_finding_stays_and_no_longer_fails(run: Run) -> None:
    """A decision passes the gate and is shown with who, why and until when."""
    said = run(*DECIDE, *WHY, "--expires", "2027-01-01")
    assert (said.code, "added accepted-risk" in said.out) == (0, True)
    ran = run("check", "Beihang University")
    assert ran.code == ExitCode.CLEAN
    assert "Decision on file" in ran.out
    assert "signed in 2019" in ran.out


def test_lapsed_decision_warns_and_fails_when_strict(run: Run) -> None:
    """An expired decision no longer counts; with --strict-decisions it makes the run fail as bad data."""
    run(*DECIDE, *WHY, "--expires", "2026-11-20")
    text = Path("duediligence.decisions.yaml").read_text("utf-8").replace("2026-11-20", "2026-11-19", 1)
    Path("duediligence.decisions.yaml").write_text(text, "utf-8")
    ran = run("check", "Beihang University")
    assert ran.code == ExitCode.FINDINGS
    assert "expired" in ran.out
    assert ran.err == ""
    assert run("check", "Beihang University", "--strict-decisions").code == ExitCode.BAD_DATA
    Path("partners.csv").write_text("partner\nBeihang University\n", "utf-8")
    for command in (["check", "Beihang University"], ["screen", "partners.csv"]):
        assert "warning: " in run(*command, "-f", "csv", "-o", "r.csv").err
        assert "expired on 2026-11-19" in run(*command, "-f", "json").err


def test_decide_replaces(run: Run) -> None:
    """A second decision about the same partner takes the place of the first."""
    run(*DECIDE, *WHY, "--expires", "2027-01-01")
    assert "replaced" in run(*DECIDE, *WHY, "--expires", "2027-02-01").out


# --- configuration ------------------------------------------------------------------------------


def test_configuration_file_variable_and_flag(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file sets, a variable overrides it, a flag overrides both."""
    Path("duediligence.toml").write_text('fail_on = "never"\n', "utf-8")
    assert run("check", "Beihang University").code == ExitCode.CLEAN
    monkeypatch.setenv("DUEDILIGENCE_FAIL_ON", "stop")
    assert run("check", "Beihang University").code == ExitCode.FINDINGS
    assert run("check", "Beihang University", "--fail-on", "never").code == ExitCode.CLEAN


def test_named_configuration(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--config` and its variable name another file."""
    Path("other.toml").write_text('fail_on = "never"\n', "utf-8")
    assert run("check", "Beihang University", "--config", "other.toml").code == ExitCode.CLEAN
    monkeypatch.setenv("DUEDILIGENCE_CONFIG", "other.toml")
    assert run("check", "Beihang University").code == ExitCode.CLEAN


def test_config_show(run: Run) -> None:
    """Each setting with its value and origin."""
    Path("duediligence.toml").write_text('fail_on = "stop"\n', "utf-8")
    ran = run("config", "show")
    assert any(
        line.split()[:2] == ["fail_on", "stop"] and "duediligence.toml" in line
        for line in ran.out.splitlines()
    )


# --- show and lists -----------------------------------------------------------------------------


def test_show(run: Run) -> None:
    """The dossier: names, listings, sources; found by id or ROR."""
    ran = run("show", "beihang-university")
    assert ran.code == 0
    for part in ("北京航空航天大学", "BUAA", "On the lists", "since 2020-01-01", "https://"):
        assert part in ran.out
    assert run("show", "https://ror.org/00wk2mp56").out == ran.out


def test_show_history_relations_and_the_unlisted(run: Run) -> None:
    """Ended listings are history, relations are named from both sides, an unlisted body says so."""
    ended = run("show", "kim-chaek-bureau").out
    assert "History and context" in ended
    assert "until 2019-01-01" in ended
    assert "unit of" in run("show", "institute-of-physics").out
    assert "unit of it" in run("show", "chinese-academy-of-sciences").out
    assert "on no list in force" in run("show", "henan-university").out


def test_show_json_and_unknown(run: Run) -> None:
    """JSON for programs; an unknown id names the nearest ones."""
    assert json.loads(run("show", "beihang-university", "-f", "json").out)["id"] == "beihang-university"
    ran = run("show", "beihang-univerity")
    assert ran.code == ExitCode.USAGE
    assert "did you mean beihang-university" in ran.err
    assert "duediligence check" in run("show", "%").err


def test_lists(run: Run) -> None:
    """Every list with date, age and address; a warning where one was not read for long."""
    ran = run("lists")
    assert ran.code == 0
    for part in ("Entity List", "2026-07-31", "112 days", "Does not mean", "https://", "warning"):
        assert part in ran.out
    ages = {one["id"]: one["age_days"] for one in json.loads(run("lists", "-f", "json").out)}
    assert ages["us-bis-entity-list"] == 112


@pytest.mark.parametrize("command", [("lists",), ("check", "Beihang University")])
def test_stale_data_are_refused(run: Run, command: tuple[str, ...]) -> None:
    """`--max-data-age` names the lists that are older, and exits 3."""
    ran = run(*command, "--max-data-age", "30")
    assert ran.code == ExitCode.BAD_DATA
    assert "Entity List" in ran.err
    assert run(*command, "--max-data-age", "100000").code != ExitCode.BAD_DATA


# --- verify and data ----------------------------------------------------------------------------


def test_verify_says_the_same(run: Run, partners: Path) -> None:
    """A report made a moment ago would be the same."""
    run("screen", str(partners), "-o", "r.json")
    ran = run("verify", "r.json")
    assert (ran.code, ran.out) == (0, "the same: 3 partners\n")


def test_verify_names_what_changed(run: Run, partners: Path) -> None:
    """A partner whose answer changed, and versions that differ, are named; exit 1."""
    run("screen", str(partners), "-o", "r.json")
    report = json.loads(Path("r.json").read_text("utf-8"))
    report["results"][0]["verdict"]["level"] = "none"
    report["results"][1]["questions"] = []
    report["tool"]["version"] = "0.0.1"
    Path("r.json").write_text(json.dumps(report), "utf-8")
    ran = run("verify", "r.json")
    assert ran.code == ExitCode.FINDINGS
    for part in (
        "tool: 0.0.1 then",
        "Beihang University: none then, stop now",
        "other details",
        "changed: 2 of 3",
    ):
        assert part in ran.out


@pytest.mark.parametrize(
    ("edited", "value", "said"),
    [
        (("summary", "screened"), 0, "summary: screened is 0, the report holds 3"),
        (("summary", "by_verdict"), {"none": 3}, "summary: by_verdict is none 3, the report holds "),
        (("data", "lists", 0, "as_of"), "1999-01-01", ": 1999-01-01, "),
        (("data", "lists", 0, "title"), "Another", "other details now"),
        (("limits",), ["Lists tell everything."], "limits: other sentences"),
    ],
)
def test_verify_looks_at_the_whole_report(
    run: Run, partners: Path, edited: tuple[str | int, ...], value: object, said: str
) -> None:
    """Counts, dates of lists and limits that were edited are told, though every answer is the same."""
    run("screen", str(partners), "-o", "r.json")
    report = json.loads(Path("r.json").read_text("utf-8"))
    *way, last = edited
    part = report
    for step in way:
        part = part[step]
    part[last] = value
    Path("r.json").write_text(json.dumps(report), "utf-8")
    ran = run("verify", "r.json")
    assert ran.code == ExitCode.FINDINGS
    assert said in ran.out
    assert "changed: 0 of 3 partners, 1 statement of the report" in ran.out


def test_verify_tells_that_a_list_is_gone_or_new(run: Run, partners: Path) -> None:
    """The lists checked are part of what the report says."""
    run("screen", str(partners), "-o", "r.json")
    report = json.loads(Path("r.json").read_text("utf-8"))
    taken = report["data"]["lists"].pop()
    report["data"]["lists"].append({**report["data"]["lists"][0], "id": "gone"})
    Path("r.json").write_text(json.dumps(report), "utf-8")
    ran = run("verify", "r.json")
    assert ran.code == ExitCode.FINDINGS
    assert "list gone: not there now" in ran.out
    assert f"list {taken['id']}: not among the lists checked then" in ran.out


def test_verify_hashes_the_input(run: Run, partners: Path) -> None:
    """A file that changed since is told and exits 1; one that is gone is told and changes nothing."""
    run("screen", str(partners), "-o", "r.json")
    partners.write_text(partners.read_text("utf-8").replace("Beihang", "Tsinghua"), "utf-8")
    ran = run("verify", "r.json")
    assert ran.code == ExitCode.FINDINGS
    assert "partners.csv: the file changed, sha256 " in ran.out
    assert "changed: 0 of 3 partners, 1 input file" in ran.out
    partners.unlink()
    ran = run("verify", "r.json")
    assert ran.code == ExitCode.CLEAN
    assert "partners.csv: not to be read at its place, so that it was not compared" in ran.out


def test_verify_refuses_what_is_no_such_report(run: Run) -> None:
    """A scan's report cannot be made again without its documents; another file is no report."""
    Path("news.txt").write_text("Talks with Beihang University went on.", "utf-8")
    run("scan", "news.txt", "-o", "scan.json")
    assert "scan" in run("verify", "scan.json").err
    Path("other.json").write_text("[]", "utf-8")
    assert run("verify", "other.json").code == ExitCode.BAD_DATA


def test_data_validate(run: Run, small_data: Path, in_small_world: Path) -> None:
    """All problems of both files in one run; exit 3 when one is an error."""
    ran = run("data", "validate", "--data-dir", str(small_data))
    assert (ran.code == ExitCode.CLEAN) == ("no errors" in ran.out)
    broken = in_small_world / "broken"
    shutil.copytree(small_data, broken)
    text = (broken / "institutions.yaml").read_text("utf-8")
    (broken / "institutions.yaml").write_text(
        text + "- {id: beihang-university, name: Again, nosuch: 1}\n", "utf-8"
    )
    (broken / "risk_tiers.yaml").write_text("lists: 1\n", "utf-8")
    ran = run("data", "validate", "--data-dir", "broken")
    assert ran.code == ExitCode.BAD_DATA
    assert "nosuch" in ran.out
    assert "risk_tiers.yaml" in ran.out


def test_data_stats(run: Run, small_data: Path) -> None:
    """Counts in all and by list."""
    out = run("data", "stats", "--data-dir", str(small_data)).out
    assert "institutions with listings" in out
    assert "us-bis-entity-list" in out


def test_data_merge_proposes_and_applies(run: Run, small_data: Path, in_small_world: Path) -> None:
    """A merge is a diff until --apply; afterwards merging again changes nothing."""
    shutil.copytree(small_data, in_small_world / "mine")
    table = "name,country,list,since\nZuiop Works,CN,us-dod-1286,2026-01-01\n"
    (in_small_world / "house.csv").write_text(table, "utf-8")
    before = (in_small_world / "mine" / "institutions.yaml").read_bytes()
    merge = ("data", "merge", "house", "--from", "house.csv", "--data-dir", "mine")
    proposed = run(*merge)
    assert proposed.code == 0, proposed.err
    assert "nothing was written" in proposed.out
    assert (in_small_world / "mine" / "institutions.yaml").read_bytes() == before


# --- bad input ----------------------------------------------------------------------------------

BAD = {
    "no command": ((), 2, "Usage"),
    "unknown command": (("nope",), 2, "nope"),
    "no name": (("check",), 2, "NAME"),
    "unknown format": (("check", "x", "-f", "[/red]"), 2, "[/red]"),
    "unknown profile": (("check", "x", "--profile", "[/red]"), 2, "[/red]"),
    "unknown gate": (("check", "x", "--fail-on", "[/red]"), 2, "[/red]"),
    "two on stdout": (("check", "x", "-f", "json", "-f", "csv"), 2, "stdout"),
    "ending without format": (("check", "x", "-o", "report.doc"), 2, "report.doc"),
    "unwritable output": (("check", "x", "-o", "no/such/folder/r.json"), 3, "cannot be written"),
    "unwritable stream": (("screen", "p.csv", "-o", "no/such/folder/r.json"), 3, "cannot be written"),
    "missing data": (("check", "x", "--data-dir", "."), 3, "no institutions.yaml"),
    "broken data": (("check", "x", "--data-dir", "broken"), 3, "institutions.yaml"),
    "missing configuration": (("check", "x", "--config", "no.toml"), 3, "no.toml"),
    "unknown key": (("check", "x", "--config", "bad.toml"), 3, "nosuch"),
    "missing file": (("screen", "no.csv"), 4, "no.csv"),
    "missing column": (("screen", "p.csv", "--column", "nosuch"), 2, "nosuch"),
    "binary file": (("screen", "binary.csv"), 4, "binary"),
    "pdf as a table": (("screen", "table.pdf"), 4, "scan"),
    "unknown decision": (
        ("decide", "x", "--institution", "i", "--as", "y", *WHY, "--expires", "2027-01-01"),
        2,
        "i",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_a_plain_message(run: Run, in_small_world: Path, small_data: Path, case: str) -> None:
    """A message that names the place, a hint, the documented code, no traceback, and nothing half-written."""
    argv, code, said = BAD[case]
    (in_small_world / "p.csv").write_text("partner\nHenan University\n", "utf-8")
    (in_small_world / "binary.csv").write_bytes(bytes(range(256)) * 8)
    (in_small_world / "table.pdf").write_bytes(b"%PDF-1.7\n")
    (in_small_world / "bad.toml").write_text("nosuch = 1\n", "utf-8")
    broken = in_small_world / "broken"
    broken.mkdir()
    for name in ("risk_tiers.yaml", "places.tsv"):
        (broken / name).write_bytes((small_data / name).read_bytes())
    (broken / "institutions.yaml").write_text("- id: [", "utf-8")
    before = sorted(in_small_world.rglob("*"))
    ran = run(*argv)
    assert ran.code == code
    assert said in ran.err + ran.out
    assert "Traceback" not in ran.err
    assert sorted(in_small_world.rglob("*")) == before


def test_existing_output_survives_a_failure(
    run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that fails halfway leaves the file of the last run as it was."""
    from duediligence.screening import Screener

    Path("r.json").write_text("old", "utf-8")
    monkeypatch.setattr(Screener, "_screened", lambda *_: 1 / 0)
    assert run("screen", str(partners), "-o", "r.json").code == ExitCode.INTERNAL
    assert Path("r.json").read_text("utf-8") == "old"
    assert _files() == ["partners.csv", "r.json"]


# --- main itself --------------------------------------------------------------------------------


def test_version(run: Run) -> None:
    """Tool and data versions, one a line."""
    tool, data = run("--version").out.splitlines()
    assert tool == f"duediligence {duediligence.__version__}"
    assert data.startswith("data ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    """`--help` works for every command and exits 0."""
    ran = run(command, "--help")
    assert ran.code == 0
    assert "Usage" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_options_whole_on_a_narrow_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """On eighty columns no option's name is cut short."""
    for variable in ("COLUMNS", "TERMINAL_WIDTH"):
        monkeypatch.setenv(variable, "80")
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 80)
    assert "…" not in run(command, "--help").out


def test_help_names_every_command(run: Run) -> None:
    """The program's own help lists them all."""
    assert all(command in run("--help").out for command in COMMANDS)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("broken\nsecond line", hint="mend it"), 4),
        (DueDiligenceError("odd"), 3),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError(), 70),
    ],
)
def test_errors_become_exit_codes(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    """Whatever is raised below ends in a documented code, never in 1 by accident."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(app, "build_app", broken)
    ran = run("lists")
    assert ran.code == code
    if isinstance(error, InputError):
        assert "hint:  mend it" in ran.err


def test_odd_clock_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed time that is none is a usage error."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run("check", "x").code == ExitCode.USAGE
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert run("check", "x").code == ExitCode.CLEAN


def test_python_dash_m() -> None:
    """`python -m duediligence` does what `duediligence` does, and ends quietly when its reader has gone."""
    command = f"{sys.executable} -m duediligence check 'Beihang University' | head -c 5"
    done = subprocess.run(
        command, shell=True, check=False, capture_output=True, cwd=ROOT, env=os.environ.copy()
    )
    assert len(done.stdout) == 5
    assert done.stderr == b""


def test_importing_the_package_knows_no_terminal() -> None:
    """The Python API pulls in neither typer nor rich."""
    code = "import sys, duediligence; duediligence.Screener; print({'typer', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_main_takes_the_arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without arguments of its own, `main` reads those of the process."""
    monkeypatch.setattr(sys, "argv", ["duediligence", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.startswith("duediligence ")
