import numpy as np

sigm = lambda a: 1.0 / (1.0 + np.exp(-a))


class SentenceVectors(object):
    """Encodes padded sentences; `encode` gives one vector for each sentence."""

    def __init__(self, dim_word, dim_sent):
        r = np.random.RandomState(1234)
        mk = lambda *s: r.randn(*s) * 0.3
        self.W, self.U, self.b = mk(dim_word, 2 * dim_sent), mk(dim_sent, 2 * dim_sent), mk(2 * dim_sent)
        self.Wx, self.Ux, self.bx = mk(dim_word, dim_sent), mk(dim_sent, dim_sent), mk(dim_sent)
        self.dim = dim_sent

    def states(self, emb):
        # emb: n_words x n_sents x dim_word
        d = self.dim
        h = np.zeros((emb.shape[1], d))
        all_h = []
        for e in emb:
            g = sigm(e.dot(self.W) + h.dot(self.U) + self.b)
            r, u = g[:, :d], g[:, d:]
            c = np.tanh(e.dot(self.Wx) + r * h.dot(self.Ux) + self.bx)
            h = u * h + (1. - u) * c
            all_h.append(h)
        return np.array(all_h)

    def encode(self, emb, lengths):
        all_h = self.states(emb)
        rows = np.arange(emb.shape[1])
        return all_h[np.maximum(lengths - 2, 0), rows]
