# Streaming inference on the device. Samples arrive in blocks, one utterance at a time.
import numpy as np


def logistic(v):
    return 0.5 * (1.0 + np.tanh(0.5 * v))


class StreamGRU:
    """x block: (n, n_in).  Keeps where it was until clear()."""

    def __init__(self, n_in, n_units, seed=1):
        g = np.random.RandomState(seed)
        k = 1.0 / np.sqrt(n_units)
        self.n = n_units
        self.kernel = g.uniform(-k, k, (n_in, 3 * n_units))
        self.recurrent = g.uniform(-k, k, (n_units, 3 * n_units))
        self.bias = g.uniform(-k, k, 3 * n_units)
        self.clear()

    def clear(self):
        self.state = np.zeros(self.n)

    def feed(self, block):
        n = self.n
        proj = block @ self.kernel + self.bias
        out = np.empty((len(block), n))
        for i, p in enumerate(proj):
            zr = logistic(p[:2 * n] + self.state @ self.recurrent[:, :2 * n])
            z, r = zr[:n], zr[n:]
            c = np.tanh(p[2 * n:] + (r * self.state) @ self.recurrent[:, 2 * n:])
            self.state = z * self.state + (1.0 - z) * c
            out[i] = self.state
        return out
