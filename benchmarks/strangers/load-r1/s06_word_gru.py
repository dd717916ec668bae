import numpy as np


class WordGRU(object):
    """Reads batches of word ids, (batch, time), and gives all hidden states, (batch, time, hidden)."""

    def __init__(self, vocab_size, embed_dim, hidden_dim, seed=0):
        rng = np.random.RandomState(seed)
        self.vocab_size, self.embed_dim, self.hidden_dim = vocab_size, embed_dim, hidden_dim
        s = 0.1
        self.params = {
            "emb": rng.randn(vocab_size, embed_dim) * s,
            "Wx": rng.randn(embed_dim, 3 * hidden_dim) * s,
            "Wh": rng.randn(hidden_dim, 3 * hidden_dim) * s,
            "b": rng.randn(3 * hidden_dim) * s,
        }

    @staticmethod
    def _sig(a):
        return 1.0 / (1.0 + np.exp(-a))

    def forward(self, ids, h0=None):
        p, H = self.params, self.hidden_dim
        N, T = ids.shape
        x = p["emb"][ids]
        h = np.zeros((N, H)) if h0 is None else h0
        out = np.zeros((N, T, H))
        for t in range(T):
            ax = x[:, t] @ p["Wx"] + p["b"]
            ah = h @ p["Wh"]
            r = self._sig(ax[:, :H] + ah[:, :H])
            z = self._sig(ax[:, H:2 * H] + ah[:, H:2 * H])
            n = np.tanh(ax[:, 2 * H:] + r * ah[:, 2 * H:])
            out[:, t] = (1 - z) * n + z * h
        return out
