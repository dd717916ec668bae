import numpy as np


class Gru1:
    def __init__(self, nx, nh):
        self.W = np.random.randn(nx, 3 * nh) * 0.2
        self.U = np.random.randn(nh, 3 * nh) * 0.2
        self.b = np.zeros((1, 3 * nh))
        self.nh = nh
        self.grads = {}

    def split(self, a):
        n = self.nh
        return a[:, :n], a[:, n:2 * n], a[:, 2 * n:]

    def forward(self, x, h):
        n = self.nh
        xr, xz, xc = self.split(x @ self.W + self.b)
        Ur, Uz, Uc = self.split(self.U)
        r = 1 / (1 + np.exp(-(xr + h @ Ur)))
        z = 1 / (1 + np.exp(-(xz + h @ Uz)))
        c = np.tanh(xc + (r * h) @ Uc)
        self.saved = x, h, r, z, c
        return (1 - z) * c + z * h

    def backward(self, dout):
        x, h, r, z, c = self.saved
        n = self.nh
        Ur, Uz, Uc = self.split(self.U)
        Wr, Wz, Wc = self.split(self.W)
        dc = dout * (1 - z) * (1 - c ** 2)
        dz = dout * (h - c) * z * (1 - z)
        drh = dc @ Uc.T
        dr = drh * h * r * (1 - r)
        self.grads["W"] = x.T @ np.hstack([dr, dz, dc])
        self.grads["b"] = np.hstack([dr, dz, dc]).sum(0, keepdims=True)
        dU = np.zeros_like(self.U)
        dU[:, :n] += h.T @ dr
        dU[:, n:2 * n] += 2 * h.T @ dz
        dU[:, 2 * n:] += (r * h).T @ dc
        self.grads["U"] = dU
        dx = dz @ Wz.T + dc @ Wc.T
        dh = dout * z + drh * r + dr @ Ur.T + dz @ Uz.T
        return dx, dh
