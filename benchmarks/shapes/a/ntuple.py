from typing import NamedTuple
import numpy as np


class GRUParams(NamedTuple):
    w_z: np.ndarray  # (hidden, in + hidden)
    w_r: np.ndarray
    w_h: np.ndarray


def init_params(key: int, in_dim: int, hidden_dim: int) -> GRUParams:
    rng = np.random.default_rng(key)
    shape = (hidden_dim, in_dim + hidden_dim)
    return GRUParams(*(rng.normal(0.0, 0.1, shape) for _ in range(3)))


def logistic(a: np.ndarray) -> np.ndarray:
    return np.reciprocal(1.0 + np.exp(-a))


def gru_cell(params: GRUParams, state: np.ndarray, inp: np.ndarray) -> np.ndarray:
    """No biases, concatenated weights. Works on single vectors."""
    both = np.concatenate([inp, state])
    z = logistic(params.w_z @ both)
    r = logistic(params.w_r @ both)
    cand = np.tanh(params.w_h @ np.concatenate([inp, r * state]))
    return (1.0 - z) * state + z * cand


def scan(params: GRUParams, state: np.ndarray, inputs: np.ndarray):
    """inputs: (time, in). Returns the last state and all states."""
    ys = []
    for inp in inputs:
        state = gru_cell(params, state, inp)
        ys.append(state)
    return state, np.stack(ys)
