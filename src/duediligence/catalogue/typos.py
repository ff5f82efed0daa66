"""The forms by which a misspelt word meets the word meant: each with one letter left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_SHORTEST = 5  # letters: shorter words have too many neighbours


def without_one(word: str) -> list[str]:
    """Return a word without its first letter, without its second, and so on."""
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def shortened(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield every word, and every word with one letter left out, with the word it comes from.

    The s of misspelt words is cut as that of plurals: of Phsyics (Physics) and of Southwes (Southwest).
    """
    for word in sorted(words):
        if len(word) >= _SHORTEST and word.isalpha() and not "\u3040" <= word[0] <= "\ud7a3":
            forms = {word, *without_one(word)}
            if word[-1] == "s":
                forms.update(without_one(word[:-1]))
            elif word[-2] == "s":
                forms.add(word[:-2])
            for form in forms:
                yield form, word
