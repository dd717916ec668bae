import numpy as np


def _sig(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


class RecurrentBlock:
    """GRU (reset_after=False), keras semantics.

    x: [batch, time, features]; mask: [batch, time] bool
    stateful=True keeps the last state for the next batch, until reset_states().
    """

    def __init__(self, features, units, stateful=False, seed=11):
        rng = np.random.default_rng(seed)
        self.units, self.stateful = units, stateful
        self.kernel = rng.standard_normal((features, units * 3)) / np.sqrt(features)
        self.recurrent = rng.standard_normal((units, units * 3)) / np.sqrt(units)
        self.bias = np.zeros(units * 3)
        self.reset_states()

    def reset_states(self):
        self.states = None

    def __call__(self, x, mask=None):
        u = self.units
        batch, time, _ = x.shape
        h = self.states if self.stateful and self.states is not None else np.zeros((batch, u))
        xk = x @ self.kernel + self.bias
        for t in range(time):
            xz, xr, xh = np.split(xk[:, t], 3, axis=1)
            z = _sig(xz + h @ self.recurrent[:, :u])
            r = _sig(xr + h @ self.recurrent[:, u:2 * u])
            hh = np.tanh(xh + (r * h) @ self.recurrent[:, 2 * u:])
            new = z * h + (1 - z) * hh
            if mask is not None:
                new = np.where(mask[:, t, None], new, h)
            h = new
        if self.stateful:
            self.states = h
        return h
