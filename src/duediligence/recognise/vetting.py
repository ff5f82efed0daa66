"""Tell whether a run of words that is a known name is, in its place, part of a longer other name."""

from __future__ import annotations

from typing import Final

from duediligence.names.keys import Variant
from duediligence.names.russian import is_genitive_adjective, is_verb, names_field
from duediligence.names.tokens import HARD, SOFT, SPACE
from duediligence.names.words import NAMED_AFTER, WordClass, word_class
from duediligence.recognise.reading import HEADS, Reading, Run

_NUMBER: Final = WordClass.NUMBER
_DIRECTION: Final = WordClass.DIRECTION
_RARE: Final = WordClass.RARE
_FIELD: Final = WordClass.FIELD
_LEGAL: Final = WordClass.LEGAL
_RANK: Final = WordClass.RANK
_FORM: Final = WordClass.FORM
_REORDERED: Final = Variant.REORDERED
OF: Final = frozenset(
    ("of", "for", "de", "des", "del", "der", "du", "di", "da", "fur", "fuer", "im", "имени", "им")
)
OPENING_QUOTES: Final = frozenset('«“„‘"')
_PURPOSE: Final = frozenset(("for", "fur", "fuer"))
_PRONOUNS: Final = frozenset(("his", "her", "its", "our", "their", "this", "that", "these"))
_STATUS: Final = ["national", "research"]
_TELLING: Final = 4  # words of a name that a word before it no longer makes another's
_LONGEST_LETTERS: Final = 5
FIELD_LETTERS: Final = frozenset(("ai", "ict", "it", "tcm"))
_BEFORE_TURNED: Final = frozenset((WordClass.UNIT, _LEGAL, _NUMBER))
_MOST_ADJECTIVES: Final = 3  # words after a head in which a field is sought
_CONTENT: Final = frozenset((WordClass.FIELD, WordClass.RANK, WordClass.DIRECTION))
# What universities teach, and none is named for; and what their names end in.
_SUBJECTS: Final = frozenset(
    (
        "computer",
        "physics",
        "mathematics",
        "statistics",
        "software",
        "mechanical",
        "biology",
        "psychology",
        "philosophy",
        "history",
    )
)
_ROMANCE: Final = frozenset(
    ("de", "des", "del", "du", "di", "della", "delle", "dei", "do", "da", "das", "dos")
)
_SHORTEST_ADJECTIVE: Final = 5
_ENDS_OF_VERBS: Final = frozenset("óò")  # of a past tense: anunció
_OF_PLACES: Final = frozenset(("provincial", "region", "oblast"))  # canonical words that end a place's name
_COMPLETE: Final = frozenset(("university", "technology"))
_MEDICINE: Final = frozenset(("medicine", "medical"))
_HAN_SCHOOL: Final = ["学", "院"]
_HAN_UNIVERSITY: Final = ["大", "学"]
_TOWN: Final = "城"
_LONG_HAN: Final = 4  # characters of a name that another begins at
_HAN_SCHOOLS: Final = ("学校", "学院", "大学")
# Characters that end a name or an address in Han text, and words for who studies or works at a place.
_HAN_ENDS: Final = frozenset(
    "部院系所室会厅局省市区县国与和及的在于由从到是自为、，。；—号路街道巷弄镇乡村楼层栋幢座址位校原现任读职者"
)


def longer_name(reading: Reading, run: Run, places: dict[int, int]) -> str | None:
    """Return the neighbouring word that makes the run part of another name, or None.

    Args:
        reading: The text read.
        run: The run in question.
        places: For each word position where a place begins, the position after it.
    """
    if run.part_of is None:
        run.part_of = (_right(reading, run, places) or _left(reading, run, places),)
    return run.part_of[0]


