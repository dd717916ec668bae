"""GRU as a coroutine: send x, receive h. The arithmetic lives in a plain cell below."""
import numpy as np


def _logit_inv(a):
    out = np.empty_like(a)
    pos = a >= 0
    out[pos] = 1 / (1 + np.exp(-a[pos]))
    ea = np.exp(a[~pos])
    out[~pos] = ea / (1 + ea)
    return out


class Cell:
    __slots__ = ("wx", "wh", "bx", "bh", "n")

    def __init__(self, n_in, n):
        rng = np.random.default_rng(8)
        self.n = n
        self.wx, self.wh = rng.normal(0, 0.3, (n_in, 3, n)), rng.normal(0, 0.3, (n, 3, n))
        self.bx, self.bh = np.zeros((3, n)), np.zeros((3, n))

    def __call__(self, x, h):
        ax = np.tensordot(x, self.wx, axes=1) + self.bx
        ah = np.tensordot(h, self.wh, axes=1) + self.bh
        u, v = _logit_inv(ax[:, 0] + ah[:, 0]), _logit_inv(ax[:, 1] + ah[:, 1])
        return u * np.tanh(ax[:, 2] + v * ah[:, 2]) + (1 - u) * h
