"""Web pages: what a reader sees, with tables and lists, and nothing else."""

from __future__ import annotations

import pytest

from duediligence.errors import InputError
from duediligence.inputs.doc_extract import Budget, Extract, Limits
from duediligence.inputs.doc_html import extract


def read(page: str | bytes) -> Extract:
    """Read a page."""
    return extract(page.encode() if isinstance(page, str) else page, Budget(Limits()))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<title>News</title><p>one</p><p>two", "News\n\none\n\ntwo"),
        ("<p>Zhejiang <b>Univ</b>ersity", "Zhejiang University"),
        ("<p>line\n   of   source</p>", "line of source"),
        ("<p>Beihang<br>University", "Beihang\nUniversity"),
        ("<ul><li>one<li>two <p>more</ul>", "• one\n\n• two\n\nmore"),
        ("<table><tr><th>Name<td>CN</tr><tr><td>B<td>C</table>", "Name\tCN\n\nB\tC"),
        ("<table><tr><td><p>one</p><p>two</p><td>x</table>", "one two\tx"),
        ("<img src=x alt='Harbin Institute of Technology'>", "Harbin Institute of Technology"),
        ("<img src=x>text", "text"),
        ("&Eacute;cole &amp; &#21271;&#20140;", "École & 北京"),
        ("a<!-- comment -->b<script>c()</script>d<style>e{}</style>f", "abdf"),
        ("<p>seen<span hidden>no</span><i style='display: none'>no</i><i aria-hidden=true>no</i>", "seen"),
        ("<nav>menu</nav><main>text</main><select><option>x</select>", "text"),
        ("<p>unclosed <div>and </p>wrong</i>", "unclosed\n\nand wrong"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body>x</body></html>", "x"),
        ("text alone", "text alone"),
    ],
)
def test_what_a_reader_sees_is_read(page: str, text: str) -> None:
    """Blocks are parted by blank lines, table cells by tabs; hidden parts and scripts are left out."""
    assert read(page).text == text


def test_the_declared_encoding_is_used() -> None:
    """A page in a national encoding says so in its head."""
    found = read("<meta charset=gb2312><p>北京大学".encode("gb2312"))
    assert (found.text, found.encoding) == ("北京大学", "gb2312")


def test_entities_of_a_document_type_are_not_expanded() -> None:
    """A page that defines entities of entities does not grow."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    found = read(f'<!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]><html><body><p>&l9;</p></body></html>')
    assert len(found.text) < 2_000


def test_deep_nesting_is_read_as_far_as_it_goes_and_said_so() -> None:
    """A page nested thousands of levels neither crashes nor passes as read in full."""
    assert read("<div>" * 500 + "Beihang" + "</div>" * 500).text == "Beihang"
    assert "nested" in read("<p>top</p>" + "<div>" * 50_000 + "Beihang").gaps[0]


@pytest.mark.parametrize("page", ["", "<!-- only a comment -->", "<html></html>"])
def test_a_page_without_text_gives_none(page: str) -> None:
    """An empty page is empty, not an error of the parser."""
    assert read(page).text == ""


def test_a_page_of_binary_data_is_refused() -> None:
    """An ending alone makes no page."""
    with pytest.raises(InputError, match="binary"):
        read(bytes(range(32)) * 100)
