"""Course assignment 3 (Natural Language Understanding), numpy GRU with truncated BPTT.

Student number: s1234567
"""
import numpy as np


class GRU:
    """W: dict gate -> (hidden, inputs); U: dict gate -> (hidden, hidden), gates 'z', 'r', 'h'."""

    def __init__(self, vocab_dims, hidden_dims, dtype=np.float64, scale=None):
        self.vocab_dims, self.hidden_dims = vocab_dims, hidden_dims
        scale = scale or 0.1
        self.W, self.U, self.deltaW, self.deltaU = {}, {}, {}, {}
        for gate in ['z', 'r', 'h']:
            self.W[gate] = (np.random.randn(hidden_dims, vocab_dims) * scale).astype(dtype)
            self.U[gate] = (np.random.randn(hidden_dims, hidden_dims) * scale).astype(dtype)
            self.deltaW[gate] = np.zeros_like(self.W[gate])
            self.deltaU[gate] = np.zeros_like(self.U[gate])

    def predict(self, x, s0=None):
        """x: (T, inputs). Returns s: (T + 1, hidden), the initial state in s[-1]."""
        T = len(x)
        s = np.zeros((T + 1, self.hidden_dims))
        if s0 is not None:
            s[-1] = s0
        self.z, self.r, self.h = [np.zeros((T, self.hidden_dims)) for _ in range(3)]
        for t in range(T):
            self.z[t] = self.gate('z', x[t], s[t-1])
            self.r[t] = self.gate('r', x[t], s[t-1])
            self.h[t] = np.tanh(self.W['h'].dot(x[t]) + self.U['h'].dot(self.r[t] * s[t-1]))
            s[t] = self.z[t] * s[t-1] + (1 - self.z[t]) * self.h[t]
        return s

    def gate(self, name, x, s):
        return 1 / (1 + np.exp(-(self.W[name].dot(x) + self.U[name].dot(s))))

    def acc_deltas_bptt(self, x, ds, s):
        """ds: (T, hidden), gradient of the loss with respect to every state."""
        delta = np.zeros(self.hidden_dims)
        dx = np.zeros(np.shape(x))
        for t in reversed(range(len(x))):
            delta = delta + ds[t]
            z, r, h = self.z[t], self.r[t], self.h[t]
            dh = delta * (1 - z) * (1 - h ** 2)
            drs = self.U['h'].T.dot(dh)
            dr = drs * s[t-1] * r * (1 - r)
            dz = delta * (s[t-1] - h) * z * (1 - z)
            for name, d, inner in (('z', dz, s[t-1]), ('r', dr, s[t-1]), ('h', dh, r * s[t-1])):
                self.deltaW[name] += np.outer(d, x[t])
                self.deltaU[name] += np.outer(d, inner)
                dx[t] += self.W[name].T.dot(d)
            delta = delta * z + drs * r + self.U['z'].T.dot(dz) + self.U['r'].T.dot(dr)
        return dx, delta
