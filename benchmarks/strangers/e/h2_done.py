import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


class Memory:
    def __init__(self, n_obs, n_mem):
        g = np.random.default_rng(0)
        self.Wx = g.normal(0, 0.3, (n_obs, 3 * n_mem))
        self.Wh = g.normal(0, 0.3, (n_mem, 3 * n_mem))
        self.b = np.zeros(3 * n_mem)

    def forward(self, obs, h, done):
        """obs: (T, N, n_obs); done: (T, N), 1 where the episode before this step ended"""
        n = h.shape[1]
        out = []
        for x, d in zip(obs, done):
            h = h * (1.0 - d)[:, None]
            a, u = x @ self.Wx + self.b, h @ self.Wh
            r = sigmoid(a[:, :n] + u[:, :n])
            z = sigmoid(a[:, n:2 * n] + u[:, n:2 * n])
            c = np.tanh(a[:, 2 * n:] + r * u[:, 2 * n:])
            h = (1 - z) * c + z * h
            out.append(h)
        return np.stack(out)
