"""One record's text brought up to date, in the writer's form or in the curator's."""

from __future__ import annotations

from curation_files import institution, named
from duediligence.curation.block_edit import edited_block
from duediligence.curation.building.write import record_text
from duediligence.model import Institution, Listing

BEFORE = institution(
    "wick",
    "Wick Works",
    listings=(
        Listing(list="ca-nro", printed="Wick Works", until="2025-01-01", note="ended"),
        Listing(list="us-bis-uvl", printed="Wick"),
    ),
)
BY_HAND = """\
- id: wick   # never change
  country: CN
  name: 'Wick Works'
  listings:
    # ended once
    - {list: ca-nro, printed: Wick Works, until: "2025-01-01", note: ended}
    - {list: us-bis-uvl, printed: Wick}
# the next record
"""


def _changed(**facts: object) -> Institution:
    return BEFORE.model_copy(update=facts)


def test_a_record_in_the_writers_form_is_written_anew() -> None:
    """Nothing of a hand is lost, because none was there; the comment below stays below."""
    after = _changed(names=named("Lamp Works"))
    assert edited_block(record_text(BEFORE) + "# next\n", BEFORE, after) == record_text(after) + "# next\n"


def test_a_hand_edited_record_keeps_order_quotes_and_comments() -> None:
    """New names, ids and domains come at its end in flow style."""
    after = _changed(names=named("Lamp Works"), ids={"ror": "0wick"}, domains=("wick.example",))
    text = edited_block(BY_HAND, BEFORE, after)
    assert text.startswith("- id: wick   # never change\n  country: CN\n  name: 'Wick Works'\n")
    assert "    # ended once\n" in text
    assert "  ids: {ror: 0wick}\n" in text
    assert "  domains: [wick.example]\n" in text
    assert "    - {text: Lamp Works}\n" in text
    assert text.endswith("# the next record\n")


def test_a_field_that_no_longer_holds_leaves_its_item() -> None:
    """A listing that is in force again has no `until`; the other listing keeps its text."""
    again = Listing(list="ca-nro", printed="Wick Works", since="2026-01-01")
    text = edited_block(BY_HAND, BEFORE, _changed(listings=(again, BEFORE.listings[1])))
    assert "    - {list: ca-nro, printed: Wick Works, since: '2026-01-01'}\n" in text.replace('"', "'")
    assert "    - {list: us-bis-uvl, printed: Wick}\n" in text
    assert "until" not in text
