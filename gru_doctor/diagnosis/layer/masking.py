"""The mask of a step where a walk over time goes wrong: the value made of it that is the mask of no step."""

from __future__ import annotations

import numpy as np

from gru_doctor.diagnosis.layer.trail import Trail
from gru_doctor.diagnosis.locating.flow import PASSED_ON, Flow
from gru_doctor.diagnosis.locating.place import Place, place
from gru_doctor.records import Array

REACH = 300
"""How many values a mask is followed through."""


def masking(trail: Trail, blend: int, t: int) -> Place | None:
    """A value made of the mask, used in a blend after step t, that is no mask of that step."""
    mask = trail.seen.sequence.mask
    if mask is None or t < 0:
        return None
    began = trail.steps[t - 1].node if t else 0
    held = [n for n in trail.values.nodes(trail.steps[t].start) if began < n < trail.steps[t].first]
    after = max((n for n in held if trail.flow.site(n).kind not in PASSED_ON), default=began)
    reached = [n for n in _reached(trail.flow, blend) if n > after]
    # Where the blend before is not seen, the mask of its step may be at hand.
    due = [k for s in range(t if after > began or not t else t - 1, t + 1) for k in (mask[s], 1 - mask[s])]
    wrong = [n for n in reached if _mistaken(trail.flow, n, mask, due)]
    return place(trail.flow.site(min(wrong))) if wrong else None


def muddled(trail: Trail) -> Place | None:
    """Under a mask the steps are lost where a state went astray: the first value made of the mask that is
    the mask of no step."""
    mask = trail.seen.sequence.mask
    if mask is None:
        return None
    due = [k for row in mask for k in (row, 1 - row)]
    nodes = range(len(trail.flow.trace.moments))
    wrong = next((n for n in nodes if _mistaken(trail.flow, n, mask, due)), None)
    return None if wrong is None else place(trail.flow.site(wrong))


def _mistaken(flow: Flow, n: int, mask: Array, due: list[Array]) -> bool:
    """Whether a value has the size of one step's mask, is made of the mask, and is none that is due."""
    value = flow.value(n)
    if value is None or flow.site(n).kind in PASSED_ON or value.size not in (1, mask.shape[1]):
        return False
    if value.size == 1 and value.dtype.kind != "f":  # a length, or a time
        return False
    if any(np.array_equal(value.ravel(), k) for k in (*due, mask.sum(axis=0))):
        return False
    return any(_is_mask(flow.value(j), mask) for j in _reached(flow, n))


def _is_mask(value: Array | None, mask: Array) -> bool:
    """Whether a value is the whole mask, or the lengths that it stands for."""
    if value is None or value.dtype.kind not in "fiub":
        return False
    if value.ndim == 2 and value.size == mask.size:
        return np.array_equal(value, mask) or np.array_equal(value.T, mask)
    return np.array_equal(value.ravel(), mask.sum(axis=0))


def _reached(flow: Flow, node: int) -> list[int]:
    """Everything a value was made from, as far as it is near."""
    seen, queue = [node], [node]
    while queue and len(seen) < REACH:
        fresh = [j for j in flow.operands(queue.pop(0)) if j not in seen]
        seen += fresh
        queue += fresh
    return seen
