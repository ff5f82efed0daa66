"""The views of a scan: all is in them, words marked, sources numbered once, nothing a name could break."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest

from duediligence.formats import scan_csv, scan_html, scan_markdown, scan_parts, terminal_scan
from duediligence.model import MentionView, Partner, Report, Result, Source
from scan_samples import beihang, confucius, doubtful, known, mention, scan_report, scanned_document

HOSTILE = "<script>alert(1)</script> [/red] \x1b[31m **x** | =1+1 &amp;"


def hostile_report() -> Report:
    """A report whose names try to break every format."""
    place = MentionView(
        text=HOSTILE,
        source=Source(file="a.txt", line=1, context=HOSTILE, span=(0, 5)),
        marked=(0, len(HOSTILE)),
    )
    result = doubtful().model_copy(update={"partner": Partner(name=HOSTILE), "mentions": (place,)})
    return scan_report(result, files=(HOSTILE,))


# --- what they share ------------------------------------------------------------------------------


def test_mentions_of_one_sentence_are_gathered() -> None:
    """A sentence that names a body twice is shown once, with both places marked."""
    first, second = scan_parts.sentences(beihang().mentions)
    assert [text for text, marked in first.runs if marked] == ["Beihang University", "Beihang University"]
    assert "".join(text for text, _ in first.runs) == first.text
    assert (first.source.page, second.source.page) == (1, 2)


def test_equal_sentences_in_two_places_stay_two() -> None:
    """A running head is named on every page."""
    one = mention("Beihang University", "Later Beihang University wrote | again.")
    moved = one.model_copy(update={"source": one.source.model_copy(update={"span": (900, 918)})})
    assert len(scan_parts.sentences((one, moved))) == 2


def test_sources_are_numbered_once_for_all_results() -> None:
    """Two results that rest on one page share its number."""
    notes = scan_parts.Footnotes()
    assert notes.refer(beihang(), (2, 1, 2, 99)) == (1, 2)
    assert notes.refer(doubtful(), (1,)) == (1,)
    assert [(citation.n, citation.title) for citation in notes.citations] == [
        (1, "China Defence Universities Tracker"),
        (2, "Entity List, Supplement No. 4 to Part 744"),
    ]


def test_results_fall_into_findings_others_and_context() -> None:
    """A reader looks at findings first."""
    groups = scan_parts.grouped(scan_report())
    assert [len(group) for group in (groups.findings, groups.others, groups.context)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("result", "name", "on"),
    [
        (beihang(), "Beihang University", "Entity List; China Defence Universities Tracker (very high)"),
        (doubtful(), "CNOOC", "One of them is listed."),
        (known(), "National Tsing Hua University", ""),
    ],
)
def test_a_result_in_one_line(result: Result, name: str, on: str) -> None:
    """Who, and on which lists in force; else why."""
    assert (scan_parts.shown_name(result), scan_parts.listed_on(result)) == (name, on)


@pytest.mark.parametrize(
    ("source", "with_file", "words"),
    [
        (Source(file="a.pdf", page=3, line=12), True, "a.pdf, page 3, line 12"),
        (Source(file="a.pdf", page=3, line=12), False, "page 3, line 12"),
        (Source(file="a.txt", line=1), False, "line 1"),
        (Source(), True, ""),
    ],
)
def test_a_place_in_words(source: Source, with_file: bool, words: str) -> None:
    """File, page and line, as far as they are known."""
    assert scan_parts.place(source, with_file=with_file) == words


# --- terminal -------------------------------------------------------------------------------------


def test_the_terminal_shows_findings_then_mentions_in_context() -> None:
    """Every part stands there once, in the order a reader needs."""
    text = terminal_scan.render(scan_report(), width=110)
    order = [
        "1 document read",
        "Institutions to look at",
        "STOP Beihang University",
        "Our office met Beihang University in May, and Beihang University in June.",
        "REVIEW CNOOC",
        scan_parts.IN_COMMON,
        scan_parts.CONTEXT,
        scan_parts.OTHERS,
        scan_parts.CANDIDATES,
        "Nabi Akram University",
        "Sources",
        "What this rests on",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.count("Partners in China get a deeper look.") == 1
    assert "has no text layer: it is a scan [/red]" in text


def test_marked_words_are_styled_on_the_terminal() -> None:
    """The words that name the institution stand out."""
    from rich.console import Console

    console = Console(file=io.StringIO(), width=110, force_terminal=True, color_system="standard")
    console.print(terminal_scan.scan_view(scan_report()))
    assert "\x1b[1;31mBeihang University" in console.file.getvalue()  # type: ignore[attr-defined]


def test_nothing_found_is_said_with_its_limits() -> None:
    """An empty report does not call anybody safe."""
    text = terminal_scan.render(scan_report(empty=True))
    assert "Nothing found on the lists checked, as of their dates." in text
    assert not re.search(r"\b(?:safe|cleared|approved)\b", text, re.IGNORECASE)


def test_long_lists_are_cut_with_a_pointer_to_the_rest() -> None:
    """Fifty sentences do not fill the screen."""
    one = beihang().mentions[0]
    many = tuple(
        one.model_copy(update={"source": one.source.model_copy(update={"span": (n, n + 9)})})
        for n in range(20)
    )
    result = beihang().model_copy(update={"mentions": many})
    report = scan_report(result, files=("a.txt", "b.txt"))
    candidate = report.candidates[0]
    report = report.model_copy(update={"candidates": (candidate,) * (terminal_scan.CANDIDATES_AT_MOST + 3)})
    text = terminal_scan.render(report, width=120)
    assert "… and 14 more sentences" in text
    assert "… and 3 more; -f json has them all" in text
    assert "report.pdf, page 1, line 1" in text


def test_results_without_places_are_shown() -> None:
    """A result need not have mentions to be printed."""
    bare = (doubtful(), confucius().model_copy(update={"mentions": (), "notes": ()}))
    assert "CNOOC" in terminal_scan.render(scan_report(*bare))


# --- csv ------------------------------------------------------------------------------------------


def test_csv_has_a_row_for_every_mention_candidate_and_gap() -> None:
    """Start and end are those of the document's text, so that a person's marks can be compared."""
    rows = list(csv.DictReader(io.StringIO(scan_csv.render(scan_report()))))
    assert [row["words"] for row in rows] == [
        *["Beihang University"] * 3,
        "National Tsing Hua University",
        "Confucius Institute",
        "Nabi Akram University",
        "",
    ]
    document = scanned_document()
    for row in rows[:6]:
        assert document.text[int(row["start"]) : int(row["end"])] == row["words"]
    assert [row["verdict"] for row in rows[2:]] == ["stop", "none", "context", "", "not-screened"]
    assert rows[2]["page"] == "2"
    assert rows[6]["context"].startswith("has no text layer")


def test_csv_cells_are_no_formulas() -> None:
    """A spreadsheet evaluates nothing of a document."""
    place = MentionView(text="=1+1", source=Source(file="a.txt"), marked=(0, 4))
    report = scan_report(known().model_copy(update={"mentions": (place,)}))
    assert "'=1+1" in scan_csv.render(report)


# --- markdown -------------------------------------------------------------------------------------


def test_markdown_has_footnotes_for_every_statement() -> None:
    """Each mark has its note, each note is used, and the words are bold."""
    text = scan_markdown.render(scan_report())
    marks = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    notes = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert marks == notes
    assert marks
    quoted = "> Our office met **Beihang University** in May, and **Beihang University** in June."
    assert f"{quoted} — report.pdf, page 1, line 1" in text
    assert "<https://www.example.org/entity-list>" in text
    assert text.count("deeper look") == 1


def test_markdown_of_hostile_names_holds_no_markup() -> None:
    """A document's words cannot make a link, a tag or a table."""
    text = scan_markdown.render(hostile_report())
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "\\*\\*x\\*\\* \\|" in text


