import numpy as np


class OnlineGRU:
    """Feed one observation at a time; the state lives inside."""

    def __init__(self, n_obs, n_mem):
        g = np.random.default_rng(1)
        self.n_mem = n_mem
        self.Wz, self.Wr, self.Wc = (g.normal(0, 0.3, (n_mem, n_obs)) for _ in range(3))
        self.Uz, self.Ur, self.Uc = (g.normal(0, 0.3, (n_mem, n_mem)) for _ in range(3))
        self.bz, self.br, self.bc = (np.zeros(n_mem) for _ in range(3))
        self.reset()

    def reset(self):
        self.state = np.zeros(self.n_mem)

    def observe(self, o):
        m = self.state
        z = 1 / (1 + np.exp(-(self.Wz @ o + self.Uz @ m + self.bz)))
        r = 1 / (1 + np.exp(-(self.Wr @ o + self.Ur @ m + self.br)))
        c = np.tanh(self.Wc @ o + self.Uz @ (r * m) + self.bc)
        self.state = (1 - z) * m + z * c
        return self.state
