import numpy as np


class Param:
    def __init__(self, *shape):
        self.w = np.random.randn(*shape) * 0.1
        self.delta = np.zeros(shape)
        self.velocity = np.zeros(shape)


class Gate:
    def __init__(self, n_x, n_h):
        self.x, self.h, self.b = Param(n_x, n_h), Param(n_h, n_h), Param(n_h)

    def pre(self, x, h):
        return x @ self.x.w + h @ self.h.w + self.b.w

    def back(self, d, x, h):
        self.x.delta += x.T @ d
        self.h.delta += h.T @ d
        self.b.delta += d.sum(0)
        return d @ self.x.w.T, d @ self.h.w.T


class GRU:
    def __init__(self, n_x, n_h):
        self.update, self.reset, self.memory = Gate(n_x, n_h), Gate(n_x, n_h), Gate(n_x, n_h)

    def forward(self, x, h):
        z = 1 / (1 + np.exp(-self.update.pre(x, h)))
        r = 1 / (1 + np.exp(-self.reset.pre(x, h)))
        m = np.tanh(self.memory.pre(x, r * h))
        self.kept = x, h, z, r, m
        return z * h + (1 - z) * m

    def backward(self, d):
        x, h, z, r, m = self.kept
        dx_m, drh = self.memory.back(d * (1 - z) * (1 - m ** 2), x, r * h)
        dx_z, dh_z = self.update.back(d * (h - m) * z * (1 - z), x, h)
        dx_r, dh_r = self.reset.back(drh * h * r * (1 - r), x, h)
        return dx_m + dx_z + dx_r, d * z + drh * r + dh_z + dh_r
