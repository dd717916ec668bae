"""Training without a framework: a linear readout, and Adam.

Adam is Kingma and Ba 2015 (arXiv:1412.6980), algorithm 1, with its default decay rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from math import isfinite

import numpy as np

from gru_doctor.checks.learning.tasks import Batch, Task
from gru_doctor.records import Array, Arrays

RATE = 0.03
DECAYS = (0.9, 0.999)
TINY = 1e-8

Pullback = Callable[[Array], Arrays]
Model = Callable[[Arrays, Array], tuple[Array, Pullback]]
"""(weights, xs (T, B, D)) -> the last state (B, H), and dL/d(state) -> dL/d(weights)."""


class Adam:
    """Arrays by name, and the moments of their gradients."""

    def __init__(self, arrays: Arrays, rate: float = RATE) -> None:
        self.rate = rate
        self.arrays = {name: np.array(a, dtype=np.float64) for name, a in arrays.items()}
        self._first = {name: np.zeros_like(a) for name, a in self.arrays.items()}
        self._second = {name: np.zeros_like(a) for name, a in self.arrays.items()}
        self._count = 0

    def step(self, gradients: Arrays) -> None:
        """Move every array against its gradient; a gradient that is missing is zero."""
        self._count += 1
        decay, decay2 = DECAYS
        unbias, unbias2 = 1 - decay**self._count, 1 - decay2**self._count
        for name, array in self.arrays.items():
            g = gradients.get(name, 0.0)
            first, second = self._first[name], self._second[name]
            first += (1 - decay) * (g - first)
            second += (1 - decay2) * (g * g - second)
            array -= self.rate * (first / unbias) / (np.sqrt(second / unbias2) + TINY)


def losses(
    model: Model, weights: Arrays, readout: Arrays, task: Task, batches: Iterable[Batch], rate: float = RATE
) -> Iterator[float]:
    """The loss on each batch before it is learned from; readout is V (H, K) and c (K,)."""
    cell, top = Adam(weights, rate), Adam(readout, rate)
    for batch in batches:
        states, pullback = model(cell.arrays, batch.xs)
        v = top.arrays["V"]
        loss, slope = task.loss(states @ v + top.arrays["c"], batch)
        yield loss
        cell.step(pullback(slope @ v.T))
        top.step({"V": states.T @ slope, "c": slope.sum(axis=0)})


def until(curve: Iterable[float], goal: float, limit: int) -> tuple[float, ...]:
    """The curve up to the first loss at or below `goal`, the first not finite, or `limit` steps."""
    kept: list[float] = []
    for loss in islice(curve, limit):
        kept.append(loss)
        if loss <= goal or not isfinite(loss):
            break
    return tuple(kept)
