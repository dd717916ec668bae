import numpy as np

rng = np.random.RandomState(0)


class GRU:
    def __init__(self, n, m):
        self.p = {}
        for g in "zrn":
            self.p["W" + g] = rng.randn(m, n) * 0.2
            self.p["U" + g] = rng.randn(m, m) * 0.2
            self.p["b" + g] = np.zeros((m, 1))

    def forward(self, x, h):
        p = self.p
        s = lambda a: 1 / (1 + np.exp(-a))
        z = s(p["Wz"] @ x + p["Uz"] @ h + p["bz"])
        r = s(p["Wr"] @ x + p["Ur"] @ h + p["br"])
        q = p["Un"] @ h
        n = np.tanh(p["Wn"] @ x + r * q + p["bn"])
        self.cache = x, h, z, r, q, n
        return z * h + (1 - z) * n

    def backward(self, dy):
        x, h, z, r, q, n = self.cache
        p, g = self.p, {}
        dz = dy * (h - n)
        dn = dy * (1 - z)
        dq = dn * r * (1 - n ** 2)
        dr = dn * (1 - n ** 2) * q
        az = dz * z * (1 - z)
        an = dn
        ar = dr * r * (1 - r)
        for k, a in (("z", az), ("r", ar), ("n", an)):
            g["W" + k] = a @ x.T
            g["b" + k] = a.sum(1, keepdims=True)
        g["Uz"], g["Ur"], g["Un"] = az @ h.T, ar @ n.T, dq @ h.T
        dx = p["Wz"].T @ az + p["Wr"].T @ ar + p["Wn"].T @ (dn * (1 - n ** 2))
        dh = dy * z + p["Uz"].T @ az + p["Ur"].T @ ar + p["Un"].T @ dq
        self.grads = g
        return dx, dh
