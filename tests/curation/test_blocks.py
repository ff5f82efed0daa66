"""An institutions file taken apart by record and put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duediligence.curation.blocks import join_blocks, split_blocks, trailing_comment

TEXT = "# head\n\n- id: a\n  name: A\n# about b\n- {id: b, name: B}\n\n- id: c\n  name: C"


def test_records_know_their_lines() -> None:
    """Lines are counted from 1, as an editor does."""
    head, blocks = split_blocks(TEXT)
    assert head == "# head\n\n"
    assert [(b.line, b.text.split(":")[1].split(",")[0].split()[0]) for b in blocks] == [
        (3, "a"),
        (6, "b"),
        (8, "c"),
    ]


@given(st.text("-# ab:\n", max_size=60))
def test_nothing_is_lost(text: str) -> None:
    """Head and blocks make the file again, whatever it holds."""
    head, blocks = split_blocks(text)
    assert join_blocks(head, [b.text for b in blocks]) == text


def test_comments_after_a_record_are_not_part_of_it() -> None:
    """They belong to what follows."""
    assert trailing_comment("- id: a\n  name: A\n# about b\n\n") == ("- id: a\n  name: A\n", "# about b\n\n")
    assert trailing_comment("- id: a\n") == ("- id: a\n", "")
