import numpy as np

PAD = 0


class TextEncoder:
    def __init__(self, vocab_size, embed_size, hidden_size):
        self.E = np.random.randn(vocab_size, embed_size) * 0.1
        self.hidden_size = hidden_size
        k = embed_size + hidden_size
        self.Wg = np.random.randn(k, 2 * hidden_size) * 0.1
        self.bg = np.zeros(2 * hidden_size)
        self.Wc = np.random.randn(k, hidden_size) * 0.1
        self.bc = np.zeros(hidden_size)

    def _cell(self, e, h):
        g = 1 / (1 + np.exp(-(np.hstack((e, h)) @ self.Wg + self.bg)))
        z, r = np.hsplit(g, 2)
        c = np.tanh(np.hstack((e, r * h)) @ self.Wc + self.bc)
        return z * h + (1 - z) * c

    def encode(self, ids):
        """ids: int array (batch, time), padded with PAD at the end"""
        h = np.zeros((ids.shape[0], self.hidden_size))
        for t in range(ids.shape[1]):
            real = (ids[:, t] != PAD)[:, None]
            h = np.where(real, self._cell(self.E[ids[:, t]], h), h)
        return h