def _right(reading: Reading, run: Run, places: dict[int, int]) -> str | None:
    tokens, at = reading.tokens, run.end
    if at >= len(tokens.keys) or tokens.breaks[at] == HARD or tokens.brackets[at] > tokens.brackets[at - 1]:
        return None
    key, links = tokens.keys[at], tokens.links[at]
    continues = bool(links) and not OF.isdisjoint(links.split())
    if is_han(key) or (tokens.breaks[at] != SPACE and not continues):
        return key if _is_university_town(reading, at) else None
    if at in places:
        return _field_with_place(reading, at, places[at], continues=continues)
    kind = reading.kinds[at]
    if kind in HEADS or kind is _NUMBER or (continues and _ends_before(reading, run, places)):
        return None
    if continues and not NAMED_AFTER.isdisjoint(links.split()) and _has_own_word(reading, run, places):
        return None
    # "University of Finance": the name goes on; "University of School of ..." does not.
    return key if continues or (_goes_on(reading, run, kind) and not _is_complete(reading, run)) else None


def _is_university_town(reading: Reading, at: int) -> bool:
    """Tell whether a character makes a university's name that of a quarter of a city: 深圳大学城.

    Parts of a university may open with it: 武汉大学城乡规划系.
    """
    keys, end = reading.tokens.keys, at + 1
    if keys[at] != _TOWN or keys[at - 2 : at] != _HAN_UNIVERSITY:
        return False
    if end >= len(keys) or not is_han(keys[end]) or reading.tokens.breaks[end] != SPACE:
        return True
    return any(one.start == end and one.end - end >= _LONG_HAN for one in reading.runs)


def _has_own_word(reading: Reading, run: Run, places: dict[int, int]) -> bool:
    """Tell whether a word of a run is its own, no place: OKB Novator named after Lyulyev stays Novator."""
    at = run.start
    while at < run.end:
        if at in places:
            at = places[at]
        elif reading.kinds[at] is _RARE:
            return True
        else:
            at += 1
    return False


def _ends_before(reading: Reading, run: Run, places: dict[int, int]) -> bool:
    """Tell whether a name ends before a word with `of`: the owner's letters, or what a sentence goes on with.

    Sanctions on Tehran University of Technology for its role; what a field is for is no part of the name.
    """
    at, links = run.end, reading.tokens.links[run.end].split()
    if not _PURPOSE.isdisjoint(links):
        goes_on = reading.tokens.keys[at] in _PRONOUNS or not _is_lowered(reading, at)
        return goes_on and reading.kinds[at - 1] is _FIELD
    is_noun = reading.kinds[at] is _FIELD or not _ROMANCE.isdisjoint(links)  # de medicamentos
    return (not is_noun and _is_lowered(reading, at)) or _is_owners_letters(reading, run, places)


def _is_owners_letters(reading: Reading, run: Run, places: dict[int, int]) -> bool:
    """Tell whether letters after "of" are the owner's: Laser Institute of CAS, Jilin University of MOE.

    Those of a field make a place's university another: Shanghai University of TCM.
    """
    at, keys = run.end, reading.tokens.keys
    word = reading.printed(at, at + 1)
    if not word.isupper() or len(word) > _LONGEST_LETTERS or reading.text.isupper():
        return False
    is_of_field = keys[at - 1] == "university" and keys[at] in FIELD_LETTERS
    return not is_of_field or _has_own_word(reading, run, places)


def _goes_on(reading: Reading, run: Run, kind: WordClass) -> bool:
    """Tell whether the word after a run, of this class, belongs to the same name."""
    tokens, at = reading.tokens, run.end
    if tokens.keys[at] in _OF_PLACES and any(place.end == at for place in reading.places):
        return False  # Zhongshan University, Guangdong Province
    content = kind in _CONTENT and (_belongs(reading, at) or not _is_lowered(reading, at))
    last = dict(run.read_as).get(at - 1)
    if (word_class(last) if last else reading.kinds[at - 1]) is _FIELD:
        content = content or _may_be_adjective(reading, run)
    else:
        content &= not tokens.links[at]
    return (content and not _leads_to_head(reading, at)) or _goes_on_in_genitive(reading, run)


def _is_raised(reading: Reading, at: int) -> bool:
    """Tell whether a capital follows a word in small letters: from Northwestern Polytechnical University."""
    starts = reading.tokens.starts
    return reading.text[starts[at]].isupper() and reading.text[starts[at - 1]].islower()


