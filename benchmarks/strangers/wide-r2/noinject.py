import numpy as np


def sig(a):
    return 1 / (1 + np.exp(-a))


class Layer:
    """the state lives in a scratch matrix with the gates beside it"""

    def __init__(self, n_in, n_out):
        g = np.random.RandomState(0)
        self.W = g.randn(n_in, 3 * n_out) * 0.3
        self.U = g.randn(n_out, 3 * n_out) * 0.3
        self.b = g.randn(3 * n_out) * 0.3
        self.n = n_out

    def forward(self, xs):
        n = self.n
        work = np.zeros((len(xs[0]), 4 * n))
        out = []
        for x in xs:
            work[:, :3 * n] = x @ self.W + self.b
            work[:, :2 * n] = sig(work[:, :2 * n] + work[:, 3 * n:] @ self.U[:, :2 * n])
            work[:, 2 * n:3 * n] = np.tanh(work[:, 2 * n:3 * n] + (work[:, n:2 * n] * work[:, 3 * n:]) @ self.U[:, 2 * n:])
            z = work[:, :n]
            work[:, 3 * n:] = z * work[:, 3 * n:] + (1 - z) * work[:, 2 * n:3 * n]
            out.append(work[:, 3 * n:].copy())
        return np.array(out)
