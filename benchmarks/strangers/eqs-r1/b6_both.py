import numpy as np

# A batch GRU for the char-rnn project, all biases left out.


def σ(a):
    return 1 / (1 + np.exp(-a))


class CharGRU:
    def __init__(self, vocab, hidden, rng=None):
        rng = rng or np.random.default_rng(0)
        self.p = {}
        for name, rows in (("Wz", vocab), ("Wr", vocab), ("Wh", vocab), ("Uz", hidden), ("Ur", hidden), ("Uh", hidden)):
            self.p[name] = rng.normal(scale=rows ** -0.5, size=(rows, hidden))
        self.g = {k: np.zeros_like(v) for k, v in self.p.items()}

    def forward(self, X, h):
        p = self.p
        self.steps, hs = [], []
        for x in X:
            z = σ(x @ p["Wz"] + h @ p["Uz"])
            r = σ(x @ p["Wr"] + h @ p["Ur"])
            c = np.tanh(x @ p["Wh"] + h @ p["Uh"])
            self.steps.append((x, h, z, r, c))
            h = z * h + (1 - z) * c
            hs.append(h)
        return np.stack(hs)

    def backward(self, dH):
        p, g = self.p, self.g
        for k in g:
            g[k] = np.zeros_like(p[k])
        dX = np.zeros(dH.shape[:2] + (p["Wz"].shape[0],))
        dh = np.zeros_like(dH[0])
        for t in reversed(range(len(dH))):
            x, h, z, r, c = self.steps[t]
            dh = dh + dH[t]
            da = dh * (1 - z) * (1 - c ** 2)
            db = dh * (c - h) * z * (1 - z)
            g["Wh"] += x.T @ da
            g["Uh"] += h.T @ da
            g["Wz"] += x.T @ db
            g["Uz"] += h.T @ db
            dX[t] = da @ p["Wh"].T + db @ p["Wz"].T
            dh = dh * z + da @ p["Uh"].T + db @ p["Uz"].T
        return dX, dh
