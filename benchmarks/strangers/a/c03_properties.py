import numpy as np


def logistic(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def bipolar(x):
    # tanh in terms of the logistic
    return 2 * logistic(2 * x) - 1


class FlatGru:
    """All weights live in one flat vector theta so that an evolutionary optimiser can handle them."""

    def __init__(self, inputs, cells, seed=3):
        self.inputs = inputs
        self.cells = cells
        size = 3 * cells * (inputs + cells + 1)
        self.theta = np.random.RandomState(seed).normal(0, 0.2, size)

    @property
    def _blocks(self):
        return self.theta.reshape(3, self.cells, self.inputs + self.cells + 1)

    @property
    def reset_w(self):
        return self._blocks[0]

    @property
    def update_w(self):
        return self._blocks[1]

    @property
    def cand_w(self):
        return self._blocks[2]

    def __call__(self, u, s):
        """u: (inputs,), s: (cells,)"""
        joined = np.concatenate([u, s, [1.0]])
        r = logistic(self.reset_w @ joined)
        z = logistic(self.update_w @ joined)
        g = bipolar(self.cand_w @ np.concatenate([u, r * s, [1.0]]))
        return z * s + (1 - z) * g
