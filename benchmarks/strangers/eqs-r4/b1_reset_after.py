"""cuDNN-compatible GRU cell, forward and backward in NumPy. Gates: r, z, n; weights like torch.nn.GRUCell."""
import numpy as np


class CudnnCell:
    def __init__(self, I, H):
        s = H ** -0.5
        u = lambda *shape: np.random.uniform(-s, s, shape)
        self.w_ih, self.w_hh, self.b_ih, self.b_hh = u(3 * H, I), u(3 * H, H), u(3 * H), u(3 * H)
        self.H = H

    def forward(self, x, h):
        H = self.H
        gi = x @ self.w_ih.T + self.b_ih
        gh = h @ self.w_hh.T + self.b_hh
        r = 1 / (1 + np.exp(-(gi[:, :H] + gh[:, :H])))
        z = 1 / (1 + np.exp(-(gi[:, H:2 * H] + gh[:, H:2 * H])))
        n = np.tanh(gi[:, 2 * H:] + r * gh[:, 2 * H:])
        self.ctx = (x, h, r, z, n, gh[:, 2 * H:])
        return (1 - z) * n + z * h

    def backward(self, gy):
        x, h, r, z, n, hn = self.ctx
        gn = gy * (1 - z) * (1 - n * n)
        gz = gy * (h - n) * z * (1 - z)
        gr = gn * h * r * (1 - r)
        gi = np.concatenate([gr, gz, gn], axis=1)
        gh = np.concatenate([gr, gz, gn * r], axis=1)
        self.grad = {
            "w_ih": gi.T @ x,
            "w_hh": gh.T @ h,
            "b_ih": gi.sum(axis=0),
            "b_hh": gi.sum(axis=0),
        }
        return gi @ self.w_ih, gh @ self.w_hh + gy * z
