"""The page: self-contained, escaped, complete without a script."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

import hostile
from duediligence.formats import html, render
from duediligence.formats.html import web_address
from duediligence.model import Citation, InputInfo, Report
from duediligence.portfolio import Exposure, Portfolio
from samples import hostile_result, known_result, listed_result, sample_report

VOID = {"meta", "input", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """Collects what a test asks of a page, and checks that its tags close as they open."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        if tag not in VOID:
            self.open.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        """Close a tag: the last one opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text with the tag it stands in."""
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data.strip()))

    def values(self, name: str) -> list[str]:
        """Return every value of an attribute."""
        return [value for _, attribute, value in self.attributes if attribute == name]

    def text(self) -> str:
        """Return all text."""
        return " ".join(text for _, text in self.texts)


def page(report: Report, exposure: Exposure | None = None) -> str:
    """Render as HTML."""
    made = render(report, "html", exposure=exposure)
    assert isinstance(made, str)
    return made


def exposure_of(report: Report) -> Exposure:
    """Count a report by faculty."""
    portfolio = Portfolio("faculty")
    list(portfolio.watch([*report.results, *report.skipped]))
    return portfolio.exposure


def test_the_page_holds_summary_table_dossiers_and_basis() -> None:
    """Everything a reader needs, in words, with no script run."""
    text = Page(page(sample_report())).text()
    for expected in (
        "4 partners screened, 2 with findings",
        "1 row could not be screened.",
        "Beihang Univeristy",
        "very high",
        "Printed as",
        "Beijing University of Aeronautics and Astronautics (BUAA)",
        "(ended 2024-03-01)",
        "different word: Beihang / Tsing Hua",
        "Which law binds us?",
        "Signature",
        "Lists are incomplete",
        "Nothing found on the lists checked, as of their dates",
    ):
        assert expected in text


def test_the_page_loads_nothing() -> None:
    """No address is fetched by opening it: no source, style sheet, font or picture from elsewhere."""
    made = page(hostile.report(), exposure_of(hostile.report()))
    parsed = Page(made)
    assert parsed.values("src") == []
    assert [tag for tag, *_ in parsed.attributes if tag in {"link", "iframe", "object", "embed", "img"}] == []
    assert "@import" not in made
    assert "url(" not in made


def test_the_policy_allows_our_script_and_no_other() -> None:
    """The content security policy names the hash of the one script that is there."""
    made = page(sample_report())
    scripts = re.findall(r"<script>(.*?)</script>", made, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    (policy,) = [value for value in Page(made).values("content") if "default-src" in value]
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_no_name_becomes_markup() -> None:
    """Names are text: no tag, handler or template of theirs is in the page."""
    report = hostile.report()
    made = page(report, exposure_of(report))
    parsed = Page(made)
    assert [name for _, name, _ in parsed.attributes if name.startswith("on")] == []
    assert made.count("<script") == 1
    assert "<img" not in made
    assert "{{ 7*7 }}" in parsed.text()
    shown = {text for tag, text in parsed.texts if tag == "a"}
    assert "<script>alert(1)</script>" in shown


def test_links_lead_to_the_web_or_into_the_page() -> None:
    """An address of another kind is shown, not linked; links inside the page lead somewhere."""
    citations = (Citation(n=1, title="x", url="javascript:alert(1)"),)
    report = sample_report(listed_result().model_copy(update={"citations": citations}), known_result())
    parsed = Page(page(report))
    assert all(href.startswith(("https://", "#")) for href in parsed.values("href"))
    assert "javascript:alert(1)" in parsed.text()
    whole = Page(page(hostile.report(), exposure_of(hostile.report())))
    inside = {href[1:] for href in whole.values("href") if href.startswith("#")}
    assert inside <= set(whole.ids)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, kept: bool) -> None:
    """Http and https with a host, nothing else."""
    assert web_address(url) == (url if kept else None)


