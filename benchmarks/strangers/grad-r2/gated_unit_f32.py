import numpy as np


class GatedUnit:
    """float32 throughout, as on our device."""

    def __init__(self, d, h):
        f = np.float32
        self.Wz, self.Wr, self.Wc = ((np.random.randn(d, h) * .1).astype(f) for _ in range(3))
        self.Uz, self.Ur, self.Uc = ((np.random.randn(h, h) * .1).astype(f) for _ in range(3))
        self.bz, self.br, self.bc = (np.zeros(h, f) for _ in range(3))

    def forward(self, x, h):
        x, h = np.asarray(x, np.float32), np.asarray(h, np.float32)
        one = np.float32(1)
        z = one / (one + np.exp(-(x @ self.Wz + h @ self.Uz + self.bz)))
        r = one / (one + np.exp(-(x @ self.Wr + h @ self.Ur + self.br)))
        c = np.tanh(x @ self.Wc + (h * r) @ self.Uc + self.bc)
        self.keep = x, h, z, r, c
        return (h - c) * z + c

    def backward(self, dh):
        x, h, z, r, c = self.keep
        dh = np.asarray(dh, np.float32)
        dc = dh * (1 - z) * (1 - c ** 2)
        dz = dh * (h - c) * z * (1 - z)
        dhr = dc @ self.Uc.T
        dr = dhr * h * r * (1 - r)
        g = {
            'Wz': x.T @ dz, 'Wr': x.T @ dr, 'Wc': x.T @ dc,
            'Uz': h.T @ dz, 'Ur': h.T @ dr, 'Uc': (h * r).T @ dc,
            'bz': dz.sum(0), 'br': dr.sum(0), 'bc': dc.sum(0),
        }
        dx = dz @ self.Wz.T + dr @ self.Wr.T + dc @ self.Wc.T
        dprev = dh * z + dz @ self.Uz.T + dr @ self.Ur.T + dhr
        return dx, dprev, g
