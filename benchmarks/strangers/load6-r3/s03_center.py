"""Per residue secondary structure: window of residues, the middle one is predicted."""
import numpy as np


class WindowGRU:
    def __init__(self, n_aa, n_units, n_classes=3, seed=5):
        g = np.random.default_rng(seed)
        self.A = g.normal(0, .2, (n_aa, 3 * n_units))
        self.B = g.normal(0, .2, (n_units, 3 * n_units))
        self.c = g.normal(0, .1, 3 * n_units)
        self.O = g.normal(0, .2, (n_units, n_classes))
        self.m = n_units

    def __call__(self, win):
        # win: (batch, residues, n_aa)
        m = self.m
        h = np.zeros((len(win), m))
        keep = []
        for k in range(win.shape[1]):
            a = win[:, k] @ self.A + self.c
            b = h @ self.B
            z = 1 / (1 + np.exp(-a[:, :m] - b[:, :m]))
            r = 1 / (1 + np.exp(-a[:, m:2 * m] - b[:, m:2 * m]))
            h = z * h + (1 - z) * np.tanh(a[:, 2 * m:] + r * b[:, 2 * m:])
            keep.append(h)
        mid = keep[len(keep) // 2]
        e = np.exp(mid @ self.O)
        return e / e.sum(-1, keepdims=True)
