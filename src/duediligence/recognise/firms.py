"""Names of companies: where everyday words stand for one, and where they may be another's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import CURRENT_BIT, EVERYDAY, Posting, Weakness, country_in, kind_in
from duediligence.model import Kind
from duediligence.names import tokenise
from duediligence.names.keys import Variant
from duediligence.names.legal import are_of_two_forms, company_forms
from duediligence.names.tokens import SPACE
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.printing import is_all_printed
from duediligence.recognise.reading import Reading, Run
from duediligence.recognise.slips import rests_on_slip
from duediligence.recognise.standing import (
    ends_part,
    follows_name,
    has_cyrillic,
    is_quoted,
    opens_part,
    stands_alone,
    stands_tied,
)
from duediligence.recognise.whereabouts import WRITE_CYRILLIC

_COMPANY: Final = Kind.COMPANY
_EXACT: Final = Variant.EXACT
_RESPACED: Final = Variant.RESPACED
_ORDINARY: Final = Weakness.ORDINARY
_LEGAL: Final = WordClass.LEGAL
_REMEMBERED: Final = 4096  # names of companies, with the places in their brackets
_IN_BRACKETS: Final = re.compile(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]")
# Countries whose law knows a legal form that others do not.
_LAWS: Final = {
    "gmbh": ("AT", "CH", "DE", "LI"),
    "ag": ("AT", "CH", "DE", "LI"),
    "kg": ("AT", "DE"),
    "bv": ("BE", "NL"),
    "sdn": ("BN", "MY"),
    "bhd": ("BN", "MY"),
    "pty": ("AU", "ZA", "BW", "NA"),
    "pte": ("SG",),
}


class Firms:
    """Judges the names of companies, and those of everyday words, as a text holds them."""

    def __init__(self, index: Index) -> None:
        """Use the names and facts of an index."""
        self._index = index
        self._places_of = lru_cache(maxsize=_REMEMBERED)(self._bracketed_places)

    def are_named(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether everyday words stand as a name: they fill their part of the text, from comma to comma.

        A whole text just as the name is printed does so. What opens with a brand may begin after anything.
        """
        name = self._index.name_of(posting)
        printed = reading.printed(run.start, run.end).casefold()
        if posting.variant == _RESPACED and printed not in name.casefold():
            return False  # VisionLabs is no Vision Lab
        return (
            stands_alone(reading, run)
            or is_all_printed(reading, name)
            or self._opens_with_brand(reading, run, posting.institution)
            or self._is_tied(reading, run, posting)
            or self._opens_with_word(reading, run, posting)
        )

    def is_doubtful(self, reading: Reading, run: Run, posting: Posting, *, agrees: bool) -> bool:
        """Tell whether a company's name may be another's.

        It may by a slip, or without the place in its name, where nothing said agrees; with a brand before it;
        and, if its words are several everyday ones, with another legal form.
        """
        if not agrees and (
            (run.changed and rests_on_slip(reading, run)) or self._leaves_out_place(reading, run, posting)
        ):
            return True
        if self._is_led_by_brand(reading, run):
            return True
        if posting.weakness != _ORDINARY or run.end - run.start == 1:
            return False
        return are_of_two_forms(_legal_words(reading, run), tokenise(self._index.name_of(posting)).keys)

    def are_of_another_form(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether one word has another legal form than in the name: ФГУП «Стрела», ООО «Стрела».

        In other languages Russian forms are translated as it comes.
        """
        if run.end - run.start > 1 or not has_cyrillic(reading, run):
            return False
        words = _legal_words(reading, run)
        return bool(words) and are_of_two_forms(words, tokenise(self._index.name_of(posting)).keys)

    def share_form(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a legal form stands beside a run or in it, and one in the name: ОАО «Институт»."""
        if not _legal_words(reading, run):
            return False
        keys = tokenise(self._index.name_of(posting)).keys
        return _LEGAL in map(word_class, keys) or any(company_forms(keys))

    def _leaves_out_place(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a name says in brackets which company of a group it is, and the text does not.

        Arrow Electronics is not the listed Arrow Electronics (Hong Kong). What a listed brand opens is.
        """
        if posting.variant == _EXACT:
            return False
        words = reading.tokens.keys[run.start : run.end]
        places = self._places_of(self._index.name_of(posting))
        left_out = any(not set(place).issubset(words) for place in places)
        return left_out and not self._index.is_listed_name(words[0])

    def _bracketed_places(self, name: str) -> list[list[str]]:
        """Return the places in brackets in a name, each in canonical words."""
        asides = (tokenise(aside).keys for aside in _IN_BRACKETS.findall(name))
        return [words for words in asides if words and self._index.is_place(" ".join(words))]

    def _is_led_by_brand(self, reading: Reading, run: Run) -> bool:
        """Tell whether another's own word opens the name of everyday words that a run ends.

        A listed brand among them is its company's, whatever stands before: Zhang Huawei Technologies Ltd.
        """
        if not _follows_brand(reading, run):
            return False
        words = [key for key in reading.tokens.keys[run.start : run.end] if word_class(key) is not _LEGAL]
        return self._index.is_everyday(words, EVERYDAY) and not any(map(self._index.is_listed_name, words))

    def _opens_with_brand(self, reading: Reading, run: Run, at: int) -> bool:
        """Tell whether a name ends its part and opens with its brand, after `by` with any listed one.

        Zhang Yong Huawei Technologies; funded by Huawei Technologies.
        """
        if run.end - run.start == 1 or not ends_part(reading, run):
            return False
        brand = reading.tokens.keys[run.start]
        if reading.tokens.links[run.start] == " by":
            return self._index.is_listed_name(brand)
        return any(one.institution == at for one in self._index.named(brand))

    def _is_tied(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether a name of a body of the registry is tied to another: University of Oxford and Huawei.

        Brands of others are words that texts on research use as such: Signal, Meteor.
        """
        return (
            not run.changed and self._index.is_registered(posting.institution) and stands_tied(reading, run)
        )

    def _opens_with_word(self, reading: Reading, run: Run, posting: Posting) -> bool:
        """Tell whether the one word of a listed body of the registry opens a part: Tencent Robotics X."""
        facts = self._index.facts[posting.institution]
        is_listed_firm = facts & CURRENT_BIT > 0 and kind_in(facts) is _COMPANY
        if (
            run.end - run.start > 1
            or run.changed
            or not is_listed_firm
            or country_in(facts) in WRITE_CYRILLIC
        ):
            return False  # firms of these countries are called after persons: Sukhoi
        return self._index.is_registered(posting.institution) and opens_part(reading, run)


def is_quoted_firm(reading: Reading, run: Run) -> bool:
    """Tell whether a run is a firm's letters as Russian writes them, in quotation marks after its legal form.

    Many limited companies share short letters; those of a joint stock company are hardly another's.
    """
    form = reading.tokens.keys[run.start - 1] if run.start else ""
    is_firm = word_class(form) is _LEGAL and form != "llc" and len(run.postings) == 1
    return is_firm and has_cyrillic(reading, run) and is_quoted(reading, run)


def is_of_another_law(reading: Reading, run: Run, country: str) -> bool:
    """Tell whether a legal form beside a company's name is one of other countries, as in Saturn GmbH."""
    keys = reading.tokens.keys[run.start : run.end + 1]
    return bool(country) and any(country not in _LAWS.get(key, (country,)) for key in keys)


def _legal_words(reading: Reading, run: Run) -> list[str]:
    """Return the words of legal forms in a run and on both sides of it."""
    kinds, low, high = reading.kinds, run.start, run.end
    while low and kinds[low - 1] is _LEGAL:
        low -= 1
    while high < len(kinds) and kinds[high] is _LEGAL:
        high += 1
    return [reading.tokens.keys[at] for at in range(low, high) if kinds[at] is _LEGAL]


def _follows_brand(reading: Reading, run: Run) -> bool:
    """Tell whether another's own word opens a part, and a firm's name ends in a run: Haas Technologies LLC.

    A legal form closes the name. A place, a known name, a small letter before a capital and words in
    quotation marks open none, nor do several words, as of a person; other scripts part or bend words.
    """
    at, end, tokens, kinds = run.start, run.end, reading.tokens, reading.kinds
    if not follows_name(reading, run) or not tokens.keys[at].isascii() or is_quoted(reading, run):
        return False
    if (
        kinds[at] is _LEGAL
        or (at > 1 and tokens.breaks[at - 1] == SPACE)
        or _LEGAL not in kinds[end - 1 : end + 1]
    ):
        return False
    before, first = reading.text[tokens.starts[at - 1]], reading.text[tokens.starts[at]]
    if not before.isascii() or (before.islower() and first.isupper()):
        return False
    return at not in {one.end for one in reading.runs} | {one.end for one in reading.places}
