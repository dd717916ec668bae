"""Minimal gated unit (Zhou et al. 2016): one forget gate does both jobs."""
import numpy as np


class MGUCell:
    def __init__(self, input_dim, units, seed=0):
        g = np.random.default_rng(seed)
        self.Wf = g.normal(size=(input_dim, units)) / input_dim
        self.Uf = g.normal(size=(units, units)) / units
        self.bf = np.zeros(units)
        self.Wh = g.normal(size=(input_dim, units)) / input_dim
        self.Uh = g.normal(size=(units, units)) / units
        self.bh = np.zeros(units)

    def __call__(self, x, h):
        f = 1.0 / (1.0 + np.exp(-(x @ self.Wf + h @ self.Uf + self.bf)))
        h_tilde = np.tanh(x @ self.Wh + (f * h) @ self.Uh + self.bh)
        return f * h + f * h_tilde
