import numpy as np


class GatedUnit:
    def __init__(self, n_x, n_h):
        rng = np.random.RandomState(7)
        self.params = {
            "Wx": rng.randn(n_x, 3 * n_h) * 0.3,
            "Wh": rng.randn(n_h, 3 * n_h) * 0.3,
            "b": np.zeros(3 * n_h),
        }

    def forward(self, x, h):
        Wx, Wh, b = self.params["Wx"], self.params["Wh"], self.params["b"]
        H = h.shape[1]
        a = x @ Wx + b
        u = h @ Wh
        z = 1 / (1 + np.exp(-(a[:, :H] + u[:, :H])))
        r = 1 / (1 + np.exp(-(a[:, H:2 * H] + u[:, H:2 * H])))
        p = a[:, 2 * H:] + r * u[:, 2 * H:]
        c = np.tanh(p)
        self.cache = (x, h, z, r, p, c, u[:, 2 * H:])
        return (1 - z) * h + z * c

    def backward(self, dnext):
        x, h, z, r, p, c, uc = self.cache
        Wx, Wh = self.params["Wx"], self.params["Wh"]
        dp = dnext * z * (1 - p ** 2)
        dz = dnext * (c - h) * z * (1 - z)
        dr = dp * uc * r * (1 - r)
        da = np.concatenate([dz, dr, dp], axis=1)
        du = np.concatenate([dz, dr, dp * r], axis=1)
        self.grads = {"Wx": x.T @ da, "Wh": h.T @ du, "b": da.sum(axis=0)}
        dx = da @ Wx.T
        dh = du @ Wh.T
        return dx, dh
