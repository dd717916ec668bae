import numpy as np


class GRU_Cell:
    def __init__(self, in_dim, hidden_dim):
        self.d, self.h = in_dim, hidden_dim
        d, h = in_dim, hidden_dim
        self.Wzh, self.Wrh, self.Wh = np.random.randn(h, h), np.random.randn(h, h), np.random.randn(h, h)
        self.Wzx, self.Wrx, self.Wx = np.random.randn(h, d), np.random.randn(h, d), np.random.randn(h, d)
        self.bz, self.br, self.bh = np.zeros(h), np.zeros(h), np.zeros(h)
        self.zero_grads()

    def zero_grads(self):
        for n in "Wzh Wrh Wh Wzx Wrx Wx bz br bh".split():
            setattr(self, "d" + n, np.zeros_like(getattr(self, n)))

    def forward(self, x, h):
        """x: (in_dim,), h: (hidden_dim,)"""
        self.x, self.hidden = x, h
        self.z = 1 / (1 + np.exp(-(self.Wzh @ h + self.Wzx @ x + self.bz)))
        self.r = 1 / (1 + np.exp(-(self.Wrh @ h + self.Wrx @ x + self.br)))
        self.h_tilde = np.tanh(self.Wh @ (self.r * h) + self.Wx @ x + self.bh)
        return (1 - self.z) * h + self.z * self.h_tilde

    def backward(self, delta):
        z, r, ht, h, x = self.z, self.r, self.h_tilde, self.hidden, self.x
        d_ht = delta * z * (1 - ht ** 2)
        d_z = delta * (ht - h) * z * (1 - z)
        d_rh = d_ht @ self.Wh
        slope = r
        slope *= 1 - r
        d_r = d_rh * h * slope
        self.dWh += np.outer(d_ht, r * h)
        self.dWx += np.outer(d_ht, x)
        self.dbh += d_ht
        self.dWzh += np.outer(d_z, h)
        self.dWzx += np.outer(d_z, x)
        self.dbz += d_z
        self.dWrh += np.outer(d_r, h)
        self.dWrx += np.outer(d_r, x)
        self.dbr += d_r
        dx = d_ht @ self.Wx + d_z @ self.Wzx + d_r @ self.Wrx
        dh = delta * (1 - z) + d_rh * r + d_z @ self.Wzh + d_r @ self.Wrh
        return dx, dh
