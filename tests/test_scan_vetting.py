"""Names against ordinary words: what a careful reader would take for a name, and what not."""

from __future__ import annotations

import pytest

from duediligence.model import Institution, Kind, Listing, Name, NameKind, Relation
from duediligence.recognise.recognition import Mention
from duediligence.scanning.document import Document, DocumentKind
from duediligence.scanning.flow import pieces
from duediligence.scanning.vetting import Vetting, is_acronym

LISTED = (Listing(list="us-bis-entity-list", printed="x"),)
ZHEJIANG = Institution(id="zju", name="Zhejiang University", kind=Kind.UNIVERSITY)
LEADING = Institution(id="leading", name="Leading University", kind=Kind.UNIVERSITY)
PROGRESS = Institution(id="progress", name="Progress", kind=Kind.COMPANY)
PACKAGE = Institution(id="package", name="JSC Package", kind=Kind.COMPANY, listings=LISTED)
SILK = Institution(
    id="silk", name="Silk Road Trading Ltd", names=(Name(text="Silk Road"),), kind=Kind.COMPANY
)
POSITIVE = Institution(id="positive", name="Positive Technologies", kind=Kind.COMPANY)
HIGH = Institution(id="high", name="High Technologies, Ltd.", kind=Kind.COMPANY)
HUAWEI = Institution(id="huawei", name="Huawei", kind=Kind.COMPANY)
NUCTECH = Institution(id="nuctech", name="Nuctech Co., Ltd.", kind=Kind.COMPANY, listings=LISTED)
DRAKE = Institution(id="drake", name="LLC Drake", kind=Kind.COMPANY, listings=LISTED)
CNOOC = Institution(id="cnooc", name="CNOOC Limited", kind=Kind.COMPANY)
ZTE = Institution(
    id="zte", name="ZTE Corporation", names=(Name(text="ZTE", kind=NameKind.ACRONYM),), kind=Kind.COMPANY
)
SCU = Institution(id="scu", name="Sichuan University", names=(Name(text="SCU", kind=NameKind.ACRONYM),))
TEACHERS = Institution(
    id="kharazmi", name="Kharazmi University", names=(Name(text="Teacher Training University"),)
)
DEFENCE = Institution(id="nudt", name="National University of Defense Technology")
CASPIAN = Institution(id="caspian", name="Caspian University")


def judged(
    text: str, words: str, institution: Institution, confidence: float = 95.0, certain: bool = True
) -> bool:
    """Tell whether `words`, where they first stand in a text, count as a name of an institution."""
    for piece in pieces(Document("a", DocumentKind.TEXT, text)):
        start = piece.text.find(words)
        if start >= 0:
            mention = Mention(
                institution, Relation.SAME, confidence, institution.name, (start, start + len(words)), certain
            )
            return Vetting(text).is_name(piece, mention)
    raise AssertionError(words)


@pytest.mark.parametrize(
    ("text", "words", "institution"),
    [
        ("We met Zhejiang University.", "Zhejiang University", ZHEJIANG),
        ("we met zhejiang university.", "zhejiang university", ZHEJIANG),
        ("ties with Huawei are close", "Huawei", HUAWEI),
        ("course by Nuctech Company Limited.", "Nuctech", NUCTECH),
        ("signed with JSC Progress today", "Progress", PROGRESS),
        ("the company Silk Road Trading Ltd said", "Silk Road", SILK),
        ("with Positive Technologies of Moscow", "Positive Technologies", POSITIVE),
        ("Partners:\n• Silk Road\n• Other", "Silk Road", SILK),
        ("ties with CNOOC experts", "CNOOC", CNOOC),
        (
            "the Chinese National University of Defense Technology",
            "National University of Defense Technology",
            DEFENCE,
        ),
        ("The Teacher Training University is", "Teacher Training University", TEACHERS),
    ],
)
def test_names_count(text: str, words: str, institution: Institution) -> None:
    """Capitals, a legal form, a line of one's own, a word nobody else bears."""
    assert judged(text, words, institution)


@pytest.mark.parametrize(
    ("text", "words", "institution"),
    [
        ("Five of the leading universities met.", "leading universities", LEADING),
        ("The Leading universities met.", "Leading universities", LEADING),
        ("Progress was made, and more progress is due.", "Progress", PROGRESS),
        ("two software Packages for it", "Packages", PACKAGE),
        ("along the Silk Road in Asia", "Silk Road", SILK),
        ("Communications and High Technologies of Azerbaijan", "High Technologies", HIGH),
        ("the author Drake wrote", "Drake", DRAKE),
        ("at Tabriz Teacher Training University in Iran", "Teacher Training University", TEACHERS),
        ("the Caspian University Association meets", "Caspian University", CASPIAN),
        ("the Drilling Institute (CNOOC) works", "CNOOC", CNOOC),
    ],
)
def test_ordinary_words_and_parts_of_other_names_do_not(
    text: str, words: str, institution: Institution
) -> None:
    """Small letters, plurals, words a document also writes small, tails of longer names."""
    assert not judged(text, words, institution)


def test_a_find_across_a_line_break_must_be_sure() -> None:
    """Two lines of a list do not make a third name on weak evidence."""
    text = "Partners\nZhejiang\nUniversity Press"
    assert judged(text, "Zhejiang University", ZHEJIANG, confidence=97.0)
    assert not judged(text, "Zhejiang University", ZHEJIANG, confidence=72.0)


def test_three_letters_among_capitals_are_no_name() -> None:
    """A list of codes names nobody, and a doubtful short word neither."""
    three = Institution(id="gea", name="GEA", kind=Kind.COMPANY)
    assert not judged("FOO FORD GEA GLE MAN", "GEA", three)
    assert not judged("we met GEA there", "GEA", three, certain=False)
    assert judged("we met GEA there", "GEA", three)


@pytest.mark.parametrize(
    ("words", "institution", "acronym"),
    [("SCU", SCU, True), ("ZTE", ZTE, False), ("CNOOC", CNOOC, False), ("Sichuan University", SCU, False)],
)
def test_an_acronym_is_told_from_a_registered_name(
    words: str, institution: Institution, acronym: bool
) -> None:
    """`ZTE Corporation` is called ZTE; Sichuan University is not called SCU until the document says so."""
    assert is_acronym(words, Mention(institution, Relation.SAME, 90.0, words, (0, len(words)))) is acronym


def test_what_the_recogniser_calls_an_acronym_is_one() -> None:
    """Whatever the catalogue says about its kind."""
    mention = Mention(ZHEJIANG, Relation.ACRONYM_ONLY, 80.0, "ZJU", (0, 3))
    assert is_acronym("ZJU", mention)
