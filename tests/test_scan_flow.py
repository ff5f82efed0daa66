"""Layout undone: names broken by it are whole again, and every character still knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.scanning.document import Document, DocumentKind, clean_text
from duediligence.scanning.flow import Piece, pieces


def flow(text: str, kind: DocumentKind = DocumentKind.TEXT) -> list[Piece]:
    """Return the pieces of a text."""
    return list(pieces(Document("a", kind, text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nanjing University of\nAeronautics", ["Nanjing University of Aeronautics"]),
        ("Nanjing University of\n   Aeronautics", ["Nanjing University of Aeronautics"]),
        ("Aero-\nnautics", ["Aeronautics"]),
        ("Aero\u00ad\nnautics and Astro\u00adnautics", ["Aeronautics and Astronautics"]),
        ("Shanghai Jiao-\nTong", ["Shanghai Jiao-Tong"]),
        ("北京航空\n航天大学", ["北京航空航天大学"]),
        ("北京航空\nBeihang", ["北京航空 Beihang"]),
        ("Bei\u200bhang\ufeff", ["Beihang"]),
        ("one\n\ntwo", ["one", "two"]),
        ("one\n \t \ntwo", ["one", "two"]),
        ("Beijing\tInstitute", ["Beijing", "Institute"]),
        ("Partners\nBeihang\tCN\nPeking\tCN\nend", ["Partners", "Beihang", "CN", "Peking", "CN", "end"]),
        ("Partners:\n• Beihang\n• Peking", ["Partners:", "• Beihang", "• Peking"]),
        ("1. Beihang\n2. Peking", ["1. Beihang", "2. Peking"]),
        ("Nanjing University of\fAeronautics", ["Nanjing University of Aeronautics"]),
        ("Nanjing University of\n- 12 -\n\fAeronautics", ["Nanjing University of Aeronautics"]),
        ("Nanjing University of\f13\nAeronautics", ["Nanjing University of Aeronautics"]),
        ("a    wide     gap", ["a wide gap"]),
        ("  \n \n ", []),
        ("", []),
    ],
)
def test_layout_is_undone(text: str, expected: list[str]) -> None:
    """Lines are joined within a paragraph; blank lines, list items and table cells part."""
    assert [piece.text for piece in flow(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Beihang** _University_ `code`", ["Beihang University code"]),
        ("[Beihang University](https://buaa.edu.cn/en) today", ["Beihang University today"]),
        ("| Beihang | CN |\n| --- | --- |", ["Beihang", "CN", "---", "---"]),
        ("## Partners\n# More", ["## Partners", "# More"]),
        ("snake_case_name and 2*3*4", ["snake_case_name and 2*3*4"]),
    ],
)
def test_markdown_marks_are_left_out(text: str, expected: list[str]) -> None:
    """Emphasis and links do not stand inside names."""
    assert [piece.text for piece in flow(text, DocumentKind.MARKDOWN)] == expected


def test_markdown_marks_are_text_elsewhere() -> None:
    """A star in plain text is a star."""
    assert [piece.text for piece in flow("a *b* c")] == ["a *b* c"]


@given(st.text("ab \n\t-•\f\u00ad\u200b大|*[]1.", max_size=60), st.sampled_from(DocumentKind))
def test_every_character_knows_where_it_stood(text: str, kind: DocumentKind) -> None:
    """Each character of running text is at its place in the document, or stands for layout there."""
    text = clean_text(text)
    last = -1
    for piece in flow(text, kind):
        for at, char in enumerate(piece.text):
            start, end = piece.in_document((at, at + 1))
            assert last < start < end == start + 1 <= len(text)
            assert text[start] == char or (char in " -" and text[start] in " \n\f\t1-\u00ad\u200b")
            last = start


@given(st.text("ab. \n", min_size=1, max_size=200).filter(str.strip))
def test_nothing_but_layout_is_lost(text: str) -> None:
    """All letters of a document are in some piece, in order."""
    joined = "".join(piece.text for piece in flow(text))
    assert [char for char in joined if char.isalpha()] == [char for char in text if char.isalpha()]


def test_a_paragraph_without_end_is_cut_between_words() -> None:
    """A line of a million characters is read in bounded pieces, no word cut."""
    text = "Beihang University is here. " * 40_000
    parts = flow(text)
    assert max(len(piece.text) for piece in parts) <= 20_000
    assert all(piece.text.startswith("Beihang") and piece.text.endswith("here.") for piece in parts)
    assert sum(len(piece.text) + 1 for piece in parts) == len(text)


@pytest.mark.parametrize("unit", ["a", " ", "\n ", "- ", "\t", "](", "\f", "| ", "\n1", "大"])
@pytest.mark.parametrize("kind", [DocumentKind.TEXT, DocumentKind.MARKDOWN])
def test_hostile_layout_ends(unit: str, kind: DocumentKind) -> None:
    """Text made of layout alone is read in time that grows with its length, not with its square."""
    assert len(flow(unit * 200_000, kind)) <= 200_000


def test_a_run_across_a_line_break_is_told() -> None:
    """A find across a break of the layout can be asked for more certainty."""
    (piece,) = flow("Beijing\nInstitute of     Technology")
    assert piece.crosses_break((0, 17))
    assert not piece.crosses_break((8, 17))
    assert piece.crosses_break((8, 31))
