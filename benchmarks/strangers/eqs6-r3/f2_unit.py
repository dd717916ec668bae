"""One neuron at a time. No arrays, only what the textbook shows."""
import math


def squash(v):
    return 1 / (1 + math.exp(-v))


def inner(a, b):
    return sum(p * q for p, q in zip(a, b))


def gru_unit_step(x, h, Wz, Uz, bz, Wr, Ur, br, Wc, Uc, bc):
    """W*: hidden lists of input floats, U*: hidden lists of hidden floats, b*: hidden floats."""
    size = len(h)
    update = [squash(inner(Wz[i], x) + inner(Uz[i], h) + bz[i]) for i in range(size)]
    reset = [squash(inner(Wr[i], x) + inner(Ur[i], h) + br[i]) for i in range(size)]
    seen = [reset[i] * h[i] for i in range(size)]
    fresh = [squash(inner(Wc[i], x) + inner(Uc[i], h) + bc[i]) for i in range(size)]
    return [update[i] * h[i] + (1 - update[i]) * fresh[i] for i in range(size)]
