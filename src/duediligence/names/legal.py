"""The legal forms in names: what they are called when they are spelt out, and names without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from duediligence.names.tokens import Tokens, tokenise
from duediligence.names.words import WordClass, word_class

# Opening words of official names, most of them Russian, that say the legal form only.
_LEGAL_OPENINGS: Final = (
    "Federal State Autonomous Educational Institution of Higher Education",
    "Federal State Autonomous Educational Institution of Higher Professional Education",
    "Federal State Budgetary Educational Institution of Higher Education",
    "Federal State Budgetary Educational Institution of Higher Professional Education",
    "Federal State Budgetary Institution of Science",
    "Federal State Budgetary Scientific Institution",
    "Federal State Budgetary Institution",
    "Federal State Institution",
    "Federal State Enterprise",
    "State Research Center of the Russian Federation",
)
_COMPANY_FORMS: Final = (
    "Federal State Unitary Enterprise",
    "Joint Stock Company",
    "Open Joint Stock Company",
    "Public Joint Stock Company",
    "Closed Joint Stock Company",
    "Limited Liability Company",
    "Aktsionernoe Obshchestvo",
    "Otkrytoe Aktsionernoe Obshchestvo",
    "Zakrytoe Aktsionernoe Obshchestvo",
    "Publichnoe Aktsionernoe Obshchestvo",
    "Obshchestvo S Ogranichennoi Otvetstvennostyu",
    "Акционерное общество",
    "Открытое акционерное общество",
    "Закрытое акционерное общество",
    "Публичное акционерное общество",
    "Общество с ограниченной ответственностью",
)
# Words of legal forms: of companies by shares or of the state, and of those of limited liability.
_OF_SHARES_OR_STATE: Final = frozenset(("inc", "jsc", "ag", "sa", "plc", "stock", "fsue"))
_LIMITED: Final = frozenset(("ltd", "llc", "gmbh", "bv", "kg", "pte", "pty", "sdn", "bhd", "liability"))


def are_of_two_forms(words: Collection[str], others: Collection[str]) -> bool:
    """Tell whether the legal forms among words say that two companies are meant: Inc is not Limited."""
    return any(
        not (one.isdisjoint(words) or other.isdisjoint(others))
        and one.isdisjoint(others)
        and other.isdisjoint(words)
        for one, other in ((_OF_SHARES_OR_STATE, _LIMITED), (_LIMITED, _OF_SHARES_OR_STATE))
    )


def company_forms(keys: list[str]) -> Iterator[int]:
    """Yield the positions of the words of which a company's legal form is spelt out: joint stock company."""
    joined = " " + " ".join(keys) + " "
    for form in canonical_phrases(_COMPANY_FORMS):
        if (found := joined.find(f" {form}")) >= 0:
            start = joined.count(" ", 0, found)
            yield from range(start, start + form.count(" "))
            return


def outside_brackets(tokens: Tokens) -> list[str]:
    """Return the words of a name that do not stand in brackets."""
    return [key for key, depth in zip(tokens.keys, tokens.brackets, strict=True) if not depth]


def without_opening(words: list[str]) -> list[str]:
    """Leave out the legal form that opens an official name."""
    joined = " ".join(words) + " "
    opening = next(filter(joined.startswith, canonical_phrases(_LEGAL_OPENINGS + _COMPANY_FORMS)), "")
    return joined[len(opening) :].split() or words


def without_legal(words: list[str]) -> list[str]:
    """Leave out the letters of legal forms around a name; a name of nothing else stays."""
    low, high = 0, len(words)
    while low < high and word_class(words[low]) is WordClass.LEGAL:
        low += 1
    while high > low and (word_class(words[high - 1]) is WordClass.LEGAL):
        high -= 1
    return words[low:high] or words


@cache
def canonical_phrases(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases as canonical words, each with a space after it, longest first."""
    found = {" ".join(tokenise(phrase).keys) + " " for phrase in phrases}
    return tuple(sorted(found, key=len, reverse=True))
