import numpy as np


def _sig(x):
    return 1 / (1 + np.exp(-x))


class PackedGRU:
    def __init__(self, n_x, n_h):
        self.H = n_h
        self.p = {"Wx": np.random.randn(n_x, 3 * n_h) * .1,
                  "Wh": np.random.randn(n_h, 3 * n_h) * .1,
                  "b": np.random.randn(3 * n_h) * .1}

    def forward(self, x, h):
        H = self.H
        ax = x @ self.p["Wx"] + self.p["b"]
        ah = h @ self.p["Wh"]
        z, r = _sig(ax[:, :H] + ah[:, :H]), _sig(ax[:, H:2 * H] + ah[:, H:2 * H])
        n = np.tanh(ax[:, 2 * H:] + r * ah[:, 2 * H:])
        return n + z * (h - n), (x, h, z, r, n, ah[:, 2 * H:])

    def backward(self, g, cache):
        x, h, z, r, n, q = cache
        dn = g * (1 - z) * (1 - n ** 2)
        dz = g * (h - n) * z * (1 - z)
        dr = dn * q * r * (1 - r)
        dax = np.concatenate([dz, dr, dn], 1)
        dah = np.concatenate([dr, dz, dn * r], 1)
        grads = {"Wx": x.T @ dax, "Wh": h.T @ dah, "b": dax.mean(0)}
        return dax @ self.p["Wx"].T, g * z + dah @ self.p["Wh"].T, grads
