"""The JSON form, version 1: every field always present, null where it cannot be known.

Keys may be added within version 1, never removed. A number that is not finite becomes null, and
the word for it goes into the `detail` beside it, because NaN is not JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from math import isfinite
from typing import Any

from gru_doctor.records import SCHEMA, Card, Convention, Evidence, Finding, Report, Result
from gru_doctor.reports.words import title

Form = dict[str, Any]
_NOWHERE = dict.fromkeys(("file", "line", "column", "end_line", "end_column"))


def form(report: Report) -> Form:
    """The whole report as plain dicts, lists, strings and finite numbers."""
    return {**head(report), "results": [result_form(result) for result in report.results]}


def head(report: Report) -> Form:
    """What stands above the results."""
    return {
        "schema": SCHEMA,
        "version": report.version,
        "seed": report.seed,
        "passed_over": report.passed_over,
    }


def result_form(result: Result) -> Form:
    """One result."""
    return {
        "target": title(result.target),
        "verdict": result.verdict,
        "cell": _cell(result.card, result.convention) if result.card else None,
        "checks": [_check(evidence) for evidence in result.checks],
        "findings": [_finding(finding) for finding in result.findings],
        "error": asdict(result.error) if result.error else None,
        "notes": list(result.notes),
        "reproduce": result.reproduce,
    }


def _cell(card: Card, convention: Convention | None) -> Form:
    facts = ("kind", "framework", "level", "input_size", "hidden_size")
    return {
        **{fact: getattr(card, fact) for fact in facts},
        "convention": _convention(convention) if convention else None,
    }


def _convention(convention: Convention) -> Form:
    order = convention.gate_order
    follows = list(convention.follows)
    return {**asdict(convention), "gate_order": list(order) if order else None, "follows": follows}


def _check(evidence: Evidence) -> Form:
    numbers = {"max_error": evidence.max_error, "tolerance": evidence.tolerance}
    curves = [(name, v) for name, curve in evidence.series.items() for v in curve]
    strange = _strange([*numbers.items(), *evidence.parts.items(), *curves])
    return {
        "name": evidence.name,
        "status": evidence.status,
        **{name: _finite(value) for name, value in numbers.items()},
        "seconds": _finite(evidence.seconds),
        "detail": "; ".join(filter(None, [evidence.detail, *strange])),
        "parts": {name: _finite(value) for name, value in evidence.parts.items()},
        "series": {name: [_finite(v) for v in curve] for name, curve in evidence.series.items()},
    }


def _finding(finding: Finding) -> Form:
    texts = ("code", "name", "severity", "gate", "parameter")
    told = ("message", "expected", "actual", "remedy", "block", "notebook_cell", "silenced")
    return {
        **{key: getattr(finding, key) for key in texts},
        **(asdict(finding.span) if finding.span else _NOWHERE),
        **{key: getattr(finding, key) for key in told},
        "factor": _finite(finding.factor),
        "evidence": _proof(finding),
        "source": list(finding.source),
        "related": [asdict(place) for place in finding.related],
        "also": list(finding.also),
    }


def _proof(finding: Finding) -> Form:
    proof = asdict(finding.evidence)
    example = proof.pop("example")
    strange = _strange([*proof.items(), ("factor", finding.factor)])
    return {
        **{name: _finite(value) for name, value in proof.items()},
        "example": example,
        "detail": "; ".join(strange),
    }


def _finite(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else value


def _strange(numbers: Iterable[tuple[str, float | None]]) -> list[str]:
    """The words for the numbers that JSON cannot hold, each once."""
    words = (f"{name} is {value}" for name, value in numbers if value is not _finite(value))
    return list(dict.fromkeys(words))
