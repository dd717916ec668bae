# GRU without any library, to understand it.
import math
import random


def sig(a):
    return 1 / (1 + math.exp(-a))


def mv(M, v):
    return [sum(m * x for m, x in zip(row, v)) for row in M]


class Gru:
    def __init__(self, n_in, n_hid):
        random.seed(5)
        mat = lambda r, c: [[random.uniform(-0.5, 0.5) for _ in range(c)] for _ in range(r)]
        vec = lambda r: [random.uniform(-0.5, 0.5) for _ in range(r)]
        self.n_hid = n_hid
        self.Wu, self.Wr, self.Wc = mat(n_hid, n_in), mat(n_hid, n_in), mat(n_hid, n_in)
        self.Vu, self.Vr, self.Vc = mat(n_hid, n_hid), mat(n_hid, n_hid), mat(n_hid, n_hid)
        self.bu, self.br, self.bc = vec(n_hid), vec(n_hid), vec(n_hid)

    def step(self, x, h):
        u = [sig(a + b + c) for a, b, c in zip(mv(self.Wu, x), mv(self.Vu, h), self.bu)]
        r = [sig(a + b + c) for a, b, c in zip(mv(self.Wr, x), mv(self.Vr, h), self.br)]
        rh = [a * b for a, b in zip(r, h)]
        c = [math.tanh(a + b + d) for a, b, d in zip(mv(self.Wc, x), mv(self.Vc, rh), self.bc)]
        return [ui * hi + (1 - ui) * ci for ui, hi, ci in zip(u, h, c)]

    def forward(self, seq):
        h = [0.0] * self.n_hid
        out = []
        for i in range(len(seq)):
            h = self.step(seq[i], h)
            out.append(h)
        return out
