"""From a text to findings: which known institution each part of it names, and which it beat."""

from __future__ import annotations

from functools import partial
from typing import Final

from duediligence.catalogue.index import Index
from duediligence.catalogue.layout import CURRENT_BIT, EVERYDAY
from duediligence.model import Kind
from duediligence.names.keys import Variant
from duediligence.names.tokens import HARD, SOFT, SPACE
from duediligence.names.words import WordClass, word_class
from duediligence.recognise.contest import MARGIN, Candidate, Contest
from duediligence.recognise.covering import cover, explained
from duediligence.recognise.finding import Finding, Findings
from duediligence.recognise.identifiers import addressed_in
from duediligence.recognise.neighbours import Neighbours
from duediligence.recognise.reader import Reader, syllables
from duediligence.recognise.reading import HEADS, PlaceRun, Reading, Run
from duediligence.recognise.relation import han_relation
from duediligence.recognise.spelling import COMMONER
from duediligence.recognise.standing import opens_text
from duediligence.recognise.vetting import FIELD_LETTERS, OF, is_han, is_in_school, longer_name
from duediligence.recognise.whereabouts import (
    Whereabouts,
    compatible_with,
    free_places,
    place_key,
    said_countries,
    town_key,
    whereabouts,
)

_COMPANY: Final = Kind.COMPANY
_UNIVERSITY: Final = Kind.UNIVERSITY
_OF_ONE_TOWN: Final = frozenset((Kind.RESEARCH_INSTITUTE, Kind.MILITARY))
_REORDERED: Final = Variant.REORDERED
_REWORDED: Final = Variant.REWORDED
_LOOSE: Final = Variant.LOOSE
_RARE: Final = WordClass.RARE
_FORM: Final = WordClass.FORM
_NUMBER: Final = WordClass.NUMBER
# Words; two words in another order are written for other bodies too.
_SHORTEST_TURNED: Final = 3
_LONGEST_TURNED: Final = 9
_SHORTEST_BEFORE_TOWN: Final = 2
_TELLING_COMPANY: Final = 3  # words of a company's name that tell it within another's
_NAMING: Final = frozenset((WordClass.RARE, WordClass.PLACE))
_NO_COMMA: Final = frozenset(("-", "\u2010", "\u2013", "\u2014", "."))  # signs that part no items of a list
_PINYIN_HEADS: Final = frozenset(("daxue", "xueyuan", "kexueyuan", "yanjiusuo", "yanjiuyuan"))
_PINYIN_STARTS: Final = frozenset(("xue", "jiu"))
_PINYIN_TAILS: Final = frozenset(("xue", "yuan", "suo"))
_PINYIN_ENDS: Final = _PINYIN_HEADS | _PINYIN_TAILS
# Heads of bodies that stand for themselves: the University of the Chinese Academy of Sciences is no part.
_WHOLES: Final = frozenset(
    ("university", "academy", "polytechnic", "group", "corporation", "company", "ministry")
)


