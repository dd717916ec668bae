"""Decoder step of a small captioner, weights kept in one flat vector (for an evolution strategy)."""
import numpy as np


class FlatGRU:
    def __init__(self, obs, mem, theta=None):
        self.obs, self.mem = obs, mem
        n = 3 * mem * (obs + mem + 1)
        self.theta = np.random.standard_normal(n) * 0.1 if theta is None else np.asarray(theta)

    def _carve(self):
        o, m = self.obs, self.mem
        cut = 3 * m * o
        Wx = self.theta[:cut].reshape(o, 3 * m)
        Wh = self.theta[cut:cut + 3 * m * m].reshape(m, 3 * m)
        b = self.theta[cut + 3 * m * m:]
        return Wx, Wh, b

    def __call__(self, obs, mem):
        Wx, Wh, b = self._carve()
        m = self.mem
        drive = obs @ Wx + b
        back = mem @ Wh[:, :2 * m]
        gates = 1 / (1 + np.exp(-(drive[..., :2 * m] + back)))
        u = gates[..., :m]
        r = gates[..., m:]
        prop = np.tanh(drive[..., 2 * m:] + mem @ Wh[:, 2 * m:])
        return u * mem + (1 - u) * prop

    def unroll(self, observations, mem=None):
        mem = np.zeros(self.mem) if mem is None else mem
        trace = []
        for o in observations:
            mem = self(o, mem)
            trace.append(mem)
        return np.stack(trace)
