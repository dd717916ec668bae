"""Findings about the way over time: the altered layer that reproduces the output, and its line."""

from __future__ import annotations

from gru_doctor.checks.sequence import Walk, trailing_mask, walk
from gru_doctor.closeness import gap, rounding
from gru_doctor.diagnosis.flow import Flow
from gru_doctor.diagnosis.place import Place, place
from gru_doctor.equations.layer import Returned
from gru_doctor.explained import Explained
from gru_doctor.fault import Fault, Strayed, faults
from gru_doctor.records import Array, Evidence, Finding, Options, Proof
from gru_doctor.subject import Subject


def sequence_findings(
    subject: Subject, explained: Explained, evidence: Evidence, options: Options
) -> list[Finding]:
    """The sequence fault that the numbers prove, at most one."""
    if evidence.status != "fail" or not explained.explained:
        return []
    masks: list[Array | None] = [None]
    if subject.card.takes_mask:
        masks.append(trailing_mask(max(3, options.steps), options.batch))
    walks = [walk(subject, explained, options, max(3, options.steps), m) for m in masks]
    hits = [
        (f, s)
        for f in faults()
        for s in f.sequence
        if all(_fits(s, w, subject.card.dtype) for w in walks)
    ]
    bad = next(w for w in walks if max(w.errors.values()) > rounding(subject.card.dtype))
    spot = returned_at(subject, bad)
    if not hits:
        return [_unexplained(evidence, spot)]
    fault, strayed = hits[0]
    return [_finding(fault, strayed, [f.code for f, _ in hits[1:]], bad, spot)]


def _fits(strayed: Strayed, seen: Walk, dtype: str) -> bool:
    try:
        predicted: Returned = strayed.layer(seen.sequence)
    except (ValueError, IndexError):
        return False
    return _distance(predicted, seen) <= rounding(dtype)


def _distance(predicted: Returned, seen: Walk) -> float:
    errors = [0.0]
    run = seen.probe.run
    if run.outputs is not None:
        errors.append(gap(run.outputs, predicted.outputs))
    if run.last is not None:
        errors.append(gap(run.last, predicted.last))
    return max(errors)


def returned_at(subject: Subject, seen: Walk) -> Place | None:
    """The expression that makes what the layer returns: the latest record of that value, followed
    back through names."""
    subject.assign(seen.probe.weights)
    flow = Flow(subject.record(seen.probe.call))
    run = seen.probe.run
    value = run.outputs if run.outputs is not None else run.last
    if value is None:
        return None
    node = next(flow.producing(value), None)
    if node is None:
        return None
    while flow.site(node).kind in ("Name", "Attribute") and flow.binding(node) is not None:
        node = flow.binding(node) or node
    return place(flow.site(node))


def _finding(
    fault: Fault, strayed: Strayed, also: list[str], seen: Walk, spot: Place | None
) -> Finding:
    predicted = strayed.layer(seen.sequence)
    return Finding(
        code=fault.code, name=fault.name, severity=fault.severity, gate="sequence",
        message=f"{f'`{spot.text}`' if spot else 'the layer'} gives {strayed.yours}; that reproduces your output "
        f"to {_distance(predicted, seen):.0e}, the right one is off by {max(seen.errors.values()):.0e}",
        span=spot and spot.span, source=spot.source if spot else (),
        expected=strayed.reference, actual=spot.statement if spot else strayed.yours,
        evidence=Proof(max(seen.errors.values()), _distance(predicted, seen)),
        also=tuple(dict.fromkeys(c for c in also if c != fault.code)),
    )  # fmt: skip


def _unexplained(evidence: Evidence, spot: Place | None) -> Finding:
    return Finding(
        code="GRU312", name="step-differs-from-sequence", severity="error", gate="sequence",
        message="the layer does not return what its own cell gives step by step, and no known fault explains it",
        span=spot and spot.span, source=spot.source if spot else (),
        actual=spot.statement if spot else None, evidence=Proof(evidence.max_error),
    )  # fmt: skip
