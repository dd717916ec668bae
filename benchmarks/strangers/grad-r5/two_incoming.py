import numpy as np

sigm = lambda a: 1 / (1 + np.exp(-a))


class GRULayer:
    """Returns all states and the last one; takes the gradients of both."""

    def __init__(self, D, H):
        self.D, self.H = D, H
        self.W = np.random.randn(D, 3 * H) * .2
        self.R = np.random.randn(H, 3 * H) * .2
        self.b = np.zeros(3 * H)

    def forward(self, X, h0):
        H = self.H
        self.cache, out, h = [], [], h0
        for x in X:
            a, k = x @ self.W + self.b, h @ self.R
            r, z = sigm(a[:, :H] + k[:, :H]), sigm(a[:, H:2 * H] + k[:, H:2 * H])
            n = np.tanh(a[:, 2 * H:] + r * k[:, 2 * H:])
            self.cache.append((x, h, r, z, n, k[:, 2 * H:]))
            h = (1 - z) * n + z * h
            out.append(h)
        return np.stack(out), h

    def backward(self, dY, dhT=None):
        dh = np.zeros_like(self.cache[0][1]) if dhT is None else dhT
        self.dW, self.dR, self.db = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.b)
        dX = []
        for dy, (x, h, r, z, n, q) in zip(dY[::-1], self.cache[::-1]):
            dh = dh + dy
            dn = dh * (1 - z) * (1 - n * n)
            dz = dh * (h - n) * z * (1 - z)
            dr = dn * q * r * (1 - r)
            da, dk = np.hstack((dr, dz, dn)), np.hstack((dr, dz, dn * r))
            self.dW += x.T @ da
            self.dR += h.T @ dk
            self.db += da.sum(0)
            dX.append(da @ self.W.T)
            dh = dh * z + dk @ self.R.T
        return np.stack(dX[::-1]), dh
