"""Sequential-style mini framework: modules own params and grads dicts."""
import numpy as np


class Module:
    def __init__(self):
        self.params, self.grads = {}, {}

    def zero_grad(self):
        for k, v in self.params.items():
            self.grads[k] = np.zeros_like(v)


class Linear(Module):
    def __init__(self, n, m):
        super().__init__()
        self.params = {"W": np.random.randn(n, m) * 0.1, "b": np.zeros(m)}
        self.zero_grad()

    def forward(self, x):
        return x @ self.params["W"] + self.params["b"]

    def backward(self, x, g):
        self.grads["W"] += x.T @ g
        self.grads["b"] += g.sum(axis=0)
        return g @ self.params["W"].T


class GRU(Module):
    def __init__(self, n_in, n_hid):
        super().__init__()
        self.gates = Linear(n_in + n_hid, 2 * n_hid)
        self.cand = Linear(n_in + n_hid, n_hid)
        self.n_in, self.n_hid = n_in, n_hid

    def forward(self, seq, h):
        self.tape = []
        states = []
        for x in seq:
            xh = np.concatenate([x, h], 1)
            zr = 1 / (1 + np.exp(-self.gates.forward(xh)))
            z, r = zr[:, :self.n_hid], zr[:, self.n_hid:]
            xrh = np.concatenate([x, r * h], 1)
            c = np.tanh(self.cand.forward(xrh))
            self.tape.append((xh, xrh, h, z, r, c))
            h = z * h + (1 - z) * c
            states.append(h)
        return np.stack(states)

    def backward(self, gs):
        self.gates.zero_grad()
        self.cand.zero_grad()
        gh = np.zeros_like(gs[0])
        gx = []
        for (xh, xrh, h, z, r, c), g in zip(self.tape[::-1], gs[::-1]):
            gh = gh + g
            gc = self.cand.backward(xrh, gh * (1 - z) * (1 - c ** 2))
            gr = gc[:, self.n_in:] * h
            gz = gh * (h - c)
            gzr = np.concatenate([gz, gr], 1)
            gg = self.gates.backward(xh, gzr)
            gx.append(gg[:, :self.n_in] + gc[:, :self.n_in])
            gh = gh * z + gc[:, self.n_in:] * r + gg[:, self.n_in:]
        return np.stack(gx[::-1]), gh
