"""The reference layer: what a correct layer returns for a sequence, a mask and an initial state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from gru_doctor.equations.gru import EQUATIONS, Equation, Step
from gru_doctor.records import Array, Arrays, Convention


@dataclass(frozen=True)
class Sequence:
    """The inputs of a layer: xs (T, B, D), h0 (B, H), mask (T, B) of 0 and 1 or None."""

    weights: Arrays
    convention: Convention
    xs: Array
    h0: Array
    mask: Array | None = None
    equations: Mapping[str, Equation] = field(default_factory=lambda: EQUATIONS)

    def step(self, t: int, h: Array) -> Array:
        """The new state after step t from state h, mask aside."""
        return Step(self.weights, self.xs[t], h, self.convention, self.equations).out

    def held(self, t: int, new: Array, old: Array) -> Array:
        """The new state on real steps, the old one on padded ones."""
        if self.mask is None:
            return new
        m = self.mask[t][:, None]
        held: Array = m * new + (1 - m) * old
        return held


@dataclass(frozen=True)
class Returned:
    """What a layer gives: the states (T, B, H) and the final one (B, H)."""

    outputs: Array
    last: Array


Layer = Callable[[Sequence], Returned]


def restarting(s: Sequence) -> Returned:
    """The mask of Keras 0.x: it multiplies h(t−1), so that the state restarts after a padded step,
    and nothing is held."""
    h, states = s.h0, []
    for t in range(len(s.xs)):
        h = s.step(t, h if s.mask is None or t == 0 else s.mask[t - 1][:, None] * h)
        states.append(h)
    return Returned(np.stack(states), h)


def run(s: Sequence) -> Returned:
    """h_t = step(x_t, h_{t−1}) for t = 1 … T; a padded step holds the state."""
    h, states = s.h0, []
    for t in range(len(s.xs)):
        h = s.held(t, s.step(t, h), h)
        states.append(h)
    return Returned(np.stack(states), h)
