import numpy as np

sigm = lambda a: np.where(a >= 0, 1 / (1 + np.exp(-np.abs(a))), np.exp(-np.abs(a)) / (1 + np.exp(-np.abs(a))))


class PaddedReader(object):
    def __init__(self, dim_in, dim_h):
        g = np.random.default_rng(0)
        self.Wxz, self.Wxr, self.Wxc = (g.standard_normal((dim_in, dim_h)) * 0.1 for _ in range(3))
        self.Whz, self.Whr, self.Whc = (np.linalg.qr(g.standard_normal((dim_h, dim_h)))[0] for _ in range(3))
        self.bz, self.br, self.bc = np.zeros(dim_h), np.zeros(dim_h), np.zeros(dim_h)

    def run(self, X, valid=None, h0=None):
        """X (B, T, dim_in); valid (B, T), 1 where there is a word, 0 on padding."""
        B, T = X.shape[:2]
        h = np.zeros((B, self.bz.size)) if h0 is None else h0
        H = np.empty((B, T, self.bz.size))
        for t in range(T):
            x = X[:, t, :]
            z = sigm(np.dot(x, self.Wxz) + np.dot(h, self.Whz) + self.bz)
            r = sigm(np.dot(x, self.Wxr) + np.dot(h, self.Whr) + self.br)
            c = np.tanh(np.dot(x, self.Wxc) + np.dot(r * h, self.Whc) + self.bc)
            new = z * c + (1 - z) * h
            if valid is not None:
                m = valid[:, t][:, None]
                new = np.where(m > 0, new, h)
            h = new
            H[:, t] = h
        return H, h
