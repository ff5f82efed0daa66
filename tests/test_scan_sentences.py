"""The sentence around a mention: whole, bounded, and the words where it says they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.scanning.sentences import sentence_around


def around(text: str, words: str) -> str:
    """Return the sentence around the first occurrence of some words."""
    start = text.index(words)
    return sentence_around(text, (start, start + len(words)))[0]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("First. Beihang signed! Last?", "Beihang", "Beihang signed!"),
        ("The Univ. of Beijing is here. Next.", "Beijing", "The Univ. of Beijing is here."),
        ("With Huawei Co. Ltd. Beijing. Next.", "Huawei", "With Huawei Co. Ltd. Beijing."),
        ("МГТУ им. Н. Э. Баумана. Дальше.", "Баумана", "МГТУ им. Н. Э. Баумана."),
        ("首先。北京大学与我们签署协议。最后。", "北京大学", "北京大学与我们签署协议。"),
        ("He said “yes.” Beihang agreed.", "Beihang", "Beihang agreed."),
        ("see p. 3 of beihang.edu.cn now", "beihang", "see p. 3 of beihang.edu.cn now"),
        ("Beihang", "Beihang", "Beihang"),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, words: str, sentence: str) -> None:
    """Abbreviations, initials and addresses do not end sentences; scripts without capitals do."""
    assert around(text, words) == sentence


def test_a_mention_across_two_sentences_shows_both() -> None:
    """The words are always all there."""
    text = "One two. Three four."
    assert sentence_around(text, (4, 14))[0] == text


def test_a_long_sentence_is_cut_at_words() -> None:
    """A paragraph without full stops is not printed whole."""
    text = "word " * 200 + "Beihang " + "word " * 200
    sentence = around(text, "Beihang")
    assert len(sentence) < 520
    assert sentence.startswith("… word")
    assert sentence.endswith("word …")
    assert len(around("a" * 1000 + "Beihang" + "b" * 1000, "Beihang")) < 520


@given(st.text("aB. !。", min_size=1, max_size=700), st.data())
def test_the_words_stand_where_it_says(text: str, data: st.DataObject) -> None:
    """The marked words are the words of the text."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sentence, (first, last) = sentence_around(text, (start, end))
    assert sentence[first:last] == text[start:end] or not text[start:end].strip()
