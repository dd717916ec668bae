import numpy as np


class GRU:
    def __init__(self, hidden_size, vocab_size, seq_length, lr=0.1):
        self.hidden_size, self.vocab_size, self.seq_length, self.lr = hidden_size, vocab_size, seq_length, lr
        s = lambda i, o: np.random.uniform(-np.sqrt(1. / i), np.sqrt(1. / i), (o, i))
        self.Wz, self.Wr, self.Wh = s(vocab_size, hidden_size), s(vocab_size, hidden_size), s(vocab_size, hidden_size)
        self.Uz, self.Ur, self.Uh = s(hidden_size, hidden_size), s(hidden_size, hidden_size), s(hidden_size, hidden_size)
        self.bz, self.br, self.bh = [np.zeros((hidden_size, 1)) for _ in range(3)]
        self.V, self.c = s(hidden_size, vocab_size), np.zeros((vocab_size, 1))

    @staticmethod
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def softmax(self, x):
        p = np.exp(x - np.max(x))
        return p / np.sum(p)

    def forward(self, x, hprev):
        xs, hs, os, ycap = {}, {}, {}, {}
        zbar, rbar, hbar = {}, {}, {}
        hs[-1] = np.copy(hprev)
        for t in range(len(x)):
            xs[t] = np.zeros((self.vocab_size, 1))
            xs[t][x[t]] = 1
            zbar[t] = self.sigmoid(np.dot(self.Wz, xs[t]) + np.dot(self.Uz, hs[t - 1]) + self.bz)
            rbar[t] = self.sigmoid(np.dot(self.Wr, xs[t]) + np.dot(self.Ur, hs[t - 1]) + self.br)
            hbar[t] = np.tanh(np.dot(self.Wh, xs[t]) + rbar[t] * np.dot(self.Uh, hs[t - 1]) + self.bh)
            hs[t] = (1 - zbar[t]) * hs[t - 1] + zbar[t] * hbar[t]
            os[t] = np.dot(self.V, hs[t]) + self.c
            ycap[t] = self.softmax(os[t])
        return xs, hs, ycap, zbar, rbar, hbar
