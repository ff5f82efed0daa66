"""Reading the policy: located errors from YAML, and the same policy back from JSON."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duediligence.catalogue.policy import Policy, Rule, fold_code, load_policy
from duediligence.catalogue.rules_page import rules_page
from duediligence.errors import CatalogueError, UsageError
from duediligence.model import Level

TIERS_FILE = Path(__file__).parents[1] / "data" / "risk_tiers.yaml"
TEXT = TIERS_FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The shipped policy."""
    return load_policy(TIERS_FILE)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the shipped file with its first `old` replaced."""
    assert old in TEXT
    path = tmp_path / "risk_tiers.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    return path


def line_of(text: str, part: str) -> int:
    """1-based line of the first `part`."""
    return text[: text.index(part)].count("\n") + 1


def test_json_gives_the_same_policy(policy: Policy) -> None:
    """Writing and reading the compiled form loses nothing and is stable."""
    again = Policy.from_json(policy.to_json())
    assert again == policy
    assert again.to_json() == policy.to_json()


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"read_on": "2026-01-01"}'])
def test_broken_json_is_a_catalogue_error(data: bytes) -> None:
    """A damaged compiled policy is refused with a hint, not with a traceback."""
    with pytest.raises(CatalogueError) as caught:
        Policy.from_json(data)
    assert caught.value.hint


def test_profiles_inherit(policy: Policy) -> None:
    """A profile that extends another has its levels, and its own on top."""
    assert policy.profile("us-dow").levels["uk-sanctions"] is Level.ESCALATE
    assert policy.profile("us-dow").levels["us-1260h-procurement"] is Level.STOP


def test_unknown_profile(policy: Policy) -> None:
    """The error names the profiles there are."""
    with pytest.raises(UsageError, match="moon") as caught:
        policy.profile("moon")
    assert "us-nsf" in caught.value.hint


def test_tier_of(policy: Policy) -> None:
    """Ratings map to our tiers in any spelling; a list without ratings has none."""
    tiers = {rating: policy.tier_of("aspi-tracker", rating) for rating in ("very_high", "Low", None)}
    assert {rating: tier and tier.id for rating, tier in tiers.items()} == {
        "very_high": "very-high",
        "Low": "low",
        None: "unrated",
    }
    assert policy.tier_of("ca-nro", None) is None


def test_fold_code() -> None:
    """Publishers' codes come in one spelling."""
    assert [fold_code(code) for code in ("very_high", " Very High ", None)] == [
        "very-high",
        "very-high",
        "none",
    ]


def test_risk_list(policy: Policy) -> None:
    """Lists are found whether covered or not."""
    found = [policy.risk_list(list_id) for list_id in ("ca-nro", "us-bis-dpl", "moon")]
    assert [entry and entry.id for entry in found] == ["ca-nro", "us-bis-dpl", None]


def test_coverage_of_a_restricted_run(policy: Policy) -> None:
    """A covered list that was left out of the run is said not to be checked."""
    some = [entry for entry in policy.lists if entry.id == "us-dod-1286"]
    states = policy.coverage("us-nsf", some)
    assert sum("checked, as of" in state for state in states) == 1
    assert sum("not checked in this run" in state for state in states) == 6
    assert policy.coverage("default") == ()


