import numpy as np

sigmoid = lambda a: 1.0 / (1.0 + np.exp(-a))


class BidirectionalGRU:
    """x: (batch, time, n_in) -> (batch, time, 2 * n_out)"""

    def __init__(self, n_in, n_out, seed=4):
        rng = np.random.default_rng(seed)
        self.n_out = n_out
        self.p = {
            way: {
                "W": rng.normal(0, 0.3, (n_in, 3 * n_out)),
                "U": rng.normal(0, 0.3, (n_out, 3 * n_out)),
                "b": np.zeros(3 * n_out),
            }
            for way in ("left", "right")
        }

    def scan(self, p, x, order):
        k = self.n_out
        h = np.zeros((x.shape[0], k))
        out = np.zeros((x.shape[0], x.shape[1], k))
        for t in order:
            a = x[:, t] @ p["W"] + p["b"]
            zr = sigmoid(a[:, :2 * k] + h @ p["U"][:, :2 * k])
            z, r = zr[:, :k], zr[:, k:]
            c = np.tanh(a[:, 2 * k:] + (r * h) @ p["U"][:, 2 * k:])
            h = z * h + (1 - z) * c
            out[:, t] = h
        return out

    def forward(self, x):
        steps = range(x.shape[1])
        left = self.scan(self.p["left"], x, steps)
        right = self.scan(self.p["right"], x, reversed(steps))
        return np.concatenate([left, right], axis=2)
