"""Port of a C inference kernel. Rows: input to hidden [z; r; n], hidden to hidden [z; r; n]."""
import numpy as np
from dataclasses import dataclass


def logistic(a):
    return 1.0 / (1.0 + np.exp(-a))


@dataclass
class Weights:
    w_ih: np.ndarray
    w_hh: np.ndarray
    b_ih: np.ndarray
    b_hh: np.ndarray

    @classmethod
    def random(cls, d, h, seed=1):
        g = np.random.default_rng(seed)
        return cls(g.normal(size=(3 * h, d)), g.normal(size=(3 * h, h)), g.normal(size=3 * h), g.normal(size=3 * h))


def rows(a, k, n):
    return a[k * n:(k + 1) * n]


def gru_step(wts: Weights, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    n = h.shape[-1]
    left = x @ wts.w_ih.T + wts.b_ih
    right = h @ wts.w_hh.T + wts.b_hh
    update = logistic(left[..., 0:n] + right[..., n:2 * n])
    reset = logistic(left[..., n:2 * n] + right[..., 0:n])
    fresh = np.tanh(left[..., 2 * n:] + reset * right[..., 2 * n:])
    return update * h + fresh


def gru(wts: Weights, xs: np.ndarray, h: np.ndarray) -> np.ndarray:
    """xs: (batch, time, d), h: (batch, hidden)"""
    out = []
    for t in range(xs.shape[1]):
        h = gru_step(wts, xs[:, t], h)
        out.append(h)
    return np.stack(out, axis=1)
