"""Words that a line's end has parted are joined, others are left as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.catalogue.index import Index
from duediligence.recognise import Recogniser
from duediligence.recognise.hyphens import joined
from small_world import PLACES, institution, small_index

WORLD = (
    institution("Harbin Engineering University", "CN", listed=True),
    institution("Beihang University", "CN", listed=True),
    institution("Shanghai Jiao Tong University", "CN", listed=True),
    institution("Jiaotong Press", "CN"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A few bodies whose words the joiner knows."""
    folder: Path = tmp_path_factory.mktemp("hyphens")
    return small_index(folder, WORLD, PLACES)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Harbin Engi- neering Univer-\nsity", "Harbin Engineering University"),
        ("Harbin Engi-neering University", "Harbin Engineering University"),
        ("Bei- hang University", "Beihang University"),
        ("Shanghai Jiao-tong University", "Shanghai Jiao-tong University"),
        ("School of long- term Studies", "School of long- term Studies"),
        ("Harbin - engineering", "Harbin - engineering"),
        ("Univer-Sity", "Univer-Sity"),
        ("re-Uni-versity", "re-University"),
        ("HARBIN ENGI-\nNEERING UNIVER-\nSITY", "HARBIN ENGINEERING UNIVERSITY"),
        ("Univer\u2010\nsity", "University"),
        ("авиацион-\nный институт", "авиационный институт"),
    ],
)
def test_which_words_are_joined(index: Index, text: str, whole: str) -> None:
    """A hyphen before a line's end parts any known word; another only one of which a piece is no word."""
    assert joined(text, index)[0] == whole


def test_places_are_those_of_the_text(index: Index) -> None:
    """What was found is shown as the text prints it, hyphens and line breaks included."""
    text = "with the Har- bin Engi-\n  neering Univer-sity, Harbin"
    (hit,) = Recogniser(index).recognise(text).hits
    assert text[slice(*hit.span)] == "Har- bin Engi-\n  neering Univer-sity"
