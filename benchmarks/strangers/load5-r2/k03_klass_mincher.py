"""Character RNN, object version with adagrad. Usage: python k03.py corpus.txt"""
import sys
import numpy as np


class CharGRU:
    def __init__(self, vocab_size, hidden_size, seq_length=25, learning_rate=0.1):
        self.vocab_size, self.hidden_size = vocab_size, hidden_size
        self.seq_length, self.learning_rate = seq_length, learning_rate
        s = 1.0 / np.sqrt(hidden_size)
        for g in "zrn":
            setattr(self, "W" + g, np.random.uniform(-s, s, (hidden_size, vocab_size)))
            setattr(self, "U" + g, np.random.uniform(-s, s, (hidden_size, hidden_size)))
            setattr(self, "b" + g, np.zeros((hidden_size, 1)))
        self.V = np.random.uniform(-s, s, (vocab_size, hidden_size))
        self.c = np.zeros((vocab_size, 1))
        self.names = [a + g for g in "zrn" for a in "WUb"] + ["V", "c"]
        self.mem = {n: np.zeros_like(getattr(self, n)) for n in self.names}

    @staticmethod
    def sig(a):
        return 1 / (1 + np.exp(-a))

    def forward(self, inputs, hprev):
        self.x, self.h, self.z, self.r, self.n, self.p = {}, {-1: np.copy(hprev)}, {}, {}, {}, {}
        for t, ix in enumerate(inputs):
            self.x[t] = np.zeros((self.vocab_size, 1))
            self.x[t][ix] = 1
            hp = self.h[t - 1]
            self.z[t] = self.sig(self.Wz @ self.x[t] + self.Uz @ hp + self.bz)
            self.r[t] = self.sig(self.Wr @ self.x[t] + self.Ur @ hp + self.br)
            self.n[t] = np.tanh(self.Wn @ self.x[t] + self.Un @ (self.r[t] * hp) + self.bn)
            self.h[t] = (1 - self.z[t]) * self.n[t] + self.z[t] * hp
            y = self.V @ self.h[t] + self.c
            e = np.exp(y - y.max())
            self.p[t] = e / e.sum()
        return self.h[len(inputs) - 1]

    def loss(self, targets):
        return sum(-np.log(self.p[t][k, 0]) for t, k in enumerate(targets))

    def backward(self, targets):
        d = {n: np.zeros_like(getattr(self, n)) for n in self.names}
        dhnext = np.zeros((self.hidden_size, 1))
        for t in reversed(range(len(targets))):
            dy = self.p[t].copy()
            dy[targets[t]] -= 1
            d["V"] += dy @ self.h[t].T
            d["c"] += dy
            dh = self.V.T @ dy + dhnext
            hp = self.h[t - 1]
            dn = dh * (1 - self.z[t]) * (1 - self.n[t] ** 2)
            dz = dh * (hp - self.n[t]) * self.z[t] * (1 - self.z[t])
            drh = self.Un.T @ dn
            dr = drh * hp * self.r[t] * (1 - self.r[t])
            for g, a in (("z", dz), ("r", dr)):
                d["W" + g] += a @ self.x[t].T
                d["U" + g] += a @ hp.T
                d["b" + g] += a
            d["Wn"] += dn @ self.x[t].T
            d["Un"] += dn @ hp.T
            d["bn"] += dn
            dhnext = dh * self.z[t] + drh * self.r[t] + self.Uz.T @ dz + self.Ur.T @ dr
        return {n: np.clip(g, -5, 5) for n, g in d.items()}


def main(path):
    data = open(path).read()
    chars = sorted(set(data))
    ix = {c: i for i, c in enumerate(chars)}
    model = CharGRU(len(chars), 100)
    h = np.zeros((100, 1))
    for p in range(0, len(data) - 26, 25):
        inp = [ix[c] for c in data[p:p + 25]]
        tgt = [ix[c] for c in data[p + 1:p + 26]]
        h = model.forward(inp, h)
        g = model.backward(tgt)
        for n in model.names:
            model.mem[n] += g[n] ** 2
            getattr(model, n)[...] -= model.learning_rate * g[n] / np.sqrt(model.mem[n] + 1e-8)


if __name__ == "__main__":
    main(sys.argv[1])
