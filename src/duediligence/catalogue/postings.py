"""From names to postings: which institutions a key may stand for, and how far to trust it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from duediligence.catalogue.bearers import Bearer, KnownName
from duediligence.catalogue.layout import EVERYDAY, FIELD_OF_MANY, Posting, Weakness
from duediligence.catalogue.made_keys import keys_of
from duediligence.catalogue.places import Place
from duediligence.model import Kind, NameKind
from duediligence.names import WordClass, word_class
from duediligence.names.keys import PINYIN, NameKey, Variant
from duediligence.names.words import canonical, looks_like_letters

# What opens compounds that are written as one word, with a hyphen or as two.
_COMPOUNDING = (
    "radio", "micro", "nano", "bio", "electro", "opto", "hydro", "thermo", "geo", "physico", "photo", "aero",
    "tele", "super", "poly", "semi", "ship", "agro", "petro", "neuro", "cryo", "magneto",
)  # fmt: skip
_SHORTEST_FIELD = 5  # letters
_SHORTEST_COMPOUNDED = 3  # words of a name: two words with a compound are many firms' names
_LETTERS_OF_A_NAME = 2  # beside a digit; ordinals are plain numbers by now
_SEVERAL = 3  # institutions whose names open alike
_MOST_NAMES = 4096  # as many as the number of a name can tell apart
_GENERIC_CLASSES = {
    WordClass.FORM,
    WordClass.UNIT,
    WordClass.FIELD,
    WordClass.RANK,
    WordClass.LEGAL,
    WordClass.NUMBER,
}


class Lexicon:
    """Counts of words over all known names: what is a word, a place, a rarity."""

    def __init__(self, bearers: Iterable[Bearer], places: Iterable[Place]) -> None:
        """Count in how many institutions each canonical word occurs."""
        self.places = frozenset(place.key for place in places)
        self._countries = frozenset(place.key for place in places if place.kind in {"country", "demonym"})
        self.counts: Counter[str] = Counter()
        for bearer in bearers:
            self.counts.update({word for name in bearer.names for word in name.key.split()})

    def is_place(self, word: str) -> bool:
        """Tell whether a canonical word names a place."""
        return word in self.places

    def is_country(self, word: str) -> bool:
        """Tell whether a canonical word names a country."""
        return word in self._countries

    def is_ordinary(self, word: str) -> bool:
        """Tell whether a word is too common, or too empty, to tell one body from another."""
        return self.is_generic(word) or self.is_place(word) or self.counts[word] >= EVERYDAY

    def tells(self, key: str) -> bool:
        """Tell whether a key holds a word or number of its own, or says what its body works on."""
        return any(
            not self.is_generic(word)
            or word_class(word) is WordClass.NUMBER
            or (word_class(word) is WordClass.FIELD and self.counts[word] < FIELD_OF_MANY)
            for word in key.split()
        )

    def is_ministry(self, key: str) -> bool:
        """Tell whether a key is the name of a ministry without its country: others have one of that name."""
        words = key.split()
        return words[0] == "ministry" and not any(map(self.is_place, words))

    def has_rare_field(self, words: list[str]) -> bool:
        """Tell whether several words hold a field that few bodies work on: Forensic Genomics."""
        fields = (word for word in words if word_class(word) is WordClass.FIELD)
        return len(words) > 1 and any(self.counts[word] < EVERYDAY for word in fields)

    def is_nobodys(self, words: str) -> bool:
        """Tell whether words say a field, or that and a place, and nobody's name."""
        return all(self.is_place(word) or word_class(word) is WordClass.FIELD for word in words.split())

    def is_generic(self, word: str) -> bool:
        """Tell whether a word says only what sort of body it is, what it works on, or a number."""
        return word_class(word) in _GENERIC_CLASSES and not _is_named_with_a_digit(word)


