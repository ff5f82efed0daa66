"""Runs of capitalised words: what a name looks like, without the words around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.scanning.runs import capitalised_runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("with the University of Al Mergib today", ["University of Al Mergib"]),
        ("The President of Peking University said", ["Peking University"]),
        ("In St. Claire’s College and Oxford", ["St. Claire’s College and Oxford"]),
        ("China State Construction’s office", ["China State Construction"]),
        ("École nationale", ["École"]),
        ("nothing here at all", []),
        ("mail A.Smith@example.org and example.Com/Path", []),
        ("The", []),
        ("China University of Petroleum-Beijing", ["China University of Petroleum-Beijing"]),
        ("110TH Research Center", ["110TH Research Center"]),
        ("with Piotech (Beijing) Co., Ltd. today", ["Piotech (Beijing) Co", "Ltd"]),
        ("Huawei (Shenzhen) said", ["Huawei", "Shenzhen"]),
    ],
)
def test_runs_are_names_with_their_links(text: str, runs: list[str]) -> None:
    """Small words link, words before a name are left out, possessives are cut."""
    assert [text[start:end] for start, end in capitalised_runs(text)] == runs


@given(st.text("Ab .,’'-of\n", max_size=80))
def test_runs_are_in_order_and_within_the_text(text: str) -> None:
    """No run overlaps another, and none is empty."""
    last = 0
    for start, end in capitalised_runs(text):
        assert last <= start < end <= len(text)
        last = end


def test_a_very_long_run_is_cut() -> None:
    """A title page in capitals does not become one name."""
    ((start, end),) = capitalised_runs("Word " * 14 + "Word")
    assert end - start == len("Word " * 14) - 1
