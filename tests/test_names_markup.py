"""Markup in texts: what it is read as, and that every character keeps its place."""

from __future__ import annotations

import pytest

from duediligence.names.markup import without_markup
from duediligence.names.tokens import tokenise

READ_AS = (
    ("Xi&#39;an Jiaotong", "Xi'an Jiaotong"),
    ("Xi$^{\\prime}$an", "Xi'an"),
    ("Xi^{\\prime}an", "Xi'an"),
    ("Xi$^\\prime$an", "Xi'an"),
    ("Xi\\textquoteright{}an", "Xi'an"),
    ("Harbin Institute<br>of Technology", "Harbin Institute, of Technology"),
    ("Peking <i>University</i>", "Peking University"),
    (
        "<td>Beijing</td><td>Institute of Technology Tallaght</td>",
        "; Beijing; ; Institute of Technology Tallaght;",
    ),
    ('<a href="http://a.example">Peking</a> University', "Peking University"),
    ("Московский ордена Ленина институт", "Московский институт"),
    ("Ордена Трудового Красного Знамени завод", "завод"),
    ("Moscow Order of Lenin Institute", "Moscow Institute"),
    ("Institute of the Order of the Red Banner of Labour", "Institute of the"),
)
STAYS = (
    "Huawei <sales@huawei.example>",
    "x < y and y > z",
    "<b and c>",
    "Order of Malta",
    "\\primer",
    "Bordering of Lenin",
)


@pytest.mark.parametrize(("text", "plain"), READ_AS)
def test_markup_is_read_as_what_it_stands_for(text: str, plain: str) -> None:
    """Tags and honours leave blanks; entities and LaTeX their letters."""
    assert " ".join(without_markup(text)[0].split()) == plain


@pytest.mark.parametrize("text", STAYS)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    """No word of a partner's name is lost."""
    assert without_markup(text) == (text, None)


@pytest.mark.parametrize("text", [text for text, _ in READ_AS])
def test_every_word_keeps_its_place(text: str) -> None:
    """A span cut from the text given is the word as it is printed there."""
    tokens = tokenise(text)
    for key, start, end in zip(tokens.keys, tokens.starts, tokens.ends, strict=True):
        assert tokenise(text[start:end]).keys in ([key], []) or "prime" in text[start:end]
