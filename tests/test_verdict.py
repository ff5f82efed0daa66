"""The verdict: one test a cell of the mapping, and the laws that hold whatever is listed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duediligence.catalogue.policy import Policy, load_policy
from duediligence.errors import UsageError
from duediligence.model import (
    Institution,
    Kind,
    Level,
    Listing,
    NameKind,
    Relation,
    RiskList,
    Similar,
    Status,
)
from duediligence.recognise.recognition import Hit, Recognition
from duediligence.verdict import Judge, Judgement

TIERS_FILE = Path(__file__).parents[1] / "data" / "risk_tiers.yaml"
N, R, E, S = Level.NONE, Level.REVIEW, Level.ESCALATE, Level.STOP

# fmt: off
LISTED: dict[str, Listing] = {
    list_id: Listing(list=list_id, printed="X")
    for list_id in (
        "us-ofac-sdn", "eu-fsf", "gb-sanctions", "ch-seco", "au-dfat", "us-bis-entity-list",
        "us-bis-meu", "eu-833-annex-iv", "us-dod-1286", "jp-meti-ru", "nz-russia", "ca-nro",
        "jp-meti-eul", "tw-shtc", "us-dod-1260h", "us-ofac-ns-cmic", "us-ndaa-889", "us-bis-uvl",
        "us-fcc-covered", "us-uflpa", "us-bis-dpl", "context", "ua-war-sponsors", "house-own",
    )
} | {
    "aspi pla": Listing(list="aspi-tracker", printed="X", rating="very_high", category="pla"),
    "aspi mss": Listing(list="aspi-tracker", printed="X", rating="very-high", category="mss_mps"),
    "aspi nuclear": Listing(list="aspi-tracker", printed="X", rating="very_high", category="nuclear"),
    "aspi industry": Listing(
        list="aspi-tracker", printed="X", rating="very_high", category="defence_industry"
    ),
    "aspi very high": Listing(
        list="aspi-tracker", printed="X", rating="very_high", category="civilian_university"
    ),
    "aspi high": Listing(list="aspi-tracker", printed="X", rating="high", category="civilian_university"),
    "aspi medium": Listing(list="aspi-tracker", printed="X", rating="medium"),
    "aspi low": Listing(list="aspi-tracker", printed="X", rating="low"),
    "aspi unrated": Listing(list="aspi-tracker", printed="X", rating="unrated"),
    "aspi without": Listing(list="aspi-tracker", printed="X"),
    "house stop": Listing(list="house-own", printed="X", rating="stop"),
    "house review": Listing(list="house-own", printed="X", rating="review"),
}

# fmt: on

# listing: level when it is the partner's own, of a joint body's parent, of a subsidiary's parent
DEFAULT_LEVELS = {
    "us-ofac-sdn": (S, E, S),
    "eu-fsf": (S, E, S),
    "gb-sanctions": (S, E, S),
    "ch-seco": (S, E, E),
    "au-dfat": (S, E, E),
    "us-bis-entity-list": (S, E, S),
    "us-bis-meu": (S, E, S),
    "us-bis-dpl": (S, E, E),
    "eu-833-annex-iv": (S, E, E),
    "us-dod-1286": (S, E, E),
    "jp-meti-ru": (E, E, E),
    "nz-russia": (E, E, E),
    "ca-nro": (E, E, E),
    "jp-meti-eul": (E, E, E),
    "tw-shtc": (E, E, E),
    "us-dod-1260h": (E, E, E),
    "us-ofac-ns-cmic": (E, E, E),
    "us-ndaa-889": (E, E, E),
    "us-bis-uvl": (R, R, R),
    "us-fcc-covered": (R, R, R),
    "us-uflpa": (R, R, R),
    "context": (N, N, N),
    "ua-war-sponsors": (N, N, N),
    "aspi pla": (S, E, E),
    "aspi mss": (S, E, E),
    "aspi nuclear": (S, E, E),
    "aspi industry": (S, E, E),
    "aspi very high": (E, E, E),
    "aspi high": (E, E, E),
    "aspi medium": (R, R, R),
    "aspi low": (R, R, R),
    "aspi unrated": (R, R, R),
    "aspi without": (R, R, R),
    "house-own": (E, E, E),
    "house stop": (S, E, E),
    "house review": (R, R, R),
}

# profile: the levels of the partner's own listing that differ from default
CHANGED_LEVELS = {
    "strict": {
        "aspi very high": S,
        "aspi medium": E,
        "ca-nro": S,
        "jp-meti-eul": S,
        "jp-meti-ru": S,
        "nz-russia": S,
        "tw-shtc": S,
        "us-dod-1260h": S,
        "us-ofac-ns-cmic": S,
        "us-ndaa-889": S,
        "us-bis-uvl": E,
        "us-fcc-covered": E,
        "us-uflpa": E,
    },
    "us": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E, "au-dfat": E},
    "us-dow": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E, "au-dfat": E, "us-dod-1260h": S},
    "us-nsf": {
        "eu-fsf": E,
        "gb-sanctions": E,
        "ch-seco": E,
        "au-dfat": E,
        "us-fcc-covered": E,
        "us-uflpa": E,
    },
    "ca": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E, "au-dfat": E, "ca-nro": S},
    "gb": {"eu-fsf": E, "ch-seco": E, "au-dfat": E},
    "eu": {"gb-sanctions": E, "ch-seco": E, "au-dfat": E},
    "ch": {"gb-sanctions": E, "au-dfat": E},
    "no": {},
    "au": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E},
    "nz": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E, "au-dfat": E, "nz-russia": S},
    "jp": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E, "au-dfat": E, "jp-meti-eul": S, "jp-meti-ru": S},
    "tw": {"eu-fsf": E, "gb-sanctions": E, "ch-seco": E, "au-dfat": E, "tw-shtc": S},
}

OWN = (Relation.SAME, Relation.FORMER_NAME, Relation.UNIT_OF)
DOUBTFUL = [
    (Relation.SAME, 97.0, False),
    (Relation.SAME, 69.9, True),
    (Relation.ACRONYM_ONLY, 97.0, True),
    (Relation.UNIT_OF, 40.0, True),
    (Relation.SUBSIDIARY_OF, 97.0, False),
]


@cache
def policy() -> Policy:
    """The shipped policy."""
    return load_policy(TIERS_FILE)


def body(
    *listings: Listing, country: str | None = "DE", groups: tuple[str, ...] = (), name: str = "X"
) -> Institution:
    """An institution with these listings."""
    return Institution(
        id=name.lower(), name=name, country=country, kind=Kind.UNIVERSITY, groups=groups, listings=listings
    )


def found(
    institution: Institution,
    relation: Relation = Relation.SAME,
    confidence: float = 97.0,
    *,
    certain: bool = True,
    via: Institution | None = None,
) -> Hit:
    """A hit on an institution."""
    return Hit(institution, relation, confidence, "X", NameKind.ALIAS, (0, 1), (), via, certain)


def listed(*hits: Hit, others: tuple[Institution, ...] = ()) -> Recognition:
    """A text in which these were recognised."""
    best = hits[0]
    return Recognition(
        Status.LISTED, best.institution, best.relation, best.confidence, hits=hits, others=others
    )


def judged(*hits: Hit, profile: str = "default", lists_in_force: list[str] | None = None) -> Judgement:
    """The judgement over these hits."""
    return Judge(policy(), profile, lists_in_force).judge(listed(*hits))


def rules(judgement: Judgement) -> list[str]:
    """Ids of the rules that fired, highest first."""
    return [reason.rule for reason in judgement.verdict.reasons]


def known(institution: Institution, others: tuple[Institution, ...] = ()) -> Recognition:
    """A text that names an institution without a listing."""
    return Recognition(Status.KNOWN_NOT_LISTED, institution, Relation.SAME, 97.0, others=others)


# --- the mapping, cell by cell ------------------------------------------------------------------


@pytest.mark.parametrize("relation", OWN)
@pytest.mark.parametrize("listing", DEFAULT_LEVELS)
def test_own_listing(listing: str, relation: Relation) -> None:
    """A partner that is the institution, under any name, or a school of it, has its full level."""
    judgement = judged(found(body(LISTED[listing]), relation))
    assert judgement.verdict.level is DEFAULT_LEVELS[listing][0]
    assert len(judgement.matches) == (judgement.verdict.level is not N)


@pytest.mark.parametrize("relation", [Relation.JOINT_BODY_OF, Relation.AFFILIATED_HOSPITAL, Relation.UNIT_OF])
@pytest.mark.parametrize("listing", DEFAULT_LEVELS)
def test_tied_to_a_listed_body(listing: str, relation: Relation) -> None:
    """A joint body, a hospital or a unit known by itself is at most escalate, and never above the parent."""
    hit = found(body(LISTED[listing]), relation, via=body(name="Unit"))
    assert judged(hit).verdict.level is DEFAULT_LEVELS[listing][1]


@pytest.mark.parametrize("listing", DEFAULT_LEVELS)
def test_subsidiary_of_a_listed_body(listing: str) -> None:
    """A subsidiary stops under a freeze, and under the lists of the unchecked affiliates rule."""
    judgement = judged(found(body(LISTED[listing]), Relation.SUBSIDIARY_OF))
    assert judgement.verdict.level is DEFAULT_LEVELS[listing][2]


@pytest.mark.parametrize(("relation", "confidence", "certain"), DOUBTFUL)
@pytest.mark.parametrize("profile", ["default", "strict"])
@pytest.mark.parametrize("listing", DEFAULT_LEVELS)
def test_doubtful_match(
    listing: str, profile: str, relation: Relation, confidence: float, certain: bool
) -> None:
    """A match in doubt is review, no less and no more, under every profile."""
    hit = found(body(LISTED[listing]), relation, confidence, certain=certain)
    raises = DEFAULT_LEVELS[listing][0] is not N
    judgement = judged(hit, profile=profile)
    assert judgement.verdict.level is (R if raises else N)
    assert rules(judgement) == ["uncertain-match" if raises else "nothing-found"]


@pytest.mark.parametrize("profile", CHANGED_LEVELS)
@pytest.mark.parametrize("listing", DEFAULT_LEVELS)
def test_profiles(listing: str, profile: str) -> None:
    """Each profile moves the levels of its own rules, and of no others."""
    expected = CHANGED_LEVELS[profile].get(listing, DEFAULT_LEVELS[listing][0])
    assert judged(found(body(LISTED[listing])), profile=profile).verdict.level is expected


def test_every_profile_is_in_the_table() -> None:
    """A new profile needs its row here."""
    assert {*CHANGED_LEVELS, "default"} == set(policy().profiles)


def test_every_list_is_in_the_table() -> None:
    """A new list needs its row here."""
    tested = {listing.list for listing in LISTED.values()}
    assert {entry.id for entry in policy().lists} <= tested


def test_seven_sons() -> None:
    """A civilian university rated very high stops when it is one of the Seven Sons."""
    judgement = judged(found(body(LISTED["aspi very high"], groups=("seven-sons",))))
    assert judgement.verdict.level is S
    assert rules(judgement) == ["seven-sons"]


def test_talent_programme() -> None:
    """A talent programme on the 1286 list has a rule of its own."""
    programme = Institution(id="p", name="P", kind=Kind.PROGRAMME, listings=(LISTED["us-dod-1286"],))
    assert rules(judged(found(programme))) == ["us-talent-programme-ban"]


# --- what only makes a note ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listing", "words"),
    [
        (
            Listing(list="us-dod-1260h", printed="X", since="2021", until="2024-01-31"),
            "(from 2021 until 2024-01-31)",
        ),
        (Listing(list="us-dod-1260h", printed="X", until="2024-01-31"), "(until 2024-01-31)"),
        (LISTED["ua-war-sponsors"], "taken down on 20 March 2024"),
        (Listing(list="context", printed="X", note="a scholarship body."), "a scholarship body."),
        (
            Listing(list="context", printed="X", note="a body.", confidence="memory"),
            "a body (no source found).",
        ),
        (Listing(list="us-fcc-covered", printed="X", confidence="memory"), "no source was found"),
    ],
)
def test_only_a_note(listing: Listing, words: str) -> None:
    """Ended, historic, context and unsourced listings are told with their dates and raise nothing."""
    judgement = judged(found(body(listing)))
    assert judgement.verdict.level is N
    assert judgement.matches == ()
    assert any(words in note.text for note in judgement.notes)
    assert all(note.citations for note in judgement.notes)


def test_no_address_for_what_has_no_source() -> None:
    """A row from general knowledge is not given the address of its list."""
    judgement = judged(
        found(body(Listing(list="context", printed="X", confidence="memory", url="", cite="")))
    )
    by_number = {citation.n: citation for citation in judgement.citations}
    cited = [by_number[n] for n in judgement.notes[0].citations]
    assert [(one.title, one.url) for one in cited] == [("Context: no source found", None)]


def test_history_is_shown_beside_a_listing_in_force() -> None:
    """The closed register stands in the match with its end, and in a note, without effect."""
    sponsors = Listing(list="ua-war-sponsors", printed="CSCEC", since="2023-01-01", until="2024-03-20")
    judgement = judged(found(body(LISTED["us-dod-1260h"], sponsors)))
    assert judgement.verdict.level is E
    assert [(view.list, view.until) for view in judgement.matches[0].listings] == [
        ("us-dod-1260h", None),
        ("ua-war-sponsors", "2024-03-20"),
    ]
    assert any("history only" in note.text for note in judgement.notes)


def test_the_unlisted_that_the_text_names_are_noted_too() -> None:
    """Context bodies found beside the partner give their note."""
    context = body(Listing(list="context", printed="Y", note="worth a look"), name="Y")
    judgement = Judge(policy()).judge(known(body(), others=(context,)))
    assert any("worth a look" in note.text for note in judgement.notes)


def test_a_list_left_out_is_noted() -> None:
    """A listing on a list that is not in force is told, and does not count."""
    judgement = judged(found(body(LISTED["ca-nro"], LISTED["us-dod-1286"])), lists_in_force=["ca-nro"])
    assert judgement.verdict.level is E
    assert [view.list for view in judgement.matches[0].listings] == ["ca-nro"]
    assert any("not among the lists in force" in note.text for note in judgement.notes)


def test_unknown_choices_are_refused() -> None:
    """A profile or a list that does not exist is an error that names those that do."""
    with pytest.raises(UsageError, match="moon"):
        Judge(policy(), "moon")
    with pytest.raises(UsageError, match="us-moon") as caught:
        Judge(policy(), lists_in_force=iter(["us-moon", "ca-nro"]))
    assert "ca-nro" in caught.value.hint


# --- places and names that are not identified ---------------------------------------------------


@pytest.mark.parametrize(
    ("country", "level"),
    [("IR", R), ("KP", R), ("RU", R), ("BY", R), ("CN", N), ("HK", N), ("SY", N), ("DE", N), (None, N)],
)
def test_known_not_listed_by_country(country: str | None, level: Level) -> None:
    """The country rule asks for review in four countries; others of concern get a note at most."""
    judgement = Judge(policy()).judge(known(body(country=country)))
    assert judgement.verdict.level is level
    assert rules(judgement) == ["country-sanctions" if level is R else "nothing-found"]


@pytest.mark.parametrize(
    ("country", "level"), [("IR", R), ("ru", R), ("CN", R), ("HK", R), ("SY", N), ("DE", N), (None, N)]
)
@pytest.mark.parametrize("given", [True, False])
def test_not_identified(country: str | None, level: Level, given: bool) -> None:
    """A name nobody knows is review in a country of concern, given or found; elsewhere none, and said so."""
    found_in_text = (country.upper(),) if country and not given else ()
    recognition = Recognition(Status.NOT_IDENTIFIED, countries=found_in_text)
    judgement = Judge(policy()).judge(recognition, country if given else None)
    assert judgement.verdict.level is level
    if level is N:
        assert rules(judgement) == ["not-identified"]
        assert "not identified" in judgement.verdict.reasons[0].text


def test_occupied_territory() -> None:
    """The group, not the country code, marks a place under occupation."""
    judgement = Judge(policy()).judge(known(body(country="UA", groups=("occupied-territory",))))
    assert rules(judgement) == ["occupied-territory"]
    assert any("occupied part of Ukraine" in note.text for note in judgement.notes)


def test_armed_forces_on_no_list() -> None:
    """A body of the armed forces asks for a look, with the source that says lists are not complete."""
    judgement = Judge(policy()).judge(known(body(country="CN", groups=("armed-forces",))))
    assert rules(judgement) == ["armed-forces"]
    assert judgement.verdict.level is R
    assert judgement.citations


def test_a_doubtful_hit_does_not_place_the_partner() -> None:
    """The country of a body that was only guessed is not taken for the partner's."""
    judgement = Judge(policy()).judge(
        Recognition(Status.AMBIGUOUS, hits=(found(body(LISTED["ca-nro"], country="IR"), certain=False),))
    )
    assert rules(judgement) == ["uncertain-match"]


