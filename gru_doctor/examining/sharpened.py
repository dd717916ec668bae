"""Findings of code in float32, looked for once more in float64: there no fault is lost in rounding."""

from __future__ import annotations

from dataclasses import replace

from gru_doctor.records import Options, Result

CHECKS = ("trust", "gates", "gradient", "sequence")
NOTE = "it computes in float32; to say where its faults are, it was run in float64 once more"


def blurred(result: Result, options: Options) -> bool:
    """Whether a result has faults of code that computes with fewer digits than it could."""
    short = result.card is not None and result.card.dtype != "float64"
    return short and result.verdict == "faulty" and not options.double


def in_double(options: Options) -> Options:
    """To look for faults once more: not for what they do to learning."""
    return replace(options, double=True, checks=tuple(c for c in CHECKS if c in options.checks))


def sharpened(result: Result, again: Result) -> Result:
    """The errors as they show in float64, where they do, beside the other findings."""
    errors = [f for f in again.findings if f.severity == "error"]
    if not errors or again.card is None or again.card.dtype != "float64":
        return result
    known = {f.code for f in again.findings}
    rest = [f for f in result.findings if f.severity != "error" and f.code not in known]
    beside = [f for f in again.findings if f.severity != "error"]
    return replace(result, findings=(*errors, *beside, *rest), notes=(*result.notes, NOTE))
