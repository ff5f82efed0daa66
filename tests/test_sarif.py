"""SARIF 2.1.0, checked against the standard's own schema, and against what is used of it and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

import hostile
from duediligence.formats import render, sarif
from duediligence.model import DecisionMark, Report, Source
from samples import ambiguous_result, known_result, listed_result, sample_report

STANDARD = Path(__file__).parent / "fixtures" / "sarif" / "sarif-2.1.0.json"
TEXT = {"type": "string", "minLength": 1}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": TEXT},
    "additionalProperties": False,
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "additionalProperties": False,
                    "properties": {
                        "startLine": {"type": "integer", "minimum": 1},
                        "startColumn": {"type": "integer", "minimum": 1},
                    },
                },
            },
        }
    },
}
STANDARD_VALIDATOR = jsonschema.Draft202012Validator(
    json.loads(STANDARD.read_bytes()), format_checker=jsonschema.FormatChecker()
)
# The parts of the SARIF 2.1.0 schema that the tool writes, with nothing else allowed.
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "pattern": r"sarif-schema-2\.1\.0\.json$"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "additionalProperties": False,
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": TEXT,
                                    "version": TEXT,
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": TEXT,
                                                "name": {"type": "string", "pattern": r"^\w+$"},
                                                "shortDescription": MESSAGE,
                                                "helpUri": {"type": "string", "pattern": "^https?://[^ ]+$"},
                                                "defaultConfiguration": {
                                                    "type": "object",
                                                    "additionalProperties": False,
                                                    "properties": {"level": LEVEL},
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "automationDetails": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {"id": TEXT},
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "properties": {"type": "object"},
                    "invocations": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["executionSuccessful"],
                            "additionalProperties": False,
                            "properties": {
                                "executionSuccessful": {"type": "boolean"},
                                "endTimeUtc": {
                                    "type": "string",
                                    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
                                },
                                "toolExecutionNotifications": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["message"],
                                        "additionalProperties": False,
                                        "properties": {
                                            "level": LEVEL,
                                            "message": MESSAGE,
                                            "locations": {"type": "array", "items": LOCATION},
                                        },
                                    },
                                },
                            },
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "partialFingerprints"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": TEXT,
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": LEVEL,
                                "message": MESSAGE,
                                "locations": {"type": "array", "items": LOCATION},
                                "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
                                "properties": {"type": "object"},
                                "suppressions": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["kind"],
                                        "additionalProperties": False,
                                        "properties": {
                                            "kind": {"enum": ["inSource", "external"]},
                                            "status": {"enum": ["accepted", "underReview", "rejected"]},
                                            "justification": TEXT,
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def log(report: Report) -> dict[str, Any]:
    """Render, validate and read back."""
    made = render(report, "sarif")
    assert isinstance(made, str)
    read: dict[str, Any] = json.loads(made)
    STANDARD_VALIDATOR.validate(read)
    jsonschema.validate(read, SCHEMA, jsonschema.Draft7Validator)
    return read


def results(report: Report) -> list[dict[str, Any]]:
    """Return the results of all runs."""
    return [result for run in log(report)["runs"] for result in run["results"]]


def test_the_schema_is_the_standards_own() -> None:
    """The file is the one that its README names, it is a schema, and it refuses what is no log."""
    digest = hashlib.sha256(STANDARD.read_bytes()).hexdigest()
    assert digest in (STANDARD.parent / "README.md").read_text("utf-8")
    STANDARD_VALIDATOR.check_schema(STANDARD_VALIDATOR.schema)
    made = log(sample_report())
    made["runs"][0]["results"][0]["level"] = "fatal"
    assert not STANDARD_VALIDATOR.is_valid(made)


def test_rules_are_lists_with_their_rating() -> None:
    """Each list in force that names a partner is a result; an ended listing is none."""
    made = results(sample_report(listed_result()))
    assert [(result["ruleId"], result["level"]) for result in made] == [
        ("us-bis-entity-list", "error"),
        ("aspi-tracker/very-high", "error"),
    ]


def test_every_result_points_to_its_rule_and_row() -> None:
    """Rule indexes are right, and the line is that of the row."""
    run = log(sample_report())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "partners.csv"}, "region": {"startLine": 2}}
    assert rules[run["results"][0]["ruleIndex"]]["helpUri"] == "https://www.example.org/entity-list"


def test_reasons_without_a_listing_are_results_too() -> None:
    """An ambiguous name has no listing but needs a look."""
    (only,) = results(sample_report(ambiguous_result(), known_result()))
    assert (only["ruleId"], only["level"]) == ("uncertain-match", "warning")


@pytest.mark.parametrize(
    ("titles", "shown"),
    [
        ({"uncertain-match": "The match is not certain"}, "The match is not certain"),
        ({}, "Rule uncertain-match"),
    ],
)
def test_a_rule_is_called_by_its_title(titles: dict[str, str], shown: str) -> None:
    """As the policy of the run names it; a report that does not say shows the id."""
    report = sample_report(ambiguous_result())
    report = report.model_copy(update={"policy": report.policy.model_copy(update={"rules": titles})})
    (rule,) = log(report)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == shown


@pytest.mark.parametrize(
    "report",
    [
        sample_report(),
        hostile.report(),
        sample_report(known_result()),
        sample_report(known_result()).model_copy(update={"results": ()}),
    ],
    ids=["one of each", "hostile names and a decision", "nothing found", "nothing screened"],
)
def test_hostile_and_empty_reports_are_valid(report: Report) -> None:
    """Whatever the names, the log is valid; nothing found is an empty list of results."""
    assert isinstance(results(report), list)


def test_fingerprints_outlive_a_move() -> None:
    """Another row, case or spacing is the same alert; another name is another; a repetition is counted."""
    result = listed_result()

    def prints(name: str, row: int) -> list[str]:
        partner = result.partner.model_copy(update={"name": name, "source": Source(file="p.csv", row=row)})
        made = results(sample_report(result.model_copy(update={"partner": partner})))
        return [one["partialFingerprints"]["primaryLocationLineHash"] for one in made]

    assert prints("Beihang University", 2) == prints("BEIHANG  university", 99)
    assert prints("Beihang University", 2) != prints("Beihang Universities", 2)
    assert len(set(prints("Beihang University", 2))) == 2
    twice = results(sample_report(result, result))
    hashes = [one["partialFingerprints"]["primaryLocationLineHash"] for one in twice]
    assert len(set(hashes)) == 4
    assert len({one["partialFingerprints"]["partnerListing/v1"] for one in twice}) == 2


@pytest.mark.parametrize(
    ("institution", "state", "suppressed"),
    [
        ("beihang-university", "in-force", 2),
        ("another, beihang-university", "in-force", 2),
        ("beihang-university", "expired", 0),
        ("beihang-university", "invalidated", 0),
        ("beihang-university", "partial", 2),
        ("beihang-unit", "partial", 2),
        ("another", "partial", 0),
    ],
)
def test_decisions_in_force_suppress(institution: str, state: str, suppressed: int) -> None:
    """Only decisions in force, and of several findings only those about the institutions they name."""
    mark = DecisionMark(
        institution=institution,
        decision="not-the-same",
        reason="Checked.",
        by="A",
        expires="2027-01-01",
        state=state,
    )
    (match,) = listed_result().matches
    unit = match.institution.model_copy(update={"id": "beihang-unit"})
    found = listed_result().model_copy(
        update={"decision": mark, "matches": (match.model_copy(update={"via": unit}),)}
    )
    made = results(sample_report(found))
    told = [one["suppressions"][0] for one in made if one["suppressions"]]
    assert len(told) == suppressed
    for one in told:
        assert (one["kind"], one["status"]) == ("external", "accepted")
        assert one["justification"] == "not-the-same by A, until 2027-01-01: Checked."


def test_what_was_not_screened_is_a_notification() -> None:
    """It is told with its place, and a stopped run is no success."""
    report = sample_report()
    (invocation,) = log(report)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is True
    (told,) = invocation["toolExecutionNotifications"]
    assert "the name is empty" in told["message"]["text"]
    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] == 6
    run = report.run.model_copy(update={"partial": True})
    stopped = log(report.model_copy(update={"run": run}))
    assert stopped["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_warnings_are_notifications() -> None:
    """What a report warns of, such as a decision that lapsed, is told in the first run."""
    report = sample_report(known_result()).model_copy(update={"warnings": ("a decision expired",)})
    (invocation,) = log(report)["runs"][0]["invocations"]
    told = invocation["toolExecutionNotifications"]
    assert told == [{"level": "warning", "message": {"text": "a decision expired"}}]


def test_more_results_than_a_run_may_have_go_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut off; the worst come first; skipped inputs are told once."""
    monkeypatch.setattr(sarif, "_MOST_RESULTS", 2)
    runs = log(sample_report())["runs"]
    assert [len(run["results"]) for run in runs] == [2, 1]
    assert runs[1]["automationDetails"]["id"] == "partner-screening/2"
    assert [len(run["invocations"][0]["toolExecutionNotifications"]) for run in runs] == [1, 0]


@pytest.mark.parametrize("file", ["my partners.csv", "/data/ü.csv", "./a#b.csv", "<stdin>"])
def test_places_are_uris(file: str) -> None:
    """Blanks and other letters are encoded, a full path is a file address."""
    result = listed_result()
    partner = result.partner.model_copy(update={"source": Source(file=file, row=2, column=3)})
    (first, _) = results(sample_report(result.model_copy(update={"partner": partner})))
    place = first["locations"][0]["physicalLocation"]
    uri = place["artifactLocation"]["uri"]
    assert uri.isascii()
    assert " " not in uri
    assert bool(urlsplit(uri).scheme) == file.startswith("/")
    assert place["region"] == {"startLine": 2, "startColumn": 3}


def test_a_name_given_as_an_argument_has_no_place() -> None:
    """No location is invented for it."""
    result = listed_result()
    partner = result.partner.model_copy(update={"source": None})
    made = results(sample_report(result.model_copy(update={"partner": partner})))
    assert all("locations" not in one for one in made)
