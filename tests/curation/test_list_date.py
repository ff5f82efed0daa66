"""The date of a list, written into the policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.curation.list_date import set_list_date
from duediligence.errors import CatalogueError

POLICY = """\
# By hand.
lists:
  - id: lamp-list
    title: Lamps  # as_of: not this one
    as_of: 2026-01-01  # of the copy
    covers: all
  - id: wick-list
    title: Wicks
    as_of: "2026-02-02"
  - id: undated
    title: Nothing
rules:
  - id: other
    as_of: 2020-01-01
"""


@pytest.mark.parametrize(
    ("list_id", "before", "after"),
    [
        ("lamp-list", "as_of: 2026-01-01  # of the copy", "as_of: 2026-11-20  # of the copy"),
        ("wick-list", 'as_of: "2026-02-02"', 'as_of: "2026-11-20"'),
    ],
)
def test_only_the_date_of_that_list_changes(tmp_path: Path, list_id: str, before: str, after: str) -> None:
    """Every other byte stays; the second time nothing does."""
    path = tmp_path / "risk_tiers.yaml"
    path.write_text(POLICY, "utf-8")
    assert set_list_date(path, list_id, "2026-11-20")
    assert path.read_text("utf-8") == POLICY.replace(before, after)
    assert not set_list_date(path, list_id, "2026-11-20")


@pytest.mark.parametrize("list_id", ["undated", "nobody", "lamp"])
def test_a_list_without_a_date_is_left_to_the_hand(tmp_path: Path, list_id: str) -> None:
    """It says what to write; nothing is written."""
    path = tmp_path / "risk_tiers.yaml"
    path.write_text(POLICY, "utf-8")
    with pytest.raises(CatalogueError, match=list_id) as caught:
        set_list_date(path, list_id, "2026-11-20")
    assert "as_of: 2026-11-20" in caught.value.hint
    assert path.read_text("utf-8") == POLICY
