"""A GRU layer in NumPy, with its backward pass; reset after the product, as in cuDNN."""

import numpy as np


def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))


class ArrayGRU:
    """xs (T, B, D) and h0 (B, H) to states (T, B, H); weights packed reset, update, candidate."""

    def __init__(self, input_size, hidden_size, seed=0):
        rng = np.random.default_rng(seed)
        bound = hidden_size**-0.5
        self.hidden_size = hidden_size
        self.W = rng.uniform(-bound, bound, (input_size, 3 * hidden_size))
        self.U = rng.uniform(-bound, bound, (hidden_size, 3 * hidden_size))
        self.b = np.zeros(3 * hidden_size)
        self.c = np.zeros(3 * hidden_size)

    def forward(self, xs, h0=None):
        h = np.zeros((xs.shape[1], self.hidden_size)) if h0 is None else h0
        self.steps, states = [], []
        for x in xs:
            ax_r, ax_z, ax_n = np.split(x @ self.W + self.b, 3, axis=1)
            ah_r, ah_z, ah_n = np.split(h @ self.U + self.c, 3, axis=1)
            r = sigmoid(ax_r + ah_r)
            z = sigmoid(ax_z + ah_z)
            n = np.tanh(ax_n + r * ah_n)
            self.steps.append((x, h, r, z, n, ah_n))
            h = z * h + (1 - z) * n
            states.append(h)
        return np.stack(states)

    def backward(self, dstates):
        self.dW, self.dU = np.zeros_like(self.W), np.zeros_like(self.U)
        self.db, self.dc = np.zeros_like(self.b), np.zeros_like(self.c)
        dxs = np.zeros((len(self.steps), dstates.shape[1], self.W.shape[0]))
        dh = np.zeros_like(dstates[0])
        for t in reversed(range(len(self.steps))):
            x, h, r, z, n, ah_n = self.steps[t]
            dh = dh + dstates[t]
            dn = dh * (1 - z) * (1 - n**2)
            dz = dh * (h - n) * z * (1 - z)
            dr = dn * ah_n * r * (1 - r)
            da = np.concatenate([dr, dz, dn], axis=1)
            dm = np.concatenate([dr, dz, dn * r], axis=1)
            self.dW += x.T @ da
            self.db += da.sum(axis=0)
            self.dU += h.T @ dm
            self.dc += dm.sum(axis=0)
            dxs[t] = da @ self.W.T
            dh = dh * z + dm @ self.U.T
        return dxs, dh
