"""Scanning on the shipped data: who is named where, what that means, and what is only an ordinary word."""

from __future__ import annotations

import pytest

from duediligence.catalogue import Catalogue
from duediligence.errors import UsageError
from duediligence.model import Level, Result, Status
from duediligence.scanning import Document, DocumentKind, Scanner


@pytest.fixture
def scanner(catalogue: Catalogue) -> Scanner:
    """A scanner that has read nothing yet."""
    return Scanner.over(catalogue)


def scanned(scanner: Scanner, text: str, kind: DocumentKind = DocumentKind.TEXT) -> dict[str, Result]:
    """Scan one text and return the results by institution."""
    scanner.scan(Document("report.txt", kind, text))
    return {
        result.identification.institution.id
        if result.identification.institution
        else result.partner.name: result
        for result in scanner.results()
    }


def words(result: Result) -> list[str]:
    """Return the words that name an institution, place by place."""
    return [mention.text for mention in result.mentions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "such as Zhejiang UniversityShanghai Jiao Tong University, and",
            {"zhejiang-university", "shanghai-jiao-tong-university"},
        ),
        ("with Beijing Institute of\nTechnology on", {"beijing-institute-of-technology"}),
        (
            "with Nanjing University of Aero-\nnautics and Astronautics on",
            {"nanjing-university-of-aeronautics-and-astronautics"},
        ),
        ("Tsinghua University’s delegation", {"tsinghua-university"}),
        ("与北京航空航天大学及清华大学签署协议", {"beihang-university", "tsinghua-university"}),
        ("与北京航空航\n天大学签署协议", {"beihang-university"}),
        ("Partner\tCountry\nSichuan University\tCN", {"sichuan-university"}),
        ("1. Peking University\n2. Beihang University", {"peking-university", "beihang-university"}),
        ("Chinese companies, such as Huawei. One", {"huawei-technologies"}),
        ("ties of the Chinese Academy of Social Sciences with", {"chinese-academy-of-social-sciences"}),
    ],
)
def test_names_are_found_through_layout(scanner: Scanner, text: str, found: set[str]) -> None:
    """Glued, broken, hyphenated, in tables and lists, possessive, in Han."""
    assert set(scanned(scanner, text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "The University signed an agreement with the Institute of Physics.",
        "The Ministry of Education said that leading universities and most scientific journals agree.",
        "Progress along the Silk Road was discussed in two Packages of documents.",
        "SCU and SJTU are mentioned without being explained.",
        "",
    ],
)
def test_ordinary_words_raise_nothing(scanner: Scanner, text: str) -> None:
    """No institution, no finding."""
    assert {
        key for key, result in scanned(scanner, text).items() if result.verdict.level is not Level.NONE
    } == set()


def test_abbreviations_count_after_their_expansion(scanner: Scanner) -> None:
    """`SCU` is Sichuan University once the document has said so, and not before."""
    text = "SCU came first.\n\nSichuan University (SCU) is here. SCU’s partners met SCU.\n\nSoochow said SCU."
    result = scanned(scanner, text)["sichuan-university"]
    assert words(result) == ["Sichuan University", *["SCU"] * 4]
    assert [mention.abbreviation for mention in result.mentions] == [False, *[True] * 4]


def test_an_institution_is_one_result_with_all_its_places(scanner: Scanner) -> None:
    """Every mention has line, column, span and sentence; the partner is the name as first written."""
    text = "First line.\nThe Peking University office wrote. It closed.\n\nLater 北京大学 answered."
    result = scanned(scanner, text)["peking-university"]
    assert words(result) == ["Peking University", "北京大学"]
    first, second = result.mentions
    assert (first.source.file, first.source.line, first.source.column) == ("report.txt", 2, 5)
    assert first.source.context == "The Peking University office wrote."
    assert (first.source.context or "")[slice(*first.marked)] == "Peking University"
    assert second.source.span is not None
    assert text[slice(*second.source.span)] == "北京大学"
    assert (result.partner.name, result.partner.source) == ("Peking University", first.source)


def test_results_come_worst_first(scanner: Scanner) -> None:
    """A reader sees what matters at the top."""
    results = list(scanned(scanner, "Harvard University, Peking University and Beihang University").values())
    assert [result.verdict.level.rank for result in results] == sorted(
        (result.verdict.level.rank for result in results), reverse=True
    )


def test_several_documents_are_one_report(scanner: Scanner) -> None:
    """An institution named in two documents is one result with places in both."""
    scanner.scan(Document("a.txt", DocumentKind.TEXT, "Beihang University"))
    scanner.scan(Document("b.txt", DocumentKind.TEXT, "Beihang University again"))
    (result,) = scanner.results()
    assert [mention.source.file for mention in result.mentions] == ["a.txt", "b.txt"]


def test_context_bodies_are_notes_and_never_findings(scanner: Scanner) -> None:
    """A Confucius Institute is worth knowing about; nobody designates it."""
    result = scanned(scanner, "The Confucius Institute and the China Scholarship Council support students.")[
        "confucius-institute"
    ]
    assert (result.context, result.verdict.level, result.matches, result.questions) == (
        True,
        Level.NONE,
        (),
        (),
    )
    assert result.notes
    assert result.citations


def test_country_rules_apply(scanner: Scanner) -> None:
    """A partner in Iran is to be looked at, and is not the naval university of a similar name."""
    result = scanned(scanner, "exchange with Imam Khomeini International University and others")
    assert result["imam-khomeini-international-university"].verdict.level is Level.REVIEW
    assert len(result) == 1


def test_the_country_can_be_given_by_name(catalogue: Catalogue) -> None:
    """`--country` takes codes and names, and refuses what is neither."""
    assert list(Scanner.over(catalogue, country="China").results()) == []
    with pytest.raises(UsageError, match="Atlantis"):
        Scanner.over(catalogue, country="Atlantis")


def test_a_name_several_bodies_bear_is_said_to_be_open(scanner: Scanner) -> None:
    """CNOOC may be the group or its listed arm: to be looked at, not decided."""
    (result,) = scanned(scanner, "experts of CNOOC came").values()
    assert result.verdict.level.rank >= Level.REVIEW.rank
    assert result.identification.status in {Status.AMBIGUOUS, Status.LISTED}


def test_unknown_names_are_listed_apart(scanner: Scanner) -> None:
    """What looks like an institution and is in no registry is for a person to check."""
    scanned(
        scanner,
        "with Nabi Akram University in May.\n\nNabi Akram University again, and the Institute of Physics",
    )
    (candidate,) = scanner.candidates()
    assert candidate.text == "Nabi Akram University"
    assert [source.line for source in candidate.sources] == [1, 3]


def test_markdown_marks_do_not_hide_names(scanner: Scanner) -> None:
    """Emphasis and links stand around names in notes."""
    text = "We met **Beihang University** and [Peking University](https://example.org)."
    assert set(scanned(scanner, text, DocumentKind.MARKDOWN)) == {"beihang-university", "peking-university"}


def test_pages_are_counted(scanner: Scanner) -> None:
    """A name on the second page says so, and a name across two pages is found."""
    text = "First page. Harbin Institute of\n1\n\fTechnology came. Beihang University too."
    scanner.scan(Document("a.pdf", DocumentKind.PDF, text, page_starts=(0, text.index("\f") + 1)))
    pages = {result.partner.name: result.mentions[0].source.page for result in scanner.results()}
    assert pages == {"Harbin Institute of Technology": 1, "Beihang University": 2}
