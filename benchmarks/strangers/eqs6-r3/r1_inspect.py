"""GRU used in the interpretability notebook: keeps its gates for later plots."""
import numpy as np


def sigma(a):
    return 1.0 / (1.0 + np.exp(-a))


class WatchedGRU:
    def __init__(self, d, m, seed=0):
        g = np.random.default_rng(seed)
        self.A = g.normal(0, 0.3, (d + m, 3 * m))
        self.v = np.zeros(3 * m)
        self.m = m

    def step(self, x, s):
        m = self.m
        Ax, As = self.A[:-m], self.A[-m:]
        px = x @ Ax + self.v
        u = sigma(px[:, :m] + s @ As[:, :m])
        q = sigma(px[:, m:2 * m] + s @ As[:, m:2 * m])
        t = np.tanh(px[:, 2 * m:] + (q * s) @ As[:, 2 * m:])
        self.last = (x, s, u, q, t)
        return np.where(u > 0, u * s, 0.0) + t - u * t

    def saliency(self, unit):
        """How much every old unit leaks into this one."""
        x, s, u, q, t = self.last
        return u[:, unit] * s[:, unit], (q.T * s.T).T

    def mean_gates(self, axis):
        x, s, u, q, t = self.last
        return u.mean(axis), q.mean(axis)
