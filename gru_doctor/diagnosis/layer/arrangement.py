"""From a wrong arrangement of layers to a finding."""

from __future__ import annotations

import numpy as np

from gru_doctor.checks.arrangement import Assembly
from gru_doctor.diagnosis.layer.walking import shuffled
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.loops import header_around
from gru_doctor.diagnosis.locating.place import Place, place, placed
from gru_doctor.fault import coded
from gru_doctor.records import Array, Finding, Proof
from gru_doctor.subject import Composed

SHORT, MIXED = "GRU308", "GRU302"
REMEDIES = {
    "GRU111": "let every layer have its part: the output of one is the input of the next",
    "GRU302": "let every storey begin at the state that it left itself",
    "GRU308": "let the loop of the backward layer take every step, from T − 1 to 0",
    "GRU307": "turn the input of the backward layer round in time, and its output back again",
    "GRU313": "let every layer start from a state of its own, zeros where none is given",
    "GRU314": "take the backward layer's state where its run ends, at the first step",
}


def arrangement_findings(subject: Composed, assembly: Assembly) -> list[Finding]:
    """The proven mistake in the way the layers are put together."""
    found = assembly.found
    if found is None or not found.code:
        return []
    spot = _place(subject, assembly)
    name = coded(found.code).name
    return [
        placed(Finding(
            found.code, name, "error", "sequence",
            f"the layers are put together {found.told}; that reproduces your output to rounding, "
            f"the right way is off by {assembly.evidence.max_error:.0e}",
            actual=found.told,
            evidence=Proof(assembly.evidence.max_error, 0.0), remedy=REMEDIES[found.code],
        ), spot)
    ]  # fmt: skip


def _place(subject: Composed, assembly: Assembly) -> Place | None:
    """Where the value that stands in another's place was made, or what was put together with it."""
    found = assembly.found
    assert found is not None and found.culprit is not None
    subject.assign(assembly.weights)
    flow = Flow(subject.record(assembly.call))
    whole = found.outputs if subject.card.returns_sequence else found.last
    holding = [n for value in (found.culprit, whole) for n in flow.producing(value)]
    if not holding:
        return None
    read = holding[0]
    # A state that is spoiled is handed on; it is made where it is seen first.
    node = min(flow.producing(found.culprit), default=read) if found.code == MIXED else read
    while flow.site(node).kind in PASSED_ON and flow.binding(node) is not None:
        node = flow.binding(node) or node
    looped = loop_in(flow, node) if found.code == SHORT else None
    return looped or place(flow.site(_asked_for(flow, node, read, assembly.call.xs)))


def _asked_for(flow: Flow, made: int, read: int, xs: Array) -> int:
    """The call of a layer, where its value is read, in place of what makes the value inside it; not where
    the layer by itself takes its inputs from the end."""
    home = flow.site(read).function
    calls = (n for n in range(made + 1, len(flow.trace.moments)) if flow.moment(n).begin <= made)
    call = next((n for n in calls if flow.site(n).function == home and flow.site(n).kind == "Call"), None)
    if call is None or flow.site(made).function == home:
        return made
    handed = (flow.value(n) for n in range(call) if flow.site(n).function == home)
    if any(v is not None and v.ndim == 3 and shuffled(v, xs) for v in handed):
        return call
    inside = (flow.value(n) for n in range(flow.moment(call).begin, call))
    steps = (v for v in inside if v is not None and v.size == xs[0].size)
    ends = (v for v in steps if any(np.array_equal(v.ravel(), x.ravel()) for x in (xs[0], xs[-1])))
    return made if np.array_equal(next(ends, xs[0]).ravel(), xs[-1].ravel()) else call


def loop_in(flow: Flow, node: int) -> Place | None:
    """What the loop runs over inside the call that made a value."""
    inside = (flow.site(j) for j in range(flow.moment(node).begin, node))
    headers = (header_around(site.span) for site in inside if site.function != flow.site(node).function)
    return next((found for found in headers if found is not None), None)
