"""Phrases that look like an institution's name but are unknown: in many scripts, no ordinary words."""

from __future__ import annotations

import pytest

from duediligence.scanning.candidates import candidate_spans
from duediligence.scanning.runs import capitalised_runs


def candidates(text: str, *taken: tuple[int, int]) -> list[str]:
    """Return the candidates of a text."""
    return [text[start:end] for start, end in candidate_spans(text, capitalised_runs(text), taken)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an agreement with Nabi Akram University on exchange", ["Nabi Akram University"]),
        ("the Malasian Insitute of Economic Research", ["Malasian Insitute of Economic Research"]),
        ("mit der Universität Entenhausen und anderen", ["Universität Entenhausen"]),
        ("avec l’École Zorglub de Paris", ["École Zorglub de Paris"]),
        (
            "с Урюпинским политехническим институтом имени Иванова",
            ["Урюпинским политехническим институтом имени Иванова"],
        ),
        ("访问了桃花岛理工大学并签署协议", ["桃花岛理工大学"]),
        ("与凤凰山研究所合作", ["凤凰山研究所"]),
        ("با دانشگاه سیمرغ است", ["دانشگاه سیمرغ"]),
        ("우리는 도깨비대학교 와", ["도깨비대학교"]),
    ],
)
def test_names_of_unknown_bodies_are_found(text: str, expected: list[str]) -> None:
    """A word for a body and a word of its own make a candidate."""
    assert candidates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the University and the Institute of Physics",
        "The Ministry of Education said",
        "the Department of Physics of our university",
        "School of Medicine; Institute of Applied Physics",
        "Chinese universities and European institutes",
        "an institute in Baku",
        "这所大学的学院",
        "университет и институт",
        "National University",
    ],
)
def test_ordinary_words_are_no_candidates(text: str) -> None:
    """General words for bodies name nobody."""
    assert candidates(text) == []


def test_what_is_known_is_left_out() -> None:
    """A known institution is not also an unknown one."""
    text = "Nabi Akram University"
    assert candidates(text, (0, len(text))) == []