class Finder:
    """Finds known institutions in texts."""

    def __init__(self, index: Index) -> None:
        """Search one index."""
        self._index = index
        self._reader = Reader(index)
        self._contest = Contest(index)
        self._neighbours = Neighbours(index)

    def find(self, text: str, given: str = "") -> Findings:
        """Return what a text names; `given` is the country said beside it, empty for none."""
        reading = self._reader.read(text)
        spots = {place.start: place.end for place in reading.places}
        self._add_pinyin(reading)
        self._add_turned(reading, spots)
        self._add_before_towns(reading, spots)
        reading.runs = [
            run for run in reading.runs if run.variant != _LOOSE or self._may_be_loose(reading, run)
        ]
        kept, vetoed = self._vetted(reading, spots)
        places = reading.free_places = free_places(reading, kept)
        addressed = addressed_in(self._index, text)
        found: list[Finding] = []
        for run in kept:
            where = whereabouts(reading, run, kept, places, given)
            if addressed:
                where = where._replace(addressed=addressed)
            self._decide(reading, self._of_town(reading, run, where), where, found)
            if len(reading.runs) > 1 and run.end - run.start > 2:
                self._add_parent(reading, run, spots, where, found)
        owned: list[Finding] = []
        if len(found) > 1:
            found, owned = self._neighbours.weigh(reading, found)
        decided = [one.run for one in found if one.best.decides]
        undecided = [one.run for one in found if not one.best.decides and _is_item(reading, one.run)]
        for one in found:
            one.cover, one.undecided = decided, undecided
        return Findings(reading, found, vetoed, owned, said_countries(places, given), addressed)

    def _of_town(self, reading: Reading, run: Run, where: Whereabouts) -> Run:
        """Return a run; or, of a listed body's name, what it is with the town said, if that is a sister's.

        China University of Geosciences, School of Earth Sciences, Beijing, is not the one in Wuhan.
        """
        if run.changed or not self._is_listed(run):
            return run
        towns = [one.key for one in where.near if not (one.place.states or one.place.is_demonym)]
        sister = self._reader.with_town(reading, run, towns) if towns else None
        return sister if sister is not None and self._is_away(reading, run) else run

    def _may_be_loose(self, reading: Reading, run: Run) -> bool:
        """Tell whether a run may be a name put loosely: its own town is named, or a university bears it."""
        of_university = any(self._index.kind(value & 0xFFFFFF) is _UNIVERSITY for value in run.postings)
        return of_university or not self._is_away(reading, run)

    def _is_away(self, reading: Reading, run: Run) -> bool:
        """Tell whether a text names the city of none of a run's bearers, which are known."""
        homes = {place_key(self._index.known(value & 0xFFFFFF).city or "") for value in run.postings}
        return "" not in homes and homes.isdisjoint(map(town_key, reading.places))

    def _vetted(self, reading: Reading, spots: dict[int, int]) -> tuple[list[Run], list[tuple[Run, str]]]:
        """Part the runs that stand for themselves from those a neighbour word makes part of another name."""
        kept: list[Run] = []
        vetoed: list[tuple[Run, str]] = []
        for run in cover(reading):
            word = longer_name(reading, run, spots) or self._qualified(reading, run, spots)
            word = word or self._compounded(reading, run)
            if word is None or self._is_leading_brand(reading, run):
                kept.append(run)
            else:
                vetoed.append((run, word))
        if vetoed:
            # Letters of a field that made a name another's are no name themselves: Nanjing University of ICT.
            letters = {run.end for run, word in vetoed if word in FIELD_LETTERS}
            kept = [run for run in kept if run.start not in letters or run.end - run.start > 1]
            _add_overshadowed(reading, kept, vetoed, spots)
        return kept, vetoed

    def _is_leading_brand(self, reading: Reading, run: Run) -> bool:
        """Tell whether a text opens with a company's one word, and then its business: Huawei Cloud."""
        is_word = run.end - run.start == 1
        return is_word and self._are_companies(run) and opens_text(reading, run)

    def _is_listed(self, run: Run) -> bool:
        return any(self._index.facts[value & 0xFFFFFF] & CURRENT_BIT for value in run.postings)

    def _are_companies(self, run: Run) -> bool:
        return all(self._index.kind(value & 0xFFFFFF) is _COMPANY for value in run.postings)

    def _qualified(self, reading: Reading, run: Run, spots: dict[int, int]) -> str | None:
        """Return the word before an unlisted body's name that makes it another's.

        It does before everyday words, and as a town of another country: Tabriz Teacher Training University
        is not the Teacher Training University, nor Harbin Cambridge University that of Cambridge. A listed
        body is only left out for a town that is not its own: Shenyang Institute of Computing Technology.
        """
        tokens, at = reading.tokens, run.start
        if at == 0 or tokens.breaks[at] != SPACE or tokens.links[at]:
            return None
        if reading.kinds[at - 1] not in _NAMING or is_han(tokens.keys[at]):
            return None
        if self._is_listed(run):
            anothers = self._is_of_another_town(reading, run)
        else:
            everyday = self._index.is_everyday(tokens.keys[at : run.end], EVERYDAY)
            anothers = everyday or self._is_of_town_abroad(reading, run, spots)
        return tokens.keys[at - 1] if anothers else None

    def _is_of_town_abroad(self, reading: Reading, run: Run, spots: dict[int, int]) -> bool:
        """Tell whether a place ends before a run that lies in none of its bearers' countries."""
        if run.start not in spots.values():
            return False
        before = frozenset().union(*[one.place.countries for one in reading.places if one.end == run.start])
        homes = (self._index.country(value & 0xFFFFFF) for value in run.postings)
        return all(home and before.isdisjoint(compatible_with(home)) for home in homes)

    def _is_of_another_town(self, reading: Reading, run: Run) -> bool:
        """Tell whether a town before an institute's everyday name is not its own, nor is its own named."""
        if not all(self._index.kind(value & 0xFFFFFF) in _OF_ONE_TOWN for value in run.postings):
            return False
        if not any(one.end == run.start and _is_town(one) for one in reading.places):
            return False
        low, breaks = run.start, reading.tokens.breaks
        high = next((at for at in range(low + 1, run.end) if breaks[at] != SPACE), run.end)
        words = reading.words_read(run)[: high - low]
        return self._index.is_everyday(words, EVERYDAY) and self._is_away(reading, run)

    def _compounded(self, reading: Reading, run: Run) -> str | None:
        """Return the word that makes a company's name another's: Zvezda-Energetika, 南京(航空工业)学校."""
        tokens, at = reading.tokens, run.end
        if at >= len(tokens.keys):
            return None
        tied = reading.gap(at) == "-"
        tied = tied and reading.kinds[at] is reading.kinds[at - 1] is _RARE
        if not tied and (reading.text.isascii() or not is_in_school(reading, run)):
            return None
        return tokens.keys[at] if self._are_companies(run) else None

    def _add_turned(self, reading: Reading, spots: dict[int, int]) -> None:
        """Look for names with their words in another order, where words that name something are left over.

        Words of a name that itself is part of a longer one are left over: University Sharif Technology.
        """
        if _FORM not in reading.kinds:
            return
        taken: set[int] | None = None
        for low, high in _stretches(reading):
            kinds = reading.kinds[low:high]
            if _FORM not in kinds or _NAMING.isdisjoint(kinds) or _is_filled(reading, low, high, spots):
                continue
            if taken is None:
                taken = _taken(reading, spots)
            naming = [kind in _NAMING and low + at not in taken for at, kind in enumerate(kinds)]
            if True in naming:
                self._turn(reading, low, kinds, naming)

    def _add_before_towns(self, reading: Reading, spots: dict[int, int]) -> None:
        """Look for names whose town stands in the address: University of Aeronautics, Beijing.

        After a body's own name in the same affiliation such words are a part of it: Tianjin University,
        Medical College, Tianjin.
        """
        breaks, kinds = reading.tokens.breaks, reading.kinds
        for at in spots:
            if breaks[at] != SOFT:
                continue
            low = next((start for start in range(at - 1, 0, -1) if breaks[start]), 0)
            if (
                at - low < _SHORTEST_BEFORE_TOWN
                or _FORM not in kinds[low:at]
                or not _parts_items(reading, low)
            ):
                continue
            if not (_is_named(reading, low, at) or _opens_name(reading, at) or _follows_name(reading, low)):
                towns = [one.key for one in reading.places if one.start == at and _is_address(reading, one)]
                reading.runs.extend(self._reader.before_town(reading, low, at, towns))

    def _turn(self, reading: Reading, low: int, kinds: list[WordClass], naming: list[bool]) -> None:
        """Try every window of a stretch that holds a form, a word that names, and no unknown word.

        From the last word back, so that the nearest form, naming and unknown word are at hand.
        """
        size = len(kinds)
        form = name = unknown = size
        found: list[Run] = []
        for start in range(size - 1, -1, -1):
            kind = kinds[start]
            if kind is _FORM:
                form = start
            elif kind is _RARE and not self._is_known(reading, low + start):
                unknown = start
            if naming[start]:
                name = start
            if "of" in reading.tokens.links[low + start].split() and start:
                continue  # the word belongs to the head before: Department of Physics
            least = max(form, name, start + _SHORTEST_TURNED - 1)
            for end in range(least + 1, min(unknown, start + _LONGEST_TURNED) + 1):
                found += self._reader.any_order(reading, low + start, low + end)
        reading.runs.extend(reversed(found))

    def _is_known(self, reading: Reading, at: int) -> bool:
        if reading.mended and reading.mended[at] != reading.tokens.keys[at]:
            return True
        return self._index.word_count(reading.tokens.keys[at]) > 0

    def _add_pinyin(self, reading: Reading) -> None:
        """Look for Chinese names written in pinyin: Beijing Hangkong Hangtian Daxue."""
        keys = reading.tokens.keys
        if _PINYIN_ENDS.isdisjoint(keys):
            return
        for at, key in enumerate(keys):
            if syllables(reading.tokens, at) in _PINYIN_HEADS or (
                key in _PINYIN_TAILS and at and keys[at - 1] in _PINYIN_STARTS
            ):
                for start in range(max(0, at - 9), at):
                    reading.runs.extend(self._reader.pinyin(reading, start, at + 1))

    def _add_parent(
        self,
        reading: Reading,
        run: Run,
        spots: dict[int, int],
        where: Whereabouts,
        found: list[Finding],
    ) -> None:
        """Add the listed body whose full name stands inside the name of one of its parts."""
        inside = [one for one in reading.runs if one.variant < _REORDERED and _is_inside(one, run)]
        unlisted: list[Run] = []
        for inner in sorted(inside, key=lambda one: one.start - one.end):
            others = any(_opens_anothers(reading, inner, one) for one in unlisted)
            if others or longer_name(reading, inner, spots):
                continue
            if inner.start > run.start and is_han(reading.tokens.keys[inner.start]):
                continue  # in Chinese the owner comes first: AVIC is not that of 郑州航空工业管理学院
            rest = reading.tokens.keys[run.start : inner.start] + reading.tokens.keys[inner.end : run.end]
            if "branch" in rest or not _is_part(rest):
                continue
            deciding = [one for one in self._contest.candidates(reading, [inner], where) if one.decides]
            listed = [one for one in deciding if one.listed]
            owner = next((one for one in listed if self._may_own(one, run)), None)
            if owner is not None:
                found.append(Finding(reading, inner, owner, [], []))
                return
            if deciding and not listed:
                unlisted.append(inner)

    def _may_own(self, one: Candidate, run: Run) -> bool:
        """Tell whether a candidate may own what a longer run names: it lies in its country.

        A company of two words owns nothing by its words alone.
        """
        at = one.posting.institution
        if self._index.kind(at) is _COMPANY and one.run.end - one.run.start < _TELLING_COMPANY:
            return False
        allowed = {"", *compatible_with(self._index.country(at))}
        return any(self._index.country(value & 0xFFFFFF) in allowed for value in run.postings)

    def _decide(self, reading: Reading, run: Run, where: Whereabouts, found: list[Finding]) -> None:
        ranked = self._contest.candidates(reading, self._readings(reading, run), where)
        if len(ranked) == 1:
            found.append(Finding(reading, run, ranked[0], [], []))
        elif ranked:
            fit = [one for one in ranked if one.decides] or ranked
            best = fit[0]
            equals = [one for one in fit[1:] if best.support - one.support < MARGIN]
            beaten = [one for one in ranked if one is not best and one not in equals]
            found.append(Finding(reading, best.run, best, equals, beaten))

    def _readings(self, reading: Reading, run: Run) -> list[Run]:
        """Return a run and the others that read its words otherwise, misspelt ones or abbreviations.

        Southeast or Southwest, State Technical or State Technological University. Nobody means a slip for
        a word that far fewer institutions bear.
        """
        if not run.read_as:
            return [run]
        alike = (run.start, run.end, len(run.changed), len(run.read_as))
        others = [
            one for one in reading.runs if (one.start, one.end, len(one.changed), len(one.read_as)) == alike
        ]
        common = self._commonness(run)
        return [one for one in others if one is run or self._commonness(one) * COMMONER > common]

    def _commonness(self, run: Run) -> int:
        """Return how many bear the rarest word that a slip was read as; one and the same where none is."""
        return min([self._index.word_count(word) for _, word in run.changed], default=1)


