"""The reference over time: the step applied from the first to the last, with mask and state."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gru_doctor.equations.gru import EQUATIONS, Equation, Step
from gru_doctor.records import Array, Arrays, Convention


def unroll(
    weights: Arrays,
    xs: Array,
    h0: Array,
    convention: Convention,
    mask: Array | None = None,
    equations: Mapping[str, Equation] = EQUATIONS,
) -> Array:
    """States (T, B, H) after each step of xs (T, B, D) from h0 (B, H).

    Where mask (T, B) is 0 the state is held: a padded step changes nothing.
    """
    h, states = h0, []
    for t, x in enumerate(xs):
        new = Step(weights, x, h, convention, equations).out
        h = new if mask is None else mask[t][:, None] * new + (1 - mask[t][:, None]) * h
        states.append(h)
    return np.stack(states) if states else np.zeros((0, *h0.shape))
