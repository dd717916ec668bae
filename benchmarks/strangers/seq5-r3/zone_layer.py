import numpy as np


class ZoneoutLayer:
    """Zoneout at inference time; the output is the mixed state."""

    def __init__(self, n_in, n_out, keep=0.2):
        rng = np.random.default_rng(0)
        self.n_out, self.keep = n_out, keep
        self.K = rng.normal(0, .1, (n_in, 3 * n_out))
        self.R = rng.normal(0, .1, (n_out, 3 * n_out))
        self.c = np.zeros(3 * n_out)

    def core(self, x, h):
        a = np.hsplit(x @ self.K + self.c, 3)
        b = np.hsplit(h @ self.R, 3)
        z = 1 / (1 + np.exp(-(a[0] + b[0])))
        r = 1 / (1 + np.exp(-(a[1] + b[1])))
        return z * h + (1 - z) * np.tanh(a[2] + r * b[2])

    def forward(self, xs, h=None):
        # xs (T, B, n_in)
        if h is None:
            h = np.zeros((xs.shape[1], self.n_out))
        ys = np.zeros(xs.shape[:2] + (self.n_out,))
        for t in range(len(xs) - 1):
            h = self.keep * h + (1 - self.keep) * self.core(xs[t], h)
            ys[t] = h
        return ys, h
