import numpy as np


class StatefulGRU:
    """rnn = StatefulGRU(10, 20); rnn.update(x); rnn.state   (everything is kept on the object)"""

    def __init__(self, d, k, lr=0.01):
        self.k, self.lr = k, lr
        sc = 1.0 / np.sqrt(d + k)
        self.Wu = np.random.uniform(-sc, sc, (k, d + k))
        self.Wr = np.random.uniform(-sc, sc, (k, d + k))
        self.Wc = np.random.uniform(-sc, sc, (k, d + k))
        self.bu, self.br, self.bc = (np.zeros((k, 1)) for _ in range(3))
        self.state = np.zeros((k, 1))

    @staticmethod
    def squash(v):
        return 1 / (1 + np.exp(-v))

    @property
    def n_params(self):
        return sum(w.size for w in (self.Wu, self.Wr, self.Wc, self.bu, self.br, self.bc))

    def step(self, x):
        self.x = x
        self.old = self.state
        self.v = np.vstack((x, self.old))
        self.u = self.squash(self.Wu @ self.v + self.bu)
        self.r = self.squash(self.Wr @ self.v + self.br)
        self.vr = np.vstack((x, self.r * self.old))
        self.c = np.tanh(self.Wc @ self.vr + self.bc)
        self.state = (1 - self.u) * self.old + self.u * self.c

    def bprop(self, dstate):
        d = self.x.shape[0]
        dc = dstate * self.u * (1 - self.c ** 2)
        du = dstate * (self.c - self.old) * self.u * (1 - self.u)
        dvr = self.Wc.T @ dc
        dr = dvr[d:] * self.old * self.r * (1 - self.r)
        dv = self.Wu.T @ du + self.Wr.T @ dr
        self.dWu, self.dWr, self.dWc = du @ self.v.T, dr @ self.v.T, dc @ self.vr.T
        self.dbu = du.sum(1, keepdims=True)
        self.dbr = dr.sum(1, keepdims=True)
        self.dbc = dc.sum(1, keepdims=True)
        self.dx = dv[:d] + dvr[:d]
        return dstate * (1 - self.u) + dv[d:] + dvr[d:] * self.r
