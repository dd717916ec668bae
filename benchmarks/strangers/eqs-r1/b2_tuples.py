# GRU with backprop through time, column vectors, one sequence at a time.
import numpy as np


def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


class GRU:
    def __init__(self, nx, nh, scale=0.08):
        self.nx, self.nh = nx, nh
        self.Wg = np.random.randn(2 * nh, nx + nh) * scale     # update; reset
        self.bg = np.zeros((2 * nh, 1))
        self.Wc = np.random.randn(nh, nx + nh) * scale
        self.bc = np.zeros((nh, 1))

    def forward(self, xs, h0):
        h, hs, cache = h0, [], []
        for x in xs:
            x = x.reshape(-1, 1)
            xh = np.vstack([x, h])
            g = sigmoid(np.dot(self.Wg, xh) + self.bg)
            z, r = g[: self.nh], g[self.nh :]
            xrh = np.vstack((x, r * h))
            c = np.tanh(np.dot(self.Wc, xrh) + self.bc)
            hn = (1 - z) * h + z * c
            cache.append((xh, xrh, z, r, c, h))
            hs.append(hn)
            h = hn
        self.cache = cache
        return np.array(hs)

    def backward(self, dhs):
        """dhs: (T, nh, 1), what comes from the loss at each step. Returns dxs, dh0 and the gradients of the weights."""
        dWg, dbg = np.zeros_like(self.Wg), np.zeros_like(self.bg)
        dWc, dbc = np.zeros_like(self.Wc), np.zeros_like(self.bc)
        dxs = []
        dh = np.zeros((self.nh, 1))
        for t in range(len(dhs))[::-1]:
            xh, xrh, z, r, c, h = self.cache[t]
            dh = dh + dhs[t]
            dac = dh * z * (1 - c * c)
            dWc += dac.dot(xrh.T)
            dbc += dac
            dxrh = self.Wc.T.dot(dac)
            dr = dxrh[self.nx :] * h
            dz = dh * (c - h)
            dag = np.vstack([dz * z * (1 - z), dr * r * (1 - r)])
            dWg += dag.dot(xh.T)
            dbg += dag
            dxh = self.Wg.T.dot(dag)
            dxs.insert(0, dxh[: self.nx] + dxrh[: self.nx])
            dh = dh * (1 - z) + dxh[self.nx :] + dxrh[self.nx :] * r
        return np.array(dxs), dh, (dWg, dbg, dWc, dbc)