@pytest.mark.parametrize(("countries", "level"), [(("IR", "IR"), R), (("IR", "DE"), N), ((None, "IR"), N)])
def test_ambiguous_between_the_unlisted(countries: tuple[str | None, str | None], level: Level) -> None:
    """Rivals without listings raise nothing, unless all of them are in one country under sanctions."""
    rivals = tuple(body(country=country, name=f"R{n}") for n, country in enumerate(countries))
    judgement = Judge(policy()).judge(Recognition(Status.AMBIGUOUS, rivals=rivals))
    assert judgement.verdict.level is level
    assert level is R or rules(judgement) == ["undecided"]


def test_ambiguous_with_a_listed_rival() -> None:
    """One listed rival is enough for review, told once whether or not it is also a hit."""
    rival = body(LISTED["us-ofac-sdn"], name="Rival")
    other = body(name="Other")
    alone = Judge(policy()).judge(Recognition(Status.AMBIGUOUS, rivals=(rival, other)))
    assert (alone.verdict.level, rules(alone)) == (R, ["ambiguous-name"])
    both = Judge(policy()).judge(
        Recognition(Status.AMBIGUOUS, hits=(found(rival, certain=False),), rivals=(rival, other))
    )
    assert rules(both) == ["uncertain-match"]


def test_russian_partner_in_an_eu_project() -> None:
    """Any Russian partner gets the note on EU programme money."""
    judgement = Judge(policy()).judge(known(body(country="RU")))
    assert any("art. 5l" in note.text for note in judgement.notes)


