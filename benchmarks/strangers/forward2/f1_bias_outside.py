"""Float64 port of the cuDNN equations, to debug a checkpoint."""
import numpy as np


def s(v):
    return 1.0 / (1.0 + np.exp(-v))


class CudnnGRU:
    # weights are stored as cuDNN has them: r, i, n
    def __init__(self, n_in, n_hid, rng=np.random.default_rng(11)):
        self.n = n_hid
        self.W = rng.normal(0, 0.3, (3, n_hid, n_in))
        self.R = rng.normal(0, 0.3, (3, n_hid, n_hid))
        self.bW = rng.normal(0, 0.3, (3, n_hid))
        self.bR = rng.normal(0, 0.3, (3, n_hid))

    def cell(self, x, h):
        r = s(x @ self.W[0].T + h @ self.R[0].T + self.bW[0] + self.bR[0])
        i = s(x @ self.W[1].T + h @ self.R[1].T + self.bW[1] + self.bR[1])
        n = np.tanh(x @ self.W[2].T + self.bW[2] + r * (h @ self.R[2].T) + self.bR[2])
        return (1 - i) * n + i * h

    def forward(self, xs, h=None):
        h = np.zeros((xs.shape[1], self.n)) if h is None else h
        ys = []
        for x in xs:
            h = self.cell(x, h)
            ys.append(h)
        return np.stack(ys), h
