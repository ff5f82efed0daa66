"""Markdown that shows names as they are, in whatever renders it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

import hostile
from duediligence.formats import render
from duediligence.formats.markdown import escaped
from duediligence.model import Citation, InputInfo, Report
from duediligence.portfolio import Exposure, Portfolio
from samples import hostile_result, known_result, listed_result, sample_report


def text(report: Report, exposure: Exposure | None = None) -> str:
    """Render as Markdown."""
    made = render(report, "markdown", exposure=exposure)
    assert isinstance(made, str)
    return made


class Page(HTMLParser):
    """Collects tags, link targets and text of a page."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def page(markdown: str) -> Page:
    """Render Markdown as GitHub would: tables, struck text, bare links."""
    return Page(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))


def test_the_report_says_what_was_found_and_why() -> None:
    """Counts, table, finding, sources, what was not screened and what it rests on."""
    made = text(sample_report())
    for expected in (
        "4 partners screened, 1 not, on 2026-11-20 against 2 lists",
        "| STOP | 1 |",
        "### STOP: Beihang Univeristy",
        "Entity List; China Defence Universities Tracker (very high)",
        "ended 2024-03-01",
        "1. Entity List, Supplement No. 4 to Part 744, as of 2026-07-09 <https://www.example.org/entity-list>",
        "| partners.csv, row 6 |  | the name is empty |",
        "data 2026.11.20",
    ):
        assert expected in made


def test_one_partner_is_told_in_full_even_when_nothing_was_found() -> None:
    """A single answer needs its explanation whatever it is."""
    assert "### NOTHING FOUND: National Tsing Hua University" in text(sample_report(known_result()))


def test_it_says_when_nobody_was_identified() -> None:
    """Nothing found about a name that nobody bears is no answer about an institution."""
    assert "Nobody was identified by this name" in text(sample_report(hostile_result()))
    assert "Nobody was identified" not in text(sample_report(known_result()))


def test_a_source_is_dated_once() -> None:
    """A title that ends with its date is not given it again."""
    dated = Citation(n=1, title="Tracker, as of 2020-08-21", url=None, as_of="2020-08-21")
    undated = Citation(n=2, title="Notice", url=None, as_of="2024-01-02")
    made = text(sample_report(known_result().model_copy(update={"citations": (dated, undated)})))
    assert made.count("as of 2020-08-21") == 1
    assert "Notice, as of 2024-01-02" in made


@pytest.mark.parametrize(("encoding", "told"), [("gb18030", True), ("utf-8 (BOM)", True), ("utf-8", False)])
def test_an_unusual_encoding_is_named(encoding: str, told: bool) -> None:
    """A reader of names that were guessed from bytes should know; plain UTF-8 goes without saying."""
    report = sample_report(known_result())
    given = InputInfo(file="p.csv", sha256="2" * 64, encoding=encoding)
    report = report.model_copy(update={"run": report.run.model_copy(update={"inputs": (given,)})})
    assert (escaped(encoding) in text(report)) == told


def test_a_report_without_results_is_whole() -> None:
    """Nothing screened is said, and what it rests on stands below."""
    empty = sample_report().model_copy(update={"results": (), "skipped": ()})
    made = text(empty.model_copy(update={"warnings": ("A list is old.",)}))
    assert "## Results" not in made
    assert "- Warning: A list is old." in made


def test_a_name_given_as_an_argument_has_no_place() -> None:
    """The finding begins with how the name was identified; a similar name has a line."""
    result = listed_result()
    partner = result.partner.model_copy(update={"source": None})
    made = text(sample_report(result.model_copy(update={"partner": partner})))
    assert "\nEvery word agrees with Beihang University" in made
    assert "- Similar, not taken: National Tsing Hua University: different word" in made


def test_a_decision_and_a_stopped_run_are_told() -> None:
    """Both change how the rest is read."""
    report = hostile.report()
    run = report.run.model_copy(update={"partial": True})
    made = text(report.model_copy(update={"run": run}))
    assert "STOP (accepted risk, in force)" in made
    assert "**Partial:" in made


def test_no_name_becomes_markup() -> None:
    """Rendered, the report holds only our own tags, and links only to the sources."""
    rendered = page(text(hostile.report()))
    assert rendered.tags <= {
        "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "strong",
    }  # fmt: skip
    assert set(rendered.links) == {"https://www.example.org/entity-list", "https://tracker.example.org/b"}


@pytest.mark.parametrize("name", hostile.NAMES)
def test_an_escaped_name_reads_as_itself(name: str) -> None:
    """A renderer shows the name letter by letter, in one cell."""
    from duediligence.names.harmless import harmless

    rendered = page(f"| a | b |\n|---|---|\n| x {escaped(name)} | end |\n")
    assert " ".join(rendered.text.split()) == " ".join(f"a b x {harmless(name)} end".split())
    assert rendered.tags == {"table", "thead", "tbody", "tr", "th", "td"}


def test_bare_addresses_mentions_and_references_are_disarmed() -> None:
    """What hosts turn into links, pings or issue references is no longer there as such."""
    made = escaped("https://evil.example www.evil.example @someone #123 mailto:x")
    assert "://" not in made
    assert "www." not in made
    assert "@someone" not in made
    assert "#123" not in made
    assert "mailto:" not in made


def test_sources_of_other_kinds_are_no_links() -> None:
    """Only addresses of the web become links."""
    citations = (
        Citation(n=1, title="x", url="javascript:alert(1)"),
        Citation(n=2, title="y", url="https://a b"),
    )
    made = text(sample_report(listed_result().model_copy(update={"citations": citations})))
    assert "javascript" not in made
    assert "<https://a b>" not in made


def test_exposure_is_a_table() -> None:
    """Units with links, partners, shares, and what drives them."""
    portfolio = Portfolio("faculty | x")
    report = sample_report()
    list(portfolio.watch(report.results))
    made = text(report, portfolio.exposure)
    assert r"## Exposure by faculty \| x" in made
    assert "| (not given) | 4 | 4 | 1 | 0 | 1 | 2 | 1 | 0 | 0 | 0 | 1 (25 %) | 100 % |" in made
    assert "| Entity List | 1 | 1 |" in made
    quiet = Portfolio("faculty")
    list(quiet.watch([known_result()]))
    assert "| List |" not in text(report, quiet.exposure)
