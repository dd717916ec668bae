"""Where a forward pass leaves the graph of autograd: the calls of the frameworks that are made for it."""

from __future__ import annotations

import numpy as np

from gru_doctor.diagnosis.locating.flow import Flow
from gru_doctor.records import Array, Site

CUTTING = frozenset(
    {"detach", "detach_", "numpy", "item", "tolist", "stop_gradient", "from_numpy", "as_tensor", "tensor"}
)
"""Methods and functions whose result is a constant to autograd, or may be."""


def cut(flow: Flow, output: Array) -> int | None:
    """The first expression that cuts the graph on the way to the output; else the first one anywhere,
    unless the code has a backward of its own that can be at fault."""
    sites = [flow.site(i) for i in range(len(flow.trace.moments))]
    by_hand = any("backward" in site.function for site in sites)
    every = [i for i, site in enumerate(sites) if cuts(site)]
    behind = _behind(flow, output)
    found = [i for i in every if i in behind]
    found += [] if by_hand else [i for i in behind if lets_go(flow, i)]
    if not found and by_hand:
        return None
    return min(found or every, default=None)


def lets_go(flow: Flow, i: int) -> bool:
    """Whether autograd follows something that a value was made from, and not the value: whatever it is
    called that has cut it off. A value that is the same everywhere was made from no numbers."""
    value = flow.value(i)
    if value is None or value.dtype.kind != "f" or flow.moment(i).followed or np.ptp(value) == 0:
        return False
    return any(flow.moment(j).followed for j in flow.operands(i))


def cuts(site: Site) -> bool:
    """Whether an expression is one of those that autograd does not follow."""
    if site.kind == "Attribute":
        return site.text.endswith(".data")
    return (site.call is not None and site.call.split(".")[-1] in CUTTING) or _method(site) in CUTTING


def _method(site: Site) -> str:
    """The method of a call on an expression, which has no dotted name: `(a + b).detach()`"""
    if site.kind != "Call" or not site.text.endswith(")"):
        return ""
    return site.text[: site.text.rindex("(")].rsplit(".", 1)[-1]


def _behind(flow: Flow, output: Array) -> set[int]:
    """Everything that the output was made from."""
    queue = list(flow.producing(output))[:1]
    found = set(queue)
    while queue:
        fresh = set(flow.sources(queue.pop())) - found
        found |= fresh
        queue += fresh
    return found
