import numpy as np


class CharModel:
    def __init__(self, n_x, n_h, n_y, bptt_truncate=-1):
        self.n_h = n_h
        self.U = np.random.uniform(-.3, .3, (3, n_h, n_x))
        self.W = np.random.uniform(-.3, .3, (3, n_h, n_h))
        self.b = np.zeros((3, n_h))
        self.V = np.random.uniform(-.3, .3, (n_y, n_h))
        self.c = np.zeros(n_y)

    def forward_propagation(self, x):
        sg = lambda a: 1 / (1 + np.exp(-a))
        T = len(x)
        s = np.zeros((T + 1, self.n_h))
        z, r, c = np.zeros((T, self.n_h)), np.zeros((T, self.n_h)), np.zeros((T, self.n_h))
        o = []
        for t in range(T):
            z[t] = sg(self.U[0].dot(x[t]) + self.W[0].dot(s[t - 1]) + self.b[0])
            r[t] = sg(self.U[1].dot(x[t]) + self.W[1].dot(s[t - 1]) + self.b[1])
            c[t] = np.tanh(self.U[2].dot(x[t]) + self.W[2].dot(s[t - 1] * r[t]) + self.b[2])
            s[t] = (1 - z[t]) * c[t] + z[t] * s[t - 1]
            e = np.exp(self.V.dot(s[t]) + self.c)
            o.append(e / e.sum())
        return np.array(o), s, (z, r, c)

    def bptt(self, x, y):
        T = len(y)
        o, s, (z, r, c) = self.forward_propagation(x)
        dU, dW, db = np.zeros_like(self.U), np.zeros_like(self.W), np.zeros_like(self.b)
        dV, dc = np.zeros_like(self.V), np.zeros_like(self.c)
        do = o.copy()
        do[np.arange(T), y] -= 1.
        carry = np.zeros(self.n_h)
        for t in np.arange(T)[::-1]:
            dV += np.outer(do[t], s[t])
            dc += do[t]
            ds = self.V.T.dot(do[t]) + carry
            prev = s[t - 1]
            dac = ds * (1 - z[t]) * (1 - c[t] ** 2)
            daz = ds * (prev - c[t]) * z[t] * (1 - z[t])
            drs = self.W[2].T.dot(dac)
            dar = drs * prev * r[t] * (1 - r[t])
            for k, (da, hh) in enumerate(((daz, prev), (dar, prev), (dac, prev * r[t]))):
                dU[k] += np.outer(da, x[t])
                dW[k] += np.outer(da, hh)
                db[k] += da
            carry = ds * z[t] + drs + self.W[0].T.dot(daz) + self.W[1].T.dot(dar)
        return dU, dW, db, dV, dc
