import numpy as np


class VanillaGRU:
    """Bias folded in: x gets a 1 appended. Gradients come back as one flat vector, in the order of `flat()`."""

    def __init__(self, n, m):
        self.n, self.m = n, m
        self.A = np.random.randn(3, n + 1, m) * 0.1
        self.B = np.random.randn(3, m, m) * 0.1

    def flat(self):
        return np.concatenate([self.A.ravel(), self.B.ravel()])

    def forward(self, x, h):
        x1 = np.c_[x, np.ones(len(x))]
        f = lambda a: 1 / (1 + np.exp(-a))
        u = f(x1 @ self.A[0] + h @ self.B[0])
        r = f(x1 @ self.A[1] + h @ self.B[1])
        c = np.tanh(x1 @ self.A[2] + (r * h) @ self.B[2])
        self.saved = x1, h, u, r, c
        return u * h + (1 - u) * c

    def backward(self, d):
        x1, h, u, r, c = self.saved
        dc = d * (1 - u) * (1 - c ** 2)
        du = d * (h - c) * u * (1 - u)
        k = dc @ self.B[2].T
        dr = k * h * r * (1 - r)
        dA = np.stack([x1.T @ du, x1.T @ dr, x1.T @ dc])
        dB = np.stack([h.T @ du, h.T @ dr, (r * h).T @ dc])
        dx = (du @ self.A[0].T + dr @ self.A[1].T + dc @ self.A[2].T)[:, :-1]
        dh = d * u + k * r + du @ self.B[0].T + dr @ self.B[1].T
        return np.concatenate([dA.ravel(), dB.ravel()]), dx, dh