def _is_lowered(reading: Reading, at: int) -> bool:
    """Tell whether small letters follow a word with a capital: a sentence goes on there, and no name."""
    starts = reading.tokens.starts
    return reading.text[starts[at]].islower() and reading.text[starts[at - 1]].isupper()


def _belongs(reading: Reading, at: int) -> bool:
    """Tell whether a field in small letters is a name's: at its part's end, before another, after `and`.

    Nanjing University physics; Sichuan University medical sciences; University of Technology and economics.
    """
    breaks, end = reading.tokens.breaks, at + 1
    if "and" in reading.tokens.links[at].split() or end >= len(breaks) or breaks[end] != SPACE:
        return True
    return reading.kinds[end] is _FIELD


def _may_be_adjective(reading: Reading, run: Run) -> bool:
    """Tell whether a small word after a name that ends in a field may be its adjective: Física aplicada.

    It stands behind in Romance languages, which their linking words tell, and with more in Russian:
    Институт физики твёрдого тела. The verb of a sentence is none.
    """
    tokens, at = reading.tokens, run.end
    word = reading.printed(at, at + 1)
    if not (reading.text[tokens.starts[run.start]].isupper() and word[0].islower()):
        return False
    if is_cyrillic_word(reading, at):
        return tokens.keys[at - 1] != "science" and not is_verb(word)
    links = " ".join(tokens.links[run.start + 1 : run.end]).split()
    is_long = len(word) >= _SHORTEST_ADJECTIVE and word[-1] not in _ENDS_OF_VERBS
    return is_long and not _ROMANCE.isdisjoint(links)


def _goes_on_in_genitive(reading: Reading, run: Run) -> bool:
    """Tell whether a Russian name goes on after its head as if `of` stood there: университет путей сообщения.

    It does with a field, or with words that only what a body works on ends in; adjectives may stand before
    them. A part of the body, or a person's job, is none: Московского университета физического факультета.
    """
    tokens, at = reading.tokens, run.end
    if not is_cyrillic_word(reading, at) or reading.kinds[at - 1] is not _FORM:
        return False
    if tokens.links[at] or not reading.gap(at).isspace():
        return False
    for place in range(at, min(at + _MOST_ADJECTIVES, len(tokens.keys))):
        if reading.kinds[place] in HEADS or (place > at and tokens.breaks[place]):
            return False
        word = reading.printed(place, place + 1).lower()
        if not is_genitive_adjective(word):
            is_field = reading.kinds[place] is _FIELD or names_field(word)
            return is_field and not _leads_to_head(reading, place)
    return False


def _is_complete(reading: Reading, run: Run) -> bool:
    """Tell whether a subject after a university is what is studied there: Fudan University Computer Science.

    After one that ends in `of` a country any word is: Renmin University of China Economics. A firm's name is
    none: Tongji University Software Inc.
    """
    tokens, at, kinds = reading.tokens, run.end, reading.kinds
    if tokens.links[at] or not reading.text[tokens.starts[at]].isupper():
        return False
    end = next((end for end in range(at + 1, len(kinds)) if tokens.breaks[end]), len(kinds))
    if _LEGAL in kinds[at:end]:
        return False
    if tokens.keys[at - 1] in _COMPLETE and tokens.keys[at] in _SUBJECTS:
        return SOFT not in tokens.breaks[at + 1 : at + 2]
    if "university" not in tokens.keys[run.start : at]:
        return False
    countries = (one.start for one in reading.places if one.end == at and one.place.states)
    return any(run.start < start and not OF.isdisjoint(tokens.links[start].split()) for start in countries)


def _field_with_place(reading: Reading, at: int, end: int, *, continues: bool) -> str | None:
    """Return the field that goes with a place after a name: University of Chinese Medicine, not of China."""
    tokens = reading.tokens
    if _is_chinese_medicine(reading, at) and (continues or not tokens.links[at]):
        return tokens.keys[at]
    if not continues or end >= len(tokens.keys) or tokens.breaks[end] != SPACE:
        return None
    is_field = reading.kinds[end] is _FIELD and not _leads_to_head(reading, end)
    return tokens.keys[end] if is_field else None