def _is_named_with_a_digit(word: str) -> bool:
    """Tell a name such as 3DATA from a number."""
    return word[:1].isdigit() and sum(map(str.isalpha, word)) >= _LETTERS_OF_A_NAME


def build_postings(bearers: Sequence[Bearer], lexicon: Lexicon) -> dict[str, list[Posting]]:
    """Return the postings of every key; a derived key yields to another institution's own name."""
    postings: dict[str, list[Posting]] = defaultdict(list)
    generic = frozenset(_generic_keys(bearers))
    for at, bearer in enumerate(bearers):
        seen: dict[str, Posting] = {}
        for key, posting in _bearer_postings(at, bearer, lexicon, generic):
            before = seen.get(key)
            if before is None or (posting.weakness, posting.variant) < (before.weakness, before.variant):
                seen[key] = posting
        for key, posting in seen.items():
            postings[key].append(posting)
    _trust_long_names(postings)
    _distrust_shared_names(postings, bearers)
    _distrust_openings(postings, bearers)
    for key, own in list(_numbered_postings(bearers, postings)):
        postings[key].append(own)
    for key, own in _brand_postings(bearers, lexicon, postings):
        postings[key].append(own)
    for key, found in postings.items():
        if len(found) > 1:
            postings[key] = _without_usurpers(_without_borrowers(_without_hiders(found, bearers), bearers))
    return postings


def _without_borrowers(found: list[Posting], bearers: Sequence[Bearer]) -> list[Posting]:
    """Letters are those of the listed body that goes by them: "CNOOC Limited" does not own CNOOC's.

    A body of the same country whose longer name only holds the letters gives way.
    """
    owners = {
        bearers[posting.institution].country
        for posting in found
        if posting.kind is NameKind.ACRONYM and bearers[posting.institution].lists
    }
    if not owners:
        return found
    return [
        posting
        for posting in found
        if posting.kind is NameKind.ACRONYM
        or bearers[posting.institution].country not in owners
        or " " not in bearers[posting.institution].names[posting.name].text
    ]


def _numbered_postings(
    bearers: Sequence[Bearer], postings: dict[str, list[Posting]]
) -> Iterator[tuple[str, Posting]]:
    """The numbered institutes of a group go by the group's letters: CETC 38th Research Institute."""
    letters = dict(_group_letters(bearers))
    starts = {key.split()[0] for key in letters}
    for key, found in list(postings.items()):
        words = key.split()
        if not any(word.isdigit() for word in words) or starts.isdisjoint(words):
            continue
        for group, own in letters.items():
            if f" {group} " in f" {key} " and own not in words:
                turned = f" {key} ".replace(f" {group} ", f" {own} ").strip()
                for posting in found:
                    if posting.weakness == Weakness.NONE and turned not in postings:
                        yield turned, posting._replace(variant=max(posting.variant, Variant.REORDERED))


def _group_letters(bearers: Iterable[Bearer]) -> Iterator[tuple[str, str]]:
    for bearer in bearers:
        if bearer.kind is not Kind.COMPANY or len(bearer.lists) < 2:
            continue
        main, *others = bearer.names
        letters = [name.text for name in others if name.kind is NameKind.ACRONYM and name.text.isascii()]
        for key in keys_of(main.made):
            if letters and key.text.count(" ") >= 3 and key.variant <= Variant.SHORT:
                for text in letters:
                    yield key.text, text.casefold()


def _trust_long_names(postings: dict[str, list[Posting]]) -> None:
    """A name of four words or more that one institution in the world bears is not generic."""
    for key, found in postings.items():
        own = [at for at, one in enumerate(found) if one.variant is not Variant.LOOSE]
        first = found[own[0]] if len(own) == 1 else None
        if (
            first is not None
            and first.weakness == Weakness.GENERIC
            and first.kind is not NameKind.GENERIC
            and first.variant <= Variant.SHORT
            and key.count(" ") >= 3
        ):
            found[own[0]] = first._replace(weakness=Weakness.NONE)


