"""What the pytest plugin collects: a report taken apart into one line of outcome a check and finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from gru_doctor.objects.opening import QUICK
from gru_doctor.records import Evidence, Finding, Report, Result
from gru_doctor.reports import renderer
from gru_doctor.reports.words import number
from gru_doctor.testing import check, without

OUTCOMES = {"error": "fail", "warning": "warn", "info": "pass"}


class Item(NamedTuple):
    """The name of an item, what it has to say, and its outcome: pass, fail, skip or warn."""

    name: str
    text: str
    outcome: str


def examined(thing: Any, chosen: Mapping[str, Any]) -> Report:
    """The report on a class in this process, or on a path in a worker."""
    options = replace(QUICK, in_process=not isinstance(thing, str))
    return check(thing, expect=chosen.get("expect"), options=options)


def told(report: Report, chosen: Mapping[str, Any]) -> Iterator[Item]:
    """The items of every target; a target that could not be examined is one that fails."""
    for result in report.results:
        kept = without(result, chosen.get("ignore", ()))
        lifted = kept is not result and kept.verdict == "healthy"
        yield from (_check(kept, c, lifted) for c in kept.checks)
        yield from (_finding(report, kept, f) for f in kept.findings)
        if kept.error is not None:
            said = "\n".join(filter(None, (kept.error.message, kept.error.hint)))
            yield Item(f"{kept.target.name or 'file'}::examined", said, "fail")


def _check(result: Result, evidence: Evidence, lifted: bool) -> Item:
    outcome = {"pass": "pass", "skipped": "skip", "fail": "pass" if lifted else "fail"}[evidence.status]
    errors = f"largest error {number(evidence.max_error)}, tolerated {number(evidence.tolerance)}"
    codes = ", ".join(f"{f.code} {f.name}" for f in result.findings)
    text = "; ".join(filter(None, (evidence.detail, errors if outcome == "fail" else "", codes)))
    return Item(
        f"{result.target.name}::{evidence.name}", evidence.detail if outcome == "skip" else text, outcome
    )


def _finding(report: Report, result: Result, finding: Finding) -> Item:
    """The finding as the table shows it, alone."""
    alone = replace(report, results=(replace(result, findings=(finding,), checks=(), notes=()),))
    place = f"-{finding.span.line}" if finding.span else ""
    name = f"{result.target.name}::{finding.code}-{finding.name}{place}"
    return Item(name, renderer("table")(alone, width=80), OUTCOMES[finding.severity])
