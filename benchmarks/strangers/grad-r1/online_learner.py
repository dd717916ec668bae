import numpy as np


def sigm(a):
    return 1.0 / (1.0 + np.exp(-a))


class OnlineGRU:
    """A GRU trained online: every call of `backward` moves the weights."""

    def __init__(self, inputs, units, lr=0.01):
        self.lr = lr
        self.Wz = np.random.randn(inputs, units) * 0.1
        self.Wr = np.random.randn(inputs, units) * 0.1
        self.Wn = np.random.randn(inputs, units) * 0.1
        self.Uz = np.random.randn(units, units) * 0.1
        self.Ur = np.random.randn(units, units) * 0.1
        self.Un = np.random.randn(units, units) * 0.1
        self.bz = np.zeros(units)
        self.br = np.zeros(units)
        self.bn = np.zeros(units)

    def forward(self, x, h):
        self.x, self.h = x, h
        self.z = sigm(x @ self.Wz + h @ self.Uz + self.bz)
        self.r = sigm(x @ self.Wr + h @ self.Ur + self.br)
        self.rh = self.r * h
        self.n = np.tanh(x @ self.Wn + self.rh @ self.Un + self.bn)
        return (1 - self.z) * self.n + self.z * h

    def backward(self, delta):
        dn = delta * (1 - self.z) * (1 - self.n ** 2)
        dz = delta * (self.h - self.n) * self.z * (1 - self.z)
        drh = dn @ self.Un.T
        dr = drh * self.h * self.r * (1 - self.r)
        dx = dn @ self.Wn.T + dz @ self.Wz.T + dr @ self.Wr.T
        dh = delta * self.z + drh * self.r + dz @ self.Uz.T + dr @ self.Ur.T
        grads = {
            "Wz": self.x.T @ dz, "Wr": self.x.T @ dr, "Wn": self.x.T @ dn,
            "Uz": self.h.T @ dz, "Ur": self.h.T @ dr, "Un": self.rh.T @ dn,
            "bz": dz.sum(0), "br": dr.sum(0), "bn": dn.sum(0),
        }
        for name, g in grads.items():
            setattr(self, name, getattr(self, name) - self.lr * g)
        return dx, dh, grads
