"""The reference backward pass over time (back-propagation through time), step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gru_doctor.equations.backward import RULES, Rule, StepGradient, backward
from gru_doctor.equations.gru import EQUATIONS, Equation, Step
from gru_doctor.equations.unroll import unroll
from gru_doctor.records import Array, Arrays, Convention


@dataclass(frozen=True)
class SequenceGradient:
    """dL/d(everything) of a sequence: xs (T, B, D), h0 (B, H), weights by block.

    `states` (T + 1, B, H) is the whole dL/dh_t, of h0 first and of the last state last; `steps` is
    what each time step contributed, first step first.
    """

    xs: Array
    h0: Array
    weights: Arrays
    states: Array
    steps: tuple[StepGradient, ...]

    @property
    def norms(self) -> Array:
        """‖dL/dh_t‖ for t = 0 … T, (T + 1,)."""
        norms: Array = np.sqrt((self.states**2).sum(axis=(1, 2)))
        return norms


def unroll_backward(
    weights: Arrays,
    xs: Array,
    h0: Array,
    convention: Convention,
    cotangents: Array,
    mask: Array | None = None,
    rules: Mapping[str, Rule] = RULES,
    equations: Mapping[str, Equation] = EQUATIONS,
) -> SequenceGradient:
    """The gradient of Σ cotangents ⊙ unroll(…): xs (T, B, D), cotangents (T, B, H), mask (T, B).

    With other `equations` it is the published backward over the values that those have made."""
    before = [h0, *unroll(weights, xs, h0, convention, mask, equations)]
    dh, states, steps = np.zeros_like(h0), [], []
    for t in reversed(range(len(xs))):
        dh = dh + cotangents[t]
        states.append(dh)
        step = Step(weights, xs[t], before[t], convention, equations)
        part = _masked(step, dh, None if mask is None else mask[t][:, None], rules)
        steps.append(part)
        dh = part.dh_total
    states.append(dh)
    return _collect(weights, xs, states[::-1], tuple(steps[::-1]))


def _masked(step: Step, dh: Array, mask: Array | None, rules: Mapping[str, Rule]) -> StepGradient:
    """One step back; where mask (B, 1) is 0 the state was held, and all of dh passes by."""
    if mask is None:
        return backward(step, dh, rules)
    part = backward(step, mask * dh, rules)
    return replace(part, dh={**part.dh, "held": (1 - mask) * dh})


def _collect(
    weights: Arrays, xs: Array, states: list[Array], steps: tuple[StepGradient, ...]
) -> SequenceGradient:
    dxs = np.stack([step.dx_total for step in steps]) if steps else np.zeros_like(xs)
    totals = {
        name: sum((step.weights[name] for step in steps), np.zeros_like(block))
        for name, block in weights.items()
    }
    return SequenceGradient(dxs, states[0], totals, np.stack(states), steps)
