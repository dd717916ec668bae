"""What a finding tells, as labelled texts in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from gru_doctor.records import Finding, Proof, Severity
from gru_doctor.reports.words import number

EQUATIONS = ("update", "reset", "candidate", "blend")
SEVERITIES = get_args(Severity)


def place(finding: Finding) -> str:
    """file:line:column, and the cell where it is a notebook."""
    span = finding.span
    if span is None:
        return ""
    cell = f" (cell {finding.notebook_cell})" if finding.notebook_cell is not None else ""
    return f"{span.file}:{span.line}:{span.column}{cell}"


def spoken(finding: Finding) -> str:
    """A finding in a few lines, for programs that show one text."""
    yours, reference = _pair(finding)
    told = ((yours, finding.actual), (reference, finding.expected), ("what to do", finding.remedy))
    return "\n".join([finding.message, *(f"{label}: {text}" for label, text in told if text)])


def facts(finding: Finding) -> list[tuple[str, str]]:
    """(label, text) rows: what was seen, what was expected, why we are sure, what to do."""
    yours, reference = _pair(finding)
    rows = [
        (yours, finding.actual),
        (reference, finding.expected),
        ("parameter", finding.parameter),
        ("block", finding.block),
        ("factor", number(finding.factor) if finding.factor is not None else None),
        ("evidence", _proof(finding.evidence)),
        ("example", finding.evidence.example),
        ("what to do", finding.remedy),
        ("let through", finding.silenced),
        *(("see also", f"{r.file}:{r.line}  {r.message}") for r in finding.related),
        ("also fits", _also(finding)),
        ("read more", f"gru-doctor explain {finding.code}"),
    ]
    return [(label, text) for label, text in rows if text]


def _pair(finding: Finding) -> tuple[str, str]:
    """An equation stands above the reference's; anything else is seen against expected."""
    return ("yours", "reference") if finding.gate in EQUATIONS else ("seen", "expected")


def _proof(proof: Proof) -> str:
    """Such as: error 0.31; 1.1e-16 once repaired"""
    stands = f"error {number(proof.error)}" if proof.error is not None else ""
    if proof.error_if_repaired is None:
        return stands
    return "; ".join(filter(None, (stands, f"{number(proof.error_if_repaired)} once repaired")))


def _also(finding: Finding) -> str:
    return f"{', '.join(finding.also)} (the same numbers)" if finding.also else ""


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Those that count before those that are let through; of each the errors first, else in order."""
    return sorted(findings, key=lambda f: (bool(f.silenced), SEVERITIES.index(f.severity)))
