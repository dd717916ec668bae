# GRU with (optionally truncated) back-propagation through time
import numpy as np
from numpy import dot, tanh


def logistic(v):
    return 1 / (1 + np.exp(-v))


class GRUNetwork(object):

    def __init__(self, word_dim, hidden_dim=16, bptt_truncate=-1):
        """bptt_truncate: how many steps the error travels back; -1 means all of them."""
        self.word_dim = word_dim
        self.hidden_dim = hidden_dim
        self.bptt_truncate = bptt_truncate
        lim = np.sqrt(1. / word_dim)
        self.U = np.random.uniform(-lim, lim, (3, hidden_dim, word_dim))
        self.W = np.random.uniform(-lim, lim, (3, hidden_dim, hidden_dim))
        self.b = np.zeros((3, hidden_dim))

    def forward_propagation(self, x, s0=None):
        # x: (T, word_dim), one sentence
        T = len(x)
        self.x = x
        self.s = np.zeros((T + 1, self.hidden_dim))
        if s0 is not None:
            self.s[-1] = s0
        self.z = np.zeros((T, self.hidden_dim))
        self.r = np.zeros((T, self.hidden_dim))
        self.c = np.zeros((T, self.hidden_dim))
        for t in range(T):
            prev = self.s[t - 1]
            self.z[t] = logistic(dot(self.U[0], x[t]) + dot(self.W[0], prev) + self.b[0])
            self.r[t] = logistic(dot(self.U[1], x[t]) + dot(self.W[1], prev) + self.b[1])
            self.c[t] = tanh(dot(self.U[2], x[t]) + dot(self.W[2], prev * self.r[t]) + self.b[2])
            self.s[t] = (1 - self.z[t]) * self.c[t] + self.z[t] * prev
        return self.s[:-1]

    def bptt(self, ds):
        """ds: (T, hidden_dim), the error of each state. Returns dU, dW, db."""
        T = len(ds)
        dU, dW, db = np.zeros_like(self.U), np.zeros_like(self.W), np.zeros_like(self.b)
        carry = np.zeros(self.hidden_dim)
        for t in np.arange(T)[::-1]:
            if self.bptt_truncate > 0 and (T - 1 - t) % self.bptt_truncate == 0:
                carry = np.zeros(self.hidden_dim)
            d = ds[t] + carry
            prev = self.s[t - 1]
            d_c = d * (1 - self.z[t]) * (1 - self.c[t] ** 2)
            d_z = d * (prev - self.c[t]) * self.z[t] * (1 - self.z[t])
            back = dot(self.W[2].T, d_c)
            d_r = back * prev * self.r[t] * (1 - self.r[t])
            for k, delta in enumerate((d_z, d_r, d_c)):
                dU[k] += np.outer(delta, self.x[t])
                db[k] += delta
            dW[0] += np.outer(d_z, prev)
            dW[1] += np.outer(d_r, prev)
            dW[2] += np.outer(d_c, prev * self.r[t])
            carry = d * self.z[t] + back * self.r[t] + dot(self.W[0].T, d_z) + dot(self.W[1].T, d_r)
        return dU, dW, db
