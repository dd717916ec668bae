"""The state a layer starts from when it is given none: where it is wrong, and where it is made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gru_doctor.checks.probe import call, weights
from gru_doctor.checks.sequence import DEFAULT, LEARNED
from gru_doctor.checks.trust import whole
from gru_doctor.closeness import gap, rounding
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.records import Evidence, Finding, Options, Proof, Severity
from gru_doctor.subject import Subject

TRIED = 40


def start_findings(subject: Subject, evidence: Evidence, options: Options) -> list[Finding]:
    """GRU313: an error, or a warning where the start is a parameter to be learned."""
    limit = evidence.tolerance or 0.0
    wrong = [n for n, e in evidence.parts.items() if e is not None and not e <= limit]
    if LEARNED in evidence.parts:
        return [_finding("warning", evidence.parts[LEARNED], made_at(subject, options))]
    if evidence.status == "fail" and wrong == [DEFAULT]:
        return [_finding("error", evidence.parts[DEFAULT], made_at(subject, options))]
    return []


def _finding(severity: Severity, error: float | None, spot: Place | None) -> Finding:
    learned = "a learned state" if severity == "warning" else "another one"
    return placed(Finding(
        "GRU313", "default-state-differs", severity, "sequence",
        f"called without a state the layer starts from {learned}, not from zeros",
        expected="f(x, None) = f(x, 0)", actual=f"a start from {learned}",
        evidence=Proof(error), remedy="start from zeros when no state is given",
    ), spot)  # fmt: skip


def made_at(subject: Subject, options: Options) -> Place | None:
    """The recorded value that, given as the state, makes the very output of a call without one."""
    generator = np.random.default_rng([options.seed, 11])
    subject.assign(weights(subject.card, generator))
    asked = replace(call(subject.card, options, generator, 2), h0=None)
    flow = Flow(subject.record(asked))
    bare = whole(subject.run(asked))
    shape = (options.batch, subject.card.hidden_size)
    states = [i for i in range(len(flow.trace.moments)) if _fits(flow, i, shape)]
    for i in states[:TRIED]:
        given = np.broadcast_to(np.asarray(flow.value(i)).reshape(-1, shape[1])[: shape[0]], shape)
        found = whole(subject.run(replace(asked, h0=np.array(given))))
        if gap(found, bare) <= rounding(subject.card.dtype):
            return place(flow.site(i))
    return None


def _fits(flow: Flow, i: int, shape: tuple[int, int]) -> bool:
    """A float value of a state's size, that is no name passed on."""
    value = flow.value(i)
    if value is None or value.dtype.kind != "f" or flow.site(i).kind in PASSED_ON:
        return False
    return value.size in (shape[0] * shape[1], shape[1])