def _is_chinese_medicine(reading: Reading, at: int) -> bool:
    """Tell whether words are the one field that is called by a country: Nanjing Univ Chinese Med.

    Citation indexes leave the `of` before it out.
    """
    keys = reading.tokens.keys
    return reading.printed(at, at + 1).casefold() == "chinese" and not _MEDICINE.isdisjoint(
        keys[at + 1 : at + 2]
    )


def _leads_to_head(reading: Reading, at: int) -> bool:
    """Tell whether the words from `at` open a part of the body: Physics Department, Medical School."""
    tokens = reading.tokens
    for place in range(at + 1, min(at + 6, len(tokens.keys))):
        if tokens.breaks[place] != SPACE:
            return False
        if reading.kinds[place] in HEADS or tokens.keys[place] == "key":
            return True
    return False


def _left(reading: Reading, run: Run, places: dict[int, int]) -> str | None:
    tokens, at = reading.tokens, run.start
    if at == 0 or tokens.breaks[at] != SPACE or tokens.links[at]:
        return None
    before, first = tokens.keys[at - 1], tokens.keys[at]
    if is_han(first):
        return _han_left(reading, run, places)
    if _stands_for_itself(reading, at) or reading.kinds[at] is _LEGAL or _has_status(reading, run):
        return None
    if reading.kinds[at - 1] is _RARE and _is_raised(reading, at):
        return None
    kind = reading.kinds[at - 1]
    qualifies = (
        kind is _DIRECTION
        or before in {"national", "normal"}
        or (before == "central" and at in places)  # Central China
        or (_is_turned(reading, run, places) and not _ends_part(reading, at - 1))
        or (kind is _FIELD and not _follows_head(reading, at - 1))
    )
    return before if qualifies else _qualifier(reading, run, places)


def _has_status(reading: Reading, run: Run) -> bool:
    """Tell whether a Russian university's status stands before its name: National Research University HSE.

    After `University` only letters do: that of Moscow is another than National Research University, Moscow.
    """
    at, keys = run.start, reading.tokens.keys
    if keys[max(0, at - 2) : at] != _STATUS or "university" not in keys[at : run.end]:
        return False
    if keys[at] != "university":
        return True
    if run.end - at == 1:
        return False
    letters = reading.printed(at + 1, at + 2)
    return reading.kinds[at + 1] is _RARE and letters.isupper() and len(letters) <= _LONGEST_LETTERS


def _is_turned(reading: Reading, run: Run, places: dict[int, int]) -> bool:
    """Tell whether a name opens with its form and is turned round: ... University of Technology Wuhan."""
    at = run.start
    if reading.kinds[at] is not _FORM:
        return False
    return run.variant == _REORDERED or (places.get(at + 1) == run.end and not reading.tokens.links[at + 1])


def _ends_part(reading: Reading, at: int) -> bool:
    """Tell whether a part of a body ends at a word: Dept. of Electrical Engineering."""
    if reading.kinds[at] in _BEFORE_TURNED:
        return True
    while at > 0 and reading.kinds[at] is _FIELD and reading.tokens.breaks[at] == SPACE:
        at -= 1
    return reading.kinds[at] in HEADS


def _stands_for_itself(reading: Reading, at: int) -> bool:
    """Tell whether a name opens at a word whatever stands before it: after a quotation mark.

    In Persian, where heads come first, also at its own head and after another's: Students' Council, or
    Laser Institute, of the University of ...
    """
    start = reading.tokens.starts[at]
    if reading.text[start - 1] in OPENING_QUOTES:
        return True
    is_at_head = reading.kinds[at] is _FORM or _follows_head(reading, at - 1)
    return is_at_head and is_arabic(reading.text[start])


