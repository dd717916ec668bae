import numpy as np


class GRU:
    def __init__(self, hidden_size, vocab_size, seq_length=10, lr=0.1):
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
        xs, hs, ycap, zbar, rbar, hbar = {}, {}, {}, {}, {}, {}
        hs[-1] = np.copy(hprev)
        for t in range(len(x)):
            xs[t] = np.zeros((self.vocab_size, 1))
            xs[t][x[t]] = 1
            zbar[t] = self.sigmoid(np.dot(self.Wz, xs[t]) + np.dot(self.Uz, hs[t - 1]) + self.bz)
            rbar[t] = self.sigmoid(np.dot(self.Wr, xs[t]) + np.dot(self.Ur, hs[t - 1]) + self.br)
            hbar[t] = np.tanh(np.dot(self.Wh, xs[t]) + np.dot(self.Uh, rbar[t] * hs[t - 1]) + self.bh)
            hs[t] = (1 - zbar[t]) * hs[t - 1] + zbar[t] * hbar[t]
            ycap[t] = self.softmax(np.dot(self.V, hs[t]) + self.c)
        return xs, hs, ycap, zbar, rbar, hbar

    def loss(self, ps, targets):
        return sum(-np.log(ps[t][targets[t], 0]) for t in range(len(targets)))

    def backward(self, xs, hs, ycap, zbar, rbar, hbar, targets):
        dWz, dWr, dWh = np.zeros_like(self.Wz), np.zeros_like(self.Wr), np.zeros_like(self.Wh)
        dUz, dUr, dUh = np.zeros_like(self.Uz), np.zeros_like(self.Ur), np.zeros_like(self.Uh)
        dbz, dbr, dbh = np.zeros_like(self.bz), np.zeros_like(self.br), np.zeros_like(self.bh)
        dV, dc = np.zeros_like(self.V), np.zeros_like(self.c)
        dhnext = np.zeros_like(hs[0])
        for t in reversed(range(len(targets))):
            dy = np.copy(ycap[t])
            dy[targets[t]] -= 1
            dV += np.dot(dy, hs[t].T)
            dc += dy
            dh = np.dot(self.V.T, dy) + dhnext
            dhbar = dh * zbar[t] * (1 - hbar[t] ** 2)
            dz = dh * (hbar[t] - hs[t - 1]) * zbar[t] * (1 - zbar[t])
            drh = np.dot(self.Uh.T, dhbar)
            dr = drh * hs[t - 1] * rbar[t] * (1 - rbar[t])
            dWz += np.dot(dz, xs[t].T); dUz += np.dot(dz, hs[t - 1].T); dbz += dz
            dWr += np.dot(dr, xs[t].T); dUr += np.dot(dr, hs[t - 1].T); dbr += dr
            dWh += np.dot(dhbar, xs[t].T); dUh += np.dot(dhbar, (rbar[t] * hs[t - 1]).T); dbh += dhbar
            dhnext = dh * (1 - zbar[t]) + drh * rbar[t] + np.dot(self.Uz.T, dz) + np.dot(self.Ur.T, dr)
        return dWz, dWr, dWh, dUz, dUr, dUh, dbz, dbr, dbh, dV, dc
