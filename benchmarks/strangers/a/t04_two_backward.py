import numpy as np


class Cell:
    def __init__(self, ni, nh):
        rng = np.random.default_rng(4)
        self.W = rng.normal(0, .3, (ni, 3 * nh))
        self.U = rng.normal(0, .3, (nh, 3 * nh))
        self.b = np.zeros(3 * nh)
        self.nh = nh

    def forward(self, x, hp):
        k = self.nh
        pre = x @ self.W + self.b
        rec = hp @ self.U[:, :2 * k]
        z = 1 / (1 + np.exp(-(pre[:, :k] + rec[:, :k])))
        r = 1 / (1 + np.exp(-(pre[:, k:2 * k] + rec[:, k:])))
        g = np.tanh(pre[:, 2 * k:] + (r * hp) @ self.U[:, 2 * k:])
        self.saved = (x, hp, z, r, g)
        return z * hp + (1 - z) * g

    def backward(self, dh):
        x, hp, z, r, g = self.saved
        k = self.nh
        dg = dh * (1 - z)
        dz = dh * (hp - g) * z * (1 - z)
        drh = dg @ self.U[:, 2 * k:].T
        dr = drh * hp * r * (1 - r)
        dpre = np.hstack([dz, dr, dg])
        self.dW = x.T @ dpre
        self.db = dpre.mean(axis=0)
        self.dU = np.hstack([hp.T @ dz, hp.T @ dr, (r * hp).T @ dg])
        dx = dpre @ self.W.T
        dhp = dh * z + drh * r + dz @ self.U[:, :k].T + dr @ self.U[:, k:2 * k].T
        return dx, dhp
