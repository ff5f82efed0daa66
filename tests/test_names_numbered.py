"""Numbered parts of Chinese state groups: how each is written otherwise, and which names are none."""

from __future__ import annotations

import pytest

from duediligence.names.numbered import numbered

FORMS = (
    ("中国电子科技集团公司第十四研究所", "中国电科14所"),
    ("中国电子科技集团公司第十四研究所", "中电科第十四研究所"),
    ("中国电子科技集团公司第14研究所", "中国电子科技集团有限公司第十四研究所"),
    ("中国电子科技集团公司第二十研究所", "中国电科20所"),
    ("中国航天科技集団公司第五研究院", "航天科技集团五院"),
    ("中国航天科工集团第三研究院三十三研究所", "航天科工三院33所"),
    ("中国航天科技集团公司第九研究院第771研究所", "中国航天科技集团第九研究院第七七一研究所"),
    ("中国船舶重工集团公司第七〇一研究所", "中船重工701所"),
    ("中国兵器工业集团第203研究所", "中国兵器第二〇三研究所"),
)  # fmt: skip
OTHERS = (
    "中国电子科技集团公司",
    "中国科学院第十四研究所",
    "中国电子科技集团公司信息科学研究院",
    "第五研究院",
    "清华大学",
    "China Academy of Space Technology",
)


@pytest.mark.parametrize(("name", "other"), FORMS)
def test_a_numbered_part_is_written_in_other_ways(name: str, other: str) -> None:
    """Its group long and short, its number in words and in digits."""
    assert other in list(numbered(name))


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_stay_as_they_are(name: str) -> None:
    """Nothing is made of what is no numbered part of one of the groups."""
    assert not list(numbered(name))