# --- profiles' notes ----------------------------------------------------------------------------


def test_nsf_notes_say_announced() -> None:
    """Under us-nsf a listed partner is told about the announced rule, which is not shown to be in force."""
    texts = [note.text for note in judged(found(body(LISTED["us-uflpa"])), profile="us-nsf").notes]
    assert any("not shown to be in force" in text for text in texts)
    assert not any("NSF" in note.text for note in judged(found(body(LISTED["us-uflpa"]))).notes)


def test_a_note_on_two_headings_of_one_list_is_told_once() -> None:
    """One body printed under two headings: one sentence, with the sources of both."""
    twice = [
        LISTED["us-uflpa"],
        LISTED["us-uflpa"].model_copy(update={"printed": "Another", "cite": "90 FR 1"}),
    ]
    judgement = judged(found(body(*twice)), profile="us-nsf")
    texts = [note.text for note in judgement.notes]
    assert len(texts) == len(set(texts))
    (told,) = (note for note in judgement.notes if "thirteen lists" in note.text)
    assert len(told.citations) == 2


def test_profile_notes_only_with_a_finding() -> None:
    """A profile's advice is printed with a finding, not with every name."""
    assert not Judge(policy(), "gb").judge(known(body())).notes
    assert judged(found(body(LISTED["ca-nro"])), profile="gb").notes


