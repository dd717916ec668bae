import abc

import numpy as np


class Cell(abc.ABC):
    """anything with a state"""

    def __init__(self, in_features: int, out_features: int):
        self._in = in_features
        self._out = out_features
        self._weights = {}
        self.build()

    def weight(self, key, *shape):
        value = np.random.standard_normal(shape) / np.sqrt(shape[0])
        self._weights[key] = value
        return value

    @property
    def state_size(self):
        return self._out

    @property
    def params(self):
        return list(self._weights.values())

    def zero_state(self, n):
        return np.zeros((n, self.state_size))

    @abc.abstractmethod
    def build(self):
        ...

    @abc.abstractmethod
    def forward(self, x, h):
        ...

    def unroll(self, xs, h=None):
        h = self.zero_state(xs.shape[1]) if h is None else h
        return np.array([h := self.forward(x, h) for x in xs])


class ElmanCell(Cell):
    def build(self):
        self.weight("A", self._in, self._out)
        self.weight("B", self._out, self._out)

    def forward(self, x, h):
        return np.tanh(x @ self._weights["A"] + h @ self._weights["B"])


class GatedCell(Cell):
    def build(self):
        n, m = self._in, self._out
        self.weight("gates_x", n, 2 * m)
        self.weight("gates_h", m, 2 * m)
        self.weight("gates_b", 2 * m)
        self.weight("new_x", n, m)
        self.weight("new_h", m, m)
        self.weight("new_b", m)

    @staticmethod
    def squash(a):
        return np.where(a >= 0, 1 / (1 + np.exp(-np.abs(a))), 1 - 1 / (1 + np.exp(-np.abs(a))))

    def gates(self, x, h):
        w = self._weights
        both = self.squash(x @ w["gates_x"] + h @ w["gates_h"] + w["gates_b"])
        return both[:, :self._out], both[:, self._out:]

    def candidate(self, x, h, r):
        w = self._weights
        return np.tanh(x @ w["new_x"] + np.multiply(r, h) @ w["new_h"] + w["new_b"])

    def forward(self, x, h):
        r, z = self.gates(x, h)
        return np.multiply(z, h) + np.multiply(1 - z, self.candidate(x, h, r))
