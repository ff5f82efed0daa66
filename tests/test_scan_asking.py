"""Asking for words by themselves: one-word companies, everyday names, each asked for once."""

from __future__ import annotations

from duediligence.catalogue.policy import only_noted
from duediligence.model import Institution, Kind, Listing, NameKind, Relation, Status
from duediligence.recognise.recognition import Hit, Recognition
from duediligence.scanning.asking import Asking
from duediligence.scanning.runs import capitalised_runs

LISTED = (Listing(list="us-bis-entity-list", printed="x"),)
HUAWEI = Institution(id="huawei", name="Huawei", kind=Kind.COMPANY, listings=LISTED)
POSITIVE = Institution(id="positive", name="Positive Technologies", kind=Kind.COMPANY, listings=LISTED)
CNOOC = Institution(id="cnooc", name="CNOOC Limited", kind=Kind.COMPANY, listings=LISTED)
OTHER = Institution(id="cnooc-2", name="CNOOC Limited", kind=Kind.COMPANY, listings=LISTED)
SAID = CNOOC.model_copy(update={"listings": (LISTED[0].model_copy(update={"confidence": "memory"}),)})
KNOWN = Institution(id="known", name="Known Body", kind=Kind.COMPANY)


class Answers:
    """A recogniser that knows a few texts, and remembers what it was asked."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked: list[str] = []

    def __call__(self, text: str) -> Recognition:
        """Answer as the recogniser would."""
        self.asked.append(text)
        match text:
            case "Huawei" | "Positive Technologies":
                who = HUAWEI if text == "Huawei" else POSITIVE
                return Recognition(Status.LISTED, who, Relation.SAME, 97.0, hits=(_hit(who, text),))
            case "School Huawei":
                return Recognition(
                    Status.LISTED,
                    HUAWEI,
                    Relation.UNIT_OF,
                    97.0,
                    hits=(_hit(HUAWEI, text, Relation.UNIT_OF),),
                )
            case "CNOOC" | "Digital Systems":
                return Recognition(Status.AMBIGUOUS, rivals=(CNOOC, OTHER))
            case "Hearsay":
                return Recognition(Status.AMBIGUOUS, rivals=(SAID, SAID))
            case "Mixed":
                return Recognition(Status.AMBIGUOUS, rivals=(CNOOC, KNOWN))
            case _:
                return Recognition(Status.NOT_IDENTIFIED)


def _hit(who: Institution, text: str, relation: Relation = Relation.SAME) -> Hit:
    return Hit(who, relation, 97.0, who.name, NameKind.ALIAS, (0, len(text)))


def _in_force(listing: Listing) -> bool:
    return only_noted(listing, None) is None


def found(text: str, *taken: tuple[int, int], answers: Answers | None = None) -> list[tuple[str, str, bool]]:
    """Return what asking finds: the words, who is meant, and whether that is certain."""
    asking = Asking(answers or Answers(), lambda word: word != "unknownword", _in_force)
    return [
        (text[slice(*m.span)], m.institution.id, m.certain)
        for m in asking.mentions(text, capitalised_runs(text), taken)
    ]


def test_one_word_and_everyday_names_are_found() -> None:
    """What running text hides is found by asking for it alone."""
    assert sorted(found("companies such as Huawei and Positive Technologies.")) == [
        ("Huawei", "huawei", True),
        ("Positive Technologies", "positive", True),
    ]


def test_what_is_found_already_is_left_alone() -> None:
    """A find is not found twice."""
    assert found("Huawei said", (0, 6)) == []


def test_a_surname_is_no_company() -> None:
    """A capitalised word before makes the word part of another name, unless it says of what nation."""
    assert found("Mr Andrei Huawei spoke") == []
    assert found("the Chinese Huawei spoke") == [("Huawei", "huawei", True)]
    assert found("The Huawei office") == [("Huawei", "huawei", True)]


def test_a_word_several_listed_bodies_bear_counts_as_uncertain() -> None:
    """It is shown, with the doubt; one that an unlisted body bears too is not."""
    assert found("with CNOOC experts") == [("CNOOC", "cnooc", False)]
    assert found("with Mixed experts") == []
    assert found("with Digital Systems there") == []
    assert found("with Hearsay experts") == []


def test_only_whole_answers_count() -> None:
    """A part of a run is not the run."""
    assert found("at School Huawei") == []


def test_each_word_is_asked_for_once_and_unknown_ones_never() -> None:
    """A document of a million characters repeats its words."""
    answers = Answers()
    asking = Asking(answers, lambda word: word == "huawei", _in_force)
    for _ in range(3):
        list(asking.mentions("Huawei met Unknownword in Progress", [], []))
    assert answers.asked == ["Huawei"]


def test_texts_in_capitals_hold_no_single_words() -> None:
    """Where everything is written large, size says nothing."""
    assert found("THE REPORT ON HUAWEI") == []
