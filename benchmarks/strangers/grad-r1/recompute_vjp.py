"""Functional GRU with one joint matrix per gate pair; the vjp recomputes the gates rather than store them."""
from typing import Dict, Tuple

import numpy as np

Params = Dict[str, np.ndarray]


def init(input_dim: int, state_dim: int, seed: int = 0) -> Params:
    g = np.random.default_rng(seed)
    rows = 1 + state_dim + input_dim
    return {
        "gates": g.normal(0, 0.2, (rows, 2 * state_dim)),  # rows: 1, h, x ; columns: reset, update
        "cand": g.normal(0, 0.2, (rows, state_dim)),
    }


def _expit(a):
    return 0.5 * (1.0 + np.tanh(0.5 * a))


def _gates(p, x, h):
    one = np.ones((len(x), 1))
    left = np.concatenate((one, h, x), axis=1)
    ru = _expit(left @ p["gates"])
    r, u = np.split(ru, 2, axis=1)
    mid = np.concatenate((one, r * h, x), axis=1)
    c = np.tanh(mid @ p["cand"])
    return left, mid, r, u, c


def gru_apply(p: Params, x, h):
    """x (B, D), h (B, H) -> new h (B, H)"""
    _, _, r, u, c = _gates(p, x, h)
    return u * h + (1 - u) * c


def gru_apply_grad(p: Params, x, h, g) -> Tuple[np.ndarray, np.ndarray, Params]:
    """Vector-Jacobian product: returns (gh, gx, gparams)."""
    left, mid, r, u, c = _gates(p, x, h)
    n = h.shape[1]
    gu = g * (h - c)
    gc = g * (1 - u) * (1 - c * c)
    gmid = gc @ p["cand"].T
    gr = gmid[:, 1:n + 1] * h
    gru_pre = np.hstack((gr * r * (1 - r), gu * u * (1 - u)))
    gleft = gru_pre @ p["gates"].T
    gh = g * u + r * gmid[:, 1:n + 1] + gleft[:, 1:n + 1]
    gx = gmid[:, n + 1:] + gleft[:, n + 1:]
    return gh, gx, {"cand": mid.T @ gc, "gates": left.T @ gru_pre}
