from collections import deque
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Weights:
    W: np.ndarray
    U: np.ndarray
    b: np.ndarray


def fresh(d, m):
    r = np.random.default_rng(0)
    return Weights(r.normal(0, .2, (3, m, d)), r.normal(0, .2, (3, m, m)), np.zeros((3, m, 1)))


class GRUChain:
    """Column vectors, batch last. `unroll` then `rewind`."""

    def __init__(self, d, m):
        self.w = fresh(d, m)
        self.g = Weights(*(np.zeros_like(a) for a in (self.w.W, self.w.U, self.w.b)))
        self.past = deque()

    def unroll(self, xs, h):
        self.past.clear()
        W, U, b = self.w.W, self.w.U, self.w.b
        for x in xs:
            a = W @ x + b
            z = 1 / (1 + np.exp(-(a[0] + U[0] @ h)))
            r = 1 / (1 + np.exp(-(a[1] + U[1] @ h)))
            c = np.tanh(a[2] + U[2] @ (r * h))
            self.past.appendleft((x, h, z, r, c))
            h = (1 - z) * h + z * c
            yield h

    def forward(self, xs, h):
        return list(self.unroll(xs, h))

    def backward(self, dhs):
        W, U, g = self.w.W, self.w.U, self.g
        dh, dxs = np.zeros_like(dhs[0]), deque()
        for d, (x, h, z, r, c) in zip(reversed(dhs), self.past):
            dh = dh + d
            dc = dh * z * (1 - c ** 2)
            dz = dh * (c - h) * z * (1 - z)
            drh = U[2].T @ dc
            dr = drh * h * r * (1 - r)
            for k, (da, left) in enumerate([(dz, h), (dr, h), (dc, r * h)]):
                np.add(g.W[k], da @ x.T, out=g.W[k])
                np.add(g.U[k], da @ left.T, out=g.U[k])
                np.add(g.b[k], da.sum(1, keepdims=True), out=g.b[k])
            dxs.appendleft(W[0].T @ dz + W[1].T @ dr + W[2].T @ dc)
            dh = dh * (1 - z) + drh * r + U[0].T @ dz + U[1].T @ dr
        return list(dxs), dh
