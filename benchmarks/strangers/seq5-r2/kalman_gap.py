"""GRU over irregular samples: where a sample is missing the state simply stays."""
import numpy as np
from typing import NamedTuple


class Net(NamedTuple):
    w_in: np.ndarray
    w_rec: np.ndarray
    b_in: np.ndarray
    b_rec: np.ndarray


def build(n_in, n_cell, seed=0):
    g = np.random.default_rng(seed)
    return Net(g.normal(0, .2, (3 * n_cell, n_in)), g.normal(0, .2, (3 * n_cell, n_cell)),
               np.zeros(3 * n_cell), np.zeros(3 * n_cell))


def sig(v):
    return np.reciprocal(1 + np.exp(-v))


def tick(net, x, h):
    xr, xz, xn = np.split(net.w_in @ x + net.b_in, 3)
    hr, hz, hn = np.split(net.w_rec @ h + net.b_rec, 3)
    z = sig(xz + hz)
    return z * h + (1 - z) * np.tanh(xn + sig(xr + hr) * hn)


def run(net, samples, present, h=None):
    """samples (T, n_in), present (T,) of booleans"""
    if h is None:
        h = np.zeros(net.w_rec.shape[1])
    trail = []
    for x, seen in zip(samples, present):
        if seen:
            h = tick(net, x, h)
        trail.append(h)
    return np.array(trail)
