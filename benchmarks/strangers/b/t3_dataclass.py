from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Weights:
    Wz: np.ndarray
    Wr: np.ndarray
    Wc: np.ndarray
    Uz: np.ndarray
    Ur: np.ndarray
    Uc: np.ndarray
    bz: np.ndarray
    br: np.ndarray
    bc: np.ndarray


def logistic(a):
    return np.where(a >= 0, 1 / (1 + np.exp(-np.abs(a))), 1 - 1 / (1 + np.exp(-np.abs(a))))


def advance(w: Weights, h: np.ndarray, x: np.ndarray) -> np.ndarray:
    z = logistic(x @ w.Wz + h @ w.Uz + w.bz)
    r = logistic(x @ w.Wr + h @ w.Ur.T + w.br)
    c = np.tanh(x @ w.Wc + (r * h) @ w.Uc)
    return h + (1 - z) * (c - h)


def fresh(d: int, n: int, seed: int = 0) -> Weights:
    g = np.random.default_rng(seed)
    return Weights(*(g.normal(0, 0.3, s) for s in [(d, n)] * 3 + [(n, n)] * 3 + [(n,)] * 3))
