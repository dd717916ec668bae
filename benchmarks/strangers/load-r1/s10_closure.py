from dataclasses import dataclass
from functools import partial
from typing import Callable, NamedTuple

import numpy as np


class GateWeights(NamedTuple):
    on_input: np.ndarray
    on_state: np.ndarray
    offset: np.ndarray


@dataclass(frozen=True)
class Weights:
    forget: GateWeights
    look: GateWeights
    fresh: GateWeights


def logistic(v):
    return 0.5 * (1 + np.tanh(0.5 * v))


def make_weights(features: int, units: int, seed: int = 3) -> Weights:
    rng = np.random.default_rng(seed)

    def gate():
        return GateWeights(
            rng.standard_normal((units, features)) / np.sqrt(features),
            rng.standard_normal((units, units)) / np.sqrt(units),
            rng.standard_normal(units),
        )

    return Weights(gate(), gate(), gate())


def make_gru(features: int, units: int, seed: int = 3) -> Callable:
    w = make_weights(features, units, seed)

    def pre(g: GateWeights, x, h):
        return g.on_input @ x + g.on_state @ h + g.offset

    def advance(h, x):
        keep = logistic(pre(w.forget, x, h))
        look = logistic(pre(w.look, x, h))
        fresh = np.tanh(pre(w.fresh, x, look * h))
        return keep * h + (1 - keep) * fresh

    return advance