def test_ids_are_unique_and_references_resolve() -> None:
    """Assistive technology finds what labels point to."""
    parsed = Page(page(hostile.report(), exposure_of(hostile.report())))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert set(parsed.values("aria-labelledby")) <= set(parsed.ids)


def test_the_page_can_be_found_ones_way_in() -> None:
    """Language, landmarks, a way past the header, header cells with scope, a title for every chart."""
    parsed = Page(page(sample_report(), exposure_of(sample_report())))
    tags = {tag for tag, *_ in parsed.attributes}
    assert ("html", "lang", "en") in parsed.attributes
    assert {"header", "main", "nav", "footer"} <= tags | {"main", "footer"}
    assert ("a", "class", "skip") in parsed.attributes
    headers = [1 for tag, name, _ in parsed.attributes if tag == "th" and name == "scope"]
    assert len(headers) > 20
    charts = [value for tag, name, value in parsed.attributes if tag == "svg" and name == "aria-label"]
    assert len(charts) >= 5
    assert all(charts)


def test_one_partner_is_its_dossier() -> None:
    """A single answer has no table to filter, and its name is the title."""
    made = page(sample_report(known_result()))
    assert 'class="single"' in made
    assert 'id="filter"' not in made
    assert "National Tsing Hua University</h1>" in made


def test_it_says_when_nobody_was_identified() -> None:
    """Nothing found about a name that nobody bears is no answer about an institution."""
    assert "Nobody was identified by this name" in page(sample_report(hostile_result()))
    assert "Nobody was identified" not in page(sample_report(known_result()))


def test_a_source_is_dated_once_and_options_are_words() -> None:
    """A title that ends with its date is not given it again; no notation of a programming language."""
    cited = Citation(n=1, title="Tracker, as of 2020-08-21", url=None, as_of="2020-08-21")
    report = sample_report(known_result().model_copy(update={"citations": (cited,)}))
    run = report.run.model_copy(update={"options": {"lists": (), "country": None}})
    made = page(report.model_copy(update={"run": run}))
    assert "as of 2020-08-21, as of" not in made
    assert made.count("<dd>not set</dd>") == 2


def test_a_decision_a_stopped_run_and_inputs_are_told() -> None:
    """What changes how a reader takes the rest stands where it is seen."""
    report = hostile.report()
    given = InputInfo(file="a.csv", sha256="2" * 64, encoding="gb18030", dialect="CSV, comma")
    update = {"partial": True, "inputs": (given, given.model_copy(update={"file": "b.csv"}))}
    text = Page(page(report.model_copy(update={"run": report.run.model_copy(update=update)}))).text()
    assert "Decision on record:" in text
    assert "Partial." in text
    assert "CSV, comma" in text
    assert "gb18030" in text


def test_a_large_report_keeps_dossiers_for_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit the page says that the others have none, and still lists them all."""
    monkeypatch.setattr(html, "ALL_DOSSIERS_UP_TO", 1)
    parsed = Page(page(sample_report()))
    assert sum(1 for identifier in parsed.ids if re.fullmatch(r"p\d+", identifier)) == 2
    assert "with a finding" in parsed.text()
    assert "National Tsing Hua University" in parsed.text()


def test_a_report_without_anything_is_still_a_page() -> None:
    """No results, no lists, no charts: no error."""
    empty = sample_report()
    data = empty.data.model_copy(update={"lists": ()})
    Page(page(empty.model_copy(update={"results": (), "skipped": (), "data": data})))


def test_exposure_has_its_tables_and_charts() -> None:
    """Links, partners, shares and drivers are in the page when asked for, and not otherwise."""
    text = Page(page(sample_report(), exposure_of(sample_report()))).text()
    assert "Exposure by faculty" in text
    assert "The same table in partners" in text
    assert "Not counted here: 1 row" in text
    assert "Exposure" not in Page(page(sample_report())).text()


def test_countries_are_named() -> None:
    """A reader sees a country's name beside an institution, no code."""
    page = str(render(sample_report(), "html"))
    assert "(China)" in page
    assert "(CN)" not in page.replace("Tsinghua University (CN)", "")
