import numpy as np

S = lambda v: 1 / (1 + np.exp(-v))


class GruBptt:
    """Row vectors, inputs (steps, batch, dim)."""

    def __init__(self, dim, hid):
        rnd = np.random.default_rng(2)
        self.Ax, self.Ah, self.a = rnd.normal(0, .3, (dim, hid)), rnd.normal(0, .3, (hid, hid)), np.zeros(hid)
        self.Bx, self.Bh, self.b = rnd.normal(0, .3, (dim, hid)), rnd.normal(0, .3, (hid, hid)), np.zeros(hid)
        self.Cx, self.Ch, self.c = rnd.normal(0, .3, (dim, hid)), rnd.normal(0, .3, (hid, hid)), np.zeros(hid)

    def forward(self, x, h0):
        self.x, self.hs, self.zs, self.rs, self.cs = x, [h0], [], [], []
        h = h0
        for xt in x:
            z = S(xt @ self.Ax + h @ self.Ah + self.a)
            r = S(xt @ self.Bx + h @ self.Bh + self.b)
            c = np.tanh(xt @ self.Cx + (r * h) @ self.Ch + self.c)
            h = (1 - z) * h + z * c
            self.hs.append(h); self.zs.append(z); self.rs.append(r); self.cs.append(c)
        return np.stack(self.hs[1:])

    def backward(self, dy):
        dx = np.zeros_like(self.x)
        dh = np.zeros_like(self.hs[0])
        self.dAx, self.dAh, self.da = np.zeros_like(self.Ax), np.zeros_like(self.Ah), np.zeros_like(self.a)
        self.dBx, self.dBh, self.db = np.zeros_like(self.Bx), np.zeros_like(self.Bh), np.zeros_like(self.b)
        self.dCx, self.dCh, self.dc = np.zeros_like(self.Cx), np.zeros_like(self.Ch), np.zeros_like(self.c)
        for t in range(len(dy) - 1, -1, -1):
            dh = dh + dy[t]
            h, z, r, c, xt = self.hs[t], self.zs[t], self.rs[t], self.cs[t], self.x[t]
            pc = dh * z * (1 - c ** 2)
            pz = dh * (c - h) * z * (1 - z)
            prh = pc @ self.Ch.T
            pr = prh * h * r * (1 - r)
            self.dAx += xt.T @ pz; self.dAh += h.T @ pz; self.da += pz.sum(0)
            self.dBx += xt.T @ pr
            self.dBh += h.T @ pr
            self.db += pr.sum(0)
            self.dCx += xt.T @ pc
            self.dCh = (r * h).T @ pc
            self.dc += pc.sum(0)
            dx[t] = pz @ self.Ax.T + pr @ self.Bx.T + pc @ self.Cx.T
            dh = dh * (1 - z) + prh * r + pz @ self.Ah.T + pr @ self.Bh.T
        return dx, dh
