"""JUnit XML: a suite a target, a case a check. A case fails only where the target has a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from gru_doctor.records import Evidence, Finding, Report, Result
from gru_doctor.reports.findings import facts, place
from gru_doctor.reports.words import number, plain, title

FAMILIES = {"1": "gates", "2": "gradient", "3": "sequence", "4": "memorization", "5": "trust"}
"""The check under which the faults of a family of codes stand."""
UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Case:
    """One test case: `outcome` is passed, failure, error or skipped; `kind` what failed."""

    name: str
    outcome: str
    kind: str = ""
    message: str = ""
    text: str = ""
    seconds: float = 0.0


def render(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The whole report as one XML document."""
    cases = {i: list(_cases(result)) for i, result in enumerate(report.results)}
    root = Element("testsuites", {"name": "gru-doctor", **_totals([c for s in cases.values() for c in s])})
    for i, result in enumerate(report.results):
        _suite(root, result, cases[i])
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _totals(cases: Sequence[Case]) -> dict[str, str]:
    count = {
        name: str(sum(case.outcome == outcome for case in cases))
        for name, outcome in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    return {"tests": str(len(cases)), **count, "time": f"{sum(c.seconds for c in cases):.3f}"}


def _suite(root: Element, result: Result, cases: list[Case]) -> None:
    name = _fit(title(result.target))
    suite = SubElement(root, "testsuite", {"name": name, **_totals(cases)})
    for case in cases:
        _case(suite, name, result.target.path, case)
    told = [
        *(
            f"{f.code} {f.name} ({f.silenced or f.severity}): {f.message}"
            for f in result.findings
            if not _counts(f)
        ),
        *result.notes,
        f"again: {result.reproduce}" if result.reproduce else "",
    ]
    if any(told):
        SubElement(suite, "system-out").text = _fit("\n".join(filter(None, told)))


def _case(suite: Element, name: str, file: str, case: Case) -> None:
    facts = {"name": case.name, "classname": name, "file": _fit(file), "time": f"{case.seconds:.3f}"}
    element = SubElement(suite, "testcase", facts)
    if case.outcome == "passed":
        return
    outcome = SubElement(element, case.outcome, {"message": _fit(case.message)})
    if case.outcome != "skipped":
        outcome.set("type", case.kind)
        outcome.text = _fit(case.text)


def _cases(result: Result) -> Iterator[Case]:
    errors = [f for f in result.findings if _counts(f)]
    faulty = bool(errors) or (result.verdict == "faulty" and not result.findings)
    for check in result.checks:
        own = [f for f in errors if _check_of(f) == check.name]
        yield _checked(check, own, faulty)
    homeless = [f for f in errors if _check_of(f) not in {check.name for check in result.checks}]
    for finding in homeless:
        yield _failure(finding.code, [finding], 0.0)
    if result.error:
        problem = result.error
        line = f"line {problem.line}: " if problem.line else ""
        text = "\n".join(filter(None, (line + problem.message, problem.hint)))
        yield Case("examination", "error", problem.kind, line + problem.message, text)
    elif not result.checks and not homeless:
        yield Case("examination", "passed")


def _counts(finding: Finding) -> bool:
    return finding.severity == "error" and not finding.silenced


def _check_of(finding: Finding) -> str:
    return FAMILIES.get(finding.code[3:4], "trust")


def _checked(check: Evidence, own: list[Finding], faulty: bool) -> Case:
    if own:
        return _failure(check.name, own, check.seconds)
    if check.status == "skipped":
        return Case(check.name, "skipped", message=check.detail, seconds=check.seconds)
    if check.status == "fail" and faulty:
        told = f"error {number(check.max_error)}, tolerated {number(check.tolerance)}"
        return Case(check.name, "failure", "differs", told, check.detail, check.seconds)
    return Case(check.name, "passed", seconds=check.seconds)


def _failure(name: str, own: list[Finding], seconds: float) -> Case:
    first = own[0]
    message = f"{first.code} {first.name}: {first.message}"
    return Case(name, "failure", first.code, message, "\n\n".join(map(_told, own)), seconds)


def _told(finding: Finding) -> str:
    head = f"{finding.code} {finding.name}  {place(finding)}".rstrip()
    rows = (f"{label}: {text}" for label, text in facts(finding))
    return "\n".join([head, *finding.source, finding.message, *rows])


def _fit(text: str) -> str:
    """Without the characters that XML cannot hold, not even escaped."""
    return UNFIT.sub("\ufffd", plain(text))
