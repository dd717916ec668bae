"""Wrong ways over time, made from the right one: what goes into the layer, or comes out, is changed.

Any of these may be handed a sequence of any length; none raises on a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from gru_doctor.equations.layer import Layer, Returned, Sequence, run
from gru_doctor.records import Array

Inputs = Callable[[Sequence], Sequence]
Results = Callable[[Returned, Sequence], Returned]
Carry = Callable[[Sequence, int, Array], Array]


def _same(s: Sequence) -> Sequence:
    return s


def _whole(returned: Returned, s: Sequence) -> Returned:
    return returned


def around(before: Inputs = _same, after: Results = _whole) -> Layer:
    """The layer with its inputs changed before and its results after; `after` sees the true inputs."""
    return partial(_around, before, after)


def _around(before: Inputs, after: Results, s: Sequence) -> Returned:
    inner = before(s)
    empty = np.zeros((0, *s.h0.shape))
    return after(run(inner) if len(inner.xs) else Returned(empty, inner.h0), s)


def carrying(step: Carry) -> Layer:
    """A loop whose new state is step(sequence, t, old state)."""
    return partial(_carrying, step)


def _carrying(step: Carry, s: Sequence) -> Returned:
    h, states = s.h0, []
    for t in range(len(s.xs)):
        h = step(s, t, h)
        states.append(h)
    return Returned(np.stack(states), h) if states else Returned(np.zeros((0, *h.shape)), h)


def at(order: Callable[[int], list[int]], *, masks: bool = True) -> Inputs:
    """The steps in another order: order(T) lists the ones that are read."""
    return partial(_at, order, masks)


def _at(order: Callable[[int], list[int]], masks: bool, s: Sequence) -> Sequence:
    chosen = order(len(s.xs))
    mask = s.mask if s.mask is None or not masks else s.mask[chosen]
    return replace(s, xs=s.xs[chosen], mask=mask)


def last_of(returned: Returned, otherwise: Array) -> Array:
    """The last of the outputs, or the given state where there are none."""
    return returned.outputs[-1] if len(returned.outputs) else otherwise
