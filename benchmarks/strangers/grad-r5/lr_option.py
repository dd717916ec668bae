import numpy as np


def sigmoid(x):
    return 1. / (1. + np.exp(-x))


class Cell:
    """`backward(d, lr)` takes a step when a learning rate is given, and only then."""

    def __init__(self, i, h):
        self.p = [np.random.randn(*s) * .1 for s in [(i, h), (h, h), (h,)] * 3]

    def forward(self, x, h):
        Wz, Uz, bz, Wr, Ur, br, Wn, Un, bn = self.p
        z = sigmoid(x @ Wz + h @ Uz + bz)
        r = sigmoid(x @ Wr + h @ Ur + br)
        n = np.tanh(x @ Wn + bn + r * (h @ Un))
        self.c = x, h, z, r, n
        return h + z * (n - h)

    def backward(self, d, lr=None):
        Wz, Uz, bz, Wr, Ur, br, Wn, Un, bn = self.p
        x, h, z, r, n = self.c
        an = d * z * (1 - n * n)
        az = d * (n - h) * z * (1 - z)
        ar = an * (h @ Un) * r * (1 - r)
        dx = az @ Wz.T + ar @ Wr.T + an @ Wn.T
        dh = d * (1 - z) + az @ Uz.T + ar @ Ur.T + (an * r) @ Un.T
        g = [x.T @ az, h.T @ az, az.sum(0), x.T @ ar, h.T @ ar, ar.sum(0), x.T @ an, h.T @ (an * r), an.sum(0)]
        if lr is not None:
            for p, dp in zip(self.p, g):
                p -= lr * dp
        return dx, dh, g
