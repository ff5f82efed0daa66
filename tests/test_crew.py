"""Several processes at work on one table: what they make is what one process makes, byte by byte."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Ran
from duediligence.cli import ExitCode, crew
from duediligence.cli.delivery import Delivery, Made
from duediligence.cli.run import Plan
from duediligence.formats import FORMATS
from duediligence.model import InputInfo, Partner, Skipped

Run = Callable[..., Ran]
NAMES = (
    "Beihang University",
    "Beihang Univeristy",
    "Henan University",
    "Zuiop Foundation",
    "Beijing Institute of Technology",
    "=cmd|' /C calc'!A0",
)


@pytest.fixture
def partners(in_small_world: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of several rounds: repeated, blank and hostile names, a quote left open, another column."""
    monkeypatch.setattr(crew, "ROUND", 7)
    rows = [f"{NAMES[row % len(NAMES)]} {row % 3 or ''},CN,F{row % 4}" for row in range(60)]
    rows[13] = ",CN,nobody"
    rows[31] = "\x01,CN,nothing left of it"
    rows[44] = '"an open quote,CN,F1'
    path = in_small_world / "partners.csv"
    path.write_text("\n".join(["partner,country,faculty", *rows]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("options", [(), ("--by", "faculty", "--fail-on", "never", "--fail-on-ambiguous")])
def test_jobs_change_nothing(run: Run, partners: Path, options: tuple[str, ...]) -> None:
    """Every format, exit code and message is the same with one process and with two, decisions included."""
    run(
        *("decide", "Beihang University", "--institution", "beihang-university", "--as", "accepted-risk"),
        *("--reason", "Looked at.", "--expires", "2027-01-01", "--by", "A"),
    )
    run(
        *("decide", "Nobody", "--institution", "beihang-university", "--as", "not-the-same"),
        *("--reason", "Never met.", "--expires", "2027-01-01", "--by", "A"),
    )
    made = {}
    for jobs in ("1", "2"):
        files = [flag for name in FORMATS for flag in ("-f", name, "-o", f"{name}.{jobs}")]
        ran = run("screen", str(partners), "--jobs", jobs, *files, "-f", "terminal", *options)
        made[jobs] = (ran, [Path(f"{name}.{jobs}").read_bytes() for name in FORMATS])
    assert made["1"] == made["2"]
    assert made["2"][0].code == ExitCode.INCOMPLETE
    assert "met no finding" in made["2"][0].out
    assert made["2"][1][FORMATS.index("json")].count(b'"accepted-risk"') >= 2


def test_a_name_always_goes_to_the_same_process() -> None:
    """What appears twice is screened by who has its answer, in whatever round; all processes get work."""
    sent: list[list[list[str]]] = []

    class Process:
        def __init__(self, whose: int) -> None:
            self.whose = whose

        def submit(self, _: object, share: list[Partner]) -> None:
            sent[self.whose].append([partner.name for partner in share])

    crew_ = crew.Crew.__new__(crew.Crew)
    crew_._processes = [Process(0), Process(1)]  # type: ignore[list-item]
    sent += [[], []]
    rows = [Partner(name=name) for name in (*NAMES, *NAMES)]
    for round_ in (rows, rows[::-1]):
        crew_._sent(round_)
    mine, others = ({name for share in shares for name in share} for shares in sent)
    assert mine | others == set(NAMES)
    assert mine
    assert others
    assert not mine & others


@pytest.mark.usefixtures("in_small_world")
def test_few_rounds_are_out_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read as they are needed, so that memory does not grow with the table."""
    monkeypatch.setattr(crew, "ROUND", 7)
    read = most = written = 0

    def rows() -> Iterator[Partner]:
        nonlocal read
        for row in range(200):
            read += 1
            yield Partner(name=f"Partner Institute {row}")

    plan = Plan.gather(None)
    session = plan.open()
    order = crew.Order(
        plan, session.at, session.screener.catalogue.sha256, (), InputInfo(file="partners.csv")
    )
    with crew.Crew(order, 2, session) as workers:
        for made in workers.screen(rows()):
            assert isinstance(made, Made)
            most = max(most, read - written)
            written += len(made.levels)
    assert written == 200
    assert most <= 3 * 7


def test_a_dead_process_is_an_error_and_leaves_nothing(
    run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said plainly, with its own exit code, and no file is written."""
    gathered = crew.Crew._gathered

    def killed(self: crew.Crew, round_: crew._Round) -> Iterator[object]:
        for process in self._processes:
            for pid in list(process._processes):
                os.kill(pid, signal.SIGKILL)
        return gathered(self, round_)

    monkeypatch.setattr(crew.Crew, "_gathered", killed)
    ran = run("screen", str(partners), "--jobs", "2", "-o", "r.json")
    assert ran.code == ExitCode.INTERNAL
    assert "a process at work on the table ended before its work was done" in ran.err
    assert "Traceback" not in ran.err
    assert [path.name for path in Path.cwd().iterdir()] == ["partners.csv"]


def test_errors_of_a_process_are_told_as_here(
    run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data that changed between the opening here and there are refused; message and hint come through."""
    begin = crew.Crew.__init__

    def other_data(self: crew.Crew, order: crew.Order, *rest: int) -> None:
        begin(self, replace(order, data_sha256="0" * 64), *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(crew.Crew, "__init__", other_data)
    ran = run("screen", str(partners), "--jobs", "2")
    assert ran.code == ExitCode.BAD_DATA
    assert "the data changed while the run began" in ran.err
    assert "hint:  Run again." in ran.err


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("fmt", ["json", "jsonl", "csv", "html"])
def test_ctrl_c_falls_between_two_items(
    run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch, jobs: str, fmt: str
) -> None:
    """The report is valid and marked as partial, whenever Ctrl-C is pressed and whoever works."""
    monkeypatch.setattr(Delivery, "_add", _interrupting(Delivery._add))
    monkeypatch.setattr(Delivery, "_put", _interrupting(Delivery._put))
    ran = run("screen", str(partners), "--jobs", jobs, "-f", fmt, "-o", "r.out")
    assert ran.code == 130
    text = Path("r.out").read_text("utf-8")
    match fmt:
        case "json":
            report = json.loads(text)
            assert report["run"]["partial"] is True
            assert report["summary"]["screened"] == len(report["results"])
            assert 0 < len(report["results"]) < 57
        case "jsonl":
            *lines, last = [json.loads(line) for line in text.splitlines()]
            assert last == {"partial": True}
            assert 0 < len(lines) < 60
        case "csv":
            assert text.splitlines()[-1].startswith("PARTIAL")
        case _:
            assert "stopped" in text


def _interrupting(step: Callable[..., None]) -> Callable[..., None]:
    """Press Ctrl-C in the midst of the fifth item, which may stand for several rows."""
    calls = 0

    def pressed(self: Delivery, item: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            signal.raise_signal(signal.SIGINT)
        step(self, item)

    return pressed


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_request_to_terminate_leaves_nothing(
    run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    """A job that is cancelled leaves no file, finished or not, and ends with the shell's code for it."""
    take = Delivery._write

    def cancelled(self: Delivery, item: Made) -> None:
        signal.raise_signal(signal.SIGTERM)
        take(self, item)

    monkeypatch.setattr(Delivery, "_write", cancelled)
    assert run("screen", str(partners), "--jobs", jobs, "-o", "r.jsonl").code == 128 + signal.SIGTERM
    assert [path.name for path in Path.cwd().iterdir()] == ["partners.csv"]


@pytest.mark.usefixtures("in_small_world")
def test_processes_end_with_the_first(small_data: Path) -> None:
    """When the first process is killed, no other lingers: they hold its output open as long as they live."""
    script = Path("killed.py")
    script.write_text(
        "import os, signal\n"
        "from duediligence.cli.crew import Crew, Order\n"
        "from duediligence.cli.run import Plan\n"
        "from duediligence.model import InputInfo\n"
        "if __name__ == '__main__':\n"
        "    plan = Plan.gather(None)\n"
        "    session = plan.open()\n"
        "    sha256 = session.screener.catalogue.sha256\n"
        "    with Crew(Order(plan, session.at, sha256, (), InputInfo(file='-')), 2, session) as crew:\n"
        "        list(crew.screen([]))\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n",
        "utf-8",
    )
    environment = {**os.environ, "DUEDILIGENCE_DATA_DIR": str(small_data)}
    ended = subprocess.run(
        [sys.executable, str(script)], env=environment, capture_output=True, timeout=120, check=False
    )
    assert ended.returncode == -signal.SIGKILL


def test_a_second_ctrl_c_acts_at_once(run: Run, partners: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses twice does not want to wait; an item may be half-written, so there is no file."""
    step = Delivery._add

    def pressed(self: Delivery, item: Partner | Skipped) -> None:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        step(self, item)  # type: ignore[arg-type]

    monkeypatch.setattr(Delivery, "_add", pressed)
    ran = run("screen", str(partners), "-o", "r.jsonl")
    assert ran.code == 130
    assert not Path("r.jsonl").exists()


@pytest.mark.usefixtures("in_small_world")
def test_no_number_is_one_for_each_core() -> None:
    """`--jobs 0` uses what there is, the default is one, and a negative number is refused."""
    assert Plan.gather(None).jobs == 1
    assert Plan.gather(None, jobs=0).jobs >= 1


def test_jobs_must_be_a_number(run: Run, partners: Path) -> None:
    """A wrong number is a mistake of usage, in a configuration as on the command line."""
    assert run("screen", str(partners), "--jobs", "-1").code == ExitCode.USAGE
    Path("duediligence.toml").write_text("jobs = -1\n", "utf-8")
    ran = run("screen", str(partners))
    assert ran.code == ExitCode.BAD_DATA
    assert "a whole number from 0 on" in ran.err