def test_seven_sons_under_taiwans_profile() -> None:
    """Taiwan's ban is told for the Seven Sons."""
    son = body(LISTED["aspi very high"], groups=("seven-sons",))
    assert any("no academic exchange" in note.text for note in judged(found(son), profile="tw").notes)


# --- the parts of a judgement -------------------------------------------------------------------


def test_reasons_are_sorted_and_cited() -> None:
    """Reasons come highest first, each with a sentence and citations that exist."""
    judgement = judged(found(body(LISTED["us-bis-uvl"], LISTED["ca-nro"], LISTED["us-dod-1286"])))
    assert [reason.level for reason in judgement.verdict.reasons] == [S, E, R]
    numbers = {citation.n for citation in judgement.citations}
    for reason in judgement.verdict.reasons:
        assert reason.text.endswith(".")
        assert "{" not in reason.text
        assert reason.citations
        assert set(reason.citations) <= numbers


def test_citations_are_numbered_by_first_use_and_shared() -> None:
    """Numbers run from 1 without gaps; one source has one number."""
    one = Listing(list="us-bis-entity-list", printed="A", cite="66 FR 1", url="https://a.example")
    two = Listing(list="us-bis-entity-list", printed="B", cite="66 FR 1", url="https://a.example")
    judgement = judged(found(body(one, two)))
    assert [citation.n for citation in judgement.citations] == list(range(1, len(judgement.citations) + 1))
    assert [view.citation for view in judgement.matches[0].listings] == [1, 1]
    assert judgement.citations[0].title == "US Entity List: 66 FR 1"
    assert judgement.verdict.reasons[0].citations[0] == 1


