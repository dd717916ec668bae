# no numpy! just python. slow but you can read it
import math
import random


def matvec(M, v):
    return [sum(m * a for m, a in zip(row, v)) for row in M]


def add(*vs):
    return [sum(t) for t in zip(*vs)]


def mul(a, b):
    return [p * q for p, q in zip(a, b)]


def sigmoid(v):
    return [1.0 / (1.0 + math.exp(-a)) for a in v]


def tanh(v):
    return [math.tanh(a) for a in v]


def rand_matrix(rows, cols):
    return [[random.uniform(-0.5, 0.5) for _ in range(cols)] for _ in range(rows)]


class GRU:
    def __init__(self, n_inputs, n_hidden):
        self.n_inputs = n_inputs
        self.n_hidden = n_hidden
        self.Wz = rand_matrix(n_hidden, n_inputs)
        self.Uz = rand_matrix(n_hidden, n_hidden)
        self.bz = [0.0] * n_hidden
        self.Wr = rand_matrix(n_hidden, n_inputs)
        self.Ur = rand_matrix(n_hidden, n_hidden)
        self.br = [0.0] * n_hidden
        self.Wh = rand_matrix(n_hidden, n_inputs)
        self.Uh = rand_matrix(n_hidden, n_hidden)
        self.bh = [0.0] * n_hidden

    def step(self, x, h):
        z = sigmoid(add(matvec(self.Wz, x), matvec(self.Uz, h), self.bz))
        r = sigmoid(add(matvec(self.Wr, x), matvec(self.Ur, h), self.br))
        c = tanh(add(matvec(self.Wh, x), matvec(self.Uh, mul(r, h)), self.bh))
        return [(1 - zi) * hi + zi * ci for zi, hi, ci in zip(z, h, c)]

    def forward(self, xs, h=None):
        h = h or [0.0] * self.n_hidden
        hs = []
        for x in xs:
            h = self.step(x, h)
            hs.append(h)
        return hs
