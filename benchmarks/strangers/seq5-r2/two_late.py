import numpy as np


def squash(a):
    return 1.0 / (1.0 + np.exp(-a))


class Echo:
    def __init__(self, d_in, d_state):
        rng = np.random.default_rng(2)
        w = lambda a: rng.normal(0, 0.15, (a, d_state))
        self.Az, self.Ar, self.Ac = w(d_in), w(d_in), w(d_in)
        self.Bz, self.Br, self.Bc = w(d_state), w(d_state), w(d_state)
        self.cz = self.cr = self.cc = None
        self.cz, self.cr, self.cc = np.zeros(d_state), np.zeros(d_state), np.zeros(d_state)

    def cell(self, u, s):
        z = squash(u @ self.Az + s @ self.Bz + self.cz)
        r = squash(u @ self.Ar + s @ self.Br + self.cr)
        c = np.tanh(u @ self.Ac + (r * s) @ self.Bc + self.cc)
        return z * s + z * c

    def forward(self, us, s):
        hist = []
        for t in range(len(us)):
            s = self.cell(us[t - 1], s)
            hist.append(s)
        return np.stack(hist)