def _qualifier(reading: Reading, run: Run, places: dict[int, int]) -> str | None:
    """Return the word, its rank aside, that a name of few words goes on from: Kosygin State University.

    A name that is completed by the place in its address, after a comma, is never long enough.
    """
    at, has_own_word = run.start, reading.kinds[run.start] in {_RARE, _NUMBER}
    if at in places:
        return None
    naming = _before_rank(reading, at)
    is_name = reading.kinds[naming] is _RARE and not has_own_word
    comma = _first_comma(reading, run)
    if comma and places.get(comma) == run.end:
        is_place = naming + 1 in places.values() and not reading.tokens.links[naming]  # not Centre of Russia
        return reading.tokens.keys[naming] if is_name or is_place else None
    if has_own_word:
        return None
    if comma:
        # Kirensky Institute of Physics, Russian Academy of Sciences, unlike IKI Space Research Institute
        telling = comma - at >= _TELLING or reading.printed(naming, naming + 1).isupper()
    else:
        telling = run.end - at >= _TELLING
    return reading.tokens.keys[naming] if is_name and not telling else None


def _first_comma(reading: Reading, run: Run) -> int:
    """Return where the word after the first comma in a run stands, brackets apart; 0 when there is none."""
    if not run.crosses:
        return 0
    tokens = reading.tokens
    at = next(at for at in range(run.start + 1, run.end) if tokens.breaks[at])
    gap = reading.gap(at)
    return at if "," in gap or "\uff0c" in gap else 0


def _before_rank(reading: Reading, at: int) -> int:
    """Return where the word before `at` stands, the rank of a body left out."""
    tokens, before = reading.tokens, at - 1
    while before > 0 and reading.kinds[before] is _RANK and tokens.breaks[before] == SPACE:
        before -= 1
    return before


def _follows_head(reading: Reading, at: int) -> bool:
    """Tell whether the words up to `at` end a part's name: School of Science, Dept. of Physics."""
    tokens = reading.tokens
    for place in range(at, max(-1, at - 12), -1):
        if reading.kinds[place] in HEADS:
            return True
        if tokens.breaks[place] != SPACE:
            return False
    return False


def _han_left(reading: Reading, run: Run, places: dict[int, int]) -> str | None:
    tokens, at = reading.tokens, run.start
    if _is_school_of_university(reading, run, places):
        return tokens.keys[at - 1]
    if tokens.starts[at] != tokens.ends[at - 1] or not is_han(tokens.keys[at - 1]):
        return None
    if tokens.keys[at - 1] in _HAN_ENDS or at in places.values() or _opens_with_town(reading, run, places):
        return None
    return tokens.keys[at - 1] if run.end - run.start <= 5 else None


def _is_school_of_university(reading: Reading, run: Run, places: dict[int, int]) -> bool:
    """Tell whether a school's Han name is that of one after its university: 北京大学国际关系学院.

    One that opens with a place is a body beside it: 南京大学 北京电影学院.
    """
    at, keys = run.start, reading.tokens.keys
    if keys[run.end - 2 : run.end] != _HAN_SCHOOL or at in places:
        return False
    return any(one.end == at and keys[at - 2 : at] == _HAN_UNIVERSITY for one in reading.runs)


def _opens_with_town(reading: Reading, run: Run, places: dict[int, int]) -> bool:
    """Tell whether a Han name opens with a place, which hardly any character before turns into another word.

    After a university it is where a part of it is: 北京理工大学珠海学院.
    """
    if not run.start + 1 < places.get(run.start, 0) < run.end:
        return False
    return not any(one.end == run.start for one in reading.runs)


def is_in_school(reading: Reading, run: Run) -> bool:
    """Tell whether a Han name stands in that of a school, between its town and the word for it."""
    keys = reading.tokens.keys
    if not is_han(keys[run.end]) or not "".join(keys[run.end : run.end + 2]).startswith(_HAN_SCHOOLS):
        return False
    return any(place.end == run.start for place in reading.places)


def is_cyrillic_word(reading: Reading, at: int) -> bool:
    """Tell whether the word at a position is printed in Cyrillic letters."""
    return "\u0400" <= reading.text[reading.tokens.starts[at]] <= "\u04ff"


def is_arabic(char: str) -> bool:
    """Tell whether a character is of the Arabic script, as in Persian."""
    return "\u0600" <= char <= "\u06ff"


def is_han(key: str) -> bool:
    """Tell whether a word is one Han character."""
    return "\u3400" <= key[0] <= "\u9fff"
