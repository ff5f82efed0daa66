"""Promises of names/tokens: words that know where they stood, whatever stands between them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.names.tokens import HARD, SOFT, SPACE, Tokeniser, glued_parts, plain_split, tokenise

TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            "Tsinghua",
            "Univ.",
            "of",
            "d'État",
            "&amp;",
            "&eacute;",
            "N.",
            "P.N.",
            "ﬁ",
            "①",
            "清華大學",
            "им.",
            "Баумана",
            "(",
            ")",
            ",",
            ";",
            "\n",
            " ",
            ". ",
            "-",
            "/",
            "é",
            "e\u0301",
            "\u200c",
            "دانشگاه",
            "칭화대학",
            "1st",
            "№38",
        ]
    ),
    max_size=20,
).map("".join)

KEYS = [
    ("Tsinghua University", ["tsinghua", "university"]),
    ("University of Science & Technology of China", ["university", "science", "technology", "china"]),
    ("Universit&eacute; de P&#233;kin", ["university", "beijing"]),
    ("Xi\u00e2\u20ac\u2122an University", ["xian", "university"]),
    ("Xi\\textquoteright{}an University", ["xian", "university"]),
    ("Xi\\textquoteright an University", ["xian", "university"]),
    ("Th\u00e2\u0300nh University", ["thanh", "university"]),
    ("Peking U., Beijing", ["beijing", "u", "beijing"]),
    ("U. Li, Peking University", ["li", "beijing", "university"]),
    ("Université d'État de Moscou", ["university", "state", "moscow"]),
    ("P. N. Lebedev Physical Institute", ["lebedev", "physics", "institute"]),
    ("N.E. Bauman University", ["bauman", "university"]),
    ("N.E. BAUMAN UNIVERSITY", ["bauman", "university"]),
    ("N.E.BAUMAN", ["bauman"]),
    ("U.H.L. Company", ["uhl", "company"]),
    ("A.C. International", ["ac", "international"]),
    ("Kristall S.R.O. and Works", ["kristall", "sro", "work"]),
    ("NA Enterprises", ["na", "enterprise"]),
    ("NAMED AFTER NE BAUMAN", ["bauman"]),
    ("МГТУ им. Н. Э. Баумана", ["mgtu", "bauman"]),
    ("清華大學", ["清", "华", "大", "学"]),
    ("Tsinghua清華", ["tsinghua", "清", "华"]),
    ("State-of-the-art", ["state", "art"]),
    ("No. 38 Institute", ["38", "institute"]),
    ("دانشگاه صنعتی شریف", ["university", "technology", "sharif"]),
    ("U.S.\u4e2d\u56fd", ["us", "中", "国"]),
    ("N.E. \u02b9\u02ba", ["northeast"]),  # letters that are only marks
    ("بقیه\u200c الله", ["بقیه", "الله"]),
    ("", []),
    (" ,.;-()", []),
]


@pytest.mark.parametrize(("text", "keys"), KEYS)
def test_a_text_is_its_canonical_words(text: str, keys: list[str]) -> None:
    """Links, initials and punctuation go; entities and scripts are read."""
    assert tokenise(text).keys == keys


def test_words_know_what_stands_before_them() -> None:
    """A space, a comma and a line break are told apart, and the linking words kept."""
    tokens = tokenise("School of Physics, Peking University\nBeijing; China")
    assert tokens.keys == ["school", "physics", "beijing", "university", "beijing", "china"]
    assert tokens.breaks == [SPACE, SPACE, SOFT, SPACE, HARD, HARD]
    assert tokens.links == ["", " of", "", "", "", ""]


def test_an_elided_preposition_links_and_an_article_does_not() -> None:
    """A name after dell' goes on from the head before it, as after `of`."""
    assert tokenise("Istituto dell'Università").links == ["", " de"]
    assert tokenise("Institut d\u2019État, l'Université").links == ["", " de", ""]


def test_a_piece_that_is_known_says_the_same_again() -> None:
    """A word with a comma, a link with one, and letters that open a text read alike, met before or not."""
    cut = Tokeniser()
    text = "NA, Institute and, Works (NA, of Nankai, NE Road, the end"
    first, again = cut(text), cut(text)
    assert first == again
    assert first.keys == ["na", "institute", "work", "nankai", "northeast", "road", "end"]
    assert first.breaks == [SPACE, SOFT, SOFT, SOFT, SOFT, SPACE, SOFT]
    assert first.links == ["", "", " and", " na of", "", "", " the"]
    assert first.brackets == [0, 0, 0, 1, 1, 1, 1]
    words = [text[a:b] for a, b in zip(first.starts, first.ends, strict=True)]
    assert words == ["NA", "Institute", "Works", "Nankai", "NE", "Road", "end"]


def test_a_letter_reads_as_its_own_text_goes_on() -> None:
    """`U.` before a name is an initial and at a text's end a university, whatever was read before."""
    cut = Tokeniser()
    assert cut("K. U. Leuven").keys == ["leuven"]
    assert cut("Peking U.").keys == ["beijing", "u"]
    assert cut("K. U. Leuven").keys == ["leuven"]


