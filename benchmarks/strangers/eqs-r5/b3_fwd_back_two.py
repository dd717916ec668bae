"""gru.py: cell for the control-theory course. Forward `propagate`, backward `adjoint`."""
import numpy as np


class Plant:
    def __init__(self, m, n):
        g = np.random.default_rng(0)
        self.A = [g.normal(size=(n, n)) / n for _ in range(3)]
        self.B = [g.normal(size=(n, m)) / m for _ in range(3)]
        self.c = [np.zeros((n, 1)) for _ in range(3)]

    @staticmethod
    def sat(v):
        return 1 / (1 + np.exp(-v))

    def forward(self, u, x):
        z = self.sat(self.A[0] @ x + self.B[0] @ u + self.c[0])
        r = self.sat(self.A[1] @ x + self.B[1] @ u + self.c[1])
        p = self.A[2] @ x + self.B[2] @ u + self.c[2]
        q = np.tanh(r * p)
        self.store = u, x, z, r, p, q
        return (1 - z) * x + z * q

    def backward(self, lam):
        u, x, z, r, p, q = self.store
        dq = lam * z * (1 - q ** 2)
        dp, dr = dq * r, dq * p * r * (1 - r)
        dz = lam * (q - x) * z * (1 - z)
        self.dA = [d @ x.T for d in (dz, dr, dp)]
        self.dB = [d @ u.T for d in (dz, dr, dp)]
        self.dc = [d.sum(1, keepdims=True) for d in (dz, dr, dp)]
        lam_u = self.B[0].T @ dz + self.B[1].T @ dr + self.B[2].T @ dp
        lam_x = lam * (1 - z) + self.A[0].T @ dz + self.A[1].T @ dr + self.A[2].T @ dp
        return lam_u, lam_x
