"""Gate block used by the planner; hidden state is (batch, units)."""
import numpy as np


def hard(x):
    return 1 / (1 + np.exp(-x))


class PlannerGRU:
    def __init__(self, obs_dim, units, seed=0):
        g = np.random.default_rng(seed)
        self.K = g.normal(size=(obs_dim + units, 2 * units)) * 0.1
        self.Kc = g.normal(size=(obs_dim + units, units)) * 0.1
        self.c = np.ones(2 * units)
        self.cc = np.zeros(units)

    def step(self, obs, mem):
        gates = hard(np.concatenate([obs, mem], 1) @ self.K + self.c)
        keep, use = np.split(gates, 2, axis=1)
        cand = np.tanh(hard(np.concatenate([obs, use * mem], 1) @ self.Kc) + self.cc)
        return keep * mem + (1 - keep) * cand
