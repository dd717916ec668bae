import numpy as np


class Sigmoid:
    def __call__(self, a):
        return np.where(a >= 0, 1 / (1 + np.exp(-np.abs(a))), np.exp(-np.abs(a)) / (1 + np.exp(-np.abs(a))))


class RecurrentLayer:
    """GRU over columns: every x is (n_in, batch), every h is (n_units, batch)."""

    def __init__(self, n_in, n_units, rng=None):
        rng = rng or np.random.RandomState(7)
        s = 1.0 / np.sqrt(n_units)
        self.P = {}
        for gate in "urc":
            self.P["W" + gate] = rng.uniform(-s, s, (n_units, n_in))
            self.P["V" + gate] = rng.uniform(-s, s, (n_units, n_units))
            self.P["b" + gate] = np.zeros((n_units, 1))
        self.n_units = n_units
        self.sig = Sigmoid()
        self.zero_grad()
        self.tape = []

    def zero_grad(self):
        self.G = {k: np.zeros_like(v) for k, v in self.P.items()}

    def forward(self, seq, h=None):
        """seq: (T, n_in, batch) -> list of T states"""
        P = self.P
        if h is None:
            h = np.zeros((self.n_units, seq[0].shape[1]))
        self.tape.clear()
        hs = []
        for x in seq:
            u = self.sig(P["Wu"] @ x + P["Vu"] @ h + P["bu"])
            r = self.sig(P["Wr"] @ x + P["Vr"] @ h + P["br"])
            m = P["Vc"] @ h
            c = np.tanh(P["Wc"] @ x + r * m + P["bc"])
            new = c + u * (h - c)
            self.tape.append((x, h, u, r, m, c))
            h = new
            hs.append(h)
        return np.stack(hs)

    def backward(self, dhs):
        """dhs: (T, n_units, batch). Accumulates into self.G, returns (dseq, dh0)."""
        P, G = self.P, self.G
        carry = 0.0
        dseq = []
        for dh in dhs[::-1]:
            x, h, u, r, m, c = self.tape.pop()
            dh = dh + carry
            da_c = dh * (1 - u) * (1 - c ** 2)
            da_u = dh * (h - c) * u * (1 - u)
            da_r = da_c * m * r * (1 - r)
            dm = da_c * r
            for g, d in (("u", da_u), ("r", da_r), ("c", da_c)):
                G["W" + g] += d @ x.T
                G["b" + g] += d.sum(1, keepdims=True)
            G["Vu"] += da_u @ h.T
            G["Vr"] += da_r @ h.T
            G["Vc"] += dm @ h.T
            carry = dh * u + P["Vu"].T @ da_u + P["Vr"].T @ da_r + P["Vc"].T @ dm
            dseq.append(P["Wu"].T @ da_u + P["Wr"].T @ da_r + P["Wc"].T @ da_c)
        return np.stack(dseq[::-1]), carry


def fit(layer, batches, lr=0.05):
    for seq, target in batches:
        layer.zero_grad()
        out = layer.forward(seq)
        d = np.zeros_like(out)
        d[-1] = out[-1] - target
        layer.backward(d)
        for k in layer.P:
            layer.P[k] -= lr * layer.G[k]