def _distrust_shared_names(postings: dict[str, list[Posting]], bearers: Sequence[Bearer]) -> None:
    """A generic name of a listed body decides alone for no unlisted body of another country either."""
    for found in postings.values():
        countries = {
            bearers[posting.institution].country
            for posting in found
            if posting.kind is NameKind.GENERIC
            and posting.variant is Variant.EXACT
            and bearers[posting.institution].lists
        }
        if countries:
            found[:] = [_distrusted(posting, bearers, countries) for posting in found]


def _distrusted(posting: Posting, bearers: Sequence[Bearer], countries: set[str | None]) -> Posting:
    own = bearers[posting.institution]
    if posting.weakness != Weakness.NONE or own.lists or own.country in countries:
        return posting
    return posting._replace(weakness=Weakness.GENERIC)


def _distrust_openings(postings: dict[str, list[Posting]], bearers: Sequence[Bearer]) -> None:
    """What is left of an unlisted body's name does not decide where it opens the names of several others.

    Indian Institute of Technology (Banaras Hindu University) is not the Indian Institute of Technology.
    """
    left = {
        key
        for key, found in postings.items()
        if any(one.variant is Variant.SHORT and not bearers[one.institution].lists for one in found)
    }
    others: dict[str, set[int]] = defaultdict(set)
    for key, found in postings.items():
        words = key.split()
        for size in range(2, len(words)):
            opening = " ".join(words[:size])
            if opening in left:
                others[opening].update(one.institution for one in found if one.variant is Variant.EXACT)
    for key, institutions in others.items():
        found = postings[key]
        if len(institutions - {one.institution for one in found}) >= _SEVERAL:
            found[:] = [_left_over(one, bearers) for one in found]


def _left_over(posting: Posting, bearers: Sequence[Bearer]) -> Posting:
    own = posting.variant is Variant.SHORT and not bearers[posting.institution].lists
    return posting._replace(weakness=Weakness.GENERIC) if own and not posting.weakness else posting


def _without_hiders(found: list[Posting], bearers: Sequence[Bearer]) -> list[Posting]:
    """Leave out an unlisted record that bears exactly a listed body's distinctive name in one country.

    Such a record is the listed body under a registry's id until a curator says that it is not.
    """
    listed = [
        bearers[posting.institution]
        for posting in found
        if bearers[posting.institution].lists
        and posting.variant is Variant.EXACT
        and posting.weakness == Weakness.NONE
    ]
    if not listed:
        return found
    return [posting for posting in found if not _hides(bearers[posting.institution], listed)]


def _hides(own: Bearer, listed: list[Bearer]) -> bool:
    return not own.lists and any(
        own.country == other.country and other.id not in own.namesakes for other in listed
    )


def _generic_keys(bearers: Iterable[Bearer]) -> Iterator[str]:
    return (name.key for one in bearers for name in one.names if name.kind is NameKind.GENERIC)


def _bearer_postings(
    at: int, bearer: Bearer, lexicon: Lexicon, generic_of_any: frozenset[str]
) -> Iterator[tuple[str, Posting]]:
    generic = {name.key for name in bearer.names if name.kind is NameKind.GENERIC}
    for number, name in enumerate(bearer.names[:_MOST_NAMES]):
        for key in keys_of(name.made):
            weakness = _weakness(key.text, name, key.variant, bearer.kind, lexicon)
            if weakness == Weakness.NONE and key.text in generic and "(" not in name.text:
                # Institute of Spectroscopy, said to be generic, is also what an academy's name leaves over.
                weakness = Weakness.GENERIC
            if weakness == Weakness.ORDINARY and key.text in generic_of_any:
                weakness = Weakness.GENERIC  # Cambrian, also what is left over of Cambrian (Hong Kong) Co.
            if weakness == Weakness.NONE and (
                key.variant is Variant.LOOSE or (bearer.lists and lexicon.is_ministry(key.text))
            ):
                weakness = Weakness.GENERIC
            if _may_stand(key, weakness, bearer, lexicon):
                yield key.text, Posting(at, number, name.kind, key.variant, weakness)


