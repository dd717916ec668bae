"""SARIF 2.1.0, for code scanning: a rule a fault with its help, a result a finding.

What could not be examined is no result but a notification of the invocation, as the standard asks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from gru_doctor.faults import Entry, catalogue
from gru_doctor.records import Finding, Report, Result
from gru_doctor.reports.findings import spoken
from gru_doctor.reports.fingerprint import expression, fingerprints
from gru_doctor.reports.words import LEVELS, title

Form = dict[str, Any]
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
KEY = "gruDoctor/v1"
NO_FILE = "<stdin>"


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """One run with everything that was found, pure ASCII."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(log, indent=2, allow_nan=False) + "\n"


def _run(report: Report) -> Form:
    rules = _rules(report)
    index = {rule["id"]: i for i, rule in enumerate(rules)}
    driver = {"name": "gru-doctor", "semanticVersion": report.version, "rules": rules}
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "artifacts": [{"location": {"uri": uri}} for uri in _files(report)],
        "results": [
            _result(result, finding, index[finding.code]) | {"partialFingerprints": {KEY: key}}
            for result, finding, key in fingerprints(report.results)
        ],
        "properties": {"seed": report.seed, "verdicts": {title(r.target): r.verdict for r in report.results}},
    }


def _files(report: Report) -> list[str]:
    return list(dict.fromkeys(_uri(result.target.path) for result in report.results))


def _invocation(report: Report) -> Form:
    troubles = [_notification(result) for result in report.results if result.error]
    return {"executionSuccessful": not troubles, "toolExecutionNotifications": troubles}


def _notification(result: Result) -> Form:
    assert result.error is not None
    region = {"region": {"startLine": result.error.line}} if result.error.line else {}
    told = ". ".join(filter(None, (result.error.message, result.error.hint)))
    return {
        "level": "error",
        "descriptor": {"id": result.error.kind},
        "message": {"text": f"{title(result.target)} was not examined: {told}"},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": _uri(result.target.path)}, **region}}
        ],
    }


def _rules(report: Report) -> list[Form]:
    """A rule for every code found, with the worst severity that it was found with."""
    found = [finding for result in report.results for finding in result.findings]
    known = {entry.code: entry for entry in catalogue()}
    return [
        _rule([f for f in found if f.code == code], known.get(code))
        for code in sorted({f.code for f in found})
    ]


def _rule(found: Sequence[Finding], entry: Entry | None) -> Form:
    first = found[0]
    severities = {f.severity for f in found}
    level = next(level for severity, level in LEVELS.items() if severity in severities)
    rule: Form = {"id": first.code, "name": first.name, "defaultConfiguration": {"level": level}}
    if entry is None:
        return rule
    return rule | {
        "shortDescription": {"text": f"{entry.summary}."},
        "fullDescription": {"text": " ".join(entry.sections["What it does"].split())},
        "help": {"text": _help(entry), "markdown": _help_markdown(entry)},
        "properties": {"tags": ["gru", _family(entry.code)]},
    }


def _family(code: str) -> str:
    families = {"1": "equations", "2": "gradients", "3": "sequence", "4": "learning", "5": "numerics"}
    return families.get(code[3:4], "other")


def _help(entry: Entry) -> str:
    return "\n\n".join(f"{heading}\n{text}" for heading, text in entry.sections.items())


def _help_markdown(entry: Entry) -> str:
    parts = []
    for heading, text in entry.sections.items():
        lines = [line.removeprefix("    ") for line in text.splitlines()]
        body = "\n".join(lines)
        parts.append(f"## {heading}\n\n" + (f"```python\n{body}\n```" if heading == "Example" else body))
    return "\n\n".join(parts)


def _result(result: Result, finding: Finding, rule: int) -> Form:
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": spoken(finding)},
        "locations": [_location(result, finding)],
        "relatedLocations": [
            {
                "id": i,
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(place.file)},
                    "region": {"startLine": place.line},
                },
                "message": {"text": place.message},
            }
            for i, place in enumerate(finding.related)
        ],
        "suppressions": _suppressions(finding),
        "properties": _properties(finding),
    }


def _suppressions(finding: Finding) -> list[Form]:
    """An empty list says that it is not suppressed."""
    return [{"kind": "external", "justification": finding.silenced}] if finding.silenced else []


def _location(result: Result, finding: Finding) -> Form:
    span = finding.span
    physical: Form = {"artifactLocation": {"uri": _uri(span.file if span else result.target.path)}}
    if span:
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
            **({"snippet": {"text": text}} if (text := expression(finding)) else {}),
        }
    logical = {"logicalLocations": [{"name": result.target.name}]} if result.target.name else {}
    return {"physicalLocation": physical, **logical}


def _properties(finding: Finding) -> Form:
    facts = ("gate", "parameter", "block", "notebook_cell")
    told = {fact: value for fact in facts if (value := getattr(finding, fact)) is not None}
    return told | ({"also": list(finding.also)} if finding.also else {})


def _uri(path: str) -> str:
    """Relative paths stay relative to where the command ran, as code scanning expects them."""
    if path == "-":
        return quote(NO_FILE)
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
