"""All findings of a target, the one that caused the others first."""

from __future__ import annotations

from gru_doctor.diagnosis.cell import cell_findings
from gru_doctor.diagnosis.order import order_findings
from gru_doctor.diagnosis.sequence import sequence_findings
from gru_doctor.explained import Explained
from gru_doctor.records import Evidence, Finding, Options
from gru_doctor.subject import Subject


def diagnose(
    subject: Subject, explained: Explained, checks: tuple[Evidence, ...], options: Options
) -> tuple[Finding, ...]:
    """Cell, then gradient, then sequence; consequences of an earlier one are left out."""
    by_name = {c.name: c for c in checks}
    found = cell_findings(subject, explained, by_name["gates"], options)
    found += order_findings(subject, explained)
    found += sequence_findings(subject, explained, by_name["sequence"], options)
    return tuple(found)
