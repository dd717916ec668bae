import numpy as np


class DiaryGRU:
    def __init__(self, n_in, n_hid):
        g = np.random.default_rng(5)
        init = lambda *s: g.uniform(-.08, .08, s)
        self.Wz, self.Wr, self.Wc = init(n_in, n_hid), init(n_in, n_hid), init(n_in, n_hid)
        self.Uz, self.Ur, self.Uc = init(n_hid, n_hid), init(n_hid, n_hid), init(n_hid, n_hid)
        self.bz = np.zeros(n_hid)
        self.br = np.zeros(n_hid)
        self.bc = np.zeros(n_hid)

    def forward(self, X, lengths):
        """X: (T, B, n_in). Returns every state and the one at each diary's last entry."""
        T, B, _ = X.shape
        h = np.zeros((B, self.Uz.shape[0]))
        H = np.zeros((T,) + h.shape)
        for t in range(T):
            z = 1 / (1 + np.exp(-(X[t] @ self.Wz + h @ self.Uz + self.bz)))
            r = 1 / (1 + np.exp(-(X[t] @ self.Wr + h @ self.Ur + self.br)))
            c = np.maximum(0, X[t] @ self.Wc + (r * h) @ self.Uc + self.bc)
            new = (1 - z) * c + z * h
            alive = (t < lengths)[:, None]
            h = np.where(alive, h, new)
            H[t] = h
        return H, h
