import numpy as np


class CharModel:
    """
    Character model, takes the characters as numbers.
    vocab_size: how many characters there are, embed_dim: length of their vectors, hidden_dim: size of the state
    """

    def __init__(self, vocab_size, embed_dim, hidden_dim):
        self.table = np.random.randn(vocab_size, embed_dim) * 0.1
        self.hidden_dim = hidden_dim
        self.W = np.random.randn(hidden_dim + embed_dim, 2 * hidden_dim) * 0.1
        self.b = np.zeros(2 * hidden_dim)
        self.Wc = np.random.randn(hidden_dim + embed_dim, hidden_dim) * 0.1
        self.bc = np.zeros(hidden_dim)

    def forward(self, ids, h0=None):
        """ids: (batch, time) whole numbers -> states (batch, time, hidden_dim)"""
        batch, time = ids.shape
        h = np.zeros((batch, self.hidden_dim)) if h0 is None else h0
        emb = self.table[ids]
        states = []
        for t in range(time):
            hx = np.concatenate([h, emb[:, t]], axis=1)
            zr = 1 / (1 + np.exp(-(hx @ self.W + self.b)))
            z, r = np.split(zr, 2, axis=1)
            hx = np.concatenate([r * h, emb[:, t]], axis=1)
            c = np.tanh(hx @ self.Wc + self.bc)
            h = z * c + (1 - z) * h
            states.append(h)
        return np.stack(states, axis=1)
