import numpy as np

class GRU:
    """h is (H,), weights on the left, everything in one matrix acting on [h; x]"""
    def __init__(self, nx, nh):
        self.Wr = np.random.randn(nh, nh + nx) * .1
        self.Wz = np.random.randn(nh, nh + nx) * .1
        self.Wc = np.random.randn(nh, nh + nx) * .1
        self.br, self.bz, self.bc = np.zeros(nh), np.zeros(nh), np.zeros(nh)

    def step(self, x, h):
        hx = np.r_[h, x]
        r = self._sigma(self.Wr.dot(hx) + self.br)
        z = self._sigma(self.Wz.dot(hx) + self.bz)
        c = np.tanh(self.Wc.dot(np.r_[x, r * h]) + self.bc)
        h_next = (1 - z) * h + z * c
        self.saved = hx, h, r, z, c, np.r_[x, r * h]
        return h_next

    def _sigma(self, v):
        return 1.0 / (1.0 + np.exp(-v))

    def grad(self, dh):
        hx, h, r, z, c, rhx = self.saved
        n = len(h)
        dc = dh * z * (1 - c * c)
        dz = dh * (c - h) * z * (1 - z)
        drhx = self.Wc.T.dot(dc)
        dr = drhx[-n:] * h * r * (1 - r)
        dhx = self.Wr.T.dot(dr) + self.Wz.T.dot(dz)
        self.dWc, self.dbc = np.outer(dc, rhx), dc
        self.dWz, self.dbz = np.outer(dz, hx), dz
        self.dWr, self.dbr = np.outer(dr, hx), dr
        dx = dhx[n:] + drhx[:-n]
        dh_prev = dh * (1 - z) + dhx[:n] + drhx[-n:] * r
        return dx, dh_prev
