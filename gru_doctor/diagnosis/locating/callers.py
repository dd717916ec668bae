"""From the body of a helper that serves other calls right to the call that it serves wrong."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.diagnosis.locating.locate import Known
from gru_doctor.records import Array

Node = int


def blamed(flow: Flow, origin: Node, node: Node, known: Known) -> Node:
    """The node at fault; where the helper it stands in was right in another call, the argument that
    this call hands over wrongly, or the call itself."""
    *_, last = climbed(flow, origin, node, known)
    return last


def climbed(flow: Flow, origin: Node, node: Node, known: Known) -> Iterator[Node]:
    """The node, and what is to blame in its place in each call around it whose helper was right elsewhere."""
    yield node
    while _right_elsewhere(flow, origin, known):
        call = _call_around(flow, origin)
        if call is None or node < flow.moment(call).begin:  # what is at fault was made before the call
            return
        origin, node = call, _argument(flow, call, flow.value(node))
        yield node


def _right_elsewhere(flow: Flow, origin: Node, known: Known) -> bool:
    """Whether the same expression was right in another call of the helper; in another turn of a loop within
    the same call it is no work for someone else."""
    number, call = flow.moment(origin).site, _call_around(flow, origin)
    others = (i for i in range(len(flow.trace.moments)) if flow.moment(i).site == number and i != origin)
    values = (v for i in others if (v := flow.value(i)) is not None and _call_around(flow, i) != call)
    return any(known.explains(v) for v in values if np.any(v))  # zeros come of a zero state, right or wrong


def _call_around(flow: Flow, node: Node) -> Node | None:
    """The call during which a node was recorded, made from another function."""
    here = flow.site(node).function
    for i in range(node + 1, len(flow.trace.moments)):
        site = flow.site(i)
        if flow.moment(i).begin <= node and site.kind == "Call" and site.function != here:
            return i
    return None


def _argument(flow: Flow, call: Node, wrong: Array | None) -> Node:
    """Where the call hands over the value, the call where it does not."""
    inside = [i for i in flow.operands(call) if flow.inside(i, call)]
    values = ((i, flow.value(i)) for i in inside)
    same = (i for i, v in values if v is not None and wrong is not None and v.tobytes() == wrong.tobytes())
    return next(same, call)
