"""All findings of a target, the one that caused the others first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from gru_doctor.diagnosis.beginnings import beginning_findings
from gru_doctor.diagnosis.equations.generic import GENERIC
from gru_doctor.diagnosis.equations.lacking import lacking_findings
from gru_doctor.diagnosis.equations.readings import reading_findings
from gru_doctor.diagnosis.equations.sharing import right_as_shared
from gru_doctor.diagnosis.gradient.backward import gradient_findings
from gru_doctor.diagnosis.gradient.both import beside, within_steps
from gru_doctor.diagnosis.gradient.stale import spoiling, stale_findings
from gru_doctor.diagnosis.gradient.unreached import severed, unnamed
from gru_doctor.diagnosis.lawless import MIXED
from gru_doctor.diagnosis.layer.lost import lost_findings
from gru_doctor.diagnosis.layer.sequence import sequence_findings
from gru_doctor.diagnosis.layer.single import single_findings
from gru_doctor.diagnosis.manners import manner_findings
from gru_doctor.diagnosis.symptoms import gradient_left, symptoms
from gru_doctor.equations.reading import Identity
from gru_doctor.explained import Explained
from gru_doctor.records import Evidence, Finding, Options
from gru_doctor.subject import Subject

SHARED = "GRU121"
UNEXPLAINED = "GRU312"
UNNAMED = frozenset(code for code, _ in GENERIC.values())


def diagnose(
    subject: Subject,
    explained: Explained,
    cell: list[Finding],
    checks: tuple[Evidence, ...],
    options: Options,
    by_law: Callable[[], list[Finding]] = list,
) -> tuple[Finding, ...]:
    """What is wrong with the cell (found before), then with its arrays, the sequence, the gradient,
    and manners; consequences of an earlier one are left out."""
    by_name = {c.name: c for c in checks}
    gradient, forward = by_name["gradient"], explained.identity if explained.published else None
    found = beside(subject, explained, cell, gradient, options)
    found += reading_findings(subject, explained, options)
    over_time = lost_findings(subject, options)
    over_time += sequence_findings(subject, explained, by_name["sequence"], options)
    found += over_time
    if _wrong(over_time):
        found += within_steps(subject, explained, gradient, options)
    if _wrong(found):
        found += severed(subject, gradient, options)
    found = found or _of_gradient(subject, forward, gradient, options)
    if all(unnamed_forward(f) for f in found):
        found = [f for f in by_law() if not found or f.code == MIXED] or found
    found = spoiling(found, stale_findings(subject, by_name["trust"], options))
    manners = _of_manners(subject, explained, by_name["trust"], options)
    if any(f.code == SHARED for f in manners):
        found = [f for f in found if f.code not in UNNAMED]  # the gates cannot be told apart then
        found = [f for f in found if f not in cell] if right_as_shared(subject, explained, options) else found
    left = partial(gradient_left, subject, forward, gradient, options)
    seen = symptoms(found, by_name["memorization"], left)
    return tuple(_with_symptom(found, by_name["memorization"]) + seen + manners)


def _wrong(findings: list[Finding]) -> bool:
    return any(f.severity == "error" for f in findings)


def _of_gradient(
    subject: Subject, forward: Identity | None, evidence: Evidence, options: Options
) -> list[Finding]:
    """What is wrong with the gradient of a forward pass that is right; where that has no equations, that
    something is."""
    if forward is not None:
        return gradient_findings(subject, forward, evidence, options)
    return [unnamed(subject.card, evidence)] if evidence.status == "fail" else []


def _of_manners(subject: Subject, explained: Explained, trust: Evidence, options: Options) -> list[Finding]:
    found = lacking_findings(subject, explained, options) + manner_findings(subject, trust, options)
    return found + single_findings(subject, options) + beginning_findings(subject.card)


def unnamed_forward(finding: Finding) -> bool:
    """Whether it only says where the numbers part, and no altered equation reproduces them."""
    return finding.code in UNNAMED or (
        finding.code == UNEXPLAINED and finding.evidence.error_if_repaired is None
    )


def _with_symptom(found: list[Finding], learning: Evidence) -> list[Finding]:
    """The first finding says what it does to learning."""
    if not found or learning.status != "fail":
        return found
    first = replace(
        found[0], message=f"{found[0].message}. It does not learn because of this: {learning.detail}"
    )
    return [first, *found[1:]]