MARKED = [
    ("b Nankai University", ["nankai", "university"]),
    ("*d Nankai University", ["nankai", "university"]),
    ("Harbin, c Nankai University", ["harbin", "nankai", "university"]),
    ("Vitamin d Institute", ["vitamin", "d", "institute"]),
    ("b nankai", ["b", "nankai"]),
    ("Harbin b", ["harbin", "b"]),
]


@pytest.mark.parametrize(("text", "keys"), MARKED)
def test_a_letter_that_marks_an_affiliation_is_no_word(text: str, keys: list[str]) -> None:
    """Small, before a capital, and where an affiliation begins; elsewhere it is a word."""
    assert tokenise(text).keys == keys


def test_a_full_stop_takes_no_character_of_a_name_without_blanks() -> None:
    """A Chinese character before it is no initial."""
    assert "".join(tokenise("西安交通大学.").keys) == "西安交通大学"


def test_words_know_how_deep_in_brackets_they_stand() -> None:
    """Brackets nest, close, and end with the line."""
    tokens = tokenise("A1 (b1 [c1] d1) e1 (f1\ng1 ) h1")
    assert tokens.brackets == [0, 1, 2, 1, 0, 1, 0, 0]


def test_a_full_stop_ends_a_name_after_a_word_but_not_after_an_abbreviation() -> None:
    """`Univ. Beijing` reads on, `Tsinghua. Beijing` begins anew."""
    assert tokenise("Nanjing Univ. Jiangsu").breaks == [SPACE, SPACE, SPACE]
    assert tokenise("at Tsinghua. Jiangsu").breaks == [SPACE, SOFT]


def test_positions_are_those_of_the_text_given() -> None:
    """Entities and ligatures are resolved, yet spans point into the original."""
    text = "Universit&eacute; ﬁnance Tsinghua"
    tokens = tokenise(text)
    assert [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == [
        "Universit&eacute;",
        "ﬁnance",
        "Tsinghua",
    ]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("2School", ["School"]),
        ("University12", ["University"]),
        ("aSchool", ["School"]),
        ("SouthernUniversity", ["Southern", "University"]),
        ("1Xi'an", ["Xi'an"]),
        ("1Ji", ["Ji"]),
        ("ofTianjin", ["of", "Tianjin"]),
        ("CASInstitute", ["CAS", "Institute"]),
        ("Tsinghua", ["Tsinghua"]),
    ],
)
def test_glued_words_part_at_footnotes_and_capitals(word: str, parts: list[str]) -> None:
    """Each part says where in the word it stood."""
    found = glued_parts(word)
    assert [part for part, _, _ in found] == parts
    assert all(word[start:end] == part for part, start, end in found)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Univ", (("university", "univ", 0, 4),)),
        ("l'Iran", (("iran", "iran", 2, 6),)),
        ("N", (("n", "n", 0, 1),)),
        ("of", (("", "of", 0, 2),)),
        ("'", ()),
    ],
)
def test_one_word_is_folded_and_canonised(word: str, parts: tuple[tuple[str, str, int, int], ...]) -> None:
    """An elided article goes, a compass letter stays, a link has no key."""
    assert plain_split(word) == parts


def test_a_tokeniser_forgets_rather_than_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of words is emptied when it is full, and answers stay the same."""
    monkeypatch.setattr("duediligence.names.tokens._MEMORY", 2)
    cut = Tokeniser()
    text = "Tsinghua Fudan Nankai Tongji Tsinghua"
    assert cut(text).keys == cut(text).keys == ["tsinghua", "fudan", "nankai", "tongji", "tsinghua"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Физ.-техн. ин-т", ["physics", "technical", "institute"]),
        ("Моск. гос. ун-та", ["moscow", "state", "university"]),
        ("ТУСУР со РАН", ["tusur", "ras"]),
        ("ТУСУР СО РАН", ["tusur", "sb", "ras"]),
        ("DVO Group", ["dvo", "group"]),
    ],
)
def test_russian_abbreviations_are_read(text: str, keys: list[str]) -> None:
    """Contracted words are written out, and a branch's letters count before its academy alone."""
    assert tokenise(text).keys == keys


@given(TEXTS)
@settings(deadline=None, max_examples=600, derandomize=True)
def test_words_stand_inside_the_text_and_in_order(text: str) -> None:
    """Every list has one item a word, spans lie in the text and follow each other, and no key is empty."""
    tokens = tokenise(text)
    counts = {
        len(part) for part in (tokens.starts, tokens.ends, tokens.breaks, tokens.links, tokens.brackets)
    }
    assert counts == {len(tokens.keys)}
    assert all(tokens.keys)
    assert all(0 <= start < end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert tokens.starts == sorted(tokens.starts)
    assert tokens.ends == sorted(tokens.ends)
    assert all(depth >= 0 for depth in tokens.brackets)
    assert set(tokens.breaks) <= {SPACE, SOFT, HARD}


@given(
    st.lists(st.sampled_from(["Tsinghua", "University", "Beijing", "Institute", "Technology"]), max_size=8)
)
@settings(deadline=None, derandomize=True)
def test_space_between_words_changes_no_word(words: list[str]) -> None:
    """More or other white space gives the same words."""
    assert tokenise(" ".join(words)).keys == tokenise("  \t ".join(words)).keys
