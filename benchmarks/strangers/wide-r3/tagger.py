import numpy as np


def sigmoid(a):
    return 1.0 / (1.0 + np.exp(-a))


def softmax(a):
    e = np.exp(a - a.max())
    return e / e.sum()


class Tagger:
    """one tag a word; vectors"""

    def __init__(self, n_feat, n_hid, n_tags):
        g = np.random.RandomState(1)
        w = lambda *s: g.randn(*s) * 0.1
        self.Wz, self.Wr, self.Wn = w(n_hid, n_feat), w(n_hid, n_feat), w(n_hid, n_feat)
        self.Uz, self.Ur, self.Un = w(n_hid, n_hid), w(n_hid, n_hid), w(n_hid, n_hid)
        self.bz, self.br, self.bn = w(n_hid), w(n_hid), w(n_hid)
        self.Wy, self.by = w(n_tags, n_hid), w(n_tags)
        self.n_hid = n_hid

    def forward(self, xs):
        h = np.zeros(self.n_hid)
        self.trace, self.probs, self.hs = [], [], []
        for x in xs:
            z = sigmoid(self.Wz @ x + self.Uz @ h + self.bz)
            r = sigmoid(self.Wr @ x + self.Ur @ h + self.br)
            n = np.tanh(self.Wn @ x + r * (self.Un @ h) + self.bn)
            new = (1 - z) * n + z * h
            self.trace.append((x, h, z, r, n))
            h = new
            self.hs.append(h)
            self.probs.append(softmax(self.Wy @ h + self.by))
        return self.probs

    def backward(self, tags):
        g = {k: np.zeros_like(getattr(self, k)) for k in ('Wz', 'Wr', 'Wn', 'Uz', 'Ur', 'Un', 'bz', 'br', 'bn', 'Wy', 'by')}
        back = np.zeros(self.n_hid)
        for t in range(len(tags) - 1, -1, -1):
            x, h, z, r, n = self.trace[t]
            dy = self.probs[t].copy()
            dy[tags[t]] -= 1
            g['Wy'] += np.outer(dy, self.hs[t])
            g['by'] += dy
            dh = self.Wy.T @ dy + back
            dn = dh * (1 - z) * (1 - n ** 2)
            dz = dh * (h - n) * z * (1 - z)
            dr = dn * (self.Un @ h) * r * (1 - r)
            g['Wz'] += np.outer(dz, x); g['Uz'] += np.outer(dz, h); g['bz'] += dz
            g['Wr'] += np.outer(dr, x); g['Ur'] += np.outer(dr, h); g['br'] += dr
            g['Wn'] += np.outer(dn, x); g['Un'] += np.outer(dn * r, h); g['bn'] += dn
            back = dh * z + self.Uz.T @ dz + self.Ur.T @ dr + self.Un.T @ (dn * r)
        return g
