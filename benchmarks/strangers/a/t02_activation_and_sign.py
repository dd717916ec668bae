import numpy as np


class Block:
    def __init__(self, a, b):
        rg = np.random.default_rng(8)
        self.Wz, self.Wr, self.Wc = [rg.normal(0, .4, (b, a)) for _ in range(3)]
        self.Uz, self.Ur, self.Uc = [rg.normal(0, .4, (b, b)) for _ in range(3)]
        self.gz, self.gr, self.gc = [np.zeros((b, 1)) for _ in range(3)]

    @staticmethod
    def logi(v):
        return 1 / (1 + np.exp(-v))

    def forward(self, x, h):
        # x (a, N), h (b, N)
        z = self.logi(self.Wz @ x + self.Uz @ h + self.gz)
        r = np.tanh(self.Wr @ x + self.Ur @ h + self.gr)
        c = np.tanh(self.Wc @ x + self.Uc @ (r * h) + self.gc)
        y = (1 - z) * h + z * c
        self.cache = (x, h, z, r, c)
        return y

    def backward(self, dy):
        x, h, z, r, c = self.cache
        tc = dy * z * (1 - c * c)
        tz = dy * (h - c) * z * (1 - z)
        rh = self.Uc.T @ tc
        tr = rh * h * (1 - r * r)
        self.dWz, self.dUz, self.dgz = tz @ x.T, tz @ h.T, tz.sum(1, keepdims=True)
        self.dWr, self.dUr, self.dgr = tr @ x.T, tr @ h.T, tr.sum(1, keepdims=True)
        self.dWc, self.dUc, self.dgc = tc @ x.T, tc @ (r * h).T, tc.sum(1, keepdims=True)
        dx = self.Wz.T @ tz + self.Wr.T @ tr + self.Wc.T @ tc
        dh = dy * (1 - z) + r * rh + self.Uz.T @ tz + self.Ur.T @ tr
        return dx, dh
