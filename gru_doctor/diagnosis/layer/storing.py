"""Where outputs are stored wrongly, though every step is right."""

from __future__ import annotations

from gru_doctor.diagnosis.layer.taken import near
from gru_doctor.diagnosis.layer.trail import Trail
from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.loops import header_around
from gru_doctor.diagnosis.locating.place import Place, place
from gru_doctor.records import Array


def storing(trail: Trail) -> Place | None:
    """All steps are right: the statement in the loop that stores another value as an output."""
    outputs = trail.seen.probe.run.outputs
    right = trail.seen.right.outputs
    if outputs is None or outputs.shape != right.shape:
        return None
    wrong = next((t for t in range(len(outputs)) if not near(outputs[t], right[t])), None)
    if wrong is None:
        return None
    for n in trail.values.nodes(outputs[wrong]):
        site = trail.flow.site(n)
        kept = (site.target is not None and "[" in site.target) or _listed(trail.flow, n, outputs)
        if kept and header_around(site.span) is not None:
            return place(site)
    return _put_in_front(trail, outputs)


def _put_in_front(trail: Trail, outputs: Array) -> Place | None:
    """Where the outputs come in reverse, and each step's is handed, in order, to a call in the loop that
    returns nothing and does not put it at the end of a list."""
    right, flow = trail.seen.right.outputs, trail.flow
    if not near(outputs, right[::-1]):
        return None
    for n in trail.values.nodes(right[0]):
        call = _around(flow, n)
        silent = call is not None and flow.value(call) is None and not _appends(flow, call)
        if silent and _put(flow, n, right) and header_around(flow.site(n).span) is not None:
            return place(flow.site(n))
    return None


def _around(flow: Flow, n: int) -> int | None:
    """The innermost expression around a value."""
    moments = flow.trace.moments
    return next((j for j in range(n + 1, len(moments)) if moments[j].begin <= n), None)


def _appends(flow: Flow, call: int) -> bool:
    return (flow.site(call).call or "").endswith(".append")


def _listed(flow: Flow, n: int, outputs: Array) -> bool:
    """Whether the place of a value is where what is returned is put at the end of a list, step by step."""
    around = _around(flow, n)
    return around is not None and _appends(flow, around) and _put(flow, n, outputs)


def _put(flow: Flow, n: int, outputs: Array) -> bool:
    """Whether what stands at the place of a value is, step by step, these outputs."""
    moments = flow.trace.moments
    put = [m.value for m in moments if m.site == moments[n].site and m.value is not None]
    return len(put) == len(outputs) and all(map(_same_numbers, put, outputs))


def _same_numbers(value: Array, state: Array) -> bool:
    return value.size == state.size and near(value.reshape(state.shape), state)
