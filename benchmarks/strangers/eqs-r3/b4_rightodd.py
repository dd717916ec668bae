"""A GRU layer whose backward is vectorised over time where it can be; hidden states kept in one array."""
import numpy as np


class VecGRU:
    def __init__(self, n_in, n_out, rng=None):
        rng = rng or np.random.default_rng(1)
        self.Wi = rng.normal(0, n_in ** -0.5, (3, n_in, n_out))
        self.Wr = rng.normal(0, n_out ** -0.5, (3, n_out, n_out))
        self.bias = np.zeros((3, n_out))

    def forward(self, X, h0):
        T, B, _ = X.shape
        H = h0.shape[1]
        pre = np.einsum("tbi,gio->tgbo", X, self.Wi) + self.bias[:, None]
        self.X, self.H = X, np.empty((T + 1, B, H))
        self.Z, self.R, self.N = (np.empty((T, B, H)) for _ in range(3))
        self.H[0] = h0
        for t in range(T):
            h = self.H[t]
            self.Z[t] = 0.5 + 0.5 * np.tanh(0.5 * (pre[t, 0] + h @ self.Wr[0]))
            self.R[t] = 0.5 + 0.5 * np.tanh(0.5 * (pre[t, 1] + h @ self.Wr[1]))
            self.N[t] = np.tanh(pre[t, 2] + (self.R[t] * h) @ self.Wr[2])
            self.H[t + 1] = (1 - self.Z[t]) * self.N[t] + self.Z[t] * h
        return self.H[1:]

    def backward(self, dH):
        H = self.H[:-1]
        slope_z = (H - self.N) * self.Z * (1 - self.Z)
        slope_n = (1 - self.Z) * (1 - self.N ** 2)
        slope_r = H * self.R * (1 - self.R)
        D = np.empty((3,) + H.shape)
        carry = np.zeros_like(dH[0])
        for t in range(len(dH) - 1, -1, -1):
            g = dH[t] + carry
            D[2, t] = g * slope_n[t]
            back = D[2, t] @ self.Wr[2].T
            D[1, t] = back * slope_r[t]
            D[0, t] = g * slope_z[t]
            carry = g * self.Z[t] + back * self.R[t] + D[0, t] @ self.Wr[0].T + D[1, t] @ self.Wr[1].T
        self.dWi = np.einsum("tbi,gtbo->gio", self.X, D)
        self.dWr = np.stack([
            np.einsum("tbi,tbo->io", H, D[0]),
            np.einsum("tbi,tbo->io", H, D[1]),
            np.einsum("tbi,tbo->io", H * self.R, D[2]),
        ])
        self.dbias = D.sum(axis=(1, 2))
        return np.einsum("gtbo,gio->tbi", D, self.Wi), carry