def _add_overshadowed(
    reading: Reading, kept: list[Run], vetoed: list[tuple[Run, str]], spots: dict[int, int]
) -> None:
    """Add the names that a vetoed run kept from standing, though the word before it does not touch them.

    Lobachevsky University, Nizhny Novgorod: the University of Nizhny Novgorod explains more words, but is
    another's name after `Lobachevsky`, and that word has a known name of its own. Kirensky Institute of
    Physics, Russian Academy of Sciences: the institute is another, the academy stands after a comma.
    """
    for run, _ in vetoed:
        others = [one for one in reading.runs if _is_overshadowed(reading, one, run)]
        for one in sorted(others, key=partial(explained, reading)):
            free = all(one.end <= other.start or other.end <= one.start for other in kept)
            if free and longer_name(reading, one, spots) is None:
                kept.append(one)
                kept.sort(key=_start)
                break


def _is_overshadowed(reading: Reading, one: Run, vetoed: Run) -> bool:
    """Tell whether a name ends in the midst of a vetoed run, or begins within it after a comma or `of`.

    Institute of Industrial Technology of Nanjing University: what begins after `of` must go on beyond it.
    """
    if one.start < vetoed.start:
        return vetoed.start < one.end < vetoed.end
    if not vetoed.start < one.start < vetoed.end:
        return False
    if one.end > vetoed.end:
        return not OF.isdisjoint(reading.tokens.links[one.start].split())
    return reading.tokens.breaks[one.start] != SPACE


