"""How the numbered institutes and academies of the Chinese state groups are written in Chinese.

中国电子科技集团公司第十四研究所 is also called 中国电科14所, and 航天科技集团五院 is short for
中国航天科技集团有限公司第五研究院.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from duediligence.names.fold import simplified

_FORMS_OF_GROUP: Final = ("集团有限公司", "集团公司", "集团")
# What each group is called: the name before the word for a group, and the short forms.
_GROUPS: Final = (
    (("中国电子科技",), ("中国电科", "中电科", "电科")),
    (("中国航天科技", "航天科技"), ("中国航天科技", "航天科技")),
    (("中国航天科工", "航天科工"), ("中国航天科工", "航天科工")),
    (("中国船舶重工", "中国船舶"), ("中船重工", "中国船舶", "中船集团", "中船")),
    (("中国兵器工业", "兵器工业"), ("中国兵器工业", "兵器工业", "中国兵器")),
    (("中国航空工业",), ("航空工业", "中航工业")),
)
_DIGITS: Final = "〇一二三四五六七八九"
_AS_DIGITS: Final = str.maketrans("零○" + _DIGITS, "00" + "0123456789")
_NUMBER: Final = r"[0-9零○〇一二三四五六七八九十]+"
_PARTS: Final = re.compile(rf"(?:第?({_NUMBER})(?:研究院|院))?(?:第?({_NUMBER})(?:研究所|所))?")


def numbered(name: str) -> Iterator[str]:
    """Yield a Chinese name as others write it, if it is that of a numbered part of a state group."""
    name = name.translate(simplified())
    for stems, short in _GROUPS:
        owners = [*(stem + form for stem in stems for form in _FORMS_OF_GROUP), *short]
        owner = max((one for one in owners if name.startswith(one)), key=len, default="")
        match = _PARTS.fullmatch(name, len(owner)) if owner else None
        if match and any(match.groups()):
            academy, institute = map(_number, match.groups())
            if not (academy or institute):
                return
            academies = [f"第{_in_words(academy)}研究院", f"{_in_words(academy)}院"] if academy else [""]
            institutes = list(_institutes(institute)) if institute else [""]
            yield from map("".join, product(owners, academies, institutes))
            return


def _institutes(number: int) -> Iterator[str]:
    for written in (_in_words(number), str(number)):
        yield from (f"第{written}研究所", f"第{written}所", f"{written}研究所", f"{written}所")


def _number(written: str | None) -> int:
    """Return a number written in digits, or in words up to a hundred; 0 for none."""
    if not written:
        return 0
    if "十" not in written:
        digits = written.translate(_AS_DIGITS)
        return int(digits) if digits.isdigit() else 0
    tens, _, ones = written.translate(_AS_DIGITS).partition("十")
    return 10 * int(tens or 1) + int(ones or 0) if (tens + ones).isdigit() or tens + ones == "" else 0


def _in_words(number: int) -> str:
    """Write a number as names do: 十四, but 七〇一."""
    if number >= 100 or number < 10:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + "十" + (_DIGITS[ones] if ones else "")
