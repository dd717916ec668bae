import numpy as np

def sig(a): return 1 / (1 + np.exp(-a))

class PaddedGRU:
    """padding frames are all-zero"""
    def __init__(self, n_in, n_out):
        rng = np.random.RandomState(3)
        self.W = rng.randn(n_in, 3 * n_out) * .2
        self.U = rng.randn(n_out, 3 * n_out) * .2
        self.b = rng.randn(3 * n_out) * .1
        self.n_out = n_out

    def forward(self, X):
        B, T, D = X.shape
        n = self.n_out
        real = np.any(X != 0, axis=2)
        h = np.zeros((B, n))
        H = []
        for t in range(T):
            a = X[:, t] @ self.W + self.b
            g = h @ self.U
            r = sig(a[:, :n] + g[:, :n]); z = sig(a[:, n:2*n] + g[:, n:2*n])
            c = np.tanh(a[:, 2*n:] + r * g[:, 2*n:])
            m = real[:, t][:, None]
            h = np.where(m, (1 - z) * c + z * h, h)
            H.append(h * m)
        return np.stack(H, 1)
