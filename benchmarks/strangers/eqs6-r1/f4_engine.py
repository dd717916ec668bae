"""nano-autodiff + gru. matrices only."""
import numpy as np


class Node:
    def __init__(self, v, parents=()):
        self.v = np.atleast_2d(np.asarray(v, dtype=float))
        self.parents = parents      # pairs (node, function of the incoming gradient)
        self.g = None

    def __add__(a, b):
        return Node(a.v + b.v, ((a, lambda g: fold(g, a.v.shape)), (b, lambda g: fold(g, b.v.shape))))

    def __sub__(a, b):
        return Node(a.v - b.v, ((a, lambda g: fold(g, a.v.shape)), (b, lambda g: fold(-g, b.v.shape))))

    def __mul__(a, b):
        return Node(a.v * b.v, ((a, lambda g: fold(g * b.v, a.v.shape)), (b, lambda g: fold(g * a.v, b.v.shape))))

    def __matmul__(a, b):
        return Node(a.v @ b.v, ((a, lambda g: g @ b.v.T), (b, lambda g: a.v.T @ g)))

    def run_back(self, seed):
        order, seen = [], set()

        def visit(n):
            if id(n) in seen:
                return
            seen.add(id(n))
            for p, _ in n.parents:
                visit(p)
            order.append(n)
        visit(self)
        for n in order:
            n.g = np.zeros_like(n.v)
        self.g = np.array(seed, dtype=float)
        for n in reversed(order):
            for p, f in n.parents:
                p.g = p.g + f(n.g)


def fold(g, shape):
    for axis, size in enumerate(shape):
        if size == 1 and g.shape[axis] != 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


def sigmoid(a):
    s = 1 / (1 + np.exp(-a.v))
    return Node(s, ((a, lambda g: g * s * (1 - s)),))


def tanh(a):
    t = np.tanh(a.v)
    return Node(t, ((a, lambda g: g * (1 - t)),))


class GRU:
    def __init__(self, n_in, n_out, rng=np.random):
        p = lambda *s: Node(rng.normal(size=s) * 0.2)
        self.Wz, self.Uz, self.bz = p(n_in, n_out), p(n_out, n_out), p(1, n_out)
        self.Wr, self.Ur, self.br = p(n_in, n_out), p(n_out, n_out), p(1, n_out)
        self.Wc, self.Uc, self.bc = p(n_in, n_out), p(n_out, n_out), p(1, n_out)

    def step(self, x, h):
        z = sigmoid(x @ self.Wz + h @ self.Uz + self.bz)
        r = sigmoid(x @ self.Wr + h @ self.Ur + self.br)
        c = tanh(x @ self.Wc + (r * h) @ self.Uc + self.bc)
        return h + z * (c - h)