TIES = "relations: [unit-of, affiliated-hospital, joint-body-of, subsidiary-of]"
TIED = f"trigger: {{situation: related, {TIES}}}"
PROBLEMS = [
    ("level: stop\n    floor: escalate", "level: panic", "rules.0.level", "stop"),
    (
        "trigger: {lists: [us-ofac-sdn]}",
        "trigger: {lists: [us-ofac-sdm]}",
        "rules.0.trigger.lists",
        "us-ofac-sdm",
    ),
    (
        "trigger: {lists: [us-ofac-sdn]}",
        "trigger: {list: us-ofac-sdn}",
        "rules.0.trigger.list",
        "Extra inputs",
    ),
    ("- id: eu-asset-freeze", "- id: us-sdn", "rules.1.id", "unique"),
    ("- id: us-dod-1260h", "- id: us-dod-1286", "lists.1.id", "unique"),
    ("as_of: 2026-06-26", "as_of: June", "lists.0.as_of", "pattern"),
    ("is on the US SDN List{since}", "is on {lizt}", "rules.0.reason", "lizt"),
    (
        "    level: stop\n    floor: escalate",
        "    level: escalate\n    floor: stop",
        "rules.0.floor",
        "above",
    ),
    ("ch-sanctions: escalate", "ch-sanctions: review", "profiles.2.levels.ch-sanctions", "below"),
    ("extends: us", "extends: mars", "profiles.3.extends", "mars"),
    ("      - us-bis-dpl", "      - us-bis-dlp", "profiles.4.names_lists", "us-bis-dlp"),
    ("      aspi-very-high: stop", "      aspi-ultra: stop", "profiles.1.levels", "aspi-ultra"),
    ("    profiles: [us, us-dow, us-nsf]", "    profiles: [uz]", "profiles", "uz"),
    ("- id: default", "- id: usual", "profiles", "default"),
    ("trigger: {lists: [ca-nro]}", "trigger: {lists: [ca-nro], ratings: [high]}", "lists.10.id", "ca-nro"),
    ('trigger: {lists: ["*"]}', 'trigger: {lists: ["*"], ratings: [odd]}', "rules", "not described"),
    ("trigger: {situation: ambiguous}", "trigger: {situation: uncertain}", "rules", "ambiguous"),
    ("trigger: {situation: undecided}", "trigger: {situation: reference}", "notes", "undecided"),
    ("    cadence: about once a year, as a PDF", "    short: again", "lists.0.short", "twice"),
    (TIES, "relations: [subsidiary-of]", "rules", "'affiliated-hospital'"),
    (TIES, "relations: [affiliated-hospital, joint-body-of, subsidiary-of]", "rules", "'unit-of'"),
    (TIES, f"{TIES}, lists: [us-ofac-sdn]", "rules", "'joint-body-of'"),
    ("trigger: {lists: [ca-nro]}", "trigger: {lists: [ca-nro]}\n    profiles: [ca]", "lists.10.id", "ca-nro"),
    (TIED, f"{TIED}\n    profiles: [us]", "rules", "'subsidiary-of'"),
    ("{situation: uncertain}", "{situation: uncertain}\n    profiles: [us]", "rules", "'uncertain'"),
    ("{situation: undecided}", "{situation: undecided}\n    profiles: [us]", "notes", "'undecided'"),
    ("trigger: {lists: [us-ofac-sdn]}", "trigger: {kinds: [company]}", "rules.0.trigger", "needs lists"),
    (TIED, "trigger: {situation: related}", "rules", "needs relations"),
    (", groups: [armed-forces]}", ", kinds: [military]}", "trigger", "needs countries or groups"),
    (
        "not-identified, countries: [BY, CN, HK, IR, KP, MO, RU]",
        "not-identified",
        "trigger",
        "needs countries",
    ),
    ("{situation: partner, groups: [armed-forces]}", "{situation: ended}", "trigger", "nothing acts"),
    ("{situation: context}", "{situation: related, relations: [unit-of]}", "trigger", "nothing acts"),
    *(
        (f"{{{trigger}}}", f"{{{trigger}, {name}: [{value}]}}", f"trigger.{name}", f"does not read {name}")
        for trigger, name, value in (
            ("lists: [us-ofac-sdn]", "countries", "CN"),
            ("lists: [us-ofac-sdn]", "relations", "unit-of"),
            (f"situation: related, {TIES}", "countries", "CN"),
            (f"situation: related, {TIES}", "groups", "seven-sons"),
            (f"situation: related, {TIES}", "kinds", "company"),
            (f"situation: related, {TIES}", "ratings", "high"),
            (f"situation: related, {TIES}", "categories", "pla"),
            ("situation: partner, countries: [BY, IR, KP, RU]", "lists", "ca-nro"),
            ("situation: partner, countries: [BY, IR, KP, RU]", "kinds", "company"),
            ("situation: uncertain", "countries", "CN"),
            ("situation: uncertain", "lists", "ca-nro"),
            ("situation: ambiguous", "ratings", "high"),
            ("situation: ambiguous", "kinds", "company"),
            ("situation: not-identified, countries: [BY, CN, HK, IR, KP, MO, RU]", "groups", "seven-sons"),
            ("situation: listing, lists: [us-dod-1260h]", "ratings", "none"),
            ("situation: listing, lists: [us-dod-1260h]", "kinds", "company"),
            ("situation: not-identified", "countries", "CN"),
            ("situation: finding", "lists", "ca-nro"),
            ("situation: ended", "lists", "ca-nro"),
            ("situation: reference", "countries", "CN"),
        )
    ),
    ("countries: [BY, IR, KP, RU]}", "countries: [RU], groups: [seven-sons]}", "trigger", "each by itself"),
    (TIES, f"{TIES[:-1]}, same]", "trigger.relations", "'same' ties nothing"),
    (TIES, f"{TIES[:-1]}, similar-name]", "trigger.relations", "'similar-name' ties nothing"),
    ("countries: [UA]", "countries: [UK]", "trigger.countries", "'UK' is no country's code; GB is"),
    ("countries: [UA]", "countries: [XX]", "trigger.countries", "'XX' is no country's code"),
    ("ratings: [high]", "ratings: [higher]", "trigger.ratings", "'higher' of aspi-tracker"),
    ("{lists: [ca-nro]}", "{lists: [ca-nro], ratings: [high]}", "trigger.ratings", "'high' of ca-nro"),
    ("kinds: [programme]", "kinds: [program]", "trigger.kinds.0", "'programme'"),
    *(
        (
            f"{situation}}}\n    level: review\n    floor: review",
            f"{situation}}}\n    level: stop",
            "level",
            words,
        )
        for situation, words in (("uncertain", "'uncertain' always"), ("ambiguous", "'ambiguous' always"))
    ),
    (
        "nz-russia: stop",
        "uncertain-match: stop",
        "profiles.1.levels.uncertain-match",
        "always leads to review",
    ),
    (
        "trigger: {lists: [us-bis-uvl]}",
        "trigger: {lists: [us-bis-uvl]}\n    profiles: [ca]",
        "profiles.1.levels.us-uvl",
        "only under ca",
    ),
    ("{situation: ended}", "{situation: undecided}", "trigger", "earlier note on 'undecided'"),
    ("is on the US SDN List{since}", "owns 50 } percent", "rules.0.reason", "Single '}'"),
    ("is on the US SDN List{since}", "owns {50 percent", "rules.0.reason", "'{'"),
    ("is on the US SDN List{since}", "owns {} percent", "rules.0.reason", "unknown placeholder ''"),
    ("is on the US SDN List{since}", "is on {list.title}", "rules.0.reason", "list.title"),
    ("is on the US SDN List{since}", "is on {list:d}", "rules.0.reason", "nothing else"),
    *(
        (old, f"{old}{{{name}}}", "reason", f"nothing fills {{{name}}} in the situation {situation}")
        for old, name, situation in (
            ("is on the US SDN List{since}", "country", "'listing'"),
            ("is on the US SDN List{since}", "relation", "'listing'"),
            ("{named} is {relation}", "country", "'related'"),
            ("The name may mean {institution}", "relation", "'uncertain'"),
            ("The partner is in {country}", "institution", "'partner' with countries"),
            ("The partner is in {country}", "list", "'partner' with countries"),
            ("{institution} lies in occupied", "country", "'partner' with groups"),
            ("not identified and points to {country}", "institution", "'not-identified' with countries"),
            ("The name was not identified: ", "country", "'not-identified'"),
            ("Nothing found on the lists checked", "list", "'nothing-found'"),
            ("The NSF looks at", "institution", "'finding'"),
            ("for context: {detail}", "relation", "'context'"),
            ("A US university that keeps", "institution", "'reference'"),
        )
    ),
    ("is on the US SDN List{since}", "is on {list!r}", "rules.0.reason", "nothing else"),
]


