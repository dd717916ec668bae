import math
import random


def zeros(n):
    return [0.0 for _ in range(n)]


def mat(rows, cols):
    return [[random.uniform(-0.3, 0.3) for _ in range(cols)] for _ in range(rows)]


def mv(m, v):
    return [sum(a * b for a, b in zip(row, v)) for row in m]


def add(*vs):
    return [sum(t) for t in zip(*vs)]


def mul(a, b):
    return [p * q for p, q in zip(a, b)]


def sig(v):
    return [1.0 / (1.0 + math.exp(-t)) for t in v]


def th(v):
    return [math.tanh(t) for t in v]


class TinyGRU:
    def __init__(self, n_in, n_hidden):
        self.n_hidden = n_hidden
        self.params = {}
        for gate in ("update", "reset", "new"):
            self.params[gate] = {"in": mat(n_hidden, n_in), "rec": mat(n_hidden, n_hidden), "bias": zeros(n_hidden)}

    def _affine(self, gate, x, h):
        p = self.params[gate]
        return add(mv(p["in"], x), mv(p["rec"], h), p["bias"])

    def step(self, x, h):
        z = sig(self._affine("update", x, h))
        r = sig(self._affine("reset", x, h))
        n = th(self._affine("new", x, mul(r, h)))
        return [zi * hi + (1.0 - zi) * ni for zi, hi, ni in zip(z, h, n)]

    def run(self, xs):
        h = zeros(self.n_hidden)
        states = []
        for x in xs:
            h = self.step(x, h)
            states.append(h)
        return states
