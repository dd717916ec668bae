import numpy as np

from .linear import Linear


def _sigmoid(a):
    return np.exp(-np.logaddexp(0, -a))


class GRU:
    """Runs over `lengths[b]` frames of each row and holds the state on the rest; x is (T, B, D)."""

    def __init__(self, input_size, hidden_size):
        self.hidden_size = hidden_size
        self.i2g = Linear(input_size, 2 * hidden_size)
        self.h2g = Linear(hidden_size, 2 * hidden_size, bias=False)
        self.i2n = Linear(input_size, hidden_size)
        self.h2n = Linear(hidden_size, hidden_size, bias=False)

    def __call__(self, x, lengths=None, h=None):
        T, B = x.shape[:2]
        h = np.zeros((B, self.hidden_size)) if h is None else h
        lengths = np.full(B, T) if lengths is None else np.asarray(lengths)
        ys = []
        for t in range(T):
            g = _sigmoid(self.i2g(x[t]) + self.h2g(h))
            z, r = g[:, : self.hidden_size], g[:, self.hidden_size :]
            n = np.tanh(self.i2n(x[t]) + self.h2n(r * h))
            new = h + z * (n - h)
            alive = (t < lengths)[:, None]
            h = np.where(alive, new, 0.0)
            ys.append(h)
        return np.stack(ys), h
