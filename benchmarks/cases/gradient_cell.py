"""A correct cell with a backward by hand, for the measurements of benchmarks/gradients.py."""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class Cell:
    def __init__(self, input_size, hidden_size):
        rng = np.random.default_rng(0)
        self.W = rng.normal(size=(input_size, 3 * hidden_size)).astype(np.float64)
        self.U = rng.normal(size=(hidden_size, 3 * hidden_size)).astype(np.float64)
        self.b = np.zeros(3 * hidden_size, dtype=np.float64)
        self.c = np.zeros(3 * hidden_size, dtype=np.float64)

    def forward(self, x, h):
        x, h = x.astype(np.float64), h.astype(np.float64)
        xr, xz, xn = np.split(x @ self.W + self.b, 3, axis=1)
        hr, hz, hn = np.split(h @ self.U + self.c, 3, axis=1)
        r, z = sigmoid(xr + hr), sigmoid(xz + hz)
        n = np.tanh(xn + r * hn)
        self.cache = x, h, r, z, n, hn
        return z * h + (1 - z) * n

    def backward(self, dout):
        x, h, r, z, n, hn = self.cache
        dout = dout.astype(np.float64)
        da_z = dout * (h - n) * z * (1 - z)
        da_n = dout * (1 - z) * (1 - n * n)
        da_r = da_n * hn * r * (1 - r)
        dx_side = np.concatenate([da_r, da_z, da_n], axis=1)
        dh_side = np.concatenate([da_r, da_z, da_n * r], axis=1)
        self.dW, self.db = x.T @ dx_side, dx_side.sum(axis=0)
        self.dU, self.dc = h.T @ dh_side, dh_side.sum(axis=0)
        return dx_side @ self.W.T, dout * z + dh_side @ self.U.T