def test_views_carry_dates_and_meaning() -> None:
    """A listing is shown with its list's date, or its own, and what it means."""
    rated = Listing(list="aspi-tracker", printed="X", rating="high", as_of="2025")
    views = judged(found(body(LISTED["ca-nro"], rated))).matches[0].listings
    assert [view.as_of for view in views] == ["2024-04-18", "2025"]
    assert "research councils" in views[0].meaning
    assert "defence laboratories" in views[1].meaning


def test_dates_come_from_the_lists_given() -> None:
    """Updated and house lists bring their own title and date."""
    updated = (
        policy().lists[0].model_copy(update={"id": "house-own", "title": "Our list", "as_of": "2026-11-01"})
    )
    judgement = Judge(policy(), lists=[updated]).judge(listed(found(body(LISTED["house-own"]))))
    view = judgement.matches[0].listings[0]
    assert (view.list_title, view.as_of) == ("Our list", "2026-11-01")
    assert "Our list" in judgement.verdict.reasons[0].text


def test_reasons_name_their_institution() -> None:
    """A reason says which institution it is about; a country given by the user is about none."""
    iranian = body(country="IR", name="A")
    both = listed(found(body(LISTED["ca-nro"], name="B")), others=(iranian, body(country="IR", name="C")))
    assert [one.institution for one in Judge(policy()).judge(both).verdict.reasons] == ["b", "a"]
    assert [one.institution for one in Judge(policy()).judge(both, "IR").verdict.reasons] == ["b", None]


