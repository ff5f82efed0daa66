"""JUnit XML for continuous integration: one test case a partner.

A failure is a finding at or above the gate of the run, a skipped case a finding with a decision in force,
an error an input that could not be screened.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from duediligence.formats.gate import Gate, alarm, decided, gate_of
from duediligence.formats.rows import place_of, place_text
from duediligence.model import Level, Report, Result, Skipped
from duediligence.names.harmless import harmless
from duediligence.portfolio import Exposure

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, exposure: Exposure | None = None) -> str:  # noqa: ARG001 - has no place for it
    """Return the report as JUnit XML."""
    gate = gate_of(report)
    cases = [_case(result, gate) for result in report.results] + [_error(item) for item in report.skipped]
    counts = {
        kind: sum(1 for case in cases if case.find(kind) is not None)
        for kind in ("failure", "error", "skipped")
    }
    totals = {
        "tests": str(len(cases)),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
    }
    suites = ET.Element("testsuites", {"name": report.tool.name, **totals})
    suite = ET.SubElement(suites, "testsuite", {"name": "partner screening", **totals})
    suite.set("timestamp", report.run.at.strftime("%Y-%m-%dT%H:%M:%S"))
    _properties(suite, report)
    suite.extend(cases)
    if report.warnings:
        ET.SubElement(suite, "system-err").text = _xml("\n".join(map(harmless, report.warnings)))
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _properties(suite: ET.Element, report: Report) -> None:
    properties = ET.SubElement(suite, "properties")
    known = {
        "tool": f"{report.tool.name} {report.tool.version}",
        "data": report.data.version,
        "data.sha256": report.data.sha256,
        "profile": report.policy.profile,
        "partial": str(report.run.partial).lower(),
    }
    for name, value in known.items():
        ET.SubElement(properties, "property", {"name": name, "value": _xml(value)})


def _case(result: Result, gate: Gate) -> ET.Element:
    case = _new_case(result, result.partner.name)
    if decided(result) and result.decision is not None and result.verdict.level is not Level.NONE:
        message = f"{result.decision.decision} until {result.decision.expires}: {result.decision.reason}"
        ET.SubElement(case, "skipped", {"message": _xml(message)})
    elif gate.fails(result):
        message = ": ".join(alarm(result))
        kind = result.verdict.level.value
        failure = ET.SubElement(case, "failure", {"message": _xml(message), "type": kind})
        failure.text = _xml("\n".join(_explained(result)))
    else:
        ET.SubElement(case, "system-out").text = _xml("\n".join(_explained(result)))
    return case


def _explained(result: Result) -> Iterable[str]:
    yield harmless(result.identification.explanation)
    for reason in result.verdict.reasons:
        yield harmless(reason.text)
    for cited in result.citations:
        yield harmless(f"[{cited.n}] {cited.title} {cited.url or ''}")


def _error(item: Skipped) -> ET.Element:
    case = _new_case(item, item.name or "row without a name")
    ET.SubElement(case, "error", {"message": _xml(item.reason), "type": "not-screened"})
    return case


def _new_case(item: Result | Skipped, name: str) -> ET.Element:
    """Return a case named by partner and place, so that a name on two rows makes two cases."""
    source = place_of(item)
    place = place_text(source)
    shown = f"{name} ({place})" if place else name
    return ET.Element(
        "testcase", {"name": _xml(shown), "classname": _xml(source.file or "partner"), "time": "0"}
    )


def _xml(text: str) -> str:
    """Return text that XML 1.0 can hold."""
    return "\n".join(_NOT_XML.sub("\ufffd", harmless(line)) for line in text.split("\n"))
