"""Files as people write them, of which several test modules make wrong ones."""

from __future__ import annotations

from textwrap import dedent

CELL = dedent("""
    import numpy as np

    def sigmoid(a):
        return 1 / (1 + np.exp(-a))

    class Cell:
        def __init__(self, n_in, n_hid):
            rng = np.random.default_rng(0)
            self.W = rng.normal(size=(n_in, 3 * n_hid))
            self.U = rng.normal(size=(n_hid, 3 * n_hid))
            self.b, self.c = np.zeros(3 * n_hid), np.zeros(3 * n_hid)

        def forward(self, x, h):
            xr, xz, xn = np.split(x @ self.W + self.b, 3, axis=1)
            hr, hz, hn = np.split(h @ self.U + self.c, 3, axis=1)
            r, z = sigmoid(xr + hr), sigmoid(xz + hz)
            n = np.tanh(xn + r * hn)
            self.cache = (x, h, r, z, n, hn)
            return z * h + (1 - z) * n

        def backward(self, dout):
            x, h, r, z, n, hn = self.cache
            dz = dout * (h - n)
            daz = dz * z * (1 - z)
            dan = dout * (1 - z) * (1 - n * n)
            dr = dan * hn
            dar = dr * r * (1 - r)
            dm = dan * r
            dx_side = np.concatenate([dar, daz, dan], axis=1)
            dh_side = np.concatenate([dar, daz, dm], axis=1)
            self.dW, self.db = x.T @ dx_side, dx_side.sum(axis=0)
            self.dU = h.T @ dh_side
            self.dc = dh_side.sum(axis=0)
            dx = dx_side @ self.W.T
            dh = dout * z + dh_side @ self.U.T
            return dx, dh
""").lstrip()
"""A cell with a backward pass by hand."""

LAYER = """
import numpy as np

def sigmoid(a):
    return 1 / (1 + np.exp(-a))

class Layer:
    def __init__(self, input_size, hidden_size):
        self.Wz, self.Wr, self.Wn = (np.random.randn(input_size, hidden_size) for _ in range(3))
        self.Uz, self.Ur, self.Un = (np.random.randn(hidden_size, hidden_size) for _ in range(3))

    def forward(self, xs, h):
        states = []
        for x in xs:
            START
            z = sigmoid(x @ self.Wz + h @ self.Uz)
            r = sigmoid(x @ self.Wr + h @ self.Ur)
            n = np.tanh(x @ self.Wn + (r * h) @ self.Un)
            h = z * h + (1 - z) * n
            END
            states.append(h)
        return np.stack(states)
"""


def layer(start: str = "pass", end: str = "pass") -> str:
    """A layer whose loop begins and ends each step with these statements."""
    return LAYER.replace("START", start).replace("END", end)