def test_a_list_nobody_describes() -> None:
    """A listing on a list without a description still counts, under its id."""
    judgement = judged(found(body(LISTED["house-own"])))
    assert "house-own" in judgement.verdict.reasons[0].text
    assert judgement.matches[0].listings[0].meaning == ""


def test_levels_are_compared_by_rank() -> None:
    """A body tied to an institution of several listings gets the highest, not the last by alphabet."""
    parent = body(LISTED["us-bis-uvl"], LISTED["aspi high"])
    assert judged(found(parent, Relation.JOINT_BODY_OF)).verdict.level is E


def test_the_relation_is_named() -> None:
    """A body tied to a listed one is told with its own name and the relation."""
    hit = found(body(LISTED["us-dod-1286"], name="Parent"), Relation.JOINT_BODY_OF, via=body(name="Lab"))
    judgement = judged(hit)
    assert judgement.verdict.reasons[0].text.startswith(
        "Lab is a joint body of Parent, which is on: US 1286;"
    )
    assert judgement.matches[0].via is not None
    assert judgement.matches[0].via.name == "Lab"


def test_the_partner_without_a_record_of_its_own() -> None:
    """A body tied to a listed one but without a record is called the partner."""
    judgement = judged(found(body(LISTED["us-dod-1286"], name="Parent"), Relation.AFFILIATED_HOSPITAL))
    assert judgement.verdict.reasons[0].text.startswith("The partner is an affiliated hospital of Parent")


