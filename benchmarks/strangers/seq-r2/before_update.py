import numpy as np


class GRUNet:
    """inputs (T, N, D) -> hidden (T, N, H), with backprop through time."""

    def __init__(self, D, H):
        rs = np.random.RandomState(0)
        self.Wxz, self.Wxr, self.Wxh = [rs.randn(D, H) * 0.2 for _ in range(3)]
        self.Whz, self.Whr, self.Whh = [rs.randn(H, H) * 0.2 for _ in range(3)]
        self.bz, self.br, self.bh = [np.zeros(H) for _ in range(3)]
        self.H = H

    def forward(self, xs, h0=None):
        h = np.zeros((xs.shape[1], self.H)) if h0 is None else h0
        self.cache = []
        hs = []
        for x in xs:
            hs.append(h)
            z = 1 / (1 + np.exp(-(x @ self.Wxz + h @ self.Whz + self.bz)))
            r = 1 / (1 + np.exp(-(x @ self.Wxr + h @ self.Whr + self.br)))
            g = np.tanh(x @ self.Wxh + (r * h) @ self.Whh + self.bh)
            self.cache.append((x, h, z, r, g))
            h = (1 - z) * h + z * g
        return np.array(hs), h

    def backward(self, dhs, dh_last=None):
        grads = {k: np.zeros_like(v) for k, v in self.__dict__.items() if isinstance(v, np.ndarray)}
        dxs = np.zeros((len(dhs),) + self.cache[0][0].shape)
        dh = np.zeros_like(dhs[0]) if dh_last is None else dh_last
        for t in reversed(range(len(dhs))):
            x, h, z, r, g = self.cache[t]
            dh = dh + dhs[t]
            dz = dh * (h - g) * z * (1 - z)
            dg = dh * z * (1 - g * g)
            drh = dg @ self.Whh.T
            dr = drh * h * r * (1 - r)
            for n, d, s in (("z", dz, h), ("r", dr, h), ("h", dg, r * h)):
                grads["Wx" + n] += x.T @ d
                grads["Wh" + n] += s.T @ d
                grads["b" + n] += d.sum(0)
            dxs[t] = dz @ self.Wxz.T + dr @ self.Wxr.T + dg @ self.Wxh.T
            dh = dh * (1 - z) + drh * r + dz @ self.Whz.T + dr @ self.Whr.T
        return dxs, dh, grads
