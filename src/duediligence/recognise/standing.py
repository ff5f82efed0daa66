"""How a run of words stands in its text: alone in its part, at a name's end, as a place."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from duediligence.names.tokens import HARD, SPACE
from duediligence.names.words import NAMED_AFTER, WordClass
from duediligence.recognise.reading import HEADS, Reading, Run
from duediligence.recognise.relation import han_relation
from duediligence.recognise.vetting import OPENING_QUOTES, is_han

_RARE: Final = WordClass.RARE
_LEGAL: Final = WordClass.LEGAL
_NUMBER: Final = WordClass.NUMBER
_FORM: Final = WordClass.FORM
_ACADEMIES: Final = frozenset(("academy", "cas", "nan"))  # others are places as well: RAS, Russian, Chinese
_BEFORE_NAMES: Final = frozenset(("the", "by", "from", "at"))
_CLOSING_QUOTES: Final = frozenset('»”“"')
# Parts that a short name is written before; a centre or a hospital may bear a word alike (寒武纪, Cambrian).
_HAN_TAILS: Final = ("研究院", "所", "实验室", "学院")
_HAN_AND: Final = re.compile("[与和及]")
_ONLY_MARK: Final = re.compile(r"\W*(?:<sup>)?\W*(?:\d{1,3}|[a-z])?[^\w&]*(?:</sup>\W*)?")
_SCI_TECH: Final = ["science", "tech"]
_FAR: Final = 3  # words between a name and the place it is in: Maxwell AFB, Alabama


def stands_alone(reading: Reading, run: Run) -> bool:
    """Tell whether a run fills its part of the text, from comma to comma or to a place."""
    return opens_part(reading, run) and ends_part(reading, run)


def stands_tied(reading: Reading, run: Run) -> bool:
    """Tell whether `and` ties a run to another known name, and it fills the rest of its part of the text.

    University of Oxford and Huawei; SenseTime + Tsinghua University.
    """
    tied, ends = _is_tied(reading, run.start), _is_tied(reading, run.end)
    return (tied or ends) and (tied or opens_part(reading, run)) and (ends or ends_part(reading, run))


def ends_part(reading: Reading, run: Run) -> bool:
    """Tell whether a run ends its part of the text: at a comma, a place or the text's end."""
    return _closes(reading, run) or _is_before_place(reading, run)


def is_whole_name(reading: Reading, run: Run, others: Collection[int] = ()) -> bool:
    """Tell whether a run is no piece of a longer name.

    It begins at a comma or after a part of the body, and ends at a comma, a place, an academy or the
    text's end; or where one of the others that may own it begins.
    """
    if not _name_begins(reading, run):
        return False
    if run.end in others or _closes(reading, run):
        return True
    word = reading.tokens.keys[run.end]
    if word in _ACADEMIES or word.isdigit() or _is_before_place(reading, run):
        return True
    return is_han(word) and _is_before_part(reading, run.end)


def is_sci_tech(reading: Reading, run: Run) -> bool:
    """Tell whether a run ties two of its words into Sci-Tech, which many write for Science and Technology.

    Changchun Sci-Tech University is another than Changchun University of Science and Technology.
    """
    keys = reading.tokens.keys
    return any(
        keys[at - 1 : at + 1] == _SCI_TECH and reading.gap(at) == "-" for at in range(run.start + 1, run.end)
    )


def names_part_in_han(reading: Reading, run: Run) -> bool:
    """Tell whether a short Chinese name opens that of its part: 华为诺亚方舟实验室, 中科院半导体所."""
    tokens, at = reading.tokens, run.end
    if not is_han(tokens.keys[run.start]) or at >= len(tokens.keys) or not is_han(tokens.keys[at]):
        return False
    begins = run.start > 0 and not is_han(tokens.keys[run.start - 1])  # after Latin letters
    if tokens.breaks[at] != SPACE or not (begins or opens_part(reading, run)):
        return False
    return _HAN_AND.split("".join(words_up_to_break(reading, at)))[0].endswith(_HAN_TAILS)


def stands_for_itself(reading: Reading, run: Run) -> bool:
    """Tell whether a run opens its part of the text and is a whole name, no letters in brackets."""
    in_brackets = reading.tokens.brackets[run.start] > 0
    return not in_brackets and opens_part(reading, run) and is_whole_name(reading, run)


