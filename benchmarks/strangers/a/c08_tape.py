"""Homework 4: BPTT through a gated unit. Column vectors throughout, one sample at a time."""
import numpy as np


class Net:
    def __init__(self, n, m):
        r = np.random.RandomState(1)
        self.p = {}
        for g in "urc":
            self.p["W" + g] = 0.3 * r.randn(m, n)
            self.p["V" + g] = 0.3 * r.randn(m, m)
            self.p["b" + g] = np.zeros((m, 1))
        self.tape = []

    def forward(self, xs, s):
        """xs: list of (n, 1), s: (m, 1)"""
        self.tape = []
        out = []
        p = self.p
        for x in xs:
            u = 1 / (1 + np.exp(-(p["Wu"] @ x + p["Vu"] @ s + p["bu"])))
            r = 1 / (1 + np.exp(-(p["Wr"] @ x + p["Vr"] @ s + p["br"])))
            c = np.tanh(p["Wc"] @ x + p["Vc"] @ (r * s) + p["bc"])
            self.tape.append((x, s, u, r, c))
            s = u * s + (1 - u) * c
            out.append(s)
        return out

    def backward(self, d_out):
        """d_out: list of (m, 1), loss derivative at each output. Returns grads, dxs, ds0"""
        p = self.p
        g = {k: np.zeros_like(v) for k, v in p.items()}
        ds = np.zeros_like(d_out[0])
        dxs = []
        for (x, s, u, r, c), d in zip(self.tape[::-1], d_out[::-1]):
            ds = ds + d
            dc_raw = ds * (1 - u) * (1 - c * c)
            du_raw = ds * (s - c) * u * (1 - u)
            d_rs = p["Vc"].T @ dc_raw
            dr_raw = d_rs * s * r * (1 - r)
            g["Vc"] += dc_raw @ (r * s).T
            g["Vu"] += du_raw @ s.T
            g["Vr"] += dr_raw @ s.T
            for name, raw in (("u", du_raw), ("r", dr_raw), ("c", dc_raw)):
                g["W" + name] += raw @ x.T
                g["b" + name] += raw
            dxs.insert(0, p["Wu"].T @ du_raw + p["Wr"].T @ dr_raw + p["Wc"].T @ dc_raw)
            ds = ds * u + d_rs * r + p["Vu"].T @ du_raw + p["Vr"].T @ dr_raw
        return g, dxs, ds
