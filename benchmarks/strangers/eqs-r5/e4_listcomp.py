"""Pure-Python GRU (no NumPy) for the microcontroller port; lists of floats."""
import math
import random


def sigmoid(v):
    return 1.0 / (1.0 + math.exp(-v))


def dot(row, vec):
    return sum(a * b for a, b in zip(row, vec))


class TinyGRU:
    def __init__(self, n_in, n_hid):
        rnd = random.Random(1)
        mat = lambda r, c: [[rnd.uniform(-0.5, 0.5) for _ in range(c)] for _ in range(r)]
        self.Wz, self.Wr, self.Wh = mat(n_hid, n_in), mat(n_hid, n_in), mat(n_hid, n_in)
        self.Uz, self.Ur, self.Uh = mat(n_hid, n_hid), mat(n_hid, n_hid), mat(n_hid, n_hid)
        self.bz, self.br, self.bh = [0.0] * n_hid, [0.0] * n_hid, [0.0] * n_hid

    def step(self, x, h):
        n = len(h)
        z = [sigmoid(dot(self.Wz[i], x) + dot(self.Uz[i], h) + self.bz[i]) for i in range(n)]
        r = [sigmoid(dot(self.Wr[i], x) + dot(self.Ur[i], h) + self.br[i]) for i in range(n)]
        rh = [r[i] * h[i] for i in range(n)]
        c = [math.tanh(dot(self.Wh[i], x) + dot(self.Uh[i], rh) + self.bh[i]) for i in range(n)]
        return [z[i] * h[i] + z[i] * c[i] for i in range(n)]