def _is_part(rest: list[str]) -> bool:
    """Tell whether the words beside a name say that a part of it is meant: Hospital, Key Laboratory."""
    if any(word_class(key) in HEADS and key not in _WHOLES for key in rest):
        return True
    return han_relation("".join(rest)) is not None


def _opens_anothers(reading: Reading, inner: Run, other: Run) -> bool:
    """Tell whether a name is only the first words of another's: Tehran University of Medical Sciences.

    Words that say of a part make the other one its owner's: a hospital of Tehran University.
    """
    if inner.start != other.start:
        return False
    return not _is_part(reading.tokens.keys[inner.end : other.end])


def _is_inside(inner: Run, outer: Run) -> bool:
    size = inner.end - inner.start
    return outer.start <= inner.start and inner.end <= outer.end and 1 < size < outer.end - outer.start


def _is_item(reading: Reading, run: Run) -> bool:
    """Tell whether a run is an item of a list: from the text's start or a comma to the next, or the end."""
    return not reading.tokens.brackets[run.start] and all(
        _parts_items(reading, at) for at in (run.start, run.end)
    )


def _parts_items(reading: Reading, at: int) -> bool:
    """Tell whether a comma or a slash, and no hyphen, parts a word from the one before, if there is one."""
    tokens = reading.tokens
    if not 0 < at < len(tokens.keys):
        return True
    return tokens.breaks[at] != SPACE and reading.gap(at).strip() not in _NO_COMMA


