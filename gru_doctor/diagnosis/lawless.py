"""From a law that does not hold to a finding, where no equation tells more."""

from __future__ import annotations

from collections.abc import Mapping

from gru_doctor.diagnosis.layer.mixing import mixed_at
from gru_doctor.diagnosis.locating.place import placed
from gru_doctor.fault import coded
from gru_doctor.records import Evidence, Finding, Options, Proof, Severity
from gru_doctor.subject import Subject

CODES: Mapping[str, str] = {
    "independence": "GRU311", "company": "GRU311", "padding": "GRU305", "default-state": "GRU313",
    "last-state": "GRU314", "splitting": "GRU312", "prefix": "GRU312", "causality": "GRU312",
    "permutation": "GRU312", "bounds": "GRU104", "forgetting": "GRU310",
}  # fmt: skip
"""What each law is named when it is broken; determinism and purity are told by the trust check."""
MIXED = "GRU311"


def broken_laws(evidence: Evidence) -> list[str]:
    """The laws that do not hold, in the order in which they are told."""
    limit = evidence.tolerance or 0.0
    return [n for n in CODES if (e := evidence.parts.get(n)) is not None and not e <= limit]


def law_findings(
    subject: Subject, evidence: Evidence, said: Mapping[str, str], options: Options
) -> list[Finding]:
    """The first broken law as a finding; `said` is what each law says, with the smallest example."""
    broken = [n for n in broken_laws(evidence) if n in said] if evidence.name == "properties" else []
    return [_finding(subject, evidence, broken[0], said[broken[0]], options)] if broken else []


def _finding(subject: Subject, evidence: Evidence, law: str, said: str, options: Options) -> Finding:
    code = CODES[law]
    named = coded(code)
    spot = mixed_at(subject, options) if code == MIXED else None
    severity: Severity = "warning" if code == "GRU310" else "error"
    says, _, example = said.partition("\n")
    return placed(Finding(
        code, named.name, severity, "sequence",
        f"the law of {law} does not hold: {says}",
        expected=says,
        evidence=Proof(evidence.parts[law], None, example),
    ), spot)  # fmt: skip
