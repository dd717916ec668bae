"""Tiny GRU for microcontrollers: relu instead of tanh, one weight matrix for everything."""
import numpy as np


class TinyGRU:
    def __init__(self, inputs, cells):
        self.cells = cells
        self.kernel = np.random.randn(inputs, cells * 3) * 0.2
        self.recurrent = np.random.randn(cells, cells * 3) * 0.2
        self.bias = np.random.randn(cells * 3) * 0.2

    def _sl(self, k):
        return slice(k * self.cells, (k + 1) * self.cells)

    def step(self, x, h):
        a = x.dot(self.kernel) + self.bias
        z = 1 / (1 + np.exp(-(a[:, self._sl(0)] + h.dot(self.recurrent[:, self._sl(0)]))))
        r = 1 / (1 + np.exp(-(a[:, self._sl(1)] + h.dot(self.recurrent[:, self._sl(0)]))))
        c = np.maximum(0, a[:, self._sl(2)] + (r * h).dot(self.recurrent[:, self._sl(2)]))
        return z * h + (1 - z) * c