def _is_town(one: PlaceRun) -> bool:
    """Tell whether a place is a town, and no province or country of that name."""
    return one.place.is_city and not (one.place.is_region or one.place.states)


def _start(run: Run) -> int:
    return run.start


def _taken(reading: Reading, spots: dict[int, int]) -> set[int]:
    """Return the positions of words in names of two words and more that stand for themselves."""
    taken: set[int] = set()
    for run in reading.runs:
        if run.end - run.start > 1 and longer_name(reading, run, spots) is None:
            taken.update(range(run.start, run.end))
    return taken


def _is_named(reading: Reading, low: int, high: int) -> bool:
    """Tell whether the words between two positions are a known name, or the end of one that begins before."""
    return any(
        ((run.start, run.end) == (low, high) and run.variant < _REWORDED) or run.start < low < run.end
        for run in reading.runs
    )


def _is_address(reading: Reading, place: PlaceRun) -> bool:
    """Tell whether a place is a city before a comma, a number or another place, and opens no name."""
    at = place.end
    if not place.place.is_city:
        return False
    ends = at >= len(reading.kinds) or reading.tokens.breaks[at] != SPACE or reading.kinds[at] is _NUMBER
    return ends or any(one.start == at for one in reading.places)


def _opens_name(reading: Reading, at: int) -> bool:
    """Tell whether a known name of several words begins at a position."""
    return any(run.start == at and run.end - at > 1 for run in reading.runs)


def _follows_name(reading: Reading, at: int) -> bool:
    """Tell whether a known name of several words stands before a position in the same affiliation."""
    breaks = reading.tokens.breaks
    before = (run.end for run in reading.runs if run.end <= at and run.end - run.start > 1)
    return any(HARD not in breaks[end : at + 1] for end in before)


def _stretches(reading: Reading) -> list[tuple[int, int]]:
    """Return the stretches of words between commas that may hold a name turned round, as (start, end)."""
    found: list[tuple[int, int]] = []
    low = 0
    for at, gap in enumerate((*reading.tokens.breaks, HARD)):
        if gap:
            if at - low >= _SHORTEST_TURNED:
                found.append((low, at))
            low = at
    return found


def _is_filled(reading: Reading, low: int, high: int, spots: dict[int, int]) -> bool:
    """Tell whether a name that stands for itself holds all words of a stretch."""
    for run in reading.runs:
        if run.start <= low and high <= run.end and longer_name(reading, run, spots) is None:
            return True
    return False
