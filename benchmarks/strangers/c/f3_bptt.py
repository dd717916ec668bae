import numpy as np


class SentenceGRU:
    """Time-major hand-written GRU: x is (T, N, D), h is (T, N, H)."""

    def __init__(self, input_dim, hidden_dim, clip=1e3):
        k = 1 / np.sqrt(hidden_dim)
        r = np.random.default_rng(11)
        self.Wi = r.uniform(-k, k, (input_dim, 3, hidden_dim))
        self.Wh = r.uniform(-k, k, (hidden_dim, 3, hidden_dim))
        self.bi = r.uniform(-k, k, (3, hidden_dim))
        self.bh = r.uniform(-k, k, (3, hidden_dim))
        self.clip = clip

    @staticmethod
    def sigma(a):
        return 0.5 + 0.5 * np.tanh(a / 2)

    def forward(self, x, h0):
        T, N, _ = x.shape
        H = h0.shape[1]
        self.x, self.h0 = x, h0
        self.h = np.empty((T, N, H))
        self.r, self.z, self.n, self.q = (np.empty((T, N, H)) for _ in range(4))
        prev = h0
        for t in range(T):
            gi = np.einsum("nd,dgh->gnh", x[t], self.Wi) + self.bi[:, None]
            gh = np.einsum("nk,kgh->gnh", prev, self.Wh) + self.bh[:, None]
            self.r[t] = self.sigma(gi[0] + gh[0])
            self.z[t] = self.sigma(gi[1] + gh[1])
            self.q[t] = gh[2]
            self.n[t] = np.tanh(gi[2] + self.r[t] * gh[2])
            prev = self.h[t] = (1 - self.z[t]) * self.n[t] + self.z[t] * prev
        return self.h

    def backward(self, dout):
        T = len(dout)
        self.dWi, self.dWh = np.zeros_like(self.Wi), np.zeros_like(self.Wh)
        self.dbi, self.dbh = np.zeros_like(self.bi), np.zeros_like(self.bh)
        dx = np.zeros_like(self.x)
        dh = np.zeros_like(self.h0)
        for t in range(T - 1, -1, -1):
            prev = self.h[t - 1] if t else self.h0
            dh = dh + dout[t]
            r, z, n = self.r[t], self.z[t], self.n[t]
            dan = dh * (1 - z) * (1 - n ** 2)
            dar = dan * self.q[t] * r * (1 - r)
            daz = dh * (prev - n) * z * (1 - z)
            di = np.stack([dar, daz, dan])
            dq = np.stack([dar, daz, dan * r])
            dx[t] = np.einsum("gnh,dgh->nd", di, self.Wi)
            self.dWi += np.einsum("nd,gnh->dgh", self.x[t], di)
            self.dWh += np.einsum("nk,gnh->kgh", prev, dq)
            dh = dh * z + np.einsum("gnh,kgh->nk", dq[::2], self.Wh[:, ::2])
            self.dbi += di.sum(1)
            self.dbh += dq.sum(1)
        for g in (self.dWi, self.dWh, self.dbi, self.dbh):
            np.clip(g, -self.clip, self.clip, out=g)
        return dx, dh
