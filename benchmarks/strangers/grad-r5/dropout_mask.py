import numpy as np


class GRUCell:
    def __init__(self, d, h, keep_prob=0.8):
        self.keep_prob, self.training = keep_prob, True
        self.Wi, self.Wh = np.random.randn(d, 3 * h) * .1, np.random.randn(h, 3 * h) * .1
        self.bi, self.bh = np.zeros(3 * h), np.zeros(3 * h)
        self.h = h

    def forward(self, x, hx):
        H = self.h
        self.mask = np.random.rand(*x.shape) < self.keep_prob if self.training else None
        if self.mask is not None:
            x = x * self.mask / self.keep_prob
        gi, gh = x @ self.Wi + self.bi, hx @ self.Wh + self.bh
        r = 1 / (1 + np.exp(-(gi[:, :H] + gh[:, :H])))
        z = 1 / (1 + np.exp(-(gi[:, H:2 * H] + gh[:, H:2 * H])))
        n = np.tanh(gi[:, 2 * H:] + r * gh[:, 2 * H:])
        self.ctx = x, hx, r, z, n, gh[:, 2 * H:]
        return n - z * n + z * hx

    def backward(self, grad):
        x, hx, r, z, n, q = self.ctx
        dn = grad * (1 - z) * (1 - n * n)
        dz = grad * (hx - n) * z * (1 - z)
        dr = dn * q * r * (1 - r)
        di, dh = np.hstack([dr, dz, dn]), np.hstack([dr, dz, r * dn])
        self.grads = {"Wi": x.T @ di, "Wh": hx.T @ dh, "bi": di.sum(0), "bh": dh.sum(0)}
        dx = di @ self.Wi.T
        if self.mask is not None:
            dx = dx * self.mask / self.keep_prob
        return dx, grad * z + dh @ self.Wh.T