@pytest.mark.parametrize(("old", "new", "field", "words"), PROBLEMS)
def test_problems_are_located(tmp_path: Path, old: str, new: str, field: str, words: str) -> None:
    """Each mistake is reported with the file, the line, the field and what is wrong."""
    if new == "    short: again":
        new = f"{old}\n{new}"
    path = changed(tmp_path, old, new)
    with pytest.raises(CatalogueError) as caught:
        load_policy(path)
    message = str(caught.value)
    assert f"{path}:" in message
    assert f"{field}: " in message
    assert words in message


def twice(tmp_path: Path, row_id: str, first: str, second: str) -> Path:
    """A copy of the shipped file in which a rule or note stands twice, each limited to some profiles."""
    start = TEXT.index(f"  - id: {row_id}\n")
    row = TEXT[start : TEXT.index("\n  - id: ", start)]
    again = re.sub(r" &\S+", "", row).replace(row_id, f"{row_id}-own", 1)
    return changed(tmp_path, row, f"{row}\n    profiles: {first}\n{again}\n    profiles: {second}")


EVERY_PROFILE = "[default, strict, us, us-dow, us-nsf, ca, gb, eu, ch, no, au, nz, jp, tw]"


@pytest.mark.parametrize("row_id", ["uncertain-match", "related-to-listed", "ca-strac", "nothing-found"])
def test_one_rule_for_each_profile_is_a_rule_for_all(tmp_path: Path, row_id: str) -> None:
    """Situations, ties, lists and closing sentences may be told to each profile in words of its own."""
    path = twice(tmp_path, row_id, EVERY_PROFILE.replace("us, ", "", 1), "[us]")
    assert {row.profiles for row in _rows(load_policy(path), row_id)} >= {("us",)}


