"""The published activations and their derivatives, by name; and functions that no published GRU uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from gru_doctor.records import Array


class Activation(NamedTuple):
    """f, and df given the pre-activation and the value (each derivative uses what is cheapest)."""

    f: Callable[[Any], Array]
    df: Callable[[Any, Any], Array]


def sigmoid(a: Any) -> Any:
    """σ(a) = 1/(1 + e^−a), without overflow; complex numbers pass."""
    if np.iscomplexobj(a):
        return 1 / (1 + np.exp(-a))
    e = np.exp(-np.abs(a))
    return np.where(np.asarray(a) >= 0, 1 / (1 + e), e / (1 + e))


def _linear_sigmoid(slope: float) -> Activation:
    def f(a: Any) -> Any:
        return np.clip(slope * a + 0.5, 0.0, 1.0)

    def df(a: Any, y: Any) -> Any:
        return slope * ((y > 0) & (y < 1))

    return Activation(f, df)


GATE_ACTIVATIONS: Mapping[str, Activation] = {
    "sigmoid": Activation(sigmoid, lambda a, y: y * (1 - y)),
    "hard_sigmoid": _linear_sigmoid(0.2),
    "hard_sigmoid_6": _linear_sigmoid(1 / 6),
    "steep_sigmoid": Activation(lambda a: sigmoid(3.75 * a), lambda a, y: 3.75 * y * (1 - y)),
}

CANDIDATE_ACTIVATIONS: Mapping[str, Activation] = {
    "tanh": Activation(np.tanh, lambda a, y: 1 - y * y),
    "relu": Activation(lambda a: np.maximum(a, 0.0), lambda a, y: 1.0 * (a > 0)),
    "sigmoid": Activation(sigmoid, lambda a, y: y * (1 - y)),
    "hard_sigmoid": _linear_sigmoid(0.2),
    "identity": Activation(lambda a: a + 0.0, lambda a, y: np.ones_like(y)),
}


def softmax(a: Any) -> Any:
    """e^a over its sum along the units"""
    e = np.exp(a - np.max(a, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


ELSEWHERE: Mapping[str, Callable[[Any], Any]] = {
    "softmax(a)": softmax,
    "softplus(a)": lambda a: np.logaddexp(0.0, a),
    "leaky_relu(a)": lambda a: np.where(a > 0, a, 0.01 * a),
    "elu(a)": lambda a: np.where(a > 0, a, np.expm1(np.minimum(a, 0.0))),
    "a / (1 + |a|)": lambda a: a / (1 + np.abs(a)),
    "a σ(a)": lambda a: a * sigmoid(a),
}
"""Functions that are right as what they are, and of use in other nets."""