def test_markdown_names_a_few_documents_and_counts_the_rest() -> None:
    """A folder of fifty documents has a title that can be read."""
    text = scan_markdown.render(scan_report(files=tuple(f"{n}.txt" for n in range(9))))
    assert "4\\.txt and 4 more documents" in text
    assert "report.pdf, page 1, line 1" in text
    assert "no document could be read" in scan_markdown.render(scan_report(files=()))
    assert "Nothing found on the lists checked" in scan_markdown.render(scan_report(empty=True))
    bare = confucius().model_copy(update={"mentions": (), "notes": ()})
    assert "**Confucius Institute**" in scan_markdown.render(scan_report(bare))


# --- html -----------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The ids, links, tags and text of a page."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.marked: list[str] = []
        self._in_mark = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append(tag)
        self._in_mark += tag == "mark"
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        """Leave a mark."""
        self._in_mark -= tag == "mark"

    def handle_data(self, data: str) -> None:
        """Note marked text."""
        if self._in_mark:
            self.marked.append(data)


def test_html_shows_the_text_with_marks_that_lead_to_the_side_list_and_back() -> None:
    """Every mark and every link inside the page has its target, and ids are unique."""
    page = Page(scan_html.render(scan_report(), [scanned_document()]))
    assert page.tags.count("mark") == 6
    assert page.marked[0] == "Beihang University"
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_html_keeps_the_documents_own_text_and_pages() -> None:
    """Line breaks and markup of the document are text."""
    text = scan_html.render(scan_report(), [scanned_document()])
    assert "&lt;b&gt;helped&lt;/b&gt;" in text
    assert '<h3 class="page">Page 2</h3>' in text
    assert "June.\nThe " in text


def test_html_is_self_contained_and_harmless() -> None:
    """No script, nothing loaded, no escape sequence, hostile names escaped."""
    text = scan_html.render(hostile_report(), [])
    page = Page(text)
    assert "script" not in page.tags
    assert "\x1b" not in text
    assert not [link for link in page.links if not link.startswith(("#", "https://"))]
    assert "default-src 'none'" in text


def test_html_says_when_nothing_was_found() -> None:
    """The words are those of every other format."""
    text = scan_html.render(scan_report(empty=True), [scanned_document()])
    assert "Nothing found on the lists checked" in text
    assert "<mark" not in text


def test_html_marks_do_not_overlap() -> None:
    """A name within a name is marked once."""
    inner = mention("Beihang", "Later Beihang University wrote | again.")
    report = scan_report(beihang(), known().model_copy(update={"mentions": (inner,)}))
    assert Page(scan_html.render(report, [scanned_document()])).tags.count("mark") == 4