def is_place(reading: Reading, run: Run) -> bool:
    """Tell whether a run is a place, too: a plant's short name may be its town, and then an address."""
    return any(place.start == run.start and place.end == run.end for place in reading.places)


def has_cyrillic(reading: Reading, run: Run) -> bool:
    """Tell whether a run holds Cyrillic letters."""
    return is_in_cyrillic(reading.printed(run.start, run.end))


def is_in_cyrillic(text: str) -> bool:
    """Tell whether a text holds Cyrillic letters."""
    return any("\u0400" <= char <= "\u04ff" for char in text)


def is_number_only(reading: Reading, run: Run) -> bool:
    """Tell whether only a number says which body a name is that of: the 203rd Research Institute."""
    kinds = reading.kinds[run.start : run.end]
    return _NUMBER in kinds and _RARE not in kinds and WordClass.PLACE not in kinds


def says_field_only(reading: Reading, run: Run) -> bool:
    """Tell whether a name says its form and its field, and nobody's name: Institute of Hydrodynamics."""
    at = run.start
    if reading.kinds[at] is not _FORM or run.end - at == 1 or reading.tokens.links[at + 1] != " of":
        return False
    return not any(at < place.start < run.end for place in reading.places)


def has_place_beside(reading: Reading, run: Run) -> bool:
    """Tell whether a place is said of a run: it follows as its address, or opens the name that holds it.

    Naval Command College, Newport; Vietnam People's Army Academy. No other body stands between.
    """
    for place in reading.places:
        if place.place.is_demonym:
            continue
        if run.end <= place.start <= run.end + _FAR:
            if _is_address(reading, run.end, place.start):
                return True
        elif place.end <= run.start and _opens_name(reading, place.start, run.start):
            return True
    return False


def _is_address(reading: Reading, start: int, end: int) -> bool:
    """Tell whether words up to a place are of one address with it: neither a body nor another affiliation."""
    tokens = reading.tokens
    return (
        HARD not in tokens.breaks[start : end + 1]
        and not any("and" in links.split() for links in tokens.links[start : end + 1])
        and HEADS.isdisjoint(reading.kinds[start:end])
    )


