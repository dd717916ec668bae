import numpy as np


class Unit:
    def __init__(self, d, n):
        self.W = np.random.randn(3, d) * .3
        self.U = np.random.randn(3, n) * .3
        self.b = np.zeros(3)


class Net:
    def __init__(self, n_input, n_units):
        self.units = [Unit(n_input, n_units) for _ in range(n_units)]

    def forward(self, xs):
        """xs: (time, n_input)"""
        h = np.zeros(len(self.units))
        out = []
        for x in xs:
            gates = np.array([u.W[:2] @ x + u.U[:2] @ h + u.b[:2] for u in self.units])
            z, r = 1 / (1 + np.exp(-gates.T))
            n = np.tanh(np.array([u.W[2] @ x + u.U[2] @ (r * h) + u.b[2] for u in self.units]))
            h = z * h + (1 - z) * n
            out.append(h)
        return np.array(out)
