import numpy as np


class BiGRU:
    def __init__(self, input_dim, hidden_dim):
        self.fw = _Gru(input_dim, hidden_dim)
        self.bw = _Gru(input_dim, hidden_dim)

    def __call__(self, xs):
        f = self.fw(xs)
        b = self.bw(xs[::-1])
        return np.concatenate([f, b], axis=-1)


class _Gru:
    def __init__(self, d, h):
        g = np.random.RandomState(d * h)
        self.w = g.randn(d, 3 * h) * 0.2
        self.u = g.randn(h, 3 * h) * 0.2
        self.bias = g.randn(3 * h) * 0.01
        self.h = h

    def __call__(self, xs):
        T, B, _ = xs.shape
        h = np.zeros((B, self.h))
        hs = []
        for x in xs:
            xp = x @ self.w + self.bias
            hp = h @ self.u[:, :2 * self.h]
            z, r = np.split(1 / (1 + np.exp(-(xp[:, :2 * self.h] + hp))), 2, axis=1)
            n = np.tanh(xp[:, 2 * self.h:] + (r * h) @ self.u[:, 2 * self.h:])
            h = z * h + (1 - z) * n
            hs.append(h)
        return np.stack(hs)
