"""GRU encoder, numpy; one loop, the state is updated in place to save memory."""
import numpy as np


def sigm(v):
    return 0.5 * (np.tanh(0.5 * v) + 1.0)


class Encoder(object):
    def __init__(self, vocab_dim, nhid, scale=0.08):
        rand = lambda *s: np.random.uniform(-scale, scale, s)
        self.nhid = nhid
        self.W = {k: rand(vocab_dim, nhid) for k in ("reset", "update", "cand")}
        self.R = {k: rand(nhid, nhid) for k in ("reset", "update", "cand")}
        self.B = {k: np.zeros(nhid) for k in ("reset", "update", "cand")}

    def gate(self, k, x, h):
        return sigm(x.dot(self.W[k]) + h.dot(self.R[k]) + self.B[k])

    def encode(self, xs, h=None):
        # xs: time x batch x features
        h = np.zeros((xs.shape[1], self.nhid)) if h is None else h.copy()
        states = np.empty((len(xs),) + h.shape)
        for t, x in enumerate(xs):
            h *= self.gate("reset", x, h)
            g = np.tanh(x.dot(self.W["cand"]) + h.dot(self.R["cand"]) + self.B["cand"])
            z = self.gate("update", x, h)
            h = (1.0 - z) * h + z * g
            states[t] = h
        return states, h
