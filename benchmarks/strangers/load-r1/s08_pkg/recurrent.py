import numpy as np

from . import ops
from .base import Module


class GRUCell(Module):
    def __init__(self, n_in, n_out, rng=None):
        super().__init__()
        rng = rng or np.random.default_rng(7)
        self.n_in, self.n_out = n_in, n_out
        for gate in "zrh":
            self.register("W" + gate, rng.normal(0, 0.2, (n_in + n_out, n_out)))
            self.register("b" + gate, rng.normal(0, 0.2, n_out))

    def forward(self, x, h):
        xh = np.concatenate([x, h], axis=-1)
        z = ops.sigmoid(ops.affine(xh, self.Wz, self.bz))
        r = ops.sigmoid(ops.affine(xh, self.Wr, self.br))
        cand = ops.tanh(ops.affine(np.concatenate([x, r * h], axis=-1), self.Wh, self.bh))
        return (1 - z) * h + r * cand


class GRU(Module):
    def __init__(self, n_in, n_out, rng=None):
        super().__init__()
        self.cell = GRUCell(n_in, n_out, rng)
        self.n_out = n_out

    def forward(self, xs, h0=None):
        """xs: (T, B, n_in)"""
        h = np.zeros((xs.shape[1], self.n_out)) if h0 is None else h0
        hs = []
        for x in xs:
            h = self.cell(x, h)
            hs.append(h)
        return np.stack(hs), h
