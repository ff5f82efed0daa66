"""The page in a real browser: filtering, printing, phone width, no script. Skips where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import hostile
from duediligence.formats import render
from duediligence.model import Report
from duediligence.portfolio import Portfolio
from samples import sample_report

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")

# Run at the end of the page; it writes what it finds into the title, which the dumped page then shows.
PROBE = """<script>
const form = document.getElementById("filter");
const shown = () => [...document.querySelectorAll("#table tbody tr")].filter((row) => !row.hidden).length;
const found = [form.hidden ? "hidden" : "offered", shown()];
form.elements.find.value = "beihang";
form.dispatchEvent(new Event("input"));
found.push(shown(), document.getElementById("count").textContent);
form.elements.find.value = "";
form.querySelector("input[value=none]").checked = false;
form.dispatchEvent(new Event("input"));
found.push(shown(), window.evil === undefined ? "quiet" : "EVIL");
found.push(document.documentElement.scrollWidth <= window.innerWidth ? "fits" : "overflows");
document.title = found.join("/");
</script>"""


def browse(tmp_path: Path, page: str, *options: str) -> str:
    """Open a page headless and return what the browser writes."""
    path = tmp_path / "report.html"
    path.write_text(page, encoding="utf-8")
    command = [
        str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={tmp_path / 'profile'}", *options, path.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def page(report: Report) -> str:
    """Render with exposure tables, so that every part is there."""
    portfolio = Portfolio("faculty")
    list(portfolio.watch(report.results))
    made = render(report, "html", exposure=portfolio.exposure)
    assert isinstance(made, str)
    return made


def without_policy(made: str) -> str:
    """Take the content security policy out, so that a probe may run, and names too, if they could."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", made)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_table_filters_and_nothing_overflows(tmp_path: Path, width: int) -> None:
    """Words and verdicts narrow the table, hostile names run nothing, and the page fits phone and desk."""
    made = without_policy(page(hostile.report())).replace("alert(1)", "window.evil=1")
    dumped = browse(
        tmp_path, made.replace("</body>", PROBE + "</body>"), "--dump-dom", f"--window-size={width},900"
    )
    title = re.search(r"<title>(.*?)</title>", dumped)
    assert title is not None
    rows = len(hostile.report().results)
    assert title[1] == f"offered/{rows}/1/1 of {rows} shown/{rows - 1}/quiet/fits"


def test_without_a_script_everything_is_there(tmp_path: Path) -> None:
    """The policy forbids a foreign script; ours runs; the table is whole."""
    blocked = page(sample_report()).replace("</body>", "<script>document.title = 'EVIL'</script></body>")
    dumped = browse(tmp_path, blocked, "--dump-dom")
    assert "<title>EVIL" not in dumped
    assert "4 of 4 shown" in dumped
    bare = re.sub(r"<script>.*?</script>", "", page(sample_report()), flags=re.DOTALL)
    dumped = browse(tmp_path, bare, "--dump-dom")
    assert re.search(r'<form id="filter"[^>]*hidden', dumped)
    assert dumped.count('role="rowheader"') >= 4


def test_the_page_prints_a_dossier_a_sheet(tmp_path: Path) -> None:
    """Printed, every dossier begins a page; the text is in the print."""
    pypdf = pytest.importorskip("pypdf")
    target = tmp_path / "report.pdf"
    browse(tmp_path, page(sample_report()), f"--print-to-pdf={target}", "--no-pdf-header-footer")
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(target).pages]
    assert len(texts) >= 6
    assert sum("Signature" in text for text in texts) == 4


def test_a_picture_can_be_taken(tmp_path: Path) -> None:
    """The page draws at phone width in a dark scheme without complaint."""
    target = tmp_path / "phone.png"
    browse(
        tmp_path,
        page(sample_report()),
        f"--screenshot={target}",
        "--window-size=390,844",
        "--force-dark-mode",
    )
    assert target.stat().st_size > 10_000
