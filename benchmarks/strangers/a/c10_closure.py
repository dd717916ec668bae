import math
import random


def make_gru(n_in, n_hidden, seed=7):
    rnd = random.Random(seed)
    mat = lambda a, b: [[rnd.gauss(0, 0.4) for _ in range(b)] for _ in range(a)]
    Wz, Wr, Wh = mat(n_hidden, n_in), mat(n_hidden, n_in), mat(n_hidden, n_in)
    Uz, Ur, Uh = mat(n_hidden, n_hidden), mat(n_hidden, n_hidden), mat(n_hidden, n_hidden)

    def mv(m, v):
        return [sum(a * b for a, b in zip(row, v)) for row in m]

    def sig(v):
        return [1 / (1 + math.exp(-a)) for a in v]

    def step(x, h):
        z = sig([a + b for a, b in zip(mv(Wz, x), mv(Uz, h))])
        r = sig([a + b for a, b in zip(mv(Wr, x), mv(Ur, h))])
        gated = [a * b for a, b in zip(r, h)]
        t = [math.tanh(a + b) for a, b in zip(mv(Wh, x), mv(Uh, gated))]
        return [(1 - zi) * hi + zi * ti for zi, hi, ti in zip(z, h, t)]

    return step