def _may_stand(key: NameKey, weakness: Weakness, bearer: Bearer, lexicon: Lexicon) -> bool:
    """Tell whether a key made from a name says whose it is at all."""
    is_short, words = key.variant is Variant.SHORT, key.text
    if " " not in words and (lexicon.is_generic(words) or lexicon.is_country(words)):
        return False  # one word without a meaning of its own: University, Science, UK
    if weakness is Weakness.ACRONYM:
        is_exact = key.variant is Variant.EXACT
        return key.variant is not Variant.TRANSLITERATED and (" " not in words or is_exact)
    is_firm = bearer.kind is Kind.COMPANY and not bearer.lists
    if is_short and is_firm and lexicon.is_nobodys(words):
        return False  # Information Technology, which a firm's place and legal form leave over
    # Federal Research Centre is what quotation marks leave over.
    return not (is_short and weakness is Weakness.GENERIC) or lexicon.tells(words)


def _weakness(key: str, name: KnownName, variant: Variant, kind: Kind, lexicon: Lexicon) -> Weakness:
    words = key.split()
    if key[0] == PINYIN:
        return Weakness.NONE
    if name.kind is NameKind.ACRONYM or (variant is Variant.INITIALS and len(words) == 1):
        return Weakness.ACRONYM
    if is_han(key):
        return _han_weakness(words, name)
    if len(words) == 1 and looks_like_letters(name.text):
        return Weakness.ACRONYM
    if len(words) == 1 and len(key) < 5:
        return Weakness.BRIEF if kind in _NAMED_BY_A_WORD and name.text.istitle() else Weakness.ACRONYM
    return _word_weakness(words, name, variant, kind, lexicon)


def _word_weakness(
    words: list[str], name: KnownName, variant: Variant, kind: Kind, lexicon: Lexicon
) -> Weakness:
    if sum(map(len, words)) < 5:
        return Weakness.BRIEF
    is_number = variant is Variant.REWORDED and words[0].isdigit() and words[1:] in _OF_MINISTRIES
    if name.kind is NameKind.GENERIC or is_number:
        return Weakness.GENERIC
    is_firms = kind in _NAMED_BY_A_WORD and variant is Variant.EXACT
    if all(map(lexicon.is_generic, words)) and not (is_firms and lexicon.has_rare_field(words)):
        return Weakness.GENERIC
    if all(lexicon.is_place(word) or word_class(word) is WordClass.NUMBER for word in words):
        return Weakness.BRIEF
    if len(words) == 1 or (
        len(words) < 4 and kind not in _NAMED_IN_FULL and all(map(lexicon.is_ordinary, words))
    ):
        return Weakness.ORDINARY
    return Weakness.NONE


def _han_weakness(words: list[str], name: KnownName) -> Weakness:
    if name.kind is NameKind.GENERIC:
        return Weakness.GENERIC
    return Weakness.BRIEF if len(words) < 4 else Weakness.NONE


def is_han(key: str) -> bool:
    """Tell whether a key is written in Han characters."""
    return "\u3400" <= key[0] <= "\u9fff"


_OF_MINISTRIES = (["tsnii"], ["tsniii"])  # several ministries number their central institutes
_NAMED_BY_A_WORD = {Kind.COMPANY, Kind.OTHER}
_NAMED_IN_FULL = {
    Kind.UNIVERSITY,
    Kind.RESEARCH_INSTITUTE,
    Kind.MILITARY,
    Kind.HOSPITAL,
    Kind.SECURITY,
    Kind.GOVERNMENT,
}