def test_several_institutions() -> None:
    """The highest level of all hits wins; what counts for none of them is left out of the matches."""
    context = found(body(LISTED["context"], name="C"))
    high, low = found(body(LISTED["us-ofac-sdn"], name="A")), found(body(LISTED["us-bis-uvl"], name="B"))
    judgement = judged(low, context, high, high)
    assert judgement.verdict.level is S
    assert rules(judgement) == ["us-sdn", "us-uvl"]
    assert [match.institution.name for match in judgement.matches] == ["B", "A", "A"]


def test_similar_names_never_alarm() -> None:
    """Look-alikes are passed through and change nothing."""
    similar = (Similar(institution=Judge(policy()).reference(body()), why_not="different word"),)
    judgement = Judge(policy()).judge(known(body())._replace(similar=similar))
    assert judgement.similar == similar
    assert judgement.verdict.level is N


@pytest.mark.parametrize(("level", "count"), [("none", 6), ("review", 15), ("escalate", 16), ("stop", 12)])
def test_questions_by_level(level: str, count: int) -> None:
    """Each level has its questions."""
    own = {"review": "us-bis-uvl", "escalate": "ca-nro", "stop": "us-ofac-sdn", "none": "context"}[level]
    assert len(judged(found(body(LISTED[own]))).questions) == count


def test_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second judgement equals the first, also after everything remembered was dropped."""
    monkeypatch.setattr("duediligence.verdict.REMEMBERED", 1)
    judge = Judge(policy())
    recognition = listed(found(body(LISTED["us-dod-1286"], LISTED["aspi high"])))
    first = judge.judge(recognition)
    assert judge.judge(known(body())) != first
    assert judge.judge(recognition) == first == Judge(policy()).judge(recognition)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million different partners leave no more behind than a thousand."""
    monkeypatch.setattr("duediligence.verdict.REMEMBERED", 3)
    judge = Judge(policy())
    bodies = [body(LISTED["ca-nro"]).model_copy(update={"id": f"body-{at}"}) for at in range(10)]
    for one in bodies:
        judge.judge(listed(found(one)))
        assert len(judge._rulings) <= 3
        assert len(judge._references) <= 3


def test_what_is_known_is_not_worked_out_again() -> None:
    """The parts that do not depend on the words of a text are the same objects the second time."""
    judge = Judge(policy())
    recognition = listed(found(body(LISTED["us-dod-1286"])))
    first, second = judge.judge(recognition), judge.judge(recognition)
    assert first.verdict is second.verdict
    assert first.matches[0].listings is second.matches[0].listings


