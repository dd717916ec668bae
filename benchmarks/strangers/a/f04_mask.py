import numpy as np


class Reader:
    def __init__(self, n_x, n_h):
        q = np.random.default_rng(9)
        self.Wx = q.normal(0, .3, (n_x, 3 * n_h))
        self.Wh = q.normal(0, .3, (n_h, 3 * n_h))
        self.b = np.zeros(3 * n_h)
        self.n_h = n_h

    def process(self, batch, pad_mask):
        """batch: (T, B, n_x). pad_mask: (T, B), 1.0 for real tokens and 0.0 for padding."""
        H = self.n_h
        h = np.zeros((batch.shape[1], H))
        hist = []
        for x, m in zip(batch, pad_mask):
            gx = x @ self.Wx + self.b
            gh = h @ self.Wh
            r = 1 / (1 + np.exp(-(gx[:, :H] + gh[:, :H])))
            z = 1 / (1 + np.exp(-(gx[:, H:2*H] + gh[:, H:2*H])))
            n = np.tanh(gx[:, 2*H:] + r * gh[:, 2*H:])
            cand_h = (1 - z) * n + z * h
            m = m[:, None]
            h = m * h + (1 - m) * cand_h
            hist.append(h)
        return np.array(hist)
