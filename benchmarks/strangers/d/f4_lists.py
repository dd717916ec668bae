import numpy as np


def sig(x):
    return 1 / (1 + np.exp(-x))


class RNNLayer:
    """xs: (T, N, D)"""

    def __init__(self, D, H):
        s = np.random.RandomState(1)
        self.Wz, self.Wr, self.Wh = [s.randn(D, H) * 0.3 for _ in range(3)]
        self.Uz, self.Ur, self.Uh = [s.randn(H, H) * 0.3 for _ in range(3)]
        self.bz, self.br, self.bh = [np.zeros(H) for _ in range(3)]

    def forward(self, xs, h0):
        self.trace = []
        h, hs = h0, []
        for x in xs:
            z = sig(x @ self.Wz + h @ self.Uz + self.bz)
            r = sig(x @ self.Wr + h @ self.Ur + self.br)
            g = np.tanh(x @ self.Wh + (r * h) @ self.Uh + self.bh)
            new = (1 - z) * h + z * g
            self.trace.append((x, h, z, r, g))
            h = new
            hs.append(h)
        return np.array(hs)

    def backward(self, dhs):
        G = {k: np.zeros_like(v) for k, v in vars(self).items() if isinstance(v, np.ndarray)}
        dxs = []
        dnext = np.zeros_like(dhs[0])
        for (x, h, z, r, g), d in zip(reversed(self.trace), dhs[::-1]):
            dh = d + dnext
            dg = dh * z * (1 - g ** 2)
            dz = dh * (g - h) * z * (1 - z)
            drh = dg @ self.Uh.T
            dr = drh * h * r * (1 - r)
            G["Wz"] += x.T @ dz
            G["Wr"] += x.T @ dr
            G["Wh"] += x.T @ dg
            G["Uz"] += h.T @ dz
            G["Ur"] += h.T @ dr
            G["Uh"] += (r * h).T @ dg
            G["bz"] = dz.sum(0)
            G["br"] += dr.sum(0)
            G["bh"] += dg.sum(0)
            dxs.insert(0, dz @ self.Wz.T + dr @ self.Wr.T + dg @ self.Wh.T)
            dnext = dh * (1 - z) + drh * r + dz @ self.Uz.T + dr @ self.Ur.T
        self.grads = G
        return np.array(dxs), dnext
