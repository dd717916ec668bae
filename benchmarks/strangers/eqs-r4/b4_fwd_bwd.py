"""GRU nach Vorlesungsskript. Vorwärts- und Rückwärtspfad, Stapel (B, D)."""
import numpy as np


class GRUSchicht:
    def __init__(self, d, h):
        r = np.random.default_rng(42)
        self.Wz, self.Wr, self.Wk = (r.normal(0, 0.3, (d, h)) for _ in range(3))
        self.Uz, self.Ur, self.Uk = (r.normal(0, 0.3, (h, h)) for _ in range(3))
        self.bz, self.br, self.bk = (np.zeros(h) for _ in range(3))

    def vorwaerts(self, X, h):
        self.merken = []
        for x in X:
            z = 1 / (1 + np.exp(-(x @ self.Wz + h @ self.Uz + self.bz)))
            r = 1 / (1 + np.exp(-(x @ self.Wr + h @ self.Ur + self.br)))
            k = 1 / (1 + np.exp(-(x @ self.Wk + (r * h) @ self.Uk + self.bk)))
            self.merken.append((x, h, z, r, k))
            h = z * h + (1 - z) * k
        return h

    forward = vorwaerts

    def backward(self, dh):
        g = {n: np.zeros_like(getattr(self, n)) for n in ("Wz", "Wr", "Wk", "Uz", "Ur", "Uk", "bz", "br", "bk")}
        dX = []
        for x, h, z, r, k in self.merken[::-1]:
            dk = dh * (1 - z) * (1 - k ** 2)
            dz = dh * (h - k) * z * (1 - z)
            drh = dk @ self.Uk.T
            dr = drh * h * r * (1 - r)
            for n, d, o in (("z", dz, h), ("r", dr, h), ("k", dk, r * h)):
                g["W" + n] += x.T @ d
                g["U" + n] += o.T @ d
                g["b" + n] += d.sum(0)
            dX.append(dz @ self.Wz.T + dr @ self.Wr.T + dk @ self.Wk.T)
            dh = dh * z + drh + dz @ self.Uz.T + dr @ self.Ur.T
        for n, v in g.items():
            setattr(self, "d" + n, v)
        return np.array(dX[::-1]), dh
