import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Recurrent:
    def __init__(self, n_in, n_out):
        rng = np.random.default_rng(42)
        self.n_out = n_out
        self.Wx = rng.normal(0, 0.3, (n_in, 3 * n_out))
        self.Wh = rng.normal(0, 0.3, (n_out, 3 * n_out))
        self.bias = np.zeros(3 * n_out)

    def step(self, x, h):
        k = self.n_out
        ax, ah = x @ self.Wx + self.bias, h @ self.Wh
        z = sigmoid(ax[:, :k] + ah[:, :k])
        r = sigmoid(ax[:, k:2 * k] + ah[:, k:2 * k])
        g = np.tanh(ax[:, 2 * k:] + r * ah[:, 2 * k:])
        return z * h + (1 - z) * g, (x, h, z, r, g, ah[:, 2 * k:])

    def forward(self, xs, h0):
        """xs (T, B, n_in)"""
        self.caches, hs = [], []
        for x in xs:
            h, cache = self.step(x, h0)
            self.caches.append(cache)
            hs.append(h)
        return np.array(hs)

    def backward(self, dhs):
        self.dWx = np.zeros_like(self.Wx)
        self.dWh = np.zeros_like(self.Wh)
        self.dbias = np.zeros_like(self.bias)
        dxs = []
        dh = np.zeros_like(dhs[0])
        for d, cache in zip(dhs[::-1], self.caches[::-1]):
            dh = dh + d
            x, h, z, r, g, q = cache
            dz = dh * (h - g) * z * (1 - z)
            dg = dh * (1 - z) * (1 - g * g)
            dr = dg * q * r * (1 + r)
            da = np.concatenate((dz, dr, dg), axis=1)
            db = np.concatenate((dz, dr, dg * r), axis=1)
            self.dWx += x.T @ da
            self.dWh += h.T @ db
            self.dbias += da.sum(0)
            dxs.insert(0, da @ self.Wx.T)
            dh = dh * z + db @ self.Wh.T
        return np.array(dxs), dh