def _opens_name(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a name goes on without a comma, and no other body, from its first word to another."""
    breaks = reading.tokens.breaks
    opens = start == 0 or breaks[start] != SPACE
    return opens and not any(breaks[start + 1 : end + 1]) and HEADS.isdisjoint(reading.kinds[start:end])


def opens_part(reading: Reading, run: Run) -> bool:
    """Tell whether a run begins a part of the text: at a comma, a mark or a quote, or after a legal form."""
    tokens, at = reading.tokens, run.start
    if _is_after_firm(reading, run):
        return True
    if is_quoted(reading, run):
        if _is_heads_own(reading, run):
            return False
        if run.end - at > 1:  # one word is the name of anything: the research group «Meteor»
            return True
    while at > 0 and tokens.breaks[at] == SPACE and reading.kinds[at - 1] is _LEGAL:
        at -= 1
    if at > 0 and reading.kinds[at - 1] is _NUMBER and (at == 1 or tokens.breaks[at - 1] != SPACE):
        return True  # a footnote mark, a postcode, a year
    between = reading.text[tokens.ends[at - 1] if at else 0 : tokens.starts[at]]
    if not tokens.links[at] and any(char.isalpha() and not char.islower() for char in between):
        return False  # the initials of a person: J.P. Morgan, unlike a footnote's small letter
    return at == 0 or tokens.breaks[at] != SPACE


def opens_text(reading: Reading, run: Run) -> bool:
    """Tell whether a run opens its text, a footnote's mark apart: 2 China Mobile Tietong."""
    return _ONLY_MARK.fullmatch(reading.text, 0, reading.tokens.starts[run.start]) is not None


def _closes(reading: Reading, run: Run) -> bool:
    kinds, tokens = reading.kinds, reading.tokens
    end = past_person(reading, run.end)
    while end < len(kinds) and kinds[end] is _LEGAL and tokens.breaks[end] == SPACE:
        end += 1
    if end >= len(kinds) or tokens.breaks[end] != SPACE:
        return True
    if is_quoted(reading, run):
        return True
    # Volna, JSC. All rights reserved
    return kinds[end - 1] is _LEGAL and reading.text[tokens.ends[end - 1]] == "."


def is_quoted(reading: Reading, run: Run) -> bool:
    """Tell whether quotation marks stand around a run."""
    (start, end), text = reading.span(run), reading.text
    return text[start - 1 : start] in OPENING_QUOTES and text[end : end + 1] in _CLOSING_QUOTES


def _is_heads_own(reading: Reading, run: Run) -> bool:
    """Tell whether a quoted name is that of the body before it, which honours a person as well.

    Design Bureau "Salyut" named after Khrunichev is no firm called Salyut.
    """
    at, end = run.start, run.end
    if at == 0 or end >= len(reading.kinds) or reading.kinds[at - 1] not in HEADS:
        return False
    return not NAMED_AFTER.isdisjoint(reading.tokens.links[end].split())


def _is_after_firm(reading: Reading, run: Run) -> bool:
    """Tell whether a firm's legal form opens its name, as it does in Russian: ПАО Туполев, ГК Ростех."""
    at, kinds = run.start, reading.kinds
    if not has_cyrillic(reading, run):
        return False
    is_after = at > 0 and reading.tokens.breaks[at] == SPACE and kinds[at - 1] is _LEGAL
    return is_after or kinds[at] is _LEGAL


def _is_tied(reading: Reading, at: int) -> bool:
    """Tell whether `and` before a word ties a known name that ends there to one that begins there.

    One of the two has several words; after a plus sign, which is in no name, one word each does.
    """
    tokens = reading.tokens
    if not 0 < at < len(tokens.keys) or "and" not in tokens.links[at].split():
        return False
    before = [one.end - one.start for one in reading.runs if one.end == at]
    after = [one.end - one.start for one in reading.runs if one.start == at]
    least = 1 if "+" in reading.gap(at) else 2
    return bool(before and after) and max(*before, *after) >= least


def past_person(reading: Reading, at: int) -> int:
    """Return the position after the person whom a body is named after, if one stands at a position."""
    tokens, kinds = reading.tokens, reading.kinds
    if at >= len(kinds) or NAMED_AFTER.isdisjoint(tokens.links[at].split()):
        return at
    end = at
    while end < len(kinds) and kinds[end] is _RARE and (end == at or tokens.breaks[end] == SPACE):
        end += 1
    return end


def _is_before_place(reading: Reading, run: Run) -> bool:
    return any(place.start == run.end for place in reading.places)


def _is_before_part(reading: Reading, at: int) -> bool:
    """Tell whether a part of the body follows its name up to a comma: 信息工程大学 地理空间信息学院."""
    return han_relation("".join(words_up_to_break(reading, at))) is not None


def words_up_to_break(reading: Reading, at: int) -> list[str]:
    """Return the words from one on up to the next comma."""
    tokens = reading.tokens
    end = next((end for end in range(at + 1, len(tokens.keys)) if tokens.breaks[end] != SPACE), None)
    return tokens.keys[at:end]


def _is_field_of_form(reading: Reading, run: Run) -> bool:
    """Tell whether words after `of` say what the head before is for: University of Advanced Studies."""
    kinds, at = reading.kinds, run.start
    return at > 0 and kinds[at - 1] is _FORM and _FORM not in kinds[at : run.end] and run.end - at > 1


def follows_name(reading: Reading, run: Run) -> bool:
    """Tell whether a word of its own stands directly before a run: Immanuel Kant."""
    tokens, at = reading.tokens, run.start
    return at > 0 and tokens.breaks[at] == SPACE and not tokens.links[at] and reading.kinds[at - 1] is _RARE


def is_honoured(reading: Reading, run: Run) -> bool:
    """Tell whether a body is named after the person whom a run names: State University named after Kant."""
    return not NAMED_AFTER.isdisjoint(reading.tokens.links[run.start].split())


def _name_begins(reading: Reading, run: Run) -> bool:
    tokens, at = reading.tokens, run.start
    links = tokens.links[at].split()
    if _BEFORE_NAMES.intersection(links[-1:]):
        return True  # on behalf of the Institute, sent by the Academy
    if "of" in links and tokens.breaks[at] == SPACE and _is_field_of_form(reading, run):
        return False
    while at > 0 and tokens.breaks[at] == SPACE:
        at -= 1
        kind = reading.kinds[at]
        if kind is _NUMBER and (at == 0 or tokens.breaks[at] != SPACE):
            return True  # a footnote mark
        if kind in HEADS or kind is _LEGAL:
            return True
    return at == run.start
