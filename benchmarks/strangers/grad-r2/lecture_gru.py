"""Lecture notes code: GRU layer, batch first, parameters in one flat list."""
import numpy as np


class GRULayer:
    def __init__(self, in_features, out_features):
        k = np.sqrt(1 / out_features)
        self.in_features, self.out_features = in_features, out_features
        rand = lambda r, c: np.random.uniform(-k, k, size=(r, c))
        n = out_features
        self.params = [rand(in_features, n), rand(n, n), np.zeros(n),
                       rand(in_features, n), rand(n, n), np.zeros(n),
                       rand(in_features, n), rand(n, n), np.zeros(n)]
        self.grads = [np.zeros_like(p) for p in self.params]

    def __call__(self, X, s0=None):
        return self.forward(X, s0)

    def forward(self, X, s0=None):
        Wu, Uu, bu, Wr, Ur, br, Wc, Uc, bc = self.params
        B, T, _ = X.shape
        s = np.zeros((B, self.out_features)) if s0 is None else s0
        self.memory = {"X": X, "s": [s], "u": [], "r": [], "c": []}
        for t in range(T):
            u = self._sigm(X[:, t] @ Wu + s @ Uu + bu)
            r = self._sigm(X[:, t] @ Wr + s @ Ur + br)
            c = np.tanh(X[:, t] @ Wc + (r * s) @ Uc + bc)
            s = u * s + (1 - u) * c
            for k, v in zip("surc", (s, u, r, c)):
                self.memory[k].append(v)
        return np.stack(self.memory["s"][1:], axis=1), s

    def backward(self, dS):
        Wu, Uu, bu, Wr, Ur, br, Wc, Uc, bc = self.params
        m = self.memory
        X = m["X"]
        B, T, _ = X.shape
        G = [np.zeros_like(p) for p in self.params]
        dX = np.zeros_like(X)
        ds_next = np.zeros((B, self.out_features))
        for t in reversed(range(T)):
            ds = dS[:, t] + ds_next
            s_prev, u, r, c = m["s"][t], m["u"][t], m["r"][t], m["c"][t]
            dc = ds * (1 - u) * (1 - c ** 2)
            du = ds * (s_prev - c) * u * (1 - u)
            drs = dc @ Uc.T
            dr = drs * s_prev * r * (1 - r)
            for i, (d, left) in enumerate(((du, s_prev), (dr, s_prev), (dc, r * s_prev))):
                G[3 * i] += X[:, t].T @ d
                G[3 * i + 1] += left.T @ d
                G[3 * i + 2] += d.sum(axis=0)
            dX[:, t] = du @ Wu.T + dr @ Wr.T + dc @ Wc.T
            ds_next = ds * u + drs * r + du @ Uu.T + dr @ Ur.T
        for g, new in zip(self.grads, G):
            np.copyto(g, np.clip(new, -5.0, 5.0))
        return dX, ds_next

    @staticmethod
    def _sigm(a):
        return 1.0 / (1.0 + np.exp(-a))