def test_the_answer_depends_on_every_part() -> None:
    """What is remembered for one text is never given for another."""
    judge = Judge(policy())
    institution = body(LISTED["us-bis-entity-list"], country="CN")
    answers = [
        judge.judge(listed(found(institution))),
        judge.judge(listed(found(institution)), "IR"),
        judge.judge(listed(found(institution, Relation.JOINT_BODY_OF))),
        judge.judge(listed(found(institution, Relation.JOINT_BODY_OF, via=body(name="Lab")))),
        judge.judge(listed(found(institution, certain=False))),
        judge.judge(listed(found(institution), others=(body(country="RU", name="O"),))),
        judge.judge(Recognition(Status.NOT_IDENTIFIED, countries=("IR",))),
        judge.judge(Recognition(Status.AMBIGUOUS, rivals=(institution,))),
    ]
    texts = [tuple(reason.text for reason in answer.verdict.reasons) for answer in answers]
    assert len(set(texts)) == len(texts)


# --- laws ---------------------------------------------------------------------------------------

listings = st.lists(st.sampled_from(sorted(LISTED)), min_size=0, max_size=5)
ended = st.lists(st.booleans(), min_size=6, max_size=6)
relations = st.sampled_from([relation for relation in Relation if relation is not Relation.SIMILAR_NAME])
profiles = st.sampled_from(["default", *CHANGED_LEVELS])


@settings(max_examples=150, deadline=None)
@given(listings, st.sampled_from(sorted(LISTED)), relations, profiles, st.booleans())
def test_another_listing_never_lowers(
    names: list[str], extra: str, relation: Relation, profile: str, certain: bool
) -> None:
    """Adding a listing never lowers the level."""
    before = body(*(LISTED[name] for name in names))
    after = body(*(LISTED[name] for name in [*names, extra]))
    judge, other = Judge(policy(), profile), Judge(policy(), profile)
    lower = judge.judge(listed(found(before, relation, certain=certain))).verdict.level
    higher = other.judge(listed(found(after, relation, certain=certain))).verdict.level
    assert higher.rank >= lower.rank


@settings(max_examples=150, deadline=None)
@given(listings, ended, relations, profiles, st.booleans())
def test_none_only_without_a_current_listing(
    names: list[str], over: list[bool], relation: Relation, profile: str, certain: bool
) -> None:
    """The level is none exactly when no listing is in force, and then nothing is matched."""
    rows = [
        LISTED[name].model_copy(update={"until": "2024" if gone else None})
        for name, gone in zip(names, over, strict=False)
    ]
    current = [row for row in rows if not row.until and row.list not in ("context", "ua-war-sponsors")]
    judgement = judged(found(body(*rows), relation, certain=certain), profile=profile)
    assert (judgement.verdict.level is N) == (not current)
    assert bool(judgement.matches) == bool(current)
    assert certain or judgement.verdict.level in (N, R)


@settings(max_examples=60, deadline=None)
@given(listings, profiles)
def test_every_reason_is_in_the_policy(names: list[str], profile: str) -> None:
    """Rule ids in a verdict are those of the policy, so that each can be looked up."""
    judgement = judged(found(body(*(LISTED[name] for name in names))), profile=profile)
    ids = {rule.id for rule in policy().rules + policy().notes}
    assert set(rules(judgement)) <= ids
    assert rules(judgement)


def test_lists_are_an_argument_of_their_own() -> None:
    """A list in force may be one that only the catalogue knows."""
    house = RiskList.model_validate(policy().lists[0].model_dump() | {"id": "house-own"})
    judge = Judge(policy(), lists_in_force=["house-own"], lists=[*policy().lists, house])
    assert judge.judge(listed(found(body(LISTED["house-own"])))).verdict.level is E
