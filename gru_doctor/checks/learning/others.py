"""The two that a GRU is compared with: an LSTM and a tanh RNN, forward and back, for `learn`.

LSTM: Hochreiter and Schmidhuber 1997 with the forget gate of Gers, Schmidhuber and Cummins 2000.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from gru_doctor.checks.learning.training import Model, Pullback
from gru_doctor.equations.activations import sigmoid
from gru_doctor.records import Array, Arrays

Shapes = dict[str, tuple[int, ...]]


def lstm(weights: Arrays, xs: Array) -> tuple[Array, Pullback]:
    """See Model. Arrays W (D, 4H), U (H, 4H), b (4H,), gates in the order input, forget, output, g."""
    w, u, b = weights["W"], weights["U"], weights["b"]
    h = c = np.zeros((xs.shape[1], len(u)))
    steps = []
    for x in xs:
        i, f, o, g = np.split(x @ w + h @ u + b, 4, axis=1)
        step = _Held(x, h, c, sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(g))
        c, h = step.cell, step.out
        steps.append(step)
    return h, partial(_lstm_back, weights, steps)


@dataclass(frozen=True)
class _Held:
    """One step of the LSTM: what went in, and its gates."""

    x: Array
    h: Array
    c: Array
    i: Array
    f: Array
    o: Array
    g: Array

    @property
    def cell(self) -> Array:
        """c' = f c + i g."""
        made: Array = self.f * self.c + self.i * self.g
        return made

    @property
    def out(self) -> Array:
        """h' = o tanh(c')."""
        made: Array = self.o * np.tanh(self.cell)
        return made

    def back(self, dh: Array, dc: Array) -> tuple[Array, Array]:
        """The gradients of the four pre-activations (B, 4H), and of c."""
        squashed = np.tanh(self.cell)
        dc = dc + dh * self.o * (1 - squashed**2)
        gates = (dc * self.g, dc * self.c, dh * squashed)
        slopes = [d * s * (1 - s) for d, s in zip(gates, (self.i, self.f, self.o), strict=True)]
        return np.concatenate([*slopes, dc * self.i * (1 - self.g**2)], axis=1), dc * self.f


def _lstm_back(weights: Arrays, steps: list[_Held], dh: Array) -> Arrays:
    totals = {name: np.zeros_like(a) for name, a in weights.items()}
    dc = np.zeros_like(dh)
    for step in reversed(steps):
        da, dc = step.back(dh, dc)
        dh = _added(totals, weights, (step.x, step.h), da)
    return totals


def rnn(weights: Arrays, xs: Array) -> tuple[Array, Pullback]:
    """See Model. h' = tanh(x W + h U + b), W (D, H), U (H, H), b (H,)."""
    h = np.zeros((xs.shape[1], len(weights["U"])))
    states = [h]
    for x in xs:
        states.append(np.tanh(x @ weights["W"] + states[-1] @ weights["U"] + weights["b"]))
    return states[-1], partial(_rnn_back, weights, xs, states)


def _rnn_back(weights: Arrays, xs: Array, states: list[Array], dh: Array) -> Arrays:
    totals = {name: np.zeros_like(a) for name, a in weights.items()}
    for t in range(len(xs) - 1, -1, -1):
        da = dh * (1 - states[t + 1] ** 2)
        dh = _added(totals, weights, (xs[t], states[t]), da)
    return totals


def _added(totals: dict[str, Array], weights: Arrays, inputs: tuple[Array, Array], da: Array) -> Array:
    """Add one step's gradients to the totals; the gradient of the state before it."""
    x, h = inputs
    totals["W"] += x.T @ da
    totals["U"] += h.T @ da
    totals["b"] += da.sum(axis=0)
    before: Array = da @ weights["U"].T
    return before


def _shapes(gates: int, input_size: int, hidden_size: int) -> Shapes:
    width = gates * hidden_size
    return {"W": (input_size, width), "U": (hidden_size, width), "b": (width,)}


OTHERS: dict[str, tuple[Model, int]] = {"LSTM": (lstm, 4), "tanh RNN": (rnn, 1)}
"""By name: the model, and how many blocks of H columns its arrays have."""


def shapes_of(name: str, input_size: int, hidden_size: int) -> Shapes:
    """The shapes of the arrays of one of OTHERS."""
    return _shapes(OTHERS[name][1], input_size, hidden_size)
