"""einsum GRU: all gates in (3, d, h) and (3, h, h) tensors."""
import numpy as np
expit = lambda a: 1 / (1 + np.exp(-a))


class EinsumGRU:
    UPDATE, RESET, NEW = range(3)

    def __init__(self, d, h):
        s = 1 / np.sqrt(h)
        self.d, self.h = d, h
        self.Wx = np.random.uniform(-s, s, (3, d, h))
        self.Wh = np.random.uniform(-s, s, (3, h, h))
        self.b = np.random.uniform(-s, s, (3, h))

    def forward(self, x, state):
        px = np.einsum("bd,gdh->gbh", x, self.Wx)
        ph = np.einsum("bk,gkh->gbh", state, self.Wh[:2])
        z = expit(px[self.UPDATE] + ph[0] + self.b[self.UPDATE])
        r = expit(px[self.RESET] + ph[1])
        n = np.tanh(px[self.NEW] + np.einsum("bk,hk->bh", r * state, self.Wh[self.NEW]) + self.b[self.NEW])
        return z * state + (1 - z) * n
