"""Which character encoding a file of names is written in: Unicode first, then the code pages offices use.

Institution names are short, so statistics over long texts do not help; instead each code page is
tried on the lines that are not plain ASCII and judged by whether the letters it gives are those its
languages really use, in an order they really use.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Letters beyond ASCII that texts in each single-byte code page really hold.
_LETTERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "cp1252": frozenset("äöüßéèêëàâáãåæçîïíìñóòôõøœúùûÄÖÜÉÈÀÁÅÆÇÍÎÑÓÔÕØÚ"),
        "cp1250": frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüßőűĄĆĘŁŃÓŚŹŻÁČĎÉŘŠŽÚÝÖÜŐŰăâîșțşţ"),
        "cp1254": frozenset("çğıöşüÇĞİÖŞÜâîû"),
        "cp1257": frozenset("āčēģīķļņšūžąęėįųõäöüĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕÄÖÜ"),
        "cp1251": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯЁёіїєґІЇЄҐ"),
        "koi8_r": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯё"),
        "cp866": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯё"),
        "cp1253": frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"),
        "cp1256": frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيپچژگک\u200c،"),
    }
)
# Korean before Chinese: Korean text also reads as common Han, hardly ever the other way round.
_MULTIBYTE = ("cp949", "gb18030", "big5", "cp932")
_PUNCTUATION = frozenset("–—‘’“”„«»…№·•°、。，（）《》・：；！？　")
# Signs of a wrong code page: a capital inside a word, letters of two alphabets side by side, and Han or
# Hangul glued to small Latin letters.
_CASE_SLIP = re.compile(r"[a-zà-öø-ÿа-яα-ω][A-ZÀ-ÖØ-ÞА-ЯΑ-Ω]")
_MIXED = re.compile(r"[A-Za-z][Ѐ-ӿͰ-Ͽ\u0600-\u06ff]|[Ѐ-ӿͰ-Ͽ\u0600-\u06ff][A-Za-z]")
_GLUED = re.compile(r"[a-z][\u3400-\u9fff\uac00-\ud7a3]|[\u3400-\u9fff\uac00-\ud7a3][a-z]")
_UTF16_NULS = 0.2  # share of NULs in every second byte of a text with some ASCII in it


def unicode_mark(head: bytes) -> str | None:
    """Return the encoding the first bytes give away: by a byte order mark, or NULs in every second place."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if len(head) < len("ab".encode("utf-16-le")):
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > _UTF16_NULS and even < odd / 4:
        return _if_readable(head, "utf-16-le")
    if even > _UTF16_NULS and odd < even / 4:
        return _if_readable(head, "utf-16-be")
    return None


def code_page(sample: bytes) -> str:
    """Return the likeliest encoding of text that is not Unicode.

    Args:
        sample: Whole lines holding bytes above 127; a few are enough.

    Returns:
        A Python codec name; `cp1252` when nothing fits, since it is what such files mostly are.
    """
    scored = [(_plausibility(sample, encoding), encoding) for encoding in (*_MULTIBYTE, *_LETTERS)]
    best, encoding = max(scored, key=lambda pair: pair[0])  # ties go to the earlier, more usual one
    return encoding if best > 0 else "cp1252"


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a whole file held in memory, and the name of its encoding.

    Bytes that do not fit become U+FFFD; nothing raises.
    """
    encoding = unicode_mark(data[:4096])
    if encoding is None:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            encoding = legacy_or_damaged(data)
    return data.decode(encoding, errors="replace"), encoding


def legacy_or_damaged(sample: bytes) -> str:
    """Return `utf-8` for text that is UTF-8 but for a few broken bytes, otherwise its code page."""
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if char > "\x7f") - broken
    return "utf-8" if whole > 4 * broken else code_page(sample)


def _if_readable(head: bytes, encoding: str) -> str | None:
    """Return the encoding unless the text is full of control characters, as a binary file's would be."""
    text = head[: len(head) // 2 * 2].decode(encoding, errors="replace")
    controls = sum(1 for char in text if char < " " and char not in "\t\n\r")
    return encoding if controls <= len(text) / 100 else None


def _plausibility(sample: bytes, encoding: str) -> float:
    """Return how well the sample reads in an encoding: at most 1, below 0 when it does not fit."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)  # a cut last character is no error
    except UnicodeDecodeError:
        return -1.0
    foreign = [char for char in text if char > "\x7f"]
    if not foreign:
        return 0.0
    weigh = _weigh_east_asian if encoding in _MULTIBYTE else _weigh_letter
    total = sum(weigh(char, encoding) for char in foreign)
    slips = sum(len(pattern.findall(text)) for pattern in (_CASE_SLIP, _MIXED, _GLUED))
    return (total - slips) / len(foreign)


def _weigh_letter(char: str, encoding: str) -> float:
    if char in _LETTERS[encoding]:
        return 1.0
    if char in _PUNCTUATION:
        return 0.3
    return -0.2 if char.isalpha() else -1.0


def _weigh_east_asian(char: str, encoding: str) -> float:
    """Common characters of the encoding's own language count, rare and foreign ones speak against it."""
    if char in _PUNCTUATION:
        return 0.5
    if "\uff01" <= char <= "\uff5e":  # full-width forms of ASCII
        return 0.3
    return _EAST_ASIAN[encoding](char)


def _weigh_gb18030(char: str) -> float:
    if not "\u4e00" <= char <= "\u9fff":
        return -1.0
    return 1.0 if _in_rows(char, "gb2312", 0xB0, 0xD7) else 0.2


def _weigh_big5(char: str) -> float:
    if not "\u4e00" <= char <= "\u9fff":
        return -1.0
    return 0.95 if _in_rows(char, "big5", 0xA4, 0xC6) else 0.1


def _weigh_cp932(char: str) -> float:
    if "\u3041" <= char <= "\u30ff":
        return 1.0
    if not "\u4e00" <= char <= "\u9fff":
        return -1.0
    return 0.9 if _in_rows(char, "shift_jis", 0x88, 0x97) else 0.1


def _weigh_cp949(char: str) -> float:
    if "\uac00" <= char <= "\ud7a3":
        return 1.0 if _in_rows(char, "euc_kr", 0xB0, 0xC8) else -0.5
    return 0.1 if "\u4e00" <= char <= "\u9fff" else -1.0


_EAST_ASIAN = MappingProxyType(
    {"gb18030": _weigh_gb18030, "big5": _weigh_big5, "cp932": _weigh_cp932, "cp949": _weigh_cp949}
)


def _in_rows(char: str, charset: str, first: int, last: int) -> bool:
    """Tell whether a character lies among the common rows of a national character set."""
    try:
        return first <= char.encode(charset)[0] <= last
    except UnicodeEncodeError:
        return False