def _without_usurpers(found: list[Posting]) -> list[Posting]:
    """Keep derived keys only where no other institution bears the key as its own name.

    Those that need their own town stay: the town tells them from it.
    """
    best = min(posting.variant for posting in found)
    if best > Variant.RESPACED:
        return found
    return [one for one in found if one.variant <= Variant.RESPACED or one.variant is Variant.LOOSE]


def _brand_postings(
    known: Sequence[Bearer], lexicon: Lexicon, postings: dict[str, list[Posting]]
) -> Iterator[tuple[str, Posting]]:
    """A company's one rare word stands for it where nobody else known bears that word."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for key, found in postings.items():
        for word in set(key.split()):
            if len(word) >= 6 and lexicon.counts[word] <= 60:
                bearers[word].update(posting.institution for posting in found)
    for word, at, name in _brands(known, lexicon):
        if word in postings or not all(known[other].lists for other in bearers[word]):
            continue
        if all(at <= other or not _is_brand_of(word, known[other], lexicon) for other in bearers[word]):
            yield word, Posting(at, name, NameKind.ALIAS, Variant.BRAND, Weakness.ORDINARY)


def _brands(known: Iterable[Bearer], lexicon: Lexicon) -> Iterator[tuple[str, int, int]]:
    for at, bearer in enumerate(known):
        if bearer.kind is Kind.COMPANY and len(bearer.lists) >= 3:
            for number, name in enumerate(bearer.names):
                word = _brand_word(name, lexicon)
                if word:
                    yield word, at, number
                    break


def _is_brand_of(word: str, bearer: Bearer, lexicon: Lexicon) -> bool:
    return len(bearer.lists) >= 3 and any(_brand_word(name, lexicon) == word for name in bearer.names)


def _brand_word(name: KnownName, lexicon: Lexicon) -> str | None:
    if name.kind in {NameKind.ACRONYM, NameKind.GENERIC} or not name.text.isascii():
        return None
    words = name.key.split()
    rare = [word for word in words if not lexicon.is_generic(word) and not lexicon.is_place(word)]
    if len(rare) != 1 or words[0] != rare[0] or len(rare[0]) < 6 or len(words) < 2:
        return None
    return rare[0] if lexicon.counts[rare[0]] <= 60 else None


def respaced(keys: Iterable[str], words: set[str]) -> Iterator[tuple[str, str]]:
    """Yield (key, other spelling) where two neighbouring words are also written as one, and back.

    `jiao tong` and `jiaotong` occur both; a key with one gets a second spelling with the other. What opens
    compounds of science is joined and parted though no name does: radio engineering, microelectronics.
    """
    joined: dict[str, str] = {}
    keys = list(keys)
    for key in keys:
        for first, second in pairwise(key.split()):
            if first + second in words and len(first) > 1 and len(second) > 1 and first.isalpha():
                joined[f"{first} {second}"] = first + second
    apart = {whole: pair for pair, whole in joined.items()}
    compounds = {word: f"{first} {rest}" for word in words for first, rest in _parts_of_compound(word)}
    for key in keys:
        parts = key.split()
        is_long = len(parts) >= _SHORTEST_COMPOUNDED
        for at, word in enumerate(parts):
            after = parts[at + 1] if at + 1 < len(parts) else ""
            one = joined.get(f"{word} {after}")
            if is_long and word in _COMPOUNDING and word_class(after) is WordClass.FIELD:
                one = one or word + after
            if one:
                yield key, " ".join([*parts[:at], one, *parts[at + 2 :]])
            two = apart.get(word) or (compounds.get(word) if is_long else None)
            if two:
                yield key, " ".join([*parts[:at], two, *parts[at + 1 :]])


def _parts_of_compound(word: str) -> Iterator[tuple[str, str]]:
    """Yield what opens a compound of science, and the field that is left: micro, electronics."""
    for first in _COMPOUNDING:
        rest = canonical(word[len(first) :]) if word.startswith(first) else ""
        if len(rest) >= _SHORTEST_FIELD and word_class(rest) is WordClass.FIELD:
            yield first, rest
