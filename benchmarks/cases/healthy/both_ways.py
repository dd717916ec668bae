import numpy as np


class OneWay(object):
    def __init__(self, D, H, reverse=False):
        self.reverse = reverse
        self.H = H
        self.Wz = np.random.randn(D, H); self.Wr = np.random.randn(D, H); self.Wn = np.random.randn(D, H)
        self.Uz = np.random.randn(H, H); self.Ur = np.random.randn(H, H); self.Un = np.random.randn(H, H)
        self.bz = np.zeros(H); self.br = np.zeros(H); self.bn = np.zeros(H)

    def fprop(self, X):
        # X is time x batch x D
        T, B = X.shape[0], X.shape[1]
        h = np.zeros((B, self.H))
        H = np.zeros((T, B, self.H))
        order = range(T - 1, -1, -1) if self.reverse else range(T)
        for t in order:
            z = 1 / (1 + np.exp(-np.dot(X[t], self.Wz) - np.dot(h, self.Uz) - self.bz))
            r = 1 / (1 + np.exp(-np.dot(X[t], self.Wr) - np.dot(h, self.Ur) - self.br))
            n = np.tanh(np.dot(X[t], self.Wn) + np.dot(r * h, self.Un) + self.bn)
            h = z * n + (1 - z) * h
            H[t] = h
        return H


class BothWays(object):
    def __init__(self, D, H):
        self.fwd = OneWay(D, H)
        self.bwd = OneWay(D, H, reverse=True)

    def fprop(self, X):
        return np.concatenate([self.fwd.fprop(X), self.bwd.fprop(X)], axis=2)