def _rows(policy: Policy, row_id: str) -> list[Rule]:
    return [row for row in (*policy.rules, *policy.notes) if row.id.startswith(row_id)]


def test_a_profile_left_out_is_noticed(tmp_path: Path) -> None:
    """Two rules that cover all profiles but one leave that one without."""
    path = twice(tmp_path, "uncertain-match", EVERY_PROFILE.replace("us, ", "", 1), "[ca]")
    with pytest.raises(CatalogueError, match="'uncertain' under every profile"):
        load_policy(path)


def test_levels_for_a_profile_that_extends_act_there(tmp_path: Path) -> None:
    """A level may be set for a rule that only a profile which takes it over applies."""
    rule = next(line for line in TEXT.splitlines() if "lists: [us-state-isn]" in line)
    path = changed(tmp_path, rule, f"{rule}\n    profiles: [us-nsf]")
    text, us = path.read_text(encoding="utf-8"), "do not.]\n    levels: {"
    path.write_text(text.replace(us, f"{us}us-nonproliferation: stop, ", 1), encoding="utf-8")
    assert load_policy(path).profile("us-nsf").levels["us-nonproliferation"] is Level.STOP


def test_braces_may_stand_for_themselves(tmp_path: Path) -> None:
    """Written twice, as where a sentence is said, and on the page of rules."""
    policy = load_policy(changed(tmp_path, "is on the US SDN List{since}", "is {{so}} on {list}"))
    assert "The institution is {so} on the list" in rules_page(policy)


def test_the_line_is_right(tmp_path: Path) -> None:
    """The line named is the line to mend, also below anchors."""
    path = changed(
        tmp_path,
        "level: escalate\n    reason: \"{institution} is on Japan's Foreign",
        "level: x\n    reason: \"{institution} is on Japan's Foreign",
    )
    line = line_of(path.read_text(encoding="utf-8"), "level: x")
    with pytest.raises(CatalogueError, match=rf"risk_tiers\.yaml:{line}: rules\.\d+\.level"):
        load_policy(path)


def test_all_problems_in_one_run(tmp_path: Path) -> None:
    """Two mistakes give two lines."""
    path = changed(tmp_path, "as_of: 2026-06-26", "as_of: June")
    path.write_text(
        path.read_text(encoding="utf-8").replace("as_of: 2026-06-08", "as_of: July"), encoding="utf-8"
    )
    with pytest.raises(CatalogueError) as caught:
        load_policy(path)
    assert str(caught.value).count("\n") == 1


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "a: [1", "a: b: c", "\x00"])
def test_what_is_no_policy(tmp_path: Path, text: str) -> None:
    """An empty, wrong or broken file is refused with its name."""
    path = tmp_path / "risk_tiers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"risk_tiers\.yaml"):
        load_policy(path)


def test_missing_file(tmp_path: Path) -> None:
    """A missing file is named, with a hint."""
    with pytest.raises(CatalogueError, match="cannot read") as caught:
        load_policy(tmp_path / "risk_tiers.yaml")
    assert "--data-dir" in caught.value.hint


def test_missing_field_points_at_its_parent(tmp_path: Path) -> None:
    """A field that is not there is reported at the entry that lacks it."""
    path = changed(tmp_path, "    short: US 1286\n", "")
    line = line_of(path.read_text(encoding="utf-8"), "id: us-dod-1286")
    with pytest.raises(CatalogueError, match=rf":{line}: lists\.0\.short: Field required"):
        load_policy(path)
