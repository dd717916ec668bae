"""Assignment 3 -- Gated recurrent units. Name: J. Okafor"""
import numpy as np


class GRUClassifier:
    def __init__(self, vocab_dim, hid, n_classes, seed=7):
        rs = np.random.RandomState(seed)
        s = 1.0 / np.sqrt(hid)
        self.H = hid
        self.p = dict(
            Wz=rs.uniform(-s, s, (hid, vocab_dim)), Uz=rs.uniform(-s, s, (hid, hid)), bz=np.zeros((hid, 1)),
            Wr=rs.uniform(-s, s, (hid, vocab_dim)), Ur=rs.uniform(-s, s, (hid, hid)), br=np.zeros((hid, 1)),
            Wh=rs.uniform(-s, s, (hid, vocab_dim)), Uh=rs.uniform(-s, s, (hid, hid)), bh=np.zeros((hid, 1)),
            V=rs.uniform(-s, s, (n_classes, hid)), c=np.zeros((n_classes, 1)))

    @staticmethod
    def sig(a):
        return 1. / (1. + np.exp(-a))

    def forward(self, X):
        """X: list of (vocab_dim, 1) columns"""
        p = self.p
        h = np.zeros((self.H, 1))
        self.cache = []
        for x in X:
            z = self.sig(p['Wz'] @ x + p['Uz'] @ h + p['bz'])
            r = self.sig(p['Wr'] @ x + p['Ur'] @ h + p['br'])
            g = np.tanh(p['Wh'] @ x + p['Uh'] @ (r * h) + p['bh'])
            h_new = (1 - z) * h + z * g
            self.cache.append((x, h, z, r, g))
            h = h_new
        self.h_last = h
        o = p['V'] @ h + p['c']
        e = np.exp(o - o.max())
        self.y = e / e.sum()
        return self.y

    def backward(self, target):
        p = self.p
        d = {k: np.zeros_like(v) for k, v in p.items()}
        dy = self.y.copy()
        dy[target] -= 1
        d['V'] += dy @ self.h_last.T
        d['c'] += dy
        dh = p['V'].T @ dy
        for x, h, z, r, g in reversed(self.cache):
            dz = dh * (g - h) * z * (1 - z)
            dg = dh * z * (1 - g ** 2)
            drh = p['Uh'].T @ dg
            dr = drh * h * r * (1 - r)
            d['Wz'] += dz @ x.T; d['Uz'] += dz @ h.T; d['bz'] += dz
            d['Wr'] += dr @ x.T; d['Ur'] += dr @ h.T; d['br'] += dr
            d['Wh'] += dg @ x.T; d['Uh'] += dg @ h.T; d['bh'] += dg
            dh = dh * (1 - z) + drh * r + p['Uz'].T @ dz
        return d
