"""Functional-programming flavoured GRU: the step is built by composing small closures."""
from functools import partial, reduce
import numpy as np


def affine(W, U, b, x, h):
    return np.matmul(x, W) + np.matmul(h, U) + b


def squash(kind, pre):
    return {"gate": lambda p: 1 / (1 + np.exp(-p)), "cand": np.tanh}[kind](pre)


def gate(theta, x, h, kind="gate"):
    return squash(kind, affine(*theta, x, h))


def convex(w, a, b):
    return w * a + (1 - w) * b


def gru_step(params, h, x):
    keep, erase, new = (partial(gate, params[k]) for k in ("keep", "erase", "new"))
    return convex(keep(x, h), h, new(x, erase(x, h) * h, kind="cand"))


def run(params, h0, xs):
    return reduce(lambda acc, x: acc + [gru_step(params, acc[-1], x)], xs, [h0])[1:]


def init(d, n, seed=0):
    g = np.random.default_rng(seed)
    new = lambda: (g.normal(size=(d, n)) / d, g.normal(size=(n, n)) / n, np.zeros(n))
    return {"keep": new(), "erase": new(), "new": new()}
