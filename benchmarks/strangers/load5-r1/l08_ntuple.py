from typing import NamedTuple, List, Tuple
import numpy as np
from numpy import ndarray as Arr


class Gate(NamedTuple):
    wx: Arr
    wh: Arr
    b: Arr


class Weights(NamedTuple):
    z: Gate
    r: Gate
    g: Gate


def new_gate(rs: np.random.RandomState, nx: int, nh: int) -> Gate:
    return Gate(rs.randn(nh, nx) / nx ** 0.5, rs.randn(nh, nh) / nh ** 0.5, np.zeros((nh,)))


def new_weights(nx: int, nh: int, seed: int = 0) -> Weights:
    rs = np.random.RandomState(seed)
    return Weights(*(new_gate(rs, nx, nh) for _ in range(3)))


def σ(a: Arr) -> Arr:
    return 1.0 / (1.0 + np.exp(-a))


def activate(g: Gate, x: Arr, h: Arr) -> Arr:
    return g.wx @ x + g.wh @ h + g.b


def cell(w: Weights, x: Arr, h: Arr) -> Arr:
    z = σ(activate(w.z, x, h))
    r = σ(activate(w.r, x, h))
    g = np.tanh(activate(w.g, x, r * h))
    return z * h + z * g


def rollout(w: Weights, xs: List[Arr], h: Arr) -> Tuple[Arr, List[Arr]]:
    hs = []
    for x in xs:
        h = cell(w, x, h)
        hs.append(h)
    return h, hs


if __name__ == "__main__":
    w = new_weights(4, 6)
    print(rollout(w, [np.ones(4)] * 3, np.zeros(6))[0])
