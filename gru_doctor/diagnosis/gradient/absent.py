"""GRU221: a backward pass that raises, or that gives nothing."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.pulled import Trial, state_of
from gru_doctor.diagnosis.gradient.cuts import cut
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.place import Place, place, place_of, placed
from gru_doctor.equations.gru import Step
from gru_doctor.equations.reading import Identity
from gru_doctor.loaders.text.source import lines_of
from gru_doctor.records import Finding, Span
from gru_doctor.subject import Gradient, Subject


def raising(subject: Subject, identity: Identity, made: Trial) -> Finding:
    """A backward that raises, at its line; under autograd, where the graph is cut."""
    subject.assign(made.weights)
    flow = Flow(subject.record(made.call, made.cotangent))
    if subject.card.framework != "numpy":
        step = Step(
            identity.reading.blocks(made.weights), made.call.xs[0], state_of(made), identity.convention
        )
        node = cut(flow, step.out)
        if node is not None:
            return _cut(place(flow.site(node)), made)
    spot = _line(flow, made.given.line)
    return placed(Finding(
        "GRU221", "backward-missing", "error", "gradient",
        f"the backward pass raises: {made.given.complaint}; the forward was still examined",
        expected="a backward pass that returns its gradients",
        actual=made.given.complaint, remedy="make it run: its gradients are compared once it does",
    ), spot, f"{spot.statement}: {made.given.complaint}" if spot else None)  # fmt: skip


def _cut(spot: Place, made: Trial) -> Finding:
    return Finding(
        "GRU218", "detached", "error", "gradient",
        f"autograd is cut here, and does not reach the weights: {made.given.complaint}",
        span=spot.span, source=spot.source, expected="the tensor itself, without leaving the graph",
        actual=spot.statement, also=("GRU221",),
        remedy="leave out .detach(), .data, .item() or the NumPy round trip",
    )  # fmt: skip


def _line(flow: Flow, line: int | None) -> Place | None:
    """A whole line of the file in which the last value was computed."""
    if line is None or not flow.trace.moments:
        return None
    file = flow.site(len(flow.trace.moments) - 1).span.file
    lines = lines_of(file)
    if not 0 < line <= len(lines):
        return None
    text = lines[line - 1].rstrip()
    indent = len(text) - len(text.lstrip())
    span = Span(file, line, indent + 1, line, len(text.encode()) + 1)
    return place_of(span, span)


def empty(given: Gradient) -> bool:
    """Whether nothing comes back but zeros, if anything."""
    arrays = [a for a in (given.xs, given.h0, *given.weights.values()) if a is not None]
    return not any(np.any(a) for a in arrays)


def missing(subject: Subject, made: Trial) -> Finding:
    """A backward that does nothing: the last thing it computes is where its work should stand."""
    subject.assign(made.weights)
    ahead = subject.record(made.call).sites
    flow = Flow(subject.record(made.call, made.cotangent))
    own = [i for i in range(len(flow.trace.moments)) if flow.moment(i).site not in ahead]
    spot = place(flow.site(own[-1])) if own else None
    return placed(Finding(
        "GRU221", "backward-missing", "error", "gradient",
        "every gradient that the backward pass gives is zero",
        expected="dz = dh * (h - n), dn = dh * (1 - z), dh_prev = dh * z, and on from there",
        also=("GRU201", "GRU218"), remedy="compute them, from the gradient of the new state back",
    ), spot)  # fmt: skip
